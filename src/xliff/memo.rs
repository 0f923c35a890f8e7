//! Start tags that were read before: a file repeats a few of them over and over, byte for byte.

use super::names::Ns;
use super::tree::PackedAttribute;
use super::word::{ahead, has, word};

/// So many are remembered; a new one takes the place of another.
const PLACES: usize = 256;
/// The longest, in words of eight bytes.
const WORDS: usize = 6;
/// The most attributes of one.
const ATTRIBUTES: usize = 3;

/// The tags.
#[derive(Debug)]
pub(super) struct Memo(Box<[Known; PLACES]>);

/// What is told of a tag beside its attributes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tag {
    /// The length of its name.
    pub(super) name: usize,
    /// The length of its prefix with the colon.
    pub(super) prefix: usize,
    /// Whether it or an attribute has a prefix: what that belongs to must be asked.
    pub(super) prefixed: bool,
    /// Whether it is an empty-element tag.
    pub(super) empty: bool,
}

/// A tag that was read and is well-formed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// Its bytes; nothing comes after them.
    words: [u64; WORDS],
    /// Its length.
    pub(super) length: usize,
    /// What is known of it.
    pub(super) tag: Tag,
    /// How many attributes it has.
    count: usize,
    /// The attributes, as if the tag were at 0.
    attributes: [PackedAttribute; ATTRIBUTES],
}

/// A tag that may be known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sought {
    words: [u64; WORDS],
    /// Its length, if its first `>` ends it.
    pub(super) length: usize,
    place: usize,
}

impl Sought {
    /// The tag that begins at `at`; `None` if it is none that would be remembered.
    #[inline(always)]
    pub(super) fn new(bytes: &[u8], at: usize) -> Option<Self> {
        let tag: &[u8; 8 * WORDS] = ahead(bytes, at)?;
        let mut words = [0; WORDS];
        let mut mixed = 0_u64;
        for (number, place) in words.iter_mut().enumerate() {
            let read = word(tag, 8 * number);
            let found = has(read, b'>');
            // All up to the byte that was found, or all.
            let within = (found & found.wrapping_neg()).wrapping_shl(1).wrapping_sub(1);
            *place = read & within;
            mixed = mixed.rotate_left(9) ^ *place;
            if found != 0 {
                let length = 8 * number + (found.trailing_zeros() / 8) as usize + 1;
                let mixed = mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
                return Some(Self { words, length, place: (mixed >> 56) as usize % PLACES });
            }
        }
        None
    }
}

impl Default for Memo {
    fn default() -> Self {
        let ns = Ns::Plain;
        let none = PackedAttribute { start: 0, name: 0, prefix: 0, at: 0, length: 0, ns, plain: true };
        let attributes = [none; ATTRIBUTES];
        let known = Known { words: [0; WORDS], length: 0, tag: Tag::default(), count: 0, attributes };
        Self(Box::new([known; PLACES]))
    }
}

impl Memo {
    /// The tag, if it is known.
    #[inline(always)]
    pub(super) fn get(&self, sought: &Sought) -> Option<&Known> {
        // As its bytes are, so is its length.
        Some(&self.0[sought.place]).filter(|known| known.words == sought.words)
    }

    /// Remembers a tag that was read at `at`.
    #[inline(never)]
    pub(super) fn keep(&mut self, sought: &Sought, at: usize, tag: Tag, own: &[PackedAttribute]) {
        let known = &mut self.0[sought.place];
        if own.len() > known.attributes.len() {
            return;
        }
        (known.words, known.length, known.tag, known.count) = (sought.words, sought.length, tag, own.len());
        for (kept, read) in known.attributes.iter_mut().zip(own) {
            *kept = PackedAttribute { start: read.start - at as u32, at: read.at - at as u32, ..*read };
        }
    }
}

impl Known {
    /// The attributes of such a tag at `at`.
    #[inline(always)]
    pub(super) fn attributes(&self, at: usize) -> impl Iterator<Item = PackedAttribute> {
        let at = at as u32;
        let moved = move |kept: &PackedAttribute| PackedAttribute {
            start: kept.start + at,
            at: kept.at + at,
            ..*kept
        };
        self.attributes[..self.count.min(ATTRIBUTES)].iter().map(moved)
    }
}
