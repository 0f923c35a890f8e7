//! What a pass over the markup comes to.

use super::names::Name;

/// What an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A start tag.
    Open,
    /// An end tag.
    Close,
    /// An empty-element tag.
    Empty,
    /// Characters, none of them references.
    Text,
    /// A CDATA section.
    CData,
    /// One reference, `&…;`.
    Reference,
    /// A comment.
    Comment,
    /// A processing instruction.
    Instruction,
}

/// An event and its bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event<'a> {
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it begins.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
    /// The name of an element.
    pub(crate) name: Name<'a>,
}

/// An attribute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute<'a> {
    /// Where its name begins.
    pub(crate) start: usize,
    /// Its name.
    pub(crate) name: Name<'a>,
    /// Its value as written, between the quotes.
    pub(crate) raw: &'a str,
    /// Where the value begins.
    pub(crate) at: usize,
}

/// What comes next.
#[derive(Debug)]
pub(crate) enum Next<'a> {
    /// An event.
    Event(Event<'a>),
    /// Nothing that is held whole: more of the file is needed.
    More,
    /// The end of a whole document.
    End,
}

/// Whether what is not all held may be passed over in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parts {
    /// Each event is told whole.
    Whole,
    /// What has no name may come in parts.
    Any,
}
