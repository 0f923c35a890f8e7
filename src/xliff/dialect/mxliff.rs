//! Phrase, once Memsource: locks and confirmations are attributes of the unit.

use super::UnitLocks;
use crate::xliff::names::Ns;
use crate::xliff::tree::Tree;

pub(super) fn locks(tree: &Tree<'_>, locks: &mut UnitLocks) {
    let is =
        |local: &str, value: &str| tree.attribute(0, Ns::Phrase, local).is_some_and(|found| found == value);
    locks.unit.locked |= is("locked", "true");
    locks.unit.protected |= is("confirmed", "1");
}
