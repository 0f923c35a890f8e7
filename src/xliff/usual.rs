//! The usual markup inside of a unit, read in one go.
//!
//! Most of a file is plain tags, texts and the references every program writes. Here they become
//! nodes at once, and nothing can be wrong with them: whatever is not as usual, also what is not
//! well-formed, not held whole or beyond a limit, is left to the scanner, which tells of it.

mod start;

use super::Limits;
use super::content::Inside;
use super::event::Kind;
use super::held::Held;
use super::memo::Memo;
use super::names::{Ns, Scope};
use super::scan::Scanner;
use super::tree::{Begun, Packed, PackedAttribute, Tree};
use super::word::{ahead, first, has, is_same, word};
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
        let Some(text) = held.text.as_str().get(base - start..) else { return false };
        let Some(outside) = self.open.len().checked_sub(tree.rooms.open.len()) else { return false };
        let before = tree.rooms.nodes.len();
        let least = self.scope.deepest().saturating_sub(outside);
        let mut run = Run {
            text,
            bytes: text.as_bytes(),
            limits: &self.limits,
            memo: &mut self.memo,
            scope: &mut self.scope,
            nodes: std::mem::take(&mut tree.rooms.nodes),
            attributes: std::mem::take(&mut tree.rooms.attributes),
            open: std::mem::take(&mut tree.rooms.open),
            ns,
            sections: held.sections,
            // More open elements, or longer names, than these are beyond a limit.
            deepest: self.limits.depth.saturating_sub(outside),
            names: self.limits.tag_bytes.saturating_sub(self.names.len()),
            // An element that declares something ends elsewhere.
            least,
            low: 0,
            extended: tree.extended,
        };
        run.low = run.open.len();
        let (at, whole) = run.through(self.at - base, most);
        let Run { nodes, attributes, open, low, extended, .. } = run;
        (tree.rooms.nodes, tree.rooms.attributes, tree.rooms.open) = (nodes, attributes, open);
        tree.extended = extended;
        // Elements without a prefix of what is not XLIFF.
        let is_tag = |node: &Packed| matches!(node.kind, Kind::Open | Kind::Empty) && node.prefix == 0;
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
            self.opened(at, name, opener.prefix as usize, opener.ns);
        }
        whole
    }
}

/// What is looked at in one step.
const HEAD: usize = 24;

/// What is read, and into what; offsets count from the beginning of the element.
struct Run<'r> {
    text: &'r str,
    bytes: &'r [u8],
    limits: &'r Limits,
    memo: &'r mut Memo,
    scope: &'r mut Scope,
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
    /// Whether anything is in it beyond XLIFF itself.
    extended: bool,
}

impl Run<'_> {
    /// Reads from `at` on; answers where it came to, and whether all elements have ended there.
    #[inline(never)]
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
                    self.node(Kind::Reference, at, at + length);
                    at += length;
                }
                _ => {
                    let Some(end) = self.text(at, head) else { break };
                    self.node(Kind::Text, at, end);
                    at = end;
                }
            }
        }
        (at, false)
    }

    /// A node that is no element.
    #[inline(always)]
    fn node(&mut self, kind: Kind, at: usize, end: usize) {
        let (start, end, mate) = (at as u32, end as u32, self.nodes.len() as u32);
        let attributes = self.attributes.len() as u32;
        self.nodes.push(Packed { start, end, mate, attributes, name: 0, prefix: 0, kind, ns: Ns::Other });
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
