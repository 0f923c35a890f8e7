//! `GET /refineloop/jobs/{job_id}/segments`: what became of each segment.

use super::Gateway;
use super::ask::{At, JobPath, Params, Who, linked};
use super::error::Fault;
use super::schema::SegmentWord;
use super::view::Listing;
use super::view::segments::SegmentView;
use crate::pb::job_service_server::JobService as _;
use crate::pb::{ListSegmentsRequest, SegmentState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;

/// List segments of a job
///
/// Those that came to an end, in the order of the file.
#[utoipa::path(get, path = "/refineloop/jobs/{job_id}/segments", tag = "jobs", operation_id = "listSegments",
    params(
        ("job_id" = String, Path, description = "The job.", format = "uuid"),
        ("limit" = Option<i32>, Query, description = "Entries of a page; 20 if absent.", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
        ("state" = Option<SegmentWord>, Query, description = "Only those that ended so."),
        ("needs_review" = Option<bool>, Query, description = "Only those that a person should look at."),
    ),
    responses((status = 200, description = "A page.", body = Listing<SegmentView>, headers(("Link" = String, description = "The next page, as `rel=next`; absent on the last one.")))))]
pub(super) async fn list(
    State(gateway): State<Gateway>,
    who: Who,
    At(path): At,
    JobPath(job_id): JobPath,
    params: Params,
) -> Result<Response, Fault> {
    let (page_size, page_token) = params.page()?;
    let states = params.get("state").map(state).transpose()?;
    let request = ListSegmentsRequest {
        job_id,
        page_size,
        page_token,
        states: states.into_iter().map(i32::from).collect(),
        needs_review: params.flag("needs_review")?,
    };
    let page = gateway.service.list_segments(who.asks(request)).await?.into_inner();
    let listing = Listing::new(page.segments.into_iter().map(SegmentView::from), page.next_page_token);
    let next = listing.next_cursor.clone();
    Ok(linked(Json(listing), &path, &params, next.as_deref()))
}

fn state(word: &str) -> Result<SegmentState, Fault> {
    match word {
        "changed" => Ok(SegmentState::Changed),
        "unchanged" => Ok(SegmentState::Unchanged),
        "skipped" => Ok(SegmentState::Skipped),
        "failed" => Ok(SegmentState::Failed),
        _ => Err(Fault::invalid("state", "changed, unchanged, skipped or failed")),
    }
}
