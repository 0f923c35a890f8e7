//! Who goes along on a walk through a file.

use super::document::Step;
use super::held::Held;
use super::scan::{Attribute, Event};
use std::io;
use std::ops::Range;

/// Who is told what the walk comes to.
pub(crate) trait Visit<E> {
    /// Whether tags outside of units need not be told, nor what demands something of targets.
    const UNITS_ALONE: bool = false;

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

    /// A range in the middle of a unit is let go; it belongs before what follows it.
    fn elide(&mut self, _held: &Held<'_>, _range: Range<usize>) -> io::Result<()> {
        Ok(())
    }
}
