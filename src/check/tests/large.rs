//! Texts no person writes: every check must come to its end on them.

use super::{Sample, code, findings, repair};
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
