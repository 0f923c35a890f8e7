//! Pairs the numbers of two texts.

use super::super::line::Line;
use super::super::locale::{Language, spellings};
use super::idioms::{belongs_to_always, is_always, is_said, says_half};
use super::months::names;
use super::named::{is_meant, is_part_of_name};
use super::scan::{Numeral, scan};
use std::collections::HashMap;
use std::ops::Range;

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
    let kept = |numerals: &[Numeral]| {
        let parts = numerals.iter().any(belongs_to_always);
        if parts { numerals.to_vec() } else { Vec::new() }
    };
    let (all, all_given) = (kept(&wanted), kept(&given));
    if wanted.len().max(given.len()) > MAX_NUMBERS {
        return of_many(&wanted, &given);
    }
    let written = |a: &Numeral, b: &Numeral| a.raw == b.raw && a.negative == b.negative;
    let worth = |a: &Numeral, b: &Numeral| a.values.iter().any(|value| b.values.contains(value));
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
        take_runs(&mut wanted, &mut given, target);
    }
    let always = |left: &[Numeral]| left.iter().any(belongs_to_always);
    if (always(&wanted) || always(&given)) && is_always(source, &all) && is_always(target, &all_given) {
        wanted.retain(|numeral| !belongs_to_always(numeral));
        given.retain(|numeral| !belongs_to_always(numeral));
    }
    wanted.retain(|numeral| numeral.is_required && !is_spelled(numeral, target) && !is_said(numeral, target));
    // What the source says once may be said again.
    given.retain(|numeral| {
        numeral.is_required
            && !is_spelled(numeral, source)
            && !is_said(numeral, source)
            && !known.contains(&shown(numeral))
            && !is_rate(numeral, source)
            && !is_each(numeral, target, source)
            && !is_meant(numeral, source)
            && !is_part_of_name(numeral, target, source)
    });
    difference.missing = wanted.into_iter().map(|numeral| shown(&numeral)).collect();
    difference.extra = given;
    difference
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
fn take_runs(wanted: &mut Vec<Numeral>, given: &mut Vec<Numeral>, target: Side<'_>) {
    let loose = |numeral: &Numeral| {
        let separators = numeral.raw.bytes().filter(|b| !b.is_ascii_digit()).count();
        // `10.30` may be a time, which elsewhere is `10:30`.
        let like_time = separators == 1
            && numeral.raw.len() <= 5
            && numeral.raw.as_bytes().iter().rev().nth(2).is_some_and(|b| !b.is_ascii_digit());
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
    // Each with what it is on a clock of twenty-four hours, where it is an hour, and whether it is a part of
    // three or more.
    let mut pool: Vec<Part> = given
        .iter()
        .filter(|numeral| loose(numeral))
        .flat_map(|numeral| {
            let (mut hour, runs) = (numeral.hour(), numeral.runs());
            let of_three = runs.len() > 2;
            runs.into_iter().map(move |run| Part { run, hour: hour.take(), of_three })
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
            let later = (at == 0).then(|| numeral.hour()).flatten();
            let found = left.iter().position(|other| {
                other.run == run || later.as_ref() == Some(&other.run) || other.hour.as_ref() == Some(&run)
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
}

/// Whether a text has a dual, which says “two” by the ending of the noun: those of Arabic in their feminine
/// form, which no plural shares, and of both languages the words for times and counts.
fn has_dual(side: Side<'_>) -> bool {
    let words = || side.line.words.iter().take(MAX_NUMBERS).map(|word| side.line.text(word));
    match side.language.code {
        "ar" => words().any(|word| {
            let long = word.chars().count() > 4;
            long && (word.ends_with("تين") || word.ends_with("تان")) || ARABIC_DUALS.contains(&word.as_str())
        }),
        // ה, ב, ל, ש before the noun are words of their own.
        "he" => words().any(|word| HEBREW_DUALS.iter().any(|dual| word.ends_with(dual))),
        _ => false,
    }
}

const ARABIC_DUALS: [&str; 16] = [
    "يومين",
    "يومان",
    "أسبوعين",
    "أسبوعان",
    "شهرين",
    "شهران",
    "عامين",
    "عامان",
    "ملفين",
    "ملفان",
    "مجلدين",
    "مجلدان",
    "عنصرين",
    "عنصران",
    "جهازين",
    "جهازان",
];
const HEBREW_DUALS: [&str; 8] =
    ["שעתיים", "יומיים", "שבועיים", "חודשיים", "שנתיים", "פעמיים", "דקותיים", "אלפיים"];

/// Whether one is a year of the Buddhist era and the other the same by the common one.
fn is_thai_year(common: &Numeral, buddhist: &Numeral) -> bool {
    let year = |numeral: &Numeral| numeral.raw.parse::<u32>().ok().filter(|_| numeral.raw.len() == 4);
    let years = year(common).zip(year(buddhist));
    years.is_some_and(|(common, buddhist)| (1800..2200).contains(&common) && common + 543 == buddhist)
}

/// Whether it is the 1 of a rate whose unit the other text names without it: “per kg”, „1 kgあたり“.
fn is_rate(numeral: &Numeral, other: Side<'_>) -> bool {
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
fn is_each(numeral: &Numeral, own: Side<'_>, other: Side<'_>) -> bool {
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
    ("min", "minutely"),
];

/// Whether the other text says a number up to twelve in words.
fn is_spelled(numeral: &Numeral, other: Side<'_>) -> bool {
    let Some(number) = numeral.values.iter().find_map(|value| value.small()).filter(|number| *number <= 12)
    else {
        return false;
    };
    let spaced = other.language.spaced && other.language.code != "ko";
    if number == 2 && has_dual(other) {
        return true;
    }
    spellings(other.language.code, number).any(|form| {
        if !spaced {
            return other.line.text(&(0..other.line.len())).contains(form);
        }
        // “three-way” has its number before the hyphen, “two’s” before the apostrophe, “d’une” behind it.
        let joint = |at: &usize| other.line.char(*at) == Some('-');
        let elided = |at: &usize| matches!(other.line.char(*at), Some('\'' | '’'));
        // A long form may take an ending: “sıfırdan”.
        let long = form.chars().count() > 3 && other.language.is_any(&["tr", "az", "fi", "et", "hu"]);
        other.line.words.iter().any(|word| {
            let end = word.clone().find(|at| joint(at) || elided(at)).unwrap_or(word.end);
            let start = word.clone().find(elided).map_or(word.start, |at| at + 1);
            let ended =
                if long { word.start..word.end.min(word.start + form.chars().count()) } else { word.clone() };
            [word.clone(), word.start..end, start..word.end, ended].into_iter().any(|part| {
                part.filter_map(|at| other.line.char(at)).flat_map(char::to_lowercase).eq(form.chars())
            })
        })
    })
}
