//! Spaces that are too many, and at the wrong places.

use super::{Change, Operator, Visible, pick, places};
use crate::data::Pair;
use fastrand::Rng;
use refineloop::domain::segment::Severity::Minor;

pub(super) const OPERATORS: &[Operator] = &[
    space("space-doubled", doubled),
    space("space-leading", leading),
    space("space-trailing", trailing),
    space("space-before-mark", before_mark),
    space("tab", tab),
];

const fn space(name: &'static str, apply: fn(&Pair, &mut Rng) -> Option<Change>) -> Operator {
    Operator { name, category: "linguistic", severity: Minor, visible: Visible::Yes, apply }
}

fn doubled(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let space = pick(places(pair, |c| c == ' '), rng)?;
    Some(Change::new(space, "  "))
}

fn leading(_: &Pair, _: &mut Rng) -> Option<Change> {
    Some(Change::new(0..0, " "))
}

fn trailing(pair: &Pair, _: &mut Rng) -> Option<Change> {
    Some(Change::new(pair.target.len()..pair.target.len(), " "))
}

fn before_mark(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let french = pair.language.tag == "fr";
    let wanted = |c: char| {
        matches!(c, ',' | '.' | '،' | '。' | '、' | '，' | '।') || (!french && matches!(c, '!' | '?' | ':'))
    };
    let mut marks = places(pair, wanted);
    // Between digits a mark is none, nor in an abbreviation.
    marks.retain(|mark| {
        let after = &pair.target[mark.end..];
        !pair.target[..mark.start].ends_with([' ', '\u{a0}', '.'])
            && (after.is_empty() || after.starts_with(' '))
    });
    let mark = pick(marks, rng)?;
    if pair.language.tag == "th" {
        return None;
    }
    Some(Change::new(mark.start..mark.start, " "))
}

fn tab(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    Some(Change::new(pick(places(pair, |c| c == ' '), rng)?, "\t"))
}
