//! Units as they will stand in the output, written where they were read, before the output is there.

use super::document::{Context, Found};
use super::encoding::Encoding;
use super::error::Error;
use super::held::Held;
use super::output::Draft;
use super::splice::Splices;
use super::state;
use super::tree::Tree;
use super::write::{Edit, unit};
use crate::domain::job::StatePolicy;

/// Writes the units of a piece of the file, which need nothing of those before them.
#[derive(Debug)]
pub(crate) struct Scribe {
    /// What was written.
    pub(crate) draft: Draft,
    /// How many targets were replaced.
    pub(crate) changed: u64,
    policy: StatePolicy,
    permissive: bool,
    ascii: bool,
    splices: Splices,
}

impl Scribe {
    pub(crate) fn new(encoding: Encoding, policy: StatePolicy, permissive: bool) -> Self {
        let ascii = !encoding.is_unicode();
        let (draft, splices) = (Draft::new(encoding), Splices::default());
        Self { draft, changed: 0, policy, permissive, ascii, splices }
    }

    /// Begins a piece.
    pub(crate) fn begin(&mut self, at: usize) {
        self.draft.begin(at);
        self.changed = 0;
    }

    /// Writes a unit, and what stands before its first change.
    ///
    /// # Errors
    /// A target that would damage the file.
    pub(crate) fn unit(
        &mut self,
        held: &Held<'_>,
        context: &Context,
        tree: &Tree<'_>,
        found: &[Found],
        edits: &[Edit],
    ) -> Result<(), Error> {
        self.changed += unit(tree, found, edits, self.ascii, self.permissive, &mut self.splices)?;
        state::unit(self.policy, context, tree, found, edits, &mut self.splices);
        Ok(self.draft.splice(held, tree.whole(0), &mut self.splices)?)
    }
}
