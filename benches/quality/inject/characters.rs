//! Characters that are broken or invisible, letters of the wrong case, and names that must stay.

use super::{Change, Operator, Visible, pick, words};
use crate::data::Pair;
use crate::slots::Kind;
use fastrand::Rng;
use refineloop::domain::segment::Severity::{Critical, Major, Minor};
use std::ops::Range;

pub(super) const OPERATORS: &[Operator] = &[
    Operator {
        name: "zero-width",
        category: "linguistic",
        severity: Minor,
        visible: Visible::Yes,
        apply: zero_width,
    },
    Operator {
        name: "bidi-control",
        category: "linguistic",
        severity: Major,
        visible: Visible::Yes,
        apply: bidi,
    },
    Operator {
        name: "replacement",
        category: "linguistic",
        severity: Major,
        visible: Visible::Yes,
        apply: replacement,
    },
    Operator {
        name: "mojibake",
        category: "linguistic",
        severity: Major,
        visible: Visible::Yes,
        apply: mojibake,
    },
    Operator {
        name: "case-lost",
        category: "linguistic",
        severity: Minor,
        visible: Visible::Yes,
        apply: case,
    },
    Operator {
        name: "acronym-damaged",
        category: "accuracy",
        severity: Minor,
        visible: Visible::Yes,
        apply: acronym,
    },
    Operator {
        name: "url-damaged",
        category: "accuracy",
        severity: Critical,
        visible: Visible::Yes,
        apply: url,
    },
    Operator {
        name: "email-damaged",
        category: "accuracy",
        severity: Critical,
        visible: Visible::Yes,
        apply: email,
    },
    Operator {
        name: "path-damaged",
        category: "accuracy",
        severity: Critical,
        visible: Visible::Yes,
        apply: path,
    },
    Operator {
        name: "part-number-damaged",
        category: "accuracy",
        severity: Major,
        visible: Visible::Yes,
        apply: part,
    },
];

/// A place between two characters of a word.
fn within(pair: &Pair, rng: &mut Rng) -> Option<usize> {
    let word = pick(
        words(pair).into_iter().filter(|word| pair.target[word.clone()].chars().count() > 2).collect(),
        rng,
    )?;
    let places: Vec<usize> =
        pair.target[word.clone()].char_indices().skip(1).map(|(at, _)| word.start + at).collect();
    pick(places, rng)
}

fn zero_width(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    // Thai may mark its words with it.
    let at = within(pair, rng).filter(|_| pair.language.tag != "th")?;
    Some(Change::new(at..at, "\u{200b}"))
}

fn bidi(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let at = within(pair, rng)?;
    Some(Change::new(at..at, "\u{202e}"))
}

fn replacement(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let at = within(pair, rng)?;
    let length = pair.target[at..].chars().next()?.len_utf8();
    Some(Change::new(at..at + length, "\u{fffd}"))
}

/// UTF-8 that somebody read as Windows-1252: a letter of a Latin text, else a word.
fn mojibake(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let found: Vec<Range<usize>> = if pair.language.latin {
        let foreign = pair.target.char_indices().filter(|(_, c)| !c.is_ascii() && c.is_alphabetic());
        foreign.map(|(at, c)| at..at + c.len_utf8()).collect()
    } else {
        words(pair)
    };
    let range = pick(found, rng)?;
    let broken =
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(pair.target[range.clone()].as_bytes()).0;
    let printable = !broken.chars().any(char::is_control);
    printable.then(|| Change::new(range, broken))
}

fn case(pair: &Pair, _: &mut Rng) -> Option<Change> {
    let first = pair.target.chars().next().filter(|c| c.is_uppercase())?;
    let ours = !pair.marks.iter().any(|mark| mark.range.start == 0);
    let source = pair.source.chars().next().is_some_and(char::is_uppercase);
    (pair.language.cased && ours && source)
        .then(|| Change::new(0..first.len_utf8(), first.to_lowercase().to_string()))
}

fn acronym(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let known =
        [("API", "AIP"), ("PDF", "PFD"), ("USB", "UBS"), ("HTML", "HTLM"), ("CSV", "CVS"), ("VPN", "VNP")];
    let found = known.iter().filter_map(|(right, wrong)| {
        pair.target.find(right).map(|at| Change::new(at..at + right.len(), *wrong))
    });
    pick(found.collect(), rng)
}

/// A character of the slot is lost, not the first.
fn damaged(pair: &Pair, kind: Kind, rng: &mut Rng) -> Option<Change> {
    let mark = pair.marks.iter().find(|mark| mark.kind == kind)?;
    let letters =
        pair.target[mark.range.clone()].char_indices().skip(1).filter(|(_, c)| c.is_ascii_alphanumeric());
    let at = mark.range.start + pick(letters.map(|(at, _)| at).collect(), rng)?;
    Some(Change::new(at..at + 1, ""))
}

fn url(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    damaged(pair, Kind::Url, rng)
}

fn email(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    damaged(pair, Kind::Email, rng)
}

fn path(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    damaged(pair, Kind::Path, rng)
}

fn part(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    damaged(pair, Kind::Code, rng)
}
