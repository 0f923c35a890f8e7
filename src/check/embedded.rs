//! Code within a text, by the signs around it: backquotes of Markdown, `{{ … }}` and `{% … %}` of templates.

use super::line::Line;
use std::ops::Range;

/// Where code stands in a line, in order; signs that are not closed begin none.
pub(super) fn code(line: &Line) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<(usize, [char; 2])> = None;
    for (at, sign) in line.plain_chars() {
        let next = line.plain(at + 1);
        if let Some((start, close)) = open {
            let closes =
                if close[0] == '`' { sign == '`' } else { sign == close[0] && next == Some(close[1]) };
            if closes {
                found.push(start..at + 1);
                open = None;
            }
        } else if found.last().is_none_or(|last| last.end <= at) {
            open = match (sign, next) {
                ('`', _) => Some((at, ['`', '`'])),
                ('{', Some('{')) => Some((at, ['}', '}'])),
                ('{', Some('%')) => Some((at, ['%', '}'])),
                _ => None,
            };
        }
    }
    found
}

/// Whether a place lies in one of the ranges of [`code`].
pub(super) fn holds(code: &[Range<usize>], at: usize) -> bool {
    let before = code.partition_point(|range| range.end <= at);
    code.get(before).is_some_and(|range| range.contains(&at))
}
