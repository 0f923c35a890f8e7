//! What a target scores by its findings, and by the issues of a review.

use crate::check::{Id, Level};
use crate::domain::score::tenths;
use crate::domain::segment::{Finding, Issue};
use crate::domain::trail::{DropReason, Dropped};
use crate::refine::triage::{self, Fingerprint};
use std::collections::BTreeMap;

/// What the checks find in a target. Remarks count for nothing: they say that something may be wrong. Nor do
/// findings over the whole file: they are about several segments at once, and known when all have ended.
pub(super) fn of_findings(findings: &[Finding]) -> u64 {
    findings.iter().map(of_finding).sum()
}

fn of_finding(finding: &Finding) -> u64 {
    match Id::parse(&finding.check) {
        Some(id) if id.level() == Level::Info || id.is_of_file() => 0,
        id => tenths(id.map_or("other", Id::category), finding.severity),
    }
}

/// What a reviewer finds in a target: the issues that hold, and those that every one of its reviews names again
/// after a verifier refused an edit for them: the edit was no better, and the text is what it was.
pub(super) fn of_review(issues: &[Issue], dropped: &[Dropped], reviews: u32) -> u64 {
    let again = dropped.iter().filter(|dropped| dropped.why == DropReason::RefusedBefore);
    let mut named: BTreeMap<Fingerprint, (u32, u64)> = BTreeMap::new();
    for Dropped { issue, .. } in again {
        let (times, least) = named.entry(triage::fingerprint(issue)).or_insert((0, u64::MAX));
        *times += 1;
        *least = weight(issue).min(*least);
    }
    let still = named.into_values().filter(|(times, _)| *times >= reviews).map(|(_, least)| least);
    issues.iter().map(weight).chain(still).sum()
}

fn weight(issue: &Issue) -> u64 {
    tenths(&issue.category, issue.severity)
}

#[cfg(test)]
mod tests {
    use super::{of_findings, of_review};
    use crate::domain::segment::{Finding, Issue, Severity};
    use crate::domain::trail::{DropReason, Dropped};

    #[test]
    fn findings_weigh_by_the_category_of_their_check_and_remarks_nothing() {
        use Severity::{Critical, Major, Minor};
        let check = |found: &[(&'static str, Severity)], expected| {
            let finding = |(check, severity): &(&'static str, Severity)| Finding {
                check: (*check).into(),
                severity: *severity,
                message: String::new(),
                span: None,
            };
            assert_eq!(of_findings(&found.iter().map(finding).collect::<Vec<_>>()), expected, "{found:?}");
        };
        check(&[], 0);
        check(&[("tag-missing", Critical)], 250);
        check(&[("number-value", Major), ("number-value", Major)], 100);
        check(&[("quotes", Minor)], 10);
        check(&[("double-space", Minor), ("end-punct", Minor)], 2);
        check(&[("user-regex", Minor), ("user-regex", Critical)], 260);
        check(&[("spelling", Minor), ("start-punct", Minor), ("sentence-count", Minor)], 0);
        check(&[("same-src-diff-tgt", Minor), ("terminology-inconsistent", Minor)], 0);
        check(&[("a check of another version", Major)], 50);
    }

    #[test]
    fn issues_weigh_by_their_own_category() {
        let issue = |category: &str, severity| Issue {
            category: category.to_owned(),
            severity,
            source_span: String::new(),
            target_span: String::new(),
            explanation: String::new(),
            confidence: Some(1),
        };
        assert_eq!(of_review(&[], &[], 1), 0);
        let issues = [
            issue("accuracy/omission", Severity::Critical),
            issue("terminology/wrong", Severity::Major),
            issue("linguistic/grammar", Severity::Minor),
            issue("linguistic/punctuation", Severity::Minor),
        ];
        assert_eq!(of_review(&issues, &[], 1), 311);
        let dropped = |severity, why| Dropped { issue: issue("terminology/wrong", severity), why };
        let again = |severity| dropped(severity, DropReason::RefusedBefore);
        let others = [dropped(Severity::Major, DropReason::NotFound), again(Severity::Major)];
        assert_eq!(of_review(&issues[2..3], &others, 1), 60, "named again");
        assert_eq!(of_review(&issues[2..3], &others, 2), 10, "by one of two");
        assert_eq!(of_review(&[], &[again(Severity::Major), again(Severity::Minor)], 2), 10, "by both");
    }
}
