//! Storage Size of ITS 2.0 (8.20): how many bytes a text may take where it is stored.
//!
//! What an element says is one whole: a size without an encoding is one in UTF-8, whatever stands
//! around it, and an encoding without a size says nothing. ITS lets nothing be inherited, as a size is
//! that of all the text inside; so one of a file or group holds for each unit the more.

use super::super::document::Found;
use super::super::names::Ns;
use super::super::problem::Rule;
use super::super::scan::Attribute;
use super::super::tree::{Tree, unescape};
use super::super::wellformed::short;
use crate::domain::bound::{Bound, Encoding, Form, LineBreak, Unit};
use std::num::IntErrorKind;

/// A size that can be measured.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Storage {
    /// The most.
    pub(super) most: u64,
    /// What is counted.
    pub(super) unit: Unit,
}

/// What is not as it should be, and what that does to the limit.
#[derive(Debug)]
enum Odd {
    /// The size is no number above 0.
    Size,
    /// The encoding is not known here.
    Encoding(String),
    /// The line break is none of ITS.
    LineBreak,
    /// It is said of a part of a text.
    Part,
}

impl Storage {
    /// The characters it allows, if it does not allow all.
    pub(super) fn characters(self) -> Option<Bound> {
        match self.unit.of {
            Encoding::Table(charset) => Some(Bound::Charset(charset)),
            Encoding::Characters | Encoding::Utf8 | Encoding::Utf16 | Encoding::Utf32 => None,
        }
    }

    fn bounds(self) -> impl Iterator<Item = Bound> {
        let size = Bound::Size { unit: self.unit, least: 0, most: Some(self.most) };
        self.characters().into_iter().chain([size])
    }
}

/// What an element says: `None` for nothing, `Some(None)` for what cannot be measured.
pub(super) fn of<'a>(attributes: impl Iterator<Item = Attribute<'a>>) -> Option<Option<Storage>> {
    said(attributes).map(|(storage, _)| storage)
}

fn said<'a>(attributes: impl Iterator<Item = Attribute<'a>>) -> Option<(Option<Storage>, Vec<Odd>)> {
    let (mut size, mut encoding, mut line_break) = (None, None, None);
    for attribute in attributes.filter(|attribute| attribute.name.ns == Ns::Its) {
        let place = match attribute.name.local {
            "storageSize" => &mut size,
            "storageEncoding" => &mut encoding,
            "lineBreakType" => &mut line_break,
            _ => continue,
        };
        *place = Some(unescape(attribute.raw));
    }
    let mut odd = Vec::new();
    let most = match size?.trim().parse::<u64>() {
        Ok(most) => Some(most).filter(|most| *most > 0),
        // No text is as long.
        Err(error) if *error.kind() == IntErrorKind::PosOverflow => Some(u64::MAX),
        Err(_) => None,
    };
    if most.is_none() {
        odd.push(Odd::Size);
    }
    let name = encoding.unwrap_or_default();
    // An empty name is a default that somebody spelled out.
    let encoding = if name.trim().is_empty() { Some(Encoding::Utf8) } else { Encoding::named(&name) };
    if encoding.is_none() {
        odd.push(Odd::Encoding(short(&name).to_owned()));
    }
    let line_break = match line_break.unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "" | "lf" => LineBreak::Lf,
        "cr" => LineBreak::Cr,
        "crlf" => LineBreak::Crlf,
        "nel" => LineBreak::Nel,
        _ => {
            odd.push(Odd::LineBreak);
            // Any of them takes as much at least.
            LineBreak::Lf
        }
    };
    let storage = most
        .zip(encoding)
        .map(|(most, of)| Storage { most, unit: Unit { of, form: Form::None, stored: Some(line_break) } });
    Some((storage, odd))
}

/// What the elements of a unit say that hold all of its text: those of 1.2. The target is nearest.
pub(super) fn of_unit(tree: &Tree<'_>) -> Option<Option<Storage>> {
    let sides = ["target", "source", "seg-source"].into_iter().filter_map(|side| tree.child(0, side));
    sides.map(|side| of(tree.attributes(side))).find_map(|said| said)
}

/// What the elements of a segment say. The target is nearest, then the source, then the segment.
pub(super) fn of_segment(tree: &Tree<'_>, found: &Found) -> Option<Option<Storage>> {
    // The unit itself is not among them: it was asked before.
    let all = found.translation.into_iter().chain([found.source, found.element]).filter(|node| *node > 0);
    all.map(|node| of(tree.attributes(node))).find_map(|said| said)
}

/// Adds what segments say of themselves, beside what holds for all of them.
pub(super) fn add(tree: &Tree<'_>, found: &mut [Found]) {
    for found in found {
        let own = of_segment(tree, found).flatten().into_iter().flat_map(Storage::bounds);
        for bound in own {
            if !found.segment.bounds.contains(&bound) {
                found.segment.bounds.push(bound);
            }
        }
    }
}

/// What is told of the attributes of an element outside of units.
pub(crate) fn odd(name: &str, attributes: &[Attribute<'_>]) -> Vec<(Rule, String)> {
    let odd = said(attributes.iter().copied()).map(|(_, odd)| odd).unwrap_or_default();
    odd.iter().map(|odd| odd.told(name)).collect()
}

/// What is told of the elements of a unit, each with its node.
pub(crate) fn odd_in(tree: &Tree<'_>) -> Vec<(usize, Rule, String)> {
    let mut all = Vec::new();
    let mut nodes = 0..tree.len();
    while let Some(node) = nodes.next() {
        if !tree.is_element(node) {
            continue;
        }
        let name = tree.core(node);
        // What is in other translations, and what is not XLIFF, bounds no target.
        if name.is_empty() || name == b"alt-trans" {
            nodes.start = tree.end(node) + 1;
            continue;
        }
        let Some((_, odd)) = said(tree.attributes(node)) else { continue };
        let is_read = match name {
            b"trans-unit" | b"unit" | b"segment" | b"source" | b"seg-source" | b"target" => true,
            b"mrk" => tree.says(node, "mtype", "seg"),
            _ => false,
        };
        let odd = if is_read { odd } else { vec![Odd::Part] };
        let full = tree.node(node).name.full;
        all.extend(odd.iter().map(|odd| odd.told(full)).map(|(rule, message)| (node, rule, message)));
    }
    all
}

impl Odd {
    /// How it is told of an element.
    fn told(&self, element: &str) -> (Rule, String) {
        let of = short(element);
        match self {
            Self::Size => (Rule::BadValue, format!("the storage size of {of} is no number above 0")),
            Self::LineBreak => {
                (Rule::BadValue, format!("the line break of {of} is none of ITS, and counts as lf"))
            }
            Self::Encoding(name) => (
                Rule::UnmeasuredLimit,
                format!("the storage size of {of} is not checked: the encoding {name:?} is not known"),
            ),
            Self::Part => {
                (Rule::UnmeasuredLimit, format!("the storage size of {of} is not checked: it bounds a part"))
            }
        }
    }
}
