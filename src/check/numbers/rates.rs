//! The 1 that one language says and another does not: of a rate (“per kg”) and of what happens each day.

use super::compare::{MAX_NUMBERS, Side};
use super::scan::Numeral;
use std::ops::Range;

/// Whether it is the 1 of a rate whose unit the other text names without it: “per kg”, „1 kgあたり“.
pub(super) fn is_rate(numeral: &Numeral, other: Side<'_>) -> bool {
    let one = numeral.values.iter().any(|value| value.small() == Some(1));
    let Some(unit) = numeral.unit.filter(|_| one) else { return false };
    let per = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| other.line.words.get(at));
        let slash = other.line.char_before(other.line.words[at].start) == Some('/');
        slash
            || before.is_some_and(|word| {
                matches!(other.line.text(word).as_str(), "per" | "a" | "pro" | "par" | "por")
            })
    };
    (0..other.line.words.len().min(MAX_NUMBERS))
        .any(|at| unit.is_named(&other.line.text(&other.line.words[at])) && per(at))
}

/// Whether it is the 1 of what the other text says by an adverb: “daily”, 1日.
pub(super) fn is_each(numeral: &Numeral, own: Side<'_>, other: Side<'_>) -> bool {
    let one = numeral.values.iter().any(|value| value.small() == Some(1));
    // 日 is a day of a month as well as a unit.
    let day = (own.line.plain(numeral.cells.end) == Some('日')).then_some("d");
    let unit = numeral.unit.map(|unit| unit.name).or(day).filter(|_| one);
    let Some(unit) = unit else { return false };
    let word = |word: &Range<usize>| other.line.text(word).to_lowercase();
    other.line.words.iter().take(MAX_NUMBERS).any(|at| {
        EACH.iter().any(|(name, forms)| *name == unit && forms.split(' ').any(|form| form == word(at)))
    })
}

/// What happens once in each unit of time.
#[rustfmt::skip]
const EACH: &[(&str, &str)] = &[
    ("h", "hourly stündlich horaire horario"),
    ("d", "daily täglich tägliche täglichen täglicher quotidien quotidienne diario diaria diariamente giornaliero giornaliera \
        dagelijks dagelijkse dagligen daglig суточная суточной ежедневно ежедневная"),
    ("week", "weekly wöchentlich wöchentliche hebdomadaire semanal settimanale wekelijks еженедельно"),
    ("month", "monthly monatlich monatliche monatlichen mensuel mensuelle mensual mensile mensal maandelijks ежемесячно"),
    ("year", "yearly annual annually jährlich jährliche annuel annuelle anual annuale jaarlijks ежегодно"),
    ("min", "minutely"),
];
