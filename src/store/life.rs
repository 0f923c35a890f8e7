//! The life of a job: its sequence numbers, its changes of status, its end.
//!
//! Every function runs inside the transaction of whoever calls it.

use super::entity::{job_progress, jobs};
use super::{Error, Result, from_json, webhooks};
use crate::domain::clock::Time;
use crate::domain::failure::Failure;
use crate::domain::ids::JobId;
use crate::domain::job::JobStatus;
use crate::domain::segment::StopReason;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Unchanged, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QuerySelect as _, Set,
};
use std::time::Duration;

/// Takes `count` sequence numbers of a job and returns the last of them. The row lock makes the
/// numbers of a job commit in order.
pub(super) async fn advance(db: &impl ConnectionTrait, job: JobId, count: i64, now: Time) -> Result<i64> {
    Ok(advanced(db, job, count, now).await?.last_sequence)
}

/// The same, and the whole row as it is then.
pub(super) async fn advanced(
    db: &impl ConnectionTrait,
    job: JobId,
    count: i64,
    now: Time,
) -> Result<job_progress::Model> {
    let rows = job_progress::Entity::update_many()
        .col_expr(
            job_progress::Column::LastSequence,
            Expr::col(job_progress::Column::LastSequence).add(count),
        )
        .col_expr(job_progress::Column::UpdatedAt, Expr::value(now))
        .filter(job_progress::Column::JobId.eq(job.uuid()))
        .exec_with_returning(db)
        .await?;
    rows.into_iter().next().ok_or(Error::Corrupt("job"))
}

/// Gives a job another status and stamps it with the next number.
pub(super) async fn set_status(
    db: &impl ConnectionTrait,
    job: JobId,
    next: JobStatus,
    now: Time,
) -> Result<()> {
    let row = jobs::Entity::find_by_id(job.uuid()).one(db).await?.ok_or(Error::Corrupt("job"))?;
    if !status(&row)?.may_become(next) {
        return Err(Error::Corrupt("change of status"));
    }
    let sequence = advance(db, job, 1, now).await?;
    let stamp = job_progress::ActiveModel {
        job_id: Unchanged(job.uuid()),
        status_sequence: Set(sequence),
        ..Default::default()
    };
    job_progress::Entity::update(stamp).exec(db).await?;
    let started = row.started_at.or_else(|| (next == JobStatus::Processing).then_some(now));
    let change = jobs::ActiveModel {
        id: Unchanged(job.uuid()),
        status: Set(next.as_str().to_owned()),
        updated_at: Set(now),
        started_at: Set(started),
        ..Default::default()
    };
    jobs::Entity::update(change).exec(db).await?;
    Ok(())
}

/// Notes when a job ended and how long it is kept from then. Its receiver, if it has one, is now to
/// be told.
pub(super) async fn end(db: &impl ConnectionTrait, job: JobId, now: Time, keep: Duration) -> Result<()> {
    let change = jobs::ActiveModel {
        id: Unchanged(job.uuid()),
        completed_at: Set(Some(now)),
        expires_at: Set(now + keep),
        ..Default::default()
    };
    jobs::Entity::update(change).exec(db).await?;
    webhooks::job_ended(db, job, now).await
}

pub(super) fn status(row: &jobs::Model) -> Result<JobStatus> {
    status_of(&row.status)
}

fn status_of(word: &str) -> Result<JobStatus> {
    JobStatus::ALL.into_iter().find(|status| status.as_str() == word).ok_or(Error::Corrupt("status of a job"))
}

/// Why no new call may be made for a job, if none may.
pub(super) fn stopping(row: &jobs::Model) -> Result<Option<StopReason>> {
    stops(&row.status, row.failure.as_deref())
}

/// The same from the two columns that say so. The rest of the row may be a glossary of a megabyte, and
/// this is asked with every call of a model.
pub(super) async fn is_stopping(db: &impl ConnectionTrait, job: JobId) -> Result<Option<StopReason>> {
    let found: Option<(String, Option<String>)> = jobs::Entity::find_by_id(job.uuid())
        .select_only()
        .columns([jobs::Column::Status, jobs::Column::Failure])
        .into_tuple()
        .one(db)
        .await?;
    let (status, failure) = found.ok_or(Error::Corrupt("job"))?;
    stops(&status, failure.as_deref())
}

fn stops(status: &str, failure: Option<&str>) -> Result<Option<StopReason>> {
    if let Some(failure) = failure {
        let failure: Failure = from_json(failure, "failure")?;
        return Ok(Some(failure.reason.stops()));
    }
    Ok((status_of(status)? != JobStatus::Processing).then_some(StopReason::Cancelled))
}
