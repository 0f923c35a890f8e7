//! Units as they will stand in the output, written where they were read, before the output is there.

use super::document::{Context, Found};
use super::encoding::Encoding;
use super::error::Error;
use super::held::Held;
use super::history::{Header, History};
use super::output::Draft;
use super::splice::Splices;
use super::state;
use super::tree::Tree;
use super::write::{Edit, unit};
use crate::domain::job::StatePolicy;

/// What the output must know of a piece beside its bytes.
#[derive(Debug)]
pub(crate) enum Mark {
    /// A place of the input where something may come in later, and how far the piece was written there.
    Pin(usize, usize),
    /// A file element begins, with its prefix and the end of its tag; before it, what the last one must declare.
    File(Header, String, usize),
}

/// Writes the units of a piece of the file, which need nothing of those before them.
#[derive(Debug)]
pub(crate) struct Scribe {
    /// What was written.
    pub(crate) draft: Draft,
    /// How many targets were replaced.
    pub(crate) changed: u64,
    /// What the output must know, in order.
    pub(crate) marks: Vec<Mark>,
    /// The history of the piece.
    pub(crate) history: History,
    policy: StatePolicy,
    permissive: bool,
    /// Whether something may come in where the walk has passed.
    pins: bool,
    ascii: bool,
    splices: Splices,
}

impl Scribe {
    pub(crate) fn new(
        encoding: Encoding,
        history: History,
        policy: StatePolicy,
        permissive: bool,
        pins: bool,
    ) -> Self {
        let ascii = !encoding.is_unicode();
        let (draft, marks, splices) = (Draft::new(encoding), Vec::new(), Splices::default());
        Self { draft, changed: 0, marks, history, policy, permissive, pins, ascii, splices }
    }

    /// Begins a piece.
    pub(crate) fn begin(&mut self, at: usize) {
        self.draft.begin(at);
        self.marks.clear();
        self.changed = 0;
    }

    /// Writes up to an offset, where something may come in later.
    pub(crate) fn pin(&mut self, held: &Held<'_>, at: usize) {
        if self.pins {
            self.draft.copy(held, at);
            self.marks.push(Mark::Pin(at, self.draft.len()));
        }
    }

    /// A file element begins.
    pub(crate) fn file(&mut self, held: &Held<'_>, prefix: &str, at: usize) {
        self.marks.push(Mark::File(self.history.next_file(), prefix.to_owned(), at));
        self.pin(held, at);
    }

    /// The header of a file element.
    pub(crate) fn header(&mut self, held: &Held<'_>, tree: &Tree<'_>) {
        self.history.header(tree);
        for node in (0..tree.len()).map(|index| tree.node(index)) {
            self.pin(held, node.bytes.start);
            self.pin(held, node.bytes.end);
        }
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
        self.history.unit(context, tree, found, edits, &mut self.splices)?;
        Ok(self.draft.splice(held, tree.whole(0), &mut self.splices)?)
    }
}
