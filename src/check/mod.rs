//! Deterministic findings on a segment, and the repairs that are certain.
//!
//! A check is a function in one file, a row in the catalog and a line in `CHECKS`. Checks are
//! pure: no clock, no I/O, the same answer for the same pair. They must not know the loop, models
//! or files: what needs more than one segment is in `file`. A false alarm is worse than a miss, so
//! each check names in its file what it leaves alone.

mod alphanumeric;
mod case;
mod catalog;
mod characters;
mod claimed;
mod code;
mod doubling;
mod doubt;
mod embedded;
mod empty;
mod escapes;
pub mod file;
mod framing;
mod friends;
mod hyphen;
mod icu;
mod kinds;
mod length;
mod letters;
mod line;
mod links;
mod locale;
mod marks;
mod markup;
mod numbers;
mod options;
mod outer;
mod pattern;
mod placeholders;
mod punctuation;
mod repair;
mod sentences;
mod spacing;
mod spelling;
mod stem;
mod stray;
mod symbols;
mod tags;
mod terms;
#[cfg(test)]
mod tests;
mod untranslated;
mod view;
mod words;
mod wrapper;
mod writing;

pub use catalog::{Id, Level, catalog, is_hard};
pub use locale::conventions;
pub use markup::is_emphasised;
pub use numbers::number_differences;
pub use options::Options;
pub use spelling::{Dictionaries, Dictionary, DictionaryError};
pub use stem::fold;
pub use terms::Terms;
pub use wrapper::wrapped;

use crate::domain::bound::Bound;
use crate::domain::claim::Claim;
use crate::domain::locale::Locale;
use crate::domain::segment::Finding;
use crate::domain::text::{Code, CodedText};
use view::{Found, Report, View};

/// What tells these rules from those of another build: a hash of their source, which `build.rs` makes, so
/// that it cannot be forgotten. Empty where the build script did not run.
pub const RULES_VERSION: &str = match option_env!("REFINELOOP_RULES_VERSION") {
    Some(version) => version,
    None => "",
};

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
    /// What else the file demands of the target.
    pub bounds: &'a [Bound],
    /// Whether the unit has more segments, so that blanks at an edge may stand outside of it.
    pub part: bool,
    /// What the file says of the target, where its text may belie that.
    pub claim: Option<&'a Claim>,
    /// What the job says about the checks.
    pub options: &'a Options,
}

/// A repaired target and what it repaired.
#[derive(Debug, Clone)]
pub struct Repair {
    /// The target after all certain repairs.
    pub target: CodedText,
    /// The findings the repairs were made for, as found in the target before.
    pub fixed: Vec<Finding>,
}

/// All checks, in the order of their findings. Each adds what it finds, in order of position.
static CHECKS: &[fn(&View<'_>, &mut Report)] = &[
    empty::empty,
    untranslated::untranslated,
    tags::tags,
    tags::space::adjacent_space,
    placeholders::compare::placeholders,
    icu::icu_syntax,
    escapes::escapes,
    markup::markup_syntax,
    links::links,
    numbers::numbers,
    alphanumeric::alphanumeric,
    symbols::minus_range,
    symbols::symbols,
    outer::outer_space,
    spacing::spacing,
    punctuation::end_punctuation,
    sentences::marks_alone,
    marks::foreign::foreign_writing,
    marks::repeated_marks,
    marks::inverted,
    marks::pairs::paired_marks,
    case::capitals,
    words::doubled_words,
    words::doubled_runs,
    length::length,
    sentences::sentence_count,
    terms::terms,
    characters::characters,
    letters::forbidden_chars,
    letters::demanded,
    pattern::user_regex,
    hyphen::hyphenation_artefact,
    spelling::spelling,
    friends::false_friends,
    wrapper::ai_wrapper,
    claimed::claimed,
];

/// Those of them that make remarks, and the one after which there is nothing else to say.
static REMARKING: &[fn(&View<'_>, &mut Report)] = &[
    empty::empty,
    symbols::minus_range,
    sentences::marks_alone,
    case::capitals,
    sentences::sentence_count,
    spelling::spelling,
    friends::false_friends,
    claimed::claimed,
];

/// What the checks find in the target, in the order of the list of checks, then of position.
#[must_use]
pub fn findings(pair: &Pair<'_>) -> Vec<Finding> {
    find_all(&View::new(pair)).into_iter().map(|found| found.finding).collect()
}

/// The remarks among [`findings`], where nothing else is wanted by the options of the pair.
#[must_use]
pub fn remarks(pair: &Pair<'_>) -> Vec<Finding> {
    find(&View::new(pair), REMARKING).into_iter().map(|found| found.finding).collect()
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
    find(view, CHECKS)
}

fn find(view: &View<'_>, checks: &[fn(&View<'_>, &mut Report)]) -> Vec<Found> {
    let mut report = Report::new(view.pair.options);
    for check in checks {
        check(view, &mut report);
        if report.is_complete {
            break;
        }
    }
    report.found
}
