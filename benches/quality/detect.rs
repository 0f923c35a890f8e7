//! What `builtin/rules` finds and repairs of the faults, and what it does to texts that are right.

use crate::cases::{self, Case, Half};
use crate::data::{Pair, Set};
use crate::document::{self, Unit};
use crate::expect;
use crate::inject::{self, Operator};
use crate::language::LANGUAGES;
use crate::score::Share;
use refineloop::check::{self, Id, Options};
use refineloop::domain::locale::Locale;
use refineloop::domain::segment::{Finding, Segment, SegmentResult};
use refineloop::domain::terms::Term;
use refineloop::domain::text::CodedText;
use refineloop::refine::batch::{Batcher, Group};
use refineloop::refine::{Machine, Settings, Step};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The figures of a cell: an operator in a language, one half of the pairs.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cell {
    /// Faulty targets with a finding that names the fault and that the right target has not.
    pub named: Share,
    /// Faulty targets with any finding that the right target has not.
    pub any: Share,
    /// Right targets with a finding that would name the fault.
    pub false_alarms: Share,
    /// Characters: the fault and the findings that name it, what both share, each alone.
    pub overlap: u64,
    pub found: u64,
    pub injected: u64,
    /// Faulty targets that were restored exactly, or whose fault is gone and nothing else changed.
    pub fixed: Share,
    /// Those that were changed in another way.
    pub collateral: Share,
    /// Units that were to stay and did not.
    pub untouched: Share,
}

impl Cell {
    /// Of all targets, right and faulty in equal numbers, that have a finding naming the fault, those
    /// that have the fault.
    pub fn precision(&self) -> Share {
        Share::of(self.named.hits, self.named.hits + self.false_alarms.hits)
    }
}

/// What becomes of texts that are right.
#[derive(Debug, Clone, Default)]
pub struct Right {
    /// Those that were changed.
    pub edited: Share,
    /// Those with a finding.
    pub flagged: Share,
    /// How many findings of each check, and the first text that has one.
    pub by_check: BTreeMap<String, (u64, String)>,
    pub untouched: Share,
}

/// Runs the loop with no model over segments; their results, in order.
pub fn refine(segments: Vec<Segment>, settings: &Settings) -> Vec<SegmentResult> {
    let mut batcher = Batcher::new();
    let mut groups: Vec<Group> = Vec::new();
    for segment in segments {
        groups.extend(batcher.push(segment));
    }
    groups.extend(batcher.finish());
    let mut results = Vec::new();
    for group in groups {
        let mut machine = Machine::new(group, settings);
        assert_eq!(machine.step(), Step::Done, "a builtin model never asks");
        results.extend(machine.finished());
    }
    results
}

/// The glossary of a language.
pub fn glossary(set: &Set) -> Vec<Term> {
    let term = |(source, target, wrong): &(&str, &str, &str)| Term {
        source: (*source).to_owned(),
        target: (*target).to_owned(),
        forbidden: vec![(*wrong).to_owned()],
        ..Term::default()
    };
    set.terms.iter().map(term).collect()
}

/// All checks, remarks too, and the glossary of the language.
fn options(set: &Set) -> Options {
    let enabled = Id::ALL.iter().map(|id| id.as_str().to_owned()).collect();
    Options { enabled, terms: glossary(set).into(), ..Options::default() }
}

/// What the checks find in a target of a segment.
fn findings(segment: &Segment, target: &CodedText, options: &Options) -> Vec<Finding> {
    let [source_locale, target_locale] =
        [&segment.languages.source, &segment.languages.target].map(|tag| Locale::parse(tag));
    check::findings(&check::Pair {
        codes: &segment.codes,
        source: &segment.source,
        target,
        source_locale: &source_locale,
        target_locale: &target_locale,
        max_chars: segment.max_chars,
        bounds: &segment.bounds,
        claim: segment.claim.as_ref(),
        part: false,
        options,
    })
}

/// A segment that came out of the loop, and what all checks say of it before and after.
struct Seen {
    original: String,
    target: String,
    before: Vec<Finding>,
    after: Vec<Finding>,
}

fn unit(pair: &Pair, target: &str) -> Unit {
    Unit {
        source_tag: pair.source_tag,
        target_tag: pair.language.tag,
        source: pair.source.clone(),
        target: target.to_owned(),
    }
}

/// The cases of a cell, how the faulty and the right target of each came out of the loop, and how many units
/// changed that were to stay.
fn seen(set: &Set, operator: &Operator, half: Half, wanted: usize) -> (Vec<(Case, [Seen; 2])>, Share) {
    let cases = cases::faulty(set, operator, half, wanted);
    let units: Vec<Unit> = cases
        .iter()
        .flat_map(|case| [unit(&case.pair, &case.faulty), unit(&case.pair, &case.pair.target)])
        .collect();
    let xml = document::xliff(&units);
    let segments = document::read(&xml);
    let results = refine(segments.clone(), &Settings::new("builtin/rules"));
    assert_eq!(results.len(), units.len(), "every unit has a result");
    let options = options(set);
    let seen = |(segment, result): (&Segment, &SegmentResult)| {
        let before = findings(segment, &result.original, &options);
        let changed = *result.target() != result.original;
        let after = if changed { findings(segment, result.target(), &options) } else { before.clone() };
        Seen { original: result.original.to_string(), target: result.target().to_string(), before, after }
    };
    let mut seen = segments.iter().zip(&results).map(seen);
    let both = |case| Some((case, [seen.next()?, seen.next()?]));
    let (changed, of) = document::untouched_units_changed(&xml, &results);
    (cases.into_iter().map_while(both).collect(), Share::of(changed, of))
}

/// The figures of a cell.
pub fn cell(set: &Set, operator: &Operator, half: Half, wanted: usize) -> Cell {
    let mut cell = Cell::default();
    let expected = expect::checks(operator.name);
    let (all, untouched) = seen(set, operator, half, wanted);
    for (case, [faulty, right]) in &all {
        cell.take(case, faulty, right, expected);
    }
    cell.untouched = untouched;
    cell
}

/// Faulty cases of the open half that no check names, a few of each pair, to be read by a person.
pub fn missed(name: &str, wanted: usize) -> String {
    let mut text = String::new();
    for set in LANGUAGES.iter().map(Set::of) {
        for operator in inject::all() {
            if !operator.name.starts_with(name) || !operator.is_visible(set.language.latin) {
                continue;
            }
            let cases = cases::faulty(&set, operator, Half::Open, wanted);
            let units: Vec<Unit> = cases.iter().map(|case| unit(&case.pair, &case.faulty)).collect();
            let (expected, options) = (expect::checks(operator.name), options(&set));
            let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
            for (case, segment) in cases.iter().zip(document::read(&document::xliff(&units))) {
                let found = findings(&segment, &segment.target, &options);
                let checks: Vec<_> = found.iter().map(|finding| finding.check.as_ref()).collect();
                if checks.iter().any(|check| expected.contains(check)) {
                    continue;
                }
                let seen = shown.entry(case.pair.name).or_default();
                *seen += 1;
                if *seen <= 2 {
                    let tag = set.language.tag;
                    let (source, right, faulty) = (&case.pair.source, &case.pair.target, &case.faulty);
                    let _ = writeln!(
                        text,
                        "{} {tag} {} {checks:?}\n  {source}\n  {right}\n  {faulty}",
                        operator.name, case.pair.name
                    );
                }
            }
            if !shown.is_empty() {
                let all: usize = shown.values().sum();
                let _ = writeln!(text, "= {} {}: {all} of {}", operator.name, set.language.tag, cases.len());
            }
        }
    }
    text
}

/// Faulty cases of the open half that were changed in another way than the repair, a few of each pair, to be read
/// by a person.
pub fn changed(name: &str, wanted: usize) -> String {
    let mut text = String::new();
    for set in LANGUAGES.iter().map(Set::of) {
        for operator in inject::all().into_iter().filter(|operator| operator.name.starts_with(name)) {
            let expected = expect::checks(operator.name);
            let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
            let (all, _) = seen(&set, operator, Half::Open, wanted);
            for (case, [faulty, right]) in &all {
                let mut cell = Cell::default();
                cell.take(case, faulty, right, expected);
                if cell.collateral.hits == 0 {
                    continue;
                }
                let seen = shown.entry(case.pair.name).or_default();
                *seen += 1;
                if *seen <= 2 {
                    let [right, was, is] = [&case.pair.target, &faulty.original, &faulty.target];
                    let _ = writeln!(
                        text,
                        "{} {} {}\n  {}\n  {right}\n  {was}\n  {is}",
                        operator.name, set.language.tag, case.pair.name, case.pair.source
                    );
                }
            }
            if !shown.is_empty() {
                let count: usize = shown.values().sum();
                let _ = writeln!(text, "= {} {}: {count} of {}", operator.name, set.language.tag, all.len());
            }
        }
    }
    text
}

impl Cell {
    fn take(&mut self, case: &Case, faulty: &Seen, right: &Seen, expected: &[&str]) {
        let names = |finding: &&Finding| expected.contains(&finding.check.as_ref());
        let count =
            |findings: &[Finding], check: &str| findings.iter().filter(|found| found.check == check).count();
        let new =
            |finding: &&Finding| count(&faulty.before, &finding.check) > count(&right.before, &finding.check);
        let added: Vec<_> = faulty.before.iter().filter(new).collect();
        let naming: Vec<_> = added.iter().copied().filter(names).collect();
        self.named.add(!naming.is_empty());
        self.any.add(!added.is_empty());
        self.false_alarms.add(right.before.iter().any(|finding| names(&finding)));
        self.spans(case, &naming);
        let gone = |check: &&str| count(&faulty.after, check) <= count(&right.before, check);
        let changed = faulty.target != faulty.original;
        let fixed = faulty.target == right.original
            || (changed
                && !naming.is_empty()
                && expected.iter().all(gone)
                && stays_outside(&faulty.original, &faulty.target, &case.span));
        self.fixed.add(fixed);
        self.collateral.add(changed && !fixed);
    }

    /// The characters of findings with a place; a fault without any (something is lost) has none.
    fn spans(&mut self, case: &Case, naming: &[&Finding]) {
        let fault: Vec<usize> = case.span.clone().collect();
        let length = case.faulty.chars().count();
        let mut found = vec![false; length];
        let places = naming.iter().filter_map(|finding| finding.span);
        let mut placed = false;
        for (start, end) in places {
            placed = true;
            found.iter_mut().take(end as usize).skip(start as usize).for_each(|cell| *cell = true);
        }
        if fault.is_empty() || !placed {
            return;
        }
        self.overlap += fault.iter().filter(|at| found.get(**at) == Some(&true)).count() as u64;
        self.found += found.iter().filter(|cell| **cell).count() as u64;
        self.injected += fault.len() as u64;
    }
}

/// Whether two texts differ only within a range of the first, or right beside it.
fn stays_outside(before: &str, after: &str, span: &std::ops::Range<usize>) -> bool {
    let (before, after): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    let head = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let tail = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    head + 1 >= span.start && before.len().saturating_sub(tail) <= span.end + 1
}

/// What becomes of the right texts of a language.
pub fn right(set: &Set, half: Half, variation: bool, wanted: usize) -> Right {
    let pairs = cases::right(set, half, variation, wanted);
    let units: Vec<Unit> = pairs.iter().map(|pair| unit(pair, &pair.target)).collect();
    let xml = document::xliff(&units);
    let segments = document::read(&xml);
    let results = refine(segments.clone(), &Settings::new("builtin/rules"));
    let options = Options { enabled: Vec::new(), ..options(set) };
    let mut right = Right::default();
    for (pair, (segment, result)) in pairs.iter().zip(segments.iter().zip(&results)) {
        let findings = findings(segment, &result.original, &options);
        right.edited.add(*result.target() != result.original);
        right.flagged.add(!findings.is_empty());
        for finding in findings {
            let example =
                || format!("{}: {} → {} [{}]", pair.name, pair.source, pair.target, finding.message);
            right.by_check.entry(finding.check.to_string()).or_insert_with(|| (0, example())).0 += 1;
        }
    }
    let (changed, of) = document::untouched_units_changed(&xml, &results);
    right.untouched = Share::of(changed, of);
    right
}
