//! The placeholders of two texts, compared.

use super::super::Id;
use super::super::line::Line;
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
    if given == wanted
        || is_numbered(&text(source), &wanted, &given)
        || is_date(&text(source)) && date_parts(&text(target)).is_some_and(|date| date.parts > 0)
    {
        return;
    }
    let clean = report.found.len();
    for name in lacking(&wanted, &given, by_set) {
        report.add(Id::Placeholder, Severity::Critical, format!("the placeholder {name} is missing"), None);
    }
    for name in lacking(&given, &wanted, by_set) {
        if wanted.contains(name) && !takes_next(name) && is_said_again(target, &given, name) {
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

/// `{{ name }}` is `{{name}}`, and `%.20s` is `%s`; everything else is what it is.
fn normal(placeholder: &str) -> String {
    if placeholder.starts_with("{{") {
        return placeholder.replace(' ', "");
    }
    without_size(placeholder).unwrap_or_else(|| placeholder.to_owned())
}

/// Whether a text is the pattern of a date, which each language orders as it likes: `%b %e %H:%M`.
fn is_date(text: &str) -> bool {
    date_parts(text).is_some_and(|date| date.is_told && date.parts > 1 && date.letters < 3)
}

/// What a text has of a date.
#[derive(Default)]
struct Date {
    parts: usize,
    /// Whether one of them is hardly anything else.
    is_told: bool,
    letters: usize,
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
    }
    Some(date)
}

/// Whether words part the places of a placeholder: a language may have to name twice what another names once
/// (“X or less” is “X, or less than X”).
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
