//! What only somebody sees who understands both texts, and terms.

use super::{Change, Operator, Visible, pick};
use crate::data::Pair;
use crate::slots::Kind;
use fastrand::Rng;
use refineloop::domain::segment::Severity::{Critical, Major};

pub(super) const OPERATORS: &[Operator] = &[
    Operator {
        name: "negation-lost",
        category: "accuracy",
        severity: Critical,
        visible: Visible::No,
        apply: negation,
    },
    Operator {
        name: "entity-swap",
        category: "accuracy",
        severity: Critical,
        visible: Visible::No,
        apply: entities,
    },
    Operator {
        name: "term-wrong",
        category: "terminology",
        severity: Major,
        visible: Visible::Yes,
        apply: term,
    },
];

/// What was denied is said.
fn negation(pair: &Pair, _: &mut Rng) -> Option<Change> {
    pair.wrong.as_ref().map(|wrong| Change::whole(&pair.target, wrong))
}

/// Two people change places.
fn entities(pair: &Pair, _: &mut Rng) -> Option<Change> {
    let names: Vec<_> = pair.marks.iter().filter(|mark| mark.kind == Kind::Name).collect();
    let [first, second] = names[..] else { return None };
    let text = |range: &std::ops::Range<usize>| &pair.target[range.clone()];
    if text(&first.range) == text(&second.range) {
        return None;
    }
    let between = &pair.target[first.range.end..second.range.start];
    let swapped = format!("{}{between}{}", text(&second.range), text(&first.range));
    Some(Change::new(first.range.start..second.range.end, swapped))
}

/// Another word for a term of the glossary.
fn term(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let (source, target) = (pair.source.to_lowercase(), &pair.target);
    let found: Vec<Change> = pair
        .terms
        .iter()
        .filter(|(term, ..)| source.contains(term))
        .filter_map(|(_, right, wrong)| {
            let capital: String = capitalised(right);
            let (at, with) = match target.find(right) {
                Some(at) => (at, (*wrong).to_owned()),
                None => (target.find(&capital)?, capitalised(wrong)),
            };
            Some(Change::new(at..at + right.len(), with))
        })
        .collect();
    pick(found, rng)
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
