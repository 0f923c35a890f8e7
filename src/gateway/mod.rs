//! REST: JSON and paths to the gRPC services, called in this process.
//!
//! Knows the words of the original's interface and of ours beside it; what they do is the services'.

use crate::config::Config;
use crate::grpc::Service;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use std::sync::Arc;

mod ask;
mod body;
mod disposition;
mod download;
pub(crate) mod error;
mod files;
mod idempotency;
mod jobs;
mod json;
mod models;
mod multipart;
mod probes;
mod range;
mod segments;
mod upload;
mod view;
mod wait;

/// The largest body that is not a file: as the largest message of gRPC.
const BODY: usize = 3 << 19;

/// What every route has at hand. Cheap to clone.
#[derive(Debug, Clone)]
struct Gateway {
    service: Service,
    config: Arc<Config>,
    running: idempotency::Running,
}

/// The routes of the REST interface. They expect a `Caller` among the extensions of a request that
/// shows a good key.
pub fn routes(service: &Service, config: &Arc<Config>) -> Router {
    let gateway = Gateway {
        service: service.clone(),
        config: Arc::clone(config),
        running: idempotency::Running::default(),
    };
    let api = api();
    Router::new()
        .merge(api.clone())
        .nest("/v1", api)
        .merge(probes::routes())
        .method_not_allowed_fallback(error::method_not_allowed)
        .fallback(error::route_not_found)
        .layer(middleware::from_fn(error::render))
        .with_state(gateway)
}

fn api() -> Router<Gateway> {
    Router::new()
        .route("/files", post(upload::create).layer(DefaultBodyLimit::disable()).get(files::list))
        .route("/files/{file_id}", get(files::describe).delete(files::delete))
        .route("/files/{file_id}/content", get(download::content))
        .route("/refineloop/models", get(models::list))
        .route("/refineloop/jobs", post(jobs::create).get(jobs::list))
        .route("/refineloop/jobs/estimate", post(jobs::estimate))
        .route("/refineloop/jobs/{job_id}", get(jobs::get).delete(jobs::delete))
        .route("/refineloop/jobs/{job_id}/cancel", post(jobs::cancel))
        .route("/refineloop/jobs/{job_id}/segments", get(segments::list))
        .layer(DefaultBodyLimit::max(BODY))
}
