//! Segments outward, and the filter on their states.

use super::{count, jobs, scores, served};
use crate::app::{Error, Rule};
use crate::domain::segment::{Finding, Issue, Outcome, Revision, SegmentResult, SegmentState, Severity};
use crate::domain::trail::{Change, Dropped, Vote};
use crate::pb;

pub(crate) fn segment(result: SegmentResult) -> pb::Segment {
    let target = result.target().to_string();
    let rounds: Vec<_> = result
        .revisions
        .iter()
        .map(|each| served::round(revision(each.clone()), &result.round(each.round)))
        .collect();
    let open_calls = result.open_calls().map(served::call).collect();
    pb::Segment {
        number: count(result.id.number),
        file_element_id: result.id.file_element,
        unit_id: result.id.unit,
        segment_id: result.id.segment,
        state: state(result.state).into(),
        stop_reason: result.reason.as_str().to_owned(),
        source: result.source.to_string(),
        original_target: result.original.to_string(),
        target,
        revisions: rounds,
        open_calls,
        repeats_number: result.repeats.map_or(0, count),
        edit_permille: offset(result.distance),
        scores: result.scores.map(scores::of_segment),
        findings_before: result.findings_before.into_iter().map(finding).collect(),
        findings_after: result.findings_after.into_iter().map(finding).collect(),
        failure: result.failure.map(jobs::failure),
        needs_review: result.needs_review,
        source_language: result.languages.source,
        target_language: result.languages.target,
    }
}

pub(crate) fn states(values: &[i32]) -> Result<Vec<SegmentState>, Error> {
    let unknown = || Error::invalid("states", Rule::UnknownValue, "no such state");
    values
        .iter()
        .map(|value| {
            SegmentState::ALL.iter().copied().find(|known| state(*known) as i32 == *value).ok_or_else(unknown)
        })
        .collect()
}

fn state(state: SegmentState) -> pb::SegmentState {
    match state {
        SegmentState::Changed => pb::SegmentState::Changed,
        SegmentState::Unchanged => pb::SegmentState::Unchanged,
        SegmentState::Skipped => pb::SegmentState::Skipped,
        SegmentState::Failed => pb::SegmentState::Failed,
    }
}

fn revision(revision: Revision) -> pb::Revision {
    let outcome = match revision.outcome {
        Outcome::Accepted => pb::RevisionOutcome::Accepted,
        Outcome::Rejected => pb::RevisionOutcome::Rejected,
        Outcome::Unchanged => pb::RevisionOutcome::Unchanged,
    };
    let trail = revision.trail;
    pb::Revision {
        round: i32::try_from(revision.round).unwrap_or(i32::MAX),
        target: revision.target,
        outcome: outcome.into(),
        rejected_by: revision.rejected_by.map(|gate| gate.as_str().to_owned()).unwrap_or_default(),
        note: revision.note,
        issues: revision.issues.into_iter().map(issue).collect(),
        model: revision.model,
        strategy: super::spec::strategy(trail.strategy).into(),
        reason: trail.reason,
        dropped_issues: trail.dropped.into_iter().map(dropped).collect(),
        changes: trail.changes.into_iter().map(change).collect(),
        votes: trail.votes.into_iter().map(vote).collect(),
        verifier_model: trail.verifier,
        rules_version: trail.rules,
        ..pb::Revision::default()
    }
}

fn dropped(dropped: Dropped) -> pb::DroppedIssue {
    pb::DroppedIssue { issue: Some(issue(dropped.issue)), reason: dropped.why.as_str().to_owned() }
}

fn change(change: Change) -> pb::Change {
    pb::Change {
        start: offset(change.start),
        end: offset(change.end),
        old_text: change.old,
        new_text: change.new,
        cause: change.cause.as_str().to_owned(),
        issue: change.issue.map(offset),
    }
}

fn vote(vote: Vote) -> pb::Vote {
    pb::Vote { candidate_first: vote.candidate_first, choice: vote.choice.as_str().to_owned() }
}

fn issue(issue: Issue) -> pb::Issue {
    pb::Issue {
        category: issue.category,
        severity: severity(issue.severity).into(),
        source_span: issue.source_span,
        target_span: issue.target_span,
        explanation: issue.explanation,
        confidence_percent: issue.confidence.map(i32::from),
    }
}

fn finding(finding: Finding) -> pb::Finding {
    let (start, end) = finding.span.map_or((-1, -1), |(start, end)| (offset(start), offset(end)));
    pb::Finding {
        check: finding.check.into_owned(),
        severity: severity(finding.severity).into(),
        message: finding.message,
        start,
        end,
    }
}

fn severity(severity: Severity) -> pb::Severity {
    match severity {
        Severity::Minor => pb::Severity::Minor,
        Severity::Major => pb::Severity::Major,
        Severity::Critical => pb::Severity::Critical,
    }
}

fn offset(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}
