//! The request that is being answered: its id in the log, in errors, in answers.

use std::future::Future;
use tracing::Span;

tokio::task_local! {
    static REQUEST: String;
}

/// Runs `work` as part of the request `id`.
pub fn with_request_id<F: Future>(id: String, work: F) -> impl Future<Output = F::Output> {
    REQUEST.scope(id, work)
}

/// The id of the request this task answers, if it answers one.
#[must_use]
pub fn request_id() -> Option<String> {
    REQUEST.try_with(Clone::clone).ok()
}

/// The span of a request: every line that is logged inside it has its id. `key` is recorded when it is
/// known whose key the request shows.
#[must_use]
pub fn request_span(id: &str, protocol: &str, route: &str) -> Span {
    tracing::info_span!("request", request.id = id, protocol, route, key = tracing::field::Empty)
}
