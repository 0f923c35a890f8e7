//! The placeholders of two texts, compared.

use super::super::Id;
use super::super::line::Line;
use super::super::locale::Language;
use super::super::view::{Report, View};
use super::dates::compare_dates;
use super::printf::{is_numbered, takes_next, without_size};
use crate::domain::segment::Severity;
use std::collections::BTreeMap;

/// The placeholders of source and target are the same.
pub(in crate::check) fn placeholders(view: &View<'_>, report: &mut Report) {
    let (source, target) = (&view.source, &view.target);
    let text = |line: &Line| line.text(&(0..line.len()));
    if let Some(is_whole) = compare_dates(source, target) {
        if !is_whole {
            let message = "the pattern of a date lacks a part of the source's";
            report.add(Id::Placeholder, Severity::Critical, message, None);
        }
        return;
    }
    if source.placeholders.is_empty() && target.placeholders.is_empty() {
        return;
    }
    let wanted: Vec<String> = source.placeholders.iter().map(|cells| normal(&source.text(cells))).collect();
    let given: Vec<String> = target.placeholders.iter().map(|cells| normal(&target.text(cells))).collect();
    // Arms of a plural may repeat an argument as often as the language needs, and so may a list of phrases.
    let by_set =
        source.has_arms || target.has_arms || source.is_list_of_phrases() && target.is_list_of_phrases();
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
    if placeholder.starts_with("{{") {
        return placeholder.replace(' ', "");
    }
    without_size(placeholder).unwrap_or_else(|| placeholder.to_owned())
}

/// Whether the source names a bound once that a language may have to name twice: “X or less” is “X, or less than X”.
/// Signs and codes may stand before the “or”: `{n} % or less`.
fn is_bound(source: &Line, language: &Language, names: &[String], name: &str) -> bool {
    let Some((_, or)) = OR.iter().find(|(codes, _)| codes.split(' ').any(|code| code == language.code))
    else {
        return false;
    };
    let is_sign = |at: usize| {
        source.token(at).is_some()
            || source.char(at).is_some_and(|c| !c.is_alphanumeric() && !ENDS.contains(c))
    };
    names.iter().zip(&source.placeholders).filter(|(other, _)| *other == name).any(|(_, cells)| {
        let next = source.words.partition_point(|word| word.start < cells.end);
        source.words.get(next).is_some_and(|word| {
            let text = source.text(word);
            let is_or = or.split(' ').any(|or| match language.spaced {
                true => text == or,
                false => text.starts_with(or),
            });
            is_or && word.start - cells.end <= NEAR && (cells.end..word.start).all(is_sign)
        })
    })
}

/// How many cells stand between a bound and its “or” at most: `{n}⟦/1⟧ %⟦/2⟧ or`.
const NEAR: usize = 8;
/// What ends a phrase: no “or” behind it belongs to the bound.
const ENDS: &str = ".,;:!?{}。、，；：！？";

/// The words for “or”.
const OR: &[(&str, &str)] = &[
    ("ar", "أو"),
    ("bg", "или"),
    ("ca", "o"),
    ("cs", "nebo či"),
    ("da nb nn no sv", "eller"),
    ("de", "oder"),
    ("el", "ή"),
    ("en", "or"),
    ("es", "o u"),
    ("et", "või"),
    ("fa", "یا"),
    ("fi", "tai"),
    ("fr", "ou"),
    ("he", "או"),
    ("hi", "या"),
    ("hr sl", "ili ali"),
    ("hu", "vagy"),
    ("id ms", "atau"),
    ("it", "o"),
    ("ja", "または もしくは あるいは"),
    ("ko", "또는 혹은"),
    ("lt", "arba ar"),
    ("lv", "vai"),
    ("nl", "of"),
    ("pl", "lub albo"),
    ("pt ro", "ou sau"),
    ("ru", "или"),
    ("sk", "alebo"),
    ("th", "หรือ"),
    ("tr", "veya ya"),
    ("uk", "або чи"),
    ("vi", "hoặc hay"),
    ("zh", "或"),
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
