//! Rows of API keys. A secret is here only as its hash; no row is ever removed.

use super::entity::api_keys;
use super::{Error, Result, Store, from_json, json};
use crate::domain::clock::Time;
use crate::domain::ids::TenantId;
use crate::domain::key::{Key, KeyId};
use sea_orm::{
    ActiveValue::Unchanged, ColumnTrait as _, Condition, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Set,
};

/// A key and the hash of its secret.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The key.
    pub key: Key,
    /// SHA-256 of the secret part, in hexadecimal.
    pub hash: String,
}

/// What takes the place of a key.
#[derive(Debug)]
pub struct Successor {
    /// The identifier of the new key.
    pub id: KeyId,
    /// The hash of its secret.
    pub hash: String,
    /// Who makes it.
    pub created_by: Option<KeyId>,
    /// When it is made.
    pub created_at: Time,
    /// When the old key ends at the latest.
    pub old_until: Time,
}

impl Store {
    /// Looks a key up.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn key(&self, id: &KeyId) -> Result<Option<Stored>> {
        let row = api_keys::Entity::find_by_id(id.as_str()).one(&self.reader).await?;
        row.map(|row| Ok(Stored { hash: row.hash.clone(), key: key(row)? })).transpose()
    }

    /// Whether there is any key, of whatever state.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn has_keys(&self) -> Result<bool> {
        Ok(api_keys::Entity::find().one(&self.reader).await?.is_some())
    }

    /// A page of keys, newest first, older than `before`.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn keys(
        &self,
        tenant: Option<&TenantId>,
        before: Option<&KeyId>,
        most: u64,
    ) -> Result<Vec<Key>> {
        use api_keys::Column;
        let mut query = api_keys::Entity::find();
        if let Some(tenant) = tenant {
            query = query.filter(Column::TenantId.eq(tenant.as_str()));
        }
        if let Some(before) = before {
            // Keys have no order of their own: the time comes first, the identifier parts equals.
            let last = api_keys::Entity::find_by_id(before.as_str()).one(&self.reader).await?;
            let Some(last) = last else { return Ok(Vec::new()) };
            let same_time =
                Condition::all().add(Column::CreatedAt.eq(last.created_at)).add(Column::Id.lt(last.id));
            query = query.filter(Condition::any().add(Column::CreatedAt.lt(last.created_at)).add(same_time));
        }
        let query = query.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(most);
        query.all(&self.reader).await?.into_iter().map(key).collect()
    }

    /// Stores a key.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn insert_key(&self, key: &Key, hash: String) -> Result<()> {
        let row = row(key, hash)?;
        self.write(move |tx| {
            Box::pin(async move {
                api_keys::Entity::insert(row).exec_without_returning(tx).await?;
                Ok(())
            })
        })
        .await
    }

    /// Stores a key if there is none yet, and says whether it did.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn insert_first_key(&self, key: &Key, hash: String) -> Result<bool> {
        let row = row(key, hash)?;
        self.write(move |tx| {
            Box::pin(async move {
                if api_keys::Entity::find().count(tx).await? > 0 {
                    return Ok(false);
                }
                api_keys::Entity::insert(row).exec_without_returning(tx).await?;
                Ok(true)
            })
        })
        .await
    }

    /// Puts a key in the place of another, which then ends. `None`: there is no such key, or it is
    /// over already.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn rotate_key(&self, id: &KeyId, next: Successor) -> Result<Option<Key>> {
        let id = id.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let Some(found) = api_keys::Entity::find_by_id(id.as_str()).one(tx).await? else {
                    return Ok(None);
                };
                let old = key(found)?;
                if !old.is_good(next.created_at) {
                    return Ok(None);
                }
                let ends = old.expires_at.map_or(next.old_until, |end| Ord::min(end, next.old_until));
                let change = api_keys::ActiveModel {
                    id: Unchanged(id.as_str().to_owned()),
                    expires_at: Set(Some(ends)),
                    ..Default::default()
                };
                api_keys::Entity::update(change).exec(tx).await?;
                let lifetime = old.expires_at.map(|end| end - old.created_at);
                let made = Key {
                    id: next.id,
                    created_by: next.created_by,
                    created_at: next.created_at,
                    // One that was made for 90 days is not followed by one without an end.
                    expires_at: lifetime.map(|lifetime| next.created_at + lifetime),
                    last_used_at: None,
                    ..old
                };
                api_keys::Entity::insert(row(&made, next.hash)?).exec_without_returning(tx).await?;
                Ok(Some(made))
            })
        })
        .await
    }

    /// Ends a key now, unless it was revoked before. `None`: there is no such key.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn revoke_key(&self, id: &KeyId) -> Result<Option<Key>> {
        let (id, now) = (id.clone(), self.clock.now());
        self.write(move |tx| {
            Box::pin(async move {
                let Some(found) = api_keys::Entity::find_by_id(id.as_str()).one(tx).await? else {
                    return Ok(None);
                };
                let revoked_at = found.revoked_at.or(Some(now));
                let change = api_keys::ActiveModel {
                    id: Unchanged(id.as_str().to_owned()),
                    revoked_at: Set(revoked_at),
                    ..Default::default()
                };
                api_keys::Entity::update(change).exec(tx).await?;
                Ok(Some(Key { revoked_at, ..key(found)? }))
            })
        })
        .await
    }

    /// Notes that a key was used.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn note_key_use(&self, id: &KeyId, at: Time) -> Result<()> {
        let id = id.as_str().to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let change = api_keys::ActiveModel {
                    id: Unchanged(id),
                    last_used_at: Set(Some(at)),
                    ..Default::default()
                };
                api_keys::Entity::update(change).exec(tx).await?;
                Ok(())
            })
        })
        .await
    }
}

fn row(key: &Key, hash: String) -> Result<api_keys::ActiveModel> {
    Ok(api_keys::ActiveModel {
        id: Set(key.id.as_str().to_owned()),
        tenant_id: Set(key.tenant.as_str().to_owned()),
        name: Set(key.name.clone()),
        hash: Set(hash),
        scopes: Set(json(&key.scopes, "key")?),
        created_by: Set(key.created_by.as_ref().map(|id| id.as_str().to_owned())),
        created_at: Set(key.created_at),
        expires_at: Set(key.expires_at),
        revoked_at: Set(key.revoked_at),
        last_used_at: Set(key.last_used_at),
    })
}

fn key(row: api_keys::Model) -> Result<Key> {
    let known = |id: &str| id.parse::<KeyId>().map_err(|_| Error::Corrupt("key"));
    Ok(Key {
        id: known(&row.id)?,
        tenant: row.tenant_id.into(),
        name: row.name,
        scopes: from_json(&row.scopes, "key")?,
        created_by: row.created_by.as_deref().map(known).transpose()?,
        created_at: row.created_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        last_used_at: row.last_used_at,
    })
}
