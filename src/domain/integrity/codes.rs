//! Rules on the codes of a candidate: which there are, and that they pair (P1–P3); the rest in
//! `order` and `spans`.
//!
//! All of it is linear in the number of tokens: a segment may hold tens of thousands.

use super::layout::{Layout, Table};
use super::{Frame, Rule, Violation, broken, order, spans};
use crate::domain::text::{CodedText, Form};
use std::collections::BTreeSet;

pub(super) fn check(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    if frame.codes.is_empty() && candidate.tokens().next().is_none() {
        return Ok(());
    }
    let table: Table<'_> = frame.codes.iter().map(|code| (code.number, code)).collect();
    well_formed(&table, candidate)?;
    let source = Layout::of(&table, frame.source);
    let original = Layout::of(&table, frame.original);
    let new = Layout::of(&table, candidate);
    multiset(&table, frame.permissive, &source, &original, &new)?;
    spans::nesting(&source, &original, &new)?;
    spans::overlap(&table, frame, candidate)?;
    order::check(&table, frame, candidate)?;
    spans::content(&table, &source, &original, &new)?;
    spans::framing(frame, candidate, &new)
}

/// Every token exists, stands once, opens before it closes, and elements nest.
fn well_formed(table: &Table<'_>, text: &CodedText) -> Result<(), Violation> {
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
            return broken(format!("{token} stands twice; codes cannot be doubled"));
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

/// All codes of the original, and beyond them only what the source has. A permissive job may drop
/// what the file lets go.
fn multiset(
    table: &Table<'_>,
    permissive: bool,
    source: &Layout,
    original: &Layout,
    new: &Layout,
) -> Result<(), Violation> {
    let may_go = |number: &u32| permissive && table.get(number).is_some_and(|code| code.can_delete);
    let lost = |number: &&u32| !new.codes.contains_key(number) && !may_go(number);
    if let Some(number) = original.codes.keys().find(lost) {
        let annotation = table.get(number).is_some_and(|code| code.annotation);
        let rule = if annotation { Rule::Protected } else { Rule::Codes };
        return Err(Violation::new(rule, format!("code {number} is missing")));
    }
    for number in new.codes.keys().filter(|number| !original.codes.contains_key(number)) {
        if !source.codes.contains_key(number) {
            return broken(format!("code {number} is in neither the source nor the target"));
        }
        if table.get(number).is_some_and(|code| code.elsewhere) {
            return broken(format!("code {number} stands in another segment of the same unit"));
        }
    }
    Ok(())
}
