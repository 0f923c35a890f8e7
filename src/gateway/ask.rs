//! What a request says outside its body: who asks, about what, which page.

use super::Gateway;
use super::error::Fault;
use crate::domain::ids::{DismissalId, FileId, JobId};
use crate::grpc::{Caller, key_missing};
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;
use std::str::FromStr;
use tonic::Request;

/// The entries of a page if nothing is said.
const PAGE: i32 = 20;
/// The most entries of a page.
const MOST: i32 = 100;

/// Who asks: what the door in front found out, and nothing else of the request. Comes first among
/// the arguments of a handler, so that nobody learns without a key what else is wrong.
#[derive(Debug, Clone)]
pub(super) struct Who(Caller);

/// Who asks where no key is needed.
#[derive(Debug, Clone)]
pub(super) struct Anyone(Option<Caller>);

impl Who {
    /// The message as a request of theirs to a service.
    pub(super) fn asks<T>(&self, message: T) -> Request<T> {
        let mut request = Request::new(message);
        request.extensions_mut().insert(self.0.clone());
        request
    }
}

impl Anyone {
    /// The message as a request of theirs to a service.
    pub(super) fn asks<T>(&self, message: T) -> Request<T> {
        match &self.0 {
            Some(caller) => Who(caller.clone()).asks(message),
            None => Request::new(message),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Who {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Fault> {
        parts.extensions.get().cloned().map(Self).ok_or_else(|| key_missing().into())
    }
}

impl<S: Sync> FromRequestParts<S> for Anyone {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get().cloned()))
    }
}

/// The path as it was asked for, whatever prefix the routes are mounted under.
#[derive(Debug, Clone)]
pub(super) struct At(pub(super) String);

impl<S: Sync> FromRequestParts<S> for At {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or_else(|| Self(parts.uri.path().to_owned())))
    }
}

/// The file in the path. What cannot be an identifier is not there.
#[derive(Debug)]
pub(super) struct FilePath(pub(super) String);

/// The job in the path. What cannot be an identifier is not there.
#[derive(Debug)]
pub(super) struct JobPath(pub(super) String);

/// The segment of a job in the path. What cannot be an identifier or a number is not there.
#[derive(Debug)]
pub(super) struct SegmentPath {
    pub(super) job_id: String,
    pub(super) number: i64,
}

/// The dismissal in the path. What cannot be an identifier is not there.
#[derive(Debug)]
pub(super) struct DismissalPath(pub(super) String);

impl FromRequestParts<Gateway> for SegmentPath {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Fault> {
        let found: Result<Path<(String, String)>, PathRejection> =
            Path::from_request_parts(parts, gateway).await;
        let Ok(Path((job, number))) = found else {
            return Err(Fault::not_found("JOB_NOT_FOUND", "there is no such job"));
        };
        let job =
            job.parse::<JobId>().map_err(|_| Fault::not_found("JOB_NOT_FOUND", "there is no such job"))?;
        let number = number.parse().map_err(|_| Fault::invalid("segment_number", "counted from 1"))?;
        Ok(Self { job_id: job.to_string(), number })
    }
}

impl FromRequestParts<Gateway> for DismissalPath {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Fault> {
        let id = identifier::<DismissalId>(parts, gateway).await;
        id.map(Self).ok_or_else(|| Fault::not_found("DISMISSAL_NOT_FOUND", "there is no such dismissal"))
    }
}

impl FromRequestParts<Gateway> for FilePath {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Fault> {
        let id = identifier::<FileId>(parts, gateway).await;
        id.map(Self).ok_or_else(|| Fault::not_found("FILE_NOT_FOUND", "there is no such file"))
    }
}

impl FromRequestParts<Gateway> for JobPath {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Fault> {
        let id = identifier::<JobId>(parts, gateway).await;
        id.map(Self).ok_or_else(|| Fault::not_found("JOB_NOT_FOUND", "there is no such job"))
    }
}

async fn identifier<T: FromStr + ToString>(parts: &mut Parts, gateway: &Gateway) -> Option<String> {
    let text: Result<Path<String>, PathRejection> = Path::from_request_parts(parts, gateway).await;
    let id: T = text.ok()?.0.parse().ok()?;
    Some(id.to_string())
}

/// The query, in order.
#[derive(Debug, Default)]
pub(super) struct Params(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Fault> {
        let query = Query::try_from_uri(&parts.uri);
        query.map(|Query(pairs)| Self(pairs)).map_err(|_| Fault::invalid("query", "name=value, joined by &"))
    }
}

impl Params {
    /// The first value of a name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A truth that is false if it is not told.
    ///
    /// # Errors
    /// `REQUEST_INVALID` for any other word.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Fault> {
        match self.get(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(Fault::invalid(name, "true or false")),
        }
    }

    /// The size and the token of the page that is asked for.
    ///
    /// # Errors
    /// `REQUEST_INVALID` for a size that is none.
    pub(super) fn page(&self) -> Result<(i32, String), Fault> {
        let size = match self.get("limit") {
            None => PAGE,
            Some(text) => text
                .parse()
                .ok()
                .filter(|size| (1..=MOST).contains(size))
                .ok_or_else(|| Fault::invalid("limit", "a whole number from 1 to 100"))?,
        };
        Ok((size, self.get("cursor").unwrap_or_default().to_owned()))
    }
}

/// Puts the way to the next page into the head of an answer.
pub(super) fn linked(body: impl IntoResponse, path: &str, params: &Params, next: Option<&str>) -> Response {
    let mut response = body.into_response();
    if let Some(next) = next {
        let kept = params.0.iter().filter(|(name, _)| name != "cursor");
        let query: String = kept
            .map(|(name, value)| format!("{}={}&", escape(name), escape(value)))
            .chain([format!("cursor={}", escape(next))])
            .collect();
        if let Ok(link) = HeaderValue::try_from(format!("<{path}?{query}>; rel=\"next\"")) {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    response
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub(super) fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_from_1_to_100_entries_and_20_unless_it_is_said() {
        let check = |limit: Option<&str>, expected: Option<i32>| {
            let params =
                Params(limit.map(|text| ("limit".to_owned(), text.to_owned())).into_iter().collect());
            assert_eq!(params.page().ok().map(|(size, _)| size), expected, "{limit:?}");
        };
        check(None, Some(20));
        check(Some("1"), Some(1));
        check(Some("100"), Some(100));
        check(Some("101"), None);
        check(Some("0"), None);
        check(Some("-1"), None);
        check(Some("ten"), None);
        check(Some(""), None);
    }

    #[test]
    fn a_link_keeps_the_query_and_escapes_it() {
        let params = Params(vec![("state".into(), "a>b\r\n".into()), ("cursor".into(), "old".into())]);
        let response = linked((), "/files", &params, Some("n=w"));
        let link = response.headers()[header::LINK].to_str().unwrap();
        assert_eq!(link, "</files?state=a%3Eb%0D%0A&cursor=n%3Dw>; rel=\"next\"");
    }
}
