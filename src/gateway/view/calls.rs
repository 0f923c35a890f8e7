//! The calls of a round, and the part of a segment in them.

use super::usage::CallsView;
use super::{text, time};
use crate::pb;
use serde::Serialize;
use utoipa::ToSchema;

/// A call to a model that was about a segment, and about others too.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoundCall)]
pub(super) struct CallView {
    /// What tells it from all others of the job.
    call_id: String,
    /// What the model was asked to be: `reviewer`, `editor` or `verifier`.
    role: String,
    /// The model that was asked.
    model: String,
    /// What the provider says answered; absent if it does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    model_version: Option<String>,
    /// SHA-256 of what was asked, the same for the same question in any job.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    prompt_hash: Option<String>,
    /// How it ended: `answered`, `truncated`, `refused`, `given_up` or `bad_reply`.
    outcome: String,
    /// When its first request went out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    started_at: Option<String>,
    /// When its last answer was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    ended_at: Option<String>,
    /// How many segments it was about.
    segments: i32,
    /// What it used as a whole.
    usage: CallsView,
    /// The part of this segment.
    share: ShareView,
    /// The job that got the answer first and paid for it; absent unless it was taken over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reused_from_job_id: Option<String>,
}

/// The part of a segment in what calls used, allotted by the length of its texts. The shares of all
/// segments of a call add up to the call.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = CallShare)]
pub(super) struct ShareView {
    /// Tokens read, cached ones included.
    input_tokens: i64,
    /// Tokens read from the provider's cache.
    cached_input_tokens: i64,
    /// Tokens written to the provider's cache, part of those read.
    cache_write_input_tokens: i64,
    /// Tokens written, hidden reasoning included.
    output_tokens: i64,
    /// Tokens of hidden reasoning, part of those written.
    reasoning_tokens: i64,
    /// The cost in micro-units of `currency`; absent unless it is known of every call.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    cost_micros: Option<i64>,
    /// The currency as an ISO 4217 code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    currency: Option<String>,
}

impl From<pb::RoundCall> for CallView {
    fn from(call: pb::RoundCall) -> Self {
        Self {
            started_at: time(call.started_at.as_ref()),
            ended_at: time(call.ended_at.as_ref()),
            call_id: call.call_id,
            role: call.role,
            model: call.model,
            model_version: text(call.model_version),
            prompt_hash: text(call.prompt_hash),
            outcome: call.outcome,
            segments: call.segment_count,
            usage: call.usage.map(CallsView::from).unwrap_or_default(),
            share: call.share.map(ShareView::from).unwrap_or_default(),
            reused_from_job_id: text(call.reused_from_job_id),
        }
    }
}

impl From<pb::CallShare> for ShareView {
    fn from(share: pb::CallShare) -> Self {
        Self {
            input_tokens: share.input_token_count,
            cached_input_tokens: share.cached_input_token_count,
            cache_write_input_tokens: share.cache_write_input_token_count,
            output_tokens: share.output_token_count,
            reasoning_tokens: share.reasoning_token_count,
            cost_micros: share.cost_micros,
            currency: text(share.currency),
        }
    }
}
