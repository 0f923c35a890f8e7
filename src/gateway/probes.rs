//! What machines ask of the service: whether it lives, whether it is ready, what it has counted.

use super::Gateway;
use super::ask::Anyone;
use super::error::Fault;
use crate::domain::key::Scope;
use crate::grpc::Peer;
use crate::telemetry;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

/// The form of the numbers.
const PROMETHEUS: &str = "text/plain; version=0.0.4; charset=utf-8";

pub(super) fn routes() -> Router<Gateway> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
}

async fn healthz() -> &'static str {
    "ok"
}

async fn readyz(State(gateway): State<Gateway>) -> (StatusCode, &'static str) {
    if gateway.service.is_ready().await {
        (StatusCode::OK, "ready")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready")
    }
}

async fn metrics(State(gateway): State<Gateway>, who: Anyone, request: Request) -> Result<Response, Fault> {
    // Behind a proxy the address proves nothing: one that tells none makes the whole world near.
    let near = !gateway.config.behind_proxy
        && request.extensions().get::<Peer>().is_some_and(|peer| peer.ip.is_loopback());
    if !near {
        gateway.service.caller(&who.asks(()), Scope::Metrics)?;
    }
    Ok(([(header::CONTENT_TYPE, PROMETHEUS)], telemetry::render_metrics()).into_response())
}
