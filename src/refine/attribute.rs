//! Every changed word belongs to an issue that holds, to a finding of a check, or to the grammar of
//! such a change. What belongs to nothing is taken back, change by change, and what is left must be
//! no larger than the issues justify.

use super::diff::{Atom, Hunk, Line, changed, hunks, size};
use super::gate::{self, Refusal, refuse};
use super::script::{self, Script};
use super::subject::{Subject, Version};
use super::{Gates, Settings};
use crate::check::Id;
use crate::domain::locale::Locale;
use crate::domain::policy::Policy;
use crate::domain::segment::{Finding, Gate, Issue, Severity};
use crate::domain::trail::{Cause, Change};
use std::collections::BTreeMap;
use std::ops::Range;

mod agreement;

use agreement::Changing;

/// Beyond so many changes that nothing asks for, all of them are taken back at once.
const MOST_SINGLY: usize = 64;
/// The most changes that are recorded.
const MOST_RECORDED: usize = 64;
/// The most characters of a side of a recorded change.
const LONGEST: usize = 300;

/// A candidate of which every change has a cause.
#[derive(Debug, Clone)]
pub(super) struct Attributed {
    /// What is left of it.
    pub(super) version: Version,
    /// All changes it made, also those taken back.
    pub(super) changes: Vec<Change>,
    /// Whether it does nothing but turn failing checks into passing ones, within a few words.
    pub(super) local: bool,
}

/// What asks for a change.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asks {
    Issue(usize),
    Finding(Severity),
    Agreement,
}

/// Takes back the changes that nothing asks for.
///
/// # Errors
/// `unattributed_edit` if nothing is left or what is left does not pass the gates; `edit_size` if it
/// is too much.
pub(super) fn attribute(
    subject: &Subject,
    best: &Version,
    issues: &[Issue],
    candidate: Version,
    settings: &Settings,
) -> Result<Attributed, Refusal> {
    let (policy, gates) = (&settings.policy, settings.gates);
    let text = candidate.text.clone();
    let (old, new) = (Line::of(&best.text), Line::of(&text));
    let hunks = hunks(&old, &new);
    let spans: Vec<_> = issues.iter().map(|issue| places(issue, &old)).collect();
    let mut asks: Vec<Option<Asks>> = hunks
        .iter()
        .map(|hunk| {
            let is_of = |at: &usize| is_of_issue(hunk, &issues[*at], &spans[*at], (&old, &new), policy);
            let issue = (0..issues.len()).find(is_of);
            // What a check finds is certain, so that comes first; the issue may call it worse.
            let called = issue.map(|at| issues[at].severity);
            of_finding(hunk, &old, best, &candidate)
                .map(|severity| Asks::Finding(called.map_or(severity, |called| called.max(severity))))
                .or(issue.map(Asks::Issue))
        })
        .collect();
    share_codes(&hunks, &old, &new, &mut asks);
    agree(&hunks, &old, &new, &mut asks, (policy, &subject.target_locale));
    let version = if gates.has(Gate::UnattributedEdit) {
        take_back(subject, best, issues, candidate, (&old, &new, &hunks), &mut asks, gates)?
    } else {
        candidate
    };
    if version.text == best.text {
        return refuse(Gate::UnattributedEdit, "no listed issue is about what it changes");
    }
    let made = hunks.iter().zip(&asks).filter(|(_, asks)| asks.is_some());
    let words: usize = made.map(|(hunk, _)| size(&old, &new, hunk)).sum();
    let total = old.count().max(new.count()).max(1);
    let few = policy.edit_words as usize * characters_a_word(&best.text.text(), &version.text.text());
    let within = |percent: u32| words * 100 <= total * percent as usize || words <= few;
    let percent = cap(&asks, issues, policy);
    if gates.has(Gate::EditSize) && !within(percent) {
        let reason = format!("it changes more than {percent} % of the words for issues that small");
        return refuse(Gate::EditSize, reason);
    }
    let repairs = asks.iter().flatten().all(|asks| matches!(asks, Asks::Finding(_)));
    let local = repairs && within(policy.minor_edit_percent) && is_cleaner(&version, best);
    let changes = hunks
        .iter()
        .zip(&asks)
        .take(MOST_RECORDED)
        .map(|(hunk, asks)| change(hunk, asks.as_ref(), &old, &new));
    Ok(Attributed { version, changes: changes.collect(), local })
}

/// How many of the counted words make one of the reader's: Han, kana and Thai are counted by the
/// character.
fn characters_a_word(before: &str, now: &str) -> usize {
    const CHARACTERS: usize = 4;
    let is_unspaced = |text: &str| {
        let (all, unspaced) = script::letters(text, &[Script::Han, Script::Thai]);
        unspaced * 2 > all
    };
    if is_unspaced(before) && is_unspaced(now) { CHARACTERS } else { 1 }
}

/// The changes of a repair that a rule made for its own findings.
pub(super) fn repairs(best: &Version, repaired: &Version) -> Vec<Change> {
    let (old, new) = (Line::of(&best.text), Line::of(&repaired.text));
    let asks = Asks::Finding(Severity::Minor);
    hunks(&old, &new).iter().take(MOST_RECORDED).map(|hunk| change(hunk, Some(&asks), &old, &new)).collect()
}

/// Where in the target the words of an issue stand. What was not translated, or was and should not
/// have been, may be quoted from the source.
fn places(issue: &Issue, old: &Line<'_>) -> Vec<Range<usize>> {
    let quoted = if issue.target_span.is_empty() { &issue.source_span } else { &issue.target_span };
    old.find(quoted)
}

fn is_of_issue(
    hunk: &Hunk,
    issue: &Issue,
    places: &[Range<usize>],
    (old, new): (&Line<'_>, &Line<'_>),
    policy: &Policy,
) -> bool {
    let near = policy.near_words as usize;
    let words = old.words(&hunk.old);
    if issue.category == "accuracy/omission" && !issue.source_span.is_empty() {
        // What is put in may change the word beside it.
        let grows = new.words(&hunk.new).len() > words.len();
        if grows && words.len() <= near {
            return true;
        }
    }
    places.iter().any(|place| {
        let span = old.words(place);
        let (start, end) = (span.start.saturating_sub(near), span.end + near);
        // An insertion stands between two words, everything else on some.
        if words.is_empty() {
            start <= words.start && words.end <= end
        } else {
            words.start < end && start < words.end
        }
    })
}

/// How bad a finding is that stands where the change is, if the candidate has fewer of its kind.
fn of_finding(hunk: &Hunk, old: &Line<'_>, best: &Version, candidate: &Version) -> Option<Severity> {
    let shown = old.shown(&hunk.old);
    let gone = best.findings.iter().filter(|found| {
        found.span.is_some_and(|(start, end)| shown.start <= end as usize && start as usize <= shown.end)
            && count(candidate, found) < count(best, found)
    });
    gone.map(|found| found.severity).max()
}

fn count(version: &Version, finding: &Finding) -> usize {
    version.findings.iter().filter(|found| found.check == finding.check).count()
}

/// A code that moves is a change at two places; what asks for one asks for both.
fn share_codes(hunks: &[Hunk], old: &Line<'_>, new: &Line<'_>, asks: &mut [Option<Asks>]) {
    let numbers = |hunk: &Hunk| {
        let atoms = old.atoms[hunk.old.clone()].iter().chain(&new.atoms[hunk.new.clone()]);
        let numbers = atoms.filter_map(|atom| match atom {
            Atom::Token(token) => Some(token.number),
            Atom::Text(_) => None,
        });
        numbers.collect::<Vec<_>>()
    };
    let mut asked = BTreeMap::new();
    for (hunk, asks) in hunks.iter().zip(&*asks).filter(|(_, asks)| asks.is_some()) {
        numbers(hunk).into_iter().for_each(|number| {
            asked.entry(number).or_insert_with(|| asks.clone());
        });
    }
    for (hunk, asks) in hunks.iter().zip(asks).filter(|(_, asks)| asks.is_none()) {
        *asks = numbers(hunk).iter().find_map(|number| asked.get(number).cloned().flatten());
    }
}

/// A few words in the clause of a change that is asked for may follow it, if grammar may want them to.
fn agree(
    hunks: &[Hunk],
    old: &Line<'_>,
    new: &Line<'_>,
    asks: &mut [Option<Asks>],
    (policy, locale): (&Policy, &Locale),
) {
    let mut clause = 0;
    let mut clauses = Vec::with_capacity(old.atoms.len() + 1);
    for atom in &old.atoms {
        clauses.push(clause);
        clause += usize::from(matches!(atom, Atom::Text(text) if ends_clause(text)));
    }
    clauses.push(clause);
    let mut changing: BTreeMap<usize, Changing> = BTreeMap::new();
    for hunk in hunks {
        changing.entry(clauses[hunk.old.start]).or_default().take(hunk, old, new);
    }
    let mut left = BTreeMap::new();
    for (hunk, _) in hunks.iter().zip(&*asks).filter(|(_, asks)| asks.is_some()) {
        left.insert(clauses[hunk.old.start], policy.agreement_words as usize);
    }
    for (hunk, asks) in hunks.iter().zip(asks).filter(|(_, asks)| asks.is_none()) {
        let words = size(old, new, hunk);
        let clause = clauses[hunk.old.start];
        if let Some(left) = left.get_mut(&clause)
            && words <= *left
            && clause == clauses[hunk.old.end.saturating_sub(1).max(hunk.old.start)]
            && changing.get(&clause).is_some_and(|changing| changing.follows(hunk, old, new, locale))
        {
            *left -= words;
            *asks = Some(Asks::Agreement);
        }
    }
}

fn ends_clause(text: &str) -> bool {
    const MARKS: &str = ".!?…;:,–—。！？；：，、؛،؟।";
    text.chars().all(|character| MARKS.contains(character))
}

/// Undoes what nothing asks for. A change that, undone, brings a finding back was a repair and stays.
fn take_back(
    subject: &Subject,
    best: &Version,
    issues: &[Issue],
    candidate: Version,
    (old, new, hunks): (&Line<'_>, &Line<'_>, &[Hunk]),
    asks: &mut [Option<Asks>],
    gates: Gates,
) -> Result<Version, Refusal> {
    let idle: Vec<usize> = (0..hunks.len()).filter(|&at| asks[at].is_none()).collect();
    let without = |gone: &dyn Fn(usize) -> bool| changed(old, new, hunks, |at| !gone(at));
    let bound = |refusal: Refusal| Refusal {
        gate: Gate::UnattributedEdit,
        reason: format!(
            "it changes words that no listed issue is about, and without that: {}",
            refusal.reason
        ),
        adds: None,
    };
    if idle.len() > MOST_SINGLY {
        let text = without(&|at| asks[at].is_none());
        return if text == best.text {
            Ok(best.clone())
        } else {
            gate::pass(subject, best, issues, text, gates).map_err(bound)
        };
    }
    let mut version = candidate;
    let mut gone = vec![false; hunks.len()];
    for at in idle {
        gone[at] = true;
        let text = without(&|at| gone[at]);
        if text == best.text {
            version = best.clone();
            continue;
        }
        let undone = subject.version(text.clone());
        let back = undone.findings.iter().filter(|found| {
            count(&undone, found) > count(&version, found) && count(&undone, found) <= count(best, found)
        });
        if let Some(severity) = back.map(|found| found.severity).max() {
            gone[at] = false;
            asks[at] = Some(Asks::Finding(severity));
            continue;
        }
        version = gate::pass(subject, best, issues, text, gates).map_err(bound)?;
    }
    Ok(version)
}

/// How much may change, in percent, for the worst of what asks for it.
fn cap(asks: &[Option<Asks>], issues: &[Issue], policy: &Policy) -> u32 {
    let worst = asks.iter().flatten().filter_map(|asks| match asks {
        Asks::Issue(at) => Some(issues[*at].severity),
        Asks::Finding(severity) => Some(*severity),
        Asks::Agreement => None,
    });
    match worst.max() {
        Some(Severity::Critical) => policy.critical_edit_percent,
        Some(Severity::Major) => policy.major_edit_percent,
        Some(Severity::Minor) | None => policy.minor_edit_percent,
    }
}

/// Whether a version has fewer findings than another and none of a kind that is new or more frequent.
///
/// Only findings of checks that repair are as certain as that: others can be wrong, and a model that
/// follows one would be believed unseen.
fn is_cleaner(version: &Version, best: &Version) -> bool {
    let gone = |found: &&Finding| count(version, found) < count(best, found);
    let is_certain = |found: &Finding| Id::parse(&found.check).is_some_and(Id::is_repaired);
    best.findings.iter().filter(gone).all(is_certain)
        && version.findings.len() < best.findings.len()
        && version.findings.iter().all(|found| count(version, found) <= count(best, found))
}

fn change(hunk: &Hunk, asks: Option<&Asks>, old: &Line<'_>, new: &Line<'_>) -> Change {
    let shown = old.shown(&hunk.old);
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let cut = |text: String| {
        if text.chars().count() > LONGEST { text.chars().take(LONGEST).collect() } else { text }
    };
    Change {
        start: offset(shown.start),
        end: offset(shown.end),
        old: cut(old.text(&hunk.old).to_string()),
        new: cut(new.text(&hunk.new).to_string()),
        cause: match asks {
            Some(Asks::Issue(_)) => Cause::Issue,
            Some(Asks::Finding(_)) => Cause::Finding,
            Some(Asks::Agreement) => Cause::Agreement,
            None => Cause::None,
        },
        issue: match asks {
            Some(Asks::Issue(at)) => u32::try_from(*at).ok(),
            Some(Asks::Finding(_) | Asks::Agreement) | None => None,
        },
    }
}

#[cfg(test)]
mod tests;
