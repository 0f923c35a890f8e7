//! What model calls used, as the provider reported it.

use super::price::Cost;
use serde::{Deserialize, Serialize};

/// What one call used, or sums over calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Calls made, failed and repeated ones included.
    pub request_count: u64,
    /// Those of them that may have used tokens nobody told of: too slow, broken off, or answered
    /// without a word of it. Nothing of them is in the sums.
    #[serde(default)]
    pub unreported_count: u64,
    /// Answers taken over from an earlier job, which paid for them; in no other sum.
    #[serde(default)]
    pub reused_count: u64,
    /// Tokens read, cached ones included.
    pub input_token_count: u64,
    /// Tokens read from the provider's cache, part of the above.
    pub cached_input_token_count: u64,
    /// Tokens written to the provider's cache, part of `input_token_count` too.
    #[serde(default)]
    pub cache_write_input_token_count: u64,
    /// Tokens written, hidden reasoning included.
    pub output_token_count: u64,
    /// Tokens of hidden reasoning, part of the above; 0 where the provider does not tell them apart.
    #[serde(default)]
    pub reasoning_token_count: u64,
    /// What it cost; absent unless it is known of every call, which is not nothing.
    #[serde(flatten)]
    pub cost: Option<Cost>,
}

impl Usage {
    /// One call that used nothing: the provider turned it away, or it never got there.
    pub const NOTHING: Self = Self {
        request_count: 1,
        unreported_count: 0,
        reused_count: 0,
        input_token_count: 0,
        cached_input_token_count: 0,
        cache_write_input_token_count: 0,
        output_token_count: 0,
        reasoning_token_count: 0,
        cost: None,
    };

    /// The sum of both; its cost is known if both are, in one currency.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let cost = self.cost.zip(other.cost).filter(|(one, other)| one.currency == other.currency);
        Self {
            request_count: self.request_count.saturating_add(other.request_count),
            unreported_count: self.unreported_count.saturating_add(other.unreported_count),
            reused_count: self.reused_count.saturating_add(other.reused_count),
            input_token_count: self.input_token_count.saturating_add(other.input_token_count),
            cached_input_token_count: self
                .cached_input_token_count
                .saturating_add(other.cached_input_token_count),
            cache_write_input_token_count: self
                .cache_write_input_token_count
                .saturating_add(other.cache_write_input_token_count),
            output_token_count: self.output_token_count.saturating_add(other.output_token_count),
            reasoning_token_count: self.reasoning_token_count.saturating_add(other.reasoning_token_count),
            cost: cost.map(|(one, other)| Cost { micros: one.micros.saturating_add(other.micros), ..one }),
        }
    }

    /// Tokens in and out together.
    #[must_use]
    pub fn tokens(&self) -> u64 {
        self.input_token_count.saturating_add(self.output_token_count)
    }
}
