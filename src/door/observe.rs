//! What is told of a request once it is over: which route, how it ended, how long it took.

use super::answer::Protocol;
use crate::domain::key::KeyId;
use crate::{grpc, telemetry};
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tracing::Span;

/// Asked every few seconds by whoever watches the service.
const FREQUENT: [&str; 5] =
    ["/healthz", "/readyz", "/metrics", "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch"];

/// The route of a request as the service names it, never what the client wrote.
pub(super) fn route(request: &Request, protocol: Protocol) -> String {
    let matched = || request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let route = match protocol {
        Protocol::Grpc => grpc::method(request.uri().path()),
        Protocol::Rest => matched(),
    };
    route.unwrap_or("unknown").to_owned()
}

/// Notes whose key the request of this span shows.
pub(super) fn key(key: Option<&KeyId>) {
    if let Some(key) = key {
        Span::current().record("key", tracing::field::display(key));
    }
}

/// Logs the end of the request whose span is entered.
fn log(route: &str, code: &str, duration: Duration) {
    let ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    if FREQUENT.contains(&route) {
        tracing::debug!(code, ms, "answered");
    } else {
        tracing::info!(code, ms, "answered");
    }
}

/// A request in hand. It is over when its answer has been sent, or was given up.
pub(super) struct Observed {
    span: Span,
    protocol: Protocol,
    route: String,
    /// How it ended, as far as is known.
    code: Option<String>,
    begun: Instant,
}

impl Observed {
    pub(super) fn begin(span: Span, protocol: Protocol, route: String) -> Self {
        Self { span, protocol, route, code: None, begun: Instant::now() }
    }

    /// Goes with the answer until its last byte.
    pub(super) fn watch(mut self, answer: Response) -> Response {
        match self.protocol {
            Protocol::Rest => self.code = Some(answer.status().as_str().to_owned()),
            Protocol::Grpc if answer.status() != StatusCode::OK => {
                self.code = Some(answer.status().as_str().to_owned());
            }
            // An answer that is nothing but a status has it in its head.
            Protocol::Grpc => self.read(answer.headers()),
        }
        answer.map(|body| Body::new(Told { body, observed: self }))
    }

    fn read(&mut self, headers: &HeaderMap) {
        if let Some(code) = headers.get("grpc-status") {
            self.code = Some(grpc::status::word(code.as_bytes()));
        }
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        let code = self.code.as_deref().unwrap_or("cut off");
        let took = self.begun.elapsed();
        telemetry::request_done(self.protocol.word(), &self.route, code, took);
        self.span.in_scope(|| log(&self.route, code, took));
    }
}

/// The body of an answer, with the request it belongs to.
struct Told {
    body: Body,
    observed: Observed,
}

impl HttpBody for Told {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Self { body, observed } = self.get_mut();
        let frame = observed.span.in_scope(|| Pin::new(body).poll_frame(context));
        if let Poll::Ready(Some(Ok(frame))) = &frame
            && let Some(trailers) = frame.trailers_ref()
        {
            observed.read(trailers);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        HttpBody::size_hint(&self.body)
    }
}
