//! The nodes of one unit, flat and in order, so that rules can look around in it.
//!
//! It is dropped when the unit is done. Nothing here recurses: an element knows its end tag.

use super::held::Text;
use super::names::{Name, Ns};
use super::scan::{Attribute, Event, Kind};
use super::wellformed;
use memchr::memchr;
use std::borrow::Cow;
use std::ops::Range;

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
    attributes: Range<usize>,
}

/// The nodes of an element, the element itself at 0.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    /// The text of the file that is held.
    pub(crate) text: Text<'a>,
    /// Declarations in force around the element, those of the root left out: prefix and URI.
    pub(crate) around: Vec<(String, String)>,
    /// Whether lines of the file end in CR and LF.
    pub(crate) crlf: bool,
    /// Whether there may be a carriage return in its texts.
    pub(crate) returns: bool,
    nodes: Vec<Node<'a>>,
    attributes: Vec<Attribute<'a>>,
    open: Vec<usize>,
    /// Whether anything is in it beyond XLIFF itself.
    pub(crate) extended: bool,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(text: impl Into<Text<'a>>) -> Self {
        Self {
            text: text.into(),
            around: Vec::new(),
            crlf: false,
            returns: true,
            extended: false,
            nodes: Vec::new(),
            attributes: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Forgets the nodes; their room is used again.
    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
        self.attributes.clear();
        self.open.clear();
        self.around.clear();
        self.extended = false;
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Where the attributes of the next event go, behind those that are there.
    pub(crate) fn room(&mut self) -> &mut Vec<Attribute<'a>> {
        &mut self.attributes
    }

    /// Takes the next event, its attributes being there; answers whether the element at 0 is complete.
    #[inline(always)]
    pub(crate) fn push(&mut self, event: &Event<'a>) -> bool {
        let index = self.nodes.len();
        let first = self.nodes.last().map_or(0, |last| last.attributes.end);
        let mut mate = index;
        match event.kind {
            Kind::Open | Kind::Empty => {
                let known = |ns: Ns| matches!(ns, Ns::Core | Ns::Plain | Ns::Xml);
                self.extended |=
                    !known(event.name.ns) || self.attributes[first..].iter().any(|a| !known(a.name.ns));
                if event.kind == Kind::Open {
                    self.open.push(index);
                }
            }
            Kind::Close => {
                if let Some(opener) = self.open.pop() {
                    self.nodes[opener].mate = index;
                    mate = opener;
                }
            }
            Kind::Text | Kind::CData | Kind::Reference | Kind::Comment | Kind::Instruction => {}
        }
        self.nodes.push(Node {
            kind: event.kind,
            bytes: event.start..event.end,
            name: event.name,
            mate,
            attributes: first..self.attributes.len(),
        });
        self.open.is_empty()
    }

    /// A node.
    pub(crate) fn node(&self, index: usize) -> &Node<'a> {
        &self.nodes[index]
    }

    /// Whether a node is an element of XLIFF of this name.
    #[inline]
    pub(crate) fn is(&self, index: usize, local: &str) -> bool {
        let node = &self.nodes[index];
        node.kind != Kind::Close && node.name.ns == Ns::Core && node.name.local == local
    }

    /// Whether a node begins an element.
    pub(crate) fn is_element(&self, index: usize) -> bool {
        matches!(self.nodes[index].kind, Kind::Open | Kind::Empty)
    }

    /// The nodes directly inside an element, end tags left out.
    pub(crate) fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = self.inner(index);
        std::iter::from_fn(move || {
            let child = next.start;
            (child < next.end).then(|| {
                next.start = self.nodes[child].mate.max(child) + 1;
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
        let mate = self.nodes[index].mate;
        index + 1..mate.max(index + 1)
    }

    /// The bytes between the tags of an element; empty, at its end, for an empty-element tag.
    pub(crate) fn content(&self, index: usize) -> Range<usize> {
        let node = &self.nodes[index];
        match node.kind {
            Kind::Open => node.bytes.end..self.nodes[node.mate].bytes.start,
            Kind::Close | Kind::Empty | Kind::Text | Kind::CData => node.bytes.end..node.bytes.end,
            Kind::Reference | Kind::Comment | Kind::Instruction => node.bytes.end..node.bytes.end,
        }
    }

    /// The bytes of an element with its tags, or of any other node.
    pub(crate) fn whole(&self, index: usize) -> Range<usize> {
        let node = &self.nodes[index];
        node.bytes.start..self.nodes[node.mate.max(index)].bytes.end
    }

    /// The attributes of an element.
    pub(crate) fn attributes(&self, index: usize) -> &[Attribute<'a>] {
        &self.attributes[self.nodes[index].attributes.clone()]
    }

    /// An attribute without a prefix.
    #[inline]
    pub(crate) fn plain(&self, index: usize, local: &str) -> Option<Cow<'a, str>> {
        self.attribute(index, Ns::Plain, local)
    }

    /// An attribute, entities resolved.
    #[inline]
    pub(crate) fn attribute(&self, index: usize, ns: Ns, local: &str) -> Option<Cow<'a, str>> {
        let mut all = self.attributes(index).iter();
        all.find(|a| a.name.ns == ns && a.name.local == local).map(|a| unescape(a.raw))
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
        let node = &self.nodes[index];
        let raw = &self.text[node.bytes.clone()];
        match node.kind {
            Kind::Text if self.returns => append_lines(raw, text),
            Kind::Text => text.push_str(raw),
            Kind::CData => append_lines(cdata_inside(raw), text),
            Kind::Reference => text.extend(wellformed::reference(raw)),
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
    // Without a way out of the loop it runs over many bytes at once; few values have such bytes.
    let special = |byte: u8| matches!(byte, b'&' | b'\t' | b'\n' | b'\r');
    if !raw.bytes().fold(false, |any, byte| any | special(byte)) {
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

fn spaces(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ")
}
