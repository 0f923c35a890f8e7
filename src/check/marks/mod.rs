//! Marks within the text: repeated ones, and the inverted ones of Spanish.

pub(super) mod pairs;

use super::Id;
use super::kinds::Kinds;
use super::line::Line;
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

/// Spanish questions and exclamations that do not begin with ¿ or ¡ (`inverted-punct`).
pub(super) fn inverted(view: &View<'_>, report: &mut Report) {
    if view.target_language.code != "es" {
        return;
    }
    let target = &view.target;
    for (mark, inverted) in [('?', '¿'), ('!', '¡')] {
        let ends = target.plain_chars().find(|(at, c)| {
            *c == mark
                && target.char_before(*at).is_some_and(char::is_alphanumeric)
                && target.char(at + 1).is_none_or(char::is_whitespace)
        });
        // A text that begins in an earlier segment has its first mark there.
        let begins = target.plain_chars().any(|(_, c)| c == inverted);
        let starts = target.plain_chars().next().is_some_and(|(_, c)| c.is_uppercase());
        if let Some((at, _)) = ends.filter(|_| !begins && starts) {
            let message = format!("{inverted} is missing");
            report.add(Id::InvertedPunct, Severity::Minor, message, Some(target.span(&(at..at + 1))));
        }
    }
}
