//! The part of a file that is held: it is filled at the end and let go at the beginning.

use super::ahead::Ahead;
use super::decode::Decoder;
use super::encoding::Encoding;
use super::fault::Fault;
use super::held::{Gap, Held, Odd, Text};
use super::position::extent;
use memchr::memmem;
use std::io::{self, Read};
use std::ops::Range;

/// Sizes of what is held; small ones are for tests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// How much is read at once.
    pub(crate) window: usize,
    /// How much text beside the segments of a unit is held in one piece.
    pub(crate) run: usize,
    /// How much must be held for two threads to look at it.
    pub(crate) apart: usize,
}

impl Default for Sizes {
    /// What a processor's cache holds, and enough for two threads to get going.
    fn default() -> Self {
        Self { window: 1 << 20, run: 64 << 10, apart: 128 << 10 }
    }
}

/// What tells how lines end in a file.
const HEAD: usize = 4096;

/// The window.
#[derive(Debug)]
pub(crate) struct Window<R> {
    ahead: Ahead<R>,
    sizes: Sizes,
    kept: Kept,
}

/// What is kept of the file, and what is known of it.
#[derive(Debug, Default)]
struct Kept {
    text: String,
    base: usize,
    gaps: Vec<Gap>,
    odd: Vec<Odd>,
    bad: Option<usize>,
    /// The last place of `]]>`, and that of a carriage return.
    section: Option<usize>,
    returned: Option<usize>,
    crlf: bool,
}

impl Kept {
    fn held(&self, last: bool) -> Held<'_> {
        Held {
            text: Text::new(&self.text, self.base),
            gaps: &self.gaps,
            odd: &self.odd,
            last,
            bad: self.bad,
            sections: self.section.is_some(),
            returns: self.returned.is_some(),
            crlf: self.crlf,
        }
    }
}

impl<R: Read> Window<R> {
    /// Reads the beginning; also answers oddities of the declaration.
    pub(crate) fn new(input: R, sizes: Sizes) -> io::Result<Result<(Self, Vec<String>), Fault>> {
        let opened = Decoder::new(input)?;
        Ok(opened.map(|(decoder, warnings)| {
            let window = Self { ahead: Ahead::new(decoder, sizes.window), sizes, kept: Kept::default() };
            (window, warnings)
        }))
    }

    /// The encoding of the file.
    pub(crate) fn encoding(&self) -> &Encoding {
        &self.ahead.decoder().encoding
    }

    /// Sizes of what is held.
    pub(crate) fn sizes(&self) -> Sizes {
        self.sizes
    }

    /// What is held.
    pub(crate) fn held(&self) -> Held<'_> {
        self.kept.held(self.ahead.is_done())
    }

    /// What is held, and what can be read meanwhile.
    pub(crate) fn held_and_ahead(&mut self) -> (Held<'_>, &mut Ahead<R>) {
        (self.kept.held(self.ahead.is_done()), &mut self.ahead)
    }

    /// Lets go of what is before an offset.
    pub(crate) fn release(&mut self, to: usize) {
        self.kept.text.drain(..to - self.kept.base);
        self.kept.base = to;
        self.kept.gaps.drain(..self.kept.gaps.partition_point(|gap| gap.at <= to));
        self.kept.odd.drain(..self.kept.odd.partition_point(|odd| odd.at < to));
        self.kept.section = self.kept.section.filter(|at| *at >= to);
        self.kept.returned = self.kept.returned.filter(|at| *at >= to);
        // A large unit is past: its room is given back.
        if self.kept.text.capacity() > self.sizes.window * 8 && self.kept.text.len() < self.sizes.window {
            self.kept.text.shrink_to(self.sizes.window * 2);
        }
    }

    /// Reads on, so much that what is held doubles.
    ///
    /// # Errors
    /// Bytes that are no text of the encoding.
    pub(crate) fn fill(&mut self) -> io::Result<Result<(), Fault>> {
        let goal = self.kept.text.len() + self.kept.text.len().max(self.sizes.window);
        while self.kept.text.len() < goal && !self.ahead.is_done() {
            let end = self.kept.base + self.kept.text.len();
            let piece = match self.ahead.next(end)? {
                Ok(piece) => piece,
                Err(fault) => return Ok(Err(fault)),
            };
            let moved = |at: usize| end + at;
            self.kept.odd.extend(piece.odd.iter().map(|odd| Odd { at: moved(odd.at), ..*odd }));
            self.kept.bad = self.kept.bad.or(piece.bad.map(moved));
            self.kept.returned = piece.returned.map(moved).or(self.kept.returned);
            // One may have begun in the text that was there.
            let before = self.kept.text.len().saturating_sub(2);
            if piece.known > 0 {
                // What is left stands before what is new already.
                std::mem::swap(&mut self.kept.text, &mut piece.text);
            } else {
                self.kept.text.push_str(&piece.text);
            }
            let seam = &self.kept.text.as_bytes()[before..];
            let torn =
                memmem::find(&seam[..seam.len().min(4)], b"]]>").map(|at| self.kept.base + before + at);
            self.kept.section = piece.section.map(moved).or(torn).or(self.kept.section);
            if end < HEAD {
                let head = &seam[..seam.len().min(HEAD)];
                self.kept.crlf |= memmem::find(head, b"\r\n").is_some();
            }
            #[cfg(test)]
            MOST.set(MOST.get().max(self.kept.text.capacity()));
            if self.ahead.is_wrong() {
                break;
            }
        }
        Ok(Ok(()))
    }

    /// Lets go of a range in the middle, for which a gap remains at its beginning.
    pub(crate) fn remove(&mut self, range: Range<usize>) {
        let (lines, columns) = extent(&self.held().text[range.clone()]);
        self.kept.text.drain(range.start - self.kept.base..range.end - self.kept.base);
        let length = range.len();
        self.kept.odd.retain(|odd| !range.contains(&odd.at));
        for odd in self.kept.odd.iter_mut().filter(|odd| odd.at >= range.end) {
            odd.at -= length;
        }
        for gap in self.kept.gaps.iter_mut().filter(|gap| gap.at >= range.end) {
            gap.at -= length;
        }
        let shifted = |at: usize| if at < range.end { at.min(range.start) } else { at - length };
        self.kept.bad = self.kept.bad.map(shifted);
        self.kept.section = self.kept.section.map(shifted);
        self.kept.returned = self.kept.returned.map(shifted);
        let index = self.kept.gaps.partition_point(|gap| gap.at < range.start);
        match self.kept.gaps.get_mut(index).filter(|gap| gap.at == range.start) {
            Some(gap) => {
                gap.columns = columns + if lines == 0 { gap.columns } else { 0 };
                gap.lines += lines;
            }
            None => self.kept.gaps.insert(index, Gap { at: range.start, lines, columns }),
        }
    }
}

#[cfg(test)]
thread_local! {
    static MOST: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Begins to watch how much windows of this thread hold.
#[cfg(test)]
pub(crate) fn watch() {
    MOST.set(0);
}

/// The most that was held.
#[cfg(test)]
pub(crate) fn watched() -> usize {
    MOST.get()
}
