//! Words of the source that were left standing in a translated sentence.
//!
//! One word proves little, so it must be a word of grammar that no neighbour language has, or,
//! where the scripts differ, a frequent one. Left alone: what stands in quotes or brackets, in a
//! name (a capital next to it that was copied too), and all that is not a word of its own.

use super::line::Line;
use super::locale::{Script, common_words, script_of, telltale_words};
use super::untranslated::{fold, is_quote, shares_script};
use super::view::View;
use std::ops::Range;

/// The first run of words that was left.
pub(super) fn run(view: &View<'_>) -> Option<Range<usize>> {
    if view.source_language.script != Script::Latin {
        return foreign_letters(view);
    }
    let (source, target) = (&view.source, &view.target);
    let telling = telltale_words(view.source_language.code);
    let frequent: &[&str] = if shares_script(view) { &[] } else { common_words(view.source_language.code) };
    let own = common_words(view.target_language.code);
    if telling.is_empty() && frequent.is_empty() || target.words.len() < 2 {
        return None;
    }
    let tells = |word: &Range<usize>| {
        let is = |known: &&&str| known.len() > 2 && fold(target, word).eq(known.chars());
        word.clone().all(|at| target.char(at).is_some_and(|c| c.is_ascii_lowercase()))
            && (telling.iter().any(|known| is(&known)) || frequent.iter().any(|known| is(&known)))
            && !own.iter().any(|known| is(&known))
    };
    let copied = |word: &Range<usize>| {
        source.words.iter().any(|other| {
            other.len() == word.len()
                && other.clone().map(|at| source.char(at)).eq(word.clone().map(|at| target.char(at)))
        })
    };
    target.words.iter().enumerate().take(MAX_WORDS).find_map(|(at, word)| {
        // Few words are in both, so that is asked first.
        if word.len() < 3 || !copied(word) || !tells(word) || !stands_alone(target, word) {
            return None;
        }
        let capital = |at: Option<usize>| {
            at.and_then(|at| target.words.get(at)).is_some_and(|other| {
                target.char(other.start).is_some_and(|c| c.is_ascii_uppercase()) && copied(other)
            })
        };
        let in_name = capital(at.checked_sub(1)) || capital(Some(at + 1));
        (!in_name && !is_enclosed(target, word.start)).then(|| word.clone())
    })
}

/// Texts with more words are seen as far as this.
const MAX_WORDS: usize = 200;

/// Letters of the source's script in a text of another one, outside of brackets and quotes.
fn foreign_letters(view: &View<'_>) -> Option<Range<usize>> {
    let (from, to) = (view.source_language.script, view.target_language.script);
    if from == Script::Unknown || to == Script::Unknown || shares_script(view) {
        return None;
    }
    let target = &view.target;
    let foreign = |at: usize| {
        target
            .plain(at)
            .is_some_and(|c| c.is_alphabetic() && from.includes(script_of(c)) && !to.includes(script_of(c)))
    };
    let mut at = 0;
    while at < target.len() {
        let start = at;
        while foreign(at) {
            at += 1;
        }
        if at - start > 1 && !is_enclosed(target, start) {
            return Some(start..at);
        }
        at += 1;
    }
    None
}

/// Whether blanks or marks of a sentence stand on both sides, or letters of another script.
fn stands_alone(line: &Line, word: &Range<usize>) -> bool {
    let free = |c: Option<char>| {
        c.is_none_or(|c| {
            c.is_whitespace()
                || matches!(c, '.' | ',' | ';' | '!' | '?' | '。' | '、' | '，')
                || c.is_alphabetic()
        })
    };
    free(line.char_before(word.start)) && free(line.char(word.end))
}

/// Whether a place stands in quotes or brackets.
fn is_enclosed(line: &Line, at: usize) -> bool {
    let quotes = |cells: Range<usize>| cells.filter(|at| line.char(*at).is_some_and(is_quote)).count();
    let brackets = (0..at).fold(0_i32, |depth, at| match line.char(at) {
        Some('(' | '[' | '（' | '［' | '【' | '<' | '{') => depth + 1,
        Some(')' | ']' | '）' | '］' | '】' | '>' | '}') => depth - 1,
        _ => depth,
    });
    brackets > 0 || quotes(0..at) % 2 == 1 || quotes(0..at) > 0 && quotes(at..line.len()) > 0
}
