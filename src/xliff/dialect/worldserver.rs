//! WorldServer: a unit that is finished says so in its metadata.

use super::UnitLocks;
use crate::xliff::names::Ns;
use crate::xliff::tree::Tree;

pub(super) fn locks(tree: &Tree<'_>, locks: &mut UnitLocks) {
    let child = |parent: usize, local: &str| {
        tree.children(parent).find(|child| {
            let name = tree.node(*child).name;
            tree.is_element(*child) && name.ns == Ns::WorldServer && name.local == local
        })
    };
    let status = child(0, "segment-metadata").and_then(|metadata| child(metadata, "status"));
    let status = status.and_then(|status| tree.plain(status, "translation_status"));
    locks.unit.protected |= status.is_some_and(|status| status == "finished");
}
