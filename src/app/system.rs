//! What the service is and what it holds.

use super::{App, Error};
use crate::domain::clock::Time;
use crate::store::stats::Counts;

/// What the service is.
#[derive(Debug, Clone)]
pub struct System {
    /// Its version.
    pub version: &'static str,
    /// When this process started.
    pub started_at: Time,
    /// What it holds, over all tenants.
    pub counts: Counts,
}

impl App {
    /// Says what the service is and what it holds.
    ///
    /// # Errors
    /// The store.
    pub async fn system(&self) -> Result<System, Error> {
        let counts = self.store.counts().await?;
        Ok(System { version: env!("CARGO_PKG_VERSION"), started_at: self.started_at, counts })
    }
}
