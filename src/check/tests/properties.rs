//! What holds for every pair of texts.

use super::{Sample, code};
use crate::check::{findings, is_hard, repair};
use crate::domain::locale::Locale;
use crate::domain::text::{CodedText, Form, Part, Token};
use proptest::prelude::*;

/// Texts near those that checks look for, and some far from all.
fn part() -> impl Strategy<Value = Part> {
    let words = prop::sample::select(vec![
        "Datei",
        "die",
        " ",
        "  ",
        ".",
        ",",
        " ,",
        "!",
        "?",
        "5",
        "1.234,5",
        "-3",
        "{0}",
        "%s",
        "Save the file",
        "«",
        " »",
        "“",
        "”",
        "(",
        ")",
        "\u{200B}",
        "\u{FFFD}",
        "\n",
        "\t",
        "\u{1}",
        "ファイル",
        "。",
        "שלום",
        "\u{200F}",
        "مرحبا",
        "👨\u{200D}👩\u{200D}👧",
        "e\u{301}",
        "⟦",
        "⟧",
        "https://a.example/b",
        "{n, plural, one {x} other {y}}",
        "<b>",
        "12/31/2024",
        "10:30 pm",
        "３，０００",
        "3万",
        "\u{A0}",
        "…",
        "..",
        "{{",
        "%(",
        "&#",
        "<",
    ]);
    let token = (1u32..4, 0..2).prop_map(|(number, end)| {
        let form = match (number, end) {
            (3, _) => Form::Alone,
            (_, 0) => Form::Open,
            _ => Form::Close,
        };
        Part::Token(Token { number, form })
    });
    prop_oneof![
        6 => words.prop_map(|word| Part::Text(word.to_owned())),
        2 => token,
        1 => any::<String>().prop_map(Part::Text),
    ]
}

fn text() -> impl Strategy<Value = CodedText> {
    prop::collection::vec(part(), 0..14).prop_map(|parts| {
        let mut text = CodedText::default();
        parts.into_iter().for_each(|part| text.push(part));
        text
    })
}

fn sample() -> impl Strategy<Value = Sample> {
    let tags = prop::sample::select(vec![
        "en", "de", "fr", "ja", "zh", "ar", "th", "el", "ru", "es", "hi", "xx", "",
    ]);
    (text(), text(), tags.clone(), tags, prop::option::of(0u64..80)).prop_map(
        |(source, target, from, to, max_chars)| Sample {
            codes: vec![code(1, true), code(2, true), code(3, false)],
            source,
            target,
            locales: [Locale::parse(from), Locale::parse(to)],
            max_chars,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn spans_lie_within_the_shown_target(sample in sample()) {
        let length = u32::try_from(sample.target.to_string().chars().count()).unwrap();
        for finding in sample.findings() {
            if let Some((start, end)) = finding.span {
                prop_assert!(start < end && end <= length, "{finding:?} of {length}");
            }
        }
    }

    #[test]
    fn repairs_are_idempotent_and_add_nothing(sample in sample()) {
        let Some(first) = repair(&sample.pair()) else { return Ok(()) };
        prop_assert!(!first.fixed.is_empty());
        let is_repaired = |name: &str| crate::check::Id::parse(name).is_some_and(crate::check::Id::is_repaired);
        prop_assert!(first.fixed.iter().any(|fixed| is_repaired(&fixed.check)), "{:?}", first.fixed);
        let pair = crate::check::Pair { target: &first.target, ..sample.pair() };
        prop_assert!(repair(&pair).is_none(), "{} still repairs", first.target);
        let (before, after) = (sample.findings(), findings(&pair));
        prop_assert!(after.len() < before.len());
        let hard = |list: &[crate::domain::segment::Finding]| list.iter().filter(|finding| is_hard(&finding.check)).count();
        prop_assert!(hard(&after) <= hard(&before));
    }

    #[test]
    fn repairs_keep_the_codes_but_those_that_frame_the_source(sample in sample()) {
        let Some(repaired) = repair(&sample.pair()) else { return Ok(()) };
        let mut added: Vec<Token> = repaired.target.tokens().collect();
        for token in sample.target.tokens() {
            let at = added.iter().position(|other| *other == token);
            prop_assert!(at.is_some(), "{token} is gone");
            added.remove(at.unwrap());
        }
        for token in added {
            prop_assert!(sample.source.tokens().any(|other| other == token));
            prop_assert!(!sample.target.tokens().any(|other| other == token));
        }
    }
}
