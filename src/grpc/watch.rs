//! The stream behind WatchJob: one event waits for the receiver, never more.

use super::{convert, status};
use crate::app::Error;
use crate::app::watch::Watch;
use crate::pb::WatchJobResponse;
use futures_util::{Stream, StreamExt as _, stream};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::task::TaskTracker;
use tonic::Status;
use tonic::metadata::MetadataMap;

type Events = Pin<Box<dyn Stream<Item = Result<WatchJobResponse, Status>> + Send>>;

/// Hands events on at the receiver's pace. One that takes nothing for `stall` while an event waits
/// is cut off; a watch past its client's `deadline` ends, as the transport itself bounds only the
/// head of an answer.
pub(super) fn stream(
    mut watch: Watch,
    stall: Duration,
    deadline: Option<Instant>,
    tasks: &TaskTracker,
) -> Events {
    let (send, receive) = mpsc::channel(1);
    // The last word to a receiver whose channel is full.
    let cut_off: Arc<OnceLock<Status>> = Arc::default();
    let last_word = Arc::clone(&cut_off);
    let shutdown = watch.shutdown();
    tasks.spawn(async move {
        loop {
            let next = tokio::select! {
                next = watch.next() => next.map(|event| match event {
                    Ok(event) => Ok(convert::events::event(event)),
                    Err(error) => Err(status::status(&error)),
                }),
                () = until(deadline) => Some(Err(status::deadline_exceeded())),
                () = send.closed() => None,
            };
            let Some(next) = next else { return };
            let last = next.is_err();
            let word = tokio::select! {
                biased;
                permit = send.reserve() => match permit {
                    Ok(permit) => {
                        permit.send(next);
                        if last {
                            return;
                        }
                        continue;
                    }
                    Err(_gone) => return,
                },
                () = shutdown.cancelled() => status::status(&Error::ServerDraining),
                () = until(deadline) => status::deadline_exceeded(),
                () = tokio::time::sleep(stall) => {
                    status::status(&Error::WatchStalled { last_sequence: watch.sequence() })
                }
            };
            let _first = cut_off.set(word);
            return;
        }
    });
    let rest =
        stream::once(async move { last_word.get().cloned() }).filter_map(|word| async move { word.map(Err) });
    Box::pin(ReceiverStream::new(receive).chain(rest))
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

/// When the client stops waiting, by its `grpc-timeout`: up to eight digits and a unit.
pub(super) fn deadline(metadata: &MetadataMap) -> Option<Instant> {
    Instant::now().checked_add(timeout(metadata.get("grpc-timeout")?.to_str().ok()?)?)
}

fn timeout(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.len() > 8 {
        return None;
    }
    let amount: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(amount * 3600)),
        "M" => Some(Duration::from_secs(amount * 60)),
        "S" => Some(Duration::from_secs(amount)),
        "m" => Some(Duration::from_millis(amount)),
        "u" => Some(Duration::from_micros(amount)),
        "n" => Some(Duration::from_nanos(amount)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grpc_timeout_is_digits_and_a_unit() {
        let check = |text: &str, millis: Option<u64>| {
            assert_eq!(timeout(text), millis.map(Duration::from_millis), "{text}");
        };
        check("10S", Some(10_000));
        check("5000m", Some(5_000));
        check("1H", Some(3_600_000));
        check("", None);
        check("S", None);
        check("12", None);
        check("123456789S", None);
        check("1秒", None);
    }
}
