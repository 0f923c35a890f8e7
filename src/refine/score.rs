//! What a target scores by its findings, and by the issues of a review.

use crate::check::{Id, Level};
use crate::domain::score::tenths;
use crate::domain::segment::{Finding, Issue};

/// What the checks find in a target. Remarks count for nothing: they say that something may be wrong. Nor do
/// findings over the whole file, which is looked at once, as it came in: what nobody looks at again cannot be
/// compared.
pub(super) fn of_findings(findings: &[Finding]) -> u64 {
    findings.iter().map(of_finding).sum()
}

fn of_finding(finding: &Finding) -> u64 {
    match Id::parse(&finding.check) {
        Some(id) if id.level() == Level::Info || id.is_of_file() => 0,
        id => tenths(id.map_or("other", Id::category), finding.severity),
    }
}

/// What a reviewer finds in a target: the issues that hold.
pub(super) fn of_issues(issues: &[Issue]) -> u64 {
    issues.iter().map(|issue| tenths(&issue.category, issue.severity)).sum()
}

#[cfg(test)]
mod tests {
    use super::{of_findings, of_issues};
    use crate::domain::segment::{Finding, Issue, Severity};

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
        assert_eq!(of_issues(&[]), 0);
        let issues = [
            issue("accuracy/omission", Severity::Critical),
            issue("terminology/wrong", Severity::Major),
            issue("linguistic/grammar", Severity::Minor),
            issue("linguistic/punctuation", Severity::Minor),
        ];
        assert_eq!(of_issues(&issues), 311);
    }
}
