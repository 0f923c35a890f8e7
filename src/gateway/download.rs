//! `GET /files/{file_id}/content`: the bytes, whole, in part, or not again.

use super::ask::{FilePath, Who};
use super::error::Fault;
use super::range::Range;
use super::{Gateway, disposition, files};
use crate::pb::download_file_response::Payload;
use crate::pb::file_service_server::FileService as _;
use crate::pb::{DownloadFileRequest, DownloadFileResponse, File};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::StreamExt as _;
use tonic::Status;

/// RFC 9530.
const REPR_DIGEST: HeaderName = HeaderName::from_static("repr-digest");

/// Download a file
///
/// Whole, or the one range that is asked for.
#[utoipa::path(get, path = "/files/{file_id}/content", tag = "files", operation_id = "downloadFile",
    params(
        ("file_id" = String, Path, description = "The file.", format = "uuid"),
        ("Range" = Option<String>, Header, description = "One range of bytes."),
        ("If-Range" = Option<String>, Header, description = "The ETag the range belongs to."),
        ("If-None-Match" = Option<String>, Header, description = "The ETag that is here already."),
    ),
    responses(
        (status = 200, description = "All bytes.", body = String, content_type = "application/xliff+xml",
            headers(
                ("ETag" = String, description = "The SHA-256 of all bytes."),
                ("Repr-Digest" = String, description = "The same by RFC 9530."),
                ("Content-Disposition" = String, description = "Always `attachment`, with the name twice."),
            )),
        (status = 206, description = "The bytes of the range.", body = String,
            content_type = "application/xliff+xml",
            headers(("Content-Range" = String, description = "Which of how many."))),
        (status = 304, description = "What is here already is right."),
    ))]
pub(super) async fn content(
    State(gateway): State<Gateway>,
    who: Who,
    FilePath(file_id): FilePath,
    method: Method,
    asked: HeaderMap,
) -> Result<Response, Fault> {
    let file = files::get(&gateway, &who, file_id).await?;
    let etag = format!("\"{}\"", file.sha256);
    let said = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    let size = u64::try_from(file.size_bytes).unwrap_or_default();
    let mut here = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok());
    if here.any(|tags| matches(tags, &etag)) {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        put(&mut response, header::ETAG, &etag);
        // The router would say 0 to HEAD, which only an empty file may hear (RFC 9110, 8.6).
        put(&mut response, header::CONTENT_LENGTH, &size.to_string());
        return Ok(response);
    }
    // A range of another version than ours is answered with all of ours.
    let same = said(header::IF_RANGE).is_none_or(|tag| tag.trim() == etag);
    // A range is defined for GET alone; others are to pass over it (RFC 9110, 14.2).
    let range = Range::read(said(header::RANGE).filter(|_| same && method == Method::GET), size);
    let (status, first, length) = match range {
        Range::Whole => (StatusCode::OK, 0, size),
        Range::Part { first, last } => (StatusCode::PARTIAL_CONTENT, first, last - first + 1),
        Range::Nothing => {
            let mut response = Fault::range(size).into_response();
            put(&mut response, header::CONTENT_RANGE, &format!("bytes */{size}"));
            return Ok(response);
        }
    };
    let body = if method == Method::HEAD {
        Body::empty()
    } else {
        bytes(&gateway, &who, &file, first, length).await?
    };
    let mut response = (status, body).into_response();
    put(&mut response, header::CONTENT_TYPE, "application/xliff+xml");
    put(&mut response, header::CONTENT_LENGTH, &length.to_string());
    put(&mut response, header::ACCEPT_RANGES, "bytes");
    put(&mut response, header::ETAG, &etag);
    put(&mut response, REPR_DIGEST, &format!("sha-256=:{}:", base64(&file.sha256)));
    if status == StatusCode::PARTIAL_CONTENT {
        let last = first + length - 1;
        put(&mut response, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{size}"));
    }
    response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition::attachment(&file.filename));
    Ok(response)
}

/// The bytes as the service sends them. What breaks off there breaks the connection off here: the
/// length was announced.
async fn bytes(gateway: &Gateway, who: &Who, file: &File, first: u64, length: u64) -> Result<Body, Status> {
    let number = |value| i64::try_from(value).unwrap_or(i64::MAX);
    let request = DownloadFileRequest {
        file_id: file.file_id.clone(),
        offset_bytes: number(first),
        limit_bytes: number(length),
    };
    let messages = gateway.service.download_file(who.asks(request)).await?.into_inner();
    let pieces = messages.filter_map(|message| async { chunk(message) });
    Ok(Body::from_stream(pieces))
}

fn chunk(message: Result<DownloadFileResponse, Status>) -> Option<Result<Bytes, Status>> {
    match message.map(|message| message.payload) {
        Ok(Some(Payload::Chunk(chunk))) => Some(Ok(Bytes::from(chunk))),
        Ok(Some(Payload::File(_)) | None) => None,
        Err(broken) => Some(Err(broken)),
    }
}

/// Whether a list of tags names this one. Weak ones compare like strong ones here (RFC 9110, 13.1.2).
fn matches(tags: &str, etag: &str) -> bool {
    tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// Hexadecimal digits as base64.
fn base64(hex: &str) -> String {
    let bytes: Vec<u8> = hex
        .as_bytes()
        .chunks(2)
        .filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    STANDARD.encode(bytes)
}

/// The values are all digits, hexadecimal digits and punctuation.
fn put(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_in_a_list_and_nowhere_else() {
        let check = |tags: &str, expected: bool| assert_eq!(matches(tags, "\"a\""), expected, "{tags}");
        check("\"a\"", true);
        check("\"b\", \"a\"", true);
        check("W/\"a\"", true);
        check("*", true);
        check("\"b\"", false);
        check("a", false);
        check("", false);
    }

    #[test]
    fn a_digest_is_base64_of_its_bytes() {
        assert_eq!(base64("00ff10"), "AP8Q");
    }
}
