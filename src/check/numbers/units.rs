//! Units of measure behind a number, in the words of several languages.

mod table;

use super::super::line::{Line, is_space};
use std::collections::HashMap;
use std::sync::LazyLock;
use table::UNITS;

/// A unit: what it measures, and how much of the first unit of its kind it is.
#[derive(Debug, PartialEq)]
pub(super) struct Unit {
    pub(super) name: &'static str,
    kind: Kind,
    factor: f64,
    /// What is added before the factor: degrees do not begin at the same point.
    offset: f64,
    is_imperial: bool,
    forms: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Length,
    Area,
    Speed,
    Mass,
    Amount,
    Volume,
    Temperature,
    Data,
    Rate,
    Time,
    Frequency,
    Voltage,
    Current,
    Power,
    Energy,
    Pressure,
    Torque,
}

impl Kind {
    /// Whether one may have been written for the other: volts for amperes or watts.
    fn is_near(self, other: Self) -> bool {
        let electric = |kind| matches!(kind, Self::Voltage | Self::Current | Self::Power);
        self == other || electric(self) && electric(other)
    }
}

impl Unit {
    /// Whether both measure the same and are not the same.
    pub(super) fn contradicts(&self, other: &Self) -> bool {
        self.kind.is_near(other.kind) && self.name != other.name
    }

    /// Whether a word names the unit.
    pub(super) fn is_named(&self, word: &str) -> bool {
        self.forms.split(' ').any(|form| form == word)
    }

    /// Whether an amount of this unit is so much of the other: converted and rounded between metric and imperial
    /// units, and exactly within one of both systems, where 1.5 kW are 1,500 W.
    pub(super) fn converts(&self, amount: f64, other: &Self, given: f64) -> bool {
        if self.kind != other.kind || self.name == other.name {
            return false;
        }
        let base = |unit: &Self, amount: f64| (amount + unit.offset) * unit.factor;
        let wanted = base(self, amount) / other.factor - other.offset;
        if self.is_imperial == other.is_imperial {
            return (wanted - given).abs() <= EXACT * wanted.abs();
        }
        (wanted - given).abs() <= TOLERANCE * wanted.abs().max(1.0)
    }
}

/// The unit of this name.
pub(super) fn unit_named(name: &str) -> Option<&'static Unit> {
    UNITS.iter().find(|unit| unit.name == name)
}

/// Whether a word, in small letters, is one for a week.
pub(super) fn is_week(word: &str) -> bool {
    let mut weeks = UNITS.iter().filter(|unit| unit.name == "week");
    weeks.any(|unit| unit.forms.split(' ').any(|form| form.to_lowercase() == word))
}

/// How far a conversion may be rounded: five miles are eight kilometres.
const TOLERANCE: f64 = 0.07;
/// Numbers in floating point are not equal to the last bit.
const EXACT: f64 = 0.000_001;

/// The unit right behind a number, with one blank at most between them.
pub(super) fn unit_after(line: &Line, end: usize, code: &str) -> Option<&'static Unit> {
    let is_other = |word: &str| {
        OTHERWISE.iter().any(|(codes, form)| {
            *form == word && (code.is_empty() || codes.split(' ').any(|other| other == code))
        })
    };
    // `15-inch` too.
    let joined = |c: char| is_space(c) || c == '-';
    let start = end + usize::from(line.plain(end).is_some_and(joined));
    let part = |c: char| {
        c.is_alphabetic()
            || matches!(c, '°' | 'µ' | '"' | '״' | '.' | '·' | '⋅' | '²' | '³' | '/')
            || u32::from(c) >= 0x900 && !c.is_whitespace()
    };
    let mut word = String::new();
    for c in (start..).take(LONGEST).map_while(|at| line.plain(at)) {
        match c {
            // “sq ft”, `m2`
            c if is_space(c) && word.ends_with(|c: char| c.is_alphabetic() || c == '.') => word.push('_'),
            '2' | '3' if word.ends_with('m') || word.ends_with("ft") => {
                word.push(if c == '2' { '²' } else { '³' })
            }
            c if part(c) => word.push(c),
            _ => break,
        }
    }
    // The longest form that it begins with; scripts without blanks run on.
    let mut cut = None;
    loop {
        let is_spaced = |c: char| u32::from(c) < 0xE00;
        let goes_on =
            cut.is_some_and(|c: char| c.is_alphabetic() && is_spaced(c)) && word.chars().all(is_spaced);
        if let Some(unit) = FORMS.get(word.as_str()).filter(|_| !goes_on && !is_other(&word)) {
            return Some(unit);
        }
        cut = Some(word.pop()?);
    }
}

/// Forms that are another word in some languages: hours of one are seconds, years or moments of the next.
const OTHERWISE: &[(&str, &str)] =
    &[("ms id", "saat"), ("bg mk sr", "година"), ("bg mk sr", "години"), ("bg mk sr", "годин")];

/// The units by their forms, in which `_` is a blank.
static FORMS: LazyLock<HashMap<&str, &Unit>> = LazyLock::new(|| {
    UNITS.iter().flat_map(|unit| unit.forms.split(' ').map(move |form| (form, unit))).collect()
});

const LONGEST: usize = 22;

#[cfg(test)]
mod tests {
    use super::unit_after;
    use crate::check::line::Line;
    use crate::domain::text::CodedText;

    #[test]
    fn units_are_read_behind_a_number() {
        let check = |text: &str, expected: Option<&str>| {
            let line = Line::new(&CodedText::plain(text), &[]);
            assert_eq!(unit_after(&line, 1, "en").map(|unit| unit.name), expected, "{text}");
        };
        check("5 mg twice", Some("mg"));
        check("5mg", Some("mg"));
        check("5 мг", Some("mg"));
        check("5毫克的药", Some("mg"));
        check("5ミリグラムを", Some("mg"));
        check("5 months", Some("month"));
        check("5 monthly", None);
        check("5 in total", None);
        check("5\u{A0}km/h", Some("km/h"));
        check("5 km/kWh", Some("km"));
        check("5 sq ft of it", Some("ft²"));
        check("5 m2", Some("m²"));
        check("5 m 2", Some("m"));
        check("5 fl oz", Some("fl oz"));
        check("5", None);
        check("5 มก. ต่อวัน", Some("mg"));
    }

    #[test]
    fn conversions_are_told_from_other_amounts() {
        let check = |from: &str, to: &str, expected: bool| {
            let read = |text: &str| {
                let (number, _) = text.split_once(' ').unwrap();
                let line = Line::new(&CodedText::plain(text), &[]);
                (number.parse::<f64>().unwrap(), unit_after(&line, number.len(), "en").unwrap())
            };
            let ((amount, unit), (given, other)) = (read(from), read(to));
            assert_eq!(unit.converts(amount, other, given), expected, "{from} {to}");
        };
        check("5 miles", "8 km", true);
        check("5 miles", "8 m", false);
        check("5 miles", "5 km", false);
        check("6 feet", "1.8 m", true);
        check("212 °F", "100 °C", true);
        check("32 °F", "0 °C", true);
        check("8 km", "5 miles", true);
        check("5 mg", "5 g", false);
        check("1.5 kW", "1500 W", true);
        check("1.5 kW", "150 W", false);
        check("3 days", "72 hours", true);
        check("60 mph", "100 km/h", true);
        check("30 psi", "2 bar", true);
        check("1000 sq ft", "93 m²", true);
        check("10 acres", "4 ha", true);
        check("8 fl oz", "240 ml", true);
        check("8 fl oz", "24 ml", false);
    }
}
