//! How consistent a refined file is, gathered while it is written: what the checks over the whole file find
//! in it, and which rows of results say something else.
//!
//! Whether a changed target agrees with the rest of the file is known when the last one is there. Until then
//! a row says what was found in the file as it came in: that is not known to be gone.

use super::Settings;
use super::sheet::consistency;
use crate::check::Id;
use crate::check::file::FileChecks;
use crate::domain::segment::{Finding, Segment, SegmentResult};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// The checks over the refined file, while its segments go by.
#[derive(Debug)]
pub struct Consistency {
    checks: FileChecks,
    held: Vec<Held>,
}

/// What a row says of the whole file, in little: very many may repeat one segment.
#[derive(Debug)]
struct Held {
    number: u64,
    repeats: Option<u64>,
    hash: u64,
}

/// What the checks over the whole file find in the refined file.
#[derive(Debug)]
pub struct Agreement {
    found: BTreeMap<u64, Vec<Finding>>,
    held: Vec<Held>,
}

/// A segment in which they find something, or found something before.
#[derive(Debug)]
pub struct Agreeing<'a> {
    /// Its number.
    pub number: u64,
    /// What they find now.
    pub findings: &'a [Finding],
    /// Whether its row says just that.
    pub is_known: bool,
}

impl Consistency {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self { checks: consistency(settings), held: Vec::new() }
    }

    /// Takes the next segment, and its result if it has one.
    pub fn take(&mut self, segment: &Segment, result: Option<&SegmentResult>) {
        let target = result.map_or(&segment.target, SegmentResult::target);
        if !target.is_empty() {
            self.checks.push(segment, target);
        }
        let Some(result) = result else { return };
        let mut of_file = result.findings_after.iter().filter(|found| is_of_file(&found.check)).peekable();
        // A repetition has what is found in its first, which may be new.
        if of_file.peek().is_some() || result.repeats.is_some() {
            let hash = hash(of_file);
            self.held.push(Held { number: result.id.number, repeats: result.repeats, hash });
        }
    }

    /// What all of it comes to.
    #[must_use]
    pub fn finish(self) -> Agreement {
        let mut found: BTreeMap<u64, Vec<Finding>> = BTreeMap::new();
        for placed in self.checks.finish().findings {
            found.entry(placed.number).or_default().push(placed.finding);
        }
        Agreement { found, held: self.held }
    }
}

impl Agreement {
    /// Every segment that has or had such a finding.
    pub fn segments(&self) -> impl Iterator<Item = Agreeing<'_>> {
        let held = self.held.iter().map(|held| {
            // A repetition has the findings of the segment it repeats, as its row had before.
            let own = self.found.get(&held.number);
            let of_first = || self.found.get(&held.repeats?);
            let findings = own.or_else(of_first).map_or(&[][..], Vec::as_slice);
            Agreeing { number: held.number, findings, is_known: hash(findings.iter()) == held.hash }
        });
        let held = held.filter(|one| !one.findings.is_empty() || !one.is_known);
        let is_held = |number: u64| self.held.binary_search_by_key(&number, |held| held.number).is_ok();
        let others = self
            .found
            .iter()
            .filter(move |(number, _)| !is_held(**number))
            .map(|(number, found)| Agreeing { number: *number, findings: found.as_slice(), is_known: false });
        held.chain(others)
    }
}

/// Whether a check looks at the whole file.
#[must_use]
pub fn is_of_file(check: &str) -> bool {
    Id::parse(check).is_some_and(Id::is_of_file)
}

/// A sentence for each check that is told of the refined file, from its name, how often, and the first segment.
#[must_use]
pub fn over_the_file(counts: BTreeMap<String, (u64, u64)>) -> Vec<String> {
    let told = counts.into_iter().map(|(check, (count, first))| {
        format!("{check} over the refined file: {count}, the first at segment {first}")
    });
    told.collect()
}

fn hash<'f>(findings: impl Iterator<Item = &'f Finding>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for finding in findings {
        (&finding.check, &finding.message).hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{Agreement, Consistency};
    use crate::domain::segment::{SegmentResult, SkipReason};
    use crate::domain::text::CodedText;
    use crate::refine::Sheet;
    use crate::refine::fixture::{segment, settings};

    /// What is found in a file of one source with these targets, each before and after: the numbers, and
    /// which of the rows know it.
    fn check(targets: &[(&str, &str)], repeats: &[(u64, u64)]) -> Vec<(u64, usize, bool)> {
        let settings = settings("local/m");
        let mut sheet = Sheet::new(&settings, &[]);
        let segments: Vec<_> = (1..)
            .zip(targets)
            .map(|(number, (before, _))| segment(number, "Save the whole file", before))
            .collect();
        segments.iter().for_each(|segment| sheet.take(segment));
        let findings = sheet.finish("").findings;
        let mut after = Consistency::new(&settings);
        for (segment, (_, target)) in segments.iter().zip(targets) {
            let number = segment.id.number;
            let repeats = repeats.iter().find(|(follower, _)| *follower == number).map(|(_, leader)| *leader);
            let of = repeats.unwrap_or(number);
            let result = SegmentResult {
                accepted: vec![CodedText::plain(target)],
                findings_after: findings.get(&of).cloned().unwrap_or_default(),
                repeats,
                ..segment.skipped(SkipReason::Locked, Vec::new())
            };
            after.take(segment, Some(&result));
        }
        let agreement: Agreement = after.finish();
        agreement.segments().map(|one| (one.number, one.findings.len(), one.is_known)).collect()
    }

    #[test]
    fn what_a_file_says_in_two_ways_is_found_again_or_known_to_be_gone() {
        let (one, other) = ("Datei ganz sichern", "Alles sichern");
        assert_eq!(check(&[(one, one), (other, "Alles  sichern")], &[]), [(1, 1, true), (2, 1, true)]);
        assert_eq!(check(&[(one, one), (other, one)], &[]), [(1, 0, false), (2, 0, false)]);
        assert_eq!(check(&[(one, one), (one, other)], &[]), [(1, 1, false), (2, 1, false)], "what is new");
        let moved = check(&[(one, one), (other, one), (one, other)], &[]);
        assert_eq!(moved, [(1, 1, false), (2, 0, false), (3, 1, false)], "another segment says otherwise");
    }

    #[test]
    fn a_repetition_has_the_findings_of_the_segment_it_repeats() {
        let (one, other) = ("Datei ganz sichern", "Alles sichern");
        let same = check(&[(one, one), (other, other), (one, one)], &[(3, 1)]);
        assert_eq!(same, [(1, 1, true), (2, 1, true), (3, 1, true)]);
        let gone = check(&[(one, other), (other, other), (one, other)], &[(3, 1)]);
        assert_eq!(gone, [(1, 0, false), (2, 0, false), (3, 0, false)]);
        let new = check(&[(one, other), (one, one), (one, other)], &[(3, 1)]);
        assert_eq!(new, [(3, 1, false), (1, 1, false), (2, 1, false)]);
        assert_eq!(check(&[(one, other), (one, other)], &[(2, 1)]), [], "nothing to find");
    }

    #[test]
    fn what_is_not_to_be_translated_is_compared_with_nothing() {
        let settings = settings("local/m");
        let (mut sheet, mut after) = (Sheet::new(&settings, &[]), Consistency::new(&settings));
        for (number, target, skip) in
            [(1, "Datei ganz sichern", None), (2, "Alles sichern", Some(SkipReason::NotTranslatable))]
        {
            let segment =
                crate::domain::segment::Segment { skip, ..segment(number, "Save the whole file", target) };
            sheet.take(&segment);
            after.take(&segment, None);
        }
        assert!(sheet.finish("").findings.is_empty());
        assert_eq!(after.finish().segments().count(), 0);
    }
}
