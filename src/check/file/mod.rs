//! Checks over the segments of a file: the same text translated in two ways, terms that vary.
//!
//! Segments are pushed one by one in file order. What is kept of them are hashes, within bounds
//! that do not depend on the file: a file of more distinct texts than that is compared as far as
//! they reach. Nothing here changes a text.

mod mined;
mod texts;

pub use mined::MinedTerm;

use super::catalog::{Id, Set};
use super::locale;
use super::options::Options;
use crate::domain::file::LanguagePair;
use crate::domain::locale::Locale;
use crate::domain::segment::{Finding, Segment};
use crate::domain::text::CodedText;
use mined::Miner;
use std::borrow::Cow;
use std::collections::HashMap;
use texts::Texts;

/// The checks of a file, while its segments go by.
#[derive(Debug)]
pub struct FileChecks {
    wanted: Set,
    pairs: HashMap<(String, String), OfPair>,
    found: Vec<Placed>,
}

/// A finding and the number of the segment it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The place of the segment among all of the file, from 1.
    pub number: u64,
    /// The finding.
    pub finding: Finding,
}

/// What a file comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The findings, in the order of the segments.
    pub findings: Vec<Placed>,
    /// Terms that the file translates in one way, in the order of their sources.
    pub terms: Vec<MinedTerm>,
}

/// What is kept of the segments of one pair of languages.
#[derive(Debug)]
struct OfPair {
    locales: [Locale; 2],
    texts: Texts,
    miner: Miner,
}

/// A file with more language pairs than this is a test of us.
const MOST_PAIRS: usize = 64;
/// Nobody reads more findings of one file.
const MOST_FINDINGS: usize = 20_000;

impl FileChecks {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(options: &Options) -> Self {
        let wanted = Set::wanted(&options.enabled, &options.disabled);
        Self { wanted, pairs: HashMap::new(), found: Vec::new() }
    }

    /// Takes the next segment with a target: its own, or the one it has got. What nobody compares with its
    /// source is compared with no other segment.
    pub fn push(&mut self, segment: &Segment, target: &CodedText) {
        if !segment.is_compared() {
            return;
        }
        let key = (segment.languages.source.clone(), segment.languages.target.clone());
        if !self.pairs.contains_key(&key) && self.pairs.len() == MOST_PAIRS {
            return;
        }
        let pair = self.pairs.entry(key).or_insert_with_key(|(source, target)| OfPair {
            locales: [Locale::parse(source), Locale::parse(target)],
            texts: Texts::default(),
            miner: Miner::default(),
        });
        let languages = pair.locales.each_ref().map(locale::language);
        let sides = [&segment.source, target].map(texts::folded);
        if sides.iter().any(|side| !side.contains(char::is_alphabetic)) {
            return;
        }
        // Forms of a plural or of a gender are not the same message.
        if !segment.variant {
            pair.texts.push(segment.id.number, &sides, languages, &mut |check, number, message| {
                if self.wanted.has(check) && self.found.len() < MOST_FINDINGS {
                    self.found.push(placed(check, number, message));
                }
            });
        }
        if self.wanted.has(Id::TerminologyInconsistent) {
            pair.miner.push(segment.id.number, [&segment.source, target], languages);
        }
    }

    /// What all of it comes to.
    #[must_use]
    pub fn finish(mut self) -> Outcome {
        let mut terms = Vec::new();
        for ((source, target), pair) in self.pairs {
            let languages = LanguagePair { source, target };
            for term in pair.miner.finish(&languages) {
                for number in term.otherwise.iter().filter(|_| term.is_telling()) {
                    let message = format!("“{}” is “{}” elsewhere in the file", term.source, term.target);
                    self.found.push(placed(Id::TerminologyInconsistent, *number, message));
                }
                terms.push(term);
            }
        }
        self.found.sort_by(|a, b| (a.number, &a.finding.check).cmp(&(b.number, &b.finding.check)));
        self.found.truncate(MOST_FINDINGS);
        terms.sort_by(|a, b| {
            (&a.languages.source, &a.languages.target, &a.source, &a.target).cmp(&(
                &b.languages.source,
                &b.languages.target,
                &b.source,
                &b.target,
            ))
        });
        Outcome { findings: self.found, terms }
    }
}

fn placed(check: Id, number: u64, message: String) -> Placed {
    let severity = check.severities().0;
    Placed {
        number,
        finding: Finding { check: Cow::Borrowed(check.as_str()), severity, message, span: None },
    }
}

#[cfg(test)]
mod tests;
