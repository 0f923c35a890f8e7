//! Makes the repairs the checks propose, as far as they prove right.
//!
//! Proof is by the checks themselves: after each step they run again, and a step that leaves its
//! own finding, or adds any other, is taken back. So the number of findings falls with every
//! step that stands, which is why this ends and why a second run finds nothing to do.

use super::view::{Edit, Found, View, apply};
use super::{Pair, Repair, doubt, find_all};
use crate::domain::segment::Finding;
use crate::domain::text::CodedText;

/// All repairs of which exactly one result is right; `None` if there is nothing to repair.
pub(super) fn repair(pair: &Pair<'_>) -> Option<Repair> {
    let view = View::new(pair);
    let before = certain(&view);
    let (mut target, mut found) = step(&view, &before)?;
    while found.iter().any(|found| !found.fix.is_empty()) {
        let current = Pair { target: &target, ..*pair };
        let Some((next, after)) = step(&View::new(&current), &found) else { break };
        (target, found) = (next, after);
    }
    Some(Repair { target, fixed: gone(before, &found) })
}

/// One step that stands: all repairs together if they do, else the first one that does alone.
fn step(view: &View<'_>, found: &[Found]) -> Option<(CodedText, Vec<Found>)> {
    let fixable: Vec<&Found> = found.iter().filter(|found| !found.fix.is_empty()).collect();
    let together: Vec<Edit> = fixable.iter().flat_map(|found| found.fix.iter().cloned()).collect();
    if fixable.is_empty() {
        return None;
    }
    let mut attempts = Vec::new();
    if fixable.len() > 1 {
        attempts.push(together);
    }
    // A text with thousands of faults none of which can be mended is not worth a try for each.
    attempts.extend(fixable.iter().take(MAX_SINGLE_ATTEMPTS).map(|found| found.fix.clone()));
    attempts.iter().find_map(|edits| {
        let next = apply(&view.target, edits);
        let after = certain(&View::new(&Pair { target: &next, ..*view.pair }));
        (after.len() < found.len() && adds_nothing(found, &after)).then_some((next, after))
    })
}

/// What the checks find, with the repairs that are certain beside what else they find.
fn certain(view: &View<'_>) -> Vec<Found> {
    let mut found = find_all(view);
    doubt::withdraw(view, &mut found);
    found
}

const MAX_SINGLE_ATTEMPTS: usize = 32;

/// Whether no check finds more than it did.
fn adds_nothing(before: &[Found], after: &[Found]) -> bool {
    let count =
        |list: &[Found], check: &str| list.iter().filter(|found| found.finding.check == check).count();
    let mut seen: Vec<&str> = Vec::new();
    after.iter().all(|found| {
        let check: &str = &found.finding.check;
        if seen.contains(&check) {
            return true;
        }
        seen.push(check);
        count(after, check) <= count(before, check)
    })
}

/// The findings that are no longer there. Positions shift, so what is said counts.
fn gone(before: Vec<Found>, after: &[Found]) -> Vec<Finding> {
    let mut left: Vec<&Finding> = after.iter().map(|found| &found.finding).collect();
    let mut gone = Vec::new();
    for Found { finding, .. } in before {
        let same =
            left.iter().position(|other| other.check == finding.check && other.message == finding.message);
        match same {
            Some(at) => {
                left.swap_remove(at);
            }
            None => gone.push(finding),
        }
    }
    gone
}
