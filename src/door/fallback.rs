//! Calls of gRPC that no service has. Other unknown paths are the gateway's.

use super::answer::Protocol;
use crate::grpc;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

/// A call of gRPC that has come as far as the REST routes has no service here.
pub(super) async fn unknown_call(request: Request, next: Next) -> Response {
    match Protocol::of(request.headers()) {
        Protocol::Grpc => grpc::status::unknown_service().into_http(),
        Protocol::Rest => next.run(request).await,
    }
}
