//! memoQ: locks and confirmations are attributes of the unit.

use crate::xliff::found::Locks;
use crate::xliff::names::Ns;
use crate::xliff::tree::Tree;

pub(super) fn locks(tree: &Tree<'_>, _: Option<&str>) -> Locks {
    let value = |local: &str| tree.attribute(0, Ns::MemoQ, local);
    let confirmed = |status: &str| matches!(status, "ManuallyConfirmed" | "Reviewer1Confirmed" | "Proofread");
    let set = |value: &str| !matches!(value, "" | "false" | "no" | "0");
    Locks {
        // The attribute is there only when the row is locked; its value is the word, not a truth value.
        locked: value("locked").is_some_and(|locked| set(&locked)),
        protected: value("status").is_some_and(|status| confirmed(&status))
            || value("segmentproofread").is_some_and(|proofread| set(&proofread)),
        ..Locks::default()
    }
}
