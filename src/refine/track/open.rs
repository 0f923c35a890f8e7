//! What the reviewer said and nobody mended.

use super::{Next, Track};
use crate::domain::segment::{Issue, Outcome, Revision, Severity};
use crate::refine::triage;

impl Track {
    /// Whether a serious issue of the reviewer's that held is one of the target now. A verifier that
    /// prefers the target as it is judges the edit, not the issue; why the loop ended does not matter.
    pub(super) fn has_open_issue(&self, revisions: &[Revision]) -> bool {
        // Rules make issues of what they find, which is told by the findings.
        if !self.is_reviewed {
            return false;
        }
        let pending = match &self.next {
            Next::Review => &[][..],
            Next::Edit(record) => &record.issues,
            Next::Verify(contest) => &contest.record.issues,
        };
        let target = &self.best().text;
        let holds = |issue: &Issue| issue.severity >= Severity::Major && triage::stands_in(issue, target);
        pending.iter().any(holds)
            || revisions.iter().enumerate().any(|(at, revision)| {
                let mended = |issue: &Issue| is_mended(issue, &revisions[at + 1..]);
                revision.outcome != Outcome::Accepted
                    && revision.issues.iter().any(|issue| holds(issue) && !mended(issue))
            })
    }
}

/// Whether an edit that was made for the same issue stands.
fn is_mended(issue: &Issue, later: &[Revision]) -> bool {
    let wanted = triage::fingerprint(issue);
    let accepted = later.iter().filter(|revision| revision.outcome == Outcome::Accepted);
    accepted.flat_map(|revision| &revision.issues).any(|other| triage::fingerprint(other) == wanted)
}
