//! Erasing jobs, asked for or past their time.
//!
//! A job is gone for everybody in one short transaction, which marks its row. What hangs on it may be
//! millions of rows: they are removed a slice at a time, so that the one writer is never kept from
//! others for long, and the marked row last. It says what is still to be removed, bytes included,
//! also after a kill in the middle.

use super::entity::{calls, deliveries, files, jobs, segments, tasks};
use super::jobs::of_tenant;
use super::life::status;
use super::requests::{self, Kind};
use super::{Result, Store, spending};
use crate::domain::clock::Time;
use crate::domain::ids::{FileId, JobId, TenantId};
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveValue::Unchanged, ColumnTrait as _, ConnectionTrait, EntityTrait, QueryFilter as _,
    QuerySelect as _, QueryTrait as _, Set,
};
use uuid::Uuid;

/// Rows that are removed in one transaction.
const SLICE: u64 = 5000;

/// What became of an erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Erasure {
    /// It is gone for everybody; its output file, if there was one, is to be removed, and then
    /// what [`Store::purge_job`] removes.
    Erased(Option<FileId>),
    /// No such job.
    Unknown,
    /// It is not over yet.
    Unfinished,
}

impl Store {
    /// Makes a finished job unknown, with its output.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn erase_job(&self, tenant: &TenantId, id: JobId) -> Result<Erasure> {
        let (tenant, now) = (tenant.clone(), self.clock.now());
        self.write(move |tx| {
            Box::pin(async move {
                let Some(row) = of_tenant(&tenant, id).one(tx).await? else { return Ok(Erasure::Unknown) };
                if !status(&row)?.is_final() {
                    return Ok(Erasure::Unfinished);
                }
                erase(tx, &row, now).await?;
                Ok(Erasure::Erased(row.output_file_id.map(FileId::from)))
            })
        })
        .await
    }

    /// Makes jobs past their time unknown, each in a transaction of its own.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn expire_jobs(&self, most: u64) -> Result<()> {
        let now = self.clock.now();
        let late: Vec<Uuid> = jobs::Entity::find()
            .select_only()
            .column(jobs::Column::Id)
            .filter(jobs::Column::CompletedAt.is_not_null())
            .filter(jobs::Column::ExpiresAt.lte(now))
            .filter(jobs::Column::ErasedAt.is_null())
            .limit(most)
            .into_tuple()
            .all(&self.reader)
            .await?;
        for id in late {
            self.write(move |tx| {
                Box::pin(async move {
                    let row = jobs::Entity::find_by_id(id).filter(jobs::Column::ErasedAt.is_null());
                    match row.one(tx).await? {
                        Some(row) => erase(tx, &row, now).await,
                        None => Ok(()),
                    }
                })
            })
            .await?;
        }
        Ok(())
    }

    /// Erased jobs of which something is left, with their outputs.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn erased_jobs(&self, most: u64) -> Result<Vec<(JobId, Option<FileId>)>> {
        let rows: Vec<(Uuid, Option<Uuid>)> = jobs::Entity::find()
            .select_only()
            .column(jobs::Column::Id)
            .column(jobs::Column::OutputFileId)
            .filter(jobs::Column::ErasedAt.is_not_null())
            .limit(most)
            .into_tuple()
            .all(&self.reader)
            .await?;
        Ok(rows.into_iter().map(|(id, output)| (id.into(), output.map(FileId::from))).collect())
    }

    /// Removes the rows of an erased job, a slice at a time, its own last: its bytes are to be gone by
    /// then. Doing it again, or side by side, is harmless.
    ///
    /// # Errors
    /// Whatever the database says; what is left then can be removed later.
    pub async fn purge_job(&self, job: JobId) -> Result<()> {
        self.purge::<segments::Entity>(job, segments::Column::JobId, segments::Column::Number).await?;
        self.purge::<calls::Entity>(job, calls::Column::JobId, calls::Column::Id).await?;
        self.purge::<tasks::Entity>(job, tasks::Column::JobId, tasks::Column::Id).await?;
        let id = job.uuid();
        self.write(move |tx| {
            Box::pin(async move {
                // The few rows that are left go with it.
                jobs::Entity::delete_many()
                    .filter(jobs::Column::Id.eq(id))
                    .filter(jobs::Column::ErasedAt.is_not_null())
                    .exec(tx)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// Removes the rows of one table; `key` tells the rows of a job apart.
    async fn purge<E: EntityTrait>(&self, job: JobId, of: E::Column, key: E::Column) -> Result<()>
    where
        E::Column: Send + Sync + 'static,
    {
        loop {
            let slice =
                E::find().select_only().column(key).filter(of.eq(job.uuid())).limit(SLICE).into_query();
            // SQLite and PostgreSQL have no bound on a removal itself.
            let slice = Query::select().column(key).from_subquery(slice, "slice").to_owned();
            let removal = E::delete_many().filter(of.eq(job.uuid())).filter(key.in_subquery(slice));
            let removed = self
                .write(move |tx| Box::pin(async move { Ok(removal.exec(tx).await?.rows_affected) }))
                .await?;
            if removed < SLICE {
                return Ok(());
            }
        }
    }
}

/// Marks a job, and removes what would still be seen of it or done for it.
async fn erase(db: &impl ConnectionTrait, row: &jobs::Model, now: Time) -> Result<()> {
    spending::keep(db, row, now).await?;
    if let Some(output) = row.output_file_id {
        files::Entity::delete_by_id(output).exec(db).await?;
    }
    requests::forget(db, Kind::Job, row.id).await?;
    deliveries::Entity::delete_many().filter(deliveries::Column::JobId.eq(row.id)).exec(db).await?;
    tasks::Entity::delete_many()
        .filter(tasks::Column::JobId.eq(row.id))
        .filter(tasks::Column::State.ne(super::tasks::TaskState::Done.as_str()))
        .exec(db)
        .await?;
    let mark = jobs::ActiveModel { id: Unchanged(row.id), erased_at: Set(Some(now)), ..Default::default() };
    jobs::Entity::update(mark).exec(db).await?;
    Ok(())
}
