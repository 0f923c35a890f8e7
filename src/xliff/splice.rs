//! The only way bytes change: a range goes, a text comes, everything else is copied.

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

    /// The spliced text. A range that overlaps an earlier one would be a fault of the caller and is left out.
    pub(crate) fn apply(mut self, text: &str) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let added: usize = self.0.iter().map(|(_, text)| text.len()).sum();
        let mut out = String::with_capacity(text.len() + added);
        let mut at = 0;
        for (range, new) in self.0 {
            debug_assert!(range.start >= at, "splices do not overlap");
            if range.start < at {
                continue;
            }
            out.push_str(&text[at..range.start]);
            out.push_str(&new);
            at = range.end;
        }
        out.push_str(&text[at..]);
        out
    }
}
