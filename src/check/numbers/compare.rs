//! Pairs the numbers of two texts.

use super::super::line::Line;
use super::super::locale::{Language, spellings};
use super::scan::{Numeral, scan};

/// A text and the rules of its language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) line: &'a Line,
    pub(super) language: &'static Language,
}

/// What is left when all numbers that agree are taken away.
#[derive(Debug, Default)]
pub(super) struct Difference {
    /// Numbers of the source that the target lacks, as written there.
    pub(super) missing: Vec<String>,
    /// Numbers of the target that the source lacks.
    pub(super) extra: Vec<Numeral>,
    /// Numbers that agree only if the target is read by the rules of the source language, or that
    /// are written exactly as in the source.
    pub(super) copied: Vec<Numeral>,
    /// Numbers of the target whose unit is another one of the same kind, and the unit of the source.
    pub(super) units: Vec<(Numeral, &'static str)>,
}

impl Difference {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.missing.len() + self.extra.len() + self.units.len()
    }
}

/// Compares two texts. Blanks may group digits or stand between numbers: the reading that
/// leaves least is the right one.
pub(super) fn compare(source: Side<'_>, target: Side<'_>) -> Difference {
    let ways = |side: Side<'_>| [side.language.groups_by_space, !side.language.groups_by_space];
    let mut best: Option<Difference> = None;
    for source_way in ways(source) {
        for target_way in ways(target) {
            let difference = compare_as(source, source_way, target, target_way);
            if difference.count() == 0 {
                return difference;
            }
            if best.as_ref().is_none_or(|best| difference.count() < best.count()) {
                best = Some(difference);
            }
        }
    }
    best.unwrap_or_default()
}

fn compare_as(source: Side<'_>, source_way: bool, target: Side<'_>, target_way: bool) -> Difference {
    let mut wanted = scan(source.line, source.language, source_way);
    let mut given = scan(target.line, target.language, target_way);
    let mut difference = Difference::default();
    let known: Vec<String> = wanted.iter().map(shown).collect();
    if wanted.len().max(given.len()) > MAX_NUMBERS {
        return of_many(&wanted, &given);
    }
    let written = |a: &Numeral, b: &Numeral| a.raw == b.raw && a.negative == b.negative;
    let worth = |a: &Numeral, b: &Numeral| a.values.iter().any(|value| b.values.contains(value));
    // Only a text in another language may have kept the separators of its source.
    let other_signs = source.language.decimal != target.language.decimal;
    let foreign = |a: &Numeral, b: &Numeral| {
        other_signs
            && (a.values.iter().any(|value| b.foreign == Some(*value))
                || a.foreign.is_some_and(|value| b.values.contains(&value)))
    };
    // Where a number stands twice, the one with the same unit is meant.
    let unit = |a: &Numeral| a.unit.map(|unit| unit.name);
    let mut pairs = take(&mut wanted, &mut given, |a, b| written(a, b) && unit(a) == unit(b));
    pairs.extend(take(&mut wanted, &mut given, written));
    let mut valued = take(&mut wanted, &mut given, |a, b| worth(a, b) && unit(a) == unit(b));
    valued.extend(take(&mut wanted, &mut given, worth));
    let read = take(&mut wanted, &mut given, foreign);
    take(&mut wanted, &mut given, converted);
    for (number, wanted) in pairs.iter().chain(&valued) {
        if let (Some(unit), Some(other)) = (number.unit, wanted.unit)
            && unit.contradicts(other)
        {
            difference.units.push((number.clone(), other.name));
        }
    }
    difference.copied = pairs.into_iter().chain(read).map(|(number, _)| number).collect();
    if wanted.iter().chain(&given).any(|numeral| numeral.values.is_empty()) {
        take_runs(&mut wanted, &mut given);
    }
    wanted.retain(|numeral| numeral.is_required && !is_spelled(numeral, target));
    // What the source says once may be said again.
    given.retain(|numeral| {
        numeral.is_required && !is_spelled(numeral, source) && !known.contains(&shown(numeral))
    });
    difference.missing = wanted.into_iter().map(|numeral| shown(&numeral)).collect();
    difference.extra = given;
    difference
}

/// Pairing is quadratic; a text with more numbers than this is a table.
const MAX_NUMBERS: usize = 500;

/// Compares tables of numbers as they are written: one difference stands for all.
fn of_many(wanted: &[Numeral], given: &[Numeral]) -> Difference {
    let sorted = |numerals: &[Numeral]| {
        let mut runs: Vec<String> = numerals.iter().flat_map(Numeral::runs).collect();
        runs.sort_unstable();
        runs
    };
    let (wanted, given) = (sorted(wanted), sorted(given));
    let first = wanted.iter().zip(&given).find(|(a, b)| a != b).map(|(a, _)| a);
    let missing = first.or_else(|| wanted.get(given.len())).or_else(|| given.get(wanted.len()));
    Difference { missing: missing.cloned().into_iter().collect(), ..Difference::default() }
}

/// The number as a person would write it.
pub(super) fn shown(numeral: &Numeral) -> String {
    if numeral.negative { format!("-{}", numeral.raw) } else { numeral.raw.clone() }
}

/// Whether one amount is the other in the units of another system.
fn converted(a: &Numeral, b: &Numeral) -> bool {
    let (Some(unit), Some(other)) = (a.unit, b.unit) else { return false };
    a.values
        .iter()
        .any(|amount| b.values.iter().any(|given| unit.converts(amount.about(), other, given.about())))
}

/// Takes away all pairs that agree, required ones first; gives them, that of the target first.
fn take(
    wanted: &mut Vec<Numeral>,
    given: &mut Vec<Numeral>,
    agree: impl Fn(&Numeral, &Numeral) -> bool,
) -> Vec<(Numeral, Numeral)> {
    let mut taken = Vec::new();
    let mut left = Vec::new();
    for numeral in wanted.drain(..) {
        let fits = |required: bool| {
            given.iter().position(|other| other.is_required == required && agree(&numeral, other))
        };
        match fits(numeral.is_required).or_else(|| fits(!numeral.is_required)) {
            Some(at) => taken.push((given.remove(at), numeral)),
            None => left.push(numeral),
        }
    }
    *wanted = left;
    taken
}

/// Dates, times, versions and lists by the numbers they are made of: another order and other
/// separators are a matter of format, and a month may be a word.
fn take_runs(wanted: &mut Vec<Numeral>, given: &mut Vec<Numeral>) {
    let loose = |numeral: &Numeral| {
        let separators = numeral.raw.bytes().filter(|b| !b.is_ascii_digit()).count();
        // `10.30` may be a time, which elsewhere is `10:30`.
        let like_time = separators == 1
            && numeral.raw.len() <= 5
            && numeral.raw.as_bytes().iter().rev().nth(2).is_some_and(|b| !b.is_ascii_digit());
        numeral.values.is_empty() || separators == 0 || like_time
    };
    let mut pool: Vec<String> =
        given.iter().filter(|numeral| loose(numeral)).flat_map(Numeral::runs).collect();
    let mut used: Vec<String> = Vec::new();
    wanted.retain(|numeral| {
        if !loose(numeral) {
            return true;
        }
        let mut excused = usize::from(numeral.is_date());
        let mut taken = Vec::new();
        let mut left = pool.clone();
        for (at, run) in numeral.runs().into_iter().enumerate() {
            let later = (at == 0 && numeral.afternoon)
                .then(|| run.parse::<u32>().ok())
                .flatten()
                .map(|hour| (hour + 12).to_string());
            let found = left.iter().position(|other| *other == run || later.as_ref() == Some(other));
            if let Some(at) = found {
                taken.push(left.swap_remove(at));
            } else if excused > 0 && run.parse::<u32>().is_ok_and(|month| month <= 12) {
                excused -= 1;
            } else {
                return true;
            }
        }
        pool = left;
        used.extend(taken);
        false
    });
    given.retain(|numeral| {
        if !loose(numeral) {
            return true;
        }
        let runs = numeral.runs();
        let all = runs.iter().all(|run| used.contains(run));
        if all {
            for run in &runs {
                if let Some(at) = used.iter().position(|other| other == run) {
                    used.swap_remove(at);
                }
            }
        }
        !all
    });
}

/// Whether the other text says a number up to twelve in words.
fn is_spelled(numeral: &Numeral, other: Side<'_>) -> bool {
    let Some(number) = numeral.values.iter().find_map(|value| value.small()).filter(|number| *number <= 12)
    else {
        return false;
    };
    let spaced = other.language.spaced && other.language.code != "ko";
    spellings(other.language.code, number).any(|form| {
        if !spaced {
            return other.line.text(&(0..other.line.len())).contains(form);
        }
        other.line.words.iter().any(|word| {
            word.clone().filter_map(|at| other.line.char(at)).flat_map(char::to_lowercase).eq(form.chars())
        })
    })
}
