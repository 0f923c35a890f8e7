//! Refusals as REST tells them: one body for all, drawn in one place.
//!
//! A handler hands out a [`Fault`]; the layer [`render`] draws it, because only the request says in
//! which form and for which path.

use super::ask::At;
use super::view::problem::{ErrorView, FieldView, ProblemView};
use crate::grpc::{Problem, invalid, problem, required};
use crate::telemetry;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use tonic::Status;

/// The form of an error that a client may ask for (RFC 9457).
const PROBLEM_JSON: &str = "application/problem+json";

/// Why a request is refused.
#[derive(Debug, Clone)]
pub(super) struct Fault(Box<Problem>);

impl Fault {
    /// A part of the request that cannot be read, or does not stand.
    pub(super) fn invalid(field: &str, description: &str) -> Self {
        invalid(field, description).into()
    }

    /// A part of the request that is not there and has to be.
    pub(super) fn required(field: &str, description: &str) -> Self {
        required(field, description).into()
    }

    /// The body is not of the type that the route reads.
    pub(super) fn media_type(expected: &str) -> Self {
        Self::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, "MEDIA_TYPE_UNSUPPORTED", expected.to_owned())
    }

    /// The body is too large for a route that takes no file.
    pub(super) fn body_too_large() -> Self {
        let message = format!("the body is larger than {} bytes", super::BODY);
        Self::of(StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE", message)
    }

    /// No such thing, where the path cannot be the identifier of one.
    pub(super) fn not_found(reason: &str, message: &str) -> Self {
        Self::of(StatusCode::NOT_FOUND, reason, message.to_owned())
    }

    /// A range of a file of `size` bytes that holds none of them.
    pub(super) fn range(size: u64) -> Self {
        let mut fault = Self::of(
            StatusCode::RANGE_NOT_SATISFIABLE,
            "OFFSET_PAST_END",
            format!("the file has {size} bytes; the range holds none of them"),
        );
        fault.0.metadata.insert("sizeBytes".to_owned(), size.to_string());
        fault
    }

    fn of(status: StatusCode, reason: &str, message: String) -> Self {
        Self(Box::new(Problem {
            http: status.as_u16(),
            reason: reason.to_owned(),
            message,
            request_id: None,
            metadata: HashMap::new(),
            fields: Vec::new(),
            retry_after: None,
        }))
    }
}

impl From<Status> for Fault {
    fn from(status: Status) -> Self {
        Self(Box::new(problem(&status)))
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = status(self.0.http).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The answer to a call that ended with `status`, to a request with these headers.
pub(crate) fn response(status: &Status, headers: &HeaderMap) -> Response {
    draw(&problem(status), wants_problem(headers), None)
}

/// Draws the faults of the routes, and says of every answer that its type is not to be guessed.
pub(super) async fn render(mut request: Request, next: Next) -> Response {
    let as_problem = wants_problem(request.headers());
    let path = request.uri().path().to_owned();
    request.extensions_mut().insert(At(path.clone()));
    let mut response = next.run(request).await;
    if let Some(Fault(problem)) = response.extensions_mut().remove::<Fault>() {
        let mut drawn = draw(&problem, as_problem, Some(path));
        // What the route said beside it, such as `Allow` and `Content-Range`.
        for (name, value) in response.headers() {
            if name != header::CONTENT_LENGTH {
                drawn.headers_mut().entry(name).or_insert(value.clone());
            }
        }
        response = drawn;
    }
    let nosniff = HeaderValue::from_static("nosniff");
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    response
}

/// There is no such route.
pub(super) async fn route_not_found() -> Fault {
    Fault::not_found("ROUTE_NOT_FOUND", "there is no such route; /openapi.json lists those there are")
}

/// The route has no such method; the router adds which it has.
pub(super) async fn method_not_allowed() -> Fault {
    let message = "the route has no such method; the header Allow lists those it has".to_owned();
    Fault::of(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message)
}

fn draw(problem: &Problem, as_problem: bool, instance: Option<String>) -> Response {
    let fields: Vec<FieldView> = problem
        .fields
        .iter()
        .map(|(field, description, rule)| FieldView {
            field: rest_name(field),
            description: description.clone(),
            rule: rule.clone(),
        })
        .collect();
    let message = if fields.is_empty() {
        problem.message.clone()
    } else {
        let each = fields.iter().map(|one| format!("{}: {}", one.field, one.description));
        each.collect::<Vec<_>>().join("; ")
    };
    let request_id = problem.request_id.clone().or_else(telemetry::request_id).unwrap_or_default();
    let body = ProblemView {
        error: ErrorView {
            request_id,
            code: problem.reason.to_ascii_lowercase(),
            message: message.clone(),
            details: problem.metadata.clone().into_iter().collect(),
            fields,
        },
        kind: format!("/docs/errors/{}", problem.reason),
        title: title(&problem.reason),
        status: problem.http,
        detail: message,
        instance,
    };
    let mut response = (status(problem.http), axum::Json(body)).into_response();
    let headers = response.headers_mut();
    if as_problem {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    }
    if let Some(pause) = problem.retry_after {
        // Whole seconds, and never the invitation to call again at once.
        let seconds = pause.as_millis().div_ceil(1000).clamp(1, 86_400);
        headers.insert(header::RETRY_AFTER, u64::try_from(seconds).unwrap_or(86_400).into());
    }
    match problem.http {
        401 => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        // What is left of a slow body is not worth waiting for.
        408 => {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        _ => {}
    }
    response
}

/// A status as a number is one of ours, so it is a good one; anything else would be our fault.
fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// How a field of a message is called in a body or a query.
fn rest_name(field: &str) -> String {
    let name = field.strip_prefix("spec.").unwrap_or(field);
    match name {
        "webhook" | "webhook.url" => "webhook_url",
        "webhook.secret" => "webhook_secret",
        "page_size" => "limit",
        "page_token" => "cursor",
        other => other,
    }
    .to_owned()
}

/// `FILE_NOT_FOUND` as `File not found`.
fn title(reason: &str) -> String {
    let words = reason.to_ascii_lowercase().replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// Whether the form with its own name is asked for, and not less than the plain one.
fn wants_problem(headers: &HeaderMap) -> bool {
    let problem = weight(headers, PROBLEM_JSON);
    problem > 0.0 && problem >= weight(headers, "application/json")
}

/// How much a type is wanted by its name (RFC 9110, 12.4.2): 0 if it is not named.
fn weight(headers: &HeaderMap, name: &str) -> f32 {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let named = accepted.flat_map(|value| value.split(',')).filter_map(|range| {
        let (named, parameters) = range.split_once(';').unwrap_or((range, ""));
        let mut parameters = parameters.split(';').filter_map(|parameter| parameter.split_once('='));
        let said = parameters.find(|(key, _)| key.trim().eq_ignore_ascii_case("q"));
        let weight = said.map_or(1.0, |(_, weight)| weight.trim().parse().unwrap_or(1.0));
        named.trim().eq_ignore_ascii_case(name).then_some(weight)
    });
    named.fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_drawn_for_whoever_asks_for_it_by_name() {
        let check = |accept: &'static str, expected: bool| {
            let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
            assert_eq!(wants_problem(&headers), expected, "{accept}");
        };
        check("application/problem+json", true);
        check("Application/Problem+JSON; q=0.5", true);
        check("text/html, application/problem+json;q=0.9", true);
        check("application/json, application/problem+json", true);
        check("application/json;q=0.5, application/problem+json;q=0.6", true);
        check("application/json, application/problem+json;q=0.1", false);
        check("application/problem+json;q=0", false);
        check("application/json", false);
        check("*/*", false);
        check("", false);
    }
}
