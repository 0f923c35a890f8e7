//! The placeholders of two texts, compared.

use super::super::Id;
use super::super::line::Line;
use super::super::locale::Language;
use super::super::view::{Report, View};
use super::printf::{is_numbered, takes_next, without_size};
use crate::domain::segment::Severity;
use std::collections::BTreeMap;

/// The placeholders of source and target are the same.
pub(in crate::check) fn placeholders(view: &View<'_>, report: &mut Report) {
    let (source, target) = (&view.source, &view.target);
    if source.placeholders.is_empty() && target.placeholders.is_empty() {
        return;
    }
    let wanted: Vec<String> = source.placeholders.iter().map(|cells| normal(&source.text(cells))).collect();
    let given: Vec<String> = target.placeholders.iter().map(|cells| normal(&target.text(cells))).collect();
    // Arms of a plural may repeat an argument as often as the language needs, and so may a list of phrases.
    let by_set =
        source.has_arms || target.has_arms || source.is_list_of_phrases() && target.is_list_of_phrases();
    let text = |line: &Line| line.text(&(0..line.len()));
    if source.has_char('%')
        && let Some(date) = date_parts(&text(source)).filter(Date::is_all)
        && let Some(other) = date_parts(&text(target)).filter(|other| other.parts > 0)
    {
        if date.fields & !other.fields != 0 {
            let message = "the pattern of a date lacks a part of the source's";
            report.add(Id::Placeholder, Severity::Critical, message, None);
        }
        return;
    }
    if given == wanted || is_numbered(&text(source), &wanted, &given) || are_numbers_lost(&wanted, &given) {
        return;
    }
    let clean = report.found.len();
    for name in lacking(&wanted, &given, by_set) {
        report.add(Id::Placeholder, Severity::Critical, format!("the placeholder {name} is missing"), None);
    }
    for name in lacking(&given, &wanted, by_set) {
        // A sign of percent stands for nothing.
        let may_be_said_again = || match name.as_str() {
            "%%" => wanted.contains(name),
            _ => !takes_next(name) && is_bound(source, view.source_language, &wanted, name),
        };
        if may_be_said_again() && is_said_again(target, &given, name) {
            continue;
        }
        let cells = given.iter().rposition(|other| other == name).map(|at| &target.placeholders[at]);
        let span = cells.map(|cells| target.span(cells));
        report.add(
            Id::Placeholder,
            Severity::Critical,
            format!("the placeholder {name} is not in the source"),
            span,
        );
    }
    let order =
        |names: &[String]| -> Vec<String> { names.iter().filter(|name| takes_next(name)).cloned().collect() };
    if report.found.len() == clean && !by_set && order(&wanted) != order(&given) {
        let message = "placeholders without a number are in another order than in the source";
        report.add(Id::Placeholder, Severity::Critical, message, None);
    }
}

/// Whether the target only leaves out numbers that say the order: `%1$s of %2$s` is `%s of %s`.
fn are_numbers_lost(wanted: &[String], given: &[String]) -> bool {
    wanted.len() == given.len()
        && wanted.iter().zip(given).enumerate().all(|(at, (wanted, given))| {
            let rest = wanted.strip_prefix(&format!("%{}$", at + 1));
            rest.is_some_and(|rest| given.strip_prefix('%') == Some(rest))
        })
}

/// `{{ name }}` is `{{name}}`, `%.20s` is `%s`, and `%'d` is `%d` with its digits in groups; everything else is what
/// it is.
fn normal(placeholder: &str) -> String {
    if let Some(rest) = placeholder.strip_prefix("%'") {
        return format!("%{rest}");
    }
    if placeholder.starts_with("{{") {
        return placeholder.replace(' ', "");
    }
    without_size(placeholder).unwrap_or_else(|| placeholder.to_owned())
}

/// What a text has of the pattern of a date, which each language orders as it likes: `%b %e %H:%M`.
#[derive(Default)]
struct Date {
    parts: usize,
    /// Whether one of them is hardly anything else.
    is_told: bool,
    letters: usize,
    /// What it tells of day, month, year, hour and minute, a bit for each: no language leaves one of them out, while
    /// each has its way with weekdays, seconds, zones and halves of the day.
    fields: u8,
}

impl Date {
    /// Whether the text is a pattern and nothing else.
    fn is_all(&self) -> bool {
        self.is_told && self.parts > 1 && self.letters < 3
    }
}

/// What a text has of a date; `None` if it has a conversion that no date has.
fn date_parts(text: &str) -> Option<Date> {
    let mut date = Date::default();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '%' {
            date.letters += usize::from(c.is_alphabetic());
            continue;
        }
        while chars.next_if(|c| matches!(c, '-' | '_' | 'E' | 'O')).is_some() {}
        let part = chars.next().filter(|part| "aAbBcCdDeFgGhHIjklmMnpPrRSTuUVwWxXyYzZ".contains(*part))?;
        date.parts += 1;
        date.is_told |= "YymMHIbBjk".contains(part);
        date.fields |= fields(part);
    }
    Some(date)
}

fn fields(part: char) -> u8 {
    const DAY: u8 = 1;
    const MONTH: u8 = 1 << 1;
    const YEAR: u8 = 1 << 2;
    const HOUR: u8 = 1 << 3;
    const MINUTE: u8 = 1 << 4;
    match part {
        'd' | 'e' => DAY,
        'b' | 'B' | 'h' | 'm' => MONTH,
        'j' => DAY | MONTH,
        'y' | 'Y' | 'g' | 'G' => YEAR,
        'H' | 'I' | 'k' | 'l' => HOUR,
        'M' => MINUTE,
        'D' | 'F' | 'x' => DAY | MONTH | YEAR,
        'r' | 'R' | 'T' | 'X' => HOUR | MINUTE,
        'c' => DAY | MONTH | YEAR | HOUR | MINUTE,
        _ => 0,
    }
}

/// Whether the source names a bound once that a language may have to name twice: “X or less” is “X, or less than X”.
fn is_bound(source: &Line, language: &Language, names: &[String], name: &str) -> bool {
    let or = OR.iter().find(|(code, _)| *code == language.code).map_or("", |(_, words)| *words);
    names.iter().zip(&source.placeholders).filter(|(other, _)| *other == name).any(|(_, cells)| {
        let next = source.words.partition_point(|word| word.start < cells.end);
        source.words.get(next).is_some_and(|word| {
            (cells.end..word.start).all(|at| source.plain(at).is_some_and(char::is_whitespace))
                && or.split(' ').any(|or| or == source.text(word))
        })
    })
}

const OR: &[(&str, &str)] = &[
    ("cs", "nebo"),
    ("da", "eller"),
    ("de", "oder"),
    ("en", "or"),
    ("es", "o u"),
    ("fr", "ou"),
    ("it", "o"),
    ("nb", "eller"),
    ("nl", "of"),
    ("pl", "lub"),
    ("pt", "ou"),
    ("ru", "или"),
    ("sv", "eller"),
    ("uk", "або"),
];

/// Whether words part the places of a placeholder.
fn is_said_again(target: &Line, given: &[String], name: &str) -> bool {
    let places: Vec<_> = given.iter().zip(&target.placeholders).filter(|(other, _)| *other == name).collect();
    places.windows(2).all(|pair| {
        let between = pair[0].1.end..pair[1].1.start;
        let next = target.words.partition_point(|word| word.start < between.start);
        target.words.get(next).is_some_and(|word| word.start < between.end)
    })
}

/// What `names` has more often than `others`; as a set if `by_set`.
fn lacking<'a>(names: &'a [String], others: &'a [String], by_set: bool) -> Vec<&'a String> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for other in others {
        *left.entry(other).or_default() += if by_set { names.len() } else { 1 };
    }
    let lacks = |name: &&String| match left.get_mut(name.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        Some(_) | None => true,
    };
    let mut lacking: Vec<&String> = names.iter().filter(lacks).take(MAX_NAMED).collect();
    if by_set {
        lacking.dedup();
    }
    lacking
}

const MAX_NAMED: usize = 50;
