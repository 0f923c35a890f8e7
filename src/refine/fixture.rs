//! Segments and settings for tests.

use super::Settings;
use crate::domain::file::LanguagePair;
use crate::domain::segment::{Segment, SegmentRef};
use crate::domain::text::{Code, CodedText};

/// Code 1 is a pair, code 2 stands alone.
pub(super) fn codes() -> Vec<Code> {
    [(1, true), (2, false)]
        .map(|(number, pair)| Code {
            number,
            kind: if pair { "g" } else { "x" }.to_owned(),
            pair,
            nests: pair,
            in_source: true,
            in_target: true,
            key: number.to_string(),
            ..Code::default()
        })
        .to_vec()
}

/// An English-German segment from shown texts.
pub(super) fn segment(number: u64, source: &str, target: &str) -> Segment {
    let codes = codes();
    let read = |shown| CodedText::parse(shown, &codes).unwrap();
    let (source, target) = (read(source), read(target));
    let used = |text: &CodedText, number| text.tokens().any(|token| token.number == number);
    let codes = codes.iter().map(|code| Code {
        in_source: used(&source, code.number),
        in_target: used(&target, code.number),
        ..code.clone()
    });
    Segment {
        id: SegmentRef { number, file_element: "f".to_owned(), ..SegmentRef::default() },
        languages: LanguagePair { source: "en".to_owned(), target: "de".to_owned() },
        codes: codes.filter(|code| code.in_source || code.in_target).collect(),
        source,
        target,
        skip: None,
        max_chars: None,
        bounds: Vec::new(),
        notes: Vec::new(),
        claim: None,
        variant: false,
        part: false,
        dismissed: Vec::new(),
    }
}

/// A job with the usual options.
pub(super) fn settings(model: &str) -> Settings {
    Settings::new(model)
}
