//! Scores: how much is wrong with targets, before and after.

use crate::pb;
use serde::Serialize;
use utoipa::ToSchema;

/// How much is wrong with the target of a segment before and after, as penalty points of MQM in tenths of a
/// point: 250 for what is critical, 50 major, 10 minor, 1 minor and of punctuation. 0 is the best.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SegmentScores)]
pub(super) struct ScoresView {
    /// The findings of the checks in the target as it came in, but for remarks and those over the whole file.
    rules_before_tenths: i64,
    /// The same in the target now.
    rules_after_tenths: i64,
    /// The issues that held in the first review of the target as it came in; absent if no reviewer judged it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    mqm_before_tenths: Option<i64>,
    /// The issues that held in the last review of the target now; absent if no reviewer judged it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    mqm_after_tenths: Option<i64>,
    /// Words of the source.
    source_words: i64,
}

/// A score over several segments, in tenths of a point. Points for each 1,000 words are
/// `before_tenths × 100 / words` before and `after_tenths × 100 / words` now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScoreSum)]
pub(super) struct ScoreSumView {
    /// Segments that were judged before and after.
    segments: i64,
    /// Words of their sources.
    words: i64,
    /// The sum of their targets as they came in.
    before_tenths: i64,
    /// The sum of their targets now.
    after_tenths: i64,
    /// Segments that were judged as they came in and not as they are now; in no sum above.
    open_segments: i64,
    /// Words of their sources.
    open_words: i64,
    /// The sum of their targets as they came in.
    open_before_tenths: i64,
}

impl From<pb::SegmentScores> for ScoresView {
    fn from(scores: pb::SegmentScores) -> Self {
        Self {
            rules_before_tenths: scores.rules_before_tenths,
            rules_after_tenths: scores.rules_after_tenths,
            mqm_before_tenths: scores.mqm_before_tenths,
            mqm_after_tenths: scores.mqm_after_tenths,
            source_words: scores.source_word_count,
        }
    }
}

impl From<pb::ScoreSum> for ScoreSumView {
    fn from(sum: pb::ScoreSum) -> Self {
        Self {
            segments: sum.segment_count,
            words: sum.word_count,
            before_tenths: sum.before_tenths,
            after_tenths: sum.after_tenths,
            open_segments: sum.open_segment_count,
            open_words: sum.open_word_count,
            open_before_tenths: sum.open_before_tenths,
        }
    }
}
