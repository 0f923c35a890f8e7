//! How what goes wrong before a service is reached looks in each protocol.

use crate::{gateway, grpc};
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use std::any::Any;
use tonic::Status;

/// In whose words a request is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    Grpc,
    Rest,
}

impl Protocol {
    /// By the type of the request's body; gRPC-web has become gRPC before.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let content = headers.get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
        match content.strip_prefix(b"application/grpc") {
            Some([] | [b'+' | b';' | b' ', ..]) => Self::Grpc,
            Some(_) | None => Self::Rest,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Grpc => "grpc",
            Self::Rest => "rest",
        }
    }
}

/// Refuses a request that has the `headers`.
pub(super) fn refusal(protocol: Protocol, status: Status, headers: &HeaderMap) -> Response {
    match protocol {
        Protocol::Grpc => status.into_http(),
        Protocol::Rest => gateway::error::response(&status, headers),
    }
}

/// Answers for a service that panicked. What it said may hold text of a file, so it is not told.
pub(super) fn panicked_grpc(_payload: Box<dyn Any + Send>) -> Response<Body> {
    grpc::status::panicked().into_http()
}

/// The same for a route.
pub(super) fn panicked_rest(_payload: Box<dyn Any + Send>) -> Response<Body> {
    gateway::error::response(&grpc::status::panicked(), &HeaderMap::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::extract::Request;
    use axum::http::StatusCode;
    use axum::routing::get;
    use tower::ServiceExt as _;
    use tower_http::catch_panic::CatchPanicLayer;

    #[test]
    fn the_protocol_is_told_by_the_content_type() {
        let check = |content: Option<&'static str>, protocol| {
            let mut headers = HeaderMap::new();
            headers.extend(content.map(|content| (CONTENT_TYPE, HeaderValue::from_static(content))));
            assert_eq!(Protocol::of(&headers), protocol, "{content:?}");
        };
        check(Some("application/grpc"), Protocol::Grpc);
        check(Some("application/grpc+proto"), Protocol::Grpc);
        check(Some("application/grpc; charset=x"), Protocol::Grpc);
        check(Some("application/grpc-web+proto"), Protocol::Rest);
        check(Some("application/json"), Protocol::Rest);
        check(None, Protocol::Rest);
    }

    async fn panics() -> &'static str {
        if Protocol::of(&HeaderMap::new()) == Protocol::Rest {
            panic!("canary");
        }
        "unreachable"
    }

    async fn answer(router: Router) -> (StatusCode, HeaderMap, String) {
        let answer = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        let (head, body) = answer.into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        (head.status, head.headers, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_panic_is_an_internal_error_that_tells_nothing() {
        let router = Router::new().route("/", get(panics));
        let rest = router.clone().layer(CatchPanicLayer::custom(panicked_rest));
        let (status, _, body) = answer(rest).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(body.contains("\"internal\"") && !body.contains("canary"), "{body}");

        let grpc = router.layer(CatchPanicLayer::custom(panicked_grpc));
        let (status, headers, _) = answer(grpc).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers["grpc-status"], "13");
        assert!(!format!("{headers:?}").contains("canary"));
    }
}
