//! A segment as it is read, and as it ends.

use super::bound::Bound;
use super::claim::Claim;
use super::file::LanguagePair;
use super::text::{Code, CodedText};
use super::trail::Trail;
use super::words::words;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;

mod result;

pub use result::SegmentResult;

/// A segment as the reader gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Where it stands in the file.
    pub id: SegmentRef,
    /// Its languages as the file spells them; empty where it names none.
    pub languages: LanguagePair,
    /// The inline codes of both texts.
    pub codes: Vec<Code>,
    /// The source text.
    pub source: CodedText,
    /// The target text; empty if there is none.
    pub target: CodedText,
    /// Why the file itself says to leave it alone, if it does.
    pub skip: Option<SkipReason>,
    /// The most characters the file allows in the target.
    pub max_chars: Option<u64>,
    /// What else the file demands of the target.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bounds: Vec<Bound>,
    /// What the file's authors say about it (notes, resource name), for the model; untrusted.
    pub notes: Vec<String>,
    /// Whether it is one of several variants of a message (plural, gender): those around it are no
    /// running text.
    #[serde(default)]
    pub variant: bool,
    /// Whether its unit has more than this one segment: blanks at its edges may as well stand between it
    /// and the next.
    #[serde(default)]
    pub part: bool,
    /// Checks whose findings on this segment a person has dismissed, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dismissed: Vec<String>,
    /// What the file says of the target, where its text may belie that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
}

/// Where a segment stands in its file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SegmentRef {
    /// Its place among all segments of the file, from 1.
    pub number: u64,
    /// The identifier of the `<file>` element, as written.
    pub file_element: String,
    /// The identifier of the enclosing unit, as written.
    pub unit: String,
    /// The identifier within the unit; empty if it has none.
    pub segment: String,
    /// Line of the target (of the source if there is no target), from 1.
    pub line: u32,
    /// Column of the same place in characters, from 1.
    pub column: u32,
}

words!(
    /// Why a segment was left alone on purpose.
    SkipReason {
        /// The file locks it.
        Locked = "locked",
        /// The file says it is not to be translated.
        NotTranslatable = "not_translatable",
        /// It is approved, confirmed or final.
        Protected = "protected",
        /// There is no target text to refine.
        NoTarget = "no_target",
        /// It holds numbers alone, and the job excludes those.
        Numeric = "numeric",
        /// It holds neither letters nor digits.
        NoText = "no_text",
        /// It carries tracked changes that are not settled.
        TrackedChanges = "tracked_changes",
        /// One target stands for several sources.
        Merged = "merged",
    }
);

impl SkipReason {
    /// Whether no option of a job lifts it: the file forbids the change, or there is nothing to change.
    #[must_use]
    pub fn is_binding(self) -> bool {
        match self {
            Self::Locked | Self::NotTranslatable | Self::NoTarget | Self::TrackedChanges | Self::Merged => {
                true
            }
            Self::Protected | Self::Numeric | Self::NoText => false,
        }
    }
}

words!(
    /// Why the loop stopped on a segment.
    StopReason {
        /// The reviewer found nothing left to change.
        Clean = "clean",
        /// The candidate was the text that was there.
        Fixpoint = "fixpoint",
        /// The candidate was a text the segment had before.
        Oscillation = "oscillation",
        /// Two candidates in a row were refused.
        NoImprovement = "no_improvement",
        /// The rounds were used up.
        MaxRevisions = "max_revisions",
        /// The reviewer could not tell.
        Unsure = "unsure",
        /// A bound of the job was reached.
        Budget = "budget",
        /// The job was cancelled.
        Cancelled = "cancelled",
        /// The model gave nothing usable.
        Error = "error",
    }
);

words!(
    /// What refused a candidate.
    Gate {
        /// Inline codes.
        Tags = "tags",
        /// Placeholders in the text.
        Placeholders = "placeholders",
        /// Numbers.
        Numbers = "numbers",
        /// Text that must stay as it is.
        ProtectedTerms = "protected_terms",
        /// Language or script.
        Language = "language",
        /// Length.
        Length = "length",
        /// Too much text went away.
        Omission = "omission",
        /// Words around the translation that are not part of it.
        WrapperText = "wrapper_text",
        /// The answer belongs to another segment.
        Alignment = "alignment",
        /// Outer whitespace or line breaks.
        Whitespace = "whitespace",
        /// Characters that may not be there.
        Characters = "characters",
        /// A change that no issue asks for.
        UnattributedEdit = "unattributed_edit",
        /// A larger change than the issues justify.
        EditSize = "edit_size",
        /// It would add findings.
        Findings = "findings",
        /// The verifier did not prefer it.
        Verifier = "verifier",
        /// It was accepted, and taken back when the rounds after it went round in a circle.
        Oscillation = "oscillation",
    }
);

words!(
    /// How a segment ended.
    SegmentState {
        /// Reviewed and revised.
        Changed = "changed",
        /// Reviewed and left as it was.
        Unchanged = "unchanged",
        /// Left alone on purpose.
        Skipped = "skipped",
        /// Could not be refined; stands as it came in.
        Failed = "failed",
    }
);

words!(
    /// What became of a candidate.
    Outcome {
        /// It is the target now, or was until the next accepted one.
        Accepted = "accepted",
        /// A gate refused it, or it was taken back.
        Rejected = "rejected",
        /// Nothing to change.
        Unchanged = "unchanged",
    }
);

words!(
    /// How bad an issue or a finding is, by MQM.
    Severity {
        /// Does not hinder understanding.
        Minor = "minor",
        /// Hinders understanding or use.
        Major = "major",
        /// Makes the text unfit, or breaks what uses it.
        Critical = "critical",
    }
);

/// Why a segment ended the way it did: a stop of the loop or a skip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndReason {
    /// The loop stopped.
    #[serde(rename = "stop")]
    Stop(StopReason),
    /// It never entered the loop.
    #[serde(rename = "skip")]
    Skip(SkipReason),
}

impl EndReason {
    /// The word clients see.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stop(reason) => reason.as_str(),
            Self::Skip(reason) => reason.as_str(),
        }
    }
}

/// Something a deterministic check found in a target text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The check, in kebab case.
    pub check: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// What was found, in English.
    pub message: String,
    /// Where in the shown target it is, in code points, end exclusive; `None` if it has no place.
    pub span: Option<(u32, u32)>,
}

/// An error a reviewer found, by the MQM typology.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The category, such as `accuracy/omission`.
    pub category: String,
    /// How bad it is.
    pub severity: Severity,
    /// The words of the source it is about; may be empty.
    pub source_span: String,
    /// The words of the target it is about; empty for an omission.
    pub target_span: String,
    /// What is wrong, in the note language.
    pub explanation: String,
    /// How sure the reviewer is of it, in percent, if it says so.
    #[serde(rename = "confidence_percent", default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
}

/// One round of the loop on a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The number of the round, from 1.
    pub round: u32,
    /// The candidate target, in the shown form: a refused one may hold marks that are no codes.
    pub target: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What refused it; there for every rejected one.
    pub rejected_by: Option<Gate>,
    /// The reviewer's note; may be empty.
    pub note: String,
    /// What the reviewer found in the target before this round.
    pub issues: Vec<Issue>,
    /// The model that answered.
    pub model: String,
    /// How it came about.
    #[serde(default)]
    pub trail: Trail,
}

impl Segment {
    /// Whether its texts are compared: there is something to translate, and one target of one source.
    #[must_use]
    pub fn is_compared(&self) -> bool {
        use SkipReason::{Merged, NotTranslatable, TrackedChanges};
        !matches!(self.skip, Some(NotTranslatable | TrackedChanges | Merged))
    }

    /// Fills in languages that the file does not name.
    pub fn fill_languages(&mut self, source: &str, target: &str) {
        for (tag, given) in [(&mut self.languages.source, source), (&mut self.languages.target, target)] {
            if tag.is_empty() {
                given.clone_into(tag);
            }
        }
    }

    /// What exact repetitions share: texts, codes, languages, limits and what the file says of the target. The
    /// follower takes the leader's result and writes it with its own markup.
    ///
    /// # Errors
    /// None in practice: the parts are plain data.
    pub fn repetition(&self) -> Result<[u8; 32], serde_json::Error> {
        let limits = (self.max_chars, &self.bounds);
        let parts = (&self.source, &self.target, &self.codes, &self.languages, limits, &self.claim);
        Ok(Sha256::digest(serde_json::to_vec(&parts)?).into())
    }

    /// The result of a segment that never enters the loop.
    #[must_use]
    pub fn skipped(&self, reason: SkipReason, findings: Vec<Finding>) -> SegmentResult {
        SegmentResult {
            id: self.id.clone(),
            languages: self.languages.clone(),
            state: SegmentState::Skipped,
            reason: EndReason::Skip(reason),
            source: self.source.clone(),
            original: self.target.clone(),
            accepted: Vec::new(),
            revisions: Vec::new(),
            findings_after: findings.clone(),
            findings_before: findings,
            dismissed: self.dismissed.clone(),
            failure: None,
            needs_review: false,
            distance: 0,
            scores: None,
            repeats: None,
            group: None,
            parts: Vec::new(),
            calls: Vec::new(),
        }
    }
}
