//! Puts the rooms together: state, worker, doors.

use crate::app::App;
use crate::blob::{self, Blob};
use crate::config::Config;
use crate::dictionaries::{self, Library};
use crate::domain::clock::Clock;
use crate::provider::limit::Limiter;
use crate::provider::transport::CONNECT_TIMEOUT;
use crate::provider::{self, Transport, catalog::Catalog};
use crate::store::{self, Store};
use crate::worker::Worker;
use crate::{door, grpc, shutdown};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Why the service does not start, or broke off.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The state cannot be opened.
    #[error("the state cannot be opened")]
    Store(#[from] store::Error),
    /// The files cannot be opened.
    #[error("the files cannot be opened")]
    Blob(#[from] blob::Error),
    /// The dictionaries cannot be used.
    #[error("the dictionaries of checks.dictionaries cannot be used")]
    Dictionaries(#[from] dictionaries::Error),
    /// There is no client for model calls.
    #[error("the client for model calls cannot be made: {0}")]
    Transport(String),
    /// The port cannot be opened.
    #[error("the port cannot be opened")]
    Door(#[from] door::Error),
    /// A part of the service panicked.
    #[error("a part of the service broke off")]
    CutOff(#[from] tokio::task::JoinError),
}

/// The service without its doors: what `serve` and the embedded `refine` both run.
#[derive(Debug)]
pub struct Parts {
    /// What the service does.
    pub app: App,
    /// Who does the work of jobs.
    pub worker: Worker,
    store: Store,
    tls: Option<door::Tls>,
    config: Arc<Config>,
}

impl Parts {
    /// Opens the state in the data folder, creating it if need be. `shutdown` ends watches.
    ///
    /// # Errors
    /// A folder that cannot be used, or that another process uses; certificates that cannot be used.
    pub async fn open(config: Config, clock: Clock, shutdown: CancellationToken) -> Result<Self, Error> {
        provider::install_tls();
        let config = Arc::new(config);
        let tls = config.tls.as_ref().map(door::Tls::load).transpose()?;
        let library = Library::open(config.checks.dictionaries.as_deref())?;
        let store =
            Store::open(&config.data_dir, clock.clone(), config.webhooks.sealing_key.as_ref()).await?;
        let blob = Blob::open(&config.data_dir)?;
        let catalog = Arc::new(Catalog::new(&config.providers));
        let transport = Transport::new(&config.providers, CONNECT_TIMEOUT)
            .map_err(|error| Error::Transport(error.to_string()))?;
        let limiter = Arc::new(Limiter::new(config.engine.retry_pause));
        let worker = Worker::new(
            Arc::clone(&config),
            store.clone(),
            blob.clone(),
            Arc::clone(&catalog),
            clock.clone(),
            transport,
            Arc::clone(&limiter),
        )
        .with_dictionaries(library);
        let app = App::new(Arc::clone(&config), store.clone(), blob, catalog, limiter, clock, shutdown);
        Ok(Self { app, worker, store, tls, config })
    }
}

impl Parts {
    /// Serves on `listener` until `shutdown`, then drains: watches end, open calls finish, work in
    /// hand is stored, leases are given back.
    ///
    /// # Errors
    /// The port cannot be opened, or a part panicked.
    pub async fn serve(self, listener: TcpListener, shutdown: CancellationToken) -> Result<(), Error> {
        let worker = tokio::spawn(self.worker.run(shutdown.clone()));
        let drain = self.config.engine.drain;
        let service = grpc::Service::new(self.app);
        let doors = tokio::spawn(door::serve(service, self.config, self.tls, listener));
        let served = shutdown::bounded(doors, &shutdown, drain).await;
        // The doors end before only when they could not open: then the worker is to stop as well.
        shutdown.cancel();
        worker.await?;
        self.store.close().await;
        match served {
            Some(served) => Ok(served??),
            None => Ok(()),
        }
    }
}
