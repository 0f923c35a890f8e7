//! A text with codes as bytes of the file again, every untouched character spelled as it was.
//!
//! The old content is laid beside the new text by a diff; what is equal keeps its bytes (`&#160;`,
//! `&gt;`, CDATA, CRLF), what is new is escaped the way its surroundings are.

use super::codes::Markup;
use super::document::Found;
use super::inline::{Lexeme, Side};
use super::scan::Kind;
use super::style::{self, Style};
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

/// Text as the value of an attribute or as content without history.
///
/// What the encoding cannot spell becomes a reference when it is written.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    append_escaped(text, &mut out);
    out
}

/// Appends text as [`escape`] spells it.
pub(crate) fn append_escaped(text: &str, out: &mut String) {
    let style = Style::safe();
    // What XML does not allow begins with one of these bytes.
    let is_odd = |byte: u8| byte < b' ' && byte != b'\n' || byte == 0xEF;
    if !text.bytes().fold(false, |any, byte| any | is_odd(byte)) {
        return style.push_str(text, out);
    }
    text.chars().filter(|c| wellformed::is_char(*c)).for_each(|c| style.push(c, out));
}

/// Appends the bytes of `text`, which is not the one that is there, as content of a target.
pub(crate) fn respell(
    tree: &Tree<'_>,
    found: &Found,
    side: &Side,
    text: &CodedText,
    ascii: bool,
    out: &mut String,
) {
    let content = &tree.text[side.bytes.clone()];
    out.reserve(side.bytes.len() + 64);
    let style = Style::of(content, ascii, tree.crlf);
    let before = out.len();
    let mut out = Writer { tree, markup: &found.markup, style, out, cdata: false, opened: None };
    if side.spelled_simply && out.plainly(side, &found.segment.target, text) {
        return;
    }
    out.out.truncate(before);
    out.opened = None;
    let from = parting(side, &found.target_numbers, text, &mut out);
    let old = spelled(tree, side, &found.target_numbers, from.old);
    let new = items(text, from.new);
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
}

/// Whether line ends and `>` of a side are spelled as its style says, so that old and new ones need not
/// be told apart.
fn is_spelled_one_way(tree: &Tree<'_>, side: &Side, style: &Style<'_>) -> bool {
    // A code may hold references where the text has none.
    let refers = memchr(b'&', tree.text[side.bytes.clone()].as_bytes()).is_some();
    side.lexemes.iter().all(|lexeme| {
        let Lexeme::Text(node) = lexeme else { return true };
        let bytes = tree.raw(*node).as_bytes();
        !(tree.returns && memchr(b'\r', bytes).is_some())
            && (style.line() == "\n" || memchr(b'\n', bytes).is_none())
            && !(refers && memchr(b'>', bytes).is_some() && style.greater())
    })
}

struct Writer<'w, 'a> {
    tree: &'w Tree<'a>,
    markup: &'w [Markup],
    style: Style<'w>,
    out: &'w mut String,
    cdata: bool,
    /// The pair whose opening tag was written last, and where it begins and ends.
    opened: Option<(u32, usize, usize)>,
}

impl Writer<'_, '_> {
    /// Writes a text without a look at which characters are old, if that makes no difference: each is
    /// spelled as the style says. Answers whether it was so; if not, what was written is of no use.
    fn plainly(&mut self, side: &Side, old: &CodedText, text: &CodedText) -> bool {
        let mut one_way = false;
        for (at, part) in text.parts().iter().enumerate() {
            let text = match part {
                Part::Token(token) => {
                    self.token(*token);
                    continue;
                }
                Part::Text(text) => text.as_str(),
            };
            // What the old text begins with too is copied.
            let shared = match old.parts().get(at) {
                Some(Part::Text(old)) if side.spelled_raw && text.starts_with(old.as_str()) => old.len(),
                Some(_) | None => 0,
            };
            let (shared, rest) = text.split_at(shared);
            let seen = style::seen(rest);
            if seen & (style::GREATER | style::LINE) != 0 && !one_way {
                one_way = is_spelled_one_way(self.tree, side, &self.style);
                if !one_way {
                    return false;
                }
            }
            self.out.push_str(shared);
            self.style.push_seen(rest, seen, self.out);
        }
        true
    }

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
                self.style.push(c, self.out);
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
            None if c == '\n' => self.out.push_str(self.style.line()),
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

/// Where the old content and the new text begin to differ.
#[derive(Debug, Clone, Copy, Default)]
struct Parting {
    /// In the old content: the lexeme, and the bytes of its node before.
    old: (usize, usize),
    /// In the new text: the part, and the bytes of it before.
    new: (usize, usize),
}

/// Writes the beginning that the old content and the new text share, run by run; nothing where
/// there are sections. It need not be all of what they share.
fn parting(side: &Side, numbers: &[u32], text: &CodedText, out: &mut Writer<'_, '_>) -> Parting {
    let tree = out.tree;
    let is_section =
        |lexeme: &Lexeme| matches!(lexeme, Lexeme::Text(node) if tree.node(*node).kind == Kind::CData);
    let mut at = Parting::default();
    if side.lexemes.iter().any(is_section) {
        return at;
    }
    for lexeme in &side.lexemes {
        let (part, begun) = at.new;
        let new = text.parts().get(part);
        match (*lexeme, new) {
            (Lexeme::Token(code, form), Some(Part::Token(new)))
                if *new == (Token { number: numbers[code], form }) =>
            {
                out.token(*new);
                at.new = (part + 1, 0);
            }
            (Lexeme::Text(node), Some(Part::Text(new))) => {
                let node = tree.node(node);
                let raw = &tree.text[node.bytes.clone()];
                let rest = &new[begun..];
                let (same, alike) = if node.kind == Kind::Reference {
                    let stands_for = wellformed::reference(raw).ok().filter(|c| rest.starts_with(*c));
                    stands_for.map_or((0, 0), |c| (raw.len(), c.len_utf8()))
                } else {
                    let same = shared(raw, rest);
                    (same, same)
                };
                out.out.push_str(&raw[..same]);
                at.new = if begun + alike == new.len() { (part + 1, 0) } else { (part, begun + alike) };
                if same < raw.len() {
                    at.old.1 = same;
                    return at;
                }
            }
            _ => return at,
        }
        at.old = (at.old.0 + 1, 0);
    }
    at
}

/// How many bytes two texts share at the beginning, up to a line end that is spelled in its own way.
fn shared(raw: &str, new: &str) -> usize {
    if memchr(b'\r', raw.as_bytes()).is_none() && new.starts_with(raw) {
        return raw.len();
    }
    let same = |(one, other): &(u8, u8)| one == other && *one != b'\r';
    raw.floor_char_boundary(raw.bytes().zip(new.bytes()).take_while(same).count())
}

/// Every item of the old content from a place on, with its bytes.
fn spelled(tree: &Tree<'_>, side: &Side, numbers: &[u32], from: (usize, usize)) -> Vec<Spelled> {
    let mut all = Vec::with_capacity(side.bytes.len().min(ROOM));
    let mut before = from.1;
    for lexeme in &side.lexemes[from.0..] {
        let before = std::mem::take(&mut before);
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
                    Kind::Text => spell(&raw[before..], node.bytes.start + before, false, &mut all),
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

/// Every item of the new text from a place on.
fn items(text: &CodedText, from: (usize, usize)) -> Vec<Item> {
    let mut all = Vec::with_capacity(text.texts().map(str::len).sum::<usize>().min(ROOM));
    let mut before = from.1;
    for part in &text.parts()[from.0..] {
        let before = std::mem::take(&mut before);
        match part {
            Part::Text(text) => all.extend(text[before..].chars().map(Item::Char)),
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
