//! REST: JSON and paths to the gRPC services, called in this process.

use crate::config::Config;
use crate::grpc::Service;
use axum::Router;
use axum::routing::get;
use std::sync::Arc;

/// The routes of the REST interface. They expect a `Caller` among the extensions of a request that
/// shows a good key.
#[must_use]
pub fn routes(_service: &Service, _config: &Arc<Config>) -> Router {
    Router::new().route("/healthz", get(|| async { "ok" }))
}
