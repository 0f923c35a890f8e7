//! Finds the terms of a glossary in a text without trying each.

use super::super::line::is_word;
use super::super::locale::{self, Language};
use super::super::stem::{fold, stem};
use super::Stems;
use crate::domain::locale::Locale;
use crate::domain::terms::Term;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// A glossary that is quick to look up. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Terms(Arc<Index>);

#[derive(Debug, Default)]
struct Index {
    all: Vec<Term>,
    /// Their folded sources, in the same order.
    folded: Vec<String>,
    /// The places of the terms by the first two letters of their folded source.
    by_start: HashMap<[char; 2], Vec<usize>>,
    /// By the longest ending of a language, which is all of it that they depend on; of those that were asked for.
    stems: Mutex<HashMap<usize, Arc<Stems>>>,
}

/// Terms with the same source, and where the text has it.
#[derive(Debug)]
pub(super) struct Group<'t> {
    pub(super) at: Range<usize>,
    pub(super) terms: Vec<&'t Term>,
    /// The places of the terms in the glossary.
    pub(super) places: Vec<usize>,
}

impl From<Vec<Term>> for Terms {
    fn from(all: Vec<Term>) -> Self {
        let mut by_start: HashMap<[char; 2], Vec<usize>> = HashMap::new();
        let folded: Vec<String> = all.iter().map(|term| fold(&term.source)).collect();
        for (place, source) in folded.iter().enumerate() {
            if let Some(start) = start(source.chars()) {
                by_start.entry(start).or_default().push(place);
            }
        }
        Self(Arc::new(Index { all, folded, by_start, stems: Mutex::default() }))
    }
}

impl PartialEq for Terms {
    fn eq(&self, other: &Self) -> bool {
        self.0.all == other.0.all
    }
}

impl Eq for Terms {}

/// The first two letters; a blank stands for a second one that is not there.
fn start(mut chars: impl Iterator<Item = char>) -> Option<[char; 2]> {
    let first = chars.next()?;
    Some([first, chars.next().filter(|c| is_word(*c)).unwrap_or(' ')])
}

impl Terms {
    /// The terms in the order they were given.
    #[must_use]
    pub fn all(&self) -> &[Term] {
        &self.0.all
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.all.is_empty()
    }

    /// The terms that a text in this language has, in the order of the text; one inside of a longer one
    /// is left out.
    #[must_use]
    pub fn found(&self, text: &str, locale: &Locale) -> Vec<&Term> {
        if self.is_empty() {
            return Vec::new();
        }
        self.occurring(text, locale::language(locale)).into_iter().flat_map(|group| group.terms).collect()
    }

    /// What the words of the translations begin with in a language.
    pub(in crate::check) fn stems(&self, language: &Language) -> Arc<Stems> {
        let mut stems = self.0.stems.lock().unwrap_or_else(PoisonError::into_inner);
        let of_language =
            stems.entry(language.endings).or_insert_with(|| Arc::new(Stems::of(&self.0.all, language)));
        Arc::clone(of_language)
    }

    /// The terms a text has; one inside of a longer one is left out. `text` is not folded.
    pub(super) fn occurring<'t>(&'t self, text: &str, language: &Language) -> Vec<Group<'t>> {
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        let mut steps = 0;
        for (at, c) in text.char_indices() {
            let begins = is_word(c) && !text[..at].ends_with(is_word);
            if language.spaced && !begins {
                continue;
            }
            let rest = &text[at..];
            let lower = rest
                .chars()
                .take(2)
                .flat_map(|c| fold(c.encode_utf8(&mut [0; 4])).chars().collect::<Vec<_>>());
            let Some(start) = start(lower) else { continue };
            for place in self.0.by_start.get(&start).into_iter().flatten() {
                let (term, folded) = (&self.0.all[*place], &self.0.folded[*place]);
                steps += 1 + folded.len() / STEP;
                if steps > MOST_STEPS {
                    break;
                }
                if let Some(length) = length(rest, term, folded, language) {
                    found.push((at..at + length, *place));
                }
            }
        }
        // The longest first, so that what lies in it is seen.
        found.sort_by_key(|(at, _)| (at.start, std::cmp::Reverse(at.end)));
        let mut groups: Vec<Group<'t>> = Vec::new();
        for (at, place) in found {
            let term = &self.0.all[place];
            match groups.last_mut() {
                Some(last) if last.at == at => {
                    last.terms.push(term);
                    last.places.push(place);
                }
                Some(last) if at.end <= last.at.end => {}
                Some(_) | None => groups.push(Group { at, terms: vec![term], places: vec![place] }),
            }
        }
        let mut seen: HashSet<&str> = HashSet::new();
        groups.retain(|group| seen.insert(&self.0.folded[group.places[0]]));
        groups
    }
}

/// Steps taken to find the terms of one text: one for each that is tried, and more for long ones. A text and a glossary
/// that need more are made to be slow.
const MOST_STEPS: usize = 50_000;
/// So many bytes of a term are one step more.
const STEP: usize = 32;

/// How many bytes of `rest` are the term; `None` if it does not begin with it. The last word may
/// have another ending.
fn length(rest: &str, term: &Term, folded: &str, language: &Language) -> Option<usize> {
    // Folding keeps the number of characters for what terms are made of; where it does not, the
    // comparison fails, which is a miss.
    let characters = term.source.chars().count();
    let end = rest.char_indices().nth(characters).map_or(rest.len(), |(at, _)| at);
    let (given, tail) = rest.split_at(end);
    let ends = |tail: &str| !language.spaced || !tail.starts_with(is_word);
    let equal = given == term.source || !term.case_sensitive && fold(given) == folded;
    if equal && ends(tail) {
        return Some(end);
    }
    if term.case_sensitive || !language.spaced {
        return None;
    }
    let given = fold(given);
    let last = folded.rsplit(|c: char| !is_word(c)).next().unwrap_or_default();
    let kept = &folded[..folded.len() - last.len() + stem(last, language).len()];
    // The end of the word that stands there.
    let stop = rest
        .char_indices()
        .skip(kept.chars().count())
        .find(|(_, c)| !is_word(*c))
        .map_or(rest.len(), |(at, _)| at);
    let inflected = given.starts_with(kept) && rest[..stop].chars().count() <= characters + language.endings;
    inflected.then_some(stop)
}
