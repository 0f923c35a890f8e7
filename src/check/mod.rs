//! Deterministic findings on a segment, and the repairs that are certain.
//!
//! A check is one small type in one file and one line in `CHECKS`. Checks are pure: no clock, no
//! I/O, the same answer for the same pair. They must not know the loop, models or files: what
//! needs more than one segment (consistency, terms) is not here. A false alarm is worse than a
//! miss, so each check names in its file what it leaves alone.

mod characters;
mod empty;
mod escapes;
mod framing;
mod length;
mod line;
mod links;
mod locale;
mod marks;
mod numbers;
mod outer;
mod placeholders;
mod punctuation;
mod repair;
mod spacing;
mod tags;
#[cfg(test)]
mod tests;
mod untranslated;
mod view;
mod words;

pub use numbers::numbers_agree;

use crate::domain::locale::Locale;
use crate::domain::segment::Finding;
use crate::domain::terms::Term;
use crate::domain::text::{Code, CodedText};
use view::{Found, Report, View};

/// A source and a target to compare.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The codes of the segment.
    pub codes: &'a [Code],
    /// The source text.
    pub source: &'a CodedText,
    /// The target text.
    pub target: &'a CodedText,
    /// The source language.
    pub source_locale: &'a Locale,
    /// The target language.
    pub target_locale: &'a Locale,
    /// The most characters the file allows in the target.
    pub max_chars: Option<u64>,
    /// What the job says about the checks.
    pub options: &'a Options,
}

/// What a job says about the checks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Findings that are not made, by the name of their check.
    pub disabled: Vec<String>,
    /// The glossary.
    pub terms: Vec<Term>,
}

impl Options {
    /// All checks, and no glossary.
    pub const USUAL: &'static Self = &Self { disabled: Vec::new(), terms: Vec::new() };
}

/// A repaired target and what it repaired.
#[derive(Debug, Clone)]
pub struct Repair {
    /// The target after all certain repairs.
    pub target: CodedText,
    /// The findings the repairs were made for, as found in the target before.
    pub fixed: Vec<Finding>,
}

/// One check, or a family that shares one look at the pair.
trait Check: Sync {
    /// The findings it makes.
    fn ids(&self) -> &'static [Id];

    /// Adds what it finds, in order of position.
    fn find(&self, view: &View<'_>, report: &mut Report<'_>);
}

/// The name of a finding, and whether it is a fault no candidate may add.
#[derive(Debug, Clone, Copy)]
struct Id {
    name: &'static str,
    is_hard: bool,
}

impl Id {
    const fn hard(name: &'static str) -> Self {
        Self { name, is_hard: true }
    }

    const fn soft(name: &'static str) -> Self {
        Self { name, is_hard: false }
    }
}

/// All checks, in the order of their findings.
static CHECKS: &[&dyn Check] = &[
    &empty::Empty,
    &untranslated::Untranslated,
    &tags::Tags,
    &tags::space::AdjacentSpace,
    &placeholders::Placeholders,
    &escapes::Escapes,
    &links::Links,
    &numbers::Numbers,
    &outer::OuterSpace,
    &spacing::Spacing,
    &punctuation::EndPunctuation,
    &marks::RepeatedMarks,
    &marks::Inverted,
    &marks::pairs::PairedMarks,
    &words::DoubledWords,
    &characters::Characters,
    &length::Length,
];

/// What the checks find in the target, in the order of the list of checks, then of position.
#[must_use]
pub fn findings(pair: &Pair<'_>) -> Vec<Finding> {
    find_all(&View::new(pair)).into_iter().map(|found| found.finding).collect()
}

/// Whether a finding of this check is a fault no candidate may add.
#[must_use]
pub fn is_hard(check: &str) -> bool {
    CHECKS.iter().flat_map(|each| each.ids()).any(|id| id.name == check && id.is_hard)
}

/// All repairs of which exactly one result is right; `None` if there is nothing to repair.
///
/// Text inside codes is never touched, codes are neither dropped nor doubled, and none is added
/// but one that stands first or last in the source and is missing. The result has fewer findings
/// than the target had, no new ones, and nothing left to repair.
#[must_use]
pub fn repair(pair: &Pair<'_>) -> Option<Repair> {
    repair::repair(pair)
}

fn find_all(view: &View<'_>) -> Vec<Found> {
    let mut report = Report { disabled: &view.pair.options.disabled, ..Report::default() };
    for check in CHECKS {
        check.find(view, &mut report);
        if report.is_complete {
            break;
        }
    }
    report.found
}
