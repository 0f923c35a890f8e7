//! Remembered request ids: what makes repeating a call harmless.

use super::entity::requests;
use super::{Result, Store};
use crate::domain::ids::TenantId;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, Set, sea_query::OnConflict,
};
use uuid::Uuid;

/// What a request id stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A job that was created.
    Job,
    /// A file that was uploaded.
    File,
}

/// A request that may be repeated.
#[derive(Debug, Clone)]
pub struct Request {
    /// The client's id of it.
    pub id: String,
    /// A digest of what it asked for.
    pub fingerprint: String,
}

/// What is known of a request id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The same request came before and made this.
    Same(Uuid),
    /// Another request with this id came before and made this.
    Other(Uuid),
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Job => "job",
            Self::File => "file",
        }
    }
}

impl Store {
    /// Looks a request id up, outside any transaction.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn seen(&self, tenant: &TenantId, kind: Kind, request: &Request) -> Result<Option<Seen>> {
        seen(&self.reader, tenant, kind, request).await
    }
}

pub(super) async fn seen(
    db: &impl ConnectionTrait,
    tenant: &TenantId,
    kind: Kind,
    request: &Request,
) -> Result<Option<Seen>> {
    let key = (tenant.as_str().to_owned(), kind.as_str().to_owned(), request.id.clone());
    let row = requests::Entity::find_by_id(key).one(db).await?;
    Ok(row.map(|row| {
        if row.fingerprint == request.fingerprint {
            Seen::Same(row.resource_id)
        } else {
            Seen::Other(row.resource_id)
        }
    }))
}

/// Forgets the requests that made something which is gone.
pub(super) async fn forget(db: &impl ConnectionTrait, kind: Kind, resource: Uuid) -> Result<()> {
    requests::Entity::delete_many()
        .filter(requests::Column::Kind.eq(kind.as_str()))
        .filter(requests::Column::ResourceId.eq(resource))
        .exec(db)
        .await?;
    Ok(())
}

/// Remembers a request in the transaction that does what it asks. Whoever calls has looked it up in
/// the same transaction, and writing transactions run one at a time.
pub(super) async fn remember(
    db: &impl ConnectionTrait,
    tenant: &TenantId,
    kind: Kind,
    request: &Request,
    resource: Uuid,
    now: crate::domain::clock::Time,
) -> Result<()> {
    let row = requests::ActiveModel {
        tenant_id: Set(tenant.as_str().to_owned()),
        kind: Set(kind.as_str().to_owned()),
        request_id: Set(request.id.clone()),
        fingerprint: Set(request.fingerprint.clone()),
        resource_id: Set(resource),
        created_at: Set(now),
    };
    requests::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(())
}
