//! Quick looks at nodes: what is asked of nearly all of them, and no more.

use super::{Kind, Ns, Tree, unescape};
use memchr::memchr;

impl<'a> Tree<'a> {
    /// What a node is.
    #[inline(always)]
    pub(crate) fn kind(&self, index: usize) -> Kind {
        self.rooms.nodes[index].kind
    }

    /// The last node of an element, or the node itself.
    #[inline(always)]
    pub(crate) fn end(&self, index: usize) -> usize {
        self.mate(index).max(index)
    }

    /// The text of a node; of an element only the start tag.
    #[inline(always)]
    pub(crate) fn raw(&self, index: usize) -> &'a str {
        let node = &self.rooms.nodes[index];
        self.short(node.start, node.end - node.start)
    }

    /// The name of an element of XLIFF, without its prefix; nothing for any other node.
    #[inline(always)]
    pub(crate) fn core(&self, index: usize) -> &'a [u8] {
        let node = &self.rooms.nodes[index];
        if node.ns == Ns::Core && matches!(node.kind, Kind::Open | Kind::Empty) {
            self.local(node.named(), node.name, node.prefix)
        } else {
            b""
        }
    }

    /// The names of the attributes of an element, each without its prefix.
    #[inline(always)]
    pub(crate) fn names(&self, index: usize) -> impl Iterator<Item = (Ns, &'a [u8])> + '_ {
        let packed = self.packed(index).iter();
        packed.map(|packed| (packed.ns, self.local(packed.start, packed.name, packed.prefix)))
    }

    /// The value of an attribute without a prefix, as it is written.
    #[inline(always)]
    pub(crate) fn written(&self, index: usize, local: &str) -> Option<&'a str> {
        let found = self.packed(index).iter().find(|packed| {
            (packed.name - packed.prefix) as usize == local.len()
                && packed.ns == Ns::Plain
                && self.local(packed.start, packed.name, packed.prefix) == local.as_bytes()
        });
        found.map(|packed| self.short(packed.at, packed.length))
    }

    /// Whether an attribute without a prefix says this word, in which nothing could be a reference or
    /// white space.
    #[inline(always)]
    pub(crate) fn says(&self, index: usize, local: &str, word: &str) -> bool {
        self.written(index, local).is_some_and(|raw| is_word(raw, word))
    }

    /// Whether an attribute without a prefix may begin with this byte: its value must be looked at.
    #[inline(always)]
    pub(crate) fn may_begin(&self, index: usize, local: &str, first: u8) -> bool {
        let byte = self.written(index, local).and_then(|raw| raw.as_bytes().first());
        byte.is_some_and(|byte| *byte == first || *byte == b'&')
    }
}

/// Whether a value that is written so says a word, in which nothing could be a reference or white space.
#[inline(always)]
pub(crate) fn is_word(raw: &str, word: &str) -> bool {
    // A reference is longer than what it stands for.
    raw == word || raw.len() > word.len() && is_word_in_references(raw, word)
}

fn is_word_in_references(raw: &str, word: &str) -> bool {
    memchr(b'&', raw.as_bytes()).is_some() && unescape(raw) == word
}
