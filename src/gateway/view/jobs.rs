//! Jobs: four statuses and no others, because clients of the original throw on any other word.

use super::scores::ScoreSumView;
use super::usage::{CallsView, UsageView};
use super::{set_time, text, time};
use crate::pb;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A refinement job.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Job)]
pub(in crate::gateway) struct JobView {
    /// The identifier.
    #[schema(format = "uuid")]
    pub(in crate::gateway) job_id: String,
    /// The file that is refined.
    #[schema(format = "uuid")]
    file_id: String,
    /// The model that reviews and revises.
    model: String,
    /// How far it is. A cancelled job shows as `failed` with the code `cancelled`.
    status: StatusView,
    /// The share of finished segments, in percent; 100 only when completed.
    #[schema(minimum = 0, maximum = 100)]
    progress: u8,
    /// The refined file. Present only when the status is `completed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = "uuid")]
    output_file_id: Option<String>,
    /// What was refined of a job that failed or was cancelled, all else as it came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = "uuid")]
    partial_output_file_id: Option<String>,
    /// Why it failed. Present only when the status is `failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    error: Option<JobErrorView>,
    /// What it waits for at present; absent while its calls go out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    waiting: Option<WaitingView>,
    /// What it used so far.
    usage: UsageView,
    /// The scores by the checks; absent while no segment has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    rules_score: Option<ScoreSumView>,
    /// The scores by the reviewer; absent while no segment was judged, and with builtin models.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    mqm_score: Option<ScoreSumView>,
    /// What the caller should know, such as an option without effect.
    warnings: Vec<String>,
    /// The labels it was created with.
    labels: BTreeMap<String, String>,
    /// The number of its newest event; a watch may start after it.
    last_sequence: i64,
    /// When it was created.
    #[schema(format = "date-time")]
    created_at: String,
    /// When it last changed.
    #[schema(format = "date-time")]
    updated_at: String,
    /// When work on it first began.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = "date-time")]
    started_at: Option<String>,
    /// When it came to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = "date-time")]
    completed_at: Option<String>,
    /// When it and its segments are removed.
    #[schema(format = "date-time")]
    expires_at: String,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = JobStatus)]
pub(in crate::gateway) enum StatusView {
    /// Waits for a worker.
    Queued,
    /// Is being worked on.
    Processing,
    /// The refined file is there.
    Completed,
    /// It failed, or was cancelled.
    Failed,
}

/// A model that cannot be called at present, and that a job needs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Waiting)]
pub(super) struct WaitingView {
    /// The model.
    model: String,
    /// Why no call goes out: `throttled`, because its provider asked to wait, or `down`.
    reason: String,
    /// Since when there was no good answer from it.
    #[schema(format = "date-time")]
    since: String,
}

impl From<pb::Waiting> for WaitingView {
    fn from(waiting: pb::Waiting) -> Self {
        Self { model: waiting.model, reason: waiting.reason, since: set_time(waiting.since.as_ref()) }
    }
}

/// Why a job failed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobError)]
struct JobErrorView {
    /// The id of the request that created the job, as in the log.
    request_id: String,
    /// The stable reason in lower snake case; `cancelled` for a cancelled job.
    code: String,
    /// A sentence for a person. May change.
    message: String,
}

/// What a job would do and cost.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Estimate)]
pub(in crate::gateway) struct EstimateView {
    /// Segments of the file.
    segments: i64,
    /// How many would be left alone, by reason.
    skipped: BTreeMap<String, i64>,
    /// How many differ from every earlier one; only these cost calls.
    distinct: i64,
    /// What the calls use if nothing is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    low: Option<CallsView>,
    /// What they use if much is found; failed and repeated calls come on top of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    high: Option<CallsView>,
}

impl From<pb::JobStatus> for StatusView {
    fn from(status: pb::JobStatus) -> Self {
        match status {
            pb::JobStatus::Unspecified | pb::JobStatus::Queued => Self::Queued,
            pb::JobStatus::Processing | pb::JobStatus::Cancelling => Self::Processing,
            pb::JobStatus::Completed => Self::Completed,
            pb::JobStatus::Failed | pb::JobStatus::Cancelled => Self::Failed,
        }
    }
}

impl From<pb::Job> for JobView {
    fn from(job: pb::Job) -> Self {
        let status = StatusView::from(job.status());
        let error = error(&job).filter(|_| status == StatusView::Failed);
        let spec = job.spec.unwrap_or_default();
        let progress = job.progress.unwrap_or_default();
        let completed = status == StatusView::Completed;
        let (whole, partial) =
            if completed { (job.output_file_id, String::new()) } else { (String::new(), job.output_file_id) };
        Self {
            job_id: job.job_id,
            file_id: spec.file_id,
            model: spec.model,
            status,
            progress: percent(&progress, completed),
            output_file_id: text(whole),
            partial_output_file_id: text(partial),
            error,
            usage: UsageView::from(&progress),
            rules_score: progress.rules_score.map(ScoreSumView::from),
            mqm_score: progress.mqm_score.map(ScoreSumView::from),
            waiting: progress.waiting.map(WaitingView::from),
            warnings: job.warnings,
            labels: spec.labels.into_iter().collect(),
            last_sequence: job.last_sequence,
            created_at: set_time(job.created_at.as_ref()),
            updated_at: set_time(job.updated_at.as_ref()),
            started_at: time(job.started_at.as_ref()),
            completed_at: time(job.completed_at.as_ref()),
            expires_at: set_time(job.expires_at.as_ref()),
        }
    }
}

impl From<pb::EstimateJobResponse> for EstimateView {
    fn from(estimate: pb::EstimateJobResponse) -> Self {
        Self {
            segments: estimate.segment_count,
            skipped: estimate.skipped.into_iter().collect(),
            distinct: estimate.distinct_count,
            low: estimate.low.map(CallsView::from),
            high: estimate.high.map(CallsView::from),
        }
    }
}

fn error(job: &pb::Job) -> Option<JobErrorView> {
    let request_id = job.request_id.clone();
    if job.status() == pb::JobStatus::Cancelled {
        let message = "the job was cancelled".to_owned();
        return Some(JobErrorView { request_id, code: "cancelled".to_owned(), message });
    }
    let failure = job.failure.as_ref()?;
    let code = failure.reason.to_ascii_lowercase();
    Some(JobErrorView { request_id, code, message: failure.message.clone() })
}

/// Full only when the refined file is there.
pub(super) fn percent(progress: &pb::JobProgress, completed: bool) -> u8 {
    if completed {
        return 100;
    }
    let share = (progress.finished_count * 100).checked_div(progress.segment_count).unwrap_or(0);
    u8::try_from(share.clamp(0, 99)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pb::JobStatus;

    fn view(status: JobStatus, failure: Option<pb::Failure>) -> serde_json::Value {
        let progress = pb::JobProgress { segment_count: 3, finished_count: 3, ..Default::default() };
        let job = pb::Job {
            status: status.into(),
            failure,
            progress: Some(progress),
            output_file_id: "f".to_owned(),
            request_id: "r".to_owned(),
            ..Default::default()
        };
        serde_json::to_value(JobView::from(job)).unwrap()
    }

    #[test]
    fn the_six_statuses_are_four_words_and_the_output_is_there_for_one() {
        let check = |status, word: &str, member: &str, progress: u64| {
            let seen = view(status, None);
            assert_eq!(seen["status"], word, "{status:?}");
            assert_eq!(seen[member], "f", "{status:?}");
            assert_eq!(seen["progress"], progress, "{status:?}");
            let both = seen.get("output_file_id").is_some() && seen.get("partial_output_file_id").is_some();
            assert!(!both, "{status:?}");
        };
        check(JobStatus::Queued, "queued", "partial_output_file_id", 99);
        check(JobStatus::Processing, "processing", "partial_output_file_id", 99);
        check(JobStatus::Cancelling, "processing", "partial_output_file_id", 99);
        check(JobStatus::Completed, "completed", "output_file_id", 100);
        check(JobStatus::Failed, "failed", "partial_output_file_id", 99);
        check(JobStatus::Cancelled, "failed", "partial_output_file_id", 99);
    }

    #[test]
    fn an_error_is_there_only_for_a_failed_job() {
        let failure = pb::Failure { reason: "PROVIDER_UNAVAILABLE".to_owned(), ..Default::default() };
        assert_eq!(view(JobStatus::Failed, Some(failure))["error"]["code"], "provider_unavailable");
        let cancelled = view(JobStatus::Cancelled, None);
        assert_eq!(cancelled["error"]["code"], "cancelled");
        assert_eq!(cancelled["error"]["request_id"], "r");
        assert!(view(JobStatus::Completed, None).get("error").is_none());
    }
}
