//! Whitespace at both ends of the target: as in the source, character by character.

use super::Id;
use super::line::Line;
use super::view::{Edit, Report, View};
use crate::domain::segment::Severity;
use std::ops::Range;

/// Outer whitespace differs (`leading-ws`, `trailing-ws`).
pub(super) fn outer_space(view: &View<'_>, report: &mut Report) {
    let (source, target) = (&view.source, &view.target);
    if source.inner().is_empty() || target.inner().is_empty() {
        return;
    }
    let ends = [
        (Id::LeadingWs, "leading", 0..source.inner().start, 0..target.inner().start, true),
        (
            Id::TrailingWs,
            "trailing",
            source.inner().end..source.len(),
            target.inner().end..target.len(),
            false,
        ),
    ];
    for (check, side, wanted, given, leading) in ends {
        let (wanted_text, given_text) = (source.text(&wanted), target.text(&given));
        if wanted_text.replace("\r\n", "\n") == given_text.replace("\r\n", "\n") {
            continue;
        }
        // Between sentences of a language without blanks there is none.
        if !view.target_language.spaced
            && view.target_language.is_known()
            && given_text.is_empty()
            && wanted_text.chars().all(|c| c == ' ')
        {
            continue;
        }
        // Chinese and Japanese paragraphs begin with full-width spaces.
        let is_indent = leading && !given_text.is_empty() && given_text.chars().all(|c| c == '\u{3000}');
        if is_indent && view.target_language.is_any(&["zh", "ja"]) {
            continue;
        }
        // A text that the file lays out on lines of its own has no whitespace at all.
        let laid_out = |line: &Line| {
            let sides = [0..line.inner().start, line.inner().end..line.len()];
            sides.iter().all(|side| is_layout(&line.text(side)))
        };
        if laid_out(source) && given_text.chars().all(char::is_whitespace) {
            continue;
        }
        let message = format!("{side} whitespace differs from the source");
        let span = (!given.is_empty()).then(|| target.span(&given));
        // Whitespace on the other side of a code has only moved: where it belongs is not sure.
        let moved = through(source, leading) == through(target, leading)
            || through(source, leading).len() != wanted.len()
            || through(target, leading).len() != given.len();
        // Next to another segment it may stand between the two, which is not seen from here.
        let fix = if view.pair.part || moved || is_layout(&wanted_text) || is_layout(&given_text) {
            Vec::new()
        } else {
            vec![Edit::text(given, &wanted_text)]
        };
        report.add_fixable(check, Severity::Minor, message, span, fix);
    }
}

/// A line break with an indent is how the file is laid out, and need not be part of the text.
fn is_layout(space: &str) -> bool {
    space.contains('\n') && space.contains([' ', '\t'])
}

/// The whitespace at one end, codes looked through: the cells it stands in.
fn through(line: &Line, leading: bool) -> Vec<char> {
    let cells: Range<usize> = 0..line.len();
    let edge = |at: &usize| line.token(*at).is_some() || line.char(*at).is_some_and(char::is_whitespace);
    let mut found: Vec<char> = if leading {
        cells.take_while(edge).filter_map(|at| line.char(at)).collect()
    } else {
        cells.rev().take_while(edge).filter_map(|at| line.char(at)).collect()
    };
    if !leading {
        found.reverse();
    }
    found
}
