//! The file that is written: copied as it was read, with the splices of each unit in their places.

use super::encoding::Encoding;
use super::held::{Held, Odd};
use super::late::Sink;
use super::splice::Splices;
use std::collections::{HashMap, VecDeque};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::ops::Range;
use tempfile::SpooledTempFile;

/// How much is collected before it is written.
const ENOUGH: usize = 64 << 10;
/// How much of a gap is kept in memory.
const IN_MEMORY: usize = 256 << 10;

/// Bytes of the output that follow each other, and how far of the input they go.
#[derive(Debug)]
pub(crate) struct Draft {
    encoding: Encoding,
    bytes: Vec<u8>,
    /// The offset up to which the input was copied.
    done: usize,
}

impl Draft {
    pub(crate) fn new(encoding: Encoding) -> Self {
        Self { encoding, bytes: Vec::new(), done: 0 }
    }

    /// How many bytes it has.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Begins anew at an offset.
    pub(crate) fn begin(&mut self, at: usize) {
        self.bytes.clear();
        self.done = at;
    }

    /// Copies the input up to an offset that is held.
    pub(crate) fn copy(&mut self, held: &Held<'_>, to: usize) {
        if self.done < to {
            append(&self.encoding, held, self.done..to, &mut self.bytes);
            self.done = to;
        }
    }

    /// Makes the changes of a unit, which must all be held and not before what was copied.
    pub(crate) fn splice(
        &mut self,
        held: &Held<'_>,
        unit: Range<usize>,
        splices: &mut Splices,
    ) -> io::Result<()> {
        let own = spelled_oddly(held, unit, splices);
        splices.take(|range, text| {
            self.room_for(range)?;
            self.copy(held, range.start);
            self.put(range, text, own.as_ref());
            Ok(())
        })
    }

    /// Splices come in order and none lies in what is written.
    fn room_for(&self, range: &Range<usize>) -> io::Result<()> {
        debug_assert!(range.start >= self.done, "splices do not overlap");
        if range.start < self.done { Err(io::Error::other("splices overlap")) } else { Ok(()) }
    }

    /// Puts a text in the place of a range that begins where it stands.
    fn put(&mut self, range: &Range<usize>, text: &str, own: Option<&Own<'_>>) {
        self.encoding.encode_new(text, own, &mut self.bytes);
        self.done = range.end;
    }
}

/// The output and how far it has come.
#[derive(Debug)]
pub(crate) struct Output<W> {
    sink: Sink<W>,
    /// What was not yet handed on.
    draft: Draft,
    /// The bytes that were written, those in the draft left out.
    written: u64,
    /// The bytes that come in late, and those they replace.
    added: u64,
    removed: u64,
    /// Places of the input, and of the output, where something may come in later: the root's first.
    pins: Vec<(usize, u64)>,
    gaps: Gaps,
}

impl<W: Write> Output<W> {
    pub(crate) fn new(sink: Sink<W>, encoding: Encoding) -> Self {
        let bytes = encoding.mark().to_vec();
        let draft = Draft { encoding, bytes, done: 0 };
        Self { sink, draft, written: 0, added: 0, removed: 0, pins: Vec::new(), gaps: Gaps::default() }
    }

    /// The encoding of the file.
    pub(crate) fn encoding(&self) -> &Encoding {
        &self.draft.encoding
    }

    /// Copies the input up to an offset that is held.
    pub(crate) fn copy(&mut self, held: &Held<'_>, to: usize) -> io::Result<()> {
        while let Some((at, length)) = self.gaps.next(to) {
            self.draft.copy(held, at);
            self.flush()?;
            self.gaps.copy(length, &mut self.sink)?;
            self.written += length;
        }
        self.draft.copy(held, to);
        self.flush_if_enough()
    }

    /// Makes the changes of a unit, which must all be held and not before what was copied.
    pub(crate) fn splice(
        &mut self,
        held: &Held<'_>,
        unit: Range<usize>,
        splices: &mut Splices,
    ) -> io::Result<()> {
        let own = spelled_oddly(held, unit, splices);
        splices.take(|range, text| {
            self.draft.room_for(range)?;
            self.copy(held, range.start)?;
            self.draft.put(range, text, own.as_ref());
            io::Result::Ok(())
        })?;
        self.flush_if_enough()
    }

    /// Takes what was written elsewhere, which begins where this has come to.
    pub(crate) fn take(&mut self, draft: &Draft) -> io::Result<()> {
        self.flush()?;
        self.sink.write_all(&draft.bytes)?;
        self.written += draft.bytes.len() as u64;
        self.draft.done = draft.done;
        Ok(())
    }

    /// Remembers what goes out of the middle of a unit.
    pub(crate) fn elide(&mut self, held: &Held<'_>, range: Range<usize>) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(range.len());
        let at = range.start;
        append(&self.draft.encoding, held, range, &mut bytes);
        self.gaps.push(at, &bytes)
    }

    /// Copies up to an offset and remembers its place: something may come in there later.
    pub(crate) fn pin(&mut self, held: &Held<'_>, at: usize) -> io::Result<()> {
        self.copy(held, at)?;
        self.pin_ahead(at, 0);
        Ok(())
    }

    /// Remembers a place that is so many bytes ahead, in what is to be taken next.
    pub(crate) fn pin_ahead(&mut self, at: usize, ahead: usize) {
        if self.pins.last().is_none_or(|(last, _)| *last < at) {
            self.pins.push((at, self.written + (self.draft.bytes.len() + ahead) as u64));
        }
    }

    /// Forgets the places of the last file element.
    pub(crate) fn unpin(&mut self) {
        self.pins.truncate(1);
    }

    /// Takes what comes in at remembered places.
    pub(crate) fn late(&mut self, splices: &mut Splices) -> io::Result<()> {
        splices.take(|range, text| {
            let place = |at: usize| {
                let index = self.pins.binary_search_by_key(&at, |(pin, _)| *pin);
                index.map(|index| self.pins[index].1).map_err(|_| io::Error::other("a place was not pinned"))
            };
            let (start, end) = (place(range.start)?, place(range.end)?);
            let mut bytes = Vec::with_capacity(text.len());
            self.draft.encoding.encode_new(text, None, &mut bytes);
            self.added += bytes.len() as u64;
            self.removed += end - start;
            self.sink.late(start..end, bytes)
        })
    }

    /// Writes what is left; answers how many bytes the output has.
    pub(crate) fn finish(mut self) -> io::Result<u64> {
        self.flush()?;
        self.sink.finish()?;
        Ok(self.written + self.added - self.removed)
    }

    fn flush_if_enough(&mut self) -> io::Result<()> {
        if self.draft.bytes.len() >= ENOUGH { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.write_all(&self.draft.bytes)?;
        self.written += self.draft.bytes.len() as u64;
        self.draft.bytes.clear();
        Ok(())
    }
}

/// Characters that a unit spells oddly, and how.
type Own<'h> = HashMap<&'h str, &'h [u8]>;

/// What a unit spells oddly, if anything of it changes.
fn spelled_oddly<'h>(held: &Held<'h>, unit: Range<usize>, splices: &Splices) -> Option<Own<'h>> {
    if held.odd.is_empty() || splices.is_empty() {
        return None;
    }
    let odd = odd(held, unit);
    Some(odd.map(|odd| (held.text.slice(odd.at..odd.at + odd.length), &odd.bytes[..odd.count])).collect())
}

/// Appends the bytes a range had in the file.
fn append(encoding: &Encoding, held: &Held<'_>, range: Range<usize>, bytes: &mut Vec<u8>) {
    let mut at = range.start;
    for odd in odd(held, range.clone()) {
        encoding.encode(held.text.slice(at..odd.at), bytes);
        bytes.extend_from_slice(&odd.bytes[..odd.count]);
        at = odd.at + odd.length;
    }
    encoding.encode(held.text.slice(at..range.end), bytes);
}

/// What is spelled oddly in a range.
fn odd<'h>(held: &Held<'h>, range: Range<usize>) -> impl Iterator<Item = &'h Odd> + use<'h> {
    let first = held.odd.partition_point(|odd| odd.at < range.start);
    held.odd[first..].iter().take_while(move |odd| odd.at < range.end)
}

/// The bytes of gaps, until the unit around them is written.
#[derive(Debug, Default)]
struct Gaps {
    /// Where they are and how many bytes they have.
    all: VecDeque<(usize, u64)>,
    bytes: Option<SpooledTempFile>,
    read: u64,
}

impl Gaps {
    fn push(&mut self, at: usize, bytes: &[u8]) -> io::Result<()> {
        match self.all.back_mut().filter(|(last, _)| *last == at) {
            Some((_, length)) => *length += bytes.len() as u64,
            None => self.all.push_back((at, bytes.len() as u64)),
        }
        let file = self.bytes.get_or_insert_with(|| SpooledTempFile::new(IN_MEMORY));
        file.seek(SeekFrom::End(0))?;
        file.write_all(bytes)
    }

    /// The next one up to an offset.
    fn next(&mut self, to: usize) -> Option<(usize, u64)> {
        self.all.pop_front_if(|(at, _)| *at <= to)
    }

    fn copy(&mut self, length: u64, sink: &mut impl Write) -> io::Result<()> {
        let Some(file) = &mut self.bytes else { return Ok(()) };
        file.seek(SeekFrom::Start(self.read))?;
        io::copy(&mut file.take(length), sink)?;
        self.read += length;
        if self.all.is_empty() {
            (self.bytes, self.read) = (None, 0);
        }
        Ok(())
    }
}
