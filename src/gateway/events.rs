//! `GET /refineloop/jobs/{job_id}/events`: a watch as Server-Sent Events, with the same numbers.
//!
//! Ends after `finished`; after any other end the browser comes back with the last number by itself.

use super::Gateway;
use super::ask::{JobPath, Params, Who};
use super::error::Fault;
use super::view::events::{ProgressView, StatusChangeView};
use super::view::jobs::JobView;
use super::view::segments::SegmentView;
use super::wait;
use crate::pb::job_event::Kind;
use crate::pb::job_service_server::JobService as _;
use crate::pb::{JobEvent, WatchJobRequest};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse as _, Response};
use std::time::Duration;
use tokio_stream::StreamExt as _;

/// When a browser that was cut off comes back.
const RETRY: Duration = Duration::from_secs(1);

/// Watch a job
///
/// Server-Sent Events `snapshot`, `status`, `progress`, `segment` and `finished`; `id` is the number
/// up to which the receiver knows everything. `Last-Event-ID`, or `after`, goes on behind it; when
/// nothing is left to tell, the answer is 204.
#[utoipa::path(get, path = "/refineloop/jobs/{job_id}/events", tag = "jobs", operation_id = "watchJob",
    params(
        ("job_id" = String, Path, description = "The job.", format = "uuid"),
        ("Last-Event-ID" = Option<i64>, Header, description = "The last number seen.", minimum = 0),
        ("after" = Option<i64>, Query, description = "The same, for the first call.", minimum = 0),
        ("segments" = Option<bool>, Query, description = "Whether each finished segment is told."),
    ),
    responses(
        (status = 200, description = "The events.", body = serde_json::Value, content_type = "text/event-stream"),
        (status = 204, description = "The job is over and everything was told."),
    ))]
pub(super) async fn watch(
    State(gateway): State<Gateway>,
    who: Who,
    JobPath(job_id): JobPath,
    params: Params,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let after_sequence = seen(&headers, &params)?;
    let include_segments = params.flag("segments")?;
    if after_sequence > 0 {
        let job = wait::get(&gateway.service, &who, job_id.clone()).await?;
        if wait::is_over(&job) && job.last_sequence == after_sequence {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
    }
    let request = WatchJobRequest { job_id, after_sequence, include_segments };
    let messages = gateway.service.watch_job(who.asks(request)).await?.into_inner();
    let events = messages
        // A refusal in the middle has no place in the stream: it ends, and the receiver comes back.
        .map_while(|message| message.ok().and_then(|message| message.event))
        .map(event);
    let all = tokio_stream::once(Ok(Event::default().retry(RETRY))).chain(events);
    let mut response = Sse::new(all).into_response();
    // Some proxies keep a stream until it is over unless they are told.
    response.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    Ok(response)
}

/// The last number the receiver has seen: the header wins, because a browser that comes back repeats
/// the query of its first call.
fn seen(headers: &HeaderMap, params: &Params) -> Result<i64, Fault> {
    let number = |name: &str, text: &str| {
        let number = text.parse().ok().filter(|number| *number >= 0);
        number.ok_or_else(|| Fault::invalid(name, "the id of an event, a whole number"))
    };
    let after = params.get("after").map(|text| number("after", text)).transpose()?;
    let id = headers.get("last-event-id").map(|id| id.to_str().unwrap_or("not a number"));
    let last = id.map(|id| number("Last-Event-ID", id)).transpose()?;
    Ok(last.or(after).unwrap_or(0))
}

fn event(event: JobEvent) -> Result<Event, axum::Error> {
    let told = Event::default().id(event.sequence.to_string());
    match event.kind {
        Some(Kind::Snapshot(snapshot)) => {
            told.event("snapshot").json_data(JobView::from(snapshot.job.unwrap_or_default()))
        }
        Some(Kind::StatusChange(change)) => {
            told.event("status").json_data(StatusChangeView::from(change.status()))
        }
        Some(Kind::Progress(progress)) => told.event("progress").json_data(ProgressView::from(progress)),
        Some(Kind::Segment(segment)) => told.event("segment").json_data(SegmentView::from(segment)),
        Some(Kind::Finished(job)) => told.event("finished").json_data(JobView::from(job)),
        Some(Kind::Heartbeat(_)) | None => Ok(Event::default().comment("")),
    }
}
