//! What has no name of its own: text, references, CDATA, comments, instructions, the declaration and
//! the document type; whole, or in parts where the whole is not held.

use super::fault::Fault;
use super::held::Held;
use super::scan::{Kind, Parts};
use super::tag::{Class, is_name, skip};
use super::wellformed::{forbidden, is_declaration, is_doctype, not_allowed, reference};
use memchr::{memchr, memchr2, memmem};

/// In the middle of what a part ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inside {
    /// Between things.
    Nothing,
    /// Text need not be remembered: its parts are text.
    CData,
    /// A comment.
    Comment,
    /// A processing instruction.
    Instruction,
}

/// What was read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum What {
    /// A node.
    Node(Kind),
    /// The XML declaration.
    Declaration,
    /// A document type.
    Doctype,
}

/// A piece.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    /// What it is, or is a part of.
    pub(crate) what: What,
    /// Where it ends; where it began if it must be held whole and is not.
    pub(crate) end: usize,
    /// Whether nothing of it is missing.
    pub(crate) whole: bool,
    /// What it leaves open.
    pub(crate) inside: Inside,
}

/// The largest target of an instruction and the longest reference, in bytes.
const LONGEST: usize = 4096;

/// Reads what begins, or goes on, at `start`.
#[inline]
pub(crate) fn read(held: &Held<'_>, start: usize, inside: Inside, parts: Parts) -> Result<Piece, Fault> {
    let text = held.text.slice(start..held.text.end());
    let rest = At { held, start, text, parts };
    match inside {
        Inside::Nothing => {}
        Inside::CData => return Ok(rest.until("]]>", 0, Kind::CData, Inside::CData)),
        Inside::Comment => return rest.comment(0),
        Inside::Instruction => return Ok(rest.until("?>", 0, Kind::Instruction, Inside::Instruction)),
    }
    match text.as_bytes() {
        [b'&', ..] => rest.reference(),
        [b'<', b'!', b'-', b'-', ..] => rest.comment(4),
        [b'<', b'!', b'[', ..] if text.starts_with("<![CDATA[") => {
            Ok(rest.until("]]>", "<![CDATA[".len(), Kind::CData, Inside::CData))
        }
        [b'<', b'!', ..] if text.starts_with("<!DOCTYPE") => rest.doctype(),
        [b'<', b'!', ..] => {
            let begun = ["<!--", "<![CDATA[", "<!DOCTYPE"].iter().any(|whole| whole.starts_with(text));
            if begun && !held.last {
                return Ok(rest.missing(Kind::Comment));
            }
            Err(Fault::malformed(start, "markup XML does not allow"))
        }
        [b'<', b'?', ..] => rest.instruction(),
        _ => rest.text(),
    }
}

/// Where something is read.
struct At<'h, 'a> {
    held: &'h Held<'a>,
    start: usize,
    text: &'a str,
    parts: Parts,
}

impl At<'_, '_> {
    fn piece(&self, what: What, length: usize) -> Piece {
        Piece { what, end: self.start + length, whole: true, inside: Inside::Nothing }
    }

    /// Nothing is read before more is held.
    fn missing(&self, kind: Kind) -> Piece {
        Piece { what: What::Node(kind), end: self.start, whole: false, inside: Inside::Nothing }
    }

    /// What ends with `end`, after `head` bytes that begin it.
    fn until(&self, end: &str, head: usize, kind: Kind, inside: Inside) -> Piece {
        let bytes = &self.text.as_bytes()[head..];
        if let Some(at) = memmem::find(bytes, end.as_bytes()) {
            return self.piece(What::Node(kind), head + at + end.len());
        }
        self.part(end.len() - 1, head, kind, inside)
    }

    /// A part of what has no end here; the last few bytes may begin the end and wait.
    fn part(&self, wait: usize, head: usize, kind: Kind, inside: Inside) -> Piece {
        if self.parts == Parts::Whole || self.held.last {
            return self.missing(kind);
        }
        let length = self.text.floor_char_boundary(self.text.len().saturating_sub(wait)).max(head);
        Piece { what: What::Node(kind), end: self.start + length, whole: false, inside }
    }

    fn comment(&self, head: usize) -> Result<Piece, Fault> {
        let bytes = self.text.as_bytes();
        let Some(dashes) = memmem::find(&bytes[head..], b"--").map(|at| head + at) else {
            return Ok(self.part(1, head, Kind::Comment, Inside::Comment));
        };
        match bytes.get(dashes + 2) {
            Some(b'>') => Ok(self.piece(What::Node(Kind::Comment), dashes + 3)),
            Some(b'-') if bytes.get(dashes + 3) == Some(&b'>') => {
                Err(self.within_comment(head, dashes, "a comment that ends in --->"))
            }
            None | Some(b'-') if dashes + 3 >= bytes.len() => {
                let wait = bytes.len() - dashes;
                Ok(self.part(wait, head, Kind::Comment, Inside::Comment))
            }
            Some(_) | None => Err(self.within_comment(head, dashes, "-- in a comment")),
        }
    }

    /// What is wrong at the dashes of a comment, or the character before them that may not be there: read in
    /// parts, that one is told first.
    fn within_comment(&self, head: usize, dashes: usize, what: &'static str) -> Fault {
        match forbidden(&self.text[head..dashes]).map(|bad| head + bad) {
            Some(bad) => Fault::malformed(self.start + bad, not_allowed(&self.text[bad..])),
            None => Fault::malformed(self.start + dashes, what),
        }
    }

    fn instruction(&self) -> Result<Piece, Fault> {
        let bytes = self.text.as_bytes();
        let after = skip(bytes, 2, Class::Name);
        if after + 1 >= bytes.len() && after < LONGEST {
            return Ok(self.missing(Kind::Instruction));
        }
        let target = &self.text[2..after];
        if target == "xml" {
            return Ok(match memmem::find(bytes, b"?>") {
                // A longer one is not looked at for the encoding either.
                Some(at) if at < LONGEST / 2 && is_declaration(&self.text[..at + 2]) => {
                    self.piece(What::Declaration, at + 2)
                }
                Some(_) => return Err(Fault::malformed(self.start, "an XML declaration XML does not allow")),
                None if bytes.len() > LONGEST => {
                    return Err(Fault::malformed(self.start, "an XML declaration without an end"));
                }
                None => self.missing(Kind::Instruction),
            });
        }
        let spaced = skip(bytes, after, Class::Space) > after || bytes[after..].starts_with(b"?>");
        if !is_name(target) || target.contains(':') || target.eq_ignore_ascii_case("xml") || !spaced {
            return Err(Fault::malformed(self.start, "a processing instruction XML does not allow"));
        }
        Ok(self.until("?>", after, Kind::Instruction, Inside::Instruction))
    }

    fn doctype(&self) -> Result<Piece, Fault> {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'>' if is_doctype(&self.text[..=at]) => return Ok(self.piece(What::Doctype, at + 1)),
                b'>' => return Err(Fault::malformed(self.start, "a document type XML does not allow")),
                // Declarations are refused as soon as they begin.
                b'[' => return Ok(self.piece(What::Doctype, at + 1)),
                b'"' | b'\'' => {
                    let Some(length) = memchr(byte, &bytes[at + 1..]) else { break };
                    at += length + 2;
                }
                _ => at += 1,
            }
        }
        Ok(Piece { what: What::Doctype, ..self.missing(Kind::Comment) })
    }

    fn reference(&self) -> Result<Piece, Fault> {
        let bytes = self.text.as_bytes();
        let usual = [&b"&lt;"[..], b"&gt;", b"&amp;"].into_iter().find(|usual| bytes.starts_with(usual));
        if let Some(usual) = usual {
            return Ok(self.piece(What::Node(Kind::Reference), usual.len()));
        }
        let end = bytes[1..].iter().position(|byte| matches!(byte, b';' | b'<' | b'&')).map(|at| at + 1);
        match end {
            Some(end) if bytes[end] == b';' => {
                reference(&self.text[..=end]).map_err(|what| Fault::malformed(self.start, what))?;
                Ok(self.piece(What::Node(Kind::Reference), end + 1))
            }
            None if bytes.len() < LONGEST && !self.held.last => Ok(self.missing(Kind::Reference)),
            Some(_) | None => Err(Fault::malformed(self.start, "& without ;")),
        }
    }

    #[inline]
    fn text(&self) -> Result<Piece, Fault> {
        let bytes = self.text.as_bytes();
        let end = memchr2(b'<', b'&', bytes);
        let text = &bytes[..end.unwrap_or(bytes.len())];
        if self.held.sections
            && let Some(at) = memmem::find(text, b"]]>")
        {
            return Err(Fault::malformed(self.start + at, "]]> in text"));
        }
        if end.is_some() || self.held.last {
            return Ok(self.piece(What::Node(Kind::Text), text.len()));
        }
        Ok(self.part(2, 0, Kind::Text, Inside::Nothing))
    }
}
