//! The ways to read the numbers of a text: blanks may group digits or part numbers, and what stands side by side may
//! be one amount, 1万2500 or 5 ft 11 in.

use super::super::line::{Line, is_space};
use super::super::locale::scale_sign;
use super::compare::Side;
use super::scales::Scaled;
use super::scan::{Numeral, scan};
use super::units::{Unit, unit_after, unit_named};

/// The numbers of a text, in each way to read them.
pub(super) struct Numbers {
    /// As the language usually has it, amounts of several numbers as one.
    pub(super) usual: Vec<Numeral>,
    /// In the other ways, where they read other numbers.
    others: Vec<Vec<Numeral>>,
}

impl Numbers {
    /// Those of a side.
    pub(super) fn of(side: Side<'_>) -> Self {
        let way = side.language.groups_by_space;
        let mut ways: Vec<Vec<Numeral>> = Vec::new();
        for by_space in [way, !way] {
            let plain = scan(side.line, side.language, by_space);
            for numerals in [joined(side, &plain), plain] {
                let is_same = |other: &Vec<Numeral>| {
                    other.len() == numerals.len()
                        && other.iter().zip(&numerals).all(|(a, b)| a.cells == b.cells)
                };
                if !ways.iter().any(is_same) {
                    ways.push(numerals);
                }
            }
        }
        let mut ways = ways.into_iter();
        Self { usual: ways.next().unwrap_or_default(), others: ways.collect() }
    }

    pub(super) fn ways(&self) -> impl Iterator<Item = &Vec<Numeral>> {
        [&self.usual].into_iter().chain(&self.others)
    }
}

/// The numbers with those that make up one amount as one.
fn joined(side: Side<'_>, numerals: &[Numeral]) -> Vec<Numeral> {
    let mut found: Vec<Numeral> = Vec::with_capacity(numerals.len());
    for numeral in numerals {
        let whole = found.last().and_then(|before| {
            scaled(side.line, before, numeral).or_else(|| measured(side, before, numeral))
        });
        match whole {
            Some(whole) => {
                found.pop();
                found.push(whole);
            }
            None => found.push(numeral.clone()),
        }
    }
    found
}

/// `1万2500`, `1만 2,500`, “3 млн 500 тыс.”: what follows is less than one of what the first is counted in.
fn scaled(line: &Line, before: &Numeral, after: &Numeral) -> Option<Numeral> {
    let power = before.scale.power;
    let by_sign =
        before.scale.end.checked_sub(1).and_then(|at| line.plain(at)).and_then(scale_sign).is_some();
    let gap = before.scale.end..after.cells.start;
    let is_close = match gap.len() {
        0 => by_sign,
        1 => line.plain(gap.start).is_some_and(is_space),
        // “тыс.”, “Mio.”
        2 => line.plain(gap.start) == Some('.') && line.plain(gap.start + 1).is_some_and(is_space),
        _ => false,
    };
    let counted = after.scale.power > 0 && after.scale.power < power;
    if power == 0 || !is_close || !by_sign && !counted || after.negative || after.half.is_some() {
        return None;
    }
    let first = before
        .values
        .iter()
        .copied()
        .filter(|value| value.power() >= power.min(2))
        .max_by(|a, b| a.about().total_cmp(&b.about()))?;
    let less = |value: f64| value < 10_f64.powi(power);
    let values: Vec<_> = after
        .values
        .iter()
        .filter(|value| less(value.about()))
        .filter_map(|value| first.plus(*value))
        .collect();
    let raw = format!("{}{}{}", before.raw, before.scale.word, after.raw);
    (!values.is_empty()).then(|| Numeral {
        cells: before.cells.start..after.cells.end,
        raw,
        ..one(before, after, values)
    })
}

/// Two numbers as one.
fn one(before: &Numeral, after: &Numeral, values: Vec<super::value::Value>) -> Numeral {
    Numeral {
        values,
        unscaled: Vec::new(),
        foreign: None,
        is_required: true,
        negative: before.negative,
        is_list: false,
        ..after.clone()
    }
}

/// Units that stand side by side, and how many of the second are one of the first.
const TOGETHER: [(&str, &str, u32); 4] =
    [("ft", "in", 12), ("lb", "oz", 16), ("h", "min", 60), ("min", "s", 60)];

/// `5'11"`, `5 ft 11 in`, `1 h 30 min`: an amount in the second unit.
fn measured(side: Side<'_>, before: &Numeral, after: &Numeral) -> Option<Numeral> {
    let line = side.line;
    let gap = line.text(&(before.cells.end..after.cells.start));
    if gap.chars().count() > GAP {
        return None;
    }
    let between = gap.trim_matches(|c: char| c.is_whitespace() || c == '-');
    let (unit, times) = if matches!(between, "'" | "′" | "’") {
        let inches = matches!(line.char(after.cells.end), Some('"' | '″' | '”'));
        (unit_named("in").filter(|_| inches)?, 12)
    } else {
        let first = before.unit.filter(|unit| unit.is_named(between))?;
        let (unit, name) = second(side, after)?;
        let (_, _, times) = TOGETHER.iter().find(|(one, other, _)| *one == first.name && *other == name)?;
        (unit, *times)
    };
    let most = f64::from(times);
    let (first, second) = (before.values.first()?, after.values.first()?);
    let is_whole = first.whole().is_some() && !after.negative && second.about() < most;
    let value = first.times(times)?.plus(*second).filter(|_| is_whole)?;
    let raw = format!("{}{gap}{}", before.raw, after.raw);
    let whole = one(before, after, vec![value]);
    let (cells, scale) = (before.cells.start..after.cells.end, Scaled::not(after.cells.end));
    Some(Numeral { cells, raw, scale, unit: Some(unit), ..whole })
}

/// More stands between no two numbers of one amount.
const GAP: usize = 14;

/// The unit of the second number; “in” alone is too common a word to be one elsewhere.
fn second(side: Side<'_>, numeral: &Numeral) -> Option<(&'static Unit, &'static str)> {
    let line = side.line;
    let end = numeral.cells.end;
    let start = end + usize::from(line.plain(end).is_some_and(is_space));
    let inches = line.text(&(start..(start + 2).min(line.len()))) == "in"
        && !line.plain(start + 2).is_some_and(char::is_alphabetic);
    let unit = unit_after(line, end, side.language.code).or_else(|| unit_named("in").filter(|_| inches))?;
    Some((unit, unit.name))
}
