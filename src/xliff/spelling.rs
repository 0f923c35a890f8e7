//! A text with codes as bytes of the file again, every untouched character spelled as it was.
//!
//! The old content is laid beside the new text by a diff; what is equal keeps its bytes (`&#160;`,
//! `&gt;`, CDATA, CRLF), what is new is escaped the way its surroundings are.

use super::codes::Markup;
use super::document::Found;
use super::inline::{Lexeme, Side};
use super::scan::Kind;
use super::tree::{Tree, cdata_inside};
use super::wellformed;
use crate::domain::text::{CodedText, Form, Part, Token};
use memchr::memchr;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Beyond this product of lengths the middle of a text is respelled without a diff.
const MOST_COMPARED: usize = 16 << 20;

/// Room for so many items is made at once; few texts have more.
const ROOM: usize = 4096;

/// What a text is made of when it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Item {
    Char(char),
    Token(Token),
}

/// A character or token of the old content and its bytes.
#[derive(Debug, Clone)]
struct Spelled {
    item: Item,
    bytes: Range<usize>,
    cdata: bool,
}

/// How new characters are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    greater: bool,
    quote: bool,
    apostrophe: bool,
    crlf: bool,
    /// Whether beyond ASCII only a reference may be able to spell a character.
    ascii: bool,
}

impl Style {
    /// The style of a piece of content: a reference where it has references and no raw character.
    pub(crate) fn of(content: &str, ascii: bool, crlf: bool) -> Self {
        // Few contents have references; one look spares the others.
        let refers = memchr(b'&', content.as_bytes()).is_some();
        let written = |reference: &str| refers && content.contains(reference);
        Self {
            greater: written("&gt;") || !text_has(content, b'>'),
            quote: written("&quot;") && !text_has(content, b'"'),
            apostrophe: written("&apos;") && !text_has(content, b'\''),
            crlf,
            ascii,
        }
    }

    fn push_str(self, text: &str, out: &mut String) {
        let special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'' | b'\r' | b'\n');
        // Without a way out of the loop it runs over many bytes at once; few texts have such bytes.
        if !text.bytes().fold(false, |any, byte| any | special(byte)) {
            return out.push_str(text);
        }
        let mut rest = text;
        while let Some(at) = rest.bytes().position(special) {
            out.push_str(&rest[..at]);
            self.push(char::from(rest.as_bytes()[at]), out);
            rest = &rest[at + 1..];
        }
        out.push_str(rest);
    }

    fn push(self, c: char, out: &mut String) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' if self.greater || out.ends_with("]]") => out.push_str("&gt;"),
            '"' if self.quote => out.push_str("&quot;"),
            '\'' if self.apostrophe => out.push_str("&apos;"),
            '\r' => out.push_str("&#xD;"),
            '\n' if self.crlf => out.push_str("\r\n"),
            c => out.push(c),
        }
    }
}

/// Text as the value of an attribute or as content without history.
///
/// What the encoding cannot spell becomes a reference when it is written.
pub(crate) fn escape(text: &str) -> String {
    let style = Style { greater: true, quote: true, apostrophe: false, crlf: false, ascii: false };
    let mut out = String::with_capacity(text.len() + 16);
    text.chars().filter(|c| wellformed::is_char(*c)).for_each(|c| style.push(c, &mut out));
    out
}

/// The bytes of `text` as content of the segment's target.
pub(crate) fn render(tree: &Tree<'_>, found: &Found, text: &CodedText, ascii: bool) -> String {
    let Some(side) = &found.target else { return String::new() };
    if *text == found.segment.target {
        return tree.text[side.bytes.clone()].to_owned();
    }
    let content = &tree.text[side.bytes.clone()];
    let mut out = Writer {
        tree,
        markup: &found.markup,
        style: Style::of(content, ascii, tree.crlf),
        out: String::with_capacity(side.bytes.len() + 64),
        cdata: false,
        opened: None,
    };
    if is_spelled_one_way(content, tree.crlf) {
        for part in text.parts() {
            match part {
                Part::Text(text) => out.style.push_str(text, &mut out.out),
                Part::Token(token) => out.token(*token),
            }
        }
        return out.out;
    }
    let old = spelled(tree, side, &found.target_numbers);
    let new = items(text);
    // White space around sections is no text beside them.
    let text =
        |spelled: &&Spelled| spelled.cdata || matches!(spelled.item, Item::Char(c) if !c.is_whitespace());
    let mut cdata = old.iter().find(text).is_some_and(|first| first.cdata);
    let all = cdata && old.iter().filter(text).all(|spelled| spelled.cdata);
    for (kept, at) in align(&old, &new) {
        match kept {
            Some(before) => {
                cdata = all || before.cdata;
                out.kept(before);
            }
            None => out.added(new[at], cdata),
        }
    }
    out.section(false);
    out.out
}

/// Whether each character of a piece of content is spelled as its style says, so that old and new
/// ones need not be told apart: no references, no sections, line ends of one kind.
fn is_spelled_one_way(content: &str, crlf: bool) -> bool {
    let other = |byte: u8| byte == b'&' || byte == b'\r' || (crlf && byte == b'\n');
    // Most contents have no markup at all: the search for a text comes last.
    !content.bytes().fold(false, |any, byte| any | other(byte))
        && (memchr(b'<', content.as_bytes()).is_none() || !content.contains("<!"))
}

struct Writer<'w, 'a> {
    tree: &'w Tree<'a>,
    markup: &'w [Markup],
    style: Style,
    out: String,
    cdata: bool,
    /// The pair whose opening tag was written last, and where it begins and ends.
    opened: Option<(u32, usize, usize)>,
}

impl Writer<'_, '_> {
    fn kept(&mut self, spelled: &Spelled) {
        match spelled.item {
            Item::Token(token) => self.token(token),
            Item::Char(c) if spelled.cdata => self.in_section(c, Some(spelled.bytes.clone())),
            Item::Char(c) => {
                self.section(false);
                let bytes = &self.tree.text[spelled.bytes.clone()];
                if c == '>' && self.out.ends_with("]]") {
                    self.out.push_str("&gt;");
                } else {
                    self.out.push_str(bytes);
                }
            }
        }
    }

    fn added(&mut self, item: Item, cdata: bool) {
        match item {
            Item::Token(token) => self.token(token),
            // A section has no way to write what only a reference can say.
            Item::Char(c) if cdata && c != '\r' && (c.is_ascii() || !self.style.ascii) => {
                self.in_section(c, None)
            }
            Item::Char(c) => {
                self.section(false);
                self.style.push(c, &mut self.out);
            }
        }
    }

    fn in_section(&mut self, c: char, bytes: Option<Range<usize>>) {
        self.section(true);
        if c == '>' && self.out.ends_with("]]") {
            self.out.push_str("]]><![CDATA[");
        }
        match bytes {
            Some(bytes) => self.out.push_str(&self.tree.text[bytes]),
            None if c == '\n' && self.style.crlf => self.out.push_str("\r\n"),
            None => self.out.push(c),
        }
    }

    fn token(&mut self, token: Token) {
        self.section(false);
        let index = token.number as usize;
        // The predicate was asked first: every number is in the table.
        let Some(markup) = self.markup.get(index.wrapping_sub(1)) else { return };
        match token.form {
            Form::Alone | Form::Open => {
                let tag = &self.tree.text[markup.open.clone()];
                let both_ends = token.form == Form::Open && is_both(markup);
                let start = self.out.len();
                match tag.strip_suffix("/>").filter(|_| both_ends) {
                    Some(inner) => {
                        self.out.push_str(inner);
                        self.out.push('>');
                    }
                    None => self.out.push_str(tag),
                }
                self.opened = Some((token.number, start, self.out.len()));
            }
            Form::Close if is_both(markup) => match self.opened {
                // Still empty: one tag again, as it was.
                Some((number, start, end)) if number == token.number && end == self.out.len() => {
                    self.out.truncate(start);
                    self.out.push_str(&self.tree.text[markup.open.clone()]);
                }
                Some(_) | None => {
                    self.out.push_str("</");
                    self.out.push_str(self.tree.node(markup.node).name.full);
                    self.out.push('>');
                }
            },
            Form::Close => {
                if let Some(close) = &markup.close {
                    self.out.push_str(&self.tree.text[close.clone()]);
                }
            }
        }
    }

    fn section(&mut self, open: bool) {
        if open != self.cdata {
            self.out.push_str(if open { "<![CDATA[" } else { "]]>" });
            self.cdata = open;
        }
    }
}

/// Whether one empty-element tag is both ends of the pair.
fn is_both(markup: &Markup) -> bool {
    markup.close.as_ref().is_some_and(Range::is_empty)
}

/// Every item of the old content with its bytes.
fn spelled(tree: &Tree<'_>, side: &Side, numbers: &[u32]) -> Vec<Spelled> {
    let mut all = Vec::with_capacity(side.bytes.len().min(ROOM));
    for lexeme in &side.lexemes {
        match *lexeme {
            Lexeme::Token(code, form) => {
                let item = Item::Token(Token { number: numbers[code], form });
                all.push(Spelled { item, bytes: 0..0, cdata: false });
            }
            Lexeme::Text(node) => {
                let node = tree.node(node);
                let raw = &tree.text[node.bytes.clone()];
                match node.kind {
                    Kind::CData => {
                        spell(cdata_inside(raw), node.bytes.start + "<![CDATA[".len(), true, &mut all);
                    }
                    Kind::Reference => all.extend(wellformed::reference(raw).map(|c| Spelled {
                        item: Item::Char(c),
                        bytes: node.bytes.clone(),
                        cdata: false,
                    })),
                    Kind::Text => spell(raw, node.bytes.start, false, &mut all),
                    Kind::Open | Kind::Close | Kind::Empty | Kind::Comment | Kind::Instruction => {}
                }
            }
        }
    }
    all
}

fn spell(raw: &str, base: usize, cdata: bool, all: &mut Vec<Spelled>) {
    let mut chars = raw.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut end = at + c.len_utf8();
        if c == '\r' && chars.next_if(|(_, next)| *next == '\n').is_some() {
            end += 1;
        }
        let item = Item::Char(if c == '\r' { '\n' } else { c });
        all.push(Spelled { item, bytes: base + at..base + end, cdata });
    }
}

fn items(text: &CodedText) -> Vec<Item> {
    let mut all = Vec::with_capacity(text.texts().map(str::len).sum::<usize>().min(ROOM));
    for part in text.parts() {
        match part {
            Part::Text(text) => all.extend(text.chars().map(Item::Char)),
            Part::Token(token) => all.push(Item::Token(*token)),
        }
    }
    all
}

/// For each new item in order, the old item that is kept for it.
fn align<'s>(old: &'s [Spelled], new: &[Item]) -> Vec<(Option<&'s Spelled>, usize)> {
    let same = |pair: &(&Spelled, &Item)| pair.0.item == *pair.1;
    let head = old.iter().zip(new).take_while(same).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(same).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let mut aligned: Vec<_> = Vec::with_capacity(new.len());
    aligned.extend((0..head).map(|at| (Some(&old[at]), at)));
    let middle = &old[head..old_end];
    // Two tokens never compare equal by accident, so only the characters make the diff long.
    if middle.len().saturating_mul(new_end - head) <= MOST_COMPARED {
        let before: Vec<Item> = middle.iter().map(|spelled| spelled.item).collect();
        for op in capture_diff_slices(Algorithm::Myers, &before, &new[head..new_end]) {
            match op {
                DiffOp::Equal { old_index, new_index, len } => {
                    aligned.extend((0..len).map(|i| (Some(&middle[old_index + i]), head + new_index + i)));
                }
                DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
                    aligned.extend((0..new_len).map(|i| (None, head + new_index + i)));
                }
                DiffOp::Delete { .. } => {}
            }
        }
    } else {
        aligned.extend((head..new_end).map(|at| (None, at)));
    }
    aligned.extend((0..tail).map(|i| (Some(&old[old_end + i]), new_end + i)));
    aligned
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
