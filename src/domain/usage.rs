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
