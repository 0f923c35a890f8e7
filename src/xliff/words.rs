//! Counts words the same way in all scripts.

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

/// Counts words by UAX #29, by dictionary where a script has no spaces.
pub(crate) struct Words(WordSegmenterBorrowed<'static>);

impl Words {
    pub(crate) fn new() -> Self {
        Self(WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()))
    }

    /// The words of a text.
    pub(crate) fn count(&self, text: &str) -> u64 {
        let mut breaks = self.0.segment_str(text);
        let mut count = 0;
        while breaks.next().is_some() {
            count += u64::from(breaks.is_word_like());
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn words_are_counted_in_scripts_with_and_without_spaces() {
        let words = Words::new();
        for (text, expected) in [("", 0), ("Press OK, then wait.", 4), ("—", 0), ("お待ちください。", 3)]
        {
            assert_eq!(words.count(text), expected, "{text}");
        }
    }
}
