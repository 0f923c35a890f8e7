//! Percent signs of numbers: without its own, or with one it never had, a number says another amount.
//!
//! Where the other text has any such sign, or a word for it, nothing is said: “5% to 10%” is „5–10 %“.

use super::super::kinds::Kinds;
use super::super::line::{Line, is_space};
use super::super::locale::{Language, digit};
use super::super::symbols::says;
use super::super::view::{Report, View};
use super::scan::{Numeral, scan};
use super::{Id, shown};
use crate::domain::segment::Severity;
use std::ops::Range;

/// Signs that a number has lost or got (`number-value`). `wanted` and `given`: the numbers of source and target.
pub(super) fn percent(view: &View<'_>, (wanted, given): (&[Numeral], &[Numeral]), report: &mut Report) {
    let (source, target) = (&view.source, &view.target);
    let lost =
        || bare((source, wanted), (target, given)).map(|(_, number)| (number, "has lost its percent sign"));
    let got = || {
        let found = bare((target, given), (source, wanted));
        found.map(|(number, _)| (number, "has a percent sign that the source has not"))
    };
    if let Some((number, what)) = lost().or_else(got) {
        let message = format!("the number {} {what}", shown(number));
        report.add(Id::NumberValue, Severity::Major, message, Some(target.span(&number.cells)));
    }
}

/// Whether a number of the source has lost its percent sign.
pub(in crate::check) fn is_lost(view: &View<'_>) -> bool {
    let (source, target) = (&view.source, &view.target);
    if source.has_arms || target.has_arms || !has_lost(source, target) {
        return false;
    }
    let numbers = |line: &Line, language: &Language| scan(line, language, language.groups_by_space);
    let (wanted, given) = (numbers(source, view.source_language), numbers(target, view.target_language));
    bare((source, &wanted), (target, &given)).is_some()
}

/// Whether only one text has the sign, and the other no word for it.
fn has_lost(signed: &Line, other: &Line) -> bool {
    has_sign(signed) && !has_sign(other) && !says('%', other)
}

/// A number that has the sign in one text, and as it stands bare in the other.
fn bare<'n>(
    (signed, numbers): (&Line, &'n [Numeral]),
    (other, others): (&Line, &'n [Numeral]),
) -> Option<(&'n Numeral, &'n Numeral)> {
    if !has_lost(signed, other) {
        return None;
    }
    let same = |a: &Numeral, b: &Numeral| a.values.iter().any(|value| b.values.contains(value));
    let mut found = numbers.iter().filter(|number| is_percentage(signed, number));
    found.find_map(|number| Some((number, others.iter().find(|other| same(number, other))?)))
}

/// Whether the sign stands behind a number, with or without a blank, or right before it.
fn is_percentage(line: &Line, number: &Numeral) -> bool {
    let Range { start, end } = number.cells;
    let sign = |at: usize| line.plain(at).is_some_and(is_sign) || is_doubled(line, at);
    let blank = usize::from(line.plain(end).is_some_and(is_space));
    // `%d` and `% of` are told apart as placeholders; `5 %PATH` is a variable.
    let named = line.char(end + blank + 1).is_some_and(|c| c.is_ascii_alphabetic());
    let before = start.checked_sub(1).filter(|at| sign(*at));
    let first = before.is_some_and(|at| line.char_before(at).is_none_or(|c| digit(c).is_none()));
    sign(end + blank) && !named || first
}

/// Whether a text has any percent sign. Next to a digit it may look like a placeholder: “%99”.
fn has_sign(line: &Line) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| digit(c).is_some());
    let beside = |at: usize| is_digit(line.char_before(at)) || is_digit(line.char(at + 1));
    line.has(Kinds::SYMBOL)
        && (0..line.len()).any(|at| {
            line.char(at).is_some_and(is_sign)
                && (line.plain(at).is_some() || is_doubled(line, at) || beside(at))
        })
}

/// `%%`, the sign in a format.
fn is_doubled(line: &Line, at: usize) -> bool {
    line.char(at) == Some('%') && line.char(at + 1) == Some('%')
}

fn is_sign(c: char) -> bool {
    matches!(c, '%' | '٪' | '﹪' | '％' | '‰')
}
