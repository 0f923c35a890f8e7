//! Following a job inside the same process.

use super::exit::{Exit, Failed};
use super::progress::{Counts, Shown};
use crate::app::watch::Kind;
use crate::app::{App, Caller};
use crate::domain::ids::JobId;
use crate::domain::job::Job;
use crate::domain::progress::JobProgress;

/// Shows what happens to a job until it is over.
pub(super) async fn follow(app: &App, caller: &Caller, id: JobId, shown: &mut Shown) -> Result<Job, Failed> {
    let mut watch = app.watch_job(caller, id, 0, false).await?;
    while let Some(event) = watch.next().await {
        let event = event?;
        match event.kind {
            Kind::Snapshot(job) => shown.counts(event.sequence, counts(&job.progress)),
            Kind::Status(status) => shown.status(event.sequence, status.as_str()),
            Kind::Progress(progress) => shown.counts(event.sequence, counts(&progress)),
            Kind::Finished(job) => {
                shown.counts(event.sequence, counts(&job.progress));
                return Ok(*job);
            }
            Kind::Segment(_) | Kind::Heartbeat => {}
        }
    }
    Err(Exit::Internal.because("the watch ended before the job"))
}

fn counts(progress: &JobProgress) -> Counts {
    Counts {
        total: progress.segment_count,
        finished: progress.finished.finished,
        changed: progress.finished.changed,
        skipped: progress.finished.skipped,
        failed: progress.finished.failed,
        waiting: progress
            .waiting
            .as_ref()
            .map_or_else(String::new, |waiting| format!("{} ({})", waiting.model, waiting.reason.as_str())),
    }
}
