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
        // Nearly always there is one.
        if self.all.len() > 1 {
            self.all.sort_by_key(|(range, _)| (range.start, range.end));
        }
        let spare = &mut self.spare;
        for (range, text) in self.all.drain(..) {
            each(&range, &text)?;
            keep(spare, text);
        }
        Ok(())
    }

    /// Takes a string back that is not needed.
    pub(crate) fn give(&mut self, text: String) {
        keep(&mut self.spare, text);
    }
}

fn keep(spare: &mut Vec<String>, mut text: String) {
    if spare.len() < MOST && (1..=LARGEST).contains(&text.capacity()) {
        text.clear();
        spare.push(text);
    }
}
