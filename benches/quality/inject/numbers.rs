//! Numbers and units.

use super::{Change, Operator, Visible, pick};
use crate::data::Pair;
use crate::slots::{Kind, Mark, Value, grouped};
use fastrand::Rng;
use refineloop::domain::segment::Severity::{Critical, Minor};

pub(super) const OPERATORS: &[Operator] = &[
    Operator {
        name: "number-swap",
        category: "accuracy",
        severity: Critical,
        visible: Visible::Yes,
        apply: swap,
    },
    Operator {
        name: "number-drop",
        category: "accuracy",
        severity: Critical,
        visible: Visible::Yes,
        apply: lose,
    },
    Operator {
        name: "number-extra-digit",
        category: "accuracy",
        severity: Critical,
        visible: Visible::Yes,
        apply: extra_digit,
    },
    Operator {
        name: "number-decimal-lost",
        category: "accuracy",
        severity: Critical,
        visible: Visible::Yes,
        apply: decimal_lost,
    },
    Operator {
        name: "number-sign-lost",
        category: "accuracy",
        severity: Critical,
        visible: Visible::Yes,
        apply: sign_lost,
    },
    Operator {
        name: "number-english",
        category: "locale",
        severity: Minor,
        visible: Visible::Yes,
        apply: english,
    },
    Operator {
        name: "unit-changed",
        category: "accuracy",
        severity: Critical,
        visible: Visible::Partly,
        apply: unit,
    },
];

fn of(pair: &Pair, kinds: &[Kind], rng: &mut Rng) -> Option<Mark> {
    pick(pair.marks.iter().filter(|mark| kinds.contains(&mark.kind)).cloned().collect(), rng)
}

/// Two digits beside each other change places.
fn swap(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let kinds = [Kind::Int, Kind::Big, Kind::Decimal, Kind::Negative, Kind::Percent, Kind::Year];
    let mark = of(pair, &kinds, rng)?;
    let text = &pair.target[mark.range.clone()];
    let digits: Vec<char> = text.chars().collect();
    let first = digits.iter().position(char::is_ascii_digit)?;
    let places: Vec<usize> = (first..digits.len().checked_sub(1)?)
        .filter(|&at| {
            digits[at].is_ascii_digit() && digits[at + 1].is_ascii_digit() && digits[at] != digits[at + 1]
        })
        .filter(|&at| at != first || digits[at + 1] != '0')
        .collect();
    let at = pick(places, rng)?;
    let mut swapped = digits;
    swapped.swap(at, at + 1);
    Some(Change::new(mark.range, swapped.into_iter().collect::<String>()))
}

/// The number goes, with one of the spaces around it.
fn lose(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let mark = of(pair, &[Kind::Int, Kind::Big, Kind::Decimal], rng)?;
    let mut range = mark.range;
    if pair.target[range.end..].starts_with([' ', '\u{a0}']) {
        range.end += pair.target[range.end..].chars().next()?.len_utf8();
    } else if pair.target[..range.start].ends_with(' ') {
        range.start -= 1;
    }
    Some(Change::new(range, ""))
}

fn extra_digit(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let mark = of(pair, &[Kind::Int, Kind::Negative, Kind::Year], rng)?;
    Some(Change::new(mark.range.end..mark.range.end, rng.u32(0..10).to_string()))
}

/// 1.5 becomes 15.
fn decimal_lost(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let mark = of(pair, &[Kind::Decimal, Kind::Percent], rng)?;
    let at = mark.range.start + pair.target[mark.range].find(pair.language.decimal)?;
    Some(Change::new(at..at + pair.language.decimal.len(), ""))
}

fn sign_lost(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let mark = of(pair, &[Kind::Negative], rng)?;
    Some(Change::new(mark.range.start..mark.range.start + 1, ""))
}

/// The number in the form of English, where the language writes it otherwise.
fn english(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let mark = of(pair, &[Kind::Big, Kind::Decimal], rng)?;
    let text = match mark.value {
        Value::Whole(number) if number >= 10_000 => grouped(number, ",", 4),
        Value::Tenths(tenths) => format!("{}.{}", tenths / 10, tenths % 10),
        Value::Whole(_) | Value::Date(..) | Value::Name(..) | Value::Text(_) => return None,
    };
    (text != pair.target[mark.range.clone()]).then(|| Change::new(mark.range, text))
}

/// The unit behind a number is taken for another.
fn unit(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let mut found = Vec::new();
    for mark in &pair.marks {
        let rest = &pair.target[mark.range.end..];
        let unit = rest.trim_start_matches([' ', '\u{a0}']);
        let at = mark.range.end + rest.len() - unit.len();
        for (right, wrong) in pair.language.units {
            let whole = |rest: &str| !rest.starts_with(char::is_alphabetic) || pair.language.tag == "ko";
            if unit.strip_prefix(right).is_some_and(whole) {
                found.push(Change::new(at..at + right.len(), *wrong));
            }
        }
    }
    pick(found, rng)
}
