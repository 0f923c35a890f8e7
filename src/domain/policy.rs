//! What the loop takes for enough and for too much. Judgement, not measurement: each is a setting.

use serde::{Deserialize, Serialize};

/// The thresholds of the loop; pinned in a job when it is created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// The most segments in a call that reviews alone.
    pub review_segments: usize,
    /// The most segments in a call that reviews and revises.
    pub revise_segments: usize,
    /// The most segments in a call that edits.
    pub edit_segments: usize,
    /// The most pairs in a call that compares.
    pub verify_pairs: usize,
    /// The most tokens of source and target in a call, by estimate.
    pub group_tokens: u32,
    /// A segment of more tokens than this is asked for alone.
    pub large_segment_tokens: u32,
    /// The most tokens of terms that go with every call; of more, only those that occur in it.
    pub term_tokens: u32,
    /// So many refused candidates in a row end the loop on a segment.
    pub patience: u32,
    /// How much of a target an edit may change for minor issues, in percent of its words.
    pub minor_edit_percent: u32,
    /// The same for major issues.
    pub major_edit_percent: u32,
    /// The same for critical issues.
    pub critical_edit_percent: u32,
    /// So many words may change in any case: of a label of two words, one is half.
    pub edit_words: u32,
    /// A change is an issue's if it is at most so many words away from what the issue quotes.
    pub near_words: u32,
    /// The most words of a clause that may change to agree with a change in it.
    pub agreement_words: u32,
    /// Whether a model compares candidates with what was there before.
    pub verify: bool,
    /// How many reviews of a round have to report an issue in careful domains, where a review is a call
    /// of its own: 1 or 2.
    pub high_risk_reviews: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            review_segments: 12,
            revise_segments: 24,
            edit_segments: 32,
            verify_pairs: 8,
            group_tokens: 4_000,
            large_segment_tokens: 800,
            term_tokens: 1_500,
            patience: 2,
            minor_edit_percent: 30,
            major_edit_percent: 60,
            critical_edit_percent: 100,
            edit_words: 3,
            near_words: 2,
            agreement_words: 3,
            verify: true,
            high_risk_reviews: 2,
        }
    }
}
