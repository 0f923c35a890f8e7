//! Codes of the target against those of the source.
//!
//! Annotations are left out: a comment or term mark in one language alone is common and right. So
//! is another order of codes that stand for themselves: languages order words differently.

pub(super) mod space;

use super::Id;
use super::framing;
use super::line::Line;
use super::view::{Report, View};
use crate::domain::segment::Severity;
use crate::domain::text::{Code, Form, Half, Reorder, Token};
use std::ops::Range;

/// Lost, added, doubled, unpaired, moved and emptied codes.
pub(super) fn tags(view: &View<'_>, report: &mut Report) {
    let codes: Vec<Both<'_>> = view
        .pair
        .codes
        .iter()
        .filter(|code| !code.annotation)
        .map(|code| Both::new(code, view))
        .filter(|both| !both.source.is_empty() || !both.target.is_empty())
        .collect();
    if codes.is_empty() {
        return;
    }
    missing(&codes, view, report);
    for both in &codes {
        extra(both, view, report);
    }
    for both in &codes {
        duplicate(both, view, report);
    }
    pairing(&codes, view, report);
    halves(&codes, view, report);
    order(&codes, report);
    let letters = [letters_before(&view.source), letters_before(&view.target)];
    for both in &codes {
        emptied(both, view, &letters, report);
    }
}

/// A code and where its tokens stand in both texts.
#[derive(Debug)]
struct Both<'a> {
    code: &'a Code,
    source: Vec<(usize, Token)>,
    target: Vec<(usize, Token)>,
}

impl<'a> Both<'a> {
    fn new(code: &'a Code, view: &View<'_>) -> Self {
        let of = |line: &Line| line.tokens_of(code.number);
        Self { code, source: of(&view.source), target: of(&view.target) }
    }

    /// The cells of the pair if both ends stand once and in order.
    fn whole(tokens: &[(usize, Token)]) -> Option<Range<usize>> {
        match tokens {
            [(open, first), (close, last)] if first.form == Form::Open && last.form == Form::Close => {
                Some(*open..*close)
            }
            _ => None,
        }
    }
}

fn missing(codes: &[Both<'_>], view: &View<'_>, report: &mut Report) {
    for both in codes.iter().filter(|both| both.target.is_empty()) {
        let fix = framing::restore(view, both.code.number);
        let message = format!("code {}{} of the source is missing", both.code.number, end(both.code));
        report.add_fixable(Id::TagMissing, Severity::Critical, message, None, fix);
    }
}

/// What a code is that stands for one end of a pair. Where one text has lost the other end, all texts of the
/// segment show both ends as codes of their own.
fn end(code: &Code) -> String {
    match code.half {
        Some(Half::Open) => format!(" ({}, the beginning of a pair)", code.kind),
        Some(Half::Close) => format!(" ({}, the end of a pair)", code.kind),
        None => String::new(),
    }
}

fn extra(both: &Both<'_>, view: &View<'_>, report: &mut Report) {
    if let ([], [(at, _), ..]) = (both.source.as_slice(), both.target.as_slice()) {
        let number = both.code.number;
        // The reader gives each code of the target that is left over a number of its own.
        let (check, message) = if both.code.again {
            (Id::TagDuplicate, format!("code {number} repeats one of the source"))
        } else {
            (Id::TagExtra, format!("code {number}{} is not in the source", end(both.code)))
        };
        report.add(check, Severity::Critical, message, Some(view.target.span(&(*at..at + 1))));
    }
}

fn duplicate(both: &Both<'_>, view: &View<'_>, report: &mut Report) {
    let count =
        |tokens: &[(usize, Token)], form| tokens.iter().filter(|(_, token)| token.form == form).count();
    let again = [Form::Alone, Form::Open, Form::Close].into_iter().find(|form| {
        let given = count(&both.target, *form);
        given > 1 && given > count(&both.source, *form).max(1)
    });
    if let Some(form) = again {
        let last = both.target.iter().rev().find(|(_, token)| token.form == form);
        let span = last.map(|(at, _)| view.target.span(&(*at..at + 1)));
        let message = format!("code {} stands more than once", both.code.number);
        report.add(Id::TagDuplicate, Severity::Critical, message, span);
    }
}

/// Ends without their other end, ends in the wrong order, and pairs that cross where those of the
/// source do not.
fn pairing(codes: &[Both<'_>], view: &View<'_>, report: &mut Report) {
    let pairs: Vec<&Both<'_>> = codes.iter().filter(|both| both.code.pair).collect();
    for both in pairs.iter().filter(|both| !both.target.is_empty()) {
        let count = |form| both.target.iter().filter(|(_, token)| token.form == form).count();
        let as_source = both.source.iter().map(|(_, t)| t.form).eq(both.target.iter().map(|(_, t)| t.form));
        let reversed = both.target.first().is_some_and(|(_, token)| token.form == Form::Close);
        if as_source || (count(Form::Open) == count(Form::Close) && !reversed) {
            continue;
        }
        let number = both.code.number;
        let (message, fix) = if count(Form::Open) == count(Form::Close) {
            (format!("code {number} closes before it opens"), Vec::new())
        } else {
            (format!("code {number} has lost one of its ends"), framing::restore(view, number))
        };
        let at = both.target[0].0;
        let span = Some(view.target.span(&(at..at + 1)));
        report.add_fixable(Id::TagPairing, Severity::Critical, message, span, fix);
    }
    for (at, first) in pairs.iter().enumerate().take(MAX_PAIRS) {
        for second in pairs.iter().skip(at + 1).take(MAX_PAIRS) {
            let crosses = |first: &[(usize, Token)], second: &[(usize, Token)]| {
                Both::whole(first)
                    .zip(Both::whole(second))
                    .map(|(a, b)| relation(&a, &b) == Relation::Crosses)
            };
            if crosses(&first.target, &second.target) == Some(true)
                && crosses(&first.source, &second.source) == Some(false)
            {
                let (one, two) = (first.code.number, second.code.number);
                report.add(Id::TagPairing, Severity::Major, format!("codes {one} and {two} cross"), None);
            }
        }
    }
}

/// Ends whose other end is elsewhere, or that the file does not tie together, in the wrong order: what
/// opens before it closes in the source closes first.
fn halves(codes: &[Both<'_>], view: &View<'_>, report: &mut Report) {
    let mut ends: Vec<(usize, &Both<'_>)> = codes
        .iter()
        .filter(|both| both.code.half.is_some() && both.target.len() == 1)
        .filter_map(|both| Some((both.source.first()?.0, both)))
        .collect();
    ends.sort_unstable_by_key(|(at, _)| *at);
    let mut open: Vec<&Both<'_>> = Vec::new();
    for (_, both) in ends {
        if both.code.half == Some(Half::Open) {
            open.push(both);
        } else if let Some(first) = open.pop()
            && let ([(start, _)], [(end, _)]) = (first.target.as_slice(), both.target.as_slice())
            && end < start
        {
            let message = format!("code {} closes before {} opens", both.code.number, first.code.number);
            let span = Some(view.target.span(&(*end..end + 1)));
            report.add(Id::TagPairing, Severity::Critical, message, span);
        }
    }
}

/// Comparing pairs with pairs is quadratic; beyond this a text is a table, not a sentence.
const MAX_PAIRS: usize = 64;

#[derive(Debug, PartialEq, Eq)]
enum Relation {
    Inside,
    Around,
    Crosses,
    Apart,
}

/// How the first range lies to the second.
fn relation(first: &Range<usize>, second: &Range<usize>) -> Relation {
    if first.end < second.start || second.end < first.start {
        Relation::Apart
    } else if second.start < first.start && first.end < second.end {
        Relation::Inside
    } else if first.start < second.start && second.end < first.end {
        Relation::Around
    } else {
        Relation::Crosses
    }
}

/// Codes that must keep their order: those the file fixes, and printf conversions that take the
/// next argument, whatever it is.
fn order(codes: &[Both<'_>], report: &mut Report) {
    let fixed = |both: &&Both<'_>| {
        both.code.reorder != Reorder::Yes
            || matches!(both.code.hint.as_str(), "%s" | "%d" | "%i" | "%u" | "%@" | "%f")
    };
    let mut places: Vec<(usize, usize, u32)> = codes
        .iter()
        .filter(fixed)
        .filter_map(|both| Some((both.source.first()?.0, both.target.first()?.0, both.code.number)))
        .collect();
    places.sort_unstable();
    for pair in places.windows(2) {
        if let [(_, first, one), (_, second, two)] = pair
            && first > second
        {
            let message = format!("codes {one} and {two} must keep their order");
            report.add(Id::TagOrder, Severity::Major, message, None);
        }
    }
    for (at, first) in codes.iter().enumerate().take(MAX_PAIRS) {
        for second in codes.iter().skip(at + 1).take(MAX_PAIRS) {
            let lies = |first: &[(usize, Token)], second: &[(usize, Token)]| {
                Both::whole(first).zip(Both::whole(second)).map(|(a, b)| relation(&a, &b))
            };
            let swapped = matches!(
                (lies(&first.source, &second.source), lies(&first.target, &second.target)),
                (Some(Relation::Inside), Some(Relation::Around))
                    | (Some(Relation::Around), Some(Relation::Inside))
            );
            if swapped {
                let (one, two) = (first.code.number, second.code.number);
                let message = format!("codes {one} and {two} are nested the other way round");
                report.add(Id::TagOrder, Severity::Minor, message, None);
            }
        }
    }
}

/// A pair with letters in the source and nothing in the target.
fn emptied(both: &Both<'_>, view: &View<'_>, letters: &[Vec<usize>; 2], report: &mut Report) {
    let (Some(source), Some(target)) = (Both::whole(&both.source), Both::whole(&both.target)) else { return };
    let says = |letters: &[usize], cells: &Range<usize>| letters[cells.end] > letters[cells.start];
    if says(&letters[0], &source) && !says(&letters[1], &target) {
        let message = format!("code {} has text in the source and none in the target", both.code.number);
        let span = Some(view.target.span(&(target.start..target.end + 1)));
        report.add(Id::TagEmptyPair, Severity::Minor, message, span);
    }
}

/// For each cell how many letters and digits stand before it: pairs may lie in pairs, and looking
/// through each anew would be quadratic.
fn letters_before(line: &Line) -> Vec<usize> {
    let counts = (0..line.len()).scan(0, |count, at| {
        let before = *count;
        *count += usize::from(line.char(at).is_some_and(char::is_alphanumeric));
        Some(before)
    });
    counts.collect()
}
