//! Why a shard stops early, told to all its groups at once.

use crate::domain::segment::StopReason;
use std::sync::{Mutex, PoisonError};
use tokio_util::sync::CancellationToken;

/// Why a shard stops early. The first reason stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The job is being cancelled or has failed: end what has begun, for this reason.
    JobStops(StopReason),
    /// The process goes down: leave everything to the next one.
    Drain,
    /// The lease is gone: whoever has it does the work.
    Lost,
}

/// Tells the groups of a shard to stop.
#[derive(Debug, Default)]
pub(super) struct Stop {
    token: CancellationToken,
    why: Mutex<Option<Why>>,
}

impl Stop {
    pub(super) fn set(&self, why: Why) {
        self.why.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
        self.token.cancel();
    }

    pub(super) fn why(&self) -> Option<Why> {
        *self.why.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) async fn wait(&self) {
        self.token.cancelled().await;
    }
}
