//! Where the output goes. What must stand early in it and is known late (a header, declarations of
//! the root) waits for the end; the rest is kept in a file without a name until then.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Seek as _, SeekFrom, Write};
use std::ops::Range;
use tempfile::SpooledTempFile;

/// How much of what is late is kept in memory.
const IN_MEMORY: usize = 256 << 10;
/// How much is copied at once.
const AT_ONCE: usize = 256 << 10;

/// A way to the output.
#[derive(Debug)]
pub(crate) enum Sink<W> {
    /// Nothing is ever late.
    Straight(W),
    /// Something may be.
    Waiting(Waiting<W>),
}

/// An output that waits.
#[derive(Debug)]
pub(crate) struct Waiting<W> {
    output: W,
    body: File,
    /// What replaces ranges of the body, in its order: start, end and length as numbers, the bytes.
    late: SpooledTempFile,
    /// What came too late for that order: declarations of the root, a few.
    early: Vec<(Range<u64>, Vec<u8>)>,
    last: u64,
}

impl<W: Write> Sink<W> {
    /// A way on which something may be late.
    pub(crate) fn waiting(output: W) -> io::Result<Self> {
        let (body, late) = (tempfile::tempfile()?, SpooledTempFile::new(IN_MEMORY));
        Ok(Self::Waiting(Waiting { output, body, late, early: Vec::new(), last: 0 }))
    }

    /// Replaces a range of what was written.
    pub(crate) fn late(&mut self, range: Range<u64>, bytes: Vec<u8>) -> io::Result<()> {
        let Self::Waiting(waiting) = self else {
            return Err(io::Error::other("something is late on the straight way"));
        };
        if range.start < waiting.last {
            waiting.early.push((range, bytes));
            return Ok(());
        }
        waiting.last = range.start;
        for number in [range.start, range.end, bytes.len() as u64] {
            waiting.late.write_all(&number.to_le_bytes())?;
        }
        waiting.late.write_all(&bytes)
    }

    /// Writes all of it.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self {
            Self::Straight(mut output) => output.flush(),
            Self::Waiting(waiting) => waiting.finish(),
        }
    }
}

impl<W: Write> Waiting<W> {
    fn finish(mut self) -> io::Result<()> {
        self.body.rewind()?;
        self.late.rewind()?;
        self.early.sort_by_key(|(range, _)| range.start);
        let mut late = BufReader::new(self.late);
        let mut early = self.early.into_iter().peekable();
        let mut next = record(&mut late)?;
        let (mut at, mut buffer) = (0, vec![0; AT_ONCE]);
        loop {
            let first = next.as_ref().map(|(range, _)| range.start);
            let (range, bytes) =
                match early.next_if(|(range, _)| first.is_none_or(|first| range.start <= first)) {
                    Some(early) => early,
                    None => match next.take() {
                        Some(record_now) => {
                            next = record(&mut late)?;
                            record_now
                        }
                        None => break,
                    },
                };
            copy(&self.body, range.start - at, &mut buffer, &mut self.output)?;
            self.body.seek(SeekFrom::Start(range.end))?;
            self.output.write_all(&bytes)?;
            at = range.end;
        }
        copy(&self.body, u64::MAX, &mut buffer, &mut self.output)?;
        self.output.flush()
    }
}

impl<W: Write> Write for Sink<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Straight(output) => output.write(bytes),
            Self::Waiting(waiting) => waiting.body.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Straight(output) => output.flush(),
            Self::Waiting(_) => Ok(()),
        }
    }
}

/// Copies so many bytes, or as many as there are.
fn copy(mut body: &File, mut length: u64, buffer: &mut [u8], output: &mut impl Write) -> io::Result<()> {
    while length > 0 {
        let most = usize::try_from(length).unwrap_or(usize::MAX).min(buffer.len());
        match body.read(&mut buffer[..most]) {
            Ok(0) => break,
            Ok(count) => {
                output.write_all(&buffer[..count])?;
                length -= count as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The next of what is late.
fn record(late: &mut impl Read) -> io::Result<Option<(Range<u64>, Vec<u8>)>> {
    let mut head = Vec::with_capacity(24);
    late.take(24).read_to_end(&mut head)?;
    let (numbers, _) = head.as_chunks::<8>();
    let [start, end, length] = *numbers else { return Ok(None) };
    let mut bytes = Vec::new();
    late.take(u64::from_le_bytes(length)).read_to_end(&mut bytes)?;
    Ok(Some((u64::from_le_bytes(start)..u64::from_le_bytes(end), bytes)))
}
