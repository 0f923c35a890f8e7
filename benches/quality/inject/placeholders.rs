//! Placeholders and messages of ICU.

use super::{Change, Operator, Visible, pick};
use crate::data::Pair;
use fastrand::Rng;
use refineloop::domain::segment::Severity::Critical;
use std::ops::Range;

pub(super) const OPERATORS: &[Operator] = &[
    Operator {
        name: "placeholder-lost",
        category: "markup",
        severity: Critical,
        visible: Visible::Yes,
        apply: lost,
    },
    Operator {
        name: "placeholder-renamed",
        category: "markup",
        severity: Critical,
        visible: Visible::Yes,
        apply: renamed,
    },
    Operator {
        name: "placeholder-translated",
        category: "markup",
        severity: Critical,
        visible: Visible::Yes,
        apply: translated,
    },
    Operator {
        name: "placeholder-broken",
        category: "markup",
        severity: Critical,
        visible: Visible::Yes,
        apply: broken,
    },
    Operator {
        name: "icu-arm-lost",
        category: "markup",
        severity: Critical,
        visible: Visible::Yes,
        apply: arm_lost,
    },
    Operator {
        name: "icu-brace-lost",
        category: "markup",
        severity: Critical,
        visible: Visible::Yes,
        apply: brace_lost,
    },
    Operator {
        name: "icu-keyword-translated",
        category: "markup",
        severity: Critical,
        visible: Visible::Yes,
        apply: keyword_translated,
    },
];

/// `{…}`, with what is nested in it, and `%s`, `%1$s`, `%d`.
pub(super) fn all(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_u32, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    found.push(start..at + 1);
                }
            }
            '%' => found.extend(printf(text, at)),
            _ => {}
        }
    }
    found
}

fn printf(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at + 1..];
    let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '$')?;
    rest[digits..].starts_with(['s', 'd']).then(|| at..at + digits + 2)
}

/// Those without parts of their own.
fn simple(pair: &Pair) -> Vec<Range<usize>> {
    let mut found = all(&pair.target);
    found.retain(|range| !pair.target[range.clone()].contains(','));
    found
}

fn is_braced(pair: &Pair, range: &Range<usize>) -> bool {
    pair.target[range.clone()].starts_with('{')
}

fn lost(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    Some(Change::new(pick(simple(pair), rng)?, ""))
}

/// A letter is lost, or an argument becomes another.
fn renamed(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let range = pick(simple(pair), rng)?;
    let text = &pair.target[range.clone()];
    let new = if is_braced(pair, &range) {
        format!("{}}}", &text[..text.len() - 2])
    } else {
        match text {
            "%s" => "%d".to_owned(),
            "%d" => "%s".to_owned(),
            numbered => numbered.replace(['1', '2'], "3"),
        }
    };
    Some(Change::new(range, new))
}

fn translated(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let range = pick(simple(pair).into_iter().filter(|range| is_braced(pair, range)).collect(), rng)?;
    Some(Change::new(range, format!("{{{}}}", pair.word)))
}

/// A brace is lost, or a space comes in behind the sign.
fn broken(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let range = pick(simple(pair), rng)?;
    let text = &pair.target[range.clone()];
    let new =
        if is_braced(pair, &range) { text[..text.len() - 1].to_owned() } else { text.replacen('%', "% ", 1) };
    Some(Change::new(range, new))
}

/// The message, if there is one.
fn message(pair: &Pair) -> Option<Range<usize>> {
    all(&pair.target).into_iter().find(|range| pair.target[range.clone()].contains(", plural,"))
}

/// `other`, or another form the language cannot do without. (`many` of French, Spanish and Portuguese
/// is for millions only.)
fn arm_lost(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let message = message(pair)?;
    let mut keywords = vec!["other"];
    match pair.language.tag {
        "ru" => keywords.extend(["one", "few", "many"]),
        "ar" => keywords.extend(["one", "two", "few", "many"]),
        "he" => keywords.extend(["one", "two"]),
        "ja" | "zh" | "ko" | "th" => {}
        _ => keywords.push("one"),
    }
    let keyword = pick(keywords, rng)?;
    let text = &pair.target[message.clone()];
    let start = message.start + text.find(&format!(" {keyword} {{"))?;
    let end = start + pair.target[start..].find('}')? + 1;
    Some(Change::new(start..end, ""))
}

/// The brace that closes an arm, or the message.
fn brace_lost(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let message = message(pair)?;
    let braces = pair.target[message.clone()].match_indices('}').map(|(at, _)| message.start + at);
    let at = pick(braces.collect(), rng)?;
    Some(Change::new(at..at + 1, ""))
}

fn keyword_translated(pair: &Pair, _: &mut Rng) -> Option<Change> {
    let message = message(pair)?;
    let at = message.start + pair.target[message].find(" other {")? + 1;
    Some(Change::new(at..at + "other".len(), pair.word))
}
