//! Pages for people: the interface drawn from its description, and what each reason means. All of it
//! comes from the binary; nothing on these pages is loaded from elsewhere.

use super::Gateway;
use super::error::Fault;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{Html, Response};
use axum::routing::get;
use serde_json::Value;
use utoipa_swagger_ui::{Config, SwaggerUi};

const JSON: &str = "application/json";
/// What each reason means, as in the repository.
const REASONS: &str = include_str!("../../docs/errors.md");
/// Scripts, pictures and data from here only; the pages style themselves in place.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// One copy of the description for all who ask: anybody may, and may be slow to take it.
pub(super) fn routes(description: &Value) -> Router<Gateway> {
    let description = Bytes::from(description.to_string());
    let ui = SwaggerUi::new("/docs").config(Config::from("/openapi.json").validator_url("none"));
    Router::from(ui)
        .route("/docs/errors/{reason}", get(reason))
        .layer(middleware::from_fn(guarded))
        .route("/openapi.json", get(move || async move { ([(header::CONTENT_TYPE, JSON)], description) }))
}

/// Tells browsers what these pages may do.
async fn guarded(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

async fn reason(reason: Option<Path<String>>) -> Result<Html<String>, Fault> {
    let name = reason.map(|Path(name)| name.to_ascii_uppercase()).unwrap_or_default();
    let text =
        section(&name).ok_or_else(|| Fault::not_found("ROUTE_NOT_FOUND", "there is no such reason"))?;
    let (name, text) = (escape(&name), escape(text));
    Ok(Html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{name} - refineloop</title>\
         <style>body{{max-width:50em;margin:2em auto;font-family:sans-serif}}\
         pre{{white-space:pre-wrap;font:inherit}}</style></head>\
         <body><h1>{name}</h1><pre>{text}</pre></body></html>"
    )))
}

/// What stands under the heading of a reason.
fn section(name: &str) -> Option<&'static str> {
    let mut sections = REASONS.split("\n### ").skip(1);
    let found = sections.find_map(|section| section.strip_prefix(name)?.strip_prefix('\n'))?;
    Some(found.split("\n## ").next().unwrap_or(found).trim())
}

fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut page, letter| {
        match letter {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            other => page.push(other),
        }
        page
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_its_section_and_no_more() {
        let text = section("REQUEST_ID_REUSED").unwrap();
        assert!(text.contains("What to do") && !text.contains("## "), "{text}");
        for name in ["", "REQUEST", "NOT_A_REASON", "request_invalid"] {
            assert!(section(name).is_none(), "{name}");
        }
        for name in ["ROUTE_NOT_FOUND", "METHOD_NOT_ALLOWED", "MEDIA_TYPE_UNSUPPORTED", "BODY_TOO_LARGE"] {
            assert!(section(name).is_some(), "{name}");
        }
    }
}
