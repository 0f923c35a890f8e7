//! What the service does, once, for every door: the gRPC services, and the command line that runs
//! without a server. Knows no transport.

use crate::blob::{Blob, Name};
use crate::config::Config;
use crate::domain::clock::{Clock, Time};
use crate::domain::ids::{FileId, TenantId};
use crate::domain::key::{KeyId, Scope};
use crate::provider::catalog::Catalog;
use crate::provider::limit::Limiter;
use crate::store::Store;
use std::fs::File;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

mod continued;
pub mod dismissals;
pub mod error;
pub mod estimate;
pub mod files;
pub mod history;
pub mod jobs;
pub mod keys;
mod limits;
pub mod models;
pub mod page;
mod quota;
mod ring;
mod spec;
pub mod system;
pub mod upload;
mod waiting;
pub mod watch;
pub mod webhooks;

pub use error::{Error, Rule, Violation};
pub use limits::Quota;

/// How long what was found of the store's health is taken as true.
const FRESH: Duration = Duration::from_secs(1);

/// The service. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    store: Store,
    blob: Blob,
    catalog: Arc<Catalog>,
    /// Where calls wait for their turn, to tell who waits in vain.
    limiter: Arc<Limiter>,
    config: Arc<Config>,
    clock: Clock,
    shutdown: CancellationToken,
    watches: Arc<Semaphore>,
    /// Turns of calls that hold a whole file in memory.
    reading: Arc<Semaphore>,
    counts: Arc<limits::Counts>,
    health: Arc<Mutex<Option<(bool, Instant)>>>,
    ring: ring::Ring,
    started_at: Time,
    /// The same moment, for what is told in time since then.
    started: Instant,
}

/// Who calls.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Whose files and jobs are seen.
    pub tenant: TenantId,
    /// The key that was shown; none where nobody has to show one.
    pub key: Option<KeyId>,
    /// What the key may do.
    pub scopes: Vec<Scope>,
}

impl Caller {
    /// The caller of a service without doors: the command line that works here and now.
    #[must_use]
    pub fn local() -> Self {
        Self { tenant: TenantId::default_tenant(), key: None, scopes: Scope::ALL.to_vec() }
    }

    /// Whether this caller may do what needs `scope`.
    ///
    /// # Errors
    /// `SCOPE_MISSING`.
    pub fn demand(&self, scope: Scope) -> Result<(), Error> {
        if self.scopes.contains(&scope) { Ok(()) } else { Err(Error::ScopeMissing { scope: scope.as_str() }) }
    }
}

impl App {
    /// Puts the service together. `shutdown` ends watches and refuses new ones.
    #[must_use]
    pub fn new(
        config: Arc<Config>,
        store: Store,
        blob: Blob,
        catalog: Arc<Catalog>,
        limiter: Arc<Limiter>,
        clock: Clock,
        shutdown: CancellationToken,
    ) -> Self {
        let watches = Arc::new(Semaphore::new(config.watch.streams.min(Semaphore::MAX_PERMITS)));
        let reading = Arc::new(Semaphore::new(config.engine.computing.clamp(1, Semaphore::MAX_PERMITS)));
        let counts = Arc::new(limits::Counts::new(&config.limits));
        let (health, ring) = (Arc::default(), ring::Ring::default());
        let (started_at, started) = (clock.now(), Instant::now());
        Self {
            store,
            blob,
            catalog,
            limiter,
            config,
            clock,
            shutdown,
            watches,
            reading,
            counts,
            health,
            ring,
            started_at,
            started,
        }
    }

    /// Whether the store answers, as of the last second: anybody may ask as often as they like, and
    /// each look takes a turn of the one that writes.
    pub async fn is_healthy(&self) -> bool {
        let mut health = self.health.lock().await;
        match *health {
            Some((healthy, since)) if since.elapsed() < FRESH => healthy,
            Some(_) | None => {
                let healthy = self.store.ping().await.is_ok();
                *health = Some((healthy, Instant::now()));
                healthy
            }
        }
    }

    /// Ends with the service.
    #[must_use]
    pub fn shutdown(&self) -> CancellationToken {
        self.shutdown.clone()
    }

    /// How long a watch may leave an event untaken.
    #[must_use]
    pub fn watch_stall(&self) -> Duration {
        self.config.watch.stall
    }
}

impl App {
    /// Runs work over a file, away from the threads that serve; few files are read at a time. Work
    /// whose caller has gone keeps its turn to its end.
    async fn with_file<T: Send + 'static>(
        &self,
        file: FileId,
        work: impl FnOnce(File) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let turn = Arc::clone(&self.reading).acquire_owned().await;
        let file = self.blob.file(Name::File(file)).await?;
        blocking(move || {
            let _turn = turn;
            work(file)
        })
        .await
    }
}

/// Runs work that computes, away from the threads that serve.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(Box::new(error)))?
}
