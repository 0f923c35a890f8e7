//! The gRPC services: one file a service, each method converts, calls `app`, converts.
//!
//! Knows neither files' formats nor the store; errors become statuses in `status` alone. The gateway
//! calls the same methods in this process.

use crate::app::{App, Error};
use crate::domain::key::Scope;
use crate::pb;
use crate::pb::admin_service_server::AdminServiceServer;
use crate::pb::file_service_server::FileServiceServer;
use crate::pb::job_service_server::JobServiceServer;
use crate::pb::model_service_server::ModelServiceServer;
use axum::Router;
use std::net::IpAddr;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::service::Routes;
use tonic::{Request, Status};

mod admin;
mod convert;
mod files;
mod health;
mod jobs;
mod methods;
mod models;
mod pace;
pub(crate) mod status;
mod watch;

pub use crate::app::{Caller, Quota};
pub(crate) use files::Repeat;
pub(crate) use methods::{method, needs_key};
pub(crate) use pace::Pace;
pub(crate) use status::{Problem, in_progress, invalid, key_missing, problem, required};

/// The largest message taken in: a chunk of 1 MiB and its frame.
const MESSAGE: usize = 3 << 19;

/// Where a call comes from; the door puts it among the extensions of each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// The address of the client, or of the proxy where none is trusted.
    pub ip: IpAddr,
}

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

    /// Who shows this key (the value of the `authorization` header), from this address. `None`
    /// without a header; a wrong key is refused even where none is needed.
    ///
    /// # Errors
    /// `API_KEY_INVALID`, `API_KEY_EXPIRED`, `RATE_LIMITED` after too many wrong keys.
    pub async fn authenticate(
        &self,
        authorization: Option<&str>,
        peer: IpAddr,
    ) -> Result<Option<Caller>, Status> {
        let Some(authorization) = authorization else { return Ok(None) };
        // Another scheme is a wrong key, and counts as one.
        let shown = bearer(authorization).unwrap_or_default();
        self.app.authenticate(shown, peer).await.map(Some).map_err(|error| status::status(&error))
    }

    /// Counts a call, of a key or of an address without one. `None`: calls are not bounded.
    ///
    /// # Errors
    /// `RATE_LIMITED`, with the numbers a client may be told.
    pub fn admit(&self, caller: Option<&Caller>, peer: IpAddr) -> Result<Option<Quota>, (Quota, Status)> {
        let Some(quota) = self.app.count_request(caller, peer) else { return Ok(None) };
        let Some(retry_after) = quota.retry_after else { return Ok(Some(quota)) };
        let (limit, setting) = (quota.limit.to_string(), "limits.requests_per_minute");
        Err((quota, status::status(&Error::RateLimited { limit, setting, retry_after })))
    }

    /// Who calls, if they may do what needs `scope`. The door in front has looked at the key.
    pub(crate) fn caller<T>(&self, request: &Request<T>, scope: Scope) -> Result<Caller, Status> {
        let caller = request.extensions().get::<Caller>().ok_or(Error::ApiKeyMissing);
        let caller = caller.and_then(|caller| caller.demand(scope).map(|()| caller.clone()));
        caller.map_err(|error| status::status(&error))
    }

    /// The routes of all services, with health and reflection. They expect a [`Caller`] among the
    /// extensions of a request that shows a good key.
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

/// The key in a header of the form `Bearer KEY`.
fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, key) = authorization.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim_start())
}

#[cfg(test)]
mod tests {
    use super::bearer;

    #[test]
    fn a_key_is_shown_with_the_scheme_bearer_in_any_case() {
        for (header, key) in [
            ("Bearer abc", Some("abc")),
            ("bearer abc", Some("abc")),
            ("BEARER   abc ", Some("abc")),
            ("Basic abc", None),
            ("abc", None),
            ("Bearer", None),
            ("", None),
        ] {
            assert_eq!(bearer(header), key, "{header}");
        }
    }
}
