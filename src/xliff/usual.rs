//! The usual markup inside of a unit, read in one go.
//!
//! Most of a file is plain tags, texts and the references every program writes. Here they become
//! nodes at once, and nothing can be wrong with them: whatever is not as usual, also what is not
//! well-formed, not held whole or beyond a limit, is left to the scanner, which tells of it.

use super::Limits;
use super::content::Inside;
use super::event::Kind;
use super::held::Held;
use super::memo::{Memo, Sought};
use super::names::Ns;
use super::scan::Scanner;
use super::tag::{is_space, name};
use super::tree::{Begun, Packed, PackedAttribute, Tree};
use super::word::{ahead, before, below, eight, first, has, is_same, word};
use memchr::{memchr2, memmem};

impl Scanner {
    /// Reads on inside of the element of a tree as long as all is as usual and there are not more than
    /// `most` nodes; answers whether the element is complete.
    pub(crate) fn usual(&mut self, held: &Held<'_>, tree: &mut Tree<'_>, most: usize) -> bool {
        let Some(ns) = self.scope.bare().filter(|_| self.inside == Inside::Nothing && held.bad.is_none())
        else {
            return false;
        };
        let (base, start) = (tree.base, held.text.start());
        let Some(bytes) = held.text.as_str().as_bytes().get(base - start..) else { return false };
        let Some(outside) = self.open.len().checked_sub(tree.rooms.open.len()) else { return false };
        let before = tree.rooms.nodes.len();
        let mut run = Run {
            bytes,
            limits: &self.limits,
            memo: &mut self.memo,
            nodes: std::mem::take(&mut tree.rooms.nodes),
            attributes: std::mem::take(&mut tree.rooms.attributes),
            open: std::mem::take(&mut tree.rooms.open),
            ns,
            sections: held.sections,
            // More open elements, or longer names, than these are beyond a limit.
            deepest: self.limits.depth.saturating_sub(outside),
            names: self.limits.tag_bytes.saturating_sub(self.names.len()),
            // An element that declares something ends elsewhere.
            least: self.scope.deepest().saturating_sub(outside),
            low: 0,
        };
        run.low = run.open.len();
        let (at, whole) = run.through(self.at - base, most);
        let low = run.low;
        let Run { nodes, attributes, open, .. } = run;
        (tree.rooms.nodes, tree.rooms.attributes, tree.rooms.open) = (nodes, attributes, open);
        let is_tag = |node: &Packed| matches!(node.kind, Kind::Open | Kind::Empty);
        if !matches!(ns, Ns::Core | Ns::Plain | Ns::Xml) && tree.rooms.nodes[before..].iter().any(is_tag) {
            tree.extended = true;
        }
        self.at = base + at;
        // The scanner hears of the elements that ended, and of those that are open now.
        self.leave_to(outside + low);
        for index in low..tree.rooms.open.len() {
            let opener = &tree.rooms.nodes[tree.rooms.open[index].node as usize];
            let at = base + opener.start as usize;
            let name = held.text.slice(at + 1..at + 1 + opener.name as usize);
            self.opened(at, name, opener.prefix as usize, ns);
        }
        whole
    }
}

/// What is looked at in one step.
const HEAD: usize = 24;

/// What is read, and into what; offsets count from the beginning of the element.
struct Run<'r> {
    bytes: &'r [u8],
    limits: &'r Limits,
    memo: &'r mut Memo,
    nodes: Vec<Packed>,
    attributes: Vec<PackedAttribute>,
    open: Vec<Begun>,
    /// What names without a prefix belong to.
    ns: Ns,
    /// Whether `]]>` is anywhere.
    sections: bool,
    /// The most open elements.
    deepest: usize,
    /// How many bytes the names of further open elements may have.
    names: usize,
    /// The fewest open elements after an end tag.
    least: usize,
    /// The fewest elements that were open meanwhile.
    low: usize,
}

impl Run<'_> {
    /// Reads from `at` on; answers where it came to, and whether all elements have ended there.
    #[inline(always)]
    fn through(&mut self, mut at: usize, most: usize) -> (usize, bool) {
        while self.nodes.len() <= most {
            let Some(head) = ahead::<HEAD>(self.bytes, at) else { break };
            match head {
                [b'<', ..] => {
                    let end = if head[1] == b'/' { self.close(at, head) } else { self.tag(at) };
                    let Some(end) = end else { break };
                    at = end;
                    if self.open.is_empty() {
                        return (at, true);
                    }
                }
                [b'&', ..] => {
                    let Some(length) = reference(word(head, 0)) else { break };
                    self.node(Kind::Reference, at, at + length, 0, Ns::Other);
                    at += length;
                }
                _ => {
                    let Some(end) = self.text(at, head) else { break };
                    self.node(Kind::Text, at, end, 0, Ns::Other);
                    at = end;
                }
            }
        }
        (at, false)
    }

    #[inline(always)]
    fn node(&mut self, kind: Kind, at: usize, end: usize, name: usize, ns: Ns) -> u32 {
        let index = self.nodes.len() as u32;
        self.nodes.push(Packed {
            start: at as u32,
            end: end as u32,
            mate: index,
            attributes: self.attributes.len() as u32,
            name: name as u32,
            prefix: 0,
            kind,
            ns,
        });
        index
    }

    /// Where a text ends.
    #[inline(always)]
    fn text(&self, at: usize, head: &[u8; HEAD]) -> Option<usize> {
        let marks = |place: usize| has(word(head, place), b'<') | has(word(head, place), b'&');
        let (one, two) = (marks(0), marks(8));
        let end = match (one, two) {
            (1.., _) => at + first(one),
            (0, 1..) => at + 8 + first(two),
            (0, 0) => {
                let rest = at + 16;
                rest + memchr2(b'<', b'&', &self.bytes[rest..])?
            }
        };
        let section = self.sections && memmem::find(&self.bytes[at..end], b"]]>").is_some();
        (!section).then_some(end)
    }

    #[inline(always)]
    fn close(&mut self, at: usize, head: &[u8; HEAD]) -> Option<usize> {
        let begun = *self.open.last()?;
        let length = begun.name as usize;
        let from = at + 2;
        let end = from + length + 1;
        let other = (word(head, 2) ^ begun.head) << (64 - 8 * length.min(8));
        let ends = head.get(2 + length).copied().or_else(|| self.bytes.get(end - 1).copied()) == Some(b'>');
        let left = self.open.len() - 1;
        if other != 0 || !ends || left < self.least {
            return None;
        }
        let index = self.nodes.len() as u32;
        let opener = self.nodes.get_mut(begun.node as usize)?;
        if length > 8 && !is_same(self.bytes, opener.start as usize + 1, from, length) {
            return None;
        }
        opener.mate = index;
        let Packed { prefix, ns, .. } = *opener;
        self.nodes.push(Packed {
            start: at as u32,
            end: end as u32,
            mate: begun.node,
            attributes: self.attributes.len() as u32,
            name: begun.name,
            prefix,
            kind: Kind::Close,
            ns,
        });
        self.open.truncate(left);
        self.low = self.low.min(left);
        self.names += length;
        Some(end)
    }

    #[inline(never)]
    fn tag(&mut self, at: usize) -> Option<usize> {
        let own = self.attributes.len();
        // The start tag of a unit has a name that no other one has.
        let sought = if self.open.is_empty() { None } else { Sought::new(self.bytes, at) };
        let (end, length, empty) = if let Some(known) = sought.as_ref().and_then(|tag| self.memo.get(tag)) {
            self.attributes.extend(known.attributes(at));
            (at + known.length, known.name, known.empty)
        } else {
            let Some((end, length, empty)) = self.unknown(at) else {
                self.attributes.truncate(own);
                return None;
            };
            if let Some(sought) = sought.filter(|sought| at + sought.length == end) {
                self.memo.keep(&sought, at, length, empty, &self.attributes[own..]);
            }
            (end, length, empty)
        };
        if self.open.len() >= self.deepest || length > self.names {
            self.attributes.truncate(own);
            return None;
        }
        let kind = if empty { Kind::Empty } else { Kind::Open };
        let index = self.node(kind, at, end, length, self.ns);
        if !empty {
            let head = eight(self.bytes, at + 1).unwrap_or_default();
            self.open.push(Begun { node: index, name: length as u32, head });
            self.names -= length;
        }
        Some(end)
    }

    /// Reads a tag: where it ends, the length of its name, and whether it is an empty element.
    #[inline(never)]
    fn unknown(&mut self, at: usize) -> Option<(usize, usize, bool)> {
        let own = self.attributes.len();
        let (length, next) = name(self.bytes, at + 1)?;
        let (end, empty) = self.inside(at + 1 + length, next, own)?;
        (end - at <= self.limits.tag_bytes).then_some((end, length, empty))
    }

    /// Reads a tag behind its name, where `next` stands: where it ends, and whether it is an empty
    /// element.
    #[inline(always)]
    fn inside(&mut self, mut at: usize, mut next: u8, own: usize) -> Option<(usize, bool)> {
        loop {
            if next == b'>' {
                return Some((at + 1, false));
            }
            if !is_space(next) {
                let ends = next == b'/' && *self.bytes.get(at + 1)? == b'>';
                return ends.then_some((at + 2, true));
            }
            while is_space(next) {
                at += 1;
                next = *self.bytes.get(at)?;
            }
            if matches!(next, b'>' | b'/') {
                continue;
            }
            at = self.attribute(at, own)?;
            next = *self.bytes.get(at)?;
        }
    }

    /// Reads an attribute; answers where it ends.
    #[inline(always)]
    fn attribute(&mut self, at: usize, own: usize) -> Option<usize> {
        let (length, sign) = name(self.bytes, at)?;
        let quote = *self.bytes.get(at + length + 1)?;
        if sign != b'=' || !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let from = at + length + 2;
        let (end, plain) = value(self.bytes, from, quote)?;
        let before = &self.attributes[own..];
        let mut twice = false;
        for other in before {
            twice |= other.name as usize == length && is_same(self.bytes, other.start as usize, at, length);
        }
        let declares = length == 5 && self.bytes[at..].starts_with(b"xmlns");
        if before.len() >= self.limits.attributes
            || end - from > self.limits.attribute_bytes
            || declares
            || twice
        {
            return None;
        }
        self.attributes.push(PackedAttribute {
            start: at as u32,
            name: length as u32,
            prefix: 0,
            at: from as u32,
            length: (end - from) as u32,
            ns: Ns::Plain,
            plain,
        });
        Some(end + 1)
    }
}

/// The length of a usual reference at the beginning of a word.
#[inline(always)]
fn reference(word: u64) -> Option<usize> {
    let begins =
        |written: &[u8; 8], length: u32| (word ^ u64::from_le_bytes(*written)) << (64 - 8 * length) == 0;
    if begins(b"&lt;    ", 4) || begins(b"&gt;    ", 4) {
        Some(4)
    } else if begins(b"&amp;   ", 5) {
        Some(5)
    } else if begins(b"&quot;  ", 6) || begins(b"&apos;  ", 6) {
        Some(6)
    } else {
        None
    }
}

/// Where a value ends in which there is nothing that is not allowed, and whether it stands for itself.
#[inline(always)]
fn value(bytes: &[u8], mut at: usize, quote: u8) -> Option<(usize, bool)> {
    let mut plain = true;
    loop {
        let word = eight(bytes, at)?;
        let found = has(word, quote) | has(word, b'&') | has(word, b'<');
        let white = below(word, b' ');
        if found == 0 {
            plain &= white == 0;
            at += 8;
            continue;
        }
        plain &= !before(white, found);
        at += first(found);
        if bytes[at] == quote {
            return Some((at, plain));
        }
        at += reference(eight(bytes, at)?)?;
        plain = false;
    }
}
