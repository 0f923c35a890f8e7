//! Rules on the codes of a candidate: provenance, multiset, pairs, nesting, order, content (P1–P6, P8).
//!
//! All of it is linear in the number of tokens: a segment may hold tens of thousands.

use super::{Frame, Rule, Violation};
use crate::domain::text::{Code, CodedText, Form, Part, Reorder, Token};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    if frame.codes.is_empty() && candidate.tokens().next().is_none() {
        return Ok(());
    }
    let table: BTreeMap<u32, &Code> = frame.codes.iter().map(|code| (code.number, code)).collect();
    well_formed(&table, candidate)?;
    let source = Layout::of(&table, frame.source);
    let original = Layout::of(&table, frame.original);
    let new = Layout::of(&table, candidate);
    multiset(&table, &source, &original, &new)?;
    nesting(&source, &original, &new)?;
    runs(&table, frame, candidate)?;
    printf_order(&table, frame, candidate)?;
    halves(&table, frame, candidate)?;
    spans(&table, &source, &original, &new)?;
    framing(frame, candidate)
}

/// Every token exists, stands once, opens before it closes, and elements nest.
fn well_formed(table: &BTreeMap<u32, &Code>, text: &CodedText) -> Result<(), Violation> {
    let mut seen = BTreeSet::new();
    let mut open = BTreeSet::new();
    let mut elements = Vec::new();
    for token in text.tokens() {
        let number = token.number;
        let Some(code) = table.get(&number) else {
            return broken(format!("code {number} does not exist in this segment"));
        };
        if code.pair == (token.form == Form::Alone) {
            return broken(format!("code {number} is written as what it is not (pair or single)"));
        }
        if !seen.insert(token) {
            return broken(format!("{token} stands twice"));
        }
        match token.form {
            Form::Alone => {}
            Form::Open => {
                open.insert(number);
                if code.nests {
                    elements.push(number);
                }
            }
            Form::Close => {
                if !open.remove(&number) {
                    return broken(format!("{token} stands before its beginning"));
                }
                if code.nests && elements.pop() != Some(number) {
                    return broken(format!("code {number} overlaps another one"));
                }
            }
        }
    }
    match open.first() {
        Some(number) => broken(format!("code {number} is not closed")),
        None => Ok(()),
    }
}

/// All codes of the original, and beyond them only what the source has.
fn multiset(
    table: &BTreeMap<u32, &Code>,
    source: &Layout,
    original: &Layout,
    new: &Layout,
) -> Result<(), Violation> {
    if let Some(number) = original.codes.keys().find(|number| !new.codes.contains_key(number)) {
        let annotation = table.get(number).is_some_and(|code| code.annotation);
        let rule = if annotation { Rule::Protected } else { Rule::Codes };
        return Err(Violation::new(rule, format!("code {number} is missing")));
    }
    let known = |number: &u32| original.codes.contains_key(number) || source.codes.contains_key(number);
    match new.codes.keys().find(|number| !known(number)) {
        Some(number) => broken(format!("code {number} is in neither the source nor the target")),
        None => Ok(()),
    }
}

/// A code stays inside the elements it was in, and outside those it was not in.
fn nesting(source: &Layout, original: &Layout, new: &Layout) -> Result<(), Violation> {
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

/// Runs of codes whose order is fixed stand together, in order.
fn runs(table: &BTreeMap<u32, &Code>, frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    let fixed = |number: u32| table.get(&number).map_or(Reorder::Yes, |code| code.reorder);
    if frame.codes.iter().all(|code| code.reorder == Reorder::Yes) {
        return Ok(());
    }
    let order = |text: &CodedText| -> Vec<u32> {
        text.tokens().filter(|token| token.form != Form::Close).map(|token| token.number).collect()
    };
    let new = order(candidate);
    let places: BTreeMap<u32, usize> = new.iter().enumerate().map(|(at, number)| (*number, at)).collect();
    let holds = |model: &CodedText| {
        order(model).windows(2).all(|pair| {
            fixed(pair[1]) != Reorder::No
                || fixed(pair[0]) == Reorder::Yes
                || places.get(&pair[0]).is_some_and(|at| new.get(at + 1) == Some(&pair[1]))
        })
    };
    if holds(frame.original) || holds(frame.source) {
        return Ok(());
    }
    broken("codes whose order is fixed were moved apart or reordered")
}

/// Codes that stand for unnumbered printf arguments keep their order.
fn printf_order(table: &BTreeMap<u32, &Code>, frame: &Frame<'_>, new: &CodedText) -> Result<(), Violation> {
    let counts = |code: &Code| matches!(code.hint.as_str(), "%s" | "%d" | "%@" | "%i" | "%u" | "%f" | "%ld");
    if frame.codes.iter().filter(|code| counts(code)).count() < 2 {
        return Ok(());
    }
    let order = |text: &CodedText| -> Vec<u32> {
        let numbers = text.tokens().filter(|token| token.form == Form::Alone).map(|token| token.number);
        numbers.filter(|number| table.get(number).is_some_and(|code| counts(code))).collect()
    };
    let found = order(new);
    if found == order(frame.original) || found == order(frame.source) {
        return Ok(());
    }
    broken("codes for unnumbered arguments (%s, %d, %@) changed their order")
}

/// Ends of pairs whose other end is elsewhere keep their order among each other.
fn halves(table: &BTreeMap<u32, &Code>, frame: &Frame<'_>, new: &CodedText) -> Result<(), Violation> {
    if frame.codes.iter().filter(|code| code.half.is_some()).count() < 2 {
        return Ok(());
    }
    let order = |text: &CodedText| -> Vec<u32> {
        let numbers = text.tokens().map(|token| token.number);
        numbers.filter(|number| table.get(number).is_some_and(|code| code.half.is_some())).collect()
    };
    let found = order(new);
    let as_in = |model: &CodedText| {
        let model = order(model);
        let known: BTreeSet<u32> = model.iter().copied().collect();
        let there: BTreeSet<u32> = found.iter().copied().collect();
        let common = |order: &[u32], also: &BTreeSet<u32>| -> Vec<u32> {
            order.iter().copied().filter(|number| also.contains(number)).collect()
        };
        common(&found, &known) == common(&model, &there)
    };
    // What the source lacks is only anchored in the original, and the other way round.
    let original: BTreeSet<u32> = frame.original.tokens().map(|token| token.number).collect();
    let added = found.iter().any(|number| !original.contains(number));
    if (as_in(frame.original) && !added) || as_in(frame.source) {
        return Ok(());
    }
    broken("codes for one end of a pair changed their order")
}

/// Spans with letters keep letters, empty ones stay empty, protected ones stay as they are.
fn spans(
    table: &BTreeMap<u32, &Code>,
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
        if table.get(number).is_some_and(|code| code.protects) {
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

/// Codes that begin or end both the original and the source stay at that edge.
fn framing(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    for (edge, name) in [(Edge::Front, "beginning"), (Edge::Back, "end")] {
        let kept = edge.tokens(candidate);
        let agreed = edge.tokens(frame.source);
        for token in edge.tokens(frame.original) {
            if agreed.contains(&token) && !kept.contains(&token) {
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

/// Where the codes of a text stand.
struct Layout {
    codes: BTreeMap<u32, Place>,
}

struct Place {
    /// The innermost element around it (around its beginning).
    parent: Option<u32>,
    /// The innermost element around its end.
    parent_at_end: Option<u32>,
    /// What a pair holds.
    span: Option<Span>,
}

struct Span {
    /// Whether there is a letter or digit inside.
    letters: bool,
    /// The parts inside, where they must stay; `None` if there are too many to compare.
    inside: Option<Vec<Part>>,
}

/// Protected spans that overlap repeat what is in them; beyond so many parts none may change.
const MOST_PROTECTED: usize = 1 << 17;

impl Layout {
    fn of(table: &BTreeMap<u32, &Code>, text: &CodedText) -> Self {
        let mut codes: BTreeMap<u32, Place> = BTreeMap::new();
        let mut elements: Vec<u32> = Vec::new();
        let mut opened: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        let mut letters = 0_usize;
        let mut budget = MOST_PROTECTED;
        for (at, part) in text.parts().iter().enumerate() {
            let token = match part {
                Part::Text(text) => {
                    letters += usize::from(text.chars().any(char::is_alphanumeric));
                    continue;
                }
                Part::Token(token) => *token,
            };
            let Some(code) = table.get(&token.number) else { continue };
            if token.form == Form::Close {
                if code.nests {
                    elements.pop();
                }
                let begun = opened.remove(&token.number);
                if let (Some(place), Some((from, before))) = (codes.get_mut(&token.number), begun) {
                    let parts = if code.protects { &text.parts()[from + 1..at] } else { &[] };
                    let inside = budget.checked_sub(parts.len()).map(|left| {
                        budget = left;
                        parts.to_vec()
                    });
                    place.span = Some(Span { letters: letters > before, inside });
                    place.parent_at_end = elements.last().copied();
                }
                continue;
            }
            let parent = elements.last().copied();
            codes.insert(token.number, Place { parent, parent_at_end: parent, span: None });
            if token.form == Form::Open {
                opened.insert(token.number, (at, letters));
                if code.nests {
                    elements.push(token.number);
                }
            }
        }
        Self { codes }
    }

    /// The nearest of an element and those around it for which `counts`.
    fn nearest(&self, mut parent: Option<u32>, counts: impl Fn(u32) -> bool) -> Option<u32> {
        while let Some(number) = parent.filter(|number| !counts(*number)) {
            parent = self.codes.get(&number).and_then(|place| place.parent);
        }
        parent
    }
}

fn broken<T>(message: impl Into<String>) -> Result<T, Violation> {
    Err(Violation::new(Rule::Codes, message))
}
