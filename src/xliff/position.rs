//! Lines and columns of offsets, counted as editors count them.

use super::held::Held;
use super::word;
use memchr::{memchr_iter, memrchr};

/// A place in the decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// From 1.
    pub(crate) line: u64,
    /// In characters, from 1.
    pub(crate) column: u64,
}

/// The last place that was asked for: counting goes on from there, so that a walk is linear.
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
    /// The place of an offset that is held, not before the one asked for last.
    ///
    /// One past the end and offsets inside a character are moved back.
    pub(crate) fn place(&mut self, held: &Held<'_>, at: usize) -> Place {
        let text = held.text;
        let at = text.start() + text.as_str().floor_char_boundary(at.saturating_sub(text.start()));
        let before = held.gaps.partition_point(|gap| gap.at <= self.at);
        for gap in held.gaps[before..].iter().take_while(|gap| gap.at <= at) {
            self.advance(text.slice(self.at..gap.at));
            self.at = gap.at;
            self.count(gap.lines, gap.columns);
        }
        if self.at < at {
            self.advance(text.slice(self.at..at));
            self.at = at;
        }
        self.place
    }

    fn advance(&mut self, text: &str) {
        let (lines, columns) = extent(text);
        self.count(lines, columns);
    }

    fn count(&mut self, lines: u64, columns: u64) {
        self.place.column = columns + if lines == 0 { self.place.column } else { 1 };
        self.place.line += lines;
    }
}

/// The line breaks of a text, and the characters after the last of them.
pub(crate) fn extent(text: &str) -> (u64, u64) {
    match memrchr(b'\n', text.as_bytes()) {
        Some(last) => {
            let lines = memchr_iter(b'\n', &text.as_bytes()[..last]).count() as u64 + 1;
            (lines, characters(&text[last + 1..]))
        }
        None => (0, characters(text)),
    }
}

/// How many characters a text has.
fn characters(text: &str) -> u64 {
    // A line is nearly always so short that all of its bytes can be counted in one.
    if text.len() > 255 {
        return text.chars().count() as u64;
    }
    let (words, rest) = text.as_bytes().as_chunks();
    let within: u64 = words.iter().map(|word| word::within(u64::from_le_bytes(*word))).sum();
    let rest = rest.iter().filter(|byte| **byte & 0xC0 == 0x80).count();
    text.len() as u64 - word::sum(within) - rest as u64
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Place};
    use crate::xliff::held::{Gap, Held};

    #[test]
    fn a_cursor_counts_on_from_where_it_was() {
        let held = Held::whole("ab\ncdé\n\nf");
        let mut cursor = Cursor::default();
        for (at, line, column) in
            [(0, 1, 1), (1, 1, 2), (4, 2, 2), (5, 2, 3), (6, 2, 3), (8, 3, 1), (9, 4, 1), (99, 4, 2)]
        {
            assert_eq!(cursor.place(&held, at), Place { line, column }, "{at}");
        }
    }

    #[test]
    fn characters_are_those_of_the_text() {
        let text = "aé€\u{1F600}".repeat(40);
        for end in 0..=text.len() {
            let text = &text[..text.floor_char_boundary(end)];
            assert_eq!(super::characters(text), text.chars().count() as u64, "{text}");
        }
    }

    #[test]
    fn what_was_let_go_is_counted() {
        let gaps = [Gap { at: 2, lines: 0, columns: 5 }, Gap { at: 4, lines: 3, columns: 1 }];
        let held = Held { gaps: &gaps, ..Held::whole("abcdef") };
        let check = |steps: &[usize], line, column| {
            let mut cursor = Cursor::default();
            let place = steps.iter().map(|at| cursor.place(&held, *at)).last().unwrap();
            assert_eq!(place, Place { line, column }, "{steps:?}");
        };
        check(&[1], 1, 2);
        check(&[2], 1, 8);
        check(&[1, 2, 2, 3], 1, 9);
        check(&[5], 4, 3);
        check(&[2, 4, 4, 5], 4, 3);
    }
}
