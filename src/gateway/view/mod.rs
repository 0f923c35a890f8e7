//! The shapes of answers, made from the contract's messages.

use chrono::{DateTime, SecondsFormat};
use prost_types::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

mod calls;
pub(super) mod dismissals;
pub(super) mod events;
pub(super) mod files;
pub(super) mod jobs;
pub(super) mod models;
pub(super) mod problem;
mod scores;
pub(super) mod segments;
pub(super) mod usage;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Listing<T> {
    /// The entries.
    pub(super) data: Vec<T>,
    /// Whether there is another page.
    pub(super) has_more: bool,
    /// What to send as `cursor` for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) next_cursor: Option<String>,
}

impl<T> Listing<T> {
    /// A page; `next` is empty on the last one.
    pub(super) fn new(entries: impl Iterator<Item = T>, next: String) -> Self {
        Self { data: entries.collect(), has_more: !next.is_empty(), next_cursor: text(next) }
    }
}

/// RFC 3339 in UTC, to the millisecond.
fn time(time: Option<&Timestamp>) -> Option<String> {
    let time = time?;
    let nanos = u32::try_from(time.nanos).unwrap_or_default();
    let time = DateTime::from_timestamp(time.seconds, nanos)?;
    Some(time.to_rfc3339_opts(SecondsFormat::Millis, true))
}

/// The same of a time the service always sets.
fn set_time(stamp: Option<&Timestamp>) -> String {
    time(stamp).unwrap_or_default()
}

/// The word of a value of the contract: its name without the prefix of its kind, in lower case.
fn word(name: &str, prefix: &str) -> String {
    name.strip_prefix(prefix).unwrap_or(name).to_ascii_lowercase()
}

fn text(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_rfc_3339_in_utc() {
        let stamp = Timestamp { seconds: 1_700_000_000, nanos: 5_000_000 };
        assert_eq!(time(Some(&stamp)).as_deref(), Some("2023-11-14T22:13:20.005Z"));
        assert_eq!(time(None), None);
    }

    #[test]
    fn words_lose_their_prefix() {
        assert_eq!(word("SEGMENT_STATE_CHANGED", "SEGMENT_STATE_"), "changed");
    }
}
