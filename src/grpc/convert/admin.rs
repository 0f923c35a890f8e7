//! Keys and the system, both ways.

use super::{count, time};
use crate::app::keys::NewKey;
use crate::app::system::System;
use crate::app::{Error, Rule};
use crate::domain::key::{Key, KeyId, Scope};
use crate::pb;
use std::time::Duration;

pub(crate) fn new_key(request: pb::CreateKeyRequest) -> Result<NewKey, Error> {
    let scopes = request.scopes.iter().map(|value| {
        Scope::ALL
            .into_iter()
            .find(|known| scope(*known) as i32 == *value)
            .ok_or_else(|| Error::invalid("scopes", Rule::UnknownValue, "no such scope"))
    });
    Ok(NewKey {
        scopes: scopes.collect::<Result<_, _>>()?,
        lifetime: duration("lifetime", request.lifetime)?,
        name: request.name,
        tenant: request.tenant_id,
    })
}

/// The identifier of a key. What is none is not repeated: it may be a whole key.
pub(crate) fn key_id(text: &str) -> Result<KeyId, Error> {
    let rule = if text.is_empty() { Rule::Required } else { Rule::BadFormat };
    text.parse().map_err(|_| {
        Error::invalid("key_id", rule, "12 letters and digits, the third part of the key's text")
    })
}

/// The key to replace, and how long it stays good.
pub(crate) fn rotation(request: &pb::RotateKeyRequest) -> Result<(KeyId, Option<Duration>), Error> {
    Ok((key_id(&request.key_id)?, duration("overlap", request.overlap)?))
}

pub(crate) fn key(key: Key) -> pb::Key {
    pb::Key {
        key_id: key.id.to_string(),
        tenant_id: key.tenant.as_str().to_owned(),
        name: key.name,
        scopes: key.scopes.into_iter().map(|known| scope(known).into()).collect(),
        created_at: Some(time(key.created_at)),
        expires_at: key.expires_at.map(time),
        revoked_at: key.revoked_at.map(time),
        last_used_at: key.last_used_at.map(time),
        created_by: key.created_by.map(|id| id.to_string()).unwrap_or_default(),
    }
}

pub(crate) fn system(system: System) -> pb::GetSystemResponse {
    let counts = system.counts;
    pb::GetSystemResponse {
        version: system.version.to_owned(),
        started_at: Some(time(system.started_at)),
        jobs: counts
            .jobs
            .into_iter()
            .map(|(status, jobs)| (status.as_str().to_owned(), count(jobs)))
            .collect(),
        ready_task_count: count(counts.tasks_ready),
        pending_delivery_count: count(counts.deliveries_pending),
    }
}

fn scope(scope: Scope) -> pb::Scope {
    match scope {
        Scope::Read => pb::Scope::Read,
        Scope::Write => pb::Scope::Write,
        Scope::Admin => pb::Scope::Admin,
        Scope::Metrics => pb::Scope::Metrics,
    }
}

fn duration(field: &str, value: Option<prost_types::Duration>) -> Result<Option<Duration>, Error> {
    let negative = |_| Error::invalid(field, Rule::OutOfRange, "must not be negative");
    value.map(Duration::try_from).transpose().map_err(negative)
}
