//! The form of calls in the document.

use crate::domain::clock::Time;
use crate::domain::price::Cost;
use crate::domain::served::Served;
use crate::domain::usage::Usage;
use serde::Serialize;

/// A call of a round, and the part of the segment in it.
#[derive(Serialize)]
pub(super) struct CallView<'s> {
    call_id: &'s str,
    role: &'s str,
    model: &'s str,
    model_version: &'s str,
    prompt_hash: &'s str,
    outcome: &'s str,
    started_at: Option<Time>,
    ended_at: Option<Time>,
    segment_count: u32,
    usage: &'s Usage,
    share: ShareView,
    reused_from_job_id: Option<String>,
}

/// What a segment used.
#[derive(Serialize)]
pub(super) struct ShareView {
    input_token_count: u64,
    cached_input_token_count: u64,
    cache_write_input_token_count: u64,
    output_token_count: u64,
    reasoning_token_count: u64,
    #[serde(flatten)]
    cost: Option<Cost>,
}

impl<'s> From<&'s Served> for CallView<'s> {
    fn from(served: &'s Served) -> Self {
        let call = &served.call;
        Self {
            call_id: &call.key,
            role: &call.role,
            model: &call.model,
            model_version: &call.model_version,
            prompt_hash: &call.prompt_hash,
            outcome: &call.outcome,
            started_at: call.started_at,
            ended_at: call.ended_at,
            segment_count: served.part.segments,
            usage: &call.usage,
            share: ShareView::from(served.usage()),
            reused_from_job_id: call.taken_from.map(|job| job.to_string()),
        }
    }
}

impl From<Usage> for ShareView {
    fn from(usage: Usage) -> Self {
        Self {
            input_token_count: usage.input_token_count,
            cached_input_token_count: usage.cached_input_token_count,
            cache_write_input_token_count: usage.cache_write_input_token_count,
            output_token_count: usage.output_token_count,
            reasoning_token_count: usage.reasoning_token_count,
            cost: usage.cost,
        }
    }
}
