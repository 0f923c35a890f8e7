//! The only way text changes: a range goes, a text comes, everything else is copied.

use std::ops::Range;

/// Replacements, in any order.
#[derive(Debug, Default)]
pub(crate) struct Splices {
    all: Vec<(Range<usize>, String)>,
    /// Strings that are no longer needed, empty.
    spare: Vec<String>,
}

/// So many strings are kept, and none larger than this: what a usual unit needs.
const MOST: usize = 64;
const LARGEST: usize = 4096;

impl Splices {
    /// Replaces a range.
    pub(crate) fn replace(&mut self, range: Range<usize>, text: String) {
        self.all.push((range, text));
    }

    /// Inserts a text. Texts inserted at one place stand in the order of these calls.
    pub(crate) fn insert(&mut self, at: usize, text: String) {
        self.all.push((at..at, text));
    }

    /// An empty string for a text.
    pub(crate) fn room(&mut self) -> String {
        self.spare.pop().unwrap_or_default()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Takes them out, in the order of the text.
    pub(crate) fn take<E>(
        &mut self,
        mut each: impl FnMut(&Range<usize>, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        self.all.sort_by_key(|(range, _)| (range.start, range.end));
        for (range, mut text) in self.all.drain(..) {
            each(&range, &text)?;
            if self.spare.len() < MOST && text.capacity() <= LARGEST {
                text.clear();
                self.spare.push(text);
            }
        }
        Ok(())
    }
}
