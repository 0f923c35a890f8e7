//! The nodes of one unit, flat and in order, so that rules can look around in it.
//!
//! It is dropped when the unit is done. Nothing here recurses: an element knows its end tag.

mod look;

pub(crate) use look::is_word;

use super::held::Text;
use super::names::{Name, Ns};
use super::scan::{Attribute, Event, Kind};
use super::wellformed;
use memchr::memchr;
use std::borrow::Cow;
use std::ops::Range;

mod rooms;

pub(crate) use rooms::Rooms;
pub(super) use rooms::{Begun, Packed, PackedAttribute};

/// A tag, a piece of text, a comment …
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its own bytes; of an element only the start tag.
    pub(crate) bytes: Range<usize>,
    /// The name of an element.
    pub(crate) name: Name<'a>,
    /// The node of the other tag; itself if there is none.
    pub(crate) mate: usize,
}

/// The nodes of an element, the element itself at 0.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    /// The text of the file that is held.
    pub(crate) text: Text<'a>,
    /// Whether lines of the file end in CR and LF.
    pub(crate) crlf: bool,
    /// Whether there may be a carriage return in its texts.
    pub(crate) returns: bool,
    /// Whether anything is in it beyond XLIFF itself.
    pub(crate) extended: bool,
    /// Whether something in it may be of ITS.
    pub(crate) its: bool,
    /// Where the element begins; in the rooms all offsets count from here.
    pub(super) base: usize,
    pub(super) rooms: Rooms,
}

/// The largest element of which there can be a tree.
///
/// It leaves room for what is read beyond it before its size is looked at.
pub(crate) const LARGEST: usize = 1 << 30;

impl<'a> Tree<'a> {
    pub(crate) fn new(text: impl Into<Text<'a>>) -> Self {
        Self {
            text: text.into(),
            crlf: false,
            returns: true,
            extended: false,
            its: false,
            base: 0,
            rooms: Rooms::default(),
        }
    }

    /// An empty one on the same text, in this room.
    pub(crate) fn another(&self, rooms: Rooms) -> Self {
        Self { rooms, extended: false, ..*self }
    }

    /// The room it takes.
    pub(crate) fn into_rooms(self) -> Rooms {
        self.rooms
    }

    /// Forgets the nodes; their room is used again.
    pub(crate) fn clear(&mut self) {
        let Rooms { nodes, attributes, open, around } = &mut self.rooms;
        nodes.clear();
        attributes.clear();
        open.clear();
        around.clear();
        self.extended = false;
    }

    /// A declaration in force around the element: prefix and URI.
    pub(crate) fn surround(&mut self, prefix: &str, uri: &str) {
        self.rooms.around.push((prefix.to_owned(), uri.to_owned()));
    }

    /// Declarations in force around the element, those of the root left out: prefix and URI.
    pub(crate) fn around(&self) -> &[(String, String)] {
        &self.rooms.around
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.rooms.nodes.len()
    }

    /// The element at 0 will begin here.
    pub(super) fn begin(&mut self, at: usize) {
        self.base = at;
    }

    /// Whether the element at 0 is there and complete.
    pub(crate) fn is_whole(&self) -> bool {
        self.rooms.open.is_empty() && !self.rooms.nodes.is_empty()
    }

    /// Takes the next event and its attributes.
    #[inline(always)]
    pub(crate) fn push(&mut self, event: &Event<'a>, attributes: &[Attribute<'a>]) {
        let Rooms { nodes, attributes: packed, open, .. } = &mut self.rooms;
        if nodes.is_empty() {
            self.base = event.start;
        }
        let base = self.base;
        // An element is bounded by the largest there can be a tree of.
        let short = |offset: usize| (offset - base) as u32;
        let index = nodes.len() as u32;
        let mut mate = index;
        match event.kind {
            Kind::Open | Kind::Empty => {
                let known = |ns: Ns| matches!(ns, Ns::Core | Ns::Plain | Ns::Xml);
                self.extended |= !known(event.name.ns);
                for Attribute { start, name, raw, at } in attributes {
                    self.extended |= !known(name.ns);
                    packed.push(PackedAttribute {
                        start: short(*start),
                        name: name.full.len() as u32,
                        prefix: (name.full.len() - name.local.len()) as u32,
                        at: short(*at),
                        length: raw.len() as u32,
                        ns: name.ns,
                        plain: is_plain(raw),
                    });
                }
                if event.kind == Kind::Open {
                    let name = event.name.full.as_bytes();
                    let head = (0..8).map(|at| name.get(at).copied().unwrap_or_default());
                    let head = head.rev().fold(0, |head, byte| head << 8 | u64::from(byte));
                    open.push(Begun { node: index, name: name.len() as u32, head });
                }
            }
            Kind::Close => {
                if let Some(opener) = open.pop() {
                    nodes[opener.node as usize].mate = index;
                    mate = opener.node;
                }
            }
            Kind::Text | Kind::CData | Kind::Reference | Kind::Comment | Kind::Instruction => {}
        }
        nodes.push(Packed {
            start: short(event.start),
            end: short(event.end),
            mate,
            attributes: packed.len() as u32,
            name: event.name.full.len() as u32,
            prefix: (event.name.full.len() - event.name.local.len()) as u32,
            kind: event.kind,
            ns: event.name.ns,
        });
    }

    /// A node.
    #[inline(always)]
    pub(crate) fn node(&self, index: usize) -> Node<'a> {
        let node = &self.rooms.nodes[index];
        let bytes = self.base + node.start as usize..self.base + node.end as usize;
        let name = match node.name {
            0 => Name::NONE,
            length => self.name(node.named(), length, node.prefix, node.ns),
        };
        Node { kind: node.kind, bytes, name, mate: node.mate as usize }
    }

    #[inline(always)]
    fn name(&self, at: u32, length: u32, prefix: u32, ns: Ns) -> Name<'a> {
        let full = self.short(at, length);
        Name { full, local: full.get(prefix as usize..).unwrap_or_default(), ns }
    }

    /// A piece of the element.
    #[inline(always)]
    fn short(&self, at: u32, length: u32) -> &'a str {
        let at = self.base - self.text.start() + at as usize;
        self.text.as_str().get(at..at + length as usize).unwrap_or_default()
    }

    /// The local part of a name, as bytes.
    #[inline(always)]
    fn local(&self, at: u32, length: u32, prefix: u32) -> &'a [u8] {
        let at = self.base - self.text.start() + at as usize;
        self.text.as_str().as_bytes().get(at + prefix as usize..at + length as usize).unwrap_or_default()
    }

    /// Whether a node is an element of XLIFF of this name.
    #[inline(always)]
    pub(crate) fn is(&self, index: usize, local: &str) -> bool {
        let node = &self.rooms.nodes[index];
        node.ns == Ns::Core
            && (node.name - node.prefix) as usize == local.len()
            && node.kind != Kind::Close
            && self.local(node.named(), node.name, node.prefix) == local.as_bytes()
    }

    /// Whether a node begins an element.
    pub(crate) fn is_element(&self, index: usize) -> bool {
        matches!(self.rooms.nodes[index].kind, Kind::Open | Kind::Empty)
    }

    /// The nodes directly inside an element, end tags left out.
    pub(crate) fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = self.inner(index);
        std::iter::from_fn(move || {
            let child = next.start;
            (child < next.end).then(|| {
                next.start = self.mate(child).max(child) + 1;
                child
            })
        })
    }

    /// The first XLIFF child of this name.
    pub(crate) fn child(&self, index: usize, local: &str) -> Option<usize> {
        self.children(index).find(|child| self.is(*child, local))
    }

    /// The indices of all nodes inside an element.
    pub(crate) fn inner(&self, index: usize) -> Range<usize> {
        index + 1..self.mate(index).max(index + 1)
    }

    /// The bytes between the tags of an element; empty, at its end, for an empty-element tag.
    pub(crate) fn content(&self, index: usize) -> Range<usize> {
        let node = self.node(index);
        match node.kind {
            Kind::Open => node.bytes.end..self.node(node.mate).bytes.start,
            Kind::Close | Kind::Empty | Kind::Text | Kind::CData => node.bytes.end..node.bytes.end,
            Kind::Reference | Kind::Comment | Kind::Instruction => node.bytes.end..node.bytes.end,
        }
    }

    /// The bytes of an element with its tags, or of any other node.
    pub(crate) fn whole(&self, index: usize) -> Range<usize> {
        let node = self.node(index);
        node.bytes.start..self.node(node.mate.max(index)).bytes.end
    }

    /// The node of the other tag.
    #[inline(always)]
    fn mate(&self, index: usize) -> usize {
        self.rooms.nodes[index].mate as usize
    }

    #[inline(always)]
    fn packed(&self, index: usize) -> &[PackedAttribute] {
        let nodes = &self.rooms.nodes;
        let first = if index == 0 { 0 } else { nodes[index - 1].attributes };
        &self.rooms.attributes[first as usize..nodes[index].attributes as usize]
    }

    /// The attributes of an element.
    #[inline]
    pub(crate) fn attributes(&self, index: usize) -> impl DoubleEndedIterator<Item = Attribute<'a>> + '_ {
        self.packed(index).iter().map(|packed| Attribute {
            start: self.base + packed.start as usize,
            name: self.name(packed.start, packed.name, packed.prefix, packed.ns),
            raw: self.short(packed.at, packed.length),
            at: self.base + packed.at as usize,
        })
    }

    /// An attribute without a prefix.
    #[inline(always)]
    pub(crate) fn plain(&self, index: usize, local: &str) -> Option<Cow<'a, str>> {
        self.attribute(index, Ns::Plain, local)
    }

    /// An attribute, entities resolved.
    #[inline(always)]
    pub(crate) fn attribute(&self, index: usize, ns: Ns, local: &str) -> Option<Cow<'a, str>> {
        let found = self.packed(index).iter().find(|packed| {
            (packed.name - packed.prefix) as usize == local.len()
                && packed.ns == ns
                && self.local(packed.start, packed.name, packed.prefix) == local.as_bytes()
        });
        found.map(|packed| {
            let raw = self.short(packed.at, packed.length);
            if packed.plain { Cow::Borrowed(raw) } else { unescape(raw) }
        })
    }

    /// The characters inside an element, entities resolved, at most `most` bytes.
    pub(crate) fn characters(&self, index: usize, most: usize) -> String {
        let mut text = String::new();
        self.append_inner(index, most, &mut text);
        text
    }

    /// Appends the characters inside an element to an empty text, at most `most` bytes.
    pub(crate) fn append_inner(&self, index: usize, most: usize, text: &mut String) {
        for node in self.inner(index) {
            if text.len() >= most {
                break;
            }
            self.append_characters(node, text);
        }
        text.truncate(text.floor_char_boundary(most));
    }

    /// Appends the characters a node stands for: lines end in `\n`, as XML demands.
    pub(crate) fn append_characters(&self, index: usize, text: &mut String) {
        let node = &self.rooms.nodes[index];
        let raw = self.short(node.start, node.end - node.start);
        match node.kind {
            Kind::Text if self.returns => append_lines(raw, text),
            Kind::Text => text.push_str(raw),
            Kind::CData => append_lines(cdata_inside(raw), text),
            Kind::Reference => match raw {
                "&lt;" => text.push('<'),
                "&gt;" => text.push('>'),
                "&amp;" => text.push('&'),
                _ => text.extend(wellformed::reference(raw)),
            },
            Kind::Open | Kind::Close | Kind::Empty | Kind::Comment | Kind::Instruction => {}
        }
    }
}

/// What stands inside a CDATA section.
pub(crate) fn cdata_inside(raw: &str) -> &str {
    raw.strip_prefix("<![CDATA[").and_then(|rest| rest.strip_suffix("]]>")).unwrap_or("")
}

fn append_lines(raw: &str, text: &mut String) {
    if memchr(b'\r', raw.as_bytes()).is_some() {
        text.push_str(&raw.replace("\r\n", "\n").replace('\r', "\n"));
    } else {
        text.push_str(raw);
    }
}

/// The value of an attribute: references resolved, white space made spaces.
pub(crate) fn unescape(raw: &str) -> Cow<'_, str> {
    if is_plain(raw) {
        return Cow::Borrowed(raw);
    }
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        value.push_str(&spaces(&rest[..at]));
        let end = rest[at..].find(';').map_or(rest.len(), |end| at + end + 1);
        value.extend(wellformed::reference(&rest[at..end]));
        rest = &rest[end..];
    }
    value.push_str(&spaces(rest));
    Cow::Owned(value)
}

/// Whether a value has neither references nor white space but spaces.
fn is_plain(raw: &str) -> bool {
    // Without a way out of the loop it runs over many bytes at once; few values have such bytes.
    let special = |byte: u8| matches!(byte, b'&' | b'\t' | b'\n' | b'\r');
    !raw.bytes().fold(false, |any, byte| any | special(byte))
}

fn spaces(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ")
}
