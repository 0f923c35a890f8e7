//! What the segments of one unit must know of each other, so that each can be judged alone.
//!
//! Rules of 2.x hold for the unit: runs of codes go over segments, a code may have moved to another
//! one, a size bounds the whole. Here they become facts of single codes and segments; a candidate
//! that fits those can stand beside any other that does.

use super::document::{Context, Found, Version};
use super::inline::{self, Lexeme, Pairing};
use super::size;
use super::tree::Tree;
use crate::domain::text::{Form, Reorder, Token};
use std::collections::HashMap;

/// The texts of SDL that are locked: they stand in units of their own, and elsewhere as a code.
#[derive(Debug, Default)]
pub(crate) struct Locked(HashMap<String, String>);

/// So many locked texts are remembered, and so many bytes of each.
const MOST_LOCKED: usize = 10_000;
const LONGEST_LOCKED: usize = 80;

impl Locked {
    /// Remembers a locked text, or makes those seen before the hints of the codes that stand for them.
    pub(crate) fn relate(&mut self, tree: &Tree<'_>, found: &mut [Found]) {
        if is_locked_text(tree)
            && let Some(id) = tree.plain(0, "id")
        {
            let fits = self.0.len() < MOST_LOCKED && id.len() <= LONGEST_LOCKED;
            if let Some(source) = tree.child(0, "source").filter(|_| fits) {
                self.0.insert(id.into_owned(), tree.characters(source, LONGEST_LOCKED));
            }
        } else if !self.0.is_empty() {
            for found in found {
                for (code, markup) in found.segment.codes.iter_mut().zip(&found.markup) {
                    let text = tree.plain(markup.node, "xid").and_then(|id| self.0.get(&*id));
                    if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
                        code.hint.clone_from(text);
                    }
                }
            }
        }
    }
}

/// Whether a unit is one of SDL that holds a locked text.
pub(crate) fn is_locked_text(tree: &Tree<'_>) -> bool {
    tree.may_begin(0, "id", b'l') && tree.plain(0, "id").is_some_and(|id| id.starts_with("lockTU_"))
}

/// Tells the segments of a unit of each other.
pub(crate) fn relate(context: &Context, tree: &Tree<'_>, found: &mut [Found]) {
    size::share(context, tree, found);
    let two = matches!(context.version, Version::Two { .. });
    if !two {
        // 1.2 never says that a code may go.
        found.iter_mut().flat_map(|found| &mut found.segment.codes).for_each(|code| code.can_delete = false);
    }
    if found.len() > 1 && found.iter().any(|found| !found.segment.codes.is_empty()) {
        moved(tree, found);
        if two {
            runs(tree, found);
        }
    }
}

/// Marks codes whose own target lacks them since another target of the unit has them.
fn moved(tree: &Tree<'_>, found: &mut [Found]) {
    let name = |found: &Found, at: usize| {
        let id = tree.plain(found.markup[at].node, "id").unwrap_or_default();
        (found.segment.codes[at].kind.clone(), id.into_owned())
    };
    let mut strangers: HashMap<_, usize> = HashMap::new();
    for found in found.iter() {
        for at in (0..found.segment.codes.len()).filter(|at| !found.segment.codes[*at].in_source) {
            *strangers.entry(name(found, at)).or_default() += 1;
        }
    }
    if strangers.is_empty() {
        return;
    }
    for found in found.iter_mut() {
        for at in 0..found.segment.codes.len() {
            if found.segment.codes[at].in_target {
                continue;
            }
            let Some(left) = strangers.get_mut(&name(found, at)) else { continue };
            if *left > 0 {
                *left -= 1;
                found.segment.codes[at].elsewhere = true;
            }
        }
    }
}

/// Marks codes whose run goes on in the next target, in the order that targets have when merged.
fn runs(tree: &Tree<'_>, found: &mut [Found]) {
    if !found.iter().flat_map(|found| &found.segment.codes).any(|code| code.reorder == Reorder::No) {
        return;
    }
    let places: HashMap<usize, usize> =
        found.iter().enumerate().map(|(at, found)| (found.element, at)).collect();
    let children =
        tree.children(0).filter(|child| tree.is(*child, "segment") || tree.is(*child, "ignorable"));
    let mut parts: Vec<(usize, usize)> = children
        .enumerate()
        .map(|(at, child)| {
            let order = tree.child(child, "target").and_then(|target| tree.plain(target, "order"));
            (order.and_then(|order| order.trim().parse().ok()).unwrap_or(at + 1), child)
        })
        .collect();
    parts.sort_unstable();
    let mut last: Option<(usize, u32)> = None;
    for (_, child) in parts {
        match places.get(&child) {
            Some(&place) => {
                let segment = &found[place].segment;
                // Codes are numbered in order; the end of an element is no code of its own.
                let code = |number: u32| segment.codes.get((number as usize).wrapping_sub(1));
                let counts = |token: &Token| {
                    token.form != Form::Close || code(token.number).is_some_and(|code| !code.nests)
                };
                let mut tokens = segment.target.tokens().filter(counts);
                let first = tokens.next();
                let end = tokens.last().or(first);
                let goes_on = first
                    .and_then(|first| code(first.number))
                    .is_some_and(|code| code.reorder == Reorder::No);
                let next = end.map(|end| (place, end.number));
                mark(found, last.filter(|_| goes_on));
                last = next.or(last);
            }
            None => {
                // Codes of what is never translated stay, and so does what must stand beside them.
                let side = tree.child(child, "target").or_else(|| tree.child(child, "source"));
                let side = side.map(|side| inline::read(tree, side, Pairing::Apart)).unwrap_or_default();
                let first = side.lexemes.iter().find_map(|lexeme| match lexeme {
                    Lexeme::Token(code, Form::Open | Form::Alone) => Some(side.codes[*code].reorder),
                    Lexeme::Token(_, Form::Close) | Lexeme::Text(_) => None,
                });
                if let Some(first) = first {
                    mark(found, last.filter(|_| first == Reorder::No));
                    last = None;
                }
            }
        }
    }
}

fn mark(found: &mut [Found], code: Option<(usize, u32)>) {
    let Some((place, number)) = code else { return };
    let codes = &mut found[place].segment.codes;
    codes.iter_mut().filter(|code| code.number == number).for_each(|code| code.runs_on = true);
}
