//! Since when a provider gives no good answer.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// The beginnings of outages, by model.
#[derive(Debug, Default)]
pub(super) struct Outages(Mutex<HashMap<String, Instant>>);

impl Outages {
    /// A good answer came: there is no outage.
    pub(super) fn over(&self, model: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(model);
    }

    /// A call failed; how long that has been going on without one good answer.
    pub(super) fn lasts(&self, model: &str) -> Duration {
        let mut since = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        since.entry(model.to_owned()).or_insert_with(Instant::now).elapsed()
    }
}
