//! `refineloop watch JOB`: follows a job of a server, across breaks of the connection.

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
use tonic::transport::Channel;

/// Breaks in a row without an event in between, after which the server counts as gone.
const BREAKS: u32 = 10;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The job to follow
    job: String,
    /// The server to ask
    #[arg(long, env = "REFINELOOP_SERVER", default_value = "http://127.0.0.1:50051", value_name = "URL")]
    server: String,
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
    let mut client = JobServiceClient::new(connect(&arguments.server).await?);
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
    client: &mut JobServiceClient<Channel>,
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
    }
}

/// A channel to a server.
pub(super) async fn connect(server: &str) -> Result<Channel, Failed> {
    let url = if server.contains("://") { server.to_owned() } else { format!("http://{server}") };
    let endpoint = Channel::from_shared(url.clone())
        .map_err(|error| Exit::Usage.because(format!("{url} is no address: {error}")))?
        .connect_timeout(Duration::from_secs(5));
    endpoint
        .connect()
        .await
        .map_err(|error| Exit::Unreachable.because(format!("{url} cannot be reached: {error}")))
}

/// A watch is resumed after whatever is not about the request itself.
fn may_resume(status: &Status) -> bool {
    reason(status).is_none_or(|reason| {
        matches!(reason.as_str(), "SERVER_DRAINING" | "WATCH_ROTATED" | "WATCH_STALLED" | "STORE_UNAVAILABLE")
    })
}

/// What a refused call comes to.
pub(super) fn failed(status: &Status) -> Failed {
    let exit = match reason(status).as_deref() {
        Some("JOB_NOT_FOUND" | "FILE_NOT_FOUND" | "FILE_EXPIRED" | "DELIVERY_NOT_FOUND") => Exit::NotFound,
        Some("REQUEST_INVALID" | "CURSOR_AHEAD" | "PAGE_TOKEN_INVALID" | "JOB_NOT_FINISHED") => Exit::Usage,
        Some(_) | None => Exit::Unreachable,
    };
    exit.because(status.message())
}

fn reason(status: &Status) -> Option<String> {
    use tonic_types::StatusExt as _;
    status.get_details_error_info().map(|info| info.reason)
}
