//! How much is looked up for one text.
//!
//! The reader of dictionaries tries the ways to part a compound, and knows no bound: over a word of 40 letters that is
//! made for it the Hungarian one takes 50 ms. A clock would give another answer on another machine, so steps are
//! counted.

use super::Dictionary;
use super::dictionary::LONGEST;
use std::cell::Cell;

/// The steps of a text. Words that are made to be slow take three to four seconds for them in Hungarian, the slowest
/// of the dictionaries that were tried, and less than half a second in German and Dutch; others a tenth of one.
const STEPS: usize = 4_000;
/// A lookup of a word of so many letters is one step; of a longer one it takes twice as many for every
/// [`DOUBLING`] letters, as that in Hungarian does.
const SHORT: usize = 24;
const DOUBLING: usize = 2;

/// A dictionary that is asked as long as steps are left.
pub(super) struct Lookups<'d> {
    dictionary: &'d Dictionary,
    left: Cell<usize>,
}

impl<'d> Lookups<'d> {
    /// All steps are left.
    pub(super) fn new(dictionary: &'d Dictionary) -> Self {
        Self { dictionary, left: Cell::new(STEPS) }
    }

    /// Whether the dictionary has a word; `None` if no steps are left for it. Then none are left for shorter ones
    /// either, so that what goes unchecked is the end of a text.
    pub(super) fn has(&self, word: &str) -> Option<bool> {
        self.left.set(self.left.get().saturating_sub(steps(word)));
        (!self.is_spent()).then(|| self.dictionary.knows(word))
    }

    /// Whether no steps are left.
    pub(super) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }
}

fn steps(word: &str) -> usize {
    let letters = word.chars().take(LONGEST).count();
    1 << letters.saturating_sub(SHORT).div_ceil(DOUBLING)
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn long_words_take_more_steps() {
        for (letters, expected) in [(1, 1), (24, 1), (25, 2), (26, 2), (28, 4), (40, 256), (5_000, 256)] {
            assert_eq!(steps(&"ä".repeat(letters)), expected, "{letters}");
        }
    }
}
