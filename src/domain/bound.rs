//! What a file demands of a target beyond its codes: size, characters, words it must hold.
//!
//! Plain data, found by the reader; `integrity` measures candidates by it. What cannot be measured
//! here (pixels, glyphs, profiles of others, encodings nobody knows) never becomes a bound.

use super::charset::Charset;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
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
    /// Its characters are those of the encoding it is to be stored in (`its:storageEncoding`).
    Charset(Charset),
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
    /// If it is the size of what is stored (ITS 2.0, Storage Size): what stands there for a line feed.
    /// A byte order mark in front is not counted then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored: Option<LineBreak>,
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
    /// As bytes of an encoding that is older.
    Table(Charset),
}

/// What ends a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineBreak {
    /// U+000A.
    #[default]
    Lf,
    /// U+000D.
    Cr,
    /// U+000D and U+000A.
    Crlf,
    /// U+0085.
    Nel,
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
    pub const CHARACTERS: Self = Self::of(Encoding::Characters);

    /// A text as it is written, counted so.
    #[must_use]
    pub const fn of(of: Encoding) -> Self {
        Self { of, form: Form::None, stored: None }
    }

    /// The size of a text.
    #[must_use]
    pub fn size(self, text: &str) -> u64 {
        match self.stored {
            Some(line_break) => self.count(&line_break.of(text.strip_prefix('\u{FEFF}').unwrap_or(text))),
            None => self.count(text),
        }
    }

    fn count(self, text: &str) -> u64 {
        if let Encoding::Table(charset) = self.of {
            return match self.form {
                Form::None => charset.size(text),
                Form::Nfc | Form::Nfd => charset.size(&self.form.of(text)),
            };
        }
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
            Encoding::Characters | Encoding::Table(_) => characters,
            Encoding::Utf8 => utf8,
            Encoding::Utf16 => utf16,
            Encoding::Utf32 => 4 * characters,
        }
    }
}

/// What is counted, for people.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.of {
            Encoding::Characters => f.write_str("characters"),
            Encoding::Utf8 => f.write_str("bytes of UTF-8"),
            Encoding::Utf16 => f.write_str("bytes of UTF-16"),
            Encoding::Utf32 => f.write_str("bytes of UTF-32"),
            Encoding::Table(charset) => write!(f, "bytes of {}", charset.name()),
        }?;
        f.write_str(match self.stored {
            None | Some(LineBreak::Lf) => "",
            Some(LineBreak::Cr) => " with CR for line breaks",
            Some(LineBreak::Crlf) => " with CR LF for line breaks",
            Some(LineBreak::Nel) => " with NEL for line breaks",
        })
    }
}

impl Encoding {
    /// The encoding that has this name with the IANA, in whatever case; `None` if it is not known here.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        const NAMES: [(Encoding, &[&str]); 3] = [
            (Encoding::Utf8, &["utf-8", "utf8", "csutf8"]),
            (
                Encoding::Utf16,
                &[
                    "utf-16",
                    "utf-16be",
                    "utf-16le",
                    "csutf16",
                    "csutf16be",
                    "csutf16le",
                    "iso-10646-ucs-2",
                    "csunicode",
                ],
            ),
            (
                Encoding::Utf32,
                &[
                    "utf-32",
                    "utf-32be",
                    "utf-32le",
                    "csutf32",
                    "csutf32be",
                    "csutf32le",
                    "iso-10646-ucs-4",
                    "csucs4",
                ],
            ),
        ];
        let name = name.trim();
        let of_unicode = NAMES.iter().find(|(_, names)| names.iter().any(|of| name.eq_ignore_ascii_case(of)));
        match of_unicode {
            Some((encoding, _)) => Some(*encoding),
            None => Charset::named(name).map(Self::Table),
        }
    }
}

impl LineBreak {
    /// The text with these line breaks in place of its line feeds.
    fn of(self, text: &str) -> Cow<'_, str> {
        let own = match self {
            Self::Lf => return Cow::Borrowed(text),
            Self::Cr => "\r",
            Self::Crlf => "\r\n",
            Self::Nel => "\u{85}",
        };
        if text.contains('\n') { Cow::Owned(text.replace('\n', own)) } else { Cow::Borrowed(text) }
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

#[cfg(test)]
mod tests {
    use super::{Bound, Encoding, LineBreak, Unit};

    #[test]
    fn a_text_is_counted_as_it_is_stored() {
        let size = |name: &str, line_break: LineBreak, text: &str| {
            Unit { stored: Some(line_break), ..Unit::of(Encoding::named(name).unwrap()) }.size(text)
        };
        for (name, line_break, text, expected) in [
            ("UTF-8", LineBreak::Lf, "Papouasie-Nouvelle-Guinée", 26),
            ("ISO-8859-1", LineBreak::Lf, "Papouasie-Nouvelle-Guinée", 25),
            ("UTF-16", LineBreak::Lf, "STOP", 8),
            ("utf-16le", LineBreak::Crlf, "a\nb\n", 12),
            ("UTF-32BE", LineBreak::Crlf, "😀\n", 12),
            ("UTF-8", LineBreak::Cr, "a\nb", 3),
            ("UTF-8", LineBreak::Nel, "a\nb", 4),
            ("ISO-8859-1", LineBreak::Nel, "a\nb", 3),
            // It has no such character; something will stand there.
            ("windows-1252", LineBreak::Nel, "a\nb", 3),
            // Only a line feed is a line break.
            ("UTF-8", LineBreak::Crlf, "a\rb\u{2028}", 6),
            ("UTF-16", LineBreak::Lf, "\u{FEFF}a\u{FEFF}", 4),
            ("UTF-8", LineBreak::Lf, "", 0),
        ] {
            assert_eq!(size(name, line_break, text), expected, "{name} {line_break:?} {text:?}");
        }
        assert_eq!(Unit::of(Encoding::Utf8).size("\u{FEFF}\n"), 4, "no storage: as it is");
        assert_eq!(Encoding::named("utf-7"), None);
        assert_eq!(Encoding::named(""), None);
    }

    #[test]
    fn what_was_kept_before_there_was_storage_is_read() {
        let old = r#"{"size":{"unit":{"of":"utf8","form":"none"},"least":0,"most":9}}"#;
        let bound = Bound::Size { unit: Unit::of(Encoding::Utf8), least: 0, most: Some(9) };
        assert_eq!(serde_json::from_str::<Bound>(old).unwrap(), bound);
        assert_eq!(serde_json::to_string(&bound).unwrap(), old);
        let unit = Unit { stored: Some(LineBreak::Crlf), ..Unit::of(Encoding::named("latin1").unwrap()) };
        let bound = Bound::Size { unit, least: 0, most: Some(9) };
        let json = serde_json::to_string(&bound).unwrap();
        assert!(json.contains(r#"{"table":"ISO-8859-1"}"#), "{json}");
        assert_eq!(serde_json::from_str::<Bound>(&json).unwrap(), bound);
    }
}
