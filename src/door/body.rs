//! The body of a request, cut when nothing of it comes for too long.

use crate::grpc;
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::Sleep;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// A body whose parts come at most `pause` apart, counted only while somebody waits for one. The
/// source of its error is a status, which tonic answers with.
pub(super) struct Paced {
    body: Body,
    pause: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Paced {
    pub(super) fn new(body: Body, pause: Duration) -> Self {
        Self { body, pause, waiting: None }
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let Self { body, pause, waiting } = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(body).poll_frame(context) {
            *waiting = None;
            return Poll::Ready(frame.map(|frame| frame.map_err(Error::from)));
        }
        let pause = *pause;
        ready!(waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(pause))).as_mut().poll(context));
        Poll::Ready(Some(Err(grpc::status::too_slow().into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        HttpBody::size_hint(&self.body)
    }
}
