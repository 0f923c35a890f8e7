//! Marks within the text: repeated ones, and the inverted ones of Spanish.

pub(super) mod foreign;
pub(super) mod pairs;

use super::Id;
use super::kinds::Kinds;
use super::line::Line;
use super::untranslated::is_quote;
use super::view::{Report, View};
use crate::domain::segment::Severity;
use std::ops::Range;

/// The same mark twice where the source has it once (`repeated-punct`).
pub(super) fn repeated_marks(view: &View<'_>, report: &mut Report) {
    let target = &view.target;
    if !target.has(Kinds::TWICE) {
        return;
    }
    let mut runs = repeated(target).peekable();
    // A source that repeats any mark is written in that tone.
    if runs.peek().is_none() || repeated(&view.source).next().is_some() {
        return;
    }
    for (run, mark) in runs {
        let message = format!("{mark} is repeated");
        report.add(Id::RepeatedPunct, Severity::Minor, message, Some(target.span(&run)));
    }
}

/// Runs of one mark. Three dots are an ellipsis; between letters or digits they are code.
fn repeated(line: &Line) -> impl Iterator<Item = (Range<usize>, char)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < line.len() {
            let start = at;
            at += 1;
            let Some(mark) = line.plain(start).filter(|c| MARKS.contains(c)) else { continue };
            while line.plain(at) == Some(mark) {
                at += 1;
            }
            let ellipsis = matches!(mark, '.' | '。') && at - start > 2;
            let word = match line.char_before(start) {
                Some(c) => !c.is_whitespace() && !MARKS.contains(&c) || matches!(c, '\u{A0}' | '\u{202F}'),
                None => start > 0,
            };
            let goes_on =
                line.char(at).is_some_and(|c| c.is_alphanumeric() && c.is_ascii() || c == '/' || c == '\\');
            if at - start > 1 && !ellipsis && word && !goes_on {
                return Some((start..at, mark));
            }
        }
        None
    })
}

const MARKS: [char; 18] =
    ['.', ',', ';', ':', '!', '?', '，', '。', '、', '！', '？', '；', '：', '।', '۔', '؟', '،', '؛'];

/// Spanish questions and exclamations that do not begin with ¿ or ¡ (`inverted-punct`). Left alone: a sentence
/// that does not begin with a capital, which may go on from the segment before.
pub(super) fn inverted(view: &View<'_>, report: &mut Report) {
    if !view.target_language.inverts() {
        return;
    }
    let target = &view.target;
    let mut open = 0;
    let mut starts = 0;
    for (at, c) in target.plain_chars() {
        let next_is_free = target.char(at + 1).is_none_or(|c| c.is_whitespace() || "»”\"')".contains(c));
        match c {
            '¿' | '¡' => open += 1,
            '?' | '!' => {
                // A sign alone in quotes is what the sentence speaks of.
                let is_shown = target.char_before(at).is_some_and(|c| is_quote(c) || c == '"')
                    && target.char(at + 1).is_some_and(|c| is_quote(c) || c == '"');
                let ends = next_is_free
                    && !is_shown
                    && at > 0
                    && target.char_before(at).is_none_or(|c| c.is_alphanumeric() || "»”\"')%}".contains(c));
                if open == 0 && ends && begins_sentence(view, starts..at) && !is_name(view, at) {
                    let inverted = if c == '?' { '¿' } else { '¡' };
                    let message = format!("{inverted} is missing");
                    report.add(Id::InvertedPunct, Severity::Minor, message, Some(target.span(&(at..at + 1))));
                    return;
                }
                open -= i32::from(open > 0);
                starts = at + 1;
            }
            '.' | '…' if open == 0 && next_is_free => starts = at + 1,
            _ => {}
        }
    }
}

/// Whether a stretch begins as a sentence does: with a capital, or, in a text that is whole, with something that
/// has none.
fn begins_sentence(view: &View<'_>, cells: Range<usize>) -> bool {
    let target = &view.target;
    let blank_or_quote = |c: char| c.is_whitespace() || "«“\"'(".contains(c);
    let first =
        cells.clone().find(|at| !target.char(*at).is_some_and(blank_or_quote) && target.token(*at).is_none());
    let has_words = target.words.iter().any(|word| cells.contains(&word.start));
    has_words
        && first.is_some_and(|at| match target.plain(at) {
            Some(c) if c.is_alphabetic() => c.is_uppercase(),
            _ => !view.pair.part,
        })
}

/// Whether the mark belongs to a name that the source has too, within the sentence: `Yahoo! Mail`.
fn is_name(view: &View<'_>, at: usize) -> bool {
    let (source, target) = (&view.source, &view.target);
    let Some(word) = target.words.iter().find(|word| word.end == at) else { return false };
    let same = |other: &Range<usize>| {
        source.char(other.end) == target.char(at)
            && other.len() == word.len()
            && other.clone().map(|at| source.char(at)).eq(word.clone().map(|at| target.char(at)))
    };
    at + 1 < target.inner().end && source.words.iter().any(same)
}
