//! A form with one file in it, taken apart within bounds while it arrives.
//!
//! Two things the library does not bound: it buffers whatever the connection has ready, and a part's
//! head of any length. So it is fed one piece at a time, and no further ahead of what it gives back.

use super::error::Fault;
use super::part::Part;
use crate::grpc::{invalid, required};
use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest as _, Multipart, Request};
use futures_util::{Stream, StreamExt as _, stream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Poll, ready};
use tokio::sync::{mpsc, oneshot};
use tonic::Status;

/// The most parts beside the file.
const PARTS: usize = 5;
/// The largest part beside the file, in bytes.
const PART: usize = 64 << 10;
/// The most bytes that may be fed and not given back: also bounds the pieces handed on.
const AHEAD: usize = 1 << 20;

/// A form while it arrives.
#[derive(Debug)]
pub(super) struct Form {
    parts: Multipart,
    ahead: Arc<AtomicUsize>,
}

/// Where the file of a form goes.
#[derive(Debug)]
pub(super) struct Receiver {
    /// Its name, or why there is none.
    pub(super) name: oneshot::Sender<Result<String, Status>>,
    /// Its bytes; then what is wrong with the rest of the form, if something is.
    pub(super) pieces: mpsc::Sender<Result<Bytes, Status>>,
}

impl Form {
    /// Reads the head of the request.
    ///
    /// # Errors
    /// `REQUEST_INVALID` without a boundary.
    pub(super) async fn open(request: Request) -> Result<Self, Fault> {
        let ahead = Arc::new(AtomicUsize::new(0));
        let fed = Arc::clone(&ahead);
        let request = request.map(|body| Body::from_stream(sparing(body, fed)));
        let parts = Multipart::from_request(request, &()).await;
        let parts = parts.map_err(|_| Fault::invalid("Content-Type", "multipart/form-data; boundary=…"))?;
        Ok(Self { parts, ahead })
    }

    /// Hands out the file and reads the form to its end. Ends early if nobody listens any more.
    pub(super) async fn hand_out(mut self, to: Receiver) {
        let Receiver { name, pieces } = to;
        let mut name = Some(name);
        // Who does not listen any more has refused the file, and answers for that.
        let _gone = match self.walk(&mut name, &pieces).await {
            Ok(()) => true,
            Err(wrong) => match name {
                Some(name) => name.send(Err(wrong)).is_err(),
                None => pieces.send(Err(wrong)).await.is_err(),
            },
        };
    }

    /// Goes through the parts; `name` is taken when the file has begun.
    async fn walk(
        &mut self,
        name: &mut Option<oneshot::Sender<Result<String, Status>>>,
        pieces: &mpsc::Sender<Result<Bytes, Status>>,
    ) -> Result<(), Status> {
        let mut others = 0;
        while let Some(mut part) = self.parts.next_field().await.map_err(broken)? {
            let said = Part::read(part.headers());
            let filename = said.filename.filter(|_| said.name.as_deref() == Some("file"));
            let filename = filename.map(|path| base_name(&path).to_owned());
            match (filename, name.take()) {
                (Some(filename), Some(tell)) => {
                    if tell.send(Ok(filename)).is_err() {
                        return Ok(());
                    }
                    while let Some(piece) = part.chunk().await.map_err(broken)? {
                        given_back(&self.ahead, piece.len());
                        if pieces.send(Ok(piece)).await.is_err() {
                            return Ok(());
                        }
                    }
                }
                (Some(_), None) => return Err(invalid("file", "only one part with this name")),
                (None, waiting) => {
                    *name = waiting;
                    others += 1;
                    if others > PARTS {
                        return Err(invalid("body", "at most 5 parts beside the file"));
                    }
                    pass_over(part, &self.ahead).await?;
                }
            }
        }
        if name.is_some() { Err(required("file", "one part with this name and a filename")) } else { Ok(()) }
    }
}

async fn pass_over(mut part: Field<'_>, ahead: &AtomicUsize) -> Result<(), Status> {
    let mut size = 0;
    while let Some(piece) = part.chunk().await.map_err(broken)? {
        given_back(ahead, piece.len());
        size += piece.len();
        if size > PART {
            return Err(invalid("body", "at most 64 KiB in a part beside the file"));
        }
    }
    Ok(())
}

/// The body piece by piece, with a pause after each: whoever reads until nothing is ready gets one.
fn sparing(body: Body, fed: Arc<AtomicUsize>) -> impl Stream<Item = Result<Bytes, axum::Error>> {
    let mut body = body.into_data_stream();
    let mut pause = false;
    stream::poll_fn(move |context| {
        if std::mem::take(&mut pause) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let next = ready!(body.poll_next_unpin(context));
        pause = true;
        if let Some(Ok(piece)) = &next
            && fed.fetch_add(piece.len(), Ordering::Relaxed) + piece.len() > AHEAD
        {
            return Poll::Ready(Some(Err(axum::Error::new("a part without an end to its head"))));
        }
        Poll::Ready(next)
    })
}

/// Boundaries and heads are never given back: there are few, and they count against the bound.
fn given_back(ahead: &AtomicUsize, bytes: usize) {
    let _before = ahead.fetch_sub(bytes, Ordering::Relaxed);
}

fn broken(_: MultipartError) -> Status {
    invalid("body", "the form is malformed or broke off")
}

/// The name without the path that some browsers send with it.
fn base_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::base_name;

    #[test]
    fn a_name_loses_its_path() {
        for (name, expected) in
            [("a.xlf", "a.xlf"), ("C:\\tmp\\a.xlf", "a.xlf"), ("../../a.xlf", "a.xlf"), ("a/", "")]
        {
            assert_eq!(base_name(name), expected);
        }
    }
}
