//! `refineloop watch JOB`: follows a job of a server, across breaks of the connection.

use super::client::{self, Connection, failed, reason};
use super::exit::{Exit, Failed};
use super::output;
use super::progress::{Counts, Progress, Shown};
use crate::pb::job_event::Kind;
use crate::pb::job_service_client::JobServiceClient;
use crate::pb::{Job, JobProgress, JobStatus, Segment, SegmentState, WatchJobRequest};
use clap::Args;
use serde_json::json;
use std::time::Duration;
use tonic::Status;

/// Breaks in a row without an event in between, after which the server counts as gone.
const BREAKS: u32 = 10;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The job to follow
    job: String,
    #[command(flatten)]
    client: client::Arguments,
    /// Print every finished segment as a line of JSON on standard output
    #[arg(long)]
    segments: bool,
    /// Begin after this event, as an earlier watch left it
    #[arg(long, default_value_t = 0, value_name = "SEQUENCE")]
    from: i64,
    /// How to show progress, on standard error
    #[arg(long, value_enum, default_value = "auto")]
    progress: Progress,
}

pub(super) async fn run(arguments: Arguments) -> Result<Exit, Failed> {
    let mut client = JobServiceClient::new(arguments.client.connect().await?);
    let mut shown = arguments.progress.start();
    let mut after = arguments.from;
    let mut breaks = 0;
    loop {
        let before = after;
        let status = match once(&mut client, &arguments, &mut after, &mut shown).await {
            Ok(job) => {
                shown.end();
                return Ok(exit(&job));
            }
            Err(status) => status,
        };
        breaks = if after > before { 1 } else { breaks + 1 };
        if !may_resume(&status) || breaks > BREAKS {
            shown.end();
            return Err(failed(&status));
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// Follows one stream to its end; `after` moves with it.
async fn once(
    client: &mut JobServiceClient<Connection>,
    arguments: &Arguments,
    after: &mut i64,
    shown: &mut Shown,
) -> Result<Job, Status> {
    let request = WatchJobRequest {
        job_id: arguments.job.clone(),
        after_sequence: *after,
        include_segments: arguments.segments,
    };
    let mut events = client.watch_job(request).await?.into_inner();
    while let Some(event) = events.message().await?.and_then(|response| response.event) {
        match event.kind {
            Some(Kind::Snapshot(snapshot)) => {
                if let Some(progress) = snapshot.job.and_then(|job| job.progress) {
                    shown.counts(event.sequence, counts(&progress));
                }
            }
            Some(Kind::StatusChange(change)) => {
                shown.status(event.sequence, change.status().as_str_name());
            }
            Some(Kind::Progress(progress)) => shown.counts(event.sequence, counts(&progress)),
            Some(Kind::Segment(segment)) => output::result(&line(event.sequence, &segment)),
            Some(Kind::Finished(job)) => {
                if let Some(progress) = &job.progress {
                    shown.counts(event.sequence, counts(progress));
                }
                shown.status(event.sequence, job.status().as_str_name());
                return Ok(job);
            }
            Some(Kind::Heartbeat(_)) | None => {}
        }
        *after = event.sequence;
    }
    Err(Status::unavailable("the stream ended without the job's end"))
}

fn exit(job: &Job) -> Exit {
    let failed = job.progress.as_ref().is_some_and(|progress| progress.failed_count > 0);
    if let Some(failure) = &job.failure {
        output::note(&format!("refineloop: {}: {}", failure.reason, failure.message));
    }
    match job.status() {
        JobStatus::Completed if failed => Exit::FailedSegments,
        JobStatus::Completed => Exit::Done,
        JobStatus::Unspecified
        | JobStatus::Queued
        | JobStatus::Processing
        | JobStatus::Cancelling
        | JobStatus::Failed
        | JobStatus::Cancelled => Exit::JobFailed,
    }
}

fn line(sequence: i64, segment: &Segment) -> String {
    let state = match segment.state() {
        SegmentState::Changed => "changed",
        SegmentState::Unchanged => "unchanged",
        SegmentState::Skipped => "skipped",
        SegmentState::Failed => "failed",
        SegmentState::Unspecified => "unspecified",
    };
    json!({
        "sequence": sequence,
        "number": segment.number,
        "file": segment.file_element_id,
        "unit": segment.unit_id,
        "segment": segment.segment_id,
        "state": state,
        "stop_reason": segment.stop_reason,
        "source": segment.source,
        "original_target": segment.original_target,
        "target": segment.target,
        "needs_review": segment.needs_review,
    })
    .to_string()
}

fn counts(progress: &JobProgress) -> Counts {
    let count = |value: i64| value.unsigned_abs();
    Counts {
        total: count(progress.segment_count),
        finished: count(progress.finished_count),
        changed: count(progress.changed_count),
        skipped: count(progress.skipped_count),
        failed: count(progress.failed_count),
        waiting: progress
            .waiting
            .as_ref()
            .map_or_else(String::new, |waiting| format!("{} ({})", waiting.model, waiting.reason)),
    }
}

/// A watch is resumed after whatever is not about the request itself.
fn may_resume(status: &Status) -> bool {
    reason(status).is_none_or(|reason| {
        matches!(reason.as_str(), "SERVER_DRAINING" | "WATCH_ROTATED" | "WATCH_STALLED" | "STORE_UNAVAILABLE")
    })
}
