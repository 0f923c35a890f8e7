//! From the bytes of a file to text, piece by piece.
//!
//! Where encoding the text anew would not give the bytes that were read, the bytes are remembered,
//! so that what nobody changes is written as it was.

use super::buffer::Buffer;
use super::encoding::{Encoding, Form};
use super::fault::Fault;
use super::held::Odd;
use encoding_rs::{DecoderResult, Encoding as Table};
use std::borrow::Cow;
use std::io::{self, Read, Seek, SeekFrom};

/// Reads text out of bytes.
#[derive(Debug)]
pub(crate) struct Decoder<R> {
    input: R,
    /// The encoding of the file.
    pub(crate) encoding: Encoding,
    /// Bytes that were read and not decoded: the beginning of a character.
    raw: Buffer,
    /// Whether all of the input was read.
    pub(crate) ended: bool,
    /// What is wrong after the last text that was decoded.
    fault: Option<String>,
}

/// The bytes in which the encoding is looked for.
const HEAD: usize = 4096;
/// The most bytes of a character.
const LONGEST_CHARACTER: usize = 4;
/// The fewest bytes that are read at once.
const LEAST: usize = 2 * LONGEST_CHARACTER;

impl<R: Read + Seek> Decoder<R> {
    /// Lends the input, at its beginning, and goes on where it was.
    pub(crate) fn aside<T>(&mut self, look: impl FnOnce(&mut R) -> T) -> io::Result<T> {
        let at = self.input.stream_position()?;
        self.input.rewind()?;
        let seen = look(&mut self.input);
        self.input.seek(SeekFrom::Start(at))?;
        Ok(seen)
    }
}

impl<R: Read> Decoder<R> {
    /// Reads the beginning; also answers oddities of the declaration.
    pub(crate) fn new(mut input: R) -> io::Result<Result<(Self, Vec<String>), Fault>> {
        let mut raw = Buffer::default();
        let ended = raw.fill(&mut input, HEAD)?;
        Ok(Encoding::detect(raw.bytes()).map(|(encoding, warnings)| {
            raw.release(encoding.mark().len());
            (Self { input, encoding, raw, ended, fault: None }, warnings)
        }))
    }

    /// Appends what the next bytes say, about `most` of them; offsets count from where they begin.
    /// What is wrong is told when it is asked for more: all before it comes first.
    pub(crate) fn read(
        &mut self,
        most: usize,
        text: &mut String,
        odd: &mut Vec<Odd>,
    ) -> io::Result<Result<(), Fault>> {
        if let Some(what) = self.fault.take() {
            return Ok(Err(Fault::malformed(0, what)));
        }
        let most = most.max(LEAST);
        if !self.ended && self.raw.bytes().len() < most {
            self.ended = self.raw.fill(&mut self.input, most)?;
        }
        let count = self.raw.bytes().len().min(most);
        let last = self.ended && count == self.raw.bytes().len();
        let raw = std::mem::take(&mut self.raw);
        let taken = match self.encoding.table() {
            None => self.utf8(&raw.bytes()[..count], text),
            Some(table) => self.table(table, &raw.bytes()[..count], last, text, odd),
        };
        if last && taken < count && self.fault.is_none() {
            self.fault = Some(self.wrong());
        }
        self.raw = raw;
        self.raw.release(taken);
        Ok(Ok(()))
    }

    /// Whether something is wrong after the text that was read.
    pub(crate) fn is_wrong(&self) -> bool {
        self.fault.is_some()
    }

    /// Whether nothing comes any more.
    pub(crate) fn is_done(&self) -> bool {
        self.ended && self.fault.is_none() && self.raw.bytes().is_empty()
    }

    fn utf8(&mut self, raw: &[u8], text: &mut String) -> usize {
        let error = match std::str::from_utf8(raw) {
            Ok(all) => {
                text.push_str(all);
                return raw.len();
            }
            Err(error) => error,
        };
        let valid = error.valid_up_to();
        text.push_str(&String::from_utf8_lossy(&raw[..valid]));
        if error.error_len().is_some() {
            self.fault = Some(self.wrong());
        }
        valid
    }

    fn table(
        &mut self,
        table: &'static Table,
        raw: &[u8],
        last: bool,
        text: &mut String,
        odd: &mut Vec<Odd>,
    ) -> usize {
        let before = text.len();
        let mut decoder = table.new_decoder_without_bom_handling();
        let longest = decoder.max_utf8_buffer_length_without_replacement(raw.len());
        text.reserve(longest.unwrap_or(raw.len() * 4));
        let (result, _) = decoder.decode_to_string_without_replacement(raw, text, false);
        if result == DecoderResult::InputEmpty && self.is_named(raw) {
            let mut again = Vec::with_capacity(raw.len());
            self.encoding.encode(&text[before..], &mut again);
            // What is left begins a character.
            if raw.starts_with(&again) && raw.len() - again.len() < LONGEST_CHARACTER {
                return again.len();
            }
        }
        text.truncate(before);
        let mut at = 0;
        while let Some((count, one)) = self.one(table, &raw[at..]) {
            let mut again = Vec::new();
            self.encoding.encode(&one, &mut again);
            if again != raw[at..at + count] {
                let mut bytes = [0; LONGEST_CHARACTER];
                bytes[..count].copy_from_slice(&raw[at..at + count]);
                odd.push(Odd { at: text.len() - before, length: one.len(), bytes, count });
            }
            text.push_str(&one);
            at += count;
        }
        if raw.len() - at >= LONGEST_CHARACTER || (last && at < raw.len()) {
            self.fault = Some(self.wrong());
        }
        at
    }

    /// The first character; `None` if there is none.
    fn one<'r>(&self, table: &'static Table, raw: &'r [u8]) -> Option<(usize, Cow<'r, str>)> {
        (1..=LONGEST_CHARACTER).find_map(|count| {
            let bytes = raw.get(..count).filter(|bytes| self.is_named(bytes))?;
            let text = table.decode_without_bom_handling_and_without_replacement(bytes)?;
            (!text.is_empty()).then_some((count, text))
        })
    }

    /// Whether bytes are in the encoding the file names, not only in that of the table.
    fn is_named(&self, bytes: &[u8]) -> bool {
        !matches!(self.encoding.form, Form::Legacy { least: 0x100, .. }) || bytes.is_ascii()
    }

    fn wrong(&self) -> String {
        match self.encoding.form {
            Form::Utf8 => "a byte that is not UTF-8".to_owned(),
            Form::Utf16 { .. } => "half of a UTF-16 character".to_owned(),
            Form::Legacy { .. } => format!("a byte that is not {}", self.encoding.label),
        }
    }
}
