//! Texts no person writes: every check must come to its end on them.

use super::{Pair, Sample, code, findings, repair};
use crate::check::Options;
use crate::domain::terms::Term;
use crate::domain::text::{CodedText, Form, Part, Token};

/// A source and a target of codes and text.
fn check(pair: bool, protects: bool, source: &[Part], target: &[Part]) {
    let text = |parts: &[Part]| {
        let mut text = CodedText::default();
        parts.iter().for_each(|part| text.push(part.clone()));
        text
    };
    let mut sample = Sample::new("en-de", "", "");
    (sample.source, sample.target) = (text(source), text(target));
    sample.codes = (1..=MANY).map(|number| code(number, pair)).collect();
    sample.codes.iter_mut().for_each(|code| code.protects = protects);
    assert!(findings(&sample.pair()).len() < 2_000);
    assert!(repair(&sample.pair()).is_none_or(|repair| !repair.fixed.is_empty()));
    assert_eq!(CodedText::parse(&sample.source.to_string(), &sample.codes), Ok(sample.source));
}

const MANY: u32 = 10_000;

fn tokens(form: Form) -> Vec<Part> {
    (1..=MANY).map(|number| Part::Token(Token { number, form })).collect()
}

fn words(text: &str) -> Vec<Part> {
    vec![Part::Text(text.to_owned())]
}

#[test]
fn ten_thousand_codes_are_read_and_checked() {
    let (source, target) = (words("Save the file."), words("Datei  speichern"));
    let framed = [tokens(Form::Alone), source.clone(), tokens(Form::Alone)].concat();
    check(false, false, &framed, &target);
    check(false, false, &target, &framed);
    let around = |inside: &[Part]| [tokens(Form::Open), inside.to_vec(), tokens(Form::Close)].concat();
    check(true, false, &around(&source), &target);
    check(true, true, &around(&source), &around(&target));
}

#[test]
fn placeholders_that_stand_everywhere_are_compared_with_their_neighbours_only() {
    let many = |part: &str| words(&part.repeat(20_000));
    check(false, false, &words("{0} of {1}"), &many("{0} a "));
    check(false, false, &many("%sB"), &many("%sB"));
    check(false, false, &many("U.S. A "), &words("A b c d."));
}

#[test]
fn runs_of_blanks_breaks_of_one_line_and_acronyms_are_looked_at_once() {
    let blanks = " ".repeat(20_000);
    check(false, false, &words(&format!("a{blanks}\nb\tc")), &words(&format!("a{blanks}\nb c")));
    check(false, false, &words(&"a\u{2028}".repeat(10_000)), &words(&"a\u{2028}".repeat(9_999)));
    let target = format!("{}AB", "ab cd ef ".repeat(5_000));
    check(false, false, &words(&"AB ".repeat(5_000)), &words(&target));
}

#[test]
fn long_texts_of_all_that_checks_look_for_are_checked() {
    let parts = [
        "AB12 X99-7 ",
        "Dat3i dat4i ",
        "<b>a</c> </b> ",
        "[b] [/b] ",
        "5 May 2024 ",
        "`a` ** ",
        "don't, stop. ",
        "5 mg 7 kg ",
        "the and with ",
        "a- b ge- macht ",
        "$ € % ",
        "(a] «b” ",
        "{n, plural, one {a}} ",
        "folder folders ",
        "%sB %ldK ",
        "%ld ABC. ",
    ];
    let terms: Vec<Term> = (0..5_000)
        .map(|number| Term {
            source: format!("folder{number}"),
            target: "Ordner".to_owned(),
            ..Term::default()
        })
        .collect();
    let options = Options {
        enabled: crate::check::catalog().iter().map(|id| id.as_str().to_owned()).collect(),
        terms: terms.into(),
        ..Options::default()
    };
    for part in parts {
        let (source, target) = (part.repeat(2_000), part.to_uppercase().repeat(2_000));
        for (source, target) in [(&source, &target), (&target, &source), (&source, &source)] {
            let mut sample = Sample::new("en-de", "", "");
            (sample.source, sample.target) = (CodedText::plain(source), CodedText::plain(target));
            let found = findings(&Pair { options: &options, ..sample.pair() });
            assert!(found.len() <= 500, "{part}");
        }
    }
}

#[test]
fn the_terms_of_a_long_text_are_looked_for_up_to_a_bound() {
    let letter = |number: usize| char::from(b'a' + u8::try_from(number % 26).unwrap());
    let word = |number: usize| format!("{}{}q{number}", letter(number), letter(number / 26));
    let forbidden = || (0..3).map(|number| format!("xq{number}")).collect();
    let terms: Vec<Term> = (0..5_000)
        .map(|number| Term {
            source: word(number),
            target: "Ordner".to_owned(),
            forbidden: forbidden(),
            ..Term::default()
        })
        .collect();
    let options = Options { terms: terms.into(), ..Options::default() };
    let source: String = (0..5_000).map(|number| word(number) + " ").collect();
    let check = |target: &str, expected: std::ops::RangeInclusive<usize>| {
        let mut sample = Sample::new("en-de", "", "");
        (sample.source, sample.target) = (CodedText::plain(&source), CodedText::plain(target));
        let found = findings(&Pair { options: &options, ..sample.pair() });
        let count = found.iter().filter(|found| found.check == "term-required").count();
        assert!(expected.contains(&count), "{count}");
    };
    check("Die Datei ist hier.", 490..=500);
    // Longer, and fewer of the terms.
    check(&"Die Datei ist hier. ".repeat(12_000), 10..=100);
}
