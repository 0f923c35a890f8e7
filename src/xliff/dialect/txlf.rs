//! Wordfast TXLF and GlobalLink: locked and hidden units.

use super::UnitLocks;
use crate::xliff::names::Ns;
use crate::xliff::tree::Tree;

pub(super) fn locks(tree: &Tree<'_>, locks: &mut UnitLocks) {
    let is = |local: &str| tree.attribute(0, Ns::Gs4tr, local).is_some_and(|value| value == "true");
    locks.unit.locked |= is("locked") || is("hidden");
}
