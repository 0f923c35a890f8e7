//! The only way text changes: a range goes, a text comes, everything else is copied.

use std::ops::Range;

/// Replacements, in any order.
#[derive(Debug, Default)]
pub(crate) struct Splices(Vec<(Range<usize>, String)>);

impl Splices {
    /// Replaces a range.
    pub(crate) fn replace(&mut self, range: Range<usize>, text: String) {
        self.0.push((range, text));
    }

    /// Inserts a text. Texts inserted at one place stand in the order of these calls.
    pub(crate) fn insert(&mut self, at: usize, text: String) {
        self.0.push((at..at, text));
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes them out, in the order of the text.
    pub(crate) fn take(&mut self) -> std::vec::Drain<'_, (Range<usize>, String)> {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        self.0.drain(..)
    }
}
