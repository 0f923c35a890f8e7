//! The body of a request, cut when nothing of it comes for too long, or too little.

use crate::grpc::{self, Pace};
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::time::{Instant, Sleep};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// A body that keeps the pace, counted only while somebody waits for a part. The source of its error
/// is a status, which both protocols answer with.
pub(super) struct Paced {
    body: Body,
    pace: Pace,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Paced {
    pub(super) fn new(body: Body, pace: Pace) -> Self {
        Self { body, pace, waiting: None }
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let Self { body, pace, waiting } = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(body).poll_frame(context) {
            if let Some((began, _)) = waiting.take() {
                pace.waited(began.elapsed());
            }
            if let Some(bytes) = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref()) {
                pace.came(bytes.len());
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Error::from)));
        }
        let (_, sleep) =
            waiting.get_or_insert_with(|| (Instant::now(), Box::pin(tokio::time::sleep(pace.patience()))));
        ready!(sleep.as_mut().poll(context));
        Poll::Ready(Some(Err(grpc::status::too_slow().into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        HttpBody::size_hint(&self.body)
    }
}
