//! Who goes along on a walk through a file.

use super::document::{Found, Step};
use super::held::Held;
use super::scan::{Attribute, Event};
use super::scribe::Scribe;
use super::write::Edit;
use std::io;
use std::ops::Range;

/// Who is told what the walk comes to.
pub(crate) trait Visit<E> {
    /// A step, in order.
    fn step(&mut self, held: &Held<'_>, step: Step<'_, '_>) -> Result<(), E>;

    /// A tag inside an element that is passed over.
    fn inside(&mut self, _: &Held<'_>, _: &Event<'_>, _: &[Attribute<'_>]) -> Result<(), E> {
        Ok(())
    }

    /// What stands before an offset is let go.
    fn pass(&mut self, _held: &Held<'_>, _to: usize) -> io::Result<()> {
        Ok(())
    }

    /// Who writes units on any thread, if that need not be done in a step.
    fn scribe(&self) -> Option<Scribe> {
        None
    }

    /// The root, where a scribe writes what it stands in.
    fn root(&mut self, _held: &Held<'_>, _at: usize, _declared: &[(&str, &str)]) {}

    /// Tells a scribe what was learned of the file.
    fn brief(&self, _scribe: &mut Scribe) {}

    /// Asks what becomes of the segments of a unit that a scribe will write.
    fn ask(&mut self, _found: &[Found], _edits: &mut Vec<Edit>) -> Result<(), E> {
        Ok(())
    }

    /// Takes what a scribe has written, in order.
    fn take(&mut self, _scribe: &mut Scribe) -> io::Result<()> {
        Ok(())
    }

    /// A range in the middle of a unit is let go; it belongs before what follows it.
    fn elide(&mut self, _held: &Held<'_>, _range: Range<usize>) -> io::Result<()> {
        Ok(())
    }
}
