//! Rows of stored files.

use super::entity::{files, jobs};
use super::requests::{self, Kind, Request, Seen};
use super::{Result, Store, from_json, json};
use crate::domain::file::{FileOrigin, StoredFile};
use crate::domain::ids::{FileId, JobId, TenantId};
use sea_orm::{
    ActiveValue::Unchanged, ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Set,
};

/// A file as it is found.
#[derive(Debug, Clone)]
pub enum Found {
    /// It is there.
    Here(Box<StoredFile>),
    /// It was there and has expired.
    Expired {
        /// What it held.
        sha256: String,
    },
}

/// What became of an insertion.
#[derive(Debug, Clone)]
pub enum Inserted<T> {
    /// The row is new.
    New,
    /// The request was known; this is what it made then.
    Known(T),
    /// The request id stands for another request.
    Clash(uuid::Uuid),
}

/// What became of a deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deletion {
    /// The row is gone; the bytes are to be removed.
    Deleted,
    /// No such file.
    Unknown,
    /// This unfinished job reads it.
    InUse(JobId),
}

/// The statuses in which a job still reads its file.
const UNFINISHED: [&str; 3] = ["queued", "processing", "cancelling"];

impl Store {
    /// Stores the row of an upload whose bytes are already in place.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn insert_file(
        &self,
        tenant: &TenantId,
        file: &StoredFile,
        request: Option<&Request>,
    ) -> Result<Inserted<FileId>> {
        let row = row(tenant, file)?;
        let (tenant, id, now, request) = (tenant.clone(), file.id, self.clock.now(), request.cloned());
        self.write(move |tx| {
            Box::pin(async move {
                if let Some(request) = &request {
                    match requests::seen(tx, &tenant, Kind::File, request).await? {
                        Some(Seen::Same(first)) => return Ok(Inserted::Known(FileId::from(first))),
                        Some(Seen::Other(first)) => return Ok(Inserted::Clash(first)),
                        None => {
                            requests::remember(tx, &tenant, Kind::File, request, id.uuid(), now).await?;
                        }
                    }
                }
                files::Entity::insert(row).exec_without_returning(tx).await?;
                Ok(Inserted::New)
            })
        })
        .await
    }

    /// Looks a file up.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn file(&self, tenant: &TenantId, id: FileId) -> Result<Option<Found>> {
        let row = files::Entity::find_by_id(id.uuid())
            .filter(files::Column::TenantId.eq(tenant.as_str()))
            .one(&self.reader)
            .await?;
        let Some(row) = row else { return Ok(None) };
        if row.removed_at.is_some() {
            return Ok(Some(Found::Expired { sha256: row.sha256 }));
        }
        let late = row.expires_at <= self.clock.now();
        if late && reader_of(&self.reader, id).await?.is_none() {
            return Ok(Some(Found::Expired { sha256: row.sha256 }));
        }
        Ok(Some(Found::Here(Box::new(file(row)?))))
    }

    /// A page of files, newest first, older than `before`.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn files(
        &self,
        tenant: &TenantId,
        origin: Option<FileOrigin>,
        before: Option<FileId>,
        most: u64,
    ) -> Result<Vec<StoredFile>> {
        let mut query = files::Entity::find()
            .filter(files::Column::TenantId.eq(tenant.as_str()))
            .filter(files::Column::RemovedAt.is_null())
            .filter(files::Column::ExpiresAt.gt(self.clock.now()));
        query = match origin {
            None => query,
            Some(FileOrigin::Upload) => query.filter(files::Column::JobId.is_null()),
            Some(FileOrigin::Job) => query.filter(files::Column::JobId.is_not_null()),
        };
        if let Some(before) = before {
            query = query.filter(files::Column::Id.lt(before.uuid()));
        }
        let rows = query.order_by_desc(files::Column::Id).limit(most).all(&self.reader).await?;
        rows.into_iter().map(file).collect()
    }

    /// Removes the row of a file, unless an unfinished job reads it.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn delete_file(&self, tenant: &TenantId, id: FileId) -> Result<Deletion> {
        let tenant = tenant.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let known = files::Entity::find_by_id(id.uuid())
                    .filter(files::Column::TenantId.eq(tenant.as_str()))
                    .filter(files::Column::RemovedAt.is_null())
                    .count(tx)
                    .await?;
                if known == 0 {
                    return Ok(Deletion::Unknown);
                }
                if let Some(job) = reader_of(tx, id).await? {
                    return Ok(Deletion::InUse(job));
                }
                requests::forget(tx, Kind::File, id.uuid()).await?;
                files::Entity::delete_by_id(id.uuid()).exec(tx).await?;
                Ok(Deletion::Deleted)
            })
        })
        .await
    }

    /// Whether any row, expired or not, knows this file. Bytes without a row are left-overs.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn knows_file(&self, id: FileId) -> Result<bool> {
        Ok(files::Entity::find_by_id(id.uuid()).count(&self.reader).await? > 0)
    }

    /// Marks files past their time whose bytes may go, and names them. Files that an unfinished job
    /// reads stay. Safe to repeat: removing the bytes of a marked file twice is harmless.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn expire_files(&self, most: u64) -> Result<Vec<FileId>> {
        let now = self.clock.now();
        self.write(move |tx| {
            Box::pin(async move {
                let rows = files::Entity::find()
                    .filter(files::Column::RemovedAt.is_null())
                    .filter(files::Column::ExpiresAt.lte(now))
                    .limit(most)
                    .all(tx)
                    .await?;
                let mut gone = Vec::new();
                for row in rows {
                    let id = FileId::from(row.id);
                    if reader_of(tx, id).await?.is_some() {
                        continue;
                    }
                    let change = files::ActiveModel {
                        id: Unchanged(row.id),
                        removed_at: Set(Some(now)),
                        ..Default::default()
                    };
                    files::Entity::update(change).exec(tx).await?;
                    requests::forget(tx, Kind::File, row.id).await?;
                    gone.push(id);
                }
                Ok(gone)
            })
        })
        .await
    }
}

/// The unfinished job that reads a file, if one does.
pub(super) async fn reader_of(db: &impl ConnectionTrait, id: FileId) -> Result<Option<JobId>> {
    let job = jobs::Entity::find()
        .filter(jobs::Column::FileId.eq(id.uuid()))
        .filter(jobs::Column::Status.is_in(UNFINISHED))
        .one(db)
        .await?;
    Ok(job.map(|job| JobId::from(job.id)))
}

pub(super) fn row(tenant: &TenantId, file: &StoredFile) -> Result<files::ActiveModel> {
    Ok(files::ActiveModel {
        id: Set(file.id.uuid()),
        tenant_id: Set(tenant.as_str().to_owned()),
        filename: Set(file.filename.clone()),
        job_id: Set(file.job.map(JobId::uuid)),
        size_bytes: Set(i64::try_from(file.size_bytes).unwrap_or(i64::MAX)),
        sha256: Set(file.sha256.clone()),
        xliff: Set(json(&file.xliff, "file")?),
        created_at: Set(file.created_at),
        expires_at: Set(file.expires_at),
        removed_at: Set(None),
    })
}

fn file(row: files::Model) -> Result<StoredFile> {
    Ok(StoredFile {
        id: row.id.into(),
        filename: row.filename,
        job: row.job_id.map(JobId::from),
        size_bytes: row.size_bytes.unsigned_abs(),
        sha256: row.sha256,
        xliff: from_json(&row.xliff, "file")?,
        created_at: row.created_at,
        expires_at: row.expires_at,
    })
}
