//! Words that the dictionary of the language has not (`spelling`).
//!
//! The dictionary is the operator's, and no dictionary has all words: a finding is a remark. Left alone are
//! what [`words`] says is no word, whatever the source or the glossary has too, and names: a capital within a
//! sentence. Where a capital may also be that of a sentence or a noun, the word has to be one letter away from
//! one that the dictionary has: then it is a slip rather than a name.

mod dictionary;
mod lookups;
mod near;
mod words;

pub use dictionary::{Dictionaries, Dictionary, DictionaryError};

use super::Id;
use super::line::Line;
use super::stem::fold;
use super::terms::Stems;
use super::view::{Report, View};
use crate::domain::segment::Severity;
use lookups::Lookups;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::sync::Arc;
use words::Capital;

/// The most words of a text that are looked up.
const MOST_WORDS: usize = 2_000;
/// A text that has so many unknown words, and as many as [`FOREIGN_SHARE`] says, is of another language.
const FOREIGN: usize = 5;
/// One unknown word in so many: languages share short words.
const FOREIGN_SHARE: usize = 3;

/// Words that the dictionary has not.
pub(super) fn spelling(view: &View<'_>, report: &mut Report) {
    let locale = view.pair.target_locale;
    if !report.wants_any(&[Id::Spelling]) || !words::has_words(&locale.language) {
        return;
    }
    let Some(dictionary) = view.pair.options.dictionaries.of(locale) else { return };
    let line = &view.target;
    let look = Look {
        words: Lookups::new(dictionary),
        near: Lookups::new(dictionary),
        view,
        source: OnceCell::new(),
        terms: OnceCell::new(),
    };
    let (unknown, all) = look.unknown(line);
    if unknown.len() >= FOREIGN && unknown.len() * FOREIGN_SHARE >= all {
        return;
    }
    for (place, word) in unknown {
        let message = format!("“{word}” is not in the dictionary {}", dictionary.name());
        report.add(Id::Spelling, Severity::Minor, message, Some(line.span(&line.words[place])));
    }
}

/// What a word is looked up in.
struct Look<'l> {
    words: Lookups<'l>,
    /// For words a letter away, of which there are many.
    near: Lookups<'l>,
    view: &'l View<'l>,
    /// The words of the source and what those of the glossary begin with, once they are needed.
    source: OnceCell<String>,
    terms: OnceCell<Arc<Stems>>,
}

impl Look<'_> {
    /// The unknown words of a text, each once with its place, and how many different words it has.
    fn unknown(self, line: &Line) -> (Vec<(usize, String)>, usize) {
        let (mut seen, mut unknown) = (HashSet::new(), Vec::new());
        for place in 0..line.words.len().min(MOST_WORDS) {
            if self.words.is_spent() {
                break;
            }
            let text = line.text(&line.words[place]);
            if seen.contains(&text) {
                continue;
            }
            if let Some(part) = self.missing(line, place, &text) {
                unknown.push((place, part));
            }
            seen.insert(text);
        }
        (unknown, seen.len())
    }

    /// The part of a word that no dictionary, source or glossary has.
    fn missing(&self, line: &Line, place: usize, text: &str) -> Option<String> {
        let (word, language) = (&line.words[place], self.view.target_language);
        let code = self.view.pair.target_locale.language.as_str();
        let folded = words::folded(text, code);
        // A word with a digit is a name of something, or a number with its ending.
        if text.contains(char::is_numeric)
            || !dictionary::is_too_long(&folded) && self.knows(&folded)
            || words::is_glued(line, word)
            || words::is_short(line, word, text, language)
        {
            return None;
        }
        let capital = words::capital(line, place, code);
        let parts = words::parts(&folded, code);
        let last = parts.len().saturating_sub(1);
        parts.into_iter().enumerate().find_map(|(at, part)| {
            // Before a hyphen a word may have the letter that joins it to the next.
            let joined = part.strip_suffix('s').filter(|_| at < last);
            // The whole was looked up, unless it is too long.
            let is_fine = !words::is_lookable(part, language.script)
                || dictionary::is_too_long(part)
                || part != folded && self.knows(part)
                || joined.is_some_and(|part| self.knows(part))
                || self.is_given(part);
            (!is_fine && self.is_slip(part, capital)).then(|| part.to_owned())
        })
    }

    /// Whether an unknown part of a word is a slip rather than a name; `capital` is that of the whole word.
    fn is_slip(&self, part: &str, capital: Capital) -> bool {
        let is_capital = part.chars().next().is_some_and(char::is_uppercase);
        match capital {
            _ if !is_capital => true,
            Capital::Open => near::is_near(&self.near, part),
            // A capital behind a hyphen is that of a name.
            Capital::None | Capital::Name => false,
        }
    }

    /// Whether the dictionary has a word, with either apostrophe, or in the spelling of another region. What cannot
    /// be looked up any more is taken for a word.
    fn knows(&self, word: &str) -> bool {
        let has = |word: &str| self.words.has(word).unwrap_or(true);
        let has_other = |mark: char, other: &str| word.contains(mark) && has(&word.replace(mark, other));
        has(word)
            || has_other('’', "'")
            || has_other('\'', "’")
            || words::is_swiss(self.view.pair.target_locale) && words::sharp(word).any(|word| has(&word))
    }

    /// Whether the source or the glossary has a word.
    fn is_given(&self, word: &str) -> bool {
        let folded = fold(word);
        let in_source = self.source.get_or_init(|| source(self.view)).contains(&folded);
        let stems = || self.view.pair.options.terms.stems(self.view.target_language);
        in_source || self.terms.get_or_init(stems).has(&folded)
    }
}

/// The words of the source, folded.
fn source(view: &View<'_>) -> String {
    let words = view.source.words.iter().map(|cells| fold(&view.source.text(cells)));
    words.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
