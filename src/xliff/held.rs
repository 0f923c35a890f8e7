//! The part of a file that is in memory: text with the place it has in the whole.
//!
//! Offsets count the bytes of the decoded text from the beginning of the file, whatever part of it
//! is held. Text that was let go out of the middle of a unit (a gap) is not counted.

use std::ops::{Index, Range};

/// A piece of text, indexed by the offsets of the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'a> {
    text: &'a str,
    base: usize,
}

impl<'a> Text<'a> {
    pub(crate) fn new(text: &'a str, base: usize) -> Self {
        Self { text, base }
    }

    /// A range of it, for as long as it is held.
    pub(crate) fn slice(self, range: Range<usize>) -> &'a str {
        &self.text[range.start - self.base..range.end - self.base]
    }

    /// All of it.
    pub(crate) fn as_str(self) -> &'a str {
        self.text
    }

    /// The offset of its beginning.
    pub(crate) fn start(self) -> usize {
        self.base
    }

    /// The offset of its end.
    pub(crate) fn end(self) -> usize {
        self.base + self.text.len()
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self::new(text, 0)
    }
}

impl Index<Range<usize>> for Text<'_> {
    type Output = str;

    fn index(&self, range: Range<usize>) -> &str {
        self.slice(range)
    }
}

/// Text that was let go out of the middle of a unit.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Gap {
    /// Where it was.
    pub(crate) at: usize,
    /// The line breaks in it.
    pub(crate) lines: u64,
    /// The characters after the last line break; all of them if there is none.
    pub(crate) columns: u64,
}

/// A character whose bytes in the file are not the ones its encoding would write.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Odd {
    /// Where it is.
    pub(crate) at: usize,
    /// How many bytes of text it has.
    pub(crate) length: usize,
    /// Its bytes in the file.
    pub(crate) bytes: [u8; 4],
    /// How many of them there are.
    pub(crate) count: usize,
}

/// What is held at a moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held<'a> {
    /// The text.
    pub(crate) text: Text<'a>,
    /// What is missing in it.
    pub(crate) gaps: &'a [Gap],
    /// What is spelled oddly in it.
    pub(crate) odd: &'a [Odd],
    /// Whether the file ends with it.
    pub(crate) last: bool,
    /// The first character that XML does not allow.
    pub(crate) bad: Option<usize>,
    /// Whether `]]>` is anywhere in it.
    pub(crate) sections: bool,
    /// Whether a carriage return is anywhere in it.
    pub(crate) returns: bool,
    /// Whether lines end in CR and LF, by the beginning of the file.
    pub(crate) crlf: bool,
}

#[cfg(test)]
impl<'a> Held<'a> {
    /// A whole file.
    pub(crate) fn whole(text: &'a str) -> Self {
        Self {
            text: text.into(),
            gaps: &[],
            odd: &[],
            last: true,
            bad: None,
            sections: true,
            returns: true,
            crlf: false,
        }
    }
}
