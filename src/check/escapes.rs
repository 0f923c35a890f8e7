//! Line breaks, tabs and their escapes (`\n`, `\t`) inside the text.

use super::kinds::Kinds;
use super::line::{Line, is_space};
use super::locale::{Script, script_of};
use super::untranslated::is_quote;
use super::view::{Report, View};
use super::{Id, code};
use crate::domain::segment::Severity;
use std::ops::Range;

/// The target has as many of each as the source (`escapes`).
pub(super) fn escapes(view: &View<'_>, report: &mut Report) {
    let (source, target) = (&view.source, &view.target);
    if !(source.has(Kinds::BREAK) || target.has(Kinds::BREAK))
        || code::is_key(source)
        || code::is_credits(source)
    {
        return;
    }
    let (wanted, mut given) = (count(source), count(target));
    if wanted == given || source.is_list_of_phrases() && target.is_list_of_phrases() {
        return;
    }
    // Running text that is broken into lines may have more or fewer of them in another language, and a table
    // may be laid out by blanks.
    let wrapped = is_wrapped(source) || is_wrapped(target);
    if given[0].sure > wanted[0].all {
        let added = addressed_lines(target).len().saturating_sub(addressed_lines(source).len());
        given[0].sure = given[0].sure.saturating_sub(added);
        // A long line is broken where it is displayed.
        if wanted[0].all == 0 && given[0].sure <= FEW && columns(source) >= LONG_LINE {
            given[0].sure = 0;
        }
    }
    for (name, (wanted, given)) in NAMES.iter().zip(wanted.into_iter().zip(given)) {
        let (more, fewer) = (given.sure > wanted.all, given.all < wanted.sure);
        let layout = *name == NAMES[1] && has_gap(if more { source } else { target });
        let lines = wrapped && NAMES[..2].contains(name);
        if (more || fewer) && !layout && !lines {
            let (given, wanted) = if more { (given.sure, wanted.all) } else { (given.all, wanted.sure) };
            let message = format!("{name}: {given} in the target, {wanted} in the source");
            report.add(Id::Escapes, Severity::Minor, message, None);
        }
    }
}

/// How many there are: those that mean something, and all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Count {
    sure: usize,
    all: usize,
}

impl Count {
    fn add(&mut self, is_sure: bool) {
        self.all += 1;
        self.sure += usize::from(is_sure);
    }
}

/// Lines that hold an address: translators add one where faults of the translation are told.
pub(super) fn addressed_lines(line: &Line) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = line.inner().start;
    for at in line.inner().chain([line.inner().end]) {
        if at < line.inner().end && line.char(at) != Some('\n') {
            continue;
        }
        let text = line.text(&(start..at));
        if text.contains("://") || text.contains('@') {
            found.push(start..at);
        }
        start = at + 1;
    }
    found
}

/// Whether blanks part columns within a line, as tabs do elsewhere.
fn has_gap(line: &Line) -> bool {
    line.inner().any(|at| {
        let before = line.char_before(at);
        // Looked for at the first blank of a run only: a run may be as long as the text.
        let after = || (at..line.len()).find_map(|at| line.char(at).filter(|c| *c != ' '));
        line.char(at) == Some(' ')
            && line.char(at + 1) == Some(' ')
            && before.is_some_and(|c| c != '\n' && c != ' ')
            && after() != Some('\n')
    })
}

/// Whether a text is broken into lines of about the same length, as help on a terminal is.
fn is_wrapped(line: &Line) -> bool {
    let (mut lines, mut long, mut length) = (0, 0, 0);
    for at in line.inner() {
        if line.char(at) == Some('\n') {
            lines += 1;
            long += usize::from(length >= WRAPPED.0);
            if length > WRAPPED.1 {
                return false;
            }
            length = 0;
        } else {
            length += width(line, at);
        }
    }
    // The last line, and those of a list, are shorter.
    lines > 0 && long > 0 && (long * 3 > lines || lines > MANY_LINES)
}

/// The columns that a cell takes on a terminal.
fn width(line: &Line, at: usize) -> usize {
    let wide = |c| {
        Script::Japanese.includes(script_of(c)) || Script::Korean.includes(script_of(c)) || c >= '\u{FF01}'
    };
    line.char(at).map_or(0, |c| 1 + usize::from(wide(c)))
}

fn columns(line: &Line) -> usize {
    line.inner().map(|at| width(line, at)).sum()
}

/// The columns of a line that is broken because it is full.
const WRAPPED: (usize, usize) = (45, 130);
/// So many lines are a page of help.
const MANY_LINES: usize = 8;
/// A line of so many columns may be broken in another language, and into how many more.
const LONG_LINE: usize = 60;
const FEW: usize = 2;

const NAMES: [&str; 4] = ["line breaks", "tabs", "escaped line breaks (\\n)", "escaped tabs (\\t)"];

/// Outer whitespace is a matter of its own, and what is next to other whitespace is layout, as is a break within a
/// sentence.
fn count(line: &Line) -> [Count; 4] {
    let mut counts = [Count::default(); 4];
    let blank = |at: Option<char>| matches!(at, Some(' ' | '\t' | '\n'));
    for at in line.inner() {
        let layout = blank(line.char_before(at)) || blank(line.char(at + 1));
        match (line.char(at), line.plain(at + 1)) {
            (Some('\r'), Some('\n')) => {}
            (Some('\n' | '\r' | '\u{2028}' | '\u{2029}'), _) => {
                counts[0].add(!layout && !is_within_sentence(line, at));
            }
            // A break to those who write it, to others a control character: it may stand for one.
            (Some('\u{85}'), _) => counts[0].add(false),
            (Some('\t'), _) => counts[1].add(!layout),
            (Some('\\'), Some('n')) if line.plain(at).is_some() => counts[2].add(!is_named(line, at)),
            (Some('\\'), Some('t')) if line.plain(at).is_some() => counts[3].add(!is_named(line, at)),
            _ => {}
        }
    }
    counts
}

/// Whether an escape is spoken of: it stands alone in quotes or brackets, or is the first of some.
fn is_named(line: &Line, at: usize) -> bool {
    let before = (0..at).rev().find_map(|at| line.char(at).filter(|c| !is_space(*c)));
    let after = (at + 2..line.len()).find_map(|at| line.char(at).filter(|c| !is_space(*c)));
    before.is_some_and(|c| matches!(c, '(' | '[' | '`' | '（') || is_quote(c))
        && after.is_some_and(|c| matches!(c, ')' | ']' | '`' | '）' | ',' | '、') || is_quote(c))
}

/// Whether a line is broken within a sentence: behind a comma, or behind a word where small letters follow, unless
/// these few words may be a heading or an item.
fn is_within_sentence(line: &Line, at: usize) -> bool {
    let before = line.char_before(at);
    let small = line.char(at + 1).is_some_and(char::is_lowercase);
    let length = (0..at).rev().take(LEAST_LINE).take_while(|at| line.char(*at) != Some('\n')).count();
    let goes_on =
        before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '"' | '\'' | '“' | '”' | '»' | ')'));
    matches!(before, Some(',' | '、' | '،')) || small && goes_on && length >= LEAST_LINE
}

/// The characters of a line that is more than a heading.
const LEAST_LINE: usize = 25;
