//! Start tags: with or without prefixes, but without declarations and odd spacing.

use super::{Run, reference};
use crate::xliff::event::Kind;
use crate::xliff::memo::{Sought, Tag};
use crate::xliff::names::Ns;
use crate::xliff::tag::{is_space, name};
use crate::xliff::tree::{Begun, Packed, PackedAttribute};
use crate::xliff::word::{before, below, eight, first, has, is_same};

impl Run<'_> {
    /// Reads a start tag; answers where it ends.
    #[inline(never)]
    pub(super) fn tag(&mut self, at: usize) -> Option<usize> {
        let own = self.attributes.len();
        // The start tag of a unit has a name that no other one has.
        let sought = if self.open.is_empty() { None } else { Sought::new(self.bytes, at) };
        let (end, tag) = if let Some(known) = sought.as_ref().and_then(|tag| self.memo.get(tag)) {
            self.attributes.extend(known.attributes(at));
            (at + known.length, known.tag)
        } else {
            let Some((end, tag)) = self.unknown(at) else {
                self.attributes.truncate(own);
                return None;
            };
            if let Some(sought) = sought.filter(|sought| at + sought.length == end) {
                self.memo.keep(&sought, at, tag, &self.attributes[own..]);
            }
            (end, tag)
        };
        if self.open.len() >= self.deepest || tag.name > self.names {
            self.attributes.truncate(own);
            return None;
        }
        let ns = if tag.prefixed { self.belongs(at + 1, own, tag.prefix) } else { self.ns };
        let index = self.nodes.len() as u32;
        self.nodes.push(Packed {
            start: at as u32,
            end: end as u32,
            mate: index,
            attributes: self.attributes.len() as u32,
            name: tag.name as u32,
            prefix: tag.prefix as u32,
            kind: if tag.empty { Kind::Empty } else { Kind::Open },
            ns,
        });
        if !tag.empty {
            let head = eight(self.bytes, at + 1).unwrap_or_default();
            self.open.push(Begun { node: index, name: tag.name as u32, head });
            self.names -= tag.name;
        }
        Some(end)
    }

    /// What an element belongs to, once it is known what its attributes do.
    #[inline(never)]
    fn belongs(&mut self, name: usize, own: usize, prefix: usize) -> Ns {
        let known = |ns: Ns| matches!(ns, Ns::Core | Ns::Plain | Ns::Xml);
        let named = |at: usize, prefix: usize| self.text.get(at..at + prefix - 1).unwrap_or_default();
        for attribute in self.attributes[own..].iter_mut().filter(|attribute| attribute.prefix > 0) {
            attribute.ns = self.scope.family(named(attribute.start as usize, attribute.prefix as usize));
            self.extended |= !known(attribute.ns);
        }
        let ns = if prefix > 0 { self.scope.family(named(name, prefix)) } else { self.ns };
        self.extended |= !known(ns);
        ns
    }

    /// Reads a tag: where it ends, and what is told of it.
    #[inline(never)]
    fn unknown(&mut self, at: usize) -> Option<(usize, Tag)> {
        let own = self.attributes.len();
        let (name, prefix, next) = self.name(at + 1)?;
        let (end, empty) = self.inside(at + 1 + name, next, own)?;
        let prefixed = prefix > 0 || self.attributes[own..].iter().any(|attribute| attribute.prefix > 0);
        (end - at <= self.limits.tag_bytes).then_some((end, Tag { name, prefix, prefixed, empty }))
    }

    /// The length of a name, that of its prefix with the colon, and the byte behind it.
    #[inline(always)]
    fn name(&self, at: usize) -> Option<(usize, usize, u8)> {
        let (length, next) = name(self.bytes, at)?;
        if next != b':' {
            return Some((length, 0, next));
        }
        let prefix = length + 1;
        let (local, next) = name(self.bytes, at + prefix)?;
        (next != b':').then_some((prefix + local, prefix, next))
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
        let (length, prefix, sign) = self.name(at)?;
        let quote = *self.bytes.get(at + length + 1)?;
        if sign != b'=' || !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let from = at + length + 2;
        let (end, plain) = value(self.bytes, from, quote)?;
        let before = &self.attributes[own..];
        let mut twice = false;
        for other in before {
            let (start, name, its) = (other.start as usize, other.name as usize, other.prefix as usize);
            // With two prefixes of one namespace it may be the same.
            let local = (its > 0 && prefix > 0).then_some((start + its, at + prefix, length - prefix));
            let (one, another, length) = local.unwrap_or((start, at, length));
            twice |= start + name == one + length && is_same(self.bytes, one, another, length);
        }
        let declares = matches!((length, prefix), (5, 0) | (_, 6)) && self.bytes[at..].starts_with(b"xmlns");
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
            prefix: prefix as u32,
            at: from as u32,
            length: (end - from) as u32,
            ns: Ns::Plain,
            plain,
        });
        Some(end + 1)
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
