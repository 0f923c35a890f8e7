//! Scores outward.

use super::count;
use crate::domain::score::{ScoreSum, Scores};
use crate::pb;

/// The scores of a segment.
pub(super) fn of_segment(scores: Scores) -> pb::SegmentScores {
    pb::SegmentScores {
        rules_before_tenths: count(scores.rules_before),
        rules_after_tenths: count(scores.rules_after),
        mqm_before_tenths: scores.mqm_before.map(count),
        mqm_after_tenths: scores.mqm_after.map(count),
        source_word_count: count(scores.words),
    }
}

/// A score of a job.
pub(super) fn sum(sum: ScoreSum) -> pb::ScoreSum {
    pb::ScoreSum {
        segment_count: count(sum.segment_count),
        word_count: count(sum.word_count),
        before_tenths: count(sum.before_tenths),
        after_tenths: count(sum.after_tenths),
        open_segment_count: count(sum.open_segment_count),
        open_word_count: count(sum.open_word_count),
        open_before_tenths: count(sum.open_before_tenths),
    }
}
