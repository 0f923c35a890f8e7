//! The same source with two targets, and the same target for two sources.

use super::super::catalog::Id;
use super::super::locale::Language;
use crate::domain::text::{CodedText, Part};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use unicode_normalization::UnicodeNormalization as _;

/// What is kept of the texts of a pair of languages: for each the hash of the other side.
#[derive(Debug, Default)]
pub(super) struct Texts {
    sources: HashMap<u64, Seen>,
    targets: HashMap<u64, Seen>,
}

/// The first segment with a text.
#[derive(Debug)]
struct Seen {
    other: u64,
    number: u64,
    is_told: bool,
}

/// Distinct texts that are remembered of each side: some 30 MB.
const MOST_TEXTS: usize = 500_000;

impl Texts {
    /// Takes a segment; `sides` are its folded texts.
    pub(super) fn push(
        &mut self,
        number: u64,
        sides: &[String; 2],
        languages: [&'static Language; 2],
        tell: &mut dyn FnMut(Id, u64, String),
    ) {
        let [source, target] = sides.each_ref().map(|text| hash(text));
        // One word is translated as its place wants it: "Open" is a verb or an adjective.
        if is_phrase(&sides[0], languages[0]) {
            compare(&mut self.sources, [source, target], number, |number, other| {
                tell(
                    Id::SameSrcDiffTgt,
                    number,
                    format!("the same source is translated otherwise in segment {other}"),
                );
            });
        }
        if is_phrase(&sides[1], languages[1]) {
            compare(&mut self.targets, [target, source], number, |number, other| {
                tell(
                    Id::SameTgtDiffSrc,
                    number,
                    format!("the same target stands for another source in segment {other}"),
                );
            });
        }
    }
}

fn compare(
    known: &mut HashMap<u64, Seen>,
    [this, other]: [u64; 2],
    number: u64,
    mut tell: impl FnMut(u64, u64),
) {
    if let Some(seen) = known.get_mut(&this) {
        if seen.other != other {
            if !std::mem::replace(&mut seen.is_told, true) {
                tell(seen.number, number);
            }
            tell(number, seen.number);
        }
    } else if known.len() < MOST_TEXTS {
        known.insert(this, Seen { other, number, is_told: false });
    }
}

fn is_phrase(text: &str, language: &Language) -> bool {
    if language.spaced || !language.is_known() {
        text.split(' ').filter(|word| word.contains(char::is_alphabetic)).count() > 1
    } else {
        text.chars().filter(|c| c.is_alphabetic()).count() > 3
    }
}

/// A text as it is compared: composed, lower case, blanks folded, a mark for each code.
pub(super) fn folded(text: &CodedText) -> String {
    let mut out = String::new();
    for part in text.parts() {
        match part {
            Part::Text(text) if text.is_ascii() => out.push_str(&text.to_ascii_lowercase()),
            Part::Text(text) => out.extend(text.nfc().flat_map(char::to_lowercase)),
            Part::Token(_) => out.push('\u{FFFC}'),
        }
    }
    let mut folded = String::with_capacity(out.len());
    for word in out.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
