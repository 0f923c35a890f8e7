//! Rules on the codes of a candidate: which there are, and that they pair (P1–P3); the rest in
//! `order` and `spans`.
//!
//! All of it is linear in the number of tokens: a segment may hold tens of thousands.

use super::layout::{Layout, Table};
use super::{Frame, Rule, Violation, broken, order, spans};
use crate::domain::text::{CodedText, Form, Part};
use std::collections::BTreeSet;

pub(super) fn check(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    if frame.codes.is_empty() && candidate.tokens().next().is_none() {
        return Ok(());
    }
    let table = Table::of(frame.codes);
    well_formed(&table, candidate)?;
    if is_alike(frame, candidate) { Ok(()) } else { moved(&table, frame, candidate) }
}

/// Whether the codes and the words between them stand as in the original. Then each of them is where
/// it was and holds what it held, so that no other rule can be broken; nearly always it is so.
fn is_alike(frame: &Frame<'_>, candidate: &CodedText) -> bool {
    let has_letters = |text: &str| text.chars().any(char::is_alphanumeric);
    let same = |(one, other): (&Part, &Part)| match (one, other) {
        (Part::Token(one), Part::Token(other)) => one == other,
        (Part::Text(one), Part::Text(other)) => one == other || has_letters(one) == has_letters(other),
        (Part::Token(_), Part::Text(_)) | (Part::Text(_), Part::Token(_)) => false,
    };
    let (original, new) = (frame.original.parts(), candidate.parts());
    // What is in a pair that protects must be the same to the letter.
    original.len() == new.len()
        && original.iter().zip(new).all(same)
        && !frame.codes.iter().any(|code| code.protects)
}

/// The rules on codes that may have moved.
fn moved(table: &Table<'_>, frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    let source = Layout::of(table, frame.source);
    let original = Layout::of(table, frame.original);
    let new = Layout::of(table, candidate);
    multiset(table, frame.permissive, &source, &original, &new)?;
    spans::nesting(&source, &original, &new)?;
    spans::overlap(table, frame, candidate)?;
    order::check(table, frame, candidate)?;
    spans::content(table, &source, &original, &new)?;
    spans::framing(frame, candidate, &new)
}

/// Every token exists, stands once, opens before it closes, and elements nest.
fn well_formed(table: &Table<'_>, text: &CodedText) -> Result<(), Violation> {
    let (mut begun, mut ended) = (Numbers::default(), Numbers::default());
    let mut elements = Vec::new();
    let mut open = 0_usize;
    for token in text.tokens() {
        let number = token.number;
        let Some(code) = table.get(number) else {
            return broken(format!("code {number} does not exist in this segment"));
        };
        if code.pair == (token.form == Form::Alone) {
            return broken(format!("code {number} is written as what it is not (pair or single)"));
        }
        // A code is a pair or stands alone, so that its beginning is known by its number.
        let seen = if token.form == Form::Close { &mut ended } else { &mut begun };
        if !seen.insert(number) {
            return broken(format!("{token} stands twice; codes cannot be doubled"));
        }
        match token.form {
            Form::Alone => {}
            Form::Open => {
                open += 1;
                if code.nests {
                    elements.push(number);
                }
            }
            Form::Close => {
                open = open.saturating_sub(1);
                if !begun.has(number) {
                    return broken(format!("{token} stands before its beginning"));
                }
                if code.nests && elements.pop() != Some(number) {
                    return broken(format!("code {number} overlaps another one"));
                }
            }
        }
    }
    if open == 0 {
        return Ok(());
    }
    let open = text.tokens().filter(|token| token.form == Form::Open && !ended.has(token.number));
    match open.map(|token| token.number).min() {
        Some(number) => broken(format!("code {number} is not closed")),
        None => Ok(()),
    }
}

/// A set of numbers, small ones as bits.
#[derive(Default)]
struct Numbers {
    small: u64,
    others: BTreeSet<u32>,
}

impl Numbers {
    /// Adds a number; answers whether it is new.
    fn insert(&mut self, number: u32) -> bool {
        let Some(bit) = 1_u64.checked_shl(number) else { return self.others.insert(number) };
        let new = self.small & bit == 0;
        self.small |= bit;
        new
    }

    fn has(&self, number: u32) -> bool {
        match 1_u64.checked_shl(number) {
            Some(bit) => self.small & bit != 0,
            None => self.others.contains(&number),
        }
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
    let may_go = |number: &u32| permissive && table.get(*number).is_some_and(|code| code.can_delete);
    let lost = |number: &&u32| !new.codes.contains_key(number) && !may_go(number);
    if let Some(number) = original.codes.keys().find(lost) {
        let annotation = table.get(*number).is_some_and(|code| code.annotation);
        let rule = if annotation { Rule::Protected } else { Rule::Codes };
        return Err(Violation::new(rule, format!("code {number} is missing")));
    }
    for number in new.codes.keys().filter(|number| !original.codes.contains_key(number)) {
        if !source.codes.contains_key(number) {
            return broken(format!("code {number} is in neither the source nor the target"));
        }
        if table.get(*number).is_some_and(|code| code.elsewhere) {
            return broken(format!("code {number} stands in another segment of the same unit"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Table, is_alike, moved, well_formed};
    use crate::domain::integrity::Frame;
    use crate::domain::text::{Code, CodedText, Form, Half, Part, Reorder, Token};
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = CodedText> {
        let token = |number, form| Just(Part::Token(Token { number, form }));
        let part = prop_oneof![
            "[a ]{1,2}".prop_map(Part::Text),
            token(1, Form::Open),
            token(1, Form::Close),
            token(2, Form::Open),
            token(2, Form::Close),
            token(3, Form::Alone),
            token(4, Form::Alone),
        ];
        proptest::collection::vec(part, 0..7).prop_map(|parts| {
            let mut text = CodedText::default();
            parts.into_iter().for_each(|part| text.push(part));
            text
        })
    }

    fn code() -> impl Strategy<Value = Code> {
        let reorder = prop_oneof![Just(Reorder::Yes), Just(Reorder::FirstNo), Just(Reorder::No)];
        let half = prop_oneof![Just(None), Just(Some(Half::Open)), Just(Some(Half::Close))];
        (any::<[bool; 5]>(), reorder, half, "(%s)?").prop_map(|(flags, reorder, half, hint)| {
            let [nests, protects, no_overlap, runs_on, elsewhere] = flags;
            Code { nests, protects, no_overlap, runs_on, elsewhere, reorder, half, hint, ..Code::default() }
        })
    }

    proptest! {
        #[test]
        fn what_is_alike_breaks_no_rule_on_codes_that_moved(
            source in text(),
            original in text(),
            words in "[a ]{1,2}",
            codes in proptest::collection::vec(code(), 4),
        ) {
            let numbered = (1..).zip(codes).map(|(number, code)| Code { number, pair: number < 3, ..code });
            let codes: Vec<Code> = numbered.collect();
            let mut candidate = CodedText::default();
            for part in original.parts() {
                candidate.push(match part {
                    Part::Text(_) => Part::Text(words.clone()),
                    Part::Token(token) => Part::Token(*token),
                });
            }
            let (source, original) = (&source, &original);
            let frame = Frame { codes: &codes, source, original, max_chars: None, bounds: &[], permissive: false };
            let table = Table::of(&codes);
            if well_formed(&table, &candidate).is_ok() && is_alike(&frame, &candidate) {
                prop_assert_eq!(moved(&table, &frame, &candidate), Ok(()));
            }
        }
    }
}
