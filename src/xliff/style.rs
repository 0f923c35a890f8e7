//! How new characters are spelled in a piece of content: the way its own are.

use crate::domain::bytes;
use memchr::memchr;
use std::cell::OnceCell;

/// The style of a piece of content: a reference where it has references and no raw character.
///
/// What it takes to tell is looked for when a character asks for it, which few texts hold.
#[derive(Debug, Clone)]
pub(crate) struct Style<'c> {
    content: &'c str,
    greater: OnceCell<bool>,
    quote: OnceCell<bool>,
    apostrophe: OnceCell<bool>,
    crlf: bool,
    /// Whether beyond ASCII only a reference may be able to spell a character.
    pub(crate) ascii: bool,
}

/// `>` is in a text.
pub(crate) const GREATER: u8 = 1;
/// A line break is in a text.
pub(crate) const LINE: u8 = 2;
/// Something else is in a text that is spelled in a way of its own.
const OTHER: u8 = 4;

/// What each byte is of that.
static SPECIAL: [u8; 256] = {
    let mut special = [0; 256];
    let mut at = 0;
    while at < 256 {
        special[at] = match at as u8 {
            b'>' => GREATER,
            b'\n' => LINE,
            b'&' | b'<' | b'"' | b'\'' | b'\r' => OTHER,
            _ => 0,
        };
        at += 1;
    }
    special
};

fn special(byte: u8) -> u8 {
    SPECIAL[usize::from(byte)]
}

/// What is in a text that is spelled in a way of its own.
pub(crate) fn seen(text: &str) -> u8 {
    bytes::seen(text, &SPECIAL)
}

impl<'c> Style<'c> {
    /// The style of a piece of content.
    pub(crate) fn of(content: &'c str, ascii: bool, crlf: bool) -> Self {
        let (greater, quote, apostrophe) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { content, greater, quote, apostrophe, crlf, ascii }
    }

    /// The style of a value of an attribute, or of content without history.
    pub(crate) fn safe() -> Self {
        let (greater, quote, apostrophe) = (true.into(), true.into(), false.into());
        Self { content: "", greater, quote, apostrophe, crlf: false, ascii: false }
    }

    /// Whether `>` is written as a reference.
    pub(crate) fn greater(&self) -> bool {
        *self.greater.get_or_init(|| self.content.contains("&gt;") || !text_has(self.content, b'>'))
    }

    fn quote(&self) -> bool {
        *self.quote.get_or_init(|| self.content.contains("&quot;") && !text_has(self.content, b'"'))
    }

    fn apostrophe(&self) -> bool {
        *self.apostrophe.get_or_init(|| self.content.contains("&apos;") && !text_has(self.content, b'\''))
    }

    /// How a line ends.
    pub(crate) fn line(&self) -> &'static str {
        if self.crlf { "\r\n" } else { "\n" }
    }

    /// Appends a text.
    pub(crate) fn push_str(&self, text: &str, out: &mut String) {
        self.push_seen(text, seen(text), out);
    }

    /// Appends a text in which this was seen.
    #[inline]
    pub(crate) fn push_seen(&self, text: &str, seen: u8, out: &mut String) {
        // Few texts have such bytes.
        if seen == 0 { out.push_str(text) } else { self.push_special(text, out) }
    }

    fn push_special(&self, text: &str, out: &mut String) {
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| special(byte) != 0) {
            out.push_str(&rest[..at]);
            self.push(char::from(rest.as_bytes()[at]), out);
            rest = &rest[at + 1..];
        }
        out.push_str(rest);
    }

    /// Appends a character.
    pub(crate) fn push(&self, c: char, out: &mut String) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' if out.ends_with("]]") || self.greater() => out.push_str("&gt;"),
            '"' if self.quote() => out.push_str("&quot;"),
            '\'' if self.apostrophe() => out.push_str("&apos;"),
            '\r' => out.push_str("&#xD;"),
            '\n' => out.push_str(self.line()),
            c => out.push(c),
        }
    }
}

/// Whether a character stands raw in the text of a piece of markup.
fn text_has(content: &str, wanted: u8) -> bool {
    if memchr(b'<', content.as_bytes()).is_none() {
        return memchr(wanted, content.as_bytes()).is_some();
    }
    let mut in_tag = false;
    let mut last = b'\0';
    for byte in content.bytes() {
        match byte {
            b'<' => in_tag = true,
            b'>' if in_tag && last != b'-' => in_tag = false,
            byte if byte == wanted && !in_tag => return true,
            _ => {}
        }
        last = byte;
    }
    false
}
