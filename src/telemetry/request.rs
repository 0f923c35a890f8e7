//! The id of the request that is being answered: in the log, in errors, in answers.

use std::future::Future;

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
