//! What a job has counted and used.

use super::text;
use crate::pb;
use serde::Serialize;
use utoipa::ToSchema;

/// What model calls used.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = ModelUsage)]
pub(in crate::gateway) struct CallsView {
    /// Calls to models.
    pub(in crate::gateway) calls: i64,
    /// Tokens read, cached ones included.
    input_tokens: i64,
    /// Tokens read from the provider's cache.
    cached_input_tokens: i64,
    /// Tokens written to the provider's cache, part of those read.
    cache_write_input_tokens: i64,
    /// Tokens written, hidden reasoning included.
    output_tokens: i64,
    /// Tokens of hidden reasoning, part of those written; 0 where the provider does not tell them apart.
    reasoning_tokens: i64,
    /// Calls that may have used tokens nobody told of; in no other sum but `calls`.
    unreported_calls: i64,
    /// Answers taken over from the job of `continue_job_id`, which paid for them; in no other sum.
    reused_answers: i64,
    /// The cost in micro-units of `currency`; absent unless it is known of every call.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    cost_micros: Option<i64>,
    /// The currency as an ISO 4217 code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    currency: Option<String>,
}

/// What a job used and what became of its segments.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Usage)]
pub(in crate::gateway) struct UsageView {
    #[serde(flatten)]
    calls: CallsView,
    /// Segments of the file.
    segments: i64,
    /// Segments that came to an end.
    finished: i64,
    /// Finished segments that were changed.
    changed: i64,
    /// Finished segments that were left alone on purpose.
    skipped: i64,
    /// Finished segments that failed.
    failed: i64,
    /// Finished segments that a person should look at.
    needs_review: i64,
    /// Candidates that became the target.
    revisions: i64,
    /// Candidates that were refused.
    rejected: i64,
}

impl From<pb::Usage> for CallsView {
    fn from(usage: pb::Usage) -> Self {
        Self {
            calls: usage.request_count,
            input_tokens: usage.input_token_count,
            cached_input_tokens: usage.cached_input_token_count,
            cache_write_input_tokens: usage.cache_write_input_token_count,
            output_tokens: usage.output_token_count,
            reasoning_tokens: usage.reasoning_token_count,
            unreported_calls: usage.unreported_request_count,
            reused_answers: usage.reused_answer_count,
            cost_micros: usage.cost_micros,
            currency: text(usage.currency),
        }
    }
}

impl From<&pb::JobProgress> for UsageView {
    fn from(progress: &pb::JobProgress) -> Self {
        Self {
            calls: progress.usage.clone().map(CallsView::from).unwrap_or_default(),
            segments: progress.segment_count,
            finished: progress.finished_count,
            changed: progress.changed_count,
            skipped: progress.skipped_count,
            failed: progress.failed_count,
            needs_review: progress.needs_review_count,
            revisions: progress.revision_count,
            rejected: progress.rejected_count,
        }
    }
}
