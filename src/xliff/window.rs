//! The part of a file that is held: it is filled at the end and let go at the beginning.

use super::decode::Decoder;
use super::encoding::Encoding;
use super::fault::Fault;
use super::held::{Gap, Held, Odd, Text};
use super::position::extent;
use super::wellformed::forbidden;
use memchr::{memchr, memmem, memrchr};
use std::io::{self, Read, Seek};
use std::ops::Range;

/// Sizes of what is held; small ones are for tests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// How much is read at once.
    pub(crate) window: usize,
    /// How much text beside the segments of a unit is held in one piece.
    pub(crate) run: usize,
    /// Beyond what offset two threads go on.
    pub(crate) apart: usize,
    /// Whether usual markup is read in one go; without it nothing but the time it takes differs.
    pub(crate) usual: bool,
}

impl Default for Sizes {
    /// What a core's own cache holds with all that is made of it; beyond it two threads get going.
    fn default() -> Self {
        Self { window: 32 << 10, run: 64 << 10, apart: 128 << 10, usual: true }
    }
}

/// What tells how lines end in a file.
const HEAD: usize = 4096;

/// The window.
#[derive(Debug)]
pub(crate) struct Window<R> {
    decoder: Decoder<R>,
    sizes: Sizes,
    kept: Kept,
}

/// What is kept of the file, and what is known of it.
#[derive(Debug, Default)]
pub(crate) struct Kept {
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
    /// What is held, and whether it is the last of the file.
    pub(crate) fn held(&self, last: bool) -> Held<'_> {
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

impl<R: Read + Seek> Window<R> {
    /// Lends the input, at its beginning, and goes on where it was.
    pub(crate) fn aside<T>(&mut self, look: impl FnOnce(&mut R) -> T) -> io::Result<T> {
        self.decoder.aside(look)
    }
}

impl<R: Read> Window<R> {
    /// Reads the beginning; also answers oddities of the declaration.
    pub(crate) fn new(input: R, sizes: Sizes) -> io::Result<Result<(Self, Vec<String>), Fault>> {
        let opened = Decoder::new(input)?;
        Ok(opened.map(|(decoder, warnings)| (Self { decoder, sizes, kept: Kept::default() }, warnings)))
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
        self.kept.held(self.is_done())
    }

    /// Whether the file ends with what is held.
    pub(crate) fn is_done(&self) -> bool {
        self.decoder.is_done()
    }

    /// Gives all that is held away, in exchange for room.
    pub(crate) fn take(&mut self, kept: &mut Kept) {
        std::mem::swap(&mut self.kept, kept);
    }

    /// Holds what follows an offset in what was given away, and nothing else.
    pub(crate) fn leave(&mut self, given: &Kept, from: usize) {
        let Kept { text, base, gaps, odd, bad, section, returned, crlf } = &mut self.kept;
        text.clear();
        text.push_str(&given.text[from - given.base..]);
        *base = from;
        gaps.clear();
        odd.clear();
        odd.extend_from_slice(&given.odd[given.odd.partition_point(|odd| odd.at < from)..]);
        *bad = given.bad;
        *section = given.section.filter(|at| *at >= from);
        *returned = given.returned.filter(|at| *at >= from);
        *crlf = given.crlf;
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
        let Self { decoder, sizes, kept } = self;
        let goal = kept.text.len() + kept.text.len().max(sizes.window);
        while kept.text.len() < goal && !decoder.is_done() {
            let (known, odd) = (kept.text.len(), kept.odd.len());
            let end = kept.base + known;
            if let Err(fault) = decoder.read(sizes.window, &mut kept.text, &mut kept.odd)? {
                return Ok(Err(fault.moved(end)));
            }
            kept.odd[odd..].iter_mut().for_each(|odd| odd.at += end);
            let new = &kept.text[known..];
            kept.bad = kept.bad.or(forbidden(new).map(|at| end + at));
            kept.returned = memrchr(b'\r', new.as_bytes()).map(|at| end + at).or(kept.returned);
            // One may have begun in the text that was there.
            let before = known.saturating_sub(2);
            let seam = &kept.text.as_bytes()[before..];
            // Few texts have any `]`, for which alone a search is faster.
            let section = memchr(b']', seam).and_then(|from| {
                memmem::find_iter(&seam[from..], b"]]>").last().map(|at| kept.base + before + from + at)
            });
            kept.section = section.or(kept.section);
            if end < HEAD {
                kept.crlf |= memmem::find(&seam[..seam.len().min(HEAD)], b"\r\n").is_some();
            }
            #[cfg(test)]
            MOST.set(MOST.get().max(kept.text.capacity()));
            if decoder.is_wrong() {
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
