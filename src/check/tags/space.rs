//! Spaces next to codes.
//!
//! Reported is what is wrong in any word order: a space just inside a pair that the source has
//! not, and a word that runs into a code which stands between blanks in the source. Languages
//! whose words take endings at the code are left alone.

use super::super::Id;
use super::super::framing;
use super::super::line::{Line, is_space};
use super::super::view::{Edit, Report, View};
use crate::domain::segment::Severity;
use crate::domain::text::{Form, Token};

/// Spaces gained or lost at codes (`tag-adjacent-space`).
pub(in crate::check) fn adjacent_space(view: &View<'_>, report: &mut Report) {
    for (at, token) in view.target.tokens() {
        let Some(there) = view.source.find(token) else { continue };
        // Where a pair is broken or empty its spaces say nothing.
        if token.form != Form::Alone && !is_whole(&view.target, token.number) {
            continue;
        }
        if token.form != Form::Alone {
            gained(view, at, there, token, report);
        }
        if view.target_language.spaced && !view.target_language.glues && view.source_language.spaced {
            lost(view, at, there, token, report);
        }
    }
}

/// Whether a pair stands once, in order, with something inside.
fn is_whole(line: &Line, number: u32) -> bool {
    match line.tokens_of(number).as_slice() {
        [(open, first), (close, last)] => {
            first.form == Form::Open && last.form == Form::Close && *close > open + 1
        }
        _ => false,
    }
}

/// A space just inside a pair. At a pair that frames the whole text only one result is right.
fn gained(view: &View<'_>, at: usize, there: usize, token: Token, report: &mut Report) {
    let opens = token.form == Form::Open;
    let (source, target) = (&view.source, &view.target);
    let inside = |at: usize| if opens { Some(at + 1) } else { at.checked_sub(1) };
    let Some(space) = inside(at).filter(|space| target.plain(*space) == Some(' ')) else { return };
    // Whitespace of any kind, or another code, between the two: nothing to compare.
    let in_source = inside(there);
    let word = in_source.is_some_and(|at| source.char(at).is_some_and(|c| !c.is_whitespace()));
    if !word {
        return;
    }
    let frames = framing::frames(view, token);
    let fix = if frames { vec![Edit::text(space..space + 1, "")] } else { Vec::new() };
    let message =
        format!("a space inside code {}, at its {}", token.number, if opens { "beginning" } else { "end" });
    let span = Some(target.span(&(space..space + 1)));
    report.add_fixable(Id::TagAdjacentSpace, Severity::Minor, message, span, fix);
}

/// A word that touches a code on the outside, where the source has a space.
fn lost(view: &View<'_>, at: usize, there: usize, token: Token, report: &mut Report) {
    let (source, target) = (&view.source, &view.target);
    let before = |line: &Line, at: usize| line.char_before(at);
    let after = |line: &Line, at: usize| line.char(at + 1);
    type Neighbour<'a> = &'a dyn Fn(&Line, usize) -> Option<char>;
    let sides: &[(Neighbour<'_>, &str)] = match token.form {
        Form::Alone => &[(&before, "before"), (&after, "after")],
        Form::Open => &[(&before, "before")],
        Form::Close => &[(&after, "after")],
    };
    for (neighbour, side) in sides {
        let blank = neighbour(source, there).is_some_and(is_space);
        if blank && neighbour(target, at).is_some_and(char::is_alphabetic) {
            let message = format!("no space {side} code {}", token.number);
            let span = Some(target.span(&(at..at + 1)));
            report.add(Id::TagAdjacentSpace, Severity::Minor, message, span);
        }
    }
}
