//! The room of a tree: many nodes in little of it.

use super::{Kind, Ns};

/// The room of a tree, which another one can use.
#[derive(Debug, Default)]
pub(crate) struct Rooms {
    pub(in crate::xliff) nodes: Vec<Packed>,
    pub(in crate::xliff) attributes: Vec<PackedAttribute>,
    pub(in crate::xliff) open: Vec<Begun>,
    pub(super) around: Vec<(String, String)>,
}

/// An element that has not ended.
#[derive(Debug, Clone, Copy)]
pub(in crate::xliff) struct Begun {
    /// The node of its start tag.
    pub(in crate::xliff) node: u32,
    /// The length of its name.
    pub(in crate::xliff) name: u32,
    /// The first eight bytes of its name, or what there is of them.
    pub(in crate::xliff) head: u64,
}

/// A node in little room: there are many.
#[derive(Debug, Clone, Copy)]
#[repr(align(16))]
pub(in crate::xliff) struct Packed {
    pub(in crate::xliff) start: u32,
    pub(in crate::xliff) end: u32,
    pub(in crate::xliff) mate: u32,
    /// Where its attributes end; they begin where those of the node before end.
    pub(in crate::xliff) attributes: u32,
    /// The length of its name, and of what is before the local part.
    pub(in crate::xliff) name: u32,
    pub(in crate::xliff) prefix: u32,
    pub(in crate::xliff) kind: Kind,
    pub(in crate::xliff) ns: Ns,
}

/// An attribute in little room.
#[derive(Debug, Clone, Copy)]
pub(in crate::xliff) struct PackedAttribute {
    pub(in crate::xliff) start: u32,
    pub(in crate::xliff) name: u32,
    pub(in crate::xliff) prefix: u32,
    pub(in crate::xliff) at: u32,
    pub(in crate::xliff) length: u32,
    pub(in crate::xliff) ns: Ns,
    /// Whether its value stands for itself.
    pub(in crate::xliff) plain: bool,
}

impl Packed {
    /// Where the name of an element begins.
    #[inline(always)]
    pub(super) fn named(&self) -> u32 {
        self.start + if self.kind == Kind::Close { 2 } else { 1 }
    }
}
