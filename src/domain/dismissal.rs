//! Findings that a person has dismissed: remembered by check and segment, across jobs and files.

use super::clock::Time;
use super::file::LanguagePair;
use super::ids::DismissalId;
use super::segment::Segment;
use super::text::CodedText;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

/// What tells a segment wherever it comes again: SHA-256 over source, target and languages. Another
/// text is another segment, and its findings are looked at anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SegmentHash([u8; 32]);

impl SegmentHash {
    /// The hash of texts in languages, whose case does not matter. Codes count by their places and
    /// numbers, not by their markup.
    #[must_use]
    pub fn of(languages: &LanguagePair, source: &CodedText, target: &CodedText) -> Self {
        let mut hash = Sha256::new();
        let texts = [
            languages.source.to_ascii_lowercase(),
            languages.target.to_ascii_lowercase(),
            source.to_string(),
            target.to_string(),
        ];
        for text in texts {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
        Self(hash.finalize().into())
    }
}

impl Segment {
    /// What its dismissals are remembered by.
    #[must_use]
    pub fn dismissal_hash(&self) -> SegmentHash {
        SegmentHash::of(&self.languages, &self.source, &self.target)
    }
}

impl fmt::Display for SegmentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::digest::hex(&self.0))
    }
}

/// The text is no hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a hash of 64 hexadecimal digits")]
pub struct BadHash;

impl FromStr for SegmentHash {
    type Err = BadHash;

    fn from_str(text: &str) -> Result<Self, BadHash> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(BadHash);
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            let digits = text.get(2 * at..2 * at + 2).ok_or(BadHash)?;
            if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return Err(BadHash);
            }
            *byte = u8::from_str_radix(digits, 16).map_err(|_| BadHash)?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for SegmentHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SegmentHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A finding that was dismissed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dismissal {
    /// Its identifier.
    pub id: DismissalId,
    /// The check, by name.
    pub check: String,
    /// The segment.
    pub segment: SegmentHash,
    /// The key it was dismissed with; empty where nobody has to show one.
    pub by: String,
    /// Why, in the words of whoever did it; may be empty.
    pub note: String,
    /// When.
    pub at: Time,
}

/// The dismissals of a tenant, to look up.
#[derive(Debug, Clone, Default)]
pub struct Dismissed(HashMap<SegmentHash, Vec<String>>);

impl Dismissed {
    /// Adds one.
    pub fn add(&mut self, segment: SegmentHash, check: String) {
        let checks = self.0.entry(segment).or_default();
        if !checks.contains(&check) {
            checks.push(check);
            checks.sort_unstable();
        }
    }

    /// The checks whose findings on a segment were dismissed.
    #[must_use]
    pub fn checks(&self, segment: &Segment) -> &[String] {
        // Most have none at all, and a hash of every segment of a large file takes its time.
        if self.0.is_empty() {
            return &[];
        }
        self.0.get(&segment.dismissal_hash()).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(source: &str, target: &str) -> LanguagePair {
        LanguagePair { source: source.to_owned(), target: target.to_owned() }
    }

    fn hash(languages: &LanguagePair, source: &str, target: &str) -> SegmentHash {
        SegmentHash::of(languages, &CodedText::plain(source), &CodedText::plain(target))
    }

    #[test]
    fn another_text_or_language_is_another_segment_and_the_case_of_a_tag_is_not() {
        let known = hash(&pair("en", "de-DE"), "Save", "Sichern");
        assert_eq!(known, hash(&pair("EN", "de-de"), "Save", "Sichern"));
        for other in [
            hash(&pair("en", "de-AT"), "Save", "Sichern"),
            hash(&pair("en", "de-DE"), "Save ", "Sichern"),
            hash(&pair("en", "de-DE"), "SaveS", "ichern"),
            hash(&pair("en", "de-DE"), "Sichern", "Save"),
        ] {
            assert_ne!(known, other);
        }
    }

    #[test]
    fn a_hash_reads_back_and_nothing_else_is_one() {
        let known = hash(&pair("en", "de"), "a", "b");
        assert_eq!(known.to_string().parse(), Ok(known));
        for bad in ["", "00", &"g".repeat(64), &"+0".repeat(32), &"ä".repeat(32)] {
            assert_eq!(bad.parse::<SegmentHash>(), Err(BadHash), "{bad}");
        }
    }
}
