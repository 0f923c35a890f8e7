//! Capitals: at the beginning, all over, inside a word. Remarks, for scripts that have capitals.

use super::Id;
use super::line::Line;
use super::locale::{Languages, Script};
use super::terms::has_term_with;
use super::view::{Report, View};
use crate::domain::segment::Severity;
use std::ops::Range;

/// Another case at the beginning (`capital-start`), all capitals on one side (`all-caps`), names
/// with inner capitals written otherwise (`camel-case`), two capitals at the beginning of a word
/// (`mixed-caps`), a lost acronym (`acronym`).
pub(super) fn capitals(view: &View<'_>, report: &mut Report) {
    if !report.wants_any(&[Id::CapitalStart, Id::AllCaps, Id::CamelCase, Id::MixedCaps, Id::Acronym]) {
        return;
    }
    let (source, target) = (&view.source, &view.target);
    let has_case = |script: Script| {
        matches!(script, Script::Latin | Script::Cyrillic | Script::Greek | Script::Armenian)
    };
    if has_case(view.source_language.script) && has_case(view.target_language.script) {
        start(view, report);
        all(view, report);
    }
    let words =
        |line: &Line| line.words.iter().take(MOST_WORDS).map(|word| line.text(word)).collect::<Vec<_>>();
    let (wanted, given) = (words(source), words(target));
    for word in &wanted {
        if is_camel(word)
            && !given.contains(word)
            && let Some(at) = given.iter().position(|other| other.to_lowercase() == word.to_lowercase())
        {
            let message = format!("“{word}” is written with other capitals");
            report.add(Id::CamelCase, Severity::Minor, message, Some(target.span(&target.words[at])));
        }
        if is_acronym(word) {
            let there = given.iter().any(|other| other.to_uppercase().contains(word.as_str()));
            // Some scripts have words for acronyms; not so where another one of the length stands.
            let varies = view.target_language.is_any(&["ar", "he", "fa", "ur"]);
            let damaged = || {
                // A prefix may be joined to it: ה-PDF.
                given.iter().flat_map(|word| word.split('-')).any(|other| {
                    let new = !wanted.iter().any(|word| word.contains(other));
                    is_acronym(other) && other.len() == word.len() && new
                })
            };
            if !there && (!varies || damaged()) && wanted.iter().any(|word| word.contains(char::is_lowercase))
            {
                if has_term_with(view, word) {
                    continue;
                }
                let message = format!("the acronym {word} is missing");
                report.add(Id::Acronym, Severity::Minor, message, None);
            }
        }
    }
    for (word, cells) in given.iter().zip(&target.words) {
        if (is_mixed(word) || is_mixed_word(word, view.target_language.code)) && !wanted.contains(word) {
            let message = "two capitals at the beginning of a word";
            report.add(Id::MixedCaps, Severity::Minor, message, Some(target.span(cells)));
        }
    }
}

/// Comparing all words with all is quadratic; texts with more are seen as far as this.
const MOST_WORDS: usize = 300;

/// The first letters of both. In German every noun has a capital.
fn start(view: &View<'_>, report: &mut Report) {
    let first = |line: &Line| -> Option<(Range<usize>, char)> {
        let word = line.words.first()?;
        // An opaque beginning is what counts as the first word.
        let begins = line.plain_chars().find(|(_, c)| c.is_alphanumeric())?.0 == word.start;
        let free =
            (line.inner().start..word.start).all(|at| line.token(at).is_some() || line.plain(at).is_some());
        let c = line.char(word.start).filter(|c| c.is_alphabetic())?;
        (begins && free).then(|| (word.start..word.start + 1, c))
    };
    let (Some((_, wanted)), Some((cells, given))) = (first(&view.source), first(&view.target)) else {
        return;
    };
    let differs = wanted.is_uppercase() && given.is_lowercase()
        || wanted.is_lowercase() && given.is_uppercase() && view.target_language.code != "de";
    if differs {
        let message = "the first letter has not the case of the source's";
        report.add(Id::CapitalStart, Severity::Minor, message, Some(view.target.span(&cells)));
    }
}

fn all(view: &View<'_>, report: &mut Report) {
    let capitals = |line: &Line| {
        let letters = || line.plain_chars().filter(|(_, c)| c.is_lowercase() || c.is_uppercase());
        let longest = line.words.iter().map(ExactSizeIterator::len).max().unwrap_or(0);
        (letters().count() >= 4 && longest >= 4).then(|| letters().all(|(_, c)| c.is_uppercase()))
    };
    let (Some(wanted), Some(given)) = (capitals(&view.source), capitals(&view.target)) else { return };
    if wanted != given {
        let message =
            if wanted { "the source is all in capitals" } else { "all in capitals, unlike the source" };
        report.add(Id::AllCaps, Severity::Minor, message, None);
    }
}

/// `GitHub`, `iPhone`: a capital behind a small letter.
fn is_camel(word: &str) -> bool {
    word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
}

/// `HTTP`: two to five capitals; longer ones are words that shout.
fn is_acronym(word: &str) -> bool {
    (2..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// `DIe`: what is too short to be told from `IDs` and `GHz` by its letters, and is a frequent word of the language.
fn is_mixed_word(word: &str, code: &str) -> bool {
    (3..=4).contains(&word.chars().count())
        && word.chars().take(2).all(char::is_uppercase)
        && word.chars().skip(2).all(char::is_lowercase)
        && {
            let lower = word.to_lowercase();
            let more = SHORT.iter().find(|(language, _)| *language == code);
            Languages::that_use(&lower).meets(Languages::of(code))
                || more.is_some_and(|(_, words)| words.contains(&lower.as_str()))
        }
}

/// Frequent words that the tables lack, since other languages have them too or the language has no table.
const SHORT: &[(&str, &[&str])] = &[
    ("de", &["die", "man", "wir", "uns"]),
    ("es", &["que"]),
    ("fr", &["que"]),
    ("nl", &["die", "dat"]),
    ("pt", &["que"]),
    ("ru", &["для", "как", "что", "это", "или", "все"]),
    ("uk", &["для", "або", "що", "цей"]),
];

/// `SPeichern`: two capitals, then small letters.
fn is_mixed(word: &str) -> bool {
    let mut chars = word.chars();
    let capitals = chars.by_ref().take(2).filter(|c| c.is_uppercase()).count();
    let rest = chars.as_str();
    capitals == 2 && rest.chars().count() > 2 && rest.chars().all(char::is_lowercase)
}
