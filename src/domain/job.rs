//! Jobs: what is asked, what is, and which status may follow which.

use super::clock::Time;
use super::failure::Failure;
use super::ids::{FileId, JobId};
use super::progress::JobProgress;
use super::terms::Term;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a client asks a job to do, defaults filled in. Fixed when the job is created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobSpec {
    /// The file to refine.
    pub file: FileId,
    /// The model that reviews and revises.
    pub model: String,
    /// The most revision rounds of one segment, 1 to 10.
    pub max_revisions: u32,
    /// The subject of the text; may be empty; at most 200 characters.
    pub domain: String,
    /// The language of the notes; empty means the source language of each file element.
    pub note_language: String,
    /// What the refined file holds beside the final targets.
    pub output_mode: OutputMode,
    /// Further instructions for the model; at most 8000 characters.
    pub custom_instructions: String,
    /// Whether hyphens left over from line breaks are taken out of the source the model reads.
    pub remove_hyphenation: bool,
    /// Whether segments of numbers alone are left as they are.
    pub exclude_numeric_segments: bool,
    /// Words of the client for its own use.
    pub labels: BTreeMap<String, String>,
    /// The source language where the file names none.
    pub source_language: String,
    /// The target language where the file names none.
    pub target_language: String,
    /// Whether approved, confirmed and final segments are refined too.
    pub include_protected: bool,
    /// What is written to the state attributes of changed segments.
    #[serde(default)]
    pub state_policy: StatePolicy,
    /// Whether codes that the file lets go may be dropped.
    #[serde(default)]
    pub permissive_codes: bool,
    /// Where to report the end of the job; empty for nowhere. The secret is not part of the spec.
    #[serde(default)]
    pub webhook_url: String,
    /// How the loop works.
    #[serde(default)]
    pub strategy: Strategy,
    /// The model that judges candidates, by its full id; empty for the model itself.
    #[serde(default)]
    pub verifier_model: String,
    /// Terms to use, to avoid and to leave untranslated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub glossary: Vec<Term>,
    /// Checks not to run, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disabled_checks: Vec<String>,
    /// Checks of level info whose findings are told, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enabled_checks: Vec<String>,
    /// Bounds on what the job may use.
    #[serde(default)]
    pub budget: Budget,
    /// An earlier job on the same file whose model answers may be used again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continue_job: Option<JobId>,
}

impl JobSpec {
    /// A job with the usual options.
    #[must_use]
    pub fn new(file: FileId, model: &str) -> Self {
        Self {
            file,
            model: model.to_owned(),
            max_revisions: DEFAULT_MAX_REVISIONS,
            domain: String::new(),
            note_language: String::new(),
            output_mode: OutputMode::Full,
            custom_instructions: String::new(),
            remove_hyphenation: true,
            exclude_numeric_segments: false,
            labels: BTreeMap::new(),
            source_language: String::new(),
            target_language: String::new(),
            include_protected: false,
            state_policy: StatePolicy::Keep,
            permissive_codes: false,
            webhook_url: String::new(),
            strategy: Strategy::Single,
            verifier_model: String::new(),
            glossary: Vec::new(),
            disabled_checks: Vec::new(),
            enabled_checks: Vec::new(),
            budget: Budget::default(),
            continue_job: None,
        }
    }

    /// The model that compares candidates.
    #[must_use]
    pub fn judge(&self) -> &str {
        if self.verifier_model.is_empty() { &self.model } else { &self.verifier_model }
    }
}

/// Bounds on what a job may use; 0 means no bound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// The most tokens, in and out together.
    pub max_tokens: u64,
    /// The most money, in micro-units of the currency of the model's price.
    pub max_cost_micros: u64,
}

/// How the loop works.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// Review and revision in one answer.
    #[default]
    Single,
    /// A reviewer lists issues, an editor then fixes those that hold.
    TwoStage,
    /// Notes and findings; no target is changed.
    ReviewOnly,
}

impl Strategy {
    /// What is chosen where the client does not: separate stages for domains in which an edit too
    /// many is worse than an error left.
    #[must_use]
    pub fn usual(domain: &str) -> Self {
        if is_careful(domain) { Self::TwoStage } else { Self::Single }
    }

    /// The word clients see.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::TwoStage => "two_stage",
            Self::ReviewOnly => "review_only",
        }
    }
}

/// Whether an edit too many is worse than an error left in texts about this: medicine, law, finance and
/// investor relations.
#[must_use]
pub fn is_careful(domain: &str) -> bool {
    let domain = domain.to_lowercase();
    let careful = ["medic", "pharma", "clinic", "legal", "law", "patent", "investor", "financ"];
    let is_relations = domain.split(|c: char| !c.is_alphanumeric()).any(|word| word == "ir");
    is_relations || careful.iter().any(|word| domain.contains(word))
}

/// Rounds of a segment where the client does not say.
pub const DEFAULT_MAX_REVISIONS: u32 = 6;
/// The most rounds a client may ask for.
pub const MOST_REVISIONS: u32 = 10;

/// What a refined file holds beside the final targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutputMode {
    /// Every version that was replaced, with the notes.
    Full,
    /// Every version that was replaced, no notes.
    Translations,
    /// Final targets only.
    None,
}

/// What is written to the state attributes of changed segments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StatePolicy {
    /// States stay as they are.
    #[default]
    Keep,
    /// Changed segments are marked as wanting a person's review.
    Review,
    /// Changed segments are marked as machine output, by the market's convention.
    Machine,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobStatus {
    /// Waiting for a worker.
    Queued,
    /// Being worked on.
    Processing,
    /// Being worked on and asked to stop.
    Cancelling,
    /// Every segment came to an end and the refined file is written.
    Completed,
    /// It could not go on.
    Failed,
    /// Stopped on request.
    Cancelled,
}

impl JobStatus {
    /// All of them, in order of life.
    pub const ALL: [Self; 6] =
        [Self::Queued, Self::Processing, Self::Cancelling, Self::Completed, Self::Failed, Self::Cancelled];

    /// Whether the job is over.
    #[must_use]
    pub fn is_final(self) -> bool {
        match self {
            Self::Completed | Self::Failed | Self::Cancelled => true,
            Self::Queued | Self::Processing | Self::Cancelling => false,
        }
    }

    /// Whether a job in this status may turn to `next`. A queued job that a drained worker gives
    /// back stays `Processing`: it has begun.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Queued => next != Self::Queued && next != Self::Completed,
            Self::Processing => next != Self::Queued && next != Self::Processing,
            Self::Cancelling => next.is_final(),
            Self::Completed | Self::Failed | Self::Cancelled => false,
        }
    }

    /// The word clients and logs see.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Processing => "processing",
            Self::Cancelling => "cancelling",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A job as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its identifier.
    pub id: JobId,
    /// What was asked for.
    pub spec: JobSpec,
    /// How far it is.
    pub status: JobStatus,
    /// The counts so far.
    pub progress: JobProgress,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// The refined file.
    pub output: Option<FileId>,
    /// The number of the newest stored change.
    pub last_sequence: i64,
    /// The number of the newest change of status.
    pub status_sequence: i64,
    /// When it was created.
    pub created_at: Time,
    /// When it last changed.
    pub updated_at: Time,
    /// When work on it first began.
    pub started_at: Option<Time>,
    /// When it reached a final status.
    pub completed_at: Option<Time>,
    /// When it and its segments are removed.
    pub expires_at: Time,
    /// What the caller should know, in English.
    pub warnings: Vec<String>,
    /// The id of the request that created it; empty for none.
    pub request: String,
}

#[cfg(test)]
mod tests {
    use super::{JobStatus, Strategy};

    #[test]
    fn careful_domains_have_a_review_of_their_own() {
        for (domain, expected) in [
            ("Medical devices", Strategy::TwoStage),
            ("IR", Strategy::TwoStage),
            ("Japanese IR (TSE)", Strategy::TwoStage),
            ("air travel", Strategy::Single),
            ("", Strategy::Single),
        ] {
            assert_eq!(Strategy::usual(domain), expected, "{domain}");
        }
    }

    #[test]
    fn a_final_status_is_never_left() {
        for status in JobStatus::ALL {
            for next in JobStatus::ALL {
                assert!(!(status.is_final() && status.may_become(next)), "{status:?} → {next:?}");
                assert!(!status.may_become(JobStatus::Queued), "{status:?} → queued");
            }
        }
    }
}
