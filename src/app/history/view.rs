//! The words of the document of a job's history. `docs/history.md` explains each; one that is added
//! there may be added here, one that changes its meaning takes another `FORMAT`.

use super::calls::{CallView, ShareView};
use crate::domain::clock::Time;
use crate::domain::failure::Failure;
use crate::domain::file::StoredFile;
use crate::domain::ids::{FileId, JobId};
use crate::domain::job::{Budget, Job, JobSpec, OutputMode, StatePolicy, Strategy};
use crate::domain::score::{ScoreSum, Scores};
use crate::domain::segment::{Finding, Issue, Revision, SegmentResult};
use crate::domain::served::Round;
use crate::domain::terms::Term;
use crate::domain::trail::{Change, Dropped, Vote};
use crate::domain::usage::Usage;
use serde::Serialize;
use std::collections::BTreeMap;

/// The version of the document's form.
const FORMAT: u32 = 1;

/// The document, its list of segments left empty.
#[derive(Serialize)]
pub(super) struct Head<'j> {
    format: u32,
    tool: Tool,
    exported_at: Time,
    complete: bool,
    job: JobView<'j>,
    input: FileView,
    output: Option<FileView>,
    segments: [(); 0],
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct JobView<'j> {
    job_id: String,
    status: &'static str,
    spec: SpecView<'j>,
    created_at: Time,
    started_at: Option<Time>,
    completed_at: Option<Time>,
    warnings: &'j [String],
    failure: Option<FailureView<'j>>,
    segment_count: u64,
    finished_count: u64,
    changed_count: u64,
    skipped_count: u64,
    failed_count: u64,
    needs_review_count: u64,
    usage: &'j Usage,
    rules_score: Option<ScoreSum>,
    mqm_score: Option<ScoreSum>,
}

/// What was asked for; not where its end is reported, which is between client and service.
#[derive(Serialize)]
struct SpecView<'j> {
    model: &'j str,
    max_revisions: u32,
    domain: &'j str,
    note_language: &'j str,
    output_mode: OutputMode,
    state_policy: StatePolicy,
    custom_instructions: &'j str,
    remove_hyphenation: bool,
    exclude_numeric_segments: bool,
    include_protected: bool,
    permissive_codes: bool,
    source_language: &'j str,
    target_language: &'j str,
    labels: &'j BTreeMap<String, String>,
    strategy: Strategy,
    verifier_model: &'j str,
    disabled_checks: &'j [String],
    enabled_checks: &'j [String],
    glossary: &'j [Term],
    budget: Budget,
    continue_job_id: Option<JobId>,
}

/// A file; without its name and its hash once it has expired.
#[derive(Serialize)]
pub(super) struct FileView {
    file_id: String,
    filename: Option<String>,
    size_bytes: Option<u64>,
    sha256: Option<String>,
    xliff_version: Option<String>,
    dialect: Option<String>,
}

/// A segment: all that `ListSegments` tells, and where in the file it stands.
#[derive(Serialize)]
pub(super) struct SegmentView<'s> {
    number: u64,
    file_element_id: &'s str,
    unit_id: &'s str,
    segment_id: &'s str,
    line: u32,
    column: u32,
    source_language: &'s str,
    target_language: &'s str,
    state: &'static str,
    stop_reason: &'static str,
    needs_review: bool,
    source: String,
    original_target: String,
    target: String,
    /// The accepted targets, oldest first.
    versions: Vec<String>,
    revisions: Vec<RevisionView<'s>>,
    findings_before: Vec<FindingView<'s>>,
    findings_after: Vec<FindingView<'s>>,
    failure: Option<FailureView<'s>>,
    repeats_number: Option<u64>,
    edit_permille: u32,
    scores: Option<ScoresView>,
    open_calls: Vec<CallView<'s>>,
}

#[derive(Serialize)]
struct ScoresView {
    rules_before_tenths: u64,
    rules_after_tenths: u64,
    mqm_before_tenths: Option<u64>,
    mqm_after_tenths: Option<u64>,
    source_word_count: u64,
}

#[derive(Serialize)]
struct RevisionView<'s> {
    round: u32,
    target: &'s str,
    outcome: &'static str,
    rejected_by: Option<&'static str>,
    note: &'s str,
    issues: &'s [Issue],
    model: &'s str,
    strategy: Strategy,
    reason: &'s str,
    dropped_issues: Vec<DroppedView<'s>>,
    changes: &'s [Change],
    votes: &'s [Vote],
    verifier_model: &'s str,
    rules_version: &'s str,
    started_at: Option<Time>,
    ended_at: Option<Time>,
    usage: Option<ShareView>,
    calls: Vec<CallView<'s>>,
}

#[derive(Serialize)]
struct DroppedView<'s> {
    issue: &'s Issue,
    reason: &'static str,
}

#[derive(Serialize)]
struct FindingView<'s> {
    check: &'s str,
    severity: &'static str,
    message: &'s str,
    start: Option<u32>,
    end: Option<u32>,
}

#[derive(Serialize)]
struct FailureView<'s> {
    reason: &'static str,
    message: &'s str,
    retryable: bool,
}

impl<'j> Head<'j> {
    /// The head as of now.
    pub(super) fn new(job: &'j Job, input: FileView, output: Option<FileView>, now: Time) -> Self {
        let counts = &job.progress.finished;
        let complete = job.status.is_final() && counts.finished == job.progress.segment_count;
        Self {
            format: FORMAT,
            tool: Tool { name: "refineloop", version: env!("CARGO_PKG_VERSION") },
            exported_at: now,
            complete,
            job: JobView {
                job_id: job.id.to_string(),
                status: job.status.as_str(),
                spec: SpecView::from(&job.spec),
                created_at: job.created_at,
                started_at: job.started_at,
                completed_at: job.completed_at,
                warnings: &job.warnings,
                failure: job.failure.as_ref().map(FailureView::from),
                segment_count: job.progress.segment_count,
                finished_count: counts.finished,
                changed_count: counts.changed,
                skipped_count: counts.skipped,
                failed_count: counts.failed,
                needs_review_count: counts.needs_review,
                usage: &job.progress.usage,
                rules_score: counts.rules_score.told(),
                mqm_score: counts.mqm_score.told(),
            },
            input,
            output,
            segments: [],
        }
    }
}

impl<'j> From<&'j JobSpec> for SpecView<'j> {
    fn from(spec: &'j JobSpec) -> Self {
        Self {
            model: &spec.model,
            max_revisions: spec.max_revisions,
            domain: &spec.domain,
            note_language: &spec.note_language,
            output_mode: spec.output_mode,
            state_policy: spec.state_policy,
            custom_instructions: &spec.custom_instructions,
            remove_hyphenation: spec.remove_hyphenation,
            exclude_numeric_segments: spec.exclude_numeric_segments,
            include_protected: spec.include_protected,
            permissive_codes: spec.permissive_codes,
            source_language: &spec.source_language,
            target_language: &spec.target_language,
            labels: &spec.labels,
            strategy: spec.strategy,
            verifier_model: &spec.verifier_model,
            disabled_checks: &spec.disabled_checks,
            enabled_checks: &spec.enabled_checks,
            glossary: &spec.glossary,
            budget: spec.budget,
            continue_job_id: spec.continue_job,
        }
    }
}

impl FileView {
    /// A file, or what is left of it.
    pub(super) fn new(id: FileId, file: Option<StoredFile>) -> Self {
        let file_id = id.to_string();
        let Some(file) = file else {
            return Self {
                file_id,
                filename: None,
                size_bytes: None,
                sha256: None,
                xliff_version: None,
                dialect: None,
            };
        };
        Self {
            file_id,
            filename: Some(file.filename),
            size_bytes: Some(file.size_bytes),
            sha256: Some(file.sha256),
            xliff_version: Some(file.xliff.version),
            dialect: Some(file.xliff.dialect),
        }
    }
}

impl<'s> From<&'s SegmentResult> for SegmentView<'s> {
    fn from(result: &'s SegmentResult) -> Self {
        Self {
            number: result.id.number,
            file_element_id: &result.id.file_element,
            unit_id: &result.id.unit,
            segment_id: &result.id.segment,
            line: result.id.line,
            column: result.id.column,
            source_language: &result.languages.source,
            target_language: &result.languages.target,
            state: result.state.as_str(),
            stop_reason: result.reason.as_str(),
            needs_review: result.needs_review,
            source: result.source.to_string(),
            original_target: result.original.to_string(),
            target: result.target().to_string(),
            versions: result.accepted.iter().map(ToString::to_string).collect(),
            revisions: result
                .revisions
                .iter()
                .map(|revision| RevisionView::new(revision, result.round(revision.round)))
                .collect(),
            findings_before: result.findings_before.iter().map(FindingView::from).collect(),
            findings_after: result.findings_after.iter().map(FindingView::from).collect(),
            failure: result.failure.as_ref().map(FailureView::from),
            repeats_number: result.repeats,
            edit_permille: result.distance,
            scores: result.scores.map(ScoresView::from),
            open_calls: result.open_calls().map(CallView::from).collect(),
        }
    }
}

impl From<Scores> for ScoresView {
    fn from(scores: Scores) -> Self {
        Self {
            rules_before_tenths: scores.rules_before,
            rules_after_tenths: scores.rules_after,
            mqm_before_tenths: scores.mqm_before,
            mqm_after_tenths: scores.mqm_after,
            source_word_count: scores.words,
        }
    }
}

impl<'s> RevisionView<'s> {
    fn new(revision: &'s Revision, round: Round<'s>) -> Self {
        Self {
            round: revision.round,
            target: &revision.target,
            outcome: revision.outcome.as_str(),
            rejected_by: revision.rejected_by.map(|gate| gate.as_str()),
            note: &revision.note,
            issues: &revision.issues,
            model: &revision.model,
            strategy: revision.trail.strategy,
            reason: &revision.trail.reason,
            dropped_issues: revision.trail.dropped.iter().map(DroppedView::from).collect(),
            changes: &revision.trail.changes,
            votes: &revision.trail.votes,
            verifier_model: &revision.trail.verifier,
            rules_version: &revision.trail.rules,
            started_at: round.started_at,
            ended_at: round.ended_at,
            usage: round.usage.map(ShareView::from),
            calls: round.calls.into_iter().map(CallView::from).collect(),
        }
    }
}

impl<'s> From<&'s Dropped> for DroppedView<'s> {
    fn from(dropped: &'s Dropped) -> Self {
        Self { issue: &dropped.issue, reason: dropped.why.as_str() }
    }
}

impl<'s> From<&'s Finding> for FindingView<'s> {
    fn from(finding: &'s Finding) -> Self {
        Self {
            check: &finding.check,
            severity: finding.severity.as_str(),
            message: &finding.message,
            start: finding.span.map(|(start, _)| start),
            end: finding.span.map(|(_, end)| end),
        }
    }
}

impl<'s> From<&'s Failure> for FailureView<'s> {
    fn from(failure: &'s Failure) -> Self {
        Self {
            reason: failure.reason.as_str(),
            message: &failure.message,
            retryable: failure.reason.retryable(),
        }
    }
}
