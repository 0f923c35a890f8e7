//! Marks, each by the custom of the language.

use super::{Change, Operator, Visible, end_mark, pick, places};
use crate::data::Pair;
use fastrand::Rng;
use refineloop::domain::segment::Severity::Minor;

pub(super) const OPERATORS: &[Operator] = &[
    mark("end-mark-lost", end_lost),
    mark("end-mark-other", end_other),
    mark("end-mark-ascii", end_ascii),
    mark("end-mark-doubled", end_doubled),
    mark("comma-ascii", comma_ascii),
    mark("quotes-straight", quotes_straight),
    mark("quote-lost", quote_lost),
    mark("bracket-lost", bracket_lost),
    mark("inverted-mark-lost", inverted_lost),
    mark("french-space-lost", french_space_lost),
    mark("french-space-plain", french_space_plain),
];

const fn mark(name: &'static str, apply: fn(&Pair, &mut Rng) -> Option<Change>) -> Operator {
    Operator { name, category: "linguistic", severity: Minor, visible: Visible::Yes, apply }
}

fn end_lost(pair: &Pair, _: &mut Rng) -> Option<Change> {
    let (at, _) = end_mark(pair)?;
    // A space that belongs to the mark goes with it.
    Some(Change::new(pair.target[..at].trim_end_matches('\u{a0}').len()..pair.target.len(), ""))
}

/// A question becomes a statement, a statement a question.
fn end_other(pair: &Pair, _: &mut Rng) -> Option<Change> {
    let (at, mark) = end_mark(pair)?;
    let other = match mark {
        '.' if pair.language.tag == "ar" => "؟",
        '.' | '।' => "?",
        '。' => "？",
        // A question without its mark is not wrong everywhere.
        _ => return None,
    };
    let other = if pair.language.tag == "fr" { "\u{a0}?" } else { other };
    Some(Change::new(at..pair.target.len(), other))
}

/// The mark of English. A full stop for a danda is not wrong.
fn end_ascii(pair: &Pair, _: &mut Rng) -> Option<Change> {
    let (at, mark) = end_mark(pair)?;
    let ascii = match mark {
        '。' => ".",
        '？' | '؟' => "?",
        '！' => "!",
        '：' => ":",
        _ => return None,
    };
    Some(Change::new(at..pair.target.len(), ascii))
}

fn end_doubled(pair: &Pair, _: &mut Rng) -> Option<Change> {
    let (_, mark) = end_mark(pair)?;
    let end = pair.target.len();
    (mark != '…').then(|| Change::new(end..end, mark))
}

fn comma_ascii(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let comma = pick(places(pair, |c| matches!(c, '、' | '，' | '،')), rng)?;
    let spaced = pair.target[comma.end..].starts_with(' ');
    Some(Change::new(comma, if spaced { "," } else { ", " }))
}

/// The two quotation marks and what they enclose.
fn quoted(pair: &Pair) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let (open, close) = pair.language.quotes.or(match pair.language.tag {
        "he" => Some(('"', '"')),
        "ko" | "ar" | "th" | "hi" | "pt-BR" => Some(('“', '”')),
        _ => None,
    })?;
    let start = pair.target.find(open)?;
    let inside = start + open.len_utf8();
    let end = inside + pair.target[inside..].find(close)?;
    // Gershayim within a word are none.
    let gershayim = |at: usize| pair.target[..at].ends_with(char::is_alphabetic) && open == '"';
    (!gershayim(start)).then(|| (start..start + open.len_utf8(), end..end + close.len_utf8()))
}

fn quotes_straight(pair: &Pair, _: &mut Rng) -> Option<Change> {
    pair.language.quotes?;
    let (open, close) = quoted(pair)?;
    let inside = pair.target[open.end..close.start].trim_matches('\u{a0}');
    Some(Change::new(open.start..close.end, format!("\"{inside}\"")))
}

fn quote_lost(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let (open, close) = quoted(pair)?;
    let range = if rng.bool() { open } else { close };
    let mut lost = range;
    if pair.language.tag == "fr" {
        if pair.target[lost.end..].starts_with('\u{a0}') {
            lost.end += 2;
        } else if pair.target[..lost.start].ends_with('\u{a0}') {
            lost.start -= 2;
        }
    }
    Some(Change::new(lost, ""))
}

fn bracket_lost(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    Some(Change::new(pick(places(pair, |c| matches!(c, '(' | ')' | '（' | '）')), rng)?, ""))
}

fn inverted_lost(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    Some(Change::new(pick(places(pair, |c| matches!(c, '¿' | '¡')), rng)?, ""))
}

/// The no-break spaces that belong to marks.
fn french_spaces(pair: &Pair) -> Vec<std::ops::Range<usize>> {
    if pair.language.tag != "fr" {
        return Vec::new();
    }
    let mut spaces = places(pair, |c| c == '\u{a0}');
    spaces.retain(|space| {
        pair.target[space.end..].starts_with([':', ';', '!', '?', '»'])
            || pair.target[..space.start].ends_with('«')
    });
    spaces
}

fn french_space_lost(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    Some(Change::new(pick(french_spaces(pair), rng)?, ""))
}

fn french_space_plain(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    Some(Change::new(pick(french_spaces(pair), rng)?, " "))
}
