//! Counts of a job.

use super::clock::Time;
use super::segment::{EndReason, Outcome, SegmentResult, SegmentState};
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
        for finding in &result.findings_after {
            *self.findings_after.entry(finding.check.to_string()).or_default() += 1;
        }
    }
}
