//! Phrase, once Memsource: locks and confirmations are attributes of the unit.

use crate::xliff::found::Locks;
use crate::xliff::names::Ns;
use crate::xliff::tree::Tree;

pub(super) fn locks(tree: &Tree<'_>, _: Option<&str>) -> Locks {
    let is =
        |local: &str, value: &str| tree.attribute(0, Ns::Phrase, local).is_some_and(|found| found == value);
    Locks { locked: is("locked", "true"), protected: is("confirmed", "1"), ..Locks::default() }
}
