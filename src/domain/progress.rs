//! Counts of a job.

use super::clock::Time;
use super::score::ScoreSum;
use super::segment::{EndReason, Finding, Outcome, SegmentResult, SegmentState};
use super::usage::Usage;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Counts of a job, all from its beginning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobProgress {
    /// How many segments the file holds; 0 until it was read.
    pub segment_count: u64,
    /// What was counted of the finished ones.
    pub finished: Counts,
    /// What the model calls used.
    pub usage: Usage,
    /// What it waits for at present. Never stored: it is seen where the calls are made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
}

/// A model that cannot be called at present, and that a job needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Its full id.
    pub model: String,
    /// Why no call goes out.
    pub reason: WaitReason,
    /// Since when there was no good answer from it.
    pub since: Time,
}

/// Why no call goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WaitReason {
    /// The provider asked to wait.
    Throttled,
    /// The provider was not reached, was broken or too slow, or its quota is used up.
    Down,
}

impl WaitReason {
    /// The word clients see.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Throttled => "throttled",
            Self::Down => "down",
        }
    }
}

/// Counts over finished segments. Sums, so the order of finishing does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// How many came to an end, skipped ones included.
    pub finished: u64,
    /// How many of them were changed.
    pub changed: u64,
    /// How many were left alone on purpose.
    pub skipped: u64,
    /// How many failed.
    pub failed: u64,
    /// How many a person should look at.
    pub needs_review: u64,
    /// How many candidates were accepted.
    pub revisions: u64,
    /// How many candidates were refused.
    pub rejected: u64,
    /// Skipped segments by reason.
    pub skipped_by_reason: BTreeMap<String, u64>,
    /// Findings as the segments came in, by check.
    pub findings_before: BTreeMap<String, u64>,
    /// Findings as the segments are now, by check.
    pub findings_after: BTreeMap<String, u64>,
    /// Scores by the checks.
    pub rules_score: ScoreSum,
    /// Scores by the reviewer.
    pub mqm_score: ScoreSum,
}

impl Counts {
    /// Counts one finished segment.
    pub fn count(&mut self, result: &SegmentResult) {
        self.finished += 1;
        self.needs_review += u64::from(result.needs_review);
        match result.state {
            SegmentState::Changed => self.changed += 1,
            SegmentState::Skipped => self.skipped += 1,
            SegmentState::Failed => self.failed += 1,
            SegmentState::Unchanged => {}
        }
        if let EndReason::Skip(reason) = result.reason {
            *self.skipped_by_reason.entry(reason.as_str().to_owned()).or_default() += 1;
        }
        for revision in &result.revisions {
            match revision.outcome {
                Outcome::Accepted => self.revisions += 1,
                Outcome::Rejected => self.rejected += 1,
                Outcome::Unchanged => {}
            }
        }
        for finding in &result.findings_before {
            *self.findings_before.entry(finding.check.to_string()).or_default() += 1;
        }
        self.recount(&[], &result.findings_after);
        if let Some(scores) = &result.scores {
            self.rules_score.add(scores.words, Some(scores.rules_before), Some(scores.rules_after));
            self.mqm_score.add(scores.words, scores.mqm_before, scores.mqm_after);
        }
    }

    /// Counts what is found in a segment now, in place of what was found in it.
    pub fn recount(&mut self, before: &[Finding], now: &[Finding]) {
        for finding in now {
            *self.findings_after.entry(finding.check.to_string()).or_default() += 1;
        }
        for finding in before {
            if let Some(count) = self.findings_after.get_mut(&*finding.check) {
                *count = count.saturating_sub(1);
            }
        }
        self.findings_after.retain(|_, count| *count > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;
    use crate::domain::score::{ScoreSum, Scores};
    use crate::domain::segment::{Segment, SegmentResult, SkipReason};

    #[test]
    fn scores_are_summed_where_there_are_any() {
        let skipped = Segment::default().skipped(SkipReason::Locked, Vec::new());
        // What an older version has counted goes on.
        let mut counts: Counts = serde_json::from_str(r#"{"finished":7}"#).unwrap();
        counts.count(&skipped);
        assert_eq!((counts.rules_score.told(), counts.mqm_score.told()), (None, None));
        let scored = |mqm_before, mqm_after| {
            let scores = Scores { words: 4, rules_before: 51, rules_after: 1, mqm_before, mqm_after };
            SegmentResult { scores: Some(scores), ..skipped.clone() }
        };
        for result in [scored(None, None), scored(Some(10), None), scored(Some(50), Some(0))] {
            counts.count(&result);
        }
        let rules = ScoreSum {
            segment_count: 3,
            word_count: 12,
            before_tenths: 153,
            after_tenths: 3,
            ..ScoreSum::default()
        };
        let mqm = ScoreSum {
            segment_count: 1,
            word_count: 4,
            before_tenths: 50,
            after_tenths: 0,
            open_segment_count: 1,
            open_word_count: 4,
            open_before_tenths: 10,
        };
        assert_eq!((counts.finished, counts.rules_score, counts.mqm_score), (11, rules, mqm));
    }

    #[test]
    fn a_row_of_an_older_version_has_no_scores() {
        let skipped = Segment::default().skipped(SkipReason::Locked, Vec::new());
        let row = serde_json::to_string(&skipped).unwrap();
        assert!(!row.contains("scores"), "{row}");
        assert_eq!(serde_json::from_str::<SegmentResult>(&row).unwrap(), skipped);
    }
}
