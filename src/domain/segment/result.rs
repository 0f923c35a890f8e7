//! How a segment ended.

use super::{EndReason, Finding, Revision, SegmentRef, SegmentState};
use crate::domain::failure::Failure;
use crate::domain::file::LanguagePair;
use crate::domain::score::Scores;
use crate::domain::served::{GroupPlace, Part, Served};
use crate::domain::text::CodedText;
use serde::{Deserialize, Serialize};

/// How a segment ended: one row of the job's results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentResult {
    /// Where it stands in the file.
    pub id: SegmentRef,
    /// Its languages.
    pub languages: LanguagePair,
    /// How it ended.
    pub state: SegmentState,
    /// Why it ended that way.
    pub reason: EndReason,
    /// The source text.
    pub source: CodedText,
    /// The target as it came in.
    pub original: CodedText,
    /// The accepted targets, oldest first; the last is the target now. Empty if nothing changed.
    pub accepted: Vec<CodedText>,
    /// The rounds, accepted and refused ones, in order.
    pub revisions: Vec<Revision>,
    /// What the checks find in `original`.
    pub findings_before: Vec<Finding>,
    /// What the checks find in the target now; of those over the whole file what they found in the file as it
    /// came in, until the refined file is written: then what they find in that.
    pub findings_after: Vec<Finding>,
    /// The checks whose findings on it had been dismissed when the job began.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dismissed: Vec<String>,
    /// Why it failed, if it did.
    pub failure: Option<Failure>,
    /// Whether a person should look at it: it failed or the reviewer was unsure, a hard finding is left, or a
    /// serious issue of the reviewer's that nothing accepted has mended.
    pub needs_review: bool,
    /// How far the target now is from the original, in thousandths of changed words.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub distance: u32,
    /// How much is wrong with the original and with the target now; `None` for what never entered the
    /// loop, and in rows of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scores: Option<Scores>,
    /// The segment it repeats, if it does: the rounds are that one's, and so are the calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<u64>,
    /// The group it was in, if it was in one that asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupPlace>,
    /// Its part in each call that was answered, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// The same with the calls; in no row, and empty unless they were asked for.
    #[serde(skip)]
    pub calls: Vec<Served>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_nothing(value: &u32) -> bool {
    *value == 0
}

impl SegmentResult {
    /// The target now.
    #[must_use]
    pub fn target(&self) -> &CodedText {
        self.accepted.last().unwrap_or(&self.original)
    }

    /// The result of a segment that is an exact repetition of this one.
    #[must_use]
    pub fn repeated_by(&self, id: SegmentRef) -> Self {
        let repeats = Some(self.id.number);
        Self { id, repeats, group: None, parts: Vec::new(), ..self.clone() }
    }
}
