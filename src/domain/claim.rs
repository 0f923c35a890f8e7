//! What a file says of a target that its text may belie: that it is a translation although it is still the
//! match it was made from, or that it is none although it looks like one.
//!
//! Of the match nothing is kept but how to know its text again.

use super::text::CodedText;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// What a file says of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// A translation; yet there is a match of another source with this text.
    Match {
        /// How alike the sources are, in percent, if the file says it.
        percent: Option<u8>,
        /// The text of the match.
        letters: Letters,
    },
    /// A text that is still to be translated.
    Untranslated,
}

/// The letters of a text, codes left out, as far as it takes to know them again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letters(u64);

impl Letters {
    /// Those of a text.
    #[must_use]
    pub fn of(text: &CodedText) -> Self {
        let mut hash = Sha256::new();
        text.texts().for_each(|text| hash.update(text));
        Self(hash.finalize().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;
    use crate::domain::text::{Code, CodedText};

    #[test]
    fn letters_are_those_of_the_text_without_its_codes() {
        let codes = [Code { number: 1, ..Code::default() }];
        let of = |shown: &str| Letters::of(&CodedText::parse(shown, &codes).unwrap());
        assert_eq!(of("Save ⟦1⟧all"), of("Save all⟦1⟧"));
        assert_ne!(of("Save all"), of("Save all "));
        assert_ne!(of(""), of("a"));
    }
}
