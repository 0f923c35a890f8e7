//! Requests as the description of the interface shows them. They are read by hand, leniently, so
//! nothing is ever made of these types.
#![allow(dead_code, reason = "only their schemas are used")]

use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A form with one file.
#[derive(ToSchema)]
pub(super) struct UploadForm {
    /// The XLIFF file, with its filename.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// What a job is asked to do. Unknown members are passed over; `null` is as good as absent.
#[derive(ToSchema)]
pub(super) struct JobRequest {
    /// The file, from `POST /files`.
    #[schema(format = "uuid")]
    file_id: String,
    /// The model, from `GET /refineloop/models`.
    #[schema(min_length = 1, max_length = 200)]
    model: String,
    /// The most revisions of a segment; 6 if absent.
    #[schema(minimum = 1, maximum = 10)]
    max_revisions: Option<i32>,
    /// Whether segments of numbers alone are left as they are; false if absent.
    exclude_numeric_segments: Option<bool>,
    /// Whether hyphens left over from line breaks are taken out of what the model reads; true if absent.
    remove_hyphenation: Option<bool>,
    /// The subject of the text, such as `medical`.
    #[schema(max_length = 200)]
    domain: Option<String>,
    /// The language of the notes; the file's source language if absent.
    note_language: Option<String>,
    /// What the refined file holds beside the final targets. If absent: full; none where a reader of the
    /// file's dialect is known to take earlier versions for the translation.
    output_mode: Option<OutputWord>,
    /// Further instructions for the model.
    #[schema(max_length = 8000)]
    custom_instructions: Option<String>,
    /// Where to report the end of the job.
    webhook_url: Option<String>,
    /// The secret to sign the report with.
    webhook_secret: Option<String>,
    /// Words of the client for its own use; returned, never read. At most 16.
    labels: Option<BTreeMap<String, String>>,
    /// The source language where the file names none.
    source_language: Option<String>,
    /// The target language where the file names none.
    target_language: Option<String>,
    /// Whether approved, confirmed and final segments are refined too; false if absent.
    include_protected: Option<bool>,
    /// Whether inline codes that the file itself lets go (`canDelete` of XLIFF 2) may be dropped; false if absent.
    permissive_codes: Option<bool>,
    /// How the loop works; the server's choice if absent.
    strategy: Option<StrategyWord>,
    /// What is written to the state of changed segments; keep if absent.
    state_policy: Option<PolicyWord>,
    /// A second model that judges candidates.
    verifier_model: Option<String>,
    /// Terms to use, to avoid and to leave untranslated.
    glossary: Option<Vec<Term>>,
    /// Bounds on what the job may use.
    budget: Option<Budget>,
    /// Checks not to run.
    disabled_checks: Option<Vec<String>>,
    /// Checks of level info whose findings are told too.
    enabled_checks: Option<Vec<String>>,
    /// An earlier job on the same file whose answers may be used again.
    continue_job_id: Option<String>,
}

/// What is dismissed on a segment.
#[derive(ToSchema)]
pub(super) struct DismissalRequest {
    /// The check, as the finding has it.
    #[schema(min_length = 1)]
    check: String,
    /// Why the finding is right as it is.
    #[schema(max_length = 500)]
    note: Option<String>,
}

/// What a refined file holds beside the final targets.
#[derive(ToSchema)]
#[schema(as = OutputMode, rename_all = "snake_case")]
enum OutputWord {
    /// Every revision with its notes.
    Full,
    /// The target of every revision, no notes.
    Translations,
    /// Nothing.
    None,
}

/// How the loop works.
#[derive(ToSchema)]
#[schema(as = Strategy, rename_all = "snake_case")]
enum StrategyWord {
    Single,
    TwoStage,
    ReviewOnly,
}

/// What is written to the state of changed segments.
#[derive(ToSchema)]
#[schema(as = StatePolicy, rename_all = "snake_case")]
enum PolicyWord {
    Keep,
    Review,
    Machine,
}

/// How a segment ended.
#[derive(ToSchema)]
#[schema(as = SegmentState, rename_all = "snake_case")]
pub(super) enum SegmentWord {
    Changed,
    Unchanged,
    Skipped,
    Failed,
}

/// A term and its translation.
#[derive(ToSchema)]
struct Term {
    source: String,
    target: Option<String>,
    forbidden: Option<Vec<String>>,
    do_not_translate: Option<bool>,
    case_sensitive: Option<bool>,
}

/// Bounds on what a job may use. 0 means no bound.
#[derive(ToSchema)]
struct Budget {
    #[schema(minimum = 0)]
    max_tokens: Option<i64>,
    #[schema(minimum = 0)]
    max_cost_micros: Option<i64>,
}
