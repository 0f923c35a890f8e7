//! Wordfast TXLF and GlobalLink: locked and hidden units.

use crate::xliff::found::Locks;
use crate::xliff::names::Ns;
use crate::xliff::tree::Tree;

pub(super) fn locks(tree: &Tree<'_>, _: Option<&str>) -> Locks {
    let is = |local: &str| tree.attribute(0, Ns::Gs4tr, local).is_some_and(|value| value == "true");
    Locks { locked: is("locked") || is("hidden"), ..Locks::default() }
}
