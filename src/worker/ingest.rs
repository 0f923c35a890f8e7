//! Cuts the file of a job into shards, and stores the rows of segments that are left alone.
//!
//! Safe to repeat: the same file and settings give the same chunks and the same rows. The rows of
//! skipped segments are stored while the file is read, a page at a time: held back to the end they
//! would take the memory of the whole file, and one transaction with all of them would keep the one
//! writer from everybody else. A page is fenced by the lease; rows that an earlier try stored are
//! neither stored nor numbered nor counted again. The shards begin with the last transaction,
//! which says that the file was read to its end.

use super::followers::Spool;
use super::pass::{Pass, Passed, Piece};
use super::stop::{Stop, Until, Why};
use super::{Error, Result, Worker};
use crate::blob::Name;
use crate::domain::ids::JobId;
use crate::domain::segment::{SegmentResult, SegmentState};
use crate::refine::{Facts, Settings};
use crate::store::checkpoint::Ingested;
use crate::store::files::Found;
use crate::store::tasks::Task;
use crate::telemetry;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

impl Worker {
    /// Reads the file of a job; stops in the middle of it if the job or the process does.
    pub(super) async fn ingest(&self, task: &Task, shutdown: &CancellationToken) -> Result<()> {
        let stop = Arc::new(Stop::default());
        let done = tokio::select! {
            done = self.cut(task, &stop) => done,
            never = self.watch(task, &stop, shutdown) => match never {},
        };
        match (done, stop.why()) {
            (Ok(ingested), None | Some(_)) => {
                self.store.finish_ingest(task, ingested).await?;
            }
            (Err(_), Some(Why::JobStops(_))) => {
                self.store.finish_shard(task).await?;
            }
            (Err(_), Some(Why::Drain)) => self.store.release(task).await?,
            (Err(_), Some(Why::Lost)) => {
                tracing::warn!(job.id = %task.job, "the lease was lost; the pass over the file is dropped");
            }
            (Err(error), None) => return Err(error),
        }
        Ok(())
    }

    async fn cut(&self, task: &Task, stop: &Arc<Stop>) -> Result<Ingested> {
        let _turn = self.turn(stop).await?;
        let _reading = stop.at_end();
        let work = self.store.work(task.job).await?;
        // What the upload counted: until the last segment is read this is how many there are.
        let (segment_count, name) = match self.store.file(&task.tenant, work.spec.file).await? {
            Some(Found::Here(file)) => (file.xliff.segment_count, file.filename),
            Some(Found::Expired { .. }) | None => (0, String::new()),
        };
        let settings: Settings = serde_json::from_str(&work.settings)?;
        let file = Until::new(self.blob.file(Name::File(work.spec.file)).await?, stop);
        let spool = Spool::new(self.blob.scratch()?);
        let limits = self.config.limits.reader();
        let dismissed = self.store.dismissed(&work.tenant).await?;
        // One piece waits while the next is read: the pass never runs far ahead of the disk.
        let (send, mut pieces) = mpsc::channel(1);
        let pass = Pass::new(&work.spec, &settings, dismissed, spool, send, stop);
        let reading = tokio::task::spawn_blocking(move || pass.run(file, &limits));
        // The first segment of each shard: they are contiguous, so this says whose leader is where.
        let mut firsts = Vec::new();
        let mut shards = 0;
        while let Some(piece) = pieces.recv().await {
            match piece {
                Piece::Chunk(chunk) => {
                    self.put_chunk(task.job, shards, &chunk).await?;
                    firsts.push(chunk.range().map_or(0, |(first, _)| first));
                    shards += 1;
                }
                Piece::Skipped(results) => self.skip(task, stop, segment_count, results).await?,
            }
        }
        let Passed { facts, segment_count, followers, mut warnings, languages } = reading.await??;
        let (dictionaries, broken) =
            self.pin(if settings.spells() { languages } else { BTreeSet::new() }).await?;
        warnings.extend(broken);
        self.put_facts(task.job, &Facts { file_name: name, dictionaries, ..facts }).await?;
        if let Some(earlier) = work.spec.continue_job {
            for shard in 0..shards {
                self.store.take_over(task, earlier, shard).await?;
            }
            // It was there when the job was created; looked for last, so that none goes unnoticed.
            if self.store.job(&task.tenant, earlier).await?.is_none() {
                warnings.push(format!(
                    "the job to continue, {earlier}, was erased before its answers were taken over: \
                     not all of them are used again"
                ));
            }
        }
        self.put_followers(task.job, firsts, followers).await?;
        Ok(Ingested { segment_count, shards, warnings })
    }

    async fn skip(
        &self,
        task: &Task,
        stop: &Stop,
        segment_count: u64,
        results: Vec<SegmentResult>,
    ) -> Result<()> {
        let lease = self.config.engine.lease;
        match self.store.skip(task, segment_count, results, lease).await? {
            Some(stored) => telemetry::segments_finished(SegmentState::Skipped.as_str(), stored),
            None => {
                stop.set(Why::Lost);
                return Err(Error::Stopped);
            }
        }
        Ok(())
    }

    /// Puts the followers where the shards of their leaders find them.
    async fn put_followers(&self, job: JobId, firsts: Vec<u64>, spool: Spool) -> Result<()> {
        let (send, mut spans) = mpsc::channel(1);
        let told = async {
            let mut shard = 0;
            while let Some(spans) = spans.recv().await {
                self.put_spans(job, shard, &spans).await?;
                shard += 1;
            }
            Ok::<(), Error>(())
        };
        let write = self.blob.write_blocking(Name::Following(job), move |out| {
            spool.write_out(&firsts, out, |spans| send.blocking_send(spans).map_err(|_| Error::Closed))
        });
        tokio::try_join!(told, write)?;
        Ok(())
    }
}
