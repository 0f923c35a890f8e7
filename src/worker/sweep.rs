//! What is due by the clock: lost leases, expired files and jobs, what is left of erased ones, bytes
//! without a row.

use super::{Result, Worker, log};
use crate::blob::Name;
use crate::domain::ids::{FileId, JobId};
use crate::telemetry;
use chrono::TimeDelta;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often lost leases are looked for.
const LEASES: Duration = Duration::from_secs(5);
/// Lease rounds between two looks for what has expired.
const EXPIRY: u32 = 12;
/// Lease rounds between two looks for bytes without a row.
const ORPHANS: u32 = 720;
/// How old they are at least while the service runs: what was just written has no row yet.
const ORPHANED: TimeDelta = TimeDelta::hours(1);
/// The most that expires at a time.
const MOST: u64 = 500;

/// Sweeps until `shutdown`.
pub(super) async fn run(worker: Worker, shutdown: CancellationToken) {
    if let Err(error) = worker.orphans(true).await {
        log(&error, "left-over files could not be removed");
    }
    let mut round: u32 = 0;
    loop {
        let swept = async {
            worker.store.reclaim_late(&worker.held.ids()).await?;
            worker.measure().await?;
            if round.is_multiple_of(EXPIRY) {
                worker.expire().await?;
            }
            if round > 0 && round.is_multiple_of(ORPHANS) {
                worker.orphans(false).await?;
            }
            Ok::<(), super::Error>(())
        };
        if let Err(error) = swept.await {
            log(&error, "the sweep failed");
        }
        round = round.wrapping_add(1);
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = tokio::time::sleep(LEASES) => {}
        }
    }
}

impl Worker {
    /// Removes bytes that have no row: left by a killed process, or by work that was cut off. At the
    /// start those older than this process are (ids tell their time), later those that have lain for
    /// an hour: bytes have their name for a moment before they have their row.
    async fn orphans(&self, start: bool) -> Result<()> {
        let started = self.owner.parse::<FileId>();
        let before = self.clock.now() - ORPHANED;
        for (id, written_at) in self.blob.files().await? {
            let older = start && started.as_ref().is_ok_and(|started| id < *started);
            if (older || written_at < before) && !self.store.knows_file(id).await? {
                self.blob.delete(Name::File(id)).await?;
                tracing::info!(file.id = %id, "left-over bytes removed");
            }
        }
        for job in self.blob.jobs()? {
            if !self.store.is_unfinished(job).await? {
                self.blob.delete_shards(job).await?;
            }
        }
        Ok(())
    }

    /// Looks at what is stored, so that reading the metrics asks nothing of the database.
    async fn measure(&self) -> Result<()> {
        let counts = self.store.counts().await?;
        let jobs = counts.jobs.iter().map(|(status, number)| (status.as_str(), *number));
        telemetry::stored(jobs, counts.tasks_ready, counts.deliveries_pending);
        let mut providers: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
        for (model, load) in self.limiter.loads() {
            let provider = model.split_once('/').map_or("", |(provider, _)| provider);
            let (in_flight, waiting, held) = providers.entry(provider.to_owned()).or_default();
            *in_flight += load.in_flight;
            *waiting += load.waiting;
            *held += usize::from(load.is_held);
        }
        for (provider, (in_flight, waiting, held)) in providers {
            telemetry::models(&provider, in_flight, waiting, held);
        }
        Ok(())
    }

    async fn expire(&self) -> Result<()> {
        for id in self.store.expire_files(MOST).await? {
            self.blob.delete(Name::File(id)).await?;
        }
        self.store.forget_requests().await?;
        self.store.expire_jobs(MOST).await?;
        // Also those whose erasure was cut off.
        for (job, output) in self.store.erased_jobs(MOST).await? {
            if let Err(error) = self.purge(job, output).await {
                log(&error, "an erased job could not be removed; it is tried again");
            }
        }
        Ok(())
    }

    async fn purge(&self, job: JobId, output: Option<FileId>) -> Result<()> {
        self.blob.delete_shards(job).await?;
        if let Some(output) = output {
            self.blob.delete(Name::File(output)).await?;
        }
        self.store.purge_job(job).await?;
        Ok(())
    }
}
