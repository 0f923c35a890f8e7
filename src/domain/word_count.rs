//! Counts words the same way in all scripts.

use super::text::{CodedText, Part};
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use std::sync::LazyLock;

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// The words of a text without its codes: by UAX #29, by dictionary where a script has no spaces.
#[must_use]
pub fn of(text: &CodedText) -> u64 {
    match text.parts() {
        [Part::Text(text)] => count(text),
        _ => count(&text.text()),
    }
}

fn count(text: &str) -> u64 {
    latin(text).unwrap_or_else(|| by_rules(text))
}

fn by_rules(text: &str) -> u64 {
    let mut breaks = SEGMENTER.segment_str(text);
    let mut count = 0;
    while breaks.next().is_some() {
        count += u64::from(breaks.is_word_like());
    }
    count
}

/// What a character is to the words of Latin letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// Binds what is on both sides.
    Binds,
    /// Stays within letters.
    InLetters,
    /// Stays within digits.
    InDigits,
    /// Stays within either.
    Within,
    Other,
}

/// The words of a text of Latin letters, by the same rules in a fraction of the time; `None` if any
/// other character is in it.
fn latin(text: &str) -> Option<u64> {
    let class = |c: char| {
        Some(match c {
            'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' => {
                Class::Letter
            }
            '0'..='9' => Class::Digit,
            '_' => Class::Binds,
            ':' => Class::InLetters,
            ',' | ';' => Class::InDigits,
            '.' | '\'' => Class::Within,
            '\0'..='\u{7F}' | '\u{A0}' | '«' | '»' | '–' | '“' | '”' | '„' => Class::Other,
            _ => return None,
        })
    };
    let mut count = 0;
    let (mut before, mut last, mut counted) = (Class::Other, Class::Other, false);
    for c in text.chars() {
        let now = class(c)?;
        let joins = match (last, now) {
            (Class::Letter | Class::Digit | Class::Binds, Class::Letter | Class::Digit | Class::Binds) => {
                true
            }
            (Class::InLetters | Class::Within, Class::Letter) => before == Class::Letter,
            (Class::InDigits | Class::Within, Class::Digit) => before == Class::Digit,
            _ => false,
        };
        let waits = matches!(now, Class::InLetters | Class::InDigits | Class::Within);
        if matches!(now, Class::Letter | Class::Digit | Class::Binds) {
            if !joins || !counted {
                count += 1;
            }
            counted = true;
        } else if !waits {
            counted = false;
        }
        (before, last) = (last, now);
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::{by_rules, latin, of};
    use crate::domain::text::CodedText;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn latin_words_are_counted_by_the_same_rules(text in "[a-cA0-2 _:,;.'äÿƀ\u{a0}«–\"\t\r\n(-]{0,12}") {
            prop_assert_eq!(latin(&text), Some(by_rules(&text)));
        }
    }

    #[test]
    fn words_are_counted_in_scripts_with_and_without_spaces() {
        for (text, expected) in [("", 0), ("Press OK, then wait.", 4), ("—", 0), ("お待ちください。", 3)]
        {
            assert_eq!(of(&CodedText::plain(text)), expected, "{text}");
        }
    }
}
