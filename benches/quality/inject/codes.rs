//! Inline codes, in the form they are shown in: `⟦1⟧`, `⟦1⟧…⟦/1⟧`.

use super::{Change, Operator, Visible, pick};
use crate::data::Pair;
use fastrand::Rng;
use refineloop::domain::segment::Severity::{Critical, Minor};
use std::ops::Range;

pub(super) const OPERATORS: &[Operator] = &[
    Operator {
        name: "code-lost",
        category: "markup",
        severity: Critical,
        visible: Visible::Yes,
        apply: lost,
    },
    Operator {
        name: "code-half-lost",
        category: "markup",
        severity: Critical,
        visible: Visible::Yes,
        apply: half_lost,
    },
    Operator {
        name: "code-doubled",
        category: "markup",
        severity: Critical,
        visible: Visible::Yes,
        apply: doubled,
    },
    Operator {
        name: "code-reversed",
        category: "markup",
        severity: Critical,
        visible: Visible::Yes,
        apply: reversed,
    },
    Operator {
        name: "code-crossed",
        category: "markup",
        severity: Critical,
        visible: Visible::Yes,
        apply: crossed,
    },
    Operator {
        name: "code-emptied",
        category: "markup",
        severity: Critical,
        visible: Visible::Yes,
        apply: emptied,
    },
    Operator {
        name: "code-renumbered",
        category: "markup",
        severity: Critical,
        visible: Visible::Yes,
        apply: renumbered,
    },
    Operator {
        name: "code-spaced",
        category: "markup",
        severity: Minor,
        visible: Visible::Yes,
        apply: spaced,
    },
];

/// A code as it is shown.
#[derive(Debug, Clone)]
pub struct Token {
    pub range: Range<usize>,
    pub number: u32,
    pub closes: bool,
}

/// The codes of a shown text. The data has no brackets of this kind that are none.
pub fn tokens(text: &str) -> Vec<Token> {
    let open = text.match_indices('⟦');
    open.filter_map(|(start, _)| {
        let end = start + text[start..].find('⟧')?;
        let inside = &text[start + '⟦'.len_utf8()..end];
        let number = inside.trim_start_matches('/').parse().ok()?;
        Some(Token { range: start..end + '⟧'.len_utf8(), number, closes: inside.starts_with('/') })
    })
    .collect()
}

/// The pairs: the code that opens and the one that closes it.
fn pairs(pair: &Pair) -> Vec<(Token, Token)> {
    let tokens = tokens(&pair.target);
    let closing =
        |open: &Token| tokens.iter().find(|other| other.closes && other.number == open.number).cloned();
    tokens
        .iter()
        .filter(|token| !token.closes)
        .filter_map(|open| Some((open.clone(), closing(open)?)))
        .collect()
}

/// A standalone code or both halves of a pair; what they enclose stays.
fn lost(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    if let Some((open, close)) = pick(pairs(pair), rng) {
        return Some(Change::new(
            open.range.start..close.range.end,
            &pair.target[open.range.end..close.range.start],
        ));
    }
    let token = pick(tokens(&pair.target), rng)?;
    Some(Change::new(token.range, ""))
}

fn half_lost(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let (open, close) = pick(pairs(pair), rng)?;
    Some(Change::new(if rng.bool() { open.range } else { close.range }, ""))
}

fn doubled(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    match pick(pairs(pair), rng) {
        Some((open, close)) => {
            let whole = open.range.start..close.range.end;
            Some(Change::new(whole.end..whole.end, format!(" {}", &pair.target[whole])))
        }
        None => {
            let token = pick(tokens(&pair.target), rng)?;
            Some(Change::new(token.range.end..token.range.end, &pair.target[token.range]))
        }
    }
}

/// The closing code first.
fn reversed(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let (open, close) = pick(pairs(pair), rng)?;
    let between = &pair.target[open.range.end..close.range.start];
    let (first, last) = (&pair.target[close.range.clone()], &pair.target[open.range.clone()]);
    Some(Change::new(open.range.start..close.range.end, format!("{first}{between}{last}")))
}

/// `⟦1⟧…⟦2⟧…⟦/1⟧…⟦/2⟧`
fn crossed(pair: &Pair, _: &mut Rng) -> Option<Change> {
    let pairs = pairs(pair);
    let [(_, first), (second, _)] = &pairs[..] else { return None };
    if first.range.start > second.range.start {
        return None;
    }
    let text = |range: Range<usize>| &pair.target[range];
    let between = text(first.range.end..second.range.start);
    let swapped = format!("{}{between}{}", text(second.range.clone()), text(first.range.clone()));
    Some(Change::new(first.range.start..second.range.end, swapped))
}

/// The words move out of the pair that marks them.
fn emptied(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let (open, close) = pick(pairs(pair), rng)?;
    let text = |range: Range<usize>| &pair.target[range];
    let inside = text(open.range.end..close.range.start);
    let moved = format!("{}{}{inside}", text(open.range.clone()), text(close.range.clone()));
    Some(Change::new(open.range.start..close.range.end, moved))
}

/// A code that the source has not.
fn renumbered(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let (range, inside) = match pick(pairs(pair), rng) {
        Some((open, close)) => {
            (open.range.start..close.range.end, &pair.target[open.range.end..close.range.start])
        }
        None => (pick(tokens(&pair.target), rng)?.range, ""),
    };
    let number = rng.u32(7..10);
    let text = if inside.is_empty() {
        format!("⟦{number}⟧")
    } else {
        format!("⟦{number}⟧{inside}⟦/{number}⟧")
    };
    Some(Change::new(range, text))
}

/// A space moves into the pair.
fn spaced(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let (open, close) = pick(pairs(pair), rng)?;
    let at = if rng.bool() { open.range.end } else { close.range.start };
    Some(Change::new(at..at, " "))
}
