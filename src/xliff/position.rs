//! Lines and columns of byte offsets, counted as editors count them.

/// A place in the decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// From 1.
    pub(crate) line: u64,
    /// In characters, from 1.
    pub(crate) column: u64,
}

impl Place {
    /// The place of a byte offset; one past the end and offsets inside a character are moved back.
    pub(crate) fn of(text: &str, at: usize) -> Self {
        let mut cursor = Cursor::default();
        cursor.place(text, at)
    }
}

/// Remembers the last place, so that a walk through a file of one line stays linear.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor {
    at: usize,
    place: Place,
}

impl Default for Cursor {
    fn default() -> Self {
        Self { at: 0, place: Place { line: 1, column: 1 } }
    }
}

impl Cursor {
    /// The place of a byte offset of `text`, which must be the same text each time.
    pub(crate) fn place(&mut self, text: &str, at: usize) -> Place {
        let at = text.floor_char_boundary(at);
        if at < self.at {
            // Backward moves stay within a unit, except where one line holds everything.
            let between = &text[at..self.at];
            let lines = between.bytes().filter(|byte| *byte == b'\n').count() as u64;
            self.place.line -= lines;
            self.place.column = if lines == 0 {
                self.place.column - between.chars().count() as u64
            } else {
                let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
                text[start..at].chars().count() as u64 + 1
            };
        } else {
            let between = &text[self.at..at];
            match between.rfind('\n') {
                Some(last) => {
                    self.place.line += between.bytes().filter(|byte| *byte == b'\n').count() as u64;
                    self.place.column = between[last + 1..].chars().count() as u64 + 1;
                }
                None => self.place.column += between.chars().count() as u64,
            }
        }
        self.at = at;
        self.place
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Place};

    #[test]
    fn a_cursor_tells_the_same_forward_and_backward() {
        let text = "ab\ncdé\n\nf";
        let mut cursor = Cursor::default();
        for (at, line, column) in
            [(0, 1, 1), (8, 3, 1), (5, 2, 3), (4, 2, 2), (1, 1, 2), (9, 4, 1), (99, 4, 2)]
        {
            assert_eq!(cursor.place(text, at), Place { line, column }, "{at}");
        }
    }
}
