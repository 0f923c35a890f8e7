//! Text that is read ahead of the window, so that a thread that has nothing else to do can read it
//! while the window is still looked at.

use super::decode::Decoder;
use super::fault::Fault;
use super::held::Odd;
use super::wellformed::forbidden;
use memchr::{memmem, memrchr};
use std::io::{self, Read};

/// A piece of text and what is seldom in one; offsets count from the beginning of what is new.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    /// The text.
    pub(crate) text: String,
    /// How much of it is not new but was before it in the window.
    pub(crate) known: usize,
    /// What is spelled oddly in it.
    pub(crate) odd: Vec<Odd>,
    /// The first character that XML does not allow.
    pub(crate) bad: Option<usize>,
    /// The last `]]>` that is whole in it.
    pub(crate) section: Option<usize>,
    /// The last carriage return.
    pub(crate) returned: Option<usize>,
}

/// What is read, and how far.
#[derive(Debug)]
pub(crate) struct Ahead<R> {
    decoder: Decoder<R>,
    /// How much is read at once.
    size: usize,
    /// What was read ahead and not yet asked for.
    ready: Option<io::Result<()>>,
    piece: Piece,
}

impl<R: Read> Ahead<R> {
    pub(crate) fn new(decoder: Decoder<R>, size: usize) -> Self {
        Self { decoder, size, ready: None, piece: Piece::default() }
    }

    /// What decodes.
    pub(crate) fn decoder(&self) -> &Decoder<R> {
        &self.decoder
    }

    /// Whether nothing comes any more.
    pub(crate) fn is_done(&self) -> bool {
        self.ready.is_none() && self.decoder.is_done()
    }

    /// Whether something is wrong after the text that was asked for.
    pub(crate) fn is_wrong(&self) -> bool {
        self.ready.is_none() && self.decoder.is_wrong()
    }

    /// Reads a piece that will be asked for when this is all that is left in the window.
    pub(crate) fn prepare(&mut self, left: &str) {
        // What is wrong is told when more is asked for, and only then.
        if self.ready.is_none() && !self.decoder.is_done() && !self.decoder.is_wrong() {
            // Nothing is wrong yet, so nothing is told here.
            self.ready = Some(self.read(left, 0).map(|_| ()));
        }
    }

    /// The next piece; `end` is the offset at which it begins.
    ///
    /// # Errors
    /// Bytes that are no text of the encoding.
    pub(crate) fn next(&mut self, end: usize) -> io::Result<Result<&mut Piece, Fault>> {
        let read = match self.ready.take() {
            Some(ready) => ready.map(|()| Ok(())),
            None => self.read("", end),
        };
        Ok(read?.map(|()| &mut self.piece))
    }

    fn read(&mut self, left: &str, end: usize) -> io::Result<Result<(), Fault>> {
        let Piece { text, known, odd, bad, section, returned } = &mut self.piece;
        text.clear();
        text.push_str(left);
        *known = left.len();
        odd.clear();
        if let Err(fault) = self.decoder.read(self.size, text, odd)? {
            return Ok(Err(fault.moved(end)));
        }
        let new = &text[*known..];
        *bad = forbidden(new);
        *section = memmem::find_iter(new.as_bytes(), b"]]>").last();
        *returned = memrchr(b'\r', new.as_bytes());
        Ok(Ok(()))
    }
}
