//! What the target so far had right and a candidate must keep: numbers, currencies, the script it is
//! written in; and what none of the texts has, so that nobody asked for it.

use super::super::script::{self, Script};
use super::{Refusal, refuse};
use crate::check;
use crate::domain::currency;
use crate::domain::locale::Locale;
use crate::domain::segment::Gate;
use crate::domain::text::CodedText;
use crate::refine::subject::{Subject, Version};
use std::collections::HashSet;

/// Numbers and their units: those that agree with the source stay so, and where they do not, no
/// others come in unless there are fewer differences.
pub(super) fn numbers(subject: &Subject, best: &Version, candidate: &CodedText) -> Result<(), Refusal> {
    let (before, after) = (subject.differences(best), subject.number_differences(candidate));
    if after > before {
        return refuse(Gate::Numbers, "its numbers or their units differ from those of the source");
    }
    if after > 0 && after == before && !subject.has_numbers_of(&best.text, candidate) {
        return refuse(Gate::Numbers, "its numbers are others and differ from the source as before");
    }
    let (source, then, now) = (subject.segment.source.text(), best.text.text(), candidate.text());
    let count = |text: &str, sign: char| text.matches(sign).count();
    let lost = |sign: &char| count(&now, *sign) < count(&then, *sign).min(count(&source, *sign));
    if currency::SIGNS.iter().any(lost) {
        return refuse(Gate::Numbers, "a currency of the source went away");
    }
    Ok(())
}

/// The script nearly all of the target so far is written in, unless it is not one of the language.
pub(super) fn script(best: &str, candidate: &str, expected: &[Script]) -> Result<(), Refusal> {
    let letters = |text: &str| text.chars().filter_map(script::of).collect::<Vec<_>>();
    let (before, after) = (letters(best), letters(candidate));
    let share = |all: &[Script], one: Script| all.iter().filter(|script| **script == one).count();
    let Some(main) = before.iter().copied().find(|one| share(&before, *one) * 10 >= before.len() * 9) else {
        return Ok(());
    };
    let is_of_language = expected.is_empty() || expected.contains(&main);
    if is_of_language && before.len() >= 4 && after.len() >= 4 && share(&after, main) * 2 < after.len() {
        return refuse(Gate::Language, "it is written in another script than the target before");
    }
    Ok(())
}

/// Addresses, marks of emphasis and invisible blanks that neither source nor target had.
pub(super) fn nothing_new(subject: &Subject, best: &Version, candidate: &CodedText) -> Result<(), Refusal> {
    let (source, then, now) = (subject.segment.source.text(), best.text.text(), candidate.text());
    let known: HashSet<&str> = domains(&source).chain(domains(&then)).collect();
    if domains(&now).any(|domain| !known.contains(domain)) {
        return refuse(Gate::Placeholders, "it holds an address that neither source nor target had");
    }
    if check::is_emphasised(&now) && !then.contains('*') && !source.contains('*') {
        return refuse(Gate::Findings, "it holds marks of emphasis (*) that neither source nor target had");
    }
    let count = |text: &str| text.chars().filter(|c| is_odd_blank(*c, &subject.target_locale)).count();
    if count(&now) > count(&then).max(count(&source)) {
        return refuse(Gate::Characters, "it holds blanks of a width that the language does not use");
    }
    Ok(())
}

/// Words like `example.com`: letters of ASCII with a stop between them and no blank.
fn domains(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))).filter_map(|word| {
        let word = word.trim_matches(['.', '-']);
        let (name, top) = word.rsplit_once('.')?;
        let is_top = (2..=24).contains(&top.len()) && top.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_name =
            name.len() >= 2 && name.is_ascii() && name.bytes().any(|byte| byte.is_ascii_lowercase());
        // "e.g.", "z.B.": single letters are abbreviations.
        let is_abbreviation = name.split('.').all(|part| part.len() < 2);
        (is_top && is_name && !is_abbreviation).then_some(word)
    })
}

/// Blanks that cannot be told from others by eye. Those of Chinese and Japanese, and the thin and
/// non-breaking ones that languages put into numbers and before marks, are in use.
fn is_odd_blank(character: char, locale: &Locale) -> bool {
    match character {
        '\u{2000}'..='\u{2008}' | '\u{200a}' | '\u{205f}' => true,
        '\u{3000}' => !matches!(locale.language.as_str(), "zh" | "ja" | "yue" | "ko"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::domains;

    #[test]
    fn a_domain_is_told_from_an_abbreviation() {
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(domains(text).collect::<Vec<_>>(), expected, "{text}");
        };
        check("See evil.com or sub.evil.example/now.", &["evil.com", "sub.evil.example"]);
        check("e.g. z.B. u.a. 3.5 v1.2 End.New", &[]);
        check("Ende.", &[]);
    }
}
