//! Where the codes of a text stand: what is around each, and what it holds.

use crate::domain::text::{Code, CodedText, Form, Half, Part};
use std::collections::BTreeMap;

/// The codes of a segment by their numbers.
pub(super) struct Table<'a> {
    codes: &'a [Code],
    /// Where they are not numbered in order.
    others: BTreeMap<u32, &'a Code>,
}

impl<'a> Table<'a> {
    pub(super) fn of(codes: &'a [Code]) -> Self {
        let in_order = (1_u32..).zip(codes).all(|(number, code)| code.number == number);
        if in_order {
            return Self { codes, others: BTreeMap::new() };
        }
        Self { codes, others: codes.iter().map(|code| (code.number, code)).collect() }
    }

    /// The code with a number.
    pub(super) fn get(&self, number: u32) -> Option<&'a Code> {
        if self.others.is_empty() {
            return self.codes.get((number as usize).wrapping_sub(1));
        }
        self.others.get(&number).copied()
    }
}

/// Where the codes of a text stand.
pub(super) struct Layout {
    pub(super) codes: BTreeMap<u32, Place>,
}

pub(super) struct Place {
    /// The innermost element around it (around its beginning).
    pub(super) parent: Option<u32>,
    /// The innermost element around its end.
    pub(super) parent_at_end: Option<u32>,
    /// What a pair holds, or what is on the side of one end of it.
    pub(super) span: Option<Span>,
}

pub(super) struct Span {
    /// Whether there is a letter or digit inside.
    pub(super) letters: bool,
    /// The parts inside, where they must stay; `None` if there are too many to compare.
    pub(super) inside: Option<Vec<Part>>,
}

/// Protected spans that overlap repeat what is in them; beyond so many parts none may change.
const MOST_PROTECTED: usize = 1 << 17;

impl Layout {
    pub(super) fn of(table: &Table<'_>, text: &CodedText) -> Self {
        let mut codes: BTreeMap<u32, Place> = BTreeMap::new();
        let mut elements: Vec<u32> = Vec::new();
        let mut opened: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        let mut letters = 0_usize;
        let mut budget = MOST_PROTECTED;
        let mut halves: Vec<(u32, Half, usize)> = Vec::new();
        for (at, part) in text.parts().iter().enumerate() {
            let token = match part {
                Part::Text(text) => {
                    letters += usize::from(text.chars().any(char::is_alphanumeric));
                    continue;
                }
                Part::Token(token) => *token,
            };
            let Some(code) = table.get(token.number) else { continue };
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
            halves.extend(code.half.map(|half| (token.number, half, letters)));
            if token.form == Form::Open {
                opened.insert(token.number, (at, letters));
                if code.nests {
                    elements.push(token.number);
                }
            }
        }
        for (number, half, before) in halves {
            let letters = match half {
                Half::Open => letters > before,
                Half::Close => before > 0,
            };
            if let Some(place) = codes.get_mut(&number) {
                place.span = Some(Span { letters, inside: Some(Vec::new()) });
            }
        }
        Self { codes }
    }

    /// The nearest of an element and those around it for which `counts`.
    pub(super) fn nearest(&self, mut parent: Option<u32>, counts: impl Fn(u32) -> bool) -> Option<u32> {
        while let Some(number) = parent.filter(|number| !counts(*number)) {
            parent = self.codes.get(&number).and_then(|place| place.parent);
        }
        parent
    }
}
