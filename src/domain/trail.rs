//! How a round came to its end: what was asked, what was thought of it, and what decided.

use super::job::Strategy;
use super::segment::Issue;
use super::words::words;
use serde::{Deserialize, Serialize};

/// What a round leaves behind beside its candidate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trail {
    /// How the loop worked.
    #[serde(default)]
    pub strategy: Strategy,
    /// The version of the rules that found and judged; empty in rows of older versions.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rules: String,
    /// Why the candidate was refused, in English; empty unless it was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What the reviewer found and triage did not let pass.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<Dropped>,
    /// The changes of the candidate, in the order of the target before, also those taken back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// What the verifier said, in the order it was asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Vote>,
    /// The model that compared; empty if none was asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub verifier: String,
}

/// An issue that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// The issue.
    pub issue: Issue,
    /// Why it does not hold.
    pub why: DropReason,
}

words!(
    /// Why triage drops an issue.
    DropReason {
        /// The words it quotes do not occur.
        NotFound = "not_found",
        /// The job does not ask for its category.
        Category = "category",
        /// It is less severe than what may change this segment.
        Severity = "severity",
        /// A check that is exact says otherwise.
        Contradicted = "contradicted",
        /// It is about a translation that the glossary demands.
        ApprovedTerm = "approved_term",
        /// The verifier refused an edit for the same issue in an earlier round.
        RefusedBefore = "refused_before",
        /// Only one of two reviews reports it.
        OneReview = "one_review",
    }
);

/// A run of words that a candidate changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Where it begins in the target before, in code points of the shown text.
    pub start: u32,
    /// Where it ends there, exclusive; the same as `start` for an insertion.
    pub end: u32,
    /// What stood there.
    #[serde(rename = "old_text")]
    pub old: String,
    /// What the candidate put there.
    #[serde(rename = "new_text")]
    pub new: String,
    /// What asks for it. A change that nothing asks for was taken back.
    pub cause: Cause,
    /// Which issue of the round asks for it, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<u32>,
}

words!(
    /// What asks for a change.
    Cause {
        /// An issue of the reviewer.
        Issue = "issue",
        /// A finding of a check.
        Finding = "finding",
        /// The grammar of a change beside it.
        Agreement = "agreement",
        /// Nothing.
        None = "none",
    }
);

/// What the verifier said of a candidate in one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// Whether the candidate was shown first.
    pub candidate_first: bool,
    /// How it compared.
    pub choice: Choice,
}

words!(
    /// How a candidate compares with the version before it.
    Choice {
        /// It is better.
        Candidate = "candidate",
        /// The version before is better.
        Before = "before",
        /// Neither is.
        Tie = "tie",
        /// The verifier gave no usable answer.
        NoAnswer = "no_answer",
    }
);
