//! Finished segments, with their rounds and findings.

use super::calls::{CallView, ShareView};
use super::scores::ScoresView;
use super::{text, time, word};
use crate::pb;
use serde::Serialize;
use utoipa::ToSchema;

/// A finished segment, before and after. Inline codes in texts appear as `⟦1⟧`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Segment)]
pub(in crate::gateway) struct SegmentView {
    /// Its place in the file, from 1.
    number: i64,
    /// The identifier of the `<file>` element.
    file_element_id: String,
    /// The identifier of the unit.
    unit_id: String,
    /// The identifier within the unit; empty if it has none.
    segment_id: String,
    /// How it ended: `changed`, `unchanged`, `skipped` or `failed`.
    state: String,
    /// Why the loop stopped, or why the segment was left alone.
    stop_reason: String,
    source_language: String,
    target_language: String,
    source: String,
    /// The target as it came in.
    original_target: String,
    /// The target now.
    target: String,
    /// Whether a person should look at it.
    needs_review: bool,
    /// The rounds, in order.
    revisions: Vec<RevisionView>,
    /// What the checks find in the target as it came in.
    findings_before: Vec<FindingView>,
    /// What the checks find in the target now.
    findings_after: Vec<FindingView>,
    /// Why it failed; absent unless it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    failure: Option<FailureView>,
    /// The segment it is an exact repetition of, by `number`; absent if it is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    repeats_number: Option<i64>,
    /// How far the target now is from the one that came in: changed words in thousandths.
    edit_permille: i32,
    /// How much is wrong with the target before and after; absent for a skipped segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    scores: Option<ScoresView>,
    /// Calls of a round that came to no revision, since the segment failed or the job stopped in it.
    open_calls: Vec<CallView>,
}

/// One round of the loop on a segment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Revision)]
struct RevisionView {
    /// The number of the round, from 1.
    round: i32,
    /// The candidate.
    target: String,
    /// What became of it: `accepted`, `rejected` or `unchanged`.
    outcome: String,
    /// The gate that refused it, or `oscillation` if it was taken back later; absent unless rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    rejected_by: Option<String>,
    /// The reviewer's note.
    note: String,
    /// What the reviewer found before this round.
    issues: Vec<IssueView>,
    /// The model that answered.
    model: String,
    /// How the loop worked: `single`, `two_stage` or `review_only`.
    strategy: String,
    /// Why the candidate was refused; absent unless it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reason: Option<String>,
    /// What the reviewer found and the loop did not act on.
    dropped_issues: Vec<DroppedView>,
    /// What the candidate changed, also what was taken back.
    changes: Vec<ChangeView>,
    /// What the verifier said, in the order it was asked.
    votes: Vec<VoteView>,
    /// The model that compared; absent if none was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    verifier_model: Option<String>,
    /// The version of the rules that found and judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    rules_version: Option<String>,
    /// The calls of this round that the segment had a part in, in order.
    calls: Vec<CallView>,
    /// What the segment used in this round; absent without calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    usage: Option<ShareView>,
    /// When the first call of the round went out; absent without calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    started_at: Option<String>,
    /// When its last answer was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    ended_at: Option<String>,
}

/// An issue that did not hold.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DroppedIssue)]
struct DroppedView {
    issue: IssueView,
    /// `not_found`, `category`, `severity`, `contradicted`, `approved_term`, `refused_before` or `one_review`.
    reason: String,
}

/// A run of words that a candidate changes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Change)]
struct ChangeView {
    /// Where it begins in the target before, in code points from 0.
    start: i32,
    /// Where it ends there, exclusive.
    end: i32,
    old_text: String,
    new_text: String,
    /// What asks for it: `issue`, `finding`, `agreement`, or `none` if it was taken back.
    cause: String,
    /// Which issue of the round asks for it, from 0; absent if none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    issue: Option<i32>,
}

/// What the verifier said of a candidate in one order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Vote)]
struct VoteView {
    /// Whether the candidate was shown first.
    candidate_first: bool,
    /// `candidate`, `before`, `tie` or `no_answer`.
    choice: String,
}

/// An error a reviewer found, by the MQM typology.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Issue)]
struct IssueView {
    category: String,
    /// `minor`, `major` or `critical`.
    severity: String,
    source_span: String,
    target_span: String,
    explanation: String,
    /// How sure the reviewer is, from 0 to 100; absent if it does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    confidence_percent: Option<i32>,
}

/// Something a check found in a target.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Finding)]
struct FindingView {
    check: String,
    /// `minor`, `major` or `critical`.
    severity: String,
    message: String,
    /// Where it begins, in code points from 0; -1 if it has no place.
    start: i32,
    /// Where it ends, exclusive; -1 if it has no place.
    end: i32,
}

/// Why a segment failed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SegmentFailure)]
struct FailureView {
    /// The stable reason in lower snake case.
    code: String,
    message: String,
    /// Whether a new job may succeed.
    retryable: bool,
}

impl From<pb::Segment> for SegmentView {
    fn from(segment: pb::Segment) -> Self {
        let findings = |all: Vec<pb::Finding>| all.into_iter().map(FindingView::from).collect();
        Self {
            state: word(segment.state().as_str_name(), "SEGMENT_STATE_"),
            number: segment.number,
            file_element_id: segment.file_element_id,
            unit_id: segment.unit_id,
            segment_id: segment.segment_id,
            stop_reason: segment.stop_reason,
            source_language: segment.source_language,
            target_language: segment.target_language,
            source: segment.source,
            original_target: segment.original_target,
            target: segment.target,
            needs_review: segment.needs_review,
            revisions: segment.revisions.into_iter().map(RevisionView::from).collect(),
            findings_before: findings(segment.findings_before),
            findings_after: findings(segment.findings_after),
            repeats_number: Some(segment.repeats_number).filter(|number| *number > 0),
            edit_permille: segment.edit_permille,
            scores: segment.scores.map(ScoresView::from),
            open_calls: segment.open_calls.into_iter().map(CallView::from).collect(),
            failure: segment.failure.map(|failure| FailureView {
                code: failure.reason.to_ascii_lowercase(),
                message: failure.message,
                retryable: failure.retryable,
            }),
        }
    }
}

impl From<pb::Revision> for RevisionView {
    fn from(revision: pb::Revision) -> Self {
        Self {
            outcome: word(revision.outcome().as_str_name(), "REVISION_OUTCOME_"),
            strategy: word(revision.strategy().as_str_name(), "STRATEGY_"),
            reason: text(revision.reason),
            dropped_issues: revision.dropped_issues.into_iter().filter_map(DroppedView::of).collect(),
            changes: revision.changes.into_iter().map(ChangeView::from).collect(),
            votes: revision.votes.into_iter().map(VoteView::from).collect(),
            verifier_model: text(revision.verifier_model),
            rules_version: text(revision.rules_version),
            started_at: time(revision.started_at.as_ref()),
            ended_at: time(revision.ended_at.as_ref()),
            usage: revision.usage.map(ShareView::from),
            calls: revision.calls.into_iter().map(CallView::from).collect(),
            round: revision.round,
            target: revision.target,
            rejected_by: text(revision.rejected_by),
            note: revision.note,
            issues: revision.issues.into_iter().map(IssueView::from).collect(),
            model: revision.model,
        }
    }
}

impl DroppedView {
    fn of(dropped: pb::DroppedIssue) -> Option<Self> {
        Some(Self { issue: dropped.issue?.into(), reason: dropped.reason })
    }
}

impl From<pb::Change> for ChangeView {
    fn from(change: pb::Change) -> Self {
        let pb::Change { start, end, old_text, new_text, cause, issue } = change;
        Self { start, end, old_text, new_text, cause, issue }
    }
}

impl From<pb::Vote> for VoteView {
    fn from(vote: pb::Vote) -> Self {
        Self { candidate_first: vote.candidate_first, choice: vote.choice }
    }
}

impl From<pb::Issue> for IssueView {
    fn from(issue: pb::Issue) -> Self {
        Self {
            severity: word(issue.severity().as_str_name(), "SEVERITY_"),
            category: issue.category,
            source_span: issue.source_span,
            target_span: issue.target_span,
            explanation: issue.explanation,
            confidence_percent: issue.confidence_percent,
        }
    }
}

impl From<pb::Finding> for FindingView {
    fn from(finding: pb::Finding) -> Self {
        Self {
            severity: word(finding.severity().as_str_name(), "SEVERITY_"),
            check: finding.check,
            message: finding.message,
            start: finding.start,
            end: finding.end,
        }
    }
}
