//! The calls of a round, outward.

use super::{count, jobs, time};
use crate::domain::served::{Round, Served};
use crate::domain::usage::Usage;
use crate::pb;

/// A round with its calls.
pub(super) fn round(revision: pb::Revision, round: &Round<'_>) -> pb::Revision {
    pb::Revision {
        calls: round.calls.iter().map(|served| call(served)).collect(),
        usage: round.usage.as_ref().map(share),
        started_at: round.started_at.map(time),
        ended_at: round.ended_at.map(time),
        ..revision
    }
}

pub(super) fn call(served: &Served) -> pb::RoundCall {
    let call = &served.call;
    pb::RoundCall {
        call_id: call.key.clone(),
        role: call.role.clone(),
        model: call.model.clone(),
        model_version: call.model_version.clone(),
        prompt_hash: call.prompt_hash.clone(),
        outcome: call.outcome.clone(),
        started_at: call.started_at.map(time),
        ended_at: call.ended_at.map(time),
        segment_count: i32::try_from(served.part.segments).unwrap_or(i32::MAX),
        usage: Some(jobs::usage(&call.usage)),
        share: Some(share(&served.usage())),
        reused_from_job_id: call.taken_from.map(|job| job.to_string()).unwrap_or_default(),
    }
}

fn share(usage: &Usage) -> pb::CallShare {
    pb::CallShare {
        input_token_count: count(usage.input_token_count),
        cached_input_token_count: count(usage.cached_input_token_count),
        cache_write_input_token_count: count(usage.cache_write_input_token_count),
        output_token_count: count(usage.output_token_count),
        reasoning_token_count: count(usage.reasoning_token_count),
        cost_micros: usage.cost.map(|cost| count(cost.micros)),
        currency: usage.cost.map(|cost| cost.currency.to_string()).unwrap_or_default(),
    }
}
