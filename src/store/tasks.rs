//! The queue of the job engine: renew, give back, finish; `claim` says which task is next.
//!
//! A lease is fenced by its epoch, which only grows and only at a claim: a worker that lost its
//! lease changes nothing, however late it comes.

use super::entity::{jobs, tasks};
use super::{Error, Result, Store, json};
use crate::domain::clock::Time;
use crate::domain::failure::Failure;
use crate::domain::ids::{JobId, TaskId, TenantId};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    Set,
};
use std::collections::HashSet;
use std::time::Duration;
use uuid::Uuid;

/// What a task does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskKind {
    /// Reads the file and cuts it into shards.
    Ingest,
    /// Refines one shard.
    Refine,
    /// Writes the refined file and ends the job.
    Assemble,
    /// Reports the end of the job to its receiver.
    Webhook,
}

/// Which tasks are claimed. Deliveries wait for others' machines, for hours if need be: they have
/// room of their own, and no job waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// Those that work on jobs.
    Jobs,
    /// Those that report the ends of jobs.
    Deliveries,
}

/// Whether a task waits, runs or is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TaskState {
    Ready,
    Leased,
    Done,
}

/// A task this process holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its identifier.
    pub id: TaskId,
    /// Its job.
    pub job: JobId,
    /// Whose job it is.
    pub tenant: TenantId,
    /// What it does.
    pub kind: TaskKind,
    /// Its number among the tasks of its kind: the shard.
    pub number: i32,
    /// The fence of this lease.
    pub epoch: i64,
    /// The model it asks, by its full id; shards of jobs with a builtin model ask none.
    pub lane: Option<String>,
    /// The id of the request that made the job, if one did.
    pub request: Option<String>,
}

impl TaskKind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Ingest => "ingest",
            Self::Refine => "refine",
            Self::Assemble => "assemble",
            Self::Webhook => "webhook",
        }
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        [Self::Ingest, Self::Refine, Self::Assemble, Self::Webhook]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(Error::Corrupt("kind of a task"))
    }
}

impl TaskState {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Leased => "leased",
            Self::Done => "done",
        }
    }
}

impl Store {
    /// Renews a lease. `false`: it is lost.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn renew(&self, task: &Task, lease: Duration) -> Result<bool> {
        let (task, until) = (task.clone(), self.clock.now() + lease);
        self.write(move |tx| Box::pin(async move { fence(tx, task.id, task.epoch, until).await })).await
    }

    /// Gives a task back unfinished, for a graceful stop. It counts as no attempt.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn release(&self, task: &Task) -> Result<()> {
        let task = task.clone();
        self.write(move |tx| {
            Box::pin(async move {
                tasks::Entity::update_many()
                    .col_expr(tasks::Column::State, Expr::value(TaskState::Ready.as_str()))
                    .filter(tasks::Column::Id.eq(task.id.uuid()))
                    .filter(tasks::Column::Epoch.eq(task.epoch))
                    .filter(tasks::Column::State.eq(TaskState::Leased.as_str()))
                    .exec(tx)
                    .await?;
                Ok(())
            })
        })
        .await?;
        self.signal.ready();
        Ok(())
    }

    /// Gives a task back until `at`: what it needs cannot be had now. No worker was lost by that, and
    /// the leases lost before still count. `false`: the lease was lost and nothing happened.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn put_off(&self, task: &Task, at: Time) -> Result<bool> {
        let task = task.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let done = tasks::Entity::update_many()
                    .col_expr(tasks::Column::State, Expr::value(TaskState::Ready.as_str()))
                    .col_expr(tasks::Column::RunAt, Expr::value(at))
                    .filter(tasks::Column::Id.eq(task.id.uuid()))
                    .filter(tasks::Column::Epoch.eq(task.epoch))
                    .filter(tasks::Column::State.eq(TaskState::Leased.as_str()))
                    .exec(tx)
                    .await?;
                Ok(done.rows_affected == 1)
            })
        })
        .await
    }

    /// Ends a refined shard, or the ingest of a job that stops; after the last one the job is ready to
    /// be assembled. `false`: the lease was lost and nothing happened.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn finish_shard(&self, task: &Task) -> Result<bool> {
        let (held, now) = (task.clone(), self.clock.now());
        let done = self
            .write(move |tx| {
                Box::pin(async move {
                    if !finish(tx, &held).await? {
                        return Ok(false);
                    }
                    assemble_if_last(tx, &held.tenant, held.job, now).await?;
                    Ok(true)
                })
            })
            .await?;
        self.signal.ready();
        Ok(done)
    }

    /// Notes that a job cannot go on. Its other shards stop at their next checkpoint; when the last
    /// has, what is finished is assembled and the job ends as failed. The first failure stays.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn fail_job(&self, task: &Task, failure: &Failure) -> Result<bool> {
        let (held, now, text) = (task.clone(), self.clock.now(), json(failure, "failure")?);
        let done = self
            .write(move |tx| {
                Box::pin(async move {
                    if !finish(tx, &held).await? {
                        return Ok(false);
                    }
                    note_failure(tx, held.job, &text).await?;
                    drop_ready_shards(tx, &held.tenant, held.job, now).await?;
                    Ok(true)
                })
            })
            .await?;
        self.signal.job(task.job);
        self.signal.ready();
        Ok(done)
    }

    /// How often the lease of a task was lost since its job last moved.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn reclaims(&self, task: TaskId) -> Result<u32> {
        let row = tasks::Entity::find_by_id(task.uuid()).one(&self.reader).await?;
        Ok(row.map_or(0, |row| row.reclaims.unsigned_abs()))
    }
}

pub(super) async fn insert(
    db: &impl ConnectionTrait,
    tenant: &TenantId,
    job: JobId,
    kind: TaskKind,
    number: i32,
    lane: Option<&str>,
    now: Time,
) -> Result<()> {
    let row = tasks::ActiveModel {
        id: Set(TaskId::new().uuid()),
        tenant_id: Set(tenant.as_str().to_owned()),
        job_id: Set(job.uuid()),
        kind: Set(kind.as_str().to_owned()),
        number: Set(number),
        state: Set(TaskState::Ready.as_str().to_owned()),
        owner: Set(None),
        epoch: Set(0),
        lease_until: Set(None),
        run_at: Set(now),
        reclaims: Set(0),
        lane: Set(lane.map(str::to_owned)),
    };
    // A task that is there already is the same task: whoever inserts repeats a step.
    tasks::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Holds and renews the lease if it is still ours. Whatever a worker writes under its authority is
/// behind this statement in the same transaction.
pub(super) async fn fence(db: &impl ConnectionTrait, task: TaskId, epoch: i64, until: Time) -> Result<bool> {
    let held = tasks::Entity::update_many()
        .col_expr(tasks::Column::LeaseUntil, Expr::value(until))
        .filter(tasks::Column::Id.eq(task.uuid()))
        .filter(tasks::Column::Epoch.eq(epoch))
        .filter(tasks::Column::State.eq(TaskState::Leased.as_str()))
        .exec(db)
        .await?;
    Ok(held.rows_affected == 1)
}

/// The same for several leases at once, by task and epoch: those that are still held.
pub(super) async fn fence_all(
    db: &impl ConnectionTrait,
    leases: &HashSet<(Uuid, i64)>,
    until: Time,
) -> Result<HashSet<(Uuid, i64)>> {
    if leases.is_empty() {
        return Ok(HashSet::new());
    }
    let any = leases.iter().fold(Condition::any(), |any, (task, epoch)| {
        let lease = Condition::all().add(tasks::Column::Id.eq(*task)).add(tasks::Column::Epoch.eq(*epoch));
        any.add(lease)
    });
    let held = tasks::Entity::update_many()
        .col_expr(tasks::Column::LeaseUntil, Expr::value(until))
        .filter(any)
        .filter(tasks::Column::State.eq(TaskState::Leased.as_str()))
        .exec_with_returning(db)
        .await?;
    Ok(held.into_iter().map(|row| (row.id, row.epoch)).collect())
}

/// Forgets the lost leases of a job that moves. The whole job counts: a shard that merely waited for
/// its turn while the process died is not the one that kills workers.
pub(super) async fn moved(db: &impl ConnectionTrait, job: JobId) -> Result<()> {
    tasks::Entity::update_many()
        .col_expr(tasks::Column::Reclaims, Expr::value(0))
        .filter(tasks::Column::JobId.eq(job.uuid()))
        .filter(tasks::Column::Reclaims.gt(0))
        .exec(db)
        .await?;
    Ok(())
}

/// Marks a task done if the lease is still ours.
pub(super) async fn finish(db: &impl ConnectionTrait, task: &Task) -> Result<bool> {
    let done = tasks::Entity::update_many()
        .col_expr(tasks::Column::State, Expr::value(TaskState::Done.as_str()))
        .filter(tasks::Column::Id.eq(task.id.uuid()))
        .filter(tasks::Column::Epoch.eq(task.epoch))
        .filter(tasks::Column::State.eq(TaskState::Leased.as_str()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Makes the last task of a job once no shard is left.
pub(super) async fn assemble_if_last(
    db: &impl ConnectionTrait,
    tenant: &TenantId,
    job: JobId,
    now: Time,
) -> Result<()> {
    let left = tasks::Entity::find()
        .filter(tasks::Column::JobId.eq(job.uuid()))
        .filter(tasks::Column::Kind.is_in([TaskKind::Ingest.as_str(), TaskKind::Refine.as_str()]))
        .filter(tasks::Column::State.ne(TaskState::Done.as_str()))
        .count(db)
        .await?;
    if left == 0 {
        insert(db, tenant, job, TaskKind::Assemble, 0, None, now).await?;
    }
    Ok(())
}

/// Ends every ingest and shard of a job that nobody has begun.
pub(super) async fn drop_ready(db: &impl ConnectionTrait, job: JobId) -> Result<()> {
    tasks::Entity::update_many()
        .col_expr(tasks::Column::State, Expr::value(TaskState::Done.as_str()))
        .filter(tasks::Column::JobId.eq(job.uuid()))
        .filter(tasks::Column::State.eq(TaskState::Ready.as_str()))
        .filter(tasks::Column::Kind.is_in([TaskKind::Ingest.as_str(), TaskKind::Refine.as_str()]))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends the shards of a stopping job that nobody has begun, and has it assembled if none is left.
pub(super) async fn drop_ready_shards(
    db: &impl ConnectionTrait,
    tenant: &TenantId,
    job: JobId,
    now: Time,
) -> Result<()> {
    drop_ready(db, job).await?;
    assemble_if_last(db, tenant, job, now).await
}

pub(super) async fn note_failure(db: &impl ConnectionTrait, job: JobId, failure: &str) -> Result<()> {
    jobs::Entity::update_many()
        .col_expr(jobs::Column::Failure, Expr::value(failure))
        .filter(jobs::Column::Id.eq(job.uuid()))
        .filter(jobs::Column::Failure.is_null())
        .exec(db)
        .await?;
    Ok(())
}
