//! What a file demands of a target beyond its codes: size, characters, words it must hold.
//!
//! Plain data, found by the reader; `integrity` measures candidates by it. What cannot be measured
//! here (pixels, glyphs, profiles of others) never becomes a bound.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// A demand on a target.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// Its text has a size.
    Size {
        /// What is counted.
        unit: Unit,
        /// The least.
        least: u64,
        /// The most.
        most: Option<u64>,
    },
    /// Its characters are of a class (`charclass` of 1.2).
    Class(Class),
    /// Its characters are those of a pattern (`its:allowedCharacters`).
    Allowed(String),
    /// It holds words, or does not (`val:rule`).
    Words {
        /// Where they stand.
        place: Place,
        /// The words.
        text: String,
        /// How often they occur; `None` is at least once.
        occurs: Option<u64>,
        /// Whether the source must hold them likewise.
        in_source: bool,
        /// Whether upper and lower case are one.
        caseless: bool,
        /// In which form both are compared.
        form: Form,
    },
    /// It is a list of options: as many commas, and the same spaces before each option.
    Options,
}

/// What a size counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unit {
    /// Code points, or bytes of an encoding.
    pub of: Encoding,
    /// The form the text is brought to before it is counted.
    pub form: Form,
}

/// How characters are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// As code points.
    Characters,
    /// As bytes of UTF-8.
    Utf8,
    /// As bytes of UTF-16.
    Utf16,
    /// As bytes of UTF-32.
    Utf32,
}

/// A form of Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// As written.
    None,
    /// Composed.
    Nfc,
    /// Decomposed.
    Nfd,
}

/// Characters of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Those of ASCII.
    Ascii,
    /// No lower-case letters.
    Uppercase,
    /// No upper-case letters.
    Lowercase,
    /// Digits alone.
    Digits,
    /// Letters of katakana alone.
    Katakana,
}

/// Where words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// At the beginning.
    Start,
    /// At the end.
    End,
    /// Anywhere.
    Anywhere,
    /// Nowhere.
    Nowhere,
}

impl Unit {
    /// Code points as they are.
    pub const CHARACTERS: Self = Self { of: Encoding::Characters, form: Form::None };

    /// The size of a text.
    #[must_use]
    pub fn size(self, text: &str) -> u64 {
        let (mut characters, mut utf8, mut utf16) = (0_u64, 0_u64, 0_u64);
        let mut count = |c: char| {
            characters += 1;
            utf8 += c.len_utf8() as u64;
            utf16 += 2 * c.len_utf16() as u64;
        };
        match self.form {
            Form::None => text.chars().for_each(&mut count),
            Form::Nfc => text.nfc().for_each(&mut count),
            Form::Nfd => text.nfd().for_each(&mut count),
        }
        match self.of {
            Encoding::Characters => characters,
            Encoding::Utf8 => utf8,
            Encoding::Utf16 => utf16,
            Encoding::Utf32 => 4 * characters,
        }
    }

    /// What is counted, for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.of {
            Encoding::Characters => "characters",
            Encoding::Utf8 => "bytes of UTF-8",
            Encoding::Utf16 => "bytes of UTF-16",
            Encoding::Utf32 => "bytes of UTF-32",
        }
    }
}

impl Form {
    /// The text in this form.
    #[must_use]
    pub fn of(self, text: &str) -> String {
        match self {
            Self::None => text.to_owned(),
            Self::Nfc => text.nfc().collect(),
            Self::Nfd => text.nfd().collect(),
        }
    }
}

impl Class {
    /// Whether a character is of the class. White space and punctuation are of every class but the
    /// digits'.
    #[must_use]
    pub fn has(self, c: char) -> bool {
        match self {
            Self::Ascii => c.is_ascii(),
            Self::Uppercase => !c.is_lowercase(),
            Self::Lowercase => !c.is_uppercase(),
            Self::Digits => c.is_numeric() || c.is_whitespace(),
            Self::Katakana => {
                !c.is_alphabetic()
                    || matches!(c, '\u{30A0}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}')
            }
        }
    }
}
