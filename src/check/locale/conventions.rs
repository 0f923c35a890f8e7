//! How a language is written, in a few words for whoever writes it.

use super::{BeforeMarks, language};
use crate::domain::locale::Locale;

/// What the tables know of numbers and marks in a language; nothing of one without a row.
#[must_use]
pub fn conventions(locale: &Locale) -> Vec<String> {
    let language = language(locale);
    if !language.is_known() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    if let Some(sign) = language.decimal {
        let spaced = language.groups_by_space && sign == ',';
        let groups = if spaced { ", a space may group digits" } else { "" };
        lines.push(format!("decimal sign {sign}{groups}"));
    }
    match language.before_marks {
        BeforeMarks::Nothing => lines.push("no space before ; : ! ?".to_owned()),
        BeforeMarks::NoBreak => lines.push("a no-break space before ; : ! ? and inside « »".to_owned()),
        BeforeMarks::Free => {}
    }
    if let Some((open, close)) = language.quotes {
        let usually = if language.quotes_vary { "usually " } else { "" };
        lines.push(format!("quotes {usually}{open}…{close}"));
    }
    if language.inverts() {
        lines.push("¿…? and ¡…!".to_owned());
    }
    let own: Vec<String> = language.own_marks.iter().map(|(_, own)| own.to_string()).collect();
    if !own.is_empty() {
        lines.push(format!("marks {}", own.join(" ")));
    }
    let marks = &language.marks;
    for (name, usual, mark) in [("full stop", ".", marks.stop), ("question mark", "?", marks.question)] {
        let mark = mark.map(str::trim).filter(|mark| *mark != usual && !own.iter().any(|own| own == mark));
        lines.extend(mark.map(|mark| format!("{name} {mark}")));
    }
    if !marks.needs_stop && !language.spaced {
        lines.push("a sentence may end without a full stop".to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::languages::LANGUAGES;
    use super::conventions;
    use crate::domain::locale::Locale;

    #[test]
    fn what_the_tables_know_is_told_in_a_few_words() {
        let nothing_before = "no space before ; : ! ?";
        for (tag, expected) in [
            ("de-AT", vec!["decimal sign ,", nothing_before, "quotes usually „…“"]),
            ("de-CH", vec!["decimal sign .", nothing_before]),
            (
                "fr",
                vec![
                    "decimal sign ,, a space may group digits",
                    "a no-break space before ; : ! ? and inside « »",
                ],
            ),
            ("fr-CA", vec!["decimal sign ,, a space may group digits"]),
            ("es-MX", vec!["decimal sign .", nothing_before, "¿…? and ¡…!"]),
            ("pl", vec!["decimal sign ,, a space may group digits", nothing_before, "quotes „…”"]),
            ("el", vec!["decimal sign ,", nothing_before, "question mark ;"]),
            ("ar", vec![nothing_before, "marks ، ؛ ؟"]),
            ("ur", vec![nothing_before, "marks ، ؛ ؟", "full stop ۔"]),
            ("hi", vec!["decimal sign .", nothing_before, "full stop ।"]),
            ("zh-Hans", vec!["decimal sign .", "marks ， 。 ； ？ ！ ："]),
            ("ja", vec!["decimal sign .", "marks 、 。"]),
            ("th", vec!["decimal sign .", "a sentence may end without a full stop"]),
            ("tlh", vec![]),
            ("de-Cyrl", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(conventions(&Locale::parse(tag)), expected, "{tag}");
        }
    }

    #[test]
    fn they_are_few_words_in_every_language() {
        for row in LANGUAGES {
            let region = row.regions.first().map(|region| format!("-{region}")).unwrap_or_default();
            let tag = format!("{}{region}", row.code);
            let length: usize =
                conventions(&Locale::parse(&tag)).iter().map(|line| line.chars().count() + 3).sum();
            // A token has some three characters where many are marks.
            assert!((1..=160).contains(&length), "{tag}: {length}");
        }
    }
}
