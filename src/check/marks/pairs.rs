//! Brackets and quotes: both halves, in the form of the language.

use super::super::Id;
use super::super::kinds::Kinds;
use super::super::line::Line;
use super::super::view::{Edit, Report, View};
use crate::domain::segment::Severity;

/// Unpaired brackets (`brackets`); unpaired quotes and quotes of another language (`quotes`).
pub(in crate::check) fn paired_marks(view: &View<'_>, report: &mut Report) {
    let has = |kind: Kinds| view.target.has(kind) || view.source.has(kind);
    if has(Kinds::BRACKET) {
        brackets(view, report);
    }
    if !view.target.has(Kinds::QUOTE) {
        return;
    }
    let given = quotes(&view.target);
    if is_open(&view.target, &given) && !is_open(&view.source, &quotes(&view.source)) {
        report.add(Id::Quotes, Severity::Minor, "a quote without its other half", None);
    } else {
        form(view, &given, report);
    }
}

fn brackets(view: &View<'_>, report: &mut Report) {
    for (name, open, close) in BRACKETS {
        let balance = balance(&view.target, open, close);
        // What the source leaves open (a list mark, a sentence in two segments) is its own way.
        if balance != 0 && balance != self::balance(&view.source, open, close) {
            let side = if balance > 0 { "opening" } else { "closing" };
            let message = format!("{name}: one {side} bracket is too many");
            report.add(Id::Brackets, Severity::Minor, message, None);
        }
    }
}

/// Half and full width count as one.
const BRACKETS: [(&str, &str, &str); 4] = [
    ("round brackets", "(（", ")）"),
    ("square brackets", "[［", "]］"),
    ("curly brackets", "{｛", "}｝"),
    ("corner brackets", "「『【《〈", "」』】》〉"),
];

/// How many more open than close.
fn balance(line: &Line, open: &str, close: &str) -> i64 {
    let first = line.inner().start;
    let mut balance = 0;
    for (at, c) in line.plain_chars() {
        if c.is_alphanumeric() || c == ' ' {
            continue;
        }
        if open.contains(c) {
            balance += 1;
        } else if close.contains(c) {
            // `a)` begins a list item, `:)` is a face.
            let item = balance == 0 && at <= first + 3;
            let face = line.char_before(at).is_some_and(|c| matches!(c, ':' | ';' | '-'));
            balance -= i64::from(!item && !face);
        }
    }
    balance
}

/// The double quotes of a text.
fn quotes(line: &Line) -> Vec<(usize, char)> {
    line.plain_chars().filter(|(_, c)| matches!(c, '"' | '“' | '”' | '„' | '«' | '»')).collect()
}

/// Whether a quote lacks its other half. Behind a digit `"` may be inches as well as a quote.
fn is_open(line: &Line, quotes: &[(usize, char)]) -> bool {
    let inches = |(at, c): &&(usize, char)| {
        *c == '"' && line.plain(at.wrapping_sub(1)).is_some_and(|c| c.is_ascii_digit())
    };
    let sure = quotes.len() - quotes.iter().filter(inches).count();
    quotes.len() % 2 == 1 && sure % 2 == 1
}

/// English quotes in a language whose quotes have one form of their own.
fn form(view: &View<'_>, quotes: &[(usize, char)], report: &mut Report) {
    let Some((open, close)) = view.target_language.quotes else { return };
    let english = !quotes.is_empty() && quotes.chunks(2).all(|pair| matches!(pair, [(_, '“'), (_, '”')]));
    let (Some(first), Some(last)) = (quotes.first(), quotes.last()) else { return };
    if !english {
        return;
    }
    let fixed = if view.target_language.quotes_vary { &[] } else { quotes };
    let fix = fixed
        .iter()
        .map(|(at, c)| {
            let quote = if *c == '“' { open } else { close };
            Edit::text(*at..at + 1, quote.encode_utf8(&mut [0; 4]))
        })
        .collect();
    let message = format!("quotes of another language instead of {open}…{close}");
    let span = Some(view.target.span(&(first.0..last.0 + 1)));
    report.add_fixable(Id::Quotes, Severity::Minor, message, span, fix);
}
