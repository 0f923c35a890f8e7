//! `refineloop keys`: the keys of a server.

use super::client::{self, Connection, failed};
use super::exit::{Exit, Failed};
use super::output;
use crate::domain::clock::{Clock, Time};
use crate::pb::admin_service_client::AdminServiceClient;
use crate::pb::{CreateKeyRequest, Key, ListKeysRequest, RevokeKeyRequest, RotateKeyRequest, Scope};
use chrono::{DateTime, SecondsFormat};
use clap::{Args, Subcommand};
use prost_types::Timestamp;
use serde_json::json;
use std::time::Duration;

/// The scopes by the words people type.
const SCOPES: [(&str, Scope); 4] =
    [("read", Scope::Read), ("write", Scope::Write), ("admin", Scope::Admin), ("metrics", Scope::Metrics)];

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a key; its text is printed on standard output and shown nowhere else
    Create(Create),
    /// List keys, newest first
    List(List),
    /// Make a key in the place of another, which stays good for a while
    Rotate(Rotate),
    /// End a key at once
    Revoke(Revoke),
}

#[derive(Debug, Args)]
struct Create {
    /// What people call it
    name: String,
    /// Whose files and jobs it reaches [default: default]
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// What it may do: read, write, admin or metrics; say it several times [default: read and write]
    #[arg(long, value_name = "SCOPE", value_parser = scope)]
    scope: Vec<Scope>,
    /// How long it is good, such as 90d; for ever if left out
    #[arg(long, value_name = "DURATION", value_parser = humantime::parse_duration)]
    expires_in: Option<Duration>,
    #[command(flatten)]
    client: client::Arguments,
}

#[derive(Debug, Args)]
struct List {
    /// Only keys of this tenant
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    client: client::Arguments,
}

#[derive(Debug, Args)]
struct Rotate {
    /// The key to replace: the identifier, not its text
    id: String,
    /// How long the old key stays good, at most 30d [default: 24h]
    #[arg(long, value_name = "DURATION", value_parser = humantime::parse_duration)]
    overlap: Option<Duration>,
    #[command(flatten)]
    client: client::Arguments,
}

#[derive(Debug, Args)]
struct Revoke {
    /// The key to end: the identifier, not its text
    id: String,
    #[command(flatten)]
    client: client::Arguments,
}

pub(super) async fn run(arguments: Arguments, clock: Clock) -> Result<Exit, Failed> {
    match arguments.action {
        Action::Create(create) => create.run().await,
        Action::List(list) => list.run(clock.now()).await,
        Action::Rotate(rotate) => rotate.run().await,
        Action::Revoke(revoke) => revoke.run().await,
    }
}

impl Create {
    async fn run(self) -> Result<Exit, Failed> {
        let request = CreateKeyRequest {
            name: self.name,
            tenant_id: self.tenant.unwrap_or_default(),
            scopes: self.scope.into_iter().map(Scope::into).collect(),
            lifetime: self.expires_in.map(outward).transpose()?,
        };
        let mut keys = connect(&self.client).await?;
        let made = keys.create_key(request).await.map_err(|status| failed(&status))?.into_inner();
        Ok(show(made.key, &made.secret))
    }
}

impl List {
    async fn run(self, now: Time) -> Result<Exit, Failed> {
        let mut client = connect(&self.client).await?;
        let mut request = ListKeysRequest {
            page_size: 0,
            page_token: String::new(),
            tenant_id: self.tenant.unwrap_or_default(),
        };
        let mut keys = Vec::new();
        loop {
            let page =
                client.list_keys(request.clone()).await.map_err(|status| failed(&status))?.into_inner();
            keys.extend(page.keys);
            request.page_token = page.next_page_token;
            if request.page_token.is_empty() {
                break;
            }
        }
        if self.json {
            let keys: Vec<_> = keys.iter().map(object).collect();
            output::result(&json!({ "keys": keys }).to_string());
        } else {
            output::result(&line("KEY", "TENANT", "SCOPES", "STATE", "LAST USED", "NAME"));
            for key in &keys {
                let used = day_and_time(key.last_used_at.as_ref(), "never");
                output::result(&line(
                    &key.key_id,
                    &key.tenant_id,
                    &words(key).join(","),
                    &state(key, now),
                    &used,
                    &key.name,
                ));
            }
        }
        Ok(Exit::Done)
    }
}

impl Rotate {
    async fn run(self) -> Result<Exit, Failed> {
        let request = RotateKeyRequest { key_id: self.id, overlap: self.overlap.map(outward).transpose()? };
        let mut keys = connect(&self.client).await?;
        let made = keys.rotate_key(request).await.map_err(|status| failed(&status))?.into_inner();
        Ok(show(made.key, &made.secret))
    }
}

impl Revoke {
    async fn run(self) -> Result<Exit, Failed> {
        let mut keys = connect(&self.client).await?;
        let request = RevokeKeyRequest { key_id: self.id };
        let revoked = keys.revoke_key(request).await.map_err(|status| failed(&status))?.into_inner().key;
        output::note(&format!("revoked {}", revoked.unwrap_or_default().key_id));
        Ok(Exit::Done)
    }
}

async fn connect(client: &client::Arguments) -> Result<AdminServiceClient<Connection>, Failed> {
    Ok(AdminServiceClient::new(client.connect().await?))
}

/// The text alone goes to standard output, so that a script can keep it.
fn show(key: Option<Key>, secret: &str) -> Exit {
    let key = key.unwrap_or_default();
    let end = day_and_time(key.expires_at.as_ref(), "never");
    output::note(&format!(
        "key {} of tenant {}: {}; expires: {end}. Keep it now, it is not shown again",
        key.key_id,
        key.tenant_id,
        words(&key).join(", ")
    ));
    output::result(secret);
    Exit::Done
}

fn line(id: &str, tenant: &str, scopes: &str, state: &str, used: &str, name: &str) -> String {
    format!("{id:12}  {tenant:16}  {scopes:24}  {state:28}  {used:20}  {name}")
}

fn object(key: &Key) -> serde_json::Value {
    let time = |time: &Option<Timestamp>| time.map(|time| time.to_string());
    json!({
        "key_id": key.key_id,
        "tenant_id": key.tenant_id,
        "name": key.name,
        "scopes": words(key),
        "created_at": time(&key.created_at),
        "expires_at": time(&key.expires_at),
        "revoked_at": time(&key.revoked_at),
        "last_used_at": time(&key.last_used_at),
        "created_by": key.created_by,
    })
}

fn state(key: &Key, now: Time) -> String {
    let end = key.expires_at.as_ref().and_then(moment);
    if key.revoked_at.is_some() {
        "revoked".to_owned()
    } else if end.is_some_and(|end| end <= now) {
        "expired".to_owned()
    } else if key.expires_at.is_some() {
        format!("until {}", day_and_time(key.expires_at.as_ref(), ""))
    } else {
        "good".to_owned()
    }
}

/// The scopes of a key; those this client does not know have no word.
fn words(key: &Key) -> Vec<&'static str> {
    let word = |scope: Scope| SCOPES.iter().find(|(_, known)| *known == scope).map(|(word, _)| *word);
    key.scopes().filter_map(word).collect()
}

fn scope(word: &str) -> Result<Scope, String> {
    let found = SCOPES.iter().find(|(known, _)| *known == word);
    found.map(|(_, scope)| *scope).ok_or_else(|| "one of read, write, admin, metrics".to_owned())
}

fn outward(duration: Duration) -> Result<prost_types::Duration, Failed> {
    duration.try_into().map_err(|_| Exit::Usage.because("the duration is too long"))
}

fn moment(time: &Timestamp) -> Option<Time> {
    DateTime::from_timestamp(time.seconds, 0)
}

fn day_and_time(time: Option<&Timestamp>, none: &str) -> String {
    let time = time.and_then(moment);
    time.map_or_else(|| none.to_owned(), |time| time.to_rfc3339_opts(SecondsFormat::Secs, true))
}
