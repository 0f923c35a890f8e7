//! Jobs: created, looked at, stopped, erased.

use super::ask::{At, JobPath, Params, Who, linked};
use super::error::Fault;
use super::json::Object;
use super::schema::JobRequest;
use super::view::Listing;
use super::view::jobs::{EstimateView, JobView};
use super::{Gateway, body, idempotency, wait};
use crate::domain::key::Scope;
use crate::pb::job_service_server::JobService as _;
use crate::pb::{CancelJobRequest, CreateJobRequest, DeleteJobRequest, EstimateJobRequest, ListJobsRequest};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// Create a job
///
/// Answers at once; the job is found under `Location`.
#[utoipa::path(post, path = "/refineloop/jobs", tag = "jobs", operation_id = "createJob",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repetition harmless: 1 to 255 visible characters, bare or quoted."),
    ),
    request_body = JobRequest,
    responses((status = 202, description = "The job is queued.", body = JobView,
        headers(
            ("Location" = String, description = "The path of the job."),
            ("Retry-After" = i32, description = "When to look first, in seconds."),
        ))))]
pub(super) async fn create(
    State(gateway): State<Gateway>,
    who: Who,
    At(path): At,
    headers: HeaderMap,
    asked: Object,
) -> Result<Response, Fault> {
    let caller = gateway.service.caller(&who.asks(()), Scope::Write)?;
    let key = idempotency::request_id(&headers, "POST /refineloop/jobs")?;
    let _held = key.map(|key| gateway.running.hold(&caller.tenant, key)).transpose()?;
    let request = CreateJobRequest {
        spec: Some(body::job_spec(asked)?),
        request_id: key.map(|key| key.to_string()).unwrap_or_default(),
    };
    let created = gateway.service.create_job(who.asks(request)).await?.into_inner();
    let job = JobView::from(created.job.unwrap_or_default());
    let place = HeaderValue::try_from(format!("{path}/{}", job.job_id));
    let mut response = (StatusCode::ACCEPTED, Json(job)).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    if let Ok(place) = place {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// Estimate a job
///
/// What it would do and cost, without creating it.
#[utoipa::path(post, path = "/refineloop/jobs/estimate", tag = "jobs", operation_id = "estimateJob",
    request_body = JobRequest,
    responses((status = 200, description = "The estimate.", body = EstimateView)))]
pub(super) async fn estimate(
    State(gateway): State<Gateway>,
    who: Who,
    asked: Object,
) -> Result<Json<EstimateView>, Fault> {
    let request = EstimateJobRequest { spec: Some(body::job_spec(asked)?) };
    let estimate = gateway.service.estimate_job(who.asks(request)).await?;
    Ok(Json(estimate.into_inner().into()))
}

/// Get a job
///
/// With `wait`, the answer is held until the job is over or the seconds have passed.
#[utoipa::path(get, path = "/refineloop/jobs/{job_id}", tag = "jobs", operation_id = "getJob",
    params(
        ("job_id" = String, Path, description = "The job.", format = "uuid"),
        ("wait" = Option<String>, Query, description = "Seconds, at most 30; anything else is 0."),
    ),
    responses((status = 200, description = "The job as it is now.", body = JobView)))]
pub(super) async fn get(
    State(gateway): State<Gateway>,
    who: Who,
    JobPath(job_id): JobPath,
    params: Params,
) -> Result<Json<JobView>, Fault> {
    let most = wait::asked(params.get("wait"), gateway.config.limits.wait);
    Ok(Json(wait::job(&gateway.service, &who, job_id, most).await?.into()))
}

/// List jobs
///
/// Newest first.
#[utoipa::path(get, path = "/refineloop/jobs", tag = "jobs", operation_id = "listJobs",
    params(
        ("limit" = Option<i32>, Query, description = "Entries of a page; 20 if absent.", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before."),
    ),
    responses((status = 200, description = "A page.", body = Listing<JobView>, headers(("Link" = String, description = "The next page, as `rel=next`; absent on the last one.")))))]
pub(super) async fn list(
    State(gateway): State<Gateway>,
    who: Who,
    At(path): At,
    params: Params,
) -> Result<Response, Fault> {
    let (page_size, page_token) = params.page()?;
    let request = ListJobsRequest { page_size, page_token, ..ListJobsRequest::default() };
    let page = gateway.service.list_jobs(who.asks(request)).await?.into_inner();
    let listing = Listing::new(page.jobs.into_iter().map(JobView::from), page.next_page_token);
    let next = listing.next_cursor.clone();
    Ok(linked(Json(listing), &path, &params, next.as_deref()))
}

/// Cancel a job
///
/// What is finished by then is kept, in `partial_output_file_id`. Repeating is harmless.
#[utoipa::path(post, path = "/refineloop/jobs/{job_id}/cancel", tag = "jobs", operation_id = "cancelJob",
    params(("job_id" = String, Path, description = "The job.", format = "uuid")),
    responses((status = 200, description = "The job; it may still be stopping.", body = JobView)))]
pub(super) async fn cancel(
    State(gateway): State<Gateway>,
    who: Who,
    JobPath(job_id): JobPath,
) -> Result<Json<JobView>, Fault> {
    let cancelled = gateway.service.cancel_job(who.asks(CancelJobRequest { job_id })).await?;
    Ok(Json(cancelled.into_inner().job.unwrap_or_default().into()))
}

/// Erase a job
///
/// With its segments and its output. Only when it is over.
#[utoipa::path(delete, path = "/refineloop/jobs/{job_id}", tag = "jobs", operation_id = "eraseJob",
    params(("job_id" = String, Path, description = "The job.", format = "uuid")),
    responses((status = 204, description = "It is gone.")))]
pub(super) async fn delete(
    State(gateway): State<Gateway>,
    who: Who,
    JobPath(job_id): JobPath,
) -> Result<StatusCode, Fault> {
    gateway.service.delete_job(who.asks(DeleteJobRequest { job_id })).await?;
    Ok(StatusCode::NO_CONTENT)
}
