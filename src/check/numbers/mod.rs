//! Numbers: the same values in source and target, in the form of the target language.
//!
//! Digits of all scripts count, digits of codes, placeholders and addresses do not (they have
//! checks of their own). ICU messages are left out: their arms repeat numbers as the language
//! needs.

mod clock;
mod compare;
mod han;
mod idioms;
mod leading;
mod months;
mod named;
pub(super) mod percent;
mod rates;
mod roman;
mod scales;
mod scan;
mod spelled;
mod units;
mod value;
mod ways;

use super::kinds::Kinds;
use super::line::{Line, is_space};
use super::locale;
use super::view::{Report, View, lines};
use super::{Id, code};
use crate::domain::currency::is_sign;
use crate::domain::locale::Locale;
use crate::domain::segment::Severity;
use crate::domain::text::CodedText;
use compare::{Side, compare, label, shown};
use scan::{Numeral, has_digits};
use std::collections::HashSet;
use ways::Numbers;

/// In how many numbers, or units of them, two texts differ, each read by the rules of its language. A
/// numeral up to twelve may be a word on one side.
#[must_use]
pub fn number_differences(
    reference: &CodedText,
    reference_locale: &Locale,
    candidate: &CodedText,
    candidate_locale: &Locale,
) -> usize {
    let languages = [locale::language(reference_locale), locale::language(candidate_locale)];
    let (reference, candidate) = lines((reference, languages[0]), (candidate, languages[1]), &[]);
    let reference = Side { line: &reference, language: languages[0] };
    let candidate = Side { line: &candidate, language: languages[1] };
    let found = find(reference, candidate);
    found.map_or(0, |(of_one, of_other)| compare((reference, &of_one), (candidate, &of_other)).count())
}

/// Lost or changed (`number-value`), added (`number-extra`), in the form of the source language
/// (`number-format`).
pub(super) fn numbers(view: &View<'_>, report: &mut Report) {
    let target = &view.target;
    if !(target.has(Kinds::DIGIT) || view.source.has(Kinds::DIGIT)) || code::is_key(&view.source) {
        return;
    }
    let source = Side { line: &view.source, language: view.source_language };
    let target_side = Side { line: target, language: view.target_language };
    let found = find(source, target_side);
    let difference = found
        .as_ref()
        .map(|(wanted, given)| compare((source, wanted), (target_side, given)))
        .unwrap_or_default();
    let mut missing = difference.missing.into_iter();
    let mut extra = difference.extra.into_iter();
    for number in missing.by_ref() {
        let (message, span) = match extra.next() {
            Some(other) => {
                let message = format!("the number {number} has become {}", label(&other));
                (message, Some(target.span(&other.cells)))
            }
            None => (format!("the number {number} is missing"), None),
        };
        report.add(Id::NumberValue, Severity::Major, message, span);
    }
    // What a page of help says beside its source is an explanation, unless it goes line by line.
    let breaks = |line: &Line| line.inner().filter(|at| line.char(*at) == Some('\n')).count();
    let is_page = || breaks(target) > PAGE && breaks(target) != breaks(&view.source);
    for number in extra.filter(|_| !is_page() && !code::is_credits(&view.source)) {
        let message = format!("the number {} is not in the source", shown(&number));
        report.add(Id::NumberExtra, Severity::Minor, message, Some(target.span(&number.cells)));
    }
    for (number, wanted) in difference.units {
        let message = format!("the unit of {} is another than {wanted}", shown(&number));
        report.add(Id::DateTimeUnit, Severity::Major, message, Some(target.span(&number.cells)));
    }
    months::months(view, report);
    if let Some((wanted, given)) = &found {
        percent::percent(view, (&wanted.usual, &given.usual), report);
    }
    in_words(view, report);
    for number in difference.copied {
        if has_source_form(view, &number) {
            let message = format!("the number {} is not in the form of the language", shown(&number));
            report.add(Id::NumberFormat, Severity::Minor, message, Some(target.span(&number.cells)));
        }
    }
}

/// So many lines are a page.
const PAGE: usize = 8;

/// The numbers of two texts, if any has some and they say how often.
fn find(source: Side<'_>, target: Side<'_>) -> Option<(Numbers, Numbers)> {
    let arms = source.line.has_arms || target.line.has_arms;
    let digits = |line: &Line| line.has(Kinds::DIGIT) && has_digits(line);
    let has_any = !arms && (digits(source.line) || digits(target.line));
    has_any.then(|| (Numbers::of(source), Numbers::of(target)))
}

/// Whether a number kept the separators of the source language. `2.5` alone may be a version or a
/// chapter; grouped digits, or a unit, make it an amount.
fn has_source_form(view: &View<'_>, number: &Numeral) -> bool {
    let (Some(source), Some(target)) = (view.source_language.decimal, view.target_language.decimal) else {
        return false;
    };
    if value::read(&number.raw, source).is_none() {
        return false;
    }
    if source == target {
        return has_other_groups(view, number);
    }
    let (points, commas) = (number.raw.matches('.').count(), number.raw.matches(',').count());
    let grouped = if source == '.' { commas > 0 } else { points > 1 || points == 1 && commas == 1 };
    let decimal = if source == '.' { points == 1 } else { commas == 1 };
    grouped || decimal && is_amount(&view.target, number)
}

/// Whether digits are grouped as the source language does, where both have the same decimal sign: Switzerland groups
/// by an apostrophe, others with a point by a comma.
fn has_other_groups(view: &View<'_>, number: &Numeral) -> bool {
    let swiss =
        |language: &locale::Language| language.decimal == Some('.') && language.regions.contains(&"CH");
    match (swiss(view.source_language), swiss(view.target_language)) {
        (false, true) => number.raw.contains(','),
        (true, false) => number.raw.contains('\''),
        _ => false,
    }
}

/// Whether a unit or a currency stands next to the number.
fn is_amount(line: &Line, number: &Numeral) -> bool {
    let currency = |c: Option<char>| c.is_some_and(is_sign);
    let end = number.cells.end;
    let start = end + usize::from(line.plain(end).is_some_and(is_space));
    let code: String =
        (start..).take(4).map_while(|at| line.plain(at).filter(|c| c.is_ascii_alphabetic())).collect();
    currency(line.char_before(number.cells.start))
        || is_currency_code(line, number.cells.start)
        || currency(line.plain(start))
        || matches!(line.plain(start), Some('%' | '‰'))
        || number.unit.is_some()
        || matches!(code.as_str(), "px" | "pt" | "EUR" | "USD" | "CHF")
}

/// Whether the code of a currency stands before the number: `EUR 2.5`.
fn is_currency_code(line: &Line, start: usize) -> bool {
    let Some(blank) = start.checked_sub(1).filter(|at| line.plain(*at).is_some_and(is_space)) else {
        return false;
    };
    let word = line.words.iter().rev().find(|word| word.end == blank).map(|word| line.text(word));
    word.is_some_and(|word| CURRENCIES.contains(&word.as_str()))
}

const CURRENCIES: [&str; 18] = [
    "EUR", "USD", "CHF", "GBP", "JPY", "CNY", "RUB", "BRL", "INR", "MXN", "PLN", "CZK", "SEK", "NOK", "DKK",
    "HUF", "TRY", "AUD",
];

/// Digits between small letters of a word that the source has not: `Dat3i`.
fn in_words(view: &View<'_>, report: &mut Report) {
    let (source, target) = (&view.source, &view.target);
    if !target.has(Kinds::DIGIT) {
        return;
    }
    let mut known: Option<HashSet<String>> = None;
    for word in &target.words {
        let small = |at: usize| target.char(at).is_some_and(char::is_lowercase);
        let inside = (word.start + 1..word.end.saturating_sub(1))
            .any(|at| target.char(at).is_some_and(|c| c.is_ascii_digit()) && small(at - 1) && small(at + 1));
        if !inside || !target.plain(word.start).is_some_and(char::is_alphabetic) {
            continue;
        }
        let known = known.get_or_insert_with(|| {
            source.words.iter().map(|word| source.text(word).to_lowercase()).collect()
        });
        // A word may be part of a compound (“txt2tags-Dokument”), stand behind an article (“l’int2str”), or
        // touch letters of another script.
        let text = target.text(word).to_lowercase();
        let mut parts = text.split(|c: char| !c.is_ascii_alphanumeric());
        let escaped = target.char_before(word.start) == Some('\\');
        if !escaped && !known.contains(&text) && !parts.any(|part| known.contains(part)) {
            let message = "a digit inside a word";
            report.add(Id::NumberExtra, Severity::Minor, message, Some(target.span(word)));
        }
    }
}
