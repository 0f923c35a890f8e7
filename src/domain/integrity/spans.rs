//! Rules on what codes hold and what holds them: nesting, content, edges (P4, P6, P8).

use super::layout::{Layout, Table};
use super::{Frame, Rule, Violation, broken};
use crate::domain::text::{CodedText, Form, Part, Token};
use std::collections::BTreeSet;

/// A code stays inside the elements it was in, and outside those it was not in.
pub(super) fn nesting(source: &Layout, original: &Layout, new: &Layout) -> Result<(), Violation> {
    for (number, place) in &new.codes {
        let as_in = |model: &Layout| {
            model.codes.get(number).is_some_and(|was| {
                // Elements the candidate does not have are seen through.
                let seen =
                    |parent: Option<u32>| model.nearest(parent, |other| new.codes.contains_key(&other));
                // A code that only the candidate adds may come in between.
                let known =
                    |parent: Option<u32>| new.nearest(parent, |other| model.codes.contains_key(&other));
                seen(was.parent) == known(place.parent)
                    && seen(was.parent_at_end) == known(place.parent_at_end)
            })
        };
        if !as_in(original) && !as_in(source) {
            return broken(format!("code {number} moved into or out of another code"));
        }
    }
    Ok(())
}

/// A pair that must not hold one end of another without the other does so only where it did.
pub(super) fn overlap(table: &Table<'_>, frame: &Frame<'_>, new: &CodedText) -> Result<(), Violation> {
    // An element cannot overlap, and what crosses it has moved out of it: `nesting` sees to that.
    if !frame.codes.iter().any(|code| code.pair && code.no_overlap && !code.nests) {
        return Ok(());
    }
    let same = |model: &CodedText| new.tokens().eq(model.tokens());
    if same(frame.original) || same(frame.source) {
        return Ok(());
    }
    let known = [crossings(table, frame.original), crossings(table, frame.source)];
    let added = |pair: &&(u32, u32)| !known.iter().flatten().any(|known| known.contains(pair));
    match crossings(table, new) {
        None => broken("too many codes overlap"),
        Some(found) => match found.iter().find(added) {
            Some((one, two)) => broken(format!("codes {one} and {two} must not overlap")),
            None => Ok(()),
        },
    }
}

/// Pairs that cross where one of the two must not; `None` if there are very many.
fn crossings(table: &Table<'_>, text: &CodedText) -> Option<BTreeSet<(u32, u32)>> {
    const MOST: usize = 4096;
    let mut open: Vec<u32> = Vec::new();
    let mut found = BTreeSet::new();
    let mut steps = 0;
    let strict = |number: u32| table.get(number).is_some_and(|code| code.no_overlap);
    for token in text.tokens().filter(|token| table.get(token.number).is_some_and(|code| !code.annotation)) {
        match token.form {
            Form::Alone => {}
            Form::Open => open.push(token.number),
            Form::Close => {
                let Some(at) = open.iter().rposition(|number| *number == token.number) else { continue };
                open.remove(at);
                steps += open.len() - at;
                if steps > MOST {
                    return None;
                }
                let crossed = open[at..].iter().filter(|other| strict(**other) || strict(token.number));
                found.extend(crossed.map(|other| (token.number.min(*other), token.number.max(*other))));
            }
        }
    }
    Some(found)
}

/// Spans with letters keep letters, empty ones stay empty, protected ones stay as they are.
pub(super) fn content(
    table: &Table<'_>,
    source: &Layout,
    original: &Layout,
    new: &Layout,
) -> Result<(), Violation> {
    for (number, place) in &new.codes {
        let Some(span) = &place.span else { continue };
        let models =
            [original, source].map(|model| model.codes.get(number).and_then(|was| was.span.as_ref()));
        let mut models = models.into_iter().flatten().peekable();
        if models.peek().is_none() {
            continue;
        }
        if table.get(*number).is_some_and(|code| code.protects) {
            // The original decides; a span it lacks is taken from the source.
            if models.next().is_some_and(|was| span.inside.is_none() || was.inside != span.inside) {
                return Err(Violation::new(
                    Rule::Protected,
                    format!("the text in code {number} must stay as it is"),
                ));
            }
        } else if !models.any(|was| was.letters == span.letters) {
            return broken(if span.letters {
                format!("code {number} was empty and now holds text")
            } else {
                format!("code {number} lost its text")
            });
        }
    }
    Ok(())
}

/// Codes that begin or end both the original and the source stay at that edge, if they stay.
pub(super) fn framing(frame: &Frame<'_>, candidate: &CodedText, new: &Layout) -> Result<(), Violation> {
    for (edge, name) in [(Edge::Front, "beginning"), (Edge::Back, "end")] {
        let kept = edge.tokens(candidate);
        let agreed = edge.tokens(frame.source);
        for token in edge.tokens(frame.original) {
            let stays = new.codes.contains_key(&token.number);
            if stays && agreed.contains(&token) && !kept.contains(&token) {
                return broken(format!("{token} must stay at the {name}"));
            }
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Edge {
    Front,
    Back,
}

impl Edge {
    /// The tokens before any text, seen from the edge. All of them if there is none.
    fn tokens(self, text: &CodedText) -> BTreeSet<Token> {
        let mut parts = text.parts().iter();
        let mut tokens = BTreeSet::new();
        while let Some(part) = match self {
            Self::Front => parts.next(),
            Self::Back => parts.next_back(),
        } {
            match part {
                Part::Token(token) => {
                    tokens.insert(*token);
                }
                Part::Text(_) => break,
            }
        }
        tokens
    }
}
