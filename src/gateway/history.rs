//! `GET /refineloop/jobs/{job_id}/history`: all there is to know of a job, as one document.

use super::ask::{JobPath, Who};
use super::error::Fault;
use super::{Gateway, disposition, files, wait};
use crate::pb::ExportHistoryRequest;
use crate::pb::job_service_server::JobService as _;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::StreamExt as _;

/// Export the history of a job
///
/// The job, its files, and every finished segment with all its versions, also refused ones. While
/// the job goes on: those finished so far, which `complete` tells.
#[utoipa::path(get, path = "/refineloop/jobs/{job_id}/history", tag = "jobs", operation_id = "exportHistory",
    params(("job_id" = String, Path, description = "The job.", format = "uuid")),
    responses((status = 200, description = "The document.", body = serde_json::Value,
        headers(("Content-Disposition" = String, description = "Always `attachment`, with the name twice.")))))]
pub(super) async fn export(
    State(gateway): State<Gateway>,
    who: Who,
    JobPath(job_id): JobPath,
) -> Result<Response, Fault> {
    let job = wait::get(&gateway.service, &who, job_id.clone()).await?;
    let request = ExportHistoryRequest { job_id: job_id.clone() };
    let messages = gateway.service.export_history(who.asks(request)).await?.into_inner();
    // A job outlives its files.
    let file = files::get(&gateway, &who, job.spec.unwrap_or_default().file_id).await.ok();
    let name = file.map_or(job_id, |file| file.filename);
    // What breaks off there breaks the connection off here.
    let body = Body::from_stream(messages.map(|message| message.map(|message| Bytes::from(message.data))));
    let json = HeaderValue::from_static("application/json");
    let mut response = ([(header::CONTENT_TYPE, json)], body).into_response();
    let name = disposition::attachment(&format!("{name}.history.json"));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
