//! `POST /files`: a form with a file in it, streamed.

use super::Gateway;
use super::ask::Who;
use super::error::Fault;
use super::idempotency;
use super::multipart::{Form, Receiver};
use super::schema::UploadForm;
use super::view::files::FileView;
use crate::domain::key::Scope;
use crate::grpc::{Repeat, invalid};
use crate::pb::UploadFileSpec;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use std::convert::Infallible;
use tokio::sync::{mpsc, oneshot};
use tokio_stream::wrappers::ReceiverStream;

/// Upload a file
///
/// One part named `file` with a filename. The file is read while it arrives; one that cannot be
/// refined is refused and not kept.
#[utoipa::path(post, path = "/files", tag = "files", operation_id = "uploadFile",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repetition harmless: 1 to 255 visible characters, bare or quoted."),
    ),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "The stored file.", body = FileView)))]
pub(super) async fn create(
    State(gateway): State<Gateway>,
    who: Who,
    request: Request,
) -> Result<Json<FileView>, Fault> {
    let caller = gateway.service.caller(&who.asks(()), Scope::Write)?;
    readable(request.headers())?;
    let key = idempotency::request_id(request.headers(), "POST /files")?;
    let _held = key.map(|key| gateway.running.hold(&caller.tenant, key)).transpose()?;
    let repeat = key.map_or(Repeat::BySpec, |key| Repeat::ByContent(key.to_string()));
    let form = Form::open(request).await?;
    let (name, called) = oneshot::channel();
    let (pieces, content) = mpsc::channel(1);
    let reading = async {
        form.hand_out(Receiver { name, pieces }).await;
        // Whatever it found, it has told; the file decides when all is over.
        std::future::pending::<Infallible>().await
    };
    let storing = async {
        let mut pace = gateway.service.pace();
        let told = pace.wait(called).await?;
        let filename = told.map_err(|_| invalid("file", "one part with this name"))??;
        let spec = UploadFileSpec { filename, ..UploadFileSpec::default() };
        gateway.service.upload(&caller, spec, repeat, pace, ReceiverStream::new(content)).await
    };
    let stored = tokio::select! {
        stored = storing => stored,
        never = reading => match never {},
    };
    Ok(Json(FileView::from(stored?)))
}

fn readable(headers: &HeaderMap) -> Result<(), Fault> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default().trim());
    let kind = text(header::CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase();
    if kind.split(';').next().map(str::trim) != Some("multipart/form-data") {
        return Err(Fault::media_type("the body of this route is multipart/form-data"));
    }
    if text(header::CONTENT_ENCODING).is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return Err(Fault::media_type("a file is sent without Content-Encoding"));
    }
    Ok(())
}
