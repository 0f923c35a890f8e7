//! The terms of a glossary: which of them a source has, and whether the target keeps to them.
//!
//! Forms are compared by their stems and inside of longer words, so that inflection and compounds
//! are no fault: a glossary guides, it does not dictate. Only what must not be translated is
//! compared letter by letter.

mod index;
mod stems;

pub use index::Terms;
pub(super) use stems::Stems;

use super::Id;
use super::line::is_word;
use super::locale::{self, Language};
use super::stem::{fold, stem};
use super::view::{Report, View};
use crate::domain::locale::Locale;
use crate::domain::segment::Severity;
use crate::domain::terms::Term;
use crate::domain::text::CodedText;
use std::cell::OnceCell;
use std::collections::HashSet;

/// Terms that the target lacks (`term-required`), must not use (`term-forbidden`) or translates
/// although it must not (`dnt`).
pub(super) fn terms(view: &View<'_>, report: &mut Report) {
    let terms = &view.pair.options.terms;
    if terms.is_empty() {
        return;
    }
    let source = plain(view.pair.source);
    let found = terms.occurring(&source, view.source_language);
    if found.is_empty() {
        return;
    }
    let target = plain(view.pair.target);
    let folded = fold(&target);
    let language = view.target_language;
    let mut left = MOST_SEARCHED;
    for group in &found {
        let searches: usize = group.terms.iter().map(|term| searches(term)).sum();
        let Some(rest) = left.checked_sub(searches.saturating_mul(target.len())) else { break };
        left = rest;
        let wanted: Vec<&&Term> =
            group.terms.iter().filter(|term| !term.do_not_translate && !term.target.is_empty()).collect();
        let kept = |term: &Term| holds(&target, &folded, &term.target, term.case_sensitive, language);
        let as_is = || target.contains(&source[group.at.clone()]);
        if let Some(term) = group.terms.iter().find(|term| term.do_not_translate) {
            if !(target.contains(&term.source) || as_is()) {
                let message = format!("“{}” must stay as it is", term.source);
                report.add(Id::Dnt, Severity::Major, message, None);
            }
        } else if let Some(first) = wanted.first()
            && !wanted.iter().any(|term| kept(term))
        {
            let message = format!("“{}” is to be “{}”", first.source, first.target);
            report.add(Id::TermRequired, Severity::Major, message, None);
        }
        for term in group.terms.iter().filter(|term| !term.forbidden.is_empty()) {
            // What is wanted may hold what is forbidden.
            let without = OnceCell::new();
            for word in &term.forbidden {
                let form = fold(word);
                let without = || match term.target.is_empty() {
                    true => &folded,
                    false => without.get_or_init(|| folded.replace(&fold(&term.target), " ")),
                };
                if folded.contains(&form) && says(without(), &form, language) {
                    let message = format!("“{word}” must not be used for “{}”", term.source);
                    report.add(Id::TermForbidden, Severity::Major, message, place(view, word));
                }
            }
        }
    }
}

/// So many bytes of a target are searched, all terms of its source together: more terms in a longer text are made to
/// be slow, and those behind go unchecked.
const MOST_SEARCHED: usize = 64 << 20;

/// How often a target is searched for what a term says of it, at most.
fn searches(term: &Term) -> usize {
    2 + term.target.matches(|c| !is_word(c)).count() + term.forbidden.len()
}

/// The words of the source, in small letters, that the glossary leaves as they are: names, and terms whose
/// translation is the same word.
pub(super) fn kept_words<'v>(view: &'v View<'_>) -> &'v HashSet<String> {
    view.kept.get_or_init(|| find_kept(view))
}

fn find_kept(view: &View<'_>) -> HashSet<String> {
    let terms = &view.pair.options.terms;
    if terms.is_empty() {
        return HashSet::new();
    }
    let text = plain(view.pair.source);
    let groups = terms.occurring(&text, view.source_language);
    let stays = |term: &Term| term.do_not_translate || fold(&term.source) == fold(&term.target);
    let kept = groups.iter().filter(|group| group.terms.iter().any(|term| stays(term)));
    kept.flat_map(|group| text[group.at.clone()].split(|c: char| !is_word(c)).map(str::to_lowercase))
        .collect()
}

/// Whether the glossary has a term of the source that is or holds a word: then it says what becomes of it.
pub(super) fn has_term_with(view: &View<'_>, word: &str) -> bool {
    let terms = &view.pair.options.terms;
    !terms.is_empty()
        && terms
            .occurring(&plain(view.pair.source), view.source_language)
            .iter()
            .any(|group| group.terms.iter().any(|term| term.source.split(' ').any(|part| part == word)))
}

impl Terms {
    /// The terms that a source has, in the order of the glossary, each once.
    #[must_use]
    pub fn matched(&self, source: &CodedText, locale: &Locale) -> Vec<&Term> {
        let text = plain(source);
        let groups = self.occurring(&text, locale::language(locale));
        let mut places: Vec<usize> = groups.into_iter().flat_map(|group| group.places).collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| &self.all()[place]).collect()
    }
}

/// The characters of a text, with a blank for each code.
fn plain(text: &CodedText) -> String {
    text.texts().collect::<Vec<_>>().join(" ")
}

/// Whether a target has a form of a term: the stems of all its words, in any order.
fn holds(target: &str, folded: &str, form: &str, case_sensitive: bool, language: &Language) -> bool {
    if case_sensitive {
        return target.contains(form);
    }
    let form = fold(form);
    if folded.contains(&form) {
        return true;
    }
    let mut words = form.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && language.spaced && words.all(|word| folded.contains(stem(word, language)))
}

/// Whether a folded text has a folded word, alone or with an ending.
fn says(text: &str, word: &str, language: &Language) -> bool {
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            let tail = &text[at + word.len()..];
            let ending = tail.chars().take_while(|c| is_word(*c)).count();
            let begins = !text[..at].ends_with(is_word);
            !language.spaced || begins && ending <= language.endings.min(word.chars().count() / 3)
        })
}

/// Where a word stands in the shown target.
fn place(view: &View<'_>, word: &str) -> Option<(u32, u32)> {
    let folded: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    let line = &view.target;
    let is_at = |start: usize| {
        let letters = (start..).map(|at| line.char(at)).take(folded.len());
        letters.zip(&folded).all(|(c, wanted)| c.is_some_and(|c| c.to_lowercase().eq([*wanted])))
    };
    let start = (0..line.len()).find(|start| is_at(*start))?;
    Some(line.span(&(start..start + folded.len())))
}
