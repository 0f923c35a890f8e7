//! What model calls used, as the provider reported it.

use serde::{Deserialize, Serialize};

/// Sums over calls. Cost is absent until prices exist.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Calls made, failed and repeated ones included.
    pub request_count: u64,
    /// Tokens read, cached ones included.
    pub input_token_count: u64,
    /// Tokens read from the provider's cache, part of the above.
    pub cached_input_token_count: u64,
    /// Tokens written, hidden reasoning included.
    pub output_token_count: u64,
}

impl Usage {
    /// Adds another sum to this one; stops at the largest number rather than wrap.
    pub fn add(&mut self, other: &Self) {
        self.request_count = self.request_count.saturating_add(other.request_count);
        self.input_token_count = self.input_token_count.saturating_add(other.input_token_count);
        self.cached_input_token_count =
            self.cached_input_token_count.saturating_add(other.cached_input_token_count);
        self.output_token_count = self.output_token_count.saturating_add(other.output_token_count);
    }
}
