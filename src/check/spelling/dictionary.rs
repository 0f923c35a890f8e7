//! The words of a language, read from the two files of a Hunspell dictionary. Only their texts are handed in:
//! which files they are, and how they are encoded, is the business of `dictionaries`.

use crate::domain::locale::Locale;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// The letters of the longest word that is looked up. The reader tries all ways to part a compound: of a longer
/// one there are so many that it may not come to an end (`contouren` twenty times, in Dutch).
pub(super) const LONGEST: usize = 40;

/// A dictionary that was read.
pub struct Dictionary {
    name: String,
    digest: String,
    words: Arc<spellbook::Dictionary>,
}

/// Why two files are no dictionary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no dictionary of Hunspell: {0}")]
pub struct DictionaryError(String);

impl Dictionary {
    /// Reads the rules of affixes and the words. `name` is what people know it by, such as `de_DE`; `digest`
    /// tells it from others of that name.
    ///
    /// # Errors
    /// What the files say is not understood.
    pub fn read(name: &str, digest: &str, affixes: &str, words: &str) -> Result<Self, DictionaryError> {
        let words =
            spellbook::Dictionary::new(affixes, words).map_err(|error| DictionaryError(error.to_string()))?;
        Ok(Self { name: name.to_owned(), digest: digest.to_owned(), words: Arc::new(words) })
    }

    /// The same words by another name, at no cost.
    #[must_use]
    pub fn called(&self, name: &str) -> Self {
        Self { name: name.to_owned(), digest: self.digest.clone(), words: Arc::clone(&self.words) }
    }

    /// What people know it by.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What tells it from others of its name.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether the word is one of the language. What cannot be looked up is taken for one: words that are too long,
    /// and those on which the reader breaks off. In builds that watch for overflows it does on compounds of some
    /// dictionaries.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        // Looking up changes nothing, so nothing is left half done.
        let check = AssertUnwindSafe(|| self.words.check(word));
        is_too_long(word) || catch_unwind(check).unwrap_or(true)
    }
}

/// Whether a word is too long to be looked up.
pub(super) fn is_too_long(word: &str) -> bool {
    word.chars().nth(LONGEST).is_some()
}

/// Dictionaries are large: they are told by name.
impl fmt::Debug for Dictionary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Dictionary({} {})", self.name, self.digest)
    }
}

impl PartialEq for Dictionary {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.digest) == (&other.name, &other.digest)
    }
}

impl Eq for Dictionary {}

/// The dictionaries at hand, each for a language as files name it. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dictionaries(Arc<[(Locale, Arc<Dictionary>)]>);

impl FromIterator<(Locale, Arc<Dictionary>)> for Dictionaries {
    fn from_iter<T: IntoIterator<Item = (Locale, Arc<Dictionary>)>>(all: T) -> Self {
        Self(all.into_iter().collect())
    }
}

impl Dictionaries {
    /// Whether there are none, so that nothing is spelled wrongly.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one of a language.
    #[must_use]
    pub fn of(&self, locale: &Locale) -> Option<&Dictionary> {
        self.0.iter().find(|(of, _)| of == locale).map(|(_, dictionary)| &**dictionary)
    }
}
