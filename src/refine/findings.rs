//! What the checks find in a candidate and did not find in the version before it.
//!
//! A check may be wrong about a text as it came in; that an edit makes it speak is another matter. So
//! this gate is relative and strict: what is added is refused, whatever the level of the check. A model
//! that is told so can correct the same issue without it.

use super::gate::{Refusal, refuse};
use super::subject::{Subject, Version};
use crate::check::Id;
use crate::domain::segment::{Finding, Gate, Issue, Severity};
use crate::domain::text::CodedText;

/// Refuses what adds a finding that nothing excuses.
///
/// # Errors
/// The first finding it would add.
pub(super) fn findings(
    subject: &Subject,
    best: &Version,
    issues: &[Issue],
    candidate: &Version,
) -> Result<(), Refusal> {
    let hard = |version: &Version| {
        let mut hard = subject.dismissed(&version.text);
        hard.extend(version.hard().cloned());
        hard
    };
    refuse_first(added(&hard(candidate), &hard(best)))?;
    // What mends something serious may have a smaller fault of its own, if the model sees no way without
    // it; then it has to be preferred to what is there.
    let mends = serious(candidate) < serious(best);
    let is_excused =
        |found: &&Finding| is_of_length(found, issues) || (mends && subject.insisted.contains(&found.check));
    refuse_first(added(&candidate.findings, &best.findings).filter(|found| !is_excused(found)))?;
    let (after, before) = (subject.remarks(candidate), subject.remarks(best));
    refuse_first(added(after, before).filter(|found| !is_asked_for(found, issues)))?;
    let doubled = |text: &CodedText| doubles(&text.text());
    if doubled(&candidate.text) > doubled(&best.text).max(doubled(&subject.segment.source)) {
        return refuse(Gate::Findings, "it would say a word twice");
    }
    Ok(())
}

fn refuse_first<'f>(mut added: impl Iterator<Item = &'f Finding>) -> Result<(), Refusal> {
    let Some(added) = added.next() else { return Ok(()) };
    let reason = format!("it would add {}: {}", added.check, added.message);
    Err(Refusal { gate: Gate::Findings, reason, adds: Some(added.check.clone()) })
}

/// The findings of checks that find more than before, or as much and something else.
fn added<'f>(after: &'f [Finding], before: &'f [Finding]) -> impl Iterator<Item = &'f Finding> {
    let count = |all: &[Finding], check: &str| all.iter().filter(|found| found.check == check).count();
    let same = |all: &[Finding], wanted: &Finding| {
        let is = |found: &&Finding| found.check == wanted.check && found.message == wanted.message;
        all.iter().filter(is).count()
    };
    after.iter().filter(move |found| {
        let (now, then) = (count(after, &found.check), count(before, &found.check));
        now > then || (now == then && same(after, found) > same(before, found))
    })
}

/// How many findings are more than minor.
fn serious(version: &Version) -> usize {
    version.findings.iter().filter(|found| found.severity >= Severity::Major).count()
}

/// Whether text that was missing or too much explains another length.
fn is_of_length(found: &Finding, issues: &[Issue]) -> bool {
    let explains =
        |issue: &Issue| matches!(issue.category.as_str(), "accuracy/omission" | "accuracy/addition");
    found.check == Id::LengthRatio.as_str() && issues.iter().any(explains)
}

/// Whether an issue is of the very kind of a remark: about capitals the reviewer may know better.
fn is_asked_for(found: &Finding, issues: &[Issue]) -> bool {
    let category = Id::parse(&found.check).map(Id::category);
    issues.iter().any(|issue| Some(issue.category.as_str()) == category)
}

/// How often a word is followed by itself. Languages in which that is grammar have no check for it, but
/// an edit that does it is more likely a slip.
fn doubles(text: &str) -> usize {
    let words: Vec<&str> = text.split(' ').collect();
    let same = |pair: &&[&str]| {
        pair[0] == pair[1] && pair[0].chars().count() > 1 && pair[0].chars().any(char::is_alphabetic)
    };
    words.windows(2).filter(same).count()
}
