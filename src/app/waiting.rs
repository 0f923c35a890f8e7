//! What a job waits for: seen in the lanes of this process, where its calls are, and never stored.

use super::App;
use crate::domain::job::{Job, JobSpec, JobStatus};
use crate::domain::progress::{WaitReason, Waiting};
use std::time::Duration;

/// Shorter pauses are everyday life, and come and go faster than anybody reads.
const WORTH_TELLING: Duration = Duration::from_secs(2);

impl App {
    /// A job with what it waits for. Whoever sees counts stand still is to see why.
    pub(super) fn with_wait(&self, mut job: Job) -> Job {
        if job.status == JobStatus::Processing {
            job.progress.waiting = self.waiting(&job.spec);
        }
        job
    }

    fn waiting(&self, spec: &JobSpec) -> Option<Waiting> {
        [spec.model.as_str(), spec.judge()].into_iter().find_map(|model| {
            let hold = self.limiter.hold(model)?;
            let reason = if hold.is_down { WaitReason::Down } else { WaitReason::Throttled };
            // Reckoned from one moment: the same wait is told with the same time, always.
            let since = self.started_at + hold.since.saturating_duration_since(self.started);
            let told = Waiting { model: model.to_owned(), reason, since };
            (hold.since.elapsed() >= WORTH_TELLING).then_some(told)
        })
    }
}
