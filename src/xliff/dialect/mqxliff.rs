//! memoQ: locks and confirmations are attributes of the unit.

use super::UnitLocks;
use crate::xliff::names::Ns;
use crate::xliff::tree::Tree;

pub(super) fn locks(tree: &Tree<'_>, locks: &mut UnitLocks) {
    let value = |local: &str| tree.attribute(0, Ns::MemoQ, local);
    let confirmed = |status: &str| matches!(status, "ManuallyConfirmed" | "Reviewer1Confirmed" | "Proofread");
    let set = |value: &str| !matches!(value, "" | "false" | "no" | "0");
    // The attribute is there only when the row is locked; its value is the word, not a truth value.
    locks.unit.locked |= value("locked").is_some_and(|locked| set(&locked));
    locks.unit.protected |= value("status").is_some_and(|status| confirmed(&status))
        || value("segmentproofread").is_some_and(|proofread| set(&proofread));
}
