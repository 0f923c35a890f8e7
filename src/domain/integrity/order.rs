//! Rules on the order of codes: runs, arguments, ends of pairs (P3, P5).

use super::layout::Table;
use super::{Frame, Violation, broken};
use crate::domain::text::{Code, CodedText, Form, Reorder, Token};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(table: &Table<'_>, frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    runs(table, frame, candidate)?;
    printf_order(table, frame, candidate)?;
    halves(table, frame, candidate)
}

/// Runs of codes whose order is fixed stand together, in order. A run that comes from the segment
/// before begins this one's codes; one that goes on in the next ends them.
fn runs(table: &Table<'_>, frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    if frame.codes.iter().all(|code| code.reorder == Reorder::Yes) {
        return Ok(());
    }
    let code = |token: &Token| table.get(token.number);
    let fixed = |token: &Token| match token.form {
        Form::Close => Reorder::No,
        Form::Open | Form::Alone => code(token).map_or(Reorder::Yes, |code| code.reorder),
    };
    // The end of an element is no code of its own; that of a pair of tags is, and follows in the run.
    let counts = |token: &Token| {
        token.form != Form::Close
            || code(token).is_some_and(|code| !code.nests && code.reorder != Reorder::Yes)
    };
    let order = |text: &CodedText| -> Vec<Token> { text.tokens().filter(counts).collect() };
    let new = order(candidate);
    let places: BTreeMap<Token, usize> = new.iter().enumerate().map(|(at, token)| (*token, at)).collect();
    let holds = |model: &CodedText| {
        let model = order(model);
        let comes = model.first().filter(|first| fixed(first) == Reorder::No);
        let goes = model.last().filter(|last| code(last).is_some_and(|code| code.runs_on));
        comes.is_none_or(|first| new.first() == Some(first))
            && goes.is_none_or(|last| new.last() == Some(last))
            && model.windows(2).all(|pair| {
                fixed(&pair[1]) != Reorder::No
                    || fixed(&pair[0]) == Reorder::Yes
                    || places.get(&pair[0]).is_some_and(|at| new.get(at + 1) == Some(&pair[1]))
            })
    };
    if holds(frame.original) || holds(frame.source) {
        return Ok(());
    }
    broken("codes whose order is fixed were moved apart or reordered")
}

/// Codes that stand for unnumbered printf arguments keep their order.
fn printf_order(table: &Table<'_>, frame: &Frame<'_>, new: &CodedText) -> Result<(), Violation> {
    let counts = |code: &Code| matches!(code.hint.as_str(), "%s" | "%d" | "%@" | "%i" | "%u" | "%f" | "%ld");
    if frame.codes.iter().filter(|code| counts(code)).count() < 2 {
        return Ok(());
    }
    let order = |text: &CodedText| -> Vec<u32> {
        let numbers = text.tokens().filter(|token| token.form == Form::Alone).map(|token| token.number);
        numbers.filter(|number| table.get(*number).is_some_and(counts)).collect()
    };
    let found = order(new);
    if found == order(frame.original) || found == order(frame.source) {
        return Ok(());
    }
    broken("codes for unnumbered arguments (%s, %d, %@) changed their order")
}

/// Ends of pairs whose other end is elsewhere keep their order among each other.
fn halves(table: &Table<'_>, frame: &Frame<'_>, new: &CodedText) -> Result<(), Violation> {
    if frame.codes.iter().filter(|code| code.half.is_some()).count() < 2 {
        return Ok(());
    }
    let order = |text: &CodedText| -> Vec<u32> {
        let numbers = text.tokens().map(|token| token.number);
        numbers.filter(|number| table.get(*number).is_some_and(|code| code.half.is_some())).collect()
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
