//! SDL Trados: locks and confirmations stand beside the unit, in `sdl:seg-defs`, one entry a segment.

use crate::xliff::found::Locks;
use crate::xliff::names::Ns;
use crate::xliff::tree::Tree;

pub(super) fn locks(tree: &Tree<'_>, mid: Option<&str>) -> Locks {
    let sdl = |node: usize, local: &str| {
        let node = tree.node(node);
        node.name.ns == Ns::Sdl && node.name.local == local
    };
    let locktype = tree.attribute(0, Ns::Sdl, "locktype");
    let mut locks = Locks {
        locked: locktype.is_some_and(|kind| !kind.eq_ignore_ascii_case("unlocked")),
        ..Locks::default()
    };
    let Some(definitions) = tree.children(0).find(|child| tree.is_element(*child) && sdl(*child, "seg-defs"))
    else {
        // Units without definitions carry the structure of the document, not its text.
        locks.not_translatable |= mid.is_none();
        return locks;
    };
    let own = tree.children(definitions).filter(|child| tree.is_element(*child) && sdl(*child, "seg"));
    for entry in own.filter(|entry| mid.is_none() || tree.plain(*entry, "id").as_deref() == mid) {
        let is = |name: &str, value: &str| tree.plain(entry, name).is_some_and(|found| found == value);
        locks.locked |= is("locked", "true");
        locks.protected |= is("conf", "ApprovedTranslation") || is("conf", "ApprovedSignOff");
    }
    locks
}
