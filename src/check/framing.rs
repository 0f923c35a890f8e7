//! Codes that frame the text: those before its first and behind its last character.

use super::line::Line;
use super::view::{Edit, View};
use crate::domain::text::{Form, Part, Token};

/// Whether a token frames both texts: no character but outer whitespace stands outside of it.
pub(super) fn frames(view: &View<'_>, token: Token) -> bool {
    let is_in = |line: &Line| match token.form {
        Form::Open => head(line).contains(&token),
        Form::Close => tail(line).contains(&token),
        Form::Alone => head(line).contains(&token) || tail(line).contains(&token),
    };
    is_in(&view.source) && is_in(&view.target)
}

/// The edits that put the missing tokens of a code back; none unless all of them frame the
/// source, and what frames the target already is in the order of the source.
pub(super) fn restore(view: &View<'_>, number: u32) -> Vec<Edit> {
    let (source, target) = (&view.source, &view.target);
    let (source_head, source_tail) = (head(source), tail(source));
    // A text of codes alone has no place that is first or last.
    if target.inner().is_empty()
        || source_head.len().max(source_tail.len()) > MAX_FRAME
        || source_head.len() + source_tail.len() > source.inner().len()
    {
        return Vec::new();
    }
    let wanted: Vec<Token> = source.tokens_of(number).into_iter().map(|(_, token)| token).collect();
    let framed = wanted.iter().all(|token| match token.form {
        Form::Open => source_head.contains(token),
        Form::Close => source_tail.contains(token),
        Form::Alone => source_head.contains(token) || source_tail.contains(token),
    });
    // An end that is still there must frame the target too, or the pair would grow.
    let present: Vec<Token> = target.tokens_of(number).into_iter().map(|(_, token)| token).collect();
    if !framed || present.iter().any(|token| !wanted.contains(token) || !frames(view, *token)) {
        return Vec::new();
    }
    let lost = |token: &Token| wanted.contains(token) && !present.contains(token);
    let mut edits = Vec::new();
    let sides = [(source_head, head(target), true), (source_tail, tail(target), false)];
    for (wanted_side, given_side, leading) in sides {
        if !wanted_side.iter().any(lost) {
            continue;
        }
        let Some(side) = insert(view, &wanted_side, &given_side, leading, &lost) else { return Vec::new() };
        edits.extend(side);
    }
    edits
}

/// More codes than this on one side are no frame.
const MAX_FRAME: usize = 64;

/// Insertions on one side, in the order of the source; `None` if the order is not certain.
fn insert(
    view: &View<'_>,
    wanted: &[Token],
    given: &[Token],
    leading: bool,
    lost: &dyn Fn(&Token) -> bool,
) -> Option<Vec<Edit>> {
    // The codes that stand there must be a part of the source's, in the same order.
    let mut rest = wanted.iter();
    if !given.iter().all(|token| rest.any(|other| other == token)) {
        return None;
    }
    let (source, target) = (view.source.inner(), view.target.inner());
    let first = if leading { target.start } else { target.end - given.len() };
    // A space between code and text would have to be made up.
    let blank =
        |line: &Line, at: Option<usize>| at.and_then(|at| line.char(at)).is_some_and(char::is_whitespace);
    let same_space = if leading {
        blank(&view.source, Some(source.start + wanted.len()))
            == blank(&view.target, Some(first + given.len()))
    } else {
        let before = (source.end - wanted.len()).checked_sub(1);
        blank(&view.source, before) == blank(&view.target, first.checked_sub(1))
    };
    if !same_space {
        return None;
    }
    let mut edits: Vec<Edit> = Vec::new();
    let mut at = first;
    for token in wanted {
        if given.contains(token) {
            at += 1;
        } else if lost(token) {
            match edits.last_mut().filter(|edit| edit.cells.start == at) {
                Some(edit) => edit.put.push(Part::Token(*token)),
                None => edits.push(Edit { cells: at..at, put: vec![Part::Token(*token)] }),
            }
        }
    }
    Some(edits)
}

/// The tokens before the first character, outer whitespace aside; of a long run as many as tell
/// that it is no frame, since this is asked for every code.
fn head(line: &Line) -> Vec<Token> {
    line.inner().map_while(|at| line.token(at)).take(MAX_FRAME + 1).collect()
}

/// The tokens behind the last character, outer whitespace aside.
fn tail(line: &Line) -> Vec<Token> {
    let backward = line.inner().rev().map_while(|at| line.token(at));
    let mut tokens: Vec<Token> = backward.take(MAX_FRAME + 1).collect();
    tokens.reverse();
    tokens
}
