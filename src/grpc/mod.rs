//! The gRPC services: one file a service, each method converts, calls `app`, converts.
//!
//! Knows neither files' formats nor the store; errors become statuses in `status` alone. The gateway
//! calls the same methods in this process.

use crate::app::App;
use crate::domain::key::Scope;
use crate::pb;
use crate::pb::admin_service_server::AdminServiceServer;
use crate::pb::file_service_server::FileServiceServer;
use crate::pb::job_service_server::JobServiceServer;
use crate::pb::model_service_server::ModelServiceServer;
use axum::Router;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::service::Routes;
use tonic::{Request, Status};

mod admin;
mod convert;
mod files;
mod health;
mod jobs;
mod models;
mod pace;
mod status;
mod watch;

pub use crate::app::Caller;
pub(crate) use files::Repeat;
pub(crate) use pace::Pace;
pub(crate) use status::{Problem, in_progress, invalid, problem};

/// From where a request came, as far as the door in front can tell. Among its extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// The address of the client.
    pub ip: std::net::IpAddr,
}

/// The largest message taken in: a chunk of 1 MiB and its frame.
const MESSAGE: usize = 3 << 19;

/// The one implementation of all services. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Service {
    app: App,
    tasks: TaskTracker,
}

impl Service {
    /// The services over `app`.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, tasks: TaskTracker::new() }
    }

    /// Ends with the service; watches end by themselves then.
    #[must_use]
    pub fn shutdown(&self) -> CancellationToken {
        self.app.shutdown()
    }

    /// Whether the store answers and no shutdown has begun.
    pub async fn is_ready(&self) -> bool {
        !self.shutdown().is_cancelled() && self.app.is_healthy().await
    }

    /// Waits until no call is open. Only after the shutdown has begun.
    pub async fn ended(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Who shows this key (the value of the `authorization` header).
    ///
    /// # Errors
    /// `API_KEY_INVALID`, `API_KEY_EXPIRED`.
    pub async fn authenticate(&self, _authorization: Option<&str>) -> Result<Option<Caller>, Status> {
        Ok(Some(Caller::local()))
    }

    /// Who calls, if they may do what needs `scope`. The door in front has looked at the key.
    pub(crate) fn caller<T>(&self, request: &Request<T>, scope: Scope) -> Result<Caller, Status> {
        let caller = request.extensions().get::<Caller>().ok_or(crate::app::Error::ApiKeyMissing);
        let caller = caller.and_then(|caller| caller.demand(scope).map(|()| caller.clone()));
        caller.map_err(|error| status::status(&error))
    }

    /// The routes of all services, with health and reflection. They expect a [`Caller`] among the
    /// extensions of a request that shows a good key.
    #[must_use]
    pub fn routes(&self) -> Router {
        let reflection = || {
            tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(pb::DESCRIPTORS)
                .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        };
        Routes::new(FileServiceServer::new(self.clone()).max_decoding_message_size(MESSAGE))
            .add_service(JobServiceServer::new(self.clone()).max_decoding_message_size(MESSAGE))
            .add_service(ModelServiceServer::new(self.clone()).max_decoding_message_size(MESSAGE))
            .add_service(AdminServiceServer::new(self.clone()).max_decoding_message_size(MESSAGE))
            .add_service(health::service(self))
            .add_service(reflection().build_v1().expect("our own descriptors were compiled by the build"))
            .add_service(
                reflection().build_v1alpha().expect("our own descriptors were compiled by the build"),
            )
            .into_axum_router()
            .reset_fallback()
    }
}
