//! SDL Trados: locks and confirmations stand beside the unit, in `sdl:seg-defs`, one entry a segment.

use super::UnitLocks;
use crate::xliff::names::Ns;
use crate::xliff::tree::Tree;

pub(super) fn locks(tree: &Tree<'_>, locks: &mut UnitLocks) {
    let sdl = |node: &usize, local: &str| {
        let name = tree.node(*node).name;
        tree.is_element(*node) && name.ns == Ns::Sdl && name.local == local
    };
    let locktype = tree.attribute(0, Ns::Sdl, "locktype");
    locks.unit.locked |= locktype.is_some_and(|kind| !kind.eq_ignore_ascii_case("unlocked"));
    let Some(definitions) = tree.children(0).find(|child| sdl(child, "seg-defs")) else {
        // Units without definitions carry the structure of the document, not its text.
        locks.whole.not_translatable = true;
        return;
    };
    for entry in tree.children(definitions).filter(|child| sdl(child, "seg")) {
        let is = |name: &str, value: &str| tree.plain(entry, name).is_some_and(|found| found == value);
        let mid = tree.plain(entry, "id").unwrap_or_default().into_owned();
        let segment = locks.segments.entry(mid).or_default();
        segment.locked |= is("locked", "true");
        segment.protected |= is("conf", "ApprovedTranslation") || is("conf", "ApprovedSignOff");
    }
}
