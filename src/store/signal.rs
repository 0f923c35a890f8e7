//! "Job X has news" and "there is work": hints within the process, never facts.
//!
//! Who waits subscribes first, then reads the store; a missed hint then cannot lose anything.

use super::tasks::Queue;
use crate::domain::ids::JobId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, watch};

/// The hints of one process. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Signal {
    jobs: Arc<Mutex<HashMap<JobId, watch::Sender<u64>>>>,
    work: Arc<Notify>,
    due: Arc<Notify>,
}

impl Signal {
    /// Subscribes to news of a job. The receiver changes whenever something of it was stored.
    #[must_use]
    pub fn subscribe(&self, job: JobId) -> watch::Receiver<u64> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.retain(|id, sender| *id == job || sender.receiver_count() > 0);
        jobs.entry(job).or_insert_with(|| watch::channel(0).0).subscribe()
    }

    /// Says that something of a job was stored.
    pub(super) fn job(&self, job: JobId) {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = jobs.get(&job) {
            sender.send_modify(|count| *count = count.wrapping_add(1));
        }
    }

    /// Says that a task of a job is ready.
    pub(super) fn ready(&self) {
        self.work.notify_one();
    }

    /// Says that a delivery is due.
    pub(super) fn due(&self) {
        self.due.notify_one();
    }

    /// Waits until a task of this queue may be ready.
    pub async fn work(&self, queue: Queue) {
        match queue {
            Queue::Jobs => self.work.notified().await,
            Queue::Deliveries => self.due.notified().await,
        }
    }
}
