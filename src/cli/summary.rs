//! What a job did, in a few lines or as JSON.

use super::output;
use crate::app::page::Page;
use crate::app::{self, App, Caller};
use crate::domain::job::{Job, JobStatus};
use crate::domain::score::ScoreSum;
use crate::domain::segment::{SegmentRef, SegmentResult, SegmentState};
use serde_json::json;
use std::collections::BTreeSet;

/// How to print a summary.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) as_json: bool,
    pub(super) quiet: bool,
    pub(super) to_stderr: bool,
}

/// Segments named one by one, of each kind, at most.
const NAMED: usize = 20;

/// What was done to single segments, and what is left for a person, each with its place.
pub(super) async fn details(app: &App, caller: &Caller, job: &Job) -> Result<Vec<String>, app::Error> {
    // One more than is named tells whether there are others.
    let page = Page { size: i32::try_from(NAMED + 1).unwrap_or(i32::MAX), token: String::new() };
    let (changed, _) = app.list_segments(caller, job.id, &[SegmentState::Changed], false, &page).await?;
    let (open, _) = app.list_segments(caller, job.id, &[], true, &page).await?;
    let mut lines = Vec::new();
    name(&mut lines, "changed:", &changed, |segment| {
        let mut gone: Vec<&str> = segment
            .findings_before
            .iter()
            .map(|finding| finding.check.as_ref())
            .filter(|check| !segment.findings_after.iter().any(|finding| finding.check == *check))
            .collect();
        gone.dedup();
        let note = segment.revisions.last().map_or("", |round| round.note.as_str());
        if gone.is_empty() { note.to_owned() } else { gone.join(", ") }
    });
    name(&mut lines, "for review:", &open, |segment| {
        let found = segment.findings_after.iter().max_by_key(|finding| finding.severity);
        match (&segment.failure, found) {
            (Some(failure), _) => format!("{}: {}", failure.reason, failure.message),
            (None, Some(finding)) => format!("{}: {}", finding.check, finding.message),
            (None, None) => segment.reason.as_str().to_owned(),
        }
    });
    Ok(lines)
}

fn name(
    lines: &mut Vec<String>,
    head: &str,
    found: &[SegmentResult],
    why: impl Fn(&SegmentResult) -> String,
) {
    if found.is_empty() {
        return;
    }
    lines.push(format!("  {head}"));
    for segment in found.iter().take(NAMED) {
        let SegmentRef { line, unit, segment: id, .. } = &segment.id;
        let slash = if id.is_empty() { "" } else { "/" };
        lines.push(format!("    line {line:4}  {unit}{slash}{id}: {}", why(segment)));
    }
    if found.len() > NAMED {
        lines.push("    … and more".to_owned());
    }
}

/// Prints the summary. It goes to standard error where standard output is the file itself.
pub(super) fn print(job: &Job, details: &[String], written: Option<&str>, style: Style) {
    let print = if style.to_stderr { output::note } else { output::result };
    if style.as_json {
        print(&object(job, written).to_string());
        return;
    }
    if !style.quiet {
        lines(job, details, written).iter().for_each(|line| print(line));
    }
    if let Some(failure) = &job.failure {
        output::note(&format!("refineloop: {}: {}", failure.reason, failure.message));
    }
}

fn lines(job: &Job, details: &[String], written: Option<&str>) -> Vec<String> {
    let counts = &job.progress.finished;
    let mut lines = Vec::new();
    let unchanged = counts.finished - counts.changed - counts.skipped - counts.failed;
    lines.push(format!(
        "{}: {} segments: {} changed, {unchanged} unchanged, {} skipped, {} failed, {} for review",
        job.status.as_str(),
        job.progress.segment_count,
        counts.changed,
        counts.skipped,
        counts.failed,
        counts.needs_review
    ));
    if !counts.skipped_by_reason.is_empty() {
        let reasons: Vec<String> =
            counts.skipped_by_reason.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
        lines.push(format!("  skipped: {}", reasons.join(", ")));
    }
    let checks: BTreeSet<&String> =
        counts.findings_before.keys().chain(counts.findings_after.keys()).collect();
    let sum = |findings: &std::collections::BTreeMap<String, u64>| findings.values().sum::<u64>();
    lines.push(format!("  findings: {} → {}", sum(&counts.findings_before), sum(&counts.findings_after)));
    for check in checks {
        let of = |findings: &std::collections::BTreeMap<String, u64>| {
            findings.get(check).copied().unwrap_or_default()
        };
        lines.push(format!(
            "    {check:24} {} → {}",
            of(&counts.findings_before),
            of(&counts.findings_after)
        ));
    }
    lines.extend(score("checks", counts.rules_score));
    lines.extend(score("reviewer", counts.mqm_score));
    lines.extend_from_slice(details);
    if counts.rejected > 0 {
        lines.push(format!("  {} candidates refused by the gates", counts.rejected));
    }
    let usage = &job.progress.usage;
    if usage.request_count > 0 {
        lines.push(format!(
            "  {} calls, {} tokens in ({} cached), {} out; {}",
            usage.request_count,
            usage.input_token_count,
            usage.cached_input_token_count,
            usage.output_token_count,
            usage.cost.map_or_else(|| "cost not known".to_owned(), |cost| cost.to_string())
        ));
    }
    if usage.reused_count > 0 {
        lines.push(format!("  {} answers of an earlier run used again", usage.reused_count));
    }
    lines.extend(job.warnings.iter().map(|warning| format!("  note: {warning}")));
    if let Some(written) = written {
        let what = if job.status == JobStatus::Completed { "wrote" } else { "wrote what was finished to" };
        lines.push(format!("{what} {written}"));
    }
    lines
}

/// A score in points, if there is one.
fn score(by: &str, sum: ScoreSum) -> Option<String> {
    let sum = sum.told()?;
    let points = |tenths: u64| format!("{}.{}", tenths / 10, tenths % 10);
    let (before, after) = (points(sum.before_tenths), points(sum.after_tenths));
    let mut line = format!("  penalty points by the {by}: {before} → {after}");
    if let Some((before, after)) = sum.per_thousand_words() {
        line += &format!(", for 1,000 words {} → {}", points(before), points(after));
    }
    if sum.open_segment_count > 0 {
        let before = points(sum.open_before_tenths);
        line += &format!("; segments not judged again: {}, {before} before", sum.open_segment_count);
    }
    Some(line)
}

/// A score as JSON, in the words of REST.
fn told(sum: &ScoreSum) -> serde_json::Value {
    json!({
        "segments": sum.segment_count,
        "words": sum.word_count,
        "before_tenths": sum.before_tenths,
        "after_tenths": sum.after_tenths,
        "open_segments": sum.open_segment_count,
        "open_words": sum.open_word_count,
        "open_before_tenths": sum.open_before_tenths,
    })
}

fn object(job: &Job, written: Option<&str>) -> serde_json::Value {
    let counts = &job.progress.finished;
    let usage = &job.progress.usage;
    json!({
        "status": job.status.as_str(),
        "model": job.spec.model,
        "segments": job.progress.segment_count,
        "changed": counts.changed,
        "skipped": counts.skipped,
        "skipped_by_reason": counts.skipped_by_reason,
        "failed": counts.failed,
        "needs_review": counts.needs_review,
        "revisions": counts.revisions,
        "rejected": counts.rejected,
        "findings_before": counts.findings_before,
        "findings_after": counts.findings_after,
        "rules_score": counts.rules_score.told().map(|sum| told(&sum)),
        "mqm_score": counts.mqm_score.told().map(|sum| told(&sum)),
        "usage": {
            "calls": usage.request_count,
            "reused_answers": usage.reused_count,
            "input_tokens": usage.input_token_count,
            "cached_input_tokens": usage.cached_input_token_count,
            "cache_write_input_tokens": usage.cache_write_input_token_count,
            "output_tokens": usage.output_token_count,
            "unreported_calls": usage.unreported_count,
            "cost_micros": usage.cost.map(|cost| cost.micros),
            "currency": usage.cost.map(|cost| cost.currency),
        },
        "failure": job.failure.as_ref().map(|failure| json!({
            "reason": failure.reason.as_str(),
            "message": failure.message,
            "retryable": failure.reason.retryable(),
        })),
        "warnings": job.warnings,
        "output": written,
    })
}

#[cfg(test)]
mod tests {
    use super::score;
    use crate::domain::score::ScoreSum;

    #[test]
    fn a_score_is_told_in_points_and_for_a_thousand_words() {
        let mut sum = ScoreSum::default();
        assert_eq!(score("checks", sum), None);
        sum.add(0, Some(11), Some(1));
        assert_eq!(score("checks", sum).unwrap(), "  penalty points by the checks: 1.1 → 0.1");
        sum.add(300, Some(250), Some(50));
        sum.add(9, Some(50), None);
        assert_eq!(
            score("reviewer", sum).unwrap(),
            "  penalty points by the reviewer: 26.1 → 5.1, for 1,000 words 87.0 → 17.0; \
             segments not judged again: 1, 5.0 before"
        );
    }
}
