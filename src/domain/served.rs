//! Which calls a segment had a part in, and how large that part was.
//!
//! A call is about many segments, and what it used is known of the whole only. The part of a segment
//! is an allotment by the length of its texts; the parts of all segments of a call add up to the call,
//! to the token.

use super::clock::Time;
use super::ids::JobId;
use super::price::Cost;
use super::segment::SegmentResult;
use super::usage::Usage;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The group a segment was in: where its calls are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "(i32, i32)", into = "(i32, i32)")]
pub struct GroupPlace {
    /// The shard.
    pub shard: i32,
    /// The group within the shard, from 0.
    pub group: i32,
}

/// The part of a segment in a call of its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 7]", into = "[u64; 7]")]
pub struct Part {
    /// The beginning of the key of the call: what was asked at the same place for another job, whose
    /// answers this one took over, is another call.
    pub call: u64,
    /// The round of the call, from 1.
    pub round: u32,
    /// The step of the round.
    pub step: u32,
    /// How many segments the call was about.
    pub segments: u32,
    /// Where the part begins in the length of all their texts.
    pub from: u64,
    /// Where it ends, exclusive.
    pub to: u64,
    /// That length.
    pub of: u64,
}

/// A call as it is told beside the segments it was about: all requests for one question together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRecord {
    /// What tells it from all others of its job: the hash of the question and of its place.
    pub key: String,
    /// What the model was asked to be: the word of [`super::model::Role`].
    pub role: String,
    /// The model that was asked, by its full id.
    pub model: String,
    /// What the provider says answered; empty if it does not say.
    pub model_version: String,
    /// SHA-256 of what was asked, in hexadecimal; empty in rows of older versions.
    pub prompt_hash: String,
    /// How it ended, in a word.
    pub outcome: String,
    /// When the first request went out.
    pub started_at: Option<Time>,
    /// When the last answer was there.
    pub ended_at: Option<Time>,
    /// What all requests used.
    pub usage: Usage,
    /// The job that got the answer first and paid for it, if that is not this one.
    pub taken_from: Option<JobId>,
}

/// A call and the part one segment had in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// The part.
    pub part: Part,
    /// The call.
    pub call: Arc<CallRecord>,
}

impl SegmentResult {
    /// The calls of a round.
    #[must_use]
    pub fn round(&self, round: u32) -> Round<'_> {
        Round::of(self.calls.iter().filter(|served| served.part.round == round))
    }

    /// The calls of rounds that came to no revision.
    pub fn open_calls(&self) -> impl Iterator<Item = &Served> {
        let ended = |round| self.revisions.iter().any(|revision| revision.round == round);
        self.calls.iter().filter(move |served| !ended(served.part.round))
    }
}

impl Part {
    /// The parts of segments in a call whose key is not known yet, by the length of the texts that were sent of each.
    #[must_use]
    pub fn of(round: u32, step: u32, lengths: &[u64]) -> Vec<Self> {
        // One more for each: an empty text takes part too, and nothing is divided by zero.
        let of = lengths.iter().map(|length| length + 1).sum();
        let segments = u32::try_from(lengths.len()).unwrap_or(u32::MAX);
        let mut from = 0;
        let part = |length: &u64| {
            let part = Self { call: 0, round, step, segments, from, to: from + length + 1, of };
            from = part.to;
            part
        };
        lengths.iter().map(part).collect()
    }

    /// What of `total` it comes to. Rounded so that the parts of a call add up to its total.
    #[must_use]
    pub fn share(&self, total: u64) -> u64 {
        let up_to = |end: u64| u128::from(total) * u128::from(end.min(self.of)) / u128::from(self.of.max(1));
        u64::try_from(up_to(self.to).saturating_sub(up_to(self.from))).unwrap_or(u64::MAX)
    }
}

/// The calls of one round of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round<'s> {
    /// The calls, in order.
    pub calls: Vec<&'s Served>,
    /// What the segment used in them; `None` without calls.
    pub usage: Option<Usage>,
    /// When the first request went out.
    pub started_at: Option<Time>,
    /// When the last answer was there.
    pub ended_at: Option<Time>,
}

impl<'s> Round<'s> {
    /// What calls come to.
    #[must_use]
    pub fn of(calls: impl Iterator<Item = &'s Served>) -> Self {
        let calls: Vec<_> = calls.collect();
        Self {
            usage: calls.iter().map(|served| served.usage()).reduce(Usage::plus),
            started_at: calls.iter().filter_map(|served| served.call.started_at).min(),
            ended_at: calls.iter().filter_map(|served| served.call.ended_at).max(),
            calls,
        }
    }
}

/// The beginning of a call's key, as parts name it; 0 for what is no key.
#[must_use]
pub fn short(key: &str) -> u64 {
    key.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or_default()
}

impl Served {
    /// What the segment used of the call. Counts of requests stay with the call.
    #[must_use]
    pub fn usage(&self) -> Usage {
        let (whole, share) = (&self.call.usage, |total| self.part.share(total));
        Usage {
            input_token_count: share(whole.input_token_count),
            cached_input_token_count: share(whole.cached_input_token_count),
            cache_write_input_token_count: share(whole.cache_write_input_token_count),
            output_token_count: share(whole.output_token_count),
            reasoning_token_count: share(whole.reasoning_token_count),
            cost: whole.cost.map(|cost| Cost { micros: share(cost.micros), ..cost }),
            ..Usage::default()
        }
    }
}

impl From<(i32, i32)> for GroupPlace {
    fn from((shard, group): (i32, i32)) -> Self {
        Self { shard, group }
    }
}

impl From<GroupPlace> for (i32, i32) {
    fn from(place: GroupPlace) -> Self {
        (place.shard, place.group)
    }
}

/// Numbers alone: a row of a segment holds one for each call.
impl From<[u64; 7]> for Part {
    fn from([call, round, step, segments, from, to, of]: [u64; 7]) -> Self {
        let short = |value| u32::try_from(value).unwrap_or(u32::MAX);
        Self { call, round: short(round), step: short(step), segments: short(segments), from, to, of }
    }
}

impl From<Part> for [u64; 7] {
    fn from(part: Part) -> Self {
        [part.call, part.round.into(), part.step.into(), part.segments.into(), part.from, part.to, part.of]
    }
}

#[cfg(test)]
mod tests {
    use super::Part;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_parts_of_a_call_add_up_to_it(
            lengths in prop::collection::vec(0_u64..300_000, 1..30),
            total in 0_u64..10_000_000,
        ) {
            let parts = Part::of(1, 1, &lengths);
            prop_assert_eq!(parts.iter().map(|part| part.share(total)).sum::<u64>(), total);
            let json = serde_json::to_string(&parts).unwrap();
            prop_assert_eq!(serde_json::from_str::<Vec<Part>>(&json).unwrap(), parts);
        }
    }

    #[test]
    fn a_part_grows_with_the_text_and_odd_ones_do_no_harm() {
        let shares: Vec<u64> = Part::of(1, 1, &[0, 9, 89]).iter().map(|part| part.share(1000)).collect();
        assert_eq!(shares, [9, 99, 892]);
        let odd = Part { call: 0, round: 1, step: 1, segments: 0, from: 7, to: 3, of: 0 };
        assert_eq!(odd.share(u64::MAX), 0);
        assert_eq!(Part { from: 0, to: u64::MAX, of: u64::MAX, ..odd }.share(u64::MAX), u64::MAX);
    }
}
