//! Jobs: created, looked at, stopped, erased.

use super::ask::{At, JobPath, Params, Who, linked};
use super::error::Fault;
use super::json::Object;
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

pub(super) async fn estimate(
    State(gateway): State<Gateway>,
    who: Who,
    asked: Object,
) -> Result<Json<EstimateView>, Fault> {
    let request = EstimateJobRequest { spec: Some(body::job_spec(asked)?) };
    let estimate = gateway.service.estimate_job(who.asks(request)).await?;
    Ok(Json(estimate.into_inner().into()))
}

pub(super) async fn get(
    State(gateway): State<Gateway>,
    who: Who,
    JobPath(job_id): JobPath,
    params: Params,
) -> Result<Json<JobView>, Fault> {
    let most = wait::asked(params.get("wait"), gateway.config.limits.wait);
    Ok(Json(wait::job(&gateway.service, &who, job_id, most).await?.into()))
}

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

pub(super) async fn cancel(
    State(gateway): State<Gateway>,
    who: Who,
    JobPath(job_id): JobPath,
) -> Result<Json<JobView>, Fault> {
    let cancelled = gateway.service.cancel_job(who.asks(CancelJobRequest { job_id })).await?;
    Ok(Json(cancelled.into_inner().job.unwrap_or_default().into()))
}

pub(super) async fn delete(
    State(gateway): State<Gateway>,
    who: Who,
    JobPath(job_id): JobPath,
) -> Result<StatusCode, Fault> {
    gateway.service.delete_job(who.asks(DeleteJobRequest { job_id })).await?;
    Ok(StatusCode::NO_CONTENT)
}
