//! What is found over the whole refined file, put where it is told: into the rows of its segments and into
//! the counts of the job.
//!
//! The rows keep their numbers: a watcher that has had them reads the counts in the last event of the job.

use super::entity::{job_progress, segments};
use super::tasks::{self, Task};
use super::{Error, Result, Store, from_json, json};
use crate::domain::ids::JobId;
use crate::domain::progress::Counts;
use crate::domain::segment::{Finding, SegmentResult, SegmentState};
use sea_orm::{ActiveValue::Unchanged, ConnectionTrait, EntityTrait as _, Set};
use std::time::Duration;

impl Store {
    /// Puts findings of the checks that `is_of_file` names into the rows of segments, in the place of those they
    /// have of these checks, and counts anew. Says what is told now of each: nothing of one that was skipped
    /// or has not ended, nor what had been dismissed. `None`: the lease was lost and nothing happened.
    ///
    /// To do it again changes nothing.
    ///
    /// # Errors
    /// Whatever the database says; then nothing of it is stored.
    pub async fn agree(
        &self,
        task: &Task,
        found: Vec<(u64, Vec<Finding>)>,
        is_of_file: fn(&str) -> bool,
        lease: Duration,
    ) -> Result<Option<Vec<(u64, Vec<Finding>)>>> {
        let (held, now) = (task.clone(), self.clock.now());
        self.write(move |tx| {
            Box::pin(async move {
                if !tasks::fence(tx, held.id, held.epoch, now + lease).await? {
                    return Ok(None);
                }
                let progress = job_progress::Entity::find_by_id(held.job.uuid()).one(tx).await?;
                let progress = progress.ok_or(Error::Corrupt("progress"))?;
                let mut counts: Counts = from_json(&progress.counts, "progress")?;
                let mut told = Vec::new();
                // One row at a time: each may be as large as a text may be.
                for (number, findings) in found {
                    let findings = put(tx, held.job, number, findings, is_of_file, &mut counts).await?;
                    told.push((number, findings));
                }
                job_progress::Entity::update(job_progress::ActiveModel {
                    job_id: Unchanged(held.job.uuid()),
                    counts: Set(json(&counts, "progress")?),
                    ..Default::default()
                })
                .exec(tx)
                .await?;
                Ok(Some(told))
            })
        })
        .await
    }
}

/// Puts what is found into one row; gives what is told of it.
async fn put(
    tx: &impl ConnectionTrait,
    job: JobId,
    number: u64,
    mut findings: Vec<Finding>,
    is_of_file: fn(&str) -> bool,
    counts: &mut Counts,
) -> Result<Vec<Finding>> {
    let key = (job.uuid(), i64::try_from(number).unwrap_or(i64::MAX));
    let Some(row) = segments::Entity::find_by_id(key).one(tx).await? else { return Ok(Vec::new()) };
    let mut result: SegmentResult = from_json(&row.body, "segment")?;
    if result.state == SegmentState::Skipped {
        return Ok(Vec::new());
    }
    findings.retain(|found| !result.dismissed.iter().any(|check| *check == found.check));
    let mut now = result.findings_after.clone();
    now.retain(|found| !is_of_file(&found.check));
    now.extend(findings.iter().cloned());
    if now != result.findings_after {
        counts.recount(&result.findings_after, &now);
        result.findings_after = now;
        segments::Entity::update(segments::ActiveModel {
            job_id: Unchanged(row.job_id),
            number: Unchanged(row.number),
            body: Set(json(&result, "segment")?),
            ..Default::default()
        })
        .exec(tx)
        .await?;
    }
    Ok(findings)
}
