//! Line breaks, tabs and their escapes (`\n`, `\t`) inside the text.

use super::Id;
use super::kinds::Kinds;
use super::line::Line;
use super::view::{Report, View};
use crate::domain::segment::Severity;

/// The target has as many of each as the source (`escapes`).
pub(super) fn escapes(view: &View<'_>, report: &mut Report) {
    if !(view.source.has(Kinds::BREAK) || view.target.has(Kinds::BREAK)) {
        return;
    }
    let (mut wanted, mut given) = (count(&view.source), count(&view.target));
    // Running text that is broken into lines may have more or fewer of them in another language, and a table
    // may be laid out by blanks.
    if is_wrapped(&view.source) || is_wrapped(&view.target) {
        (wanted[0], given[0]) = (0, 0);
        (wanted[1], given[1]) = (0, 0);
    }
    if wanted != given && view.source.is_list_of_phrases() && view.target.is_list_of_phrases() {
        return;
    }
    let all = [every_break(&view.source), every_break(&view.target)];
    for (name, (wanted, given)) in NAMES.iter().zip(wanted.into_iter().zip(given)) {
        if wanted != given && !(*name == NAMES[0] && all[0] == all[1]) {
            let message = format!("{name}: {given} in the target, {wanted} in the source");
            report.add(Id::Escapes, Severity::Minor, message, None);
        }
    }
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
            length += 1;
        }
    }
    // The last line, and those of a list, are shorter.
    lines > 0 && long > 0 && (long * 3 > lines || lines > MANY_LINES)
}

/// The columns of a line that is broken because it is full.
const WRAPPED: (usize, usize) = (45, 130);
/// So many lines are a page of help.
const MANY_LINES: usize = 8;

const NAMES: [&str; 4] = ["line breaks", "tabs", "escaped line breaks (\\n)", "escaped tabs (\\t)"];

/// The line breaks within a text, layout too.
fn every_break(line: &Line) -> usize {
    line.inner().filter(|at| line.char(*at) == Some('\n')).count()
}

/// Outer whitespace is a matter of its own, and what is next to other whitespace is layout.
fn count(line: &Line) -> [usize; 4] {
    let mut counts = [0; 4];
    let blank = |at: Option<char>| matches!(at, Some(' ' | '\t' | '\n'));
    for at in line.inner() {
        let layout = blank(line.char_before(at)) || blank(line.char(at + 1));
        match (line.char(at), line.plain(at + 1)) {
            (Some('\r'), Some('\n')) => {}
            (Some('\n' | '\r' | '\u{2028}' | '\u{2029}'), _) if !layout => counts[0] += 1,
            (Some('\t'), _) if !layout => counts[1] += 1,
            (Some('\\'), Some('n')) if line.plain(at).is_some() => counts[2] += 1,
            (Some('\\'), Some('t')) if line.plain(at).is_some() => counts[3] += 1,
            _ => {}
        }
    }
    counts
}
