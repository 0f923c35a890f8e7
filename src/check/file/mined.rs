//! Terms a file defines itself: a short segment is a term and its translation, and the running
//! text around it shows whether that translation is kept to.
//!
//! A term counts when it occurs in three other segments at least and four in five of them have
//! its translation; then the others are findings, if the term is of several words: one word may
//! be a verb here and a noun there. Words are compared by their stems, so that
//! an inflected form and the parts of a compound are no other translation.

use super::super::locale::{Language, Languages};
use super::super::stem::{fold, stem};
use super::texts::hash;
use crate::domain::file::LanguagePair;
use crate::domain::text::CodedText;
use std::collections::HashMap;

/// A term of the file, and how it is translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinedTerm {
    /// The languages, as the segments name them.
    pub languages: LanguagePair,
    /// The term, as the first segment that is nothing else writes it.
    pub source: String,
    /// Its translation there.
    pub target: String,
    /// How many other segments have the term.
    pub hits: u32,
    /// The numbers of those whose target has not the translation.
    pub otherwise: Vec<u64>,
}

/// What is kept of the segments of a pair of languages.
#[derive(Debug, Default)]
pub(super) struct Miner {
    labels: HashMap<u64, Label>,
    running: Vec<Running>,
    /// Hashes of all running texts, one after the other.
    pool: Vec<u32>,
}

/// A short segment.
#[derive(Debug)]
struct Label {
    source: String,
    target: String,
    /// What a target that has the translation holds; empty if the file has two translations.
    pieces: Vec<u32>,
}

/// Where the hashes of a segment stand in the pool, both runs sorted.
#[derive(Debug)]
struct Running {
    number: u64,
    start: usize,
    middle: usize,
    end: usize,
}

const MOST_LABELS: usize = 5_000;
/// Hashes that are kept: 32 MB.
const MOST_HASHES: usize = 8_000_000;
/// Texts longer than this are read up to here.
const LONGEST: usize = 2_000;
const LONGEST_LABEL: usize = 60;
const MOST_WORDS: usize = 3;
const LEAST_HITS: u32 = 3;

impl MinedTerm {
    /// Whether another translation is a fault: one word alone may be a verb or mean two things.
    pub(super) fn is_telling(&self) -> bool {
        let mut words = self.source.split_whitespace();
        words.clone().count() > 1 && words.all(|word| word.chars().count() > 3)
    }
}

impl Miner {
    /// Takes a segment.
    pub(super) fn push(&mut self, number: u64, sides: [&CodedText; 2], languages: [&'static Language; 2]) {
        // Where words are not parted, a term is not told from what it is a part of.
        if !languages[0].spaced || !languages[1].is_known() {
            return;
        }
        let [source, target] = sides.map(|side| {
            let text = side.texts().collect::<Vec<_>>().join(" ");
            text.char_indices().nth(LONGEST).map_or(text.clone(), |(at, _)| text[..at].to_owned())
        });
        if let Some(label) = label([&source, &target], sides, languages) {
            let key = hash(&words(&fold(&source)).join(" "));
            if let Some(known) = self.labels.get_mut(&key) {
                if known.pieces != label.pieces {
                    known.pieces.clear();
                }
            } else if self.labels.len() < MOST_LABELS {
                self.labels.insert(key, label);
            }
        } else {
            self.keep(number, &fold(&source), &fold(&target), languages[1]);
        }
    }

    fn keep(&mut self, number: u64, source: &str, target: &str, language: &Language) {
        let words = words(source);
        let mut grams: Vec<u32> = (1..=MOST_WORDS)
            .flat_map(|length| words.windows(length).map(|run| short(hash(&run.join(" ")))))
            .collect();
        let mut pieces = pieces(target, language);
        if self.pool.len() + grams.len() + pieces.len() > MOST_HASHES {
            return;
        }
        [&mut grams, &mut pieces].into_iter().for_each(|run| {
            run.sort_unstable();
            run.dedup();
        });
        let start = self.pool.len();
        let middle = start + grams.len();
        self.pool.append(&mut grams);
        self.pool.append(&mut pieces);
        self.running.push(Running { number, start, middle, end: self.pool.len() });
    }

    /// The terms with their exceptions.
    pub(super) fn finish(self, languages: &LanguagePair) -> Vec<MinedTerm> {
        let mut terms: HashMap<u32, (&Label, u32, Vec<u64>)> = self
            .labels
            .iter()
            .filter(|(_, label)| !label.pieces.is_empty())
            .map(|(key, label)| (short(*key), (label, 0, Vec::new())))
            .collect();
        for running in &self.running {
            let target = &self.pool[running.middle..running.end];
            for gram in &self.pool[running.start..running.middle] {
                let Some((label, hits, otherwise)) = terms.get_mut(gram) else { continue };
                *hits += 1;
                if !label.pieces.iter().all(|piece| target.binary_search(piece).is_ok()) {
                    otherwise.push(running.number);
                }
            }
        }
        let holds = |hits: u32, otherwise: &[u64]| {
            hits >= LEAST_HITS && otherwise.len() as u64 * 5 <= u64::from(hits)
        };
        terms
            .into_values()
            .filter(|(_, hits, otherwise)| holds(*hits, otherwise))
            .map(|(label, hits, otherwise)| MinedTerm {
                languages: languages.clone(),
                source: label.source.clone(),
                target: label.target.clone(),
                hits,
                otherwise,
            })
            .collect()
    }
}

/// A segment that is a term and its translation: one to three words, none of them so frequent
/// that it says nothing, and no code or digit.
fn label(texts: [&str; 2], sides: [&CodedText; 2], languages: [&'static Language; 2]) -> Option<Label> {
    let [source, target] = texts.map(str::trim);
    let plain = |text: &str| {
        text.chars().count() <= LONGEST_LABEL
            && text.chars().all(|c| {
                c.is_alphabetic()
                    || matches!(c, ' ' | '-' | '\'' | '’')
                    || super::super::line::is_word(c) && !c.is_numeric()
            })
    };
    if sides.iter().any(|side| side.tokens().next().is_some()) || ![source, target].into_iter().all(plain) {
        return None;
    }
    let folded = fold(source);
    let words = words(&folded);
    let own = Languages::of(languages[0].code);
    let telling =
        words.iter().filter(|word| !Languages::that_use(word).meets(own)).map(|word| word.chars().count());
    let (count, longest) = telling.fold((0, 0), |(count, longest), length| (count + 1, longest.max(length)));
    if words.len() > MOST_WORDS || count < words.len() || longest < 5 || folded == fold(target) {
        return None;
    }
    let mut pieces = pieces_of_stems(&fold(target), languages[1]);
    pieces.sort_unstable();
    pieces.dedup();
    Some(Label { source: source.to_owned(), target: target.to_owned(), pieces })
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !super::super::line::is_word(c)).filter(|word| !word.is_empty()).collect()
}

/// Hashes of all runs of three letters (of two, in scripts whose signs are syllables or words).
fn pieces(text: &str, language: &Language) -> Vec<u32> {
    words(text).into_iter().flat_map(|word| pieces_of(word, language)).collect()
}

fn pieces_of_stems(text: &str, language: &Language) -> Vec<u32> {
    words(text).into_iter().flat_map(|word| pieces_of(stem(word, language), language)).collect()
}

fn pieces_of(word: &str, language: &Language) -> Vec<u32> {
    let letters: Vec<char> = word.chars().collect();
    let length = if language.spaced && language.code != "ko" { 3 } else { 2 };
    letters.windows(length).map(|run| short(hash(&run.iter().collect::<String>()))).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "half of a hash is a hash")]
fn short(hash: u64) -> u32 {
    hash as u32
}
