//! Rows of jobs and their changes of status.

use super::entity::{deliveries, files, job_progress, jobs};
use super::life::{end, is_stopping, set_status, status, stopping};
use super::requests::{self, Kind, Request, Seen};
use super::tasks::{self as task_store, TaskKind};
use super::webhooks::NewDelivery;
use super::{Error, Result, Store, from_json, json, usage};
use crate::domain::clock::Time;
use crate::domain::failure::Failure;
use crate::domain::ids::{FileId, JobId, TenantId};
use crate::domain::job::{Job, JobSpec, JobStatus};
use crate::domain::key::KeyId;
use crate::domain::price::Prices;
use crate::domain::progress::{Counts, JobProgress};
use crate::domain::segment::StopReason;
use crate::domain::usage::Usage;
use sea_orm::sea_query::{Expr, ExprTrait as _, Func};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, JoinType, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, RelationDef, SelectTwo, Set,
};
use uuid::Uuid;

/// What a worker needs to know of the job of its task.
#[derive(Debug, Clone)]
pub struct Work {
    /// Whose job it is.
    pub tenant: TenantId,
    /// What was asked for.
    pub spec: JobSpec,
    /// The pinned settings of the loop, as they were stored.
    pub settings: String,
    /// The pinned prices of its models.
    pub prices: Prices,
    /// The key that asked for it, if one did.
    pub key: Option<KeyId>,
    /// When the job was created.
    pub created_at: Time,
    /// Why no new call may be made, if none may: it is being cancelled or has failed.
    pub stopping: Option<StopReason>,
}

/// What a job goes on with, whatever the service is set to later.
#[derive(Debug, Clone)]
pub struct Pinned {
    /// The settings of the loop, as its own module writes them.
    pub settings: String,
    /// What its models cost.
    pub prices: Prices,
}

/// What became of a new job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// It is in the queue.
    New,
    /// The request was known; this is what it made then.
    Known(JobId),
    /// The request id stands for another request.
    Clash(Uuid),
    /// The file it is about is gone.
    Gone,
    /// As many jobs as allowed are unfinished.
    Full,
}

/// What a new job is let in by.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key that asks for it.
    pub key: Option<KeyId>,
    /// The most unfinished jobs, over all tenants.
    pub most_unfinished: u64,
}

/// Bytes of specs that are read at a time for a list.
const SPECS: u64 = 4 << 20;

/// The words of the index `jobs_unfinished`: with others, SQLite would not use it.
const UNFINISHED: &str = "status IN ('queued', 'processing', 'cancelling')";

/// What became of a wish to cancel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancellation {
    /// Noted, or done already.
    Noted,
    /// No such job.
    Unknown,
    /// It was over before, in this status.
    Over(JobStatus),
}

impl Store {
    /// Puts a job in the queue: its rows, the report of its end and its first task in one transaction.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn create_job(
        &self,
        tenant: &TenantId,
        job: &Job,
        pinned: Pinned,
        delivery: Option<&NewDelivery>,
        request: Option<&Request>,
        entry: Entry,
    ) -> Result<Created> {
        let delivery =
            delivery.map(|new| self.delivery_row(tenant, job.id, new, job.created_at)).transpose()?;
        let mut row = row(tenant, job, pinned)?;
        row.key_id = Set(entry.key.map(|id| id.to_string()));
        let progress = job_progress::ActiveModel {
            job_id: Set(job.id.uuid()),
            tenant_id: Set(tenant.as_str().to_owned()),
            last_sequence: Set(job.last_sequence),
            status_sequence: Set(job.status_sequence),
            segment_count: Set(0),
            counts: Set(json(&Counts::default(), "progress")?),
            updated_at: Set(job.created_at),
        };
        let (tenant, id, now, request) = (tenant.clone(), job.id, job.created_at, request.cloned());
        let file = job.spec.file;
        let inserted = self
            .write(move |tx| {
                Box::pin(async move {
                    if let Some(request) = &request {
                        match requests::seen(tx, &tenant, Kind::Job, request).await? {
                            Some(Seen::Same(first)) => return Ok(Created::Known(JobId::from(first))),
                            Some(Seen::Other(first)) => return Ok(Created::Clash(first)),
                            None => {}
                        }
                    }
                    // In this transaction: from here on the job keeps its file.
                    let file = files::Entity::find_by_id(file.uuid())
                        .filter(files::Column::RemovedAt.is_null())
                        .count(tx)
                        .await?;
                    if file == 0 {
                        return Ok(Created::Gone);
                    }
                    let unfinished = jobs::Entity::find().filter(Expr::cust(UNFINISHED)).count(tx).await?;
                    if unfinished >= entry.most_unfinished {
                        return Ok(Created::Full);
                    }
                    // Only now: a request that was turned away may come again.
                    if let Some(request) = &request {
                        requests::remember(tx, &tenant, Kind::Job, request, id.uuid(), now).await?;
                    }
                    jobs::Entity::insert(row).exec_without_returning(tx).await?;
                    job_progress::Entity::insert(progress).exec_without_returning(tx).await?;
                    if let Some(delivery) = delivery {
                        deliveries::Entity::insert(delivery).exec_without_returning(tx).await?;
                    }
                    task_store::insert(tx, &tenant, id, TaskKind::Ingest, 0, None, now).await?;
                    Ok(Created::New)
                })
            })
            .await?;
        self.signal.ready();
        Ok(inserted)
    }

    /// Looks a job up.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn job(&self, tenant: &TenantId, id: JobId) -> Result<Option<Job>> {
        let rows = with_progress(of_tenant(tenant, id)).all(&self.reader).await?;
        Ok(self.assemble(rows).await?.pop())
    }

    /// The newest number of a job, and that of its status: far cheaper than the job.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn pulse(&self, id: JobId) -> Result<Option<(i64, i64)>> {
        let query = job_progress::Entity::find_by_id(id.uuid())
            .select_only()
            .columns([job_progress::Column::LastSequence, job_progress::Column::StatusSequence]);
        Ok(query.into_tuple().one(&self.reader).await?)
    }

    /// A page of jobs, newest first, older than `before`; without their glossaries, which may be
    /// larger than all the rest and are read a few at a time.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn jobs(
        &self,
        tenant: &TenantId,
        statuses: &[JobStatus],
        file: Option<FileId>,
        before: Option<JobId>,
        most: u64,
    ) -> Result<Vec<Job>> {
        let size = Func::cust("octet_length").arg(Expr::col(jobs::Column::Spec)).cast_as("bigint");
        let mut query = jobs::Entity::find()
            .select_only()
            .column(jobs::Column::Id)
            .column_as(size, "size")
            .filter(jobs::Column::TenantId.eq(tenant.as_str()))
            .filter(jobs::Column::ErasedAt.is_null());
        if !statuses.is_empty() {
            query = query.filter(jobs::Column::Status.is_in(statuses.iter().map(|status| status.as_str())));
        }
        if let Some(file) = file {
            query = query.filter(jobs::Column::FileId.eq(file.uuid()));
        }
        if let Some(before) = before {
            query = query.filter(jobs::Column::Id.lt(before.uuid()));
        }
        let query = query.order_by_desc(jobs::Column::Id).limit(most);
        let sizes: Vec<(Uuid, i64)> = query.into_tuple().all(&self.reader).await?;
        let mut read = Vec::with_capacity(sizes.len());
        let mut left = &sizes[..];
        while !left.is_empty() {
            let mut bytes = 0;
            let fitting = left.iter().take_while(|(_, size)| {
                bytes += size.unsigned_abs();
                bytes <= SPECS
            });
            let (now, later) = left.split_at(fitting.count().max(1));
            left = later;
            let query = jobs::Entity::find()
                .filter(jobs::Column::Id.is_in(now.iter().map(|(id, _)| *id)))
                .order_by_desc(jobs::Column::Id);
            let rows = with_progress(query).all(&self.reader).await?;
            let mut jobs = self.assemble(rows).await?;
            jobs.iter_mut().for_each(|job| job.spec.glossary = Vec::new());
            read.append(&mut jobs);
        }
        Ok(read)
    }

    /// What a worker needs to know of a job.
    ///
    /// # Errors
    /// Whatever the database says; `Corrupt` if the job is not there.
    pub async fn work(&self, job: JobId) -> Result<Work> {
        let row =
            jobs::Entity::find_by_id(job.uuid()).one(&self.reader).await?.ok_or(Error::Corrupt("job"))?;
        Ok(Work {
            stopping: stopping(&row)?,
            tenant: row.tenant_id.into(),
            spec: from_json(&row.spec, "job")?,
            prices: row.prices.as_deref().map_or(Ok(Prices::default()), |text| from_json(text, "prices"))?,
            settings: row.settings,
            key: row.key_id.map(KeyId::from),
            created_at: row.created_at,
        })
    }

    /// Why no new call may be made for a job, if none may.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn stopping(&self, job: JobId) -> Result<Option<StopReason>> {
        is_stopping(&self.reader, job).await
    }

    /// Whether a job is there and not over.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn is_unfinished(&self, job: JobId) -> Result<bool> {
        let row = jobs::Entity::find_by_id(job.uuid()).one(&self.reader).await?;
        Ok(row.map(|row| status(&row)).transpose()?.is_some_and(|status| !status.is_final()))
    }

    /// Notes the wish to stop a job. One that has not begun is over at once; of one that has, no
    /// further shard is begun and the shards in hand learn of it at their next checkpoint.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn cancel_job(
        &self,
        tenant: &TenantId,
        id: JobId,
        keep: std::time::Duration,
    ) -> Result<Cancellation> {
        let (tenant, now) = (tenant.clone(), self.clock.now());
        let outcome = self
            .write(move |tx| {
                Box::pin(async move {
                    let Some(row) = of_tenant(&tenant, id).one(tx).await? else {
                        return Ok(Cancellation::Unknown);
                    };
                    match status(&row)? {
                        JobStatus::Queued => {
                            task_store::drop_ready(tx, id).await?;
                            set_status(tx, id, JobStatus::Cancelled, now).await?;
                            end(tx, id, now, keep).await?;
                            Ok(Cancellation::Noted)
                        }
                        JobStatus::Processing => {
                            set_status(tx, id, JobStatus::Cancelling, now).await?;
                            task_store::drop_ready_shards(tx, &tenant, id, now).await?;
                            Ok(Cancellation::Noted)
                        }
                        JobStatus::Cancelling | JobStatus::Cancelled => Ok(Cancellation::Noted),
                        over @ (JobStatus::Completed | JobStatus::Failed) => Ok(Cancellation::Over(over)),
                    }
                })
            })
            .await?;
        self.signal.job(id);
        self.signal.ready();
        self.signal.due();
        Ok(outcome)
    }

    /// Joins the rows of jobs with their progress and the sums over their calls.
    async fn assemble(&self, rows: Vec<(jobs::Model, Option<job_progress::Model>)>) -> Result<Vec<Job>> {
        let ids: Vec<Uuid> = rows.iter().map(|(job, _)| job.id).collect();
        let mut usage = usage::of(&self.reader, &ids).await?;
        rows.into_iter()
            .map(|(row, progress)| {
                let used = usage.remove(&row.id).unwrap_or_default();
                job(&row, &progress.ok_or(Error::Corrupt("job"))?, used)
            })
            .collect()
    }
}

/// A job of a tenant, unless it is erased.
pub(super) fn of_tenant(tenant: &TenantId, id: JobId) -> sea_orm::Select<jobs::Entity> {
    jobs::Entity::find_by_id(id.uuid())
        .filter(jobs::Column::TenantId.eq(tenant.as_str()))
        .filter(jobs::Column::ErasedAt.is_null())
}

/// Jobs with their progress in one statement: read apart, a status could be older than its number.
fn with_progress(query: sea_orm::Select<jobs::Entity>) -> SelectTwo<jobs::Entity, job_progress::Entity> {
    let progress: RelationDef = jobs::Entity::belongs_to(job_progress::Entity)
        .from(jobs::Column::Id)
        .to(job_progress::Column::JobId)
        .into();
    query.select_also(job_progress::Entity).join(JoinType::InnerJoin, progress)
}

fn row(tenant: &TenantId, job: &Job, pinned: Pinned) -> Result<jobs::ActiveModel> {
    Ok(jobs::ActiveModel {
        id: Set(job.id.uuid()),
        tenant_id: Set(tenant.as_str().to_owned()),
        file_id: Set(job.spec.file.uuid()),
        spec: Set(json(&job.spec, "job")?),
        settings: Set(pinned.settings),
        prices: Set(Some(json(&pinned.prices, "prices")?)),
        status: Set(job.status.as_str().to_owned()),
        failure: Set(None),
        output_file_id: Set(None),
        warnings: Set(json(&job.warnings, "job")?),
        created_at: Set(job.created_at),
        updated_at: Set(job.updated_at),
        started_at: Set(None),
        completed_at: Set(None),
        expires_at: Set(job.expires_at),
        key_id: Set(None),
        erased_at: Set(None),
        request_id: Set(Some(job.request.clone()).filter(|id| !id.is_empty())),
    })
}

fn job(row: &jobs::Model, progress: &job_progress::Model, usage: Usage) -> Result<Job> {
    let status = status(row)?;
    let failure: Option<Failure> =
        row.failure.as_deref().map(|text| from_json(text, "failure")).transpose()?;
    Ok(Job {
        id: row.id.into(),
        spec: from_json(&row.spec, "job")?,
        status,
        progress: JobProgress {
            segment_count: progress.segment_count.unsigned_abs(),
            finished: from_json(&progress.counts, "progress")?,
            waiting: None,
            usage,
        },
        // Known from the moment the job cannot go on, told when it is over.
        failure: failure.filter(|_| status == JobStatus::Failed),
        output: row.output_file_id.map(FileId::from),
        last_sequence: progress.last_sequence,
        status_sequence: progress.status_sequence,
        created_at: row.created_at,
        updated_at: Ord::max(row.updated_at, progress.updated_at),
        started_at: row.started_at,
        completed_at: row.completed_at,
        expires_at: row.expires_at,
        warnings: from_json(&row.warnings, "job")?,
        request: row.request_id.clone().unwrap_or_default(),
    })
}
