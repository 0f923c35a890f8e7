//! What is known while a file is walked through: its version, what surrounds a unit, what is found.
//!
//! What a unit holds is the business of `v1` and `v2`.

use super::codes::Markup;
use super::dialect::Dialects;
use super::inline::Side;
use super::scan::{Attribute, Event};
use super::size::Demands;
use super::tree::Tree;
use crate::domain::file::LanguagePair;
use crate::domain::segment::Segment;

/// The structure of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// 1.0, 1.1 or 1.2.
    One {
        /// Whether it is 1.2, which has `tool`, `phase-name` and `alttranstype`.
        full: bool,
    },
    /// 2.0, 2.1 or 2.2.
    Two {
        /// Whether it is 2.2, where a note can refer to a segment.
        note_ref: bool,
    },
}

/// What surrounds a unit.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    /// The structure of the file.
    pub(crate) version: Version,
    /// Whose extensions the file declares.
    pub(crate) dialects: Dialects,
    /// The name of the dialect, as far as it is known here.
    pub(crate) dialect: &'static str,
    /// The place of the file element, from 1.
    pub(crate) file: u64,
    /// The identifier of the file element.
    pub(crate) file_element: String,
    /// The languages of the file element.
    pub(crate) languages: LanguagePair,
    /// The nearest `translate` that is written.
    pub(crate) translate: Option<bool>,
    /// Whether one target of a group stands for several sources.
    pub(crate) merged: bool,
    /// What targets must meet beyond their codes.
    pub(crate) demands: Demands,
    /// Whether an approved unit is protected (it is not where nearly all are).
    pub(crate) approved_protects: bool,
    /// Whether ITS excludes the target language here.
    pub(crate) excluded: bool,
    /// The nearest `xml:lang` that is written, in 2.x.
    pub(crate) xml_lang: Option<String>,
}

/// A segment and where it lies.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// What is told of it.
    pub(crate) segment: Segment,
    /// The node of `mrk`, `segment` or the unit itself.
    pub(crate) element: usize,
    /// The node that holds the source content.
    pub(crate) source: usize,
    /// The node that holds the target content, if there is a target.
    pub(crate) translation: Option<usize>,
    /// The target's side, if there is a target.
    pub(crate) target: Option<Side>,
    /// The markup of the codes.
    pub(crate) markup: Vec<Markup>,
    /// The numbers of the target's codes.
    pub(crate) target_numbers: Vec<u32>,
}

/// What the walk comes to.
#[derive(Debug)]
pub(crate) enum Step<'a, 'b> {
    /// The start tag of an element outside of units, and the context around it (of the root: in it).
    Tag(&'b Context, &'b Event<'a>, &'b [Attribute<'a>]),
    /// The start tag of the root: where attributes may be added to it, and the prefixes it declares.
    Root(usize, Vec<(&'b str, &'b str)>),
    /// The start tag of a file element: its prefix and its end.
    File(&'a str, usize),
    /// What stands outside of units and says what targets must meet.
    Demands(&'b Tree<'a>),
    /// The header of the current file.
    Header(&'b Tree<'a>),
    /// A unit with its segments.
    Unit(&'b Context, &'b Tree<'a>, &'b mut Vec<Found>),
}

/// The most bytes of such a name.
pub(crate) const LONGEST_NAME: usize = 4096;

/// A name that every segment below repeats: what is longer than any name is cut off.
pub(crate) fn named(name: &str) -> &str {
    &name[..name.floor_char_boundary(LONGEST_NAME)]
}
