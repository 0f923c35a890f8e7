//! SDL Trados: locks and confirmations stand beside the unit, in `sdl:seg-defs`, one entry a segment.

use super::UnitLocks;
use crate::xliff::names::Ns;
use crate::xliff::tree::Tree;

/// The name of the dialect.
pub(super) const NAME: &str = "sdlxliff";

pub(super) fn locks(tree: &Tree<'_>, locks: &mut UnitLocks) {
    let locktype = tree.attribute(0, Ns::Sdl, "locktype");
    locks.unit.locked |= locktype.is_some_and(|kind| !kind.eq_ignore_ascii_case("unlocked"));
    let Some(definitions) = definitions(tree) else { return };
    for entry in tree.children(definitions).filter(|child| is(tree, *child, "seg")) {
        let says = |name: &str, value: &str| tree.plain(entry, name).is_some_and(|found| found == value);
        let mid = tree.plain(entry, "id").unwrap_or_default().into_owned();
        let segment = locks.segments.entry(mid).or_default();
        segment.locked |= says("locked", "true");
        segment.protected |= says("conf", "ApprovedTranslation") || says("conf", "ApprovedSignOff");
    }
}

/// Whether the segments of a unit are defined. Others carry the structure of the document, not its text.
pub(super) fn is_defined(tree: &Tree<'_>) -> bool {
    definitions(tree).is_some()
}

fn definitions(tree: &Tree<'_>) -> Option<usize> {
    tree.children(0).find(|child| is(tree, *child, "seg-defs"))
}

fn is(tree: &Tree<'_>, node: usize, local: &str) -> bool {
    let name = tree.node(node).name;
    tree.is_element(node) && name.ns == Ns::Sdl && name.local == local
}
