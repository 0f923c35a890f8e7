//! Elements that are held whole: their nodes are read into a tree.

use super::super::error::Error;
use super::super::fault::Fault;
use super::super::held::Held;
use super::super::run::{self, Cut};
use super::super::scan::{Attribute, Mark, Next, Parts};
use super::super::tree::Tree;
use super::{Outline, Version};

/// Of so many bytes that a unit may have it may have one tag or text: a node takes more memory than `<a/>`.
const BYTES_A_NODE: usize = 32;

impl Outline {
    /// The name of the units that may come next.
    pub(super) fn unit_ahead(&self) -> Option<&'static str> {
        let (_, context) = self.frames.last().filter(|_| self.usual && self.skipped == usize::MAX)?;
        Some(match context.version {
            Version::One { .. } => "trans-unit",
            Version::Two { .. } => "unit",
        })
    }

    /// Reads as much of the unit at a mark as is usual; answers whether that is anything.
    pub(super) fn reads(&mut self, held: &Held<'_>, mark: &Mark, tree: &mut Tree<'_>) -> bool {
        self.opens(tree);
        tree.begin(mark.at);
        self.scanner.at = mark.at;
        self.scanner.usual(held, tree, self.unit_bytes / BYTES_A_NODE);
        tree.len() > 0
    }

    /// An element begins that is held whole.
    pub(super) fn opens(&self, tree: &mut Tree<'_>) {
        tree.clear();
        for (prefix, uri) in self.scanner.scope.below(1) {
            tree.surround(prefix, uri);
        }
    }

    /// Reads an element, of which the tree has the beginning, to its end; what can be let go if the end
    /// is not held.
    pub(super) fn collect<'a, E: From<Error>>(
        &mut self,
        held: &Held<'a>,
        start: usize,
        inner: &mut Vec<Attribute<'a>>,
        tree: &mut Tree<'a>,
    ) -> Result<Result<(), Vec<Cut>>, E> {
        let most = self.unit_bytes / BYTES_A_NODE;
        let mut goes_on = false;
        while !tree.is_whole() && !goes_on && tree.len() <= most {
            if self.usual && self.scanner.usual(held, tree, most) || tree.len() > most {
                break;
            }
            inner.clear();
            match self.scanner.next(held, inner, Parts::Whole) {
                Ok(Next::Event(event)) => tree.push(&event, inner),
                Ok(Next::More | Next::End) => goes_on = true,
                Err(fault) => return Err(self.error(held, fault).into()),
            }
        }
        if tree.is_whole() && self.scanner.at - start <= self.unit_bytes {
            return Ok(Ok(()));
        }
        let mut cuts = run::cuts(held, tree, self.scanner.at, self.run);
        if !goes_on {
            // What follows is held and was not looked at.
            cuts.retain(|cut| cut.end.is_some());
        }
        if cuts.is_empty() && tree.len() > most {
            let fault = Fault::limit(start, "tags and texts of a unit", "limits.unit_bytes", most);
            return Err(self.error(held, fault).into());
        }
        Ok(Err(cuts))
    }
}
