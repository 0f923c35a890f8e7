//! Findings that a person dismisses, and takes back.

use super::Gateway;
use super::ask::{At, DismissalPath, Params, SegmentPath, Who, linked};
use super::error::Fault;
use super::json::Object;
use super::schema::DismissalRequest;
use super::view::Listing;
use super::view::dismissals::DismissalView;
use crate::pb::job_service_server::JobService as _;
use crate::pb::{DismissFindingRequest, ListDismissalsRequest, RestoreFindingRequest};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

/// Dismiss a finding
///
/// The findings of a check on this segment are right as they are: in later jobs, on this file or
/// another, they neither count nor are repaired wherever the same texts come again.
#[utoipa::path(post, path = "/refineloop/jobs/{job_id}/segments/{number}/dismissals", tag = "jobs", operation_id = "dismissFinding",
    params(
        ("job_id" = String, Path, description = "The job.", format = "uuid"),
        ("number" = i64, Path, description = "The number of the segment.", minimum = 1),
    ),
    request_body = DismissalRequest,
    responses((status = 200, description = "What is remembered: for the target as it came in, as it is now, or both.", body = Vec<DismissalView>)))]
pub(super) async fn create(
    State(gateway): State<Gateway>,
    who: Who,
    SegmentPath { job_id, number }: SegmentPath,
    mut asked: Object,
) -> Result<Json<Vec<DismissalView>>, Fault> {
    let check = asked.text("check")?;
    if check.is_empty() {
        return Err(Fault::required("check", "the name of the check, as the finding has it"));
    }
    let note = asked.text("note")?;
    let request = DismissFindingRequest { job_id, segment_number: number, check, note };
    let dismissed = gateway.service.dismiss_finding(who.asks(request)).await?.into_inner();
    Ok(Json(dismissed.dismissals.into_iter().map(DismissalView::from).collect()))
}

/// List dismissals
///
/// Newest first.
#[utoipa::path(get, path = "/refineloop/dismissals", tag = "jobs", operation_id = "listDismissals",
    params(
        ("limit" = Option<i32>, Query, description = "Entries of a page; 20 if absent.", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses((status = 200, description = "A page.", body = Listing<DismissalView>, headers(("Link" = String, description = "The next page, as `rel=next`; absent on the last one.")))))]
pub(super) async fn list(
    State(gateway): State<Gateway>,
    who: Who,
    At(path): At,
    params: Params,
) -> Result<Response, Fault> {
    let (page_size, page_token) = params.page()?;
    let request = ListDismissalsRequest { page_size, page_token };
    let page = gateway.service.list_dismissals(who.asks(request)).await?.into_inner();
    let listing = Listing::new(page.dismissals.into_iter().map(DismissalView::from), page.next_page_token);
    let next = listing.next_cursor.clone();
    Ok(linked(Json(listing), &path, &params, next.as_deref()))
}

/// Restore a finding
///
/// Forgets a dismissal: the finding counts again in later jobs.
#[utoipa::path(delete, path = "/refineloop/dismissals/{dismissal_id}", tag = "jobs", operation_id = "restoreFinding",
    params(("dismissal_id" = String, Path, description = "The dismissal.", format = "uuid")),
    responses((status = 204, description = "It is forgotten.")))]
pub(super) async fn delete(
    State(gateway): State<Gateway>,
    who: Who,
    DismissalPath(dismissal_id): DismissalPath,
) -> Result<StatusCode, Fault> {
    gateway.service.restore_finding(who.asks(RestoreFindingRequest { dismissal_id })).await?;
    Ok(StatusCode::NO_CONTENT)
}
