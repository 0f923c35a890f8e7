//! Pairs the numbers of two texts.

use super::super::line::Line;
use super::super::locale::{Language, knows_scales};
use super::clock::{Half, Halves};
use super::idioms::{belongs_to_always, is_always, is_said, says_half};
use super::months::names;
use super::named::{is_meant, is_part_of_name};
use super::rates::{is_each, is_rate};
use super::roman;
use super::scan::Numeral;
use super::spelled::Spelled;
use super::ways::Numbers;
use std::collections::HashMap;

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

/// Compares the numbers of two texts: the reading that leaves least is the right one.
pub(super) fn compare(source: (Side<'_>, &Numbers), target: (Side<'_>, &Numbers)) -> Difference {
    let ((source, wanted), (target, given)) = (source, target);
    let texts = Texts { source, target, in_source: Spelled::new(source), in_target: Spelled::new(target) };
    let mut best: Option<Difference> = None;
    for wanted in wanted.ways() {
        for given in given.ways() {
            let difference = texts.compare(wanted.clone(), given.clone());
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

/// Two texts and what they say in words.
struct Texts<'a> {
    source: Side<'a>,
    target: Side<'a>,
    in_source: Spelled<'a>,
    in_target: Spelled<'a>,
}

impl Texts<'_> {
    fn compare(&self, mut wanted: Vec<Numeral>, mut given: Vec<Numeral>) -> Difference {
        let (source, target) = (self.source, self.target);
        let mut difference = Difference::default();
        if ![source, target].iter().all(|side| knows_scales(side.language.code)) {
            wanted.iter_mut().chain(&mut given).for_each(Numeral::loosen);
        }
        let kept = |numerals: &[Numeral]| {
            let parts = numerals.iter().any(belongs_to_always);
            if parts { numerals.to_vec() } else { Vec::new() }
        };
        let (all, all_given) = (kept(&wanted), kept(&given));
        if wanted.len().max(given.len()) > MAX_NUMBERS {
            return of_many(&wanted, &given);
        }
        let halves = Halves::of((source, &wanted), (target, &given));
        let is_hour = |a: &Numeral, b: &Numeral| !halves.is_some_and(|halves| halves.differ(a, b));
        let known = Known::of(&wanted);
        let written = |a: &Numeral, b: &Numeral| {
            a.raw == b.raw && a.negative == b.negative && a.scale.agrees(&b.scale) && is_hour(a, b)
        };
        let worth =
            |a: &Numeral, b: &Numeral| a.values.iter().any(|value| b.values.contains(value)) && is_hour(a, b);
        // Only a text in another language may have kept the separators of its source, and not where they group
        // digits as the language does: a German 1.500 is not 1.5.
        let other_signs = source.language.decimal != target.language.decimal;
        let foreign = |a: &Numeral, b: &Numeral| {
            let kept = !is_grouped(b, target) && a.values.iter().any(|value| b.foreign == Some(*value));
            let other = !is_grouped(a, source) && a.foreign.is_some_and(|value| b.values.contains(&value));
            other_signs && (kept || other)
        };
        // Where a number stands twice, the one with the same unit is meant.
        let unit = |a: &Numeral| a.unit.map(|unit| unit.name);
        let mut pairs = take(&mut wanted, &mut given, |a, b| written(a, b) && unit(a) == unit(b));
        pairs.extend(take(&mut wanted, &mut given, written));
        let mut valued = take(&mut wanted, &mut given, |a, b| worth(a, b) && unit(a) == unit(b));
        valued.extend(take(&mut wanted, &mut given, worth));
        let read = take(&mut wanted, &mut given, foreign);
        take(&mut wanted, &mut given, converted);
        if target.language.code == "th" || source.language.code == "th" {
            take(&mut wanted, &mut given, |a, b| is_thai_year(a, b) || is_thai_year(b, a));
        }
        for (number, wanted) in pairs.iter().chain(&valued) {
            if let (Some(unit), Some(other)) = (number.unit, wanted.unit)
                && unit.contradicts(other)
            {
                difference.units.push((number.clone(), other.name));
            }
        }
        difference.copied = pairs.into_iter().chain(read).map(|(number, _)| number).collect();
        let parts = |numeral: &Numeral| numeral.values.is_empty() || numeral.is_fraction() || numeral.is_list;
        if wanted.iter().chain(&given).any(parts) {
            take_runs(&mut wanted, &mut given, target, halves);
        }
        let always = |left: &[Numeral]| left.iter().any(belongs_to_always);
        if (always(&wanted) || always(&given)) && is_always(source, &all) && is_always(target, &all_given) {
            wanted.retain(|numeral| !belongs_to_always(numeral));
            given.retain(|numeral| !belongs_to_always(numeral));
        }
        wanted.retain(|numeral| {
            let is_meant = |value| !halves.is_some_and(|halves| halves.is_other(numeral, value));
            let is_another = given.iter().any(|other| other.raw == numeral.raw && !is_hour(numeral, other));
            let is_told = || {
                self.in_target.says(numeral, is_meant)
                    || is_said(numeral, target)
                    || roman::says(numeral, &self.in_source, &self.in_target)
            };
            numeral.is_required && (is_another || !is_told())
        });
        // What the source says once may be said again.
        given.retain(|numeral| {
            numeral.is_required
                && !self.in_source.says(numeral, |_| true)
                && !is_said(numeral, source)
                && !roman::says(numeral, &self.in_target, &self.in_source)
                && !known.has(numeral, is_hour)
                && !is_rate(numeral, source)
                && !is_each(numeral, target, source)
                && !is_meant(numeral, source)
                && !is_part_of_name(numeral, target, source)
        });
        difference.missing = wanted.iter().map(label).collect();
        difference.extra = given;
        difference
    }
}

/// The numbers of a source, which its target may say again.
struct Known(Vec<Numeral>);

impl Known {
    fn of(numerals: &[Numeral]) -> Self {
        Self(numerals.to_vec())
    }

    /// Whether one of them is written like the number, or is that hour.
    fn has(&self, number: &Numeral, is_hour: impl Fn(&Numeral, &Numeral) -> bool) -> bool {
        let is_one = |known: &Numeral| {
            known.raw == number.raw && known.negative == number.negative && known.scale.agrees(&number.scale)
        };
        let hour = |known: &Numeral| known.hour().is_some_and(|hour| number.raw == hour.to_string());
        self.0.iter().any(|known| (is_one(known) || hour(known)) && is_hour(known, number))
    }
}

/// Whether digits are grouped with the sign of the language, and nothing else.
fn is_grouped(numeral: &Numeral, side: Side<'_>) -> bool {
    let group = match side.language.decimal {
        Some(',') => '.',
        Some(_) => ',',
        None => return false,
    };
    numeral.raw.contains(group) && numeral.raw.chars().all(|c| c == group || c.is_ascii_digit())
}

/// Pairing is quadratic; a text with more numbers than this is a table.
pub(super) const MAX_NUMBERS: usize = 500;

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
    let minus = if numeral.negative { "-" } else { "" };
    format!("{minus}{}{}", numeral.raw, numeral.scale.word)
}

/// The same with the half of the day, without which it is another hour.
pub(super) fn label(numeral: &Numeral) -> String {
    let half = match numeral.half {
        Some(Half::Morning) => " am",
        Some(Half::Afternoon) => " pm",
        None => "",
    };
    format!("{}{half}", shown(numeral))
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
fn take_runs(wanted: &mut Vec<Numeral>, given: &mut Vec<Numeral>, target: Side<'_>, halves: Option<Halves>) {
    let loose = |numeral: &Numeral| {
        let separators = numeral.raw.bytes().filter(|b| !b.is_ascii_digit()).count();
        // `10.30` may be a time, which elsewhere is `10:30`.
        let like_time = separators == 1
            && numeral.raw.len() <= 5
            && numeral.raw.as_bytes().iter().rev().nth(2).is_some_and(|b| !b.is_ascii_digit());
        if numeral.scale.is_certain() {
            return false;
        }
        numeral.values.is_empty() || separators == 0 || like_time || numeral.is_fraction() || numeral.is_list
    };
    // Points of another script are points, and `5.3.24` may have been a date.
    let sorted = |numeral: &Numeral| {
        let mut runs = numeral.runs();
        runs.sort_unstable();
        runs
    };
    let as_date = |a: &Numeral, b: &Numeral| b.is_date() && !b.raw.contains('.') && sorted(a) == sorted(b);
    take(wanted, given, |a, b| a.is_version() && (b.raw.replace('٫', ".") == a.raw || as_date(a, b)));
    let hour = |numeral: &Numeral| numeral.hour().map(|hour| hour.to_string());
    // Each with what it is on a clock of twenty-four hours, where it is an hour, and whether it is a part of
    // three or more.
    let mut pool: Vec<Part> = given
        .iter()
        .enumerate()
        .filter(|(_, numeral)| loose(numeral))
        .flat_map(|(of, numeral)| {
            let (mut hour, runs) = (hour(numeral), numeral.runs());
            let of_three = runs.len() > 2;
            let part =
                move |(at, run)| Part { run, hour: hour.take(), of_three, first_of: (at == 0).then_some(of) };
            runs.into_iter().enumerate().map(part)
        })
        .collect();
    let mut used: Vec<String> = Vec::new();
    // By month: a list of dates asks for the same ones again and again.
    let mut named: HashMap<usize, bool> = HashMap::new();
    let mut is_named =
        |month| *named.entry(month).or_insert_with(|| names(target.line, target.language, month));
    wanted.retain(|numeral| {
        if !loose(numeral) || numeral.is_version() {
            return true;
        }
        let mut excused = usize::from(numeral.is_date());
        let (mut taken, mut whole) = (Vec::new(), false);
        let mut left = pool.clone();
        for (at, run) in numeral.runs().into_iter().enumerate() {
            let later = (at == 0).then(|| hour(numeral)).flatten();
            let is_other = |part: &Part| {
                let other = part.first_of.filter(|_| at == 0).map(|of| &given[of]);
                other.zip(halves).is_some_and(|(other, halves)| halves.differ(numeral, other))
            };
            let found = left.iter().position(|other| {
                let is_same = other.run == run
                    || later.as_ref() == Some(&other.run)
                    || other.hour.as_ref() == Some(&run);
                is_same && !is_other(other)
            });
            if let Some(at) = found {
                let part = left.swap_remove(at);
                whole |= part.of_three;
                taken.push(part.run);
            } else if at == 1 && run == "30" && says_half(target) {
                // “2時半”, „halb drei“
            } else if excused > 0 && run.parse().is_ok_and(|month| month <= 12 && is_named(month)) {
                excused -= 1;
            } else {
                return true;
            }
        }
        // A date that has all its numbers has its month in digits: a word does not excuse another.
        if whole && excused == 0 && numeral.is_date() {
            return true;
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
        // As often as they stand there.
        let rest = |runs: &[String]| {
            let mut left = used.clone();
            let found = runs.iter().all(|run| {
                let at = left.iter().position(|other| other == run);
                at.map(|at| left.swap_remove(at)).is_some()
            });
            found.then_some(left)
        };
        // “6 p.m.” is 18:00, and 0:00 is 00:00:00.
        let full = numeral.raw.ends_with(":00");
        let left = rest(&runs).or_else(|| rest(&runs[..runs.len() - 1]).filter(|_| full));
        let Some(left) = left else { return true };
        used = left;
        false
    });
}

/// One number of a date, a time or a list of the target.
#[derive(Debug, Clone)]
struct Part {
    run: String,
    hour: Option<String>,
    of_three: bool,
    /// Of which number it is the first one.
    first_of: Option<usize>,
}

/// Whether one is a year of the Buddhist era and the other the same by the common one.
fn is_thai_year(common: &Numeral, buddhist: &Numeral) -> bool {
    let year = |numeral: &Numeral| numeral.raw.parse::<u32>().ok().filter(|_| numeral.raw.len() == 4);
    let years = year(common).zip(year(buddhist));
    years.is_some_and(|(common, buddhist)| (1800..2200).contains(&common) && common + 543 == buddhist)
}
