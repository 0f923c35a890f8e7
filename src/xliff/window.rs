//! The part of a file that is held: it is filled at the end and let go at the beginning.

use super::decode::Decoder;
use super::encoding::Encoding;
use super::fault::Fault;
use super::held::{Gap, Held, Odd, Text};
use super::position::extent;
use super::wellformed::forbidden;
use memchr::{memmem, memrchr};
use std::io::{self, Read};
use std::ops::Range;

/// Sizes of what is held; small ones are for tests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// How much is read at once.
    pub(crate) window: usize,
    /// How much text beside the segments of a unit is held in one piece.
    pub(crate) run: usize,
}

impl Default for Sizes {
    /// What a processor's cache holds, with the nodes of the units in it.
    fn default() -> Self {
        Self { window: 256 << 10, run: 64 << 10 }
    }
}

/// What tells how lines end in a file.
const HEAD: usize = 4096;

/// The window.
#[derive(Debug)]
pub(crate) struct Window<R> {
    decoder: Decoder<R>,
    sizes: Sizes,
    text: String,
    base: usize,
    gaps: Vec<Gap>,
    odd: Vec<Odd>,
    bad: Option<usize>,
    /// The last place of `]]>`, and that of a carriage return.
    section: Option<usize>,
    returned: Option<usize>,
    /// Up to where these are known.
    searched: usize,
    crlf: bool,
}

impl<R: Read> Window<R> {
    /// Reads the beginning; also answers oddities of the declaration.
    pub(crate) fn new(input: R, sizes: Sizes) -> io::Result<Result<(Self, Vec<String>), Fault>> {
        let opened = Decoder::new(input)?;
        Ok(opened.map(|(decoder, warnings)| {
            let window = Self {
                decoder,
                sizes,
                text: String::new(),
                base: 0,
                gaps: Vec::new(),
                odd: Vec::new(),
                bad: None,
                section: None,
                returned: None,
                searched: 0,
                crlf: false,
            };
            (window, warnings)
        }))
    }

    /// The encoding of the file.
    pub(crate) fn encoding(&self) -> &Encoding {
        &self.decoder.encoding
    }

    /// Sizes of what is held.
    pub(crate) fn sizes(&self) -> Sizes {
        self.sizes
    }

    /// What is held.
    pub(crate) fn held(&self) -> Held<'_> {
        Held {
            text: Text::new(&self.text, self.base),
            gaps: &self.gaps,
            odd: &self.odd,
            last: self.decoder.is_done(),
            bad: self.bad,
            sections: self.section.is_some(),
            returns: self.returned.is_some(),
            crlf: self.crlf,
        }
    }

    /// Lets go of what is before an offset.
    pub(crate) fn release(&mut self, to: usize) {
        self.text.drain(..to - self.base);
        self.base = to;
        self.gaps.drain(..self.gaps.partition_point(|gap| gap.at <= to));
        self.odd.drain(..self.odd.partition_point(|odd| odd.at < to));
        self.section = self.section.filter(|at| *at >= to);
        self.returned = self.returned.filter(|at| *at >= to);
        // A large unit is past: its room is given back.
        if self.text.capacity() > self.sizes.window * 8 && self.text.len() < self.sizes.window {
            self.text.shrink_to(self.sizes.window * 2);
        }
    }

    /// Reads on, so much that what is held doubles.
    ///
    /// # Errors
    /// Bytes that are no text of the encoding.
    pub(crate) fn fill(&mut self) -> io::Result<Result<(), Fault>> {
        let goal = self.text.len() + self.text.len().max(self.sizes.window);
        while self.text.len() < goal && !self.decoder.is_done() {
            let read = self.decoder.read(self.sizes.window, self.base, &mut self.text, &mut self.odd)?;
            if let Err(fault) = read {
                return Ok(Err(fault));
            }
            #[cfg(test)]
            MOST.set(MOST.get().max(self.text.capacity()));
            self.search();
            if self.decoder.is_wrong() {
                break;
            }
        }
        Ok(Ok(()))
    }

    /// Lets go of a range in the middle, for which a gap remains at its beginning.
    pub(crate) fn remove(&mut self, range: Range<usize>) {
        let (lines, columns) = extent(&self.held().text[range.clone()]);
        self.text.drain(range.start - self.base..range.end - self.base);
        let length = range.len();
        self.odd.retain(|odd| !range.contains(&odd.at));
        for odd in self.odd.iter_mut().filter(|odd| odd.at >= range.end) {
            odd.at -= length;
        }
        for gap in self.gaps.iter_mut().filter(|gap| gap.at >= range.end) {
            gap.at -= length;
        }
        let shifted = |at: usize| if at < range.end { at.min(range.start) } else { at - length };
        self.bad = self.bad.map(shifted);
        self.section = self.section.map(shifted);
        self.returned = self.returned.map(shifted);
        self.searched = shifted(self.searched);
        let index = self.gaps.partition_point(|gap| gap.at < range.start);
        match self.gaps.get_mut(index).filter(|gap| gap.at == range.start) {
            Some(gap) => {
                gap.columns = columns + if lines == 0 { gap.columns } else { 0 };
                gap.lines += lines;
            }
            None => self.gaps.insert(index, Gap { at: range.start, lines, columns }),
        }
    }

    /// Looks at the text that is new for what is seldom there.
    fn search(&mut self) {
        let new = self.searched - self.base;
        if self.bad.is_none() {
            self.bad = forbidden(&self.text[new..]).map(|at| self.searched + at);
        }
        // It may have begun in the text that was there.
        let bytes = &self.text.as_bytes()[new.saturating_sub(2)..];
        if let Some(at) = memmem::find_iter(bytes, b"]]>").last() {
            self.section = Some(self.base + new.saturating_sub(2) + at);
        }
        if let Some(at) = memrchr(b'\r', bytes) {
            self.returned = Some(self.base + new.saturating_sub(2) + at);
        }
        if self.searched < HEAD {
            let head = &bytes[..bytes.len().min(HEAD)];
            self.crlf |= memmem::find(head, b"\r\n").is_some();
        }
        self.searched = self.base + self.text.len();
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
