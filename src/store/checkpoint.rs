//! The writes that make progress: results of shards, the end of ingest, the end of a job.
//!
//! Facts (calls) are kept whoever brings them. Authority (segments, numbers, status) is fenced by
//! the lease, in the same transaction.

use super::calls::{self, Call, CallOutcome};
use super::entity::{job_progress, jobs};
use super::tasks::{self, Task, TaskKind};
use super::{Error, Result, Store, files, from_json, json, life, segments};
use crate::domain::clock::Time;
use crate::domain::failure::Failure;
use crate::domain::file::StoredFile;
use crate::domain::ids::JobId;
use crate::domain::job::{JobSpec, JobStatus};
use crate::domain::model::is_builtin;
use crate::domain::progress::Counts;
use crate::domain::segment::{SegmentResult, StopReason};
use sea_orm::{ActiveValue::Unchanged, ConnectionTrait, EntityTrait as _, Set};
use std::collections::{HashMap, HashSet};
use std::time::Duration;

/// What a shard has to store.
#[derive(Debug, Clone)]
pub struct Checkpoint {
    /// The shard's lease.
    pub task: Task,
    /// Calls that came to an end.
    pub calls: Vec<Call>,
    /// Segments that came to an end, followers included.
    pub results: Vec<SegmentResult>,
}

/// What the shard learns from its checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The lease is still held; else the results were not stored and the work is to be dropped.
    pub held: bool,
    /// Why no new call may be made for the job, if none may.
    pub stopping: Option<StopReason>,
    /// The answer its last question had before, if it had one: that one counts.
    pub first: Option<(CallOutcome, String)>,
}

/// What ingest found.
#[derive(Debug, Clone)]
pub struct Ingested {
    /// All segments of the file.
    pub segment_count: u64,
    /// How many shards were cut.
    pub shards: i32,
    /// What the caller should know.
    pub warnings: Vec<String>,
}

impl Store {
    /// Stores the checkpoints of several shards in one transaction, and renews their leases.
    ///
    /// # Errors
    /// Whatever the database says; then nothing of it is stored.
    pub async fn checkpoint(&self, batch: Vec<Checkpoint>, lease: Duration) -> Result<Vec<Receipt>> {
        let now = self.clock.now();
        let jobs: HashSet<JobId> = batch.iter().map(|checkpoint| checkpoint.task.job).collect();
        let receipts = self.write(move |tx| Box::pin(store(tx, batch, now, lease))).await?;
        for job in jobs {
            self.signal.job(job);
        }
        Ok(receipts)
    }

    /// Stores the rows of skipped segments while the file of a job is read on, and says how many
    /// were new; `None`: the lease was lost and nothing happened. Until the file is read,
    /// `segment_count` is how many it is known to hold.
    ///
    /// # Errors
    /// Whatever the database says; then nothing of it is stored.
    pub async fn skip(
        &self,
        task: &Task,
        segment_count: u64,
        results: Vec<SegmentResult>,
        lease: Duration,
    ) -> Result<Option<u64>> {
        let (held, now) = (task.clone(), self.clock.now());
        let stored = self
            .write(move |tx| {
                Box::pin(async move {
                    if !tasks::fence(tx, held.id, held.epoch, now + lease).await? {
                        return Ok(None);
                    }
                    // In the transaction of the first row: nobody sees more finished than there are.
                    count_segments(tx, held.job, segment_count).await?;
                    let stored = end_segments(tx, &held, results, now).await?;
                    // A file that kills its reader again and again brings no new row in between.
                    if stored > 0 {
                        tasks::moved(tx, held.job).await?;
                    }
                    Ok(Some(stored))
                })
            })
            .await?;
        self.signal.job(task.job);
        Ok(stored)
    }

    /// Ends ingest: the number of segments, and the tasks of the shards. The rows of skipped segments
    /// are stored. `false`: the lease was lost and nothing happened.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn finish_ingest(&self, task: &Task, ingested: Ingested) -> Result<bool> {
        let (held, now) = (task.clone(), self.clock.now());
        let done = self
            .write(move |tx| {
                Box::pin(async move {
                    if !tasks::finish(tx, &held).await? {
                        return Ok(false);
                    }
                    let row = job_row(tx, held.job).await?;
                    let mut warnings: Vec<String> = from_json(&row.warnings, "job")?;
                    warnings.extend(ingested.warnings);
                    jobs::Entity::update(jobs::ActiveModel {
                        id: Unchanged(row.id),
                        warnings: Set(json(&warnings, "job")?),
                        ..Default::default()
                    })
                    .exec(tx)
                    .await?;
                    count_segments(tx, held.job, ingested.segment_count).await?;
                    if life::stopping(&row)?.is_none() {
                        let spec: JobSpec = from_json(&row.spec, "job")?;
                        let lane = Some(spec.model.as_str()).filter(|model| !is_builtin(model));
                        for number in 0..ingested.shards {
                            let kind = TaskKind::Refine;
                            tasks::insert(tx, &held.tenant, held.job, kind, number, lane, now).await?;
                        }
                    }
                    tasks::assemble_if_last(tx, &held.tenant, held.job, now).await?;
                    Ok(true)
                })
            })
            .await?;
        self.signal.job(task.job);
        self.signal.ready();
        Ok(done)
    }

    /// Ends a job: the row of its output, its final status and its last number, in one transaction.
    /// The status follows from what was noted before: a failure, a wish to stop, or neither.
    /// `warnings` are added to those of the job.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn finish_job(
        &self,
        task: &Task,
        output: Option<StoredFile>,
        warnings: Vec<String>,
        failure: Option<&Failure>,
        keep: Duration,
    ) -> Result<bool> {
        let (held, now) = (task.clone(), self.clock.now());
        let failure = failure.map(|failure| json(failure, "failure")).transpose()?;
        let done = self
            .write(move |tx| {
                Box::pin(async move {
                    if !tasks::finish(tx, &held).await? {
                        return Ok(false);
                    }
                    if let Some(failure) = failure {
                        tasks::note_failure(tx, held.job, &failure).await?;
                    }
                    let row = job_row(tx, held.job).await?;
                    let last = if row.failure.is_some() {
                        JobStatus::Failed
                    } else if life::status(&row)? == JobStatus::Cancelling {
                        JobStatus::Cancelled
                    } else {
                        JobStatus::Completed
                    };
                    if let Some(file) = output {
                        let file_row = files::row(&held.tenant, &file)?;
                        super::entity::files::Entity::insert(file_row).exec_without_returning(tx).await?;
                        let mut all: Vec<String> = from_json(&row.warnings, "job")?;
                        all.extend(warnings);
                        jobs::Entity::update(jobs::ActiveModel {
                            id: Unchanged(row.id),
                            output_file_id: Set(Some(file.id.uuid())),
                            warnings: Set(json(&all, "job")?),
                            ..Default::default()
                        })
                        .exec(tx)
                        .await?;
                    }
                    life::end(tx, held.job, now, keep).await?;
                    life::set_status(tx, held.job, last, now).await?;
                    Ok(true)
                })
            })
            .await?;
        self.signal.job(task.job);
        self.signal.due();
        Ok(done)
    }
}

/// What the checkpoints of a batch bring to one job.
struct Brought {
    /// A task of it.
    task: Task,
    /// Whether a lease of it is still held.
    held: bool,
    calls: Vec<Call>,
    results: Vec<SegmentResult>,
}

/// Job by job, since most of it takes the same statements however much there is.
async fn store(
    tx: &impl ConnectionTrait,
    batch: Vec<Checkpoint>,
    now: Time,
    lease: Duration,
) -> Result<Vec<Receipt>> {
    let lease_of = |task: &Task| (task.id.uuid(), task.epoch);
    let fences: HashSet<_> = batch.iter().map(|checkpoint| lease_of(&checkpoint.task)).collect();
    let fences = tasks::fence_all(tx, &fences, now + lease).await?;
    let mut jobs: HashMap<JobId, Brought> = HashMap::new();
    let mut leases = Vec::with_capacity(batch.len());
    for Checkpoint { task, calls, results } in batch {
        let held = fences.contains(&lease_of(&task));
        leases.push((task.job, held, calls.last().map(|call| call.key.clone())));
        let brought = jobs.entry(task.job).or_insert_with(|| Brought {
            task: task.clone(),
            held: false,
            calls: Vec::new(),
            results: Vec::new(),
        });
        brought.calls.extend(calls);
        if held {
            brought.held = true;
            brought.results.extend(results);
        }
    }
    let (mut stopping, mut firsts) = (HashMap::new(), HashMap::new());
    for (id, Brought { task, held, calls, results }) in jobs {
        firsts.insert(id, calls::insert(tx, &task.tenant, id, &calls, now).await?);
        if held {
            tasks::moved(tx, id).await?;
            end_segments(tx, &task, results, now).await?;
        }
        stopping.insert(id, life::is_stopping(tx, id).await?);
    }
    let receipt = |(job, held, key): (JobId, bool, Option<String>)| Receipt {
        held,
        stopping: stopping.get(&job).copied().flatten(),
        first: key.and_then(|key| firsts.get(&job)?.get(&key).cloned()),
    };
    Ok(leases.into_iter().map(receipt).collect())
}

/// Stores the rows of ended segments with the next numbers, and counts them; says how many were new.
async fn end_segments(
    tx: &impl ConnectionTrait,
    task: &Task,
    results: Vec<SegmentResult>,
    now: Time,
) -> Result<u64> {
    let results = segments::fresh(tx, task.job, results).await?;
    if results.is_empty() {
        return Ok(0);
    }
    let count = i64::try_from(results.len()).map_err(|_| Error::Corrupt("checkpoint"))?;
    let row = life::advanced(tx, task.job, count, now).await?;
    segments::insert(tx, &task.tenant, task.job, &results, row.last_sequence - count + 1).await?;
    let mut counts: Counts = from_json(&row.counts, "progress")?;
    results.iter().for_each(|result| counts.count(result));
    job_progress::Entity::update(job_progress::ActiveModel {
        job_id: Unchanged(task.job.uuid()),
        counts: Set(json(&counts, "progress")?),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    Ok(results.len() as u64)
}

async fn count_segments(tx: &impl ConnectionTrait, job: JobId, segment_count: u64) -> Result<()> {
    job_progress::Entity::update(job_progress::ActiveModel {
        job_id: Unchanged(job.uuid()),
        segment_count: Set(i64::try_from(segment_count).unwrap_or(i64::MAX)),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    Ok(())
}

async fn job_row(tx: &impl ConnectionTrait, job: JobId) -> Result<jobs::Model> {
    jobs::Entity::find_by_id(job.uuid()).one(tx).await?.ok_or(Error::Corrupt("job"))
}
