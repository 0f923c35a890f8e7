//! Jobs, both ways.

use super::{count, file_id, job_id, scores, spec, time};
use crate::app::estimate::Estimate;
use crate::app::{Error, Rule};
use crate::domain::failure::Failure;
use crate::domain::ids::{FileId, JobId};
use crate::domain::job::{Job, JobStatus};
use crate::domain::progress::JobProgress;
use crate::domain::usage::Usage;
use crate::pb;
use std::collections::{BTreeMap, HashMap};

pub(crate) fn job(job: Job) -> pb::Job {
    pb::Job {
        job_id: job.id.to_string(),
        spec: Some(spec::outward(job.spec)),
        status: status(job.status).into(),
        progress: Some(progress(job.progress)),
        failure: job.failure.map(failure),
        output_file_id: job.output.map(|id| id.to_string()).unwrap_or_default(),
        last_sequence: job.last_sequence,
        created_at: Some(time(job.created_at)),
        updated_at: Some(time(job.updated_at)),
        started_at: job.started_at.map(time),
        completed_at: job.completed_at.map(time),
        expires_at: Some(time(job.expires_at)),
        warnings: job.warnings,
        request_id: job.request,
    }
}

/// A job as lists and events have it: a glossary may be larger than all the rest.
pub(crate) fn listed(mut of: Job) -> pb::Job {
    of.spec.glossary.clear();
    job(of)
}

pub(crate) fn status(status: JobStatus) -> pb::JobStatus {
    match status {
        JobStatus::Queued => pb::JobStatus::Queued,
        JobStatus::Processing => pb::JobStatus::Processing,
        JobStatus::Cancelling => pb::JobStatus::Cancelling,
        JobStatus::Completed => pb::JobStatus::Completed,
        JobStatus::Failed => pb::JobStatus::Failed,
        JobStatus::Cancelled => pb::JobStatus::Cancelled,
    }
}

pub(crate) fn progress(progress: JobProgress) -> pb::JobProgress {
    let counts = progress.finished;
    pb::JobProgress {
        segment_count: count(progress.segment_count),
        finished_count: count(counts.finished),
        changed_count: count(counts.changed),
        skipped_count: count(counts.skipped),
        failed_count: count(counts.failed),
        needs_review_count: count(counts.needs_review),
        revision_count: count(counts.revisions),
        rejected_count: count(counts.rejected),
        usage: Some(usage(&progress.usage)),
        findings_before: by_check(counts.findings_before),
        findings_after: by_check(counts.findings_after),
        waiting: progress.waiting.map(|waiting| pb::Waiting {
            model: waiting.model,
            reason: waiting.reason.as_str().to_owned(),
            since: Some(time(waiting.since)),
        }),
        rules_score: counts.rules_score.told().map(scores::sum),
        mqm_score: counts.mqm_score.told().map(scores::sum),
    }
}

pub(crate) fn failure(failure: Failure) -> pb::Failure {
    pb::Failure {
        reason: failure.reason.as_str().to_owned(),
        retryable: failure.reason.retryable(),
        message: failure.message,
    }
}

pub(crate) fn estimate(estimate: Estimate) -> pb::EstimateJobResponse {
    pb::EstimateJobResponse {
        segment_count: count(estimate.segment_count),
        skipped: by_check(estimate.skipped),
        distinct_count: count(estimate.distinct_count),
        low: Some(usage(&estimate.low)),
        high: Some(usage(&estimate.high)),
    }
}

/// The filters of a list of jobs.
pub(crate) fn filter(request: &pb::ListJobsRequest) -> Result<(Vec<JobStatus>, Option<FileId>), Error> {
    let statuses = request
        .statuses
        .iter()
        .map(|value| {
            JobStatus::ALL
                .into_iter()
                .find(|known| status(*known) as i32 == *value)
                .ok_or_else(|| Error::invalid("statuses", Rule::UnknownValue, "no such status"))
        })
        .collect::<Result<_, _>>()?;
    let file = Some(request.file_id.as_str()).filter(|id| !id.is_empty());
    Ok((statuses, file.map(|id| file_id("file_id", id)).transpose()?))
}

/// The job of a watch, and the number after which it begins.
pub(crate) fn watch(request: &pb::WatchJobRequest) -> Result<(JobId, i64), Error> {
    let id = job_id(&request.job_id)?;
    if request.after_sequence < 0 {
        return Err(Error::invalid("after_sequence", Rule::OutOfRange, "must not be negative"));
    }
    Ok((id, request.after_sequence))
}

pub(super) fn usage(usage: &Usage) -> pb::Usage {
    pb::Usage {
        request_count: count(usage.request_count),
        input_token_count: count(usage.input_token_count),
        cached_input_token_count: count(usage.cached_input_token_count),
        output_token_count: count(usage.output_token_count),
        cost_micros: usage.cost.map(|cost| count(cost.micros)),
        currency: usage.cost.map(|cost| cost.currency.to_string()).unwrap_or_default(),
        cache_write_input_token_count: count(usage.cache_write_input_token_count),
        unreported_request_count: count(usage.unreported_count),
        reused_answer_count: count(usage.reused_count),
        reasoning_token_count: count(usage.reasoning_token_count),
    }
}

fn by_check(counts: BTreeMap<String, u64>) -> HashMap<String, i64> {
    counts.into_iter().map(|(check, value)| (check, count(value))).collect()
}
