//! Two reviews of one target, and which of their issues both report.
//!
//! A model that reviews a text again says something else: of the errors it reports many are there in one
//! answer only. What two answers say of the same words, in the same kind of category, is rather an error.

use super::diff::Line;
use super::subject::{Subject, Version};
use super::triage::may_be_absent;
use crate::domain::segment::Issue;
use crate::domain::trail::{DropReason, Dropped};
use std::ops::Range;

/// An issue, and where the words it quotes stand.
struct Report {
    issue: Issue,
    in_target: Vec<Range<usize>>,
    in_source: Vec<Range<usize>>,
}

/// The issues of the first review that the second reports as well, as far as both go: with the lower severity,
/// and the words that both quote if one quotes a part of what the other does. The others of both reviews are
/// dropped.
pub(super) fn confirmed(
    first: Vec<Issue>,
    second: Vec<Issue>,
    subject: &Subject,
    best: &Version,
) -> (Vec<Issue>, Vec<Dropped>) {
    let (target, source) = (Line::of(&best.text), Line::of(&subject.segment.source));
    let report = |issue: Issue| Report {
        in_target: target.find(&issue.target_span),
        in_source: if may_be_absent(&issue) { source.find(&issue.source_span) } else { Vec::new() },
        issue,
    };
    let first: Vec<_> = first.into_iter().map(report).collect();
    let second: Vec<_> = second.into_iter().map(report).collect();
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    let alone = |report: &Report| Dropped { issue: report.issue.clone(), why: DropReason::OneReview };
    for one in &first {
        let same = second.iter().filter(|other| one.is_same(other));
        // The one that is most like it, and of those the one that is taken most seriously.
        let exact = |other: &&Report| (other.issue.category == one.issue.category, other.issue.severity);
        match same.max_by_key(exact) {
            Some(other) => kept.push(one.with(other)),
            None => dropped.push(alone(one)),
        }
    }
    let others = second.iter().filter(|other| !first.iter().any(|one| one.is_same(other)));
    dropped.extend(others.map(alone));
    (kept, dropped)
}

impl Report {
    /// Whether two reports are about the same. What is missing in the target is told by the source.
    fn is_same(&self, other: &Self) -> bool {
        top(&self.issue) == top(&other.issue)
            && (meet(&self.in_target, &other.in_target) || meet(&self.in_source, &other.in_source))
    }

    /// What this one and another that is about the same both say.
    fn with(&self, other: &Self) -> Issue {
        let is_within = |place: &Range<usize>| {
            self.in_target.iter().any(|wide| wide.start <= place.start && place.end <= wide.end)
        };
        // Words that only one of them quotes are not reported by both.
        let is_part = !other.in_target.is_empty() && other.in_target.iter().all(is_within);
        let narrow = if is_part { other } else { self };
        Issue {
            severity: self.issue.severity.min(other.issue.severity),
            target_span: narrow.issue.target_span.clone(),
            ..self.issue.clone()
        }
    }
}

/// The kind of a category: `accuracy` of `accuracy/omission`.
fn top(issue: &Issue) -> &str {
    issue.category.split('/').next().unwrap_or_default()
}

fn meet(some: &[Range<usize>], others: &[Range<usize>]) -> bool {
    some.iter().any(|one| others.iter().any(|other| one.start < other.end && other.start < one.end))
}

#[cfg(test)]
mod tests {
    use super::confirmed;
    use crate::domain::segment::{Issue, Severity};
    use crate::domain::trail::DropReason;
    use crate::refine::fixture::segment;
    use crate::refine::subject::Subject;

    const SOURCE: &str = "Press the ⟦1⟧big red⟦/1⟧ button twice and wait";
    const TARGET: &str = "Drücken Sie ⟦1⟧den  roten⟦/1⟧ Knopf dreimal und den Schalter";

    fn issue((category, severity, source, target): (&str, Severity, &str, &str)) -> Issue {
        Issue {
            category: category.to_owned(),
            severity,
            source_span: source.to_owned(),
            target_span: target.to_owned(),
            explanation: source.to_owned(),
            confidence: None,
        }
    }

    type Said<'a> = (&'a str, Severity, &'a str, &'a str);

    /// What both come to: severities and words of what is kept, and how many are dropped.
    fn check(first: &[Said<'_>], second: &[Said<'_>], kept: &[(Severity, &str)], dropped: usize) {
        let subject = Subject::new(segment(1, SOURCE, TARGET), false);
        let best = subject.version(subject.segment.target.clone());
        let issues = |said: &[Said<'_>]| said.iter().copied().map(issue).collect::<Vec<_>>();
        let (got, lost) = confirmed(issues(first), issues(second), &subject, &best);
        let got: Vec<_> = got.iter().map(|issue| (issue.severity, issue.target_span.as_str())).collect();
        assert_eq!((got.as_slice(), lost.len()), (kept, dropped), "{first:?} {second:?}");
        assert!(lost.iter().all(|dropped| dropped.why == DropReason::OneReview));
    }

    use Severity::{Critical, Major, Minor};
    const WRONG: &str = "accuracy/mistranslation";
    const LOST: &str = "accuracy/omission";

    #[test]
    fn an_issue_counts_if_both_quote_some_of_the_same_words() {
        let quoted = |first, second, kept: &[&str]| {
            let kept: Vec<_> = kept.iter().map(|span| (Major, *span)).collect();
            let dropped = if kept.is_empty() { 2 } else { 0 };
            check(&[(WRONG, Major, "", first)], &[(WRONG, Major, "", second)], &kept, dropped);
        };
        quoted("Knopf", "Knopf", &["Knopf"]);
        quoted("knopf", "KNOPF ", &["KNOPF "]);
        quoted("Knopf dreimal", "dreimal und", &["Knopf dreimal"]);
        quoted("Knopf", "dreimal", &[]);
        // A part of a word stands for it; a code that is left out does no harm.
        quoted("den roten Knopf", "⟦1⟧den  roten⟦/1⟧", &["⟦1⟧den  roten⟦/1⟧"]);
        quoted("dreim", "mal", &["mal"]);
        quoted("  ", "den  roten", &["  "]);
        quoted("den  roten", "  ", &["  "]);
        // The narrower of two quotations, if it stands nowhere else.
        quoted("Knopf dreimal und", "dreimal", &["dreimal"]);
        quoted("dreimal", "Knopf dreimal und", &["dreimal"]);
        quoted("den  roten Knopf", "den", &["den  roten Knopf"]);
    }

    #[test]
    fn the_kind_of_category_has_to_be_the_same() {
        let with = |category| [(category, Major, "", "Knopf")];
        check(&with(WRONG), &with("accuracy/addition"), &[(Major, "Knopf")], 0);
        check(&with(WRONG), &with("terminology/wrong"), &[], 2);
        check(&with("other"), &with("other"), &[(Major, "Knopf")], 0);
        check(&with("other"), &with(WRONG), &[], 2);
    }

    #[test]
    fn what_is_missing_is_told_by_the_source() {
        let lost = |source, target| [(LOST, Major, source, target)];
        check(&lost("big", ""), &lost("the big red button", ""), &[(Major, "")], 0);
        check(&lost("big", ""), &lost("wait", ""), &[], 2);
        check(&lost("big", ""), &lost("big", "roten"), &[(Major, "")], 0);
        // A word that is there is not the same as one that is not.
        check(&lost("big", ""), &[(WRONG, Major, "big", "roten")], &[], 2);
        check(&[(WRONG, Major, "wait", "Schalter")], &[(WRONG, Major, "wait", "Knopf")], &[], 2);
    }

    #[test]
    fn the_lower_severity_counts_of_the_issue_most_like_it() {
        let with = |severity| [(WRONG, severity, "", "Knopf")];
        check(&with(Critical), &with(Minor), &[(Minor, "Knopf")], 0);
        check(&with(Minor), &with(Critical), &[(Minor, "Knopf")], 0);
        let second = [
            ("accuracy/addition", Critical, "", "Knopf"),
            (WRONG, Minor, "", "Knopf"),
            (WRONG, Major, "", "Knopf"),
        ];
        check(&with(Critical), &second, &[(Major, "Knopf")], 0);
    }

    #[test]
    fn each_issue_is_judged_by_itself_and_nothing_is_lost() {
        let first = [(WRONG, Major, "", "Knopf"), (WRONG, Major, "", "dreimal"), (LOST, Major, "big", "")];
        let second = [(WRONG, Major, "", "Knopf dreimal"), ("other", Minor, "", "Schalter")];
        check(&first, &second, &[(Major, "Knopf"), (Major, "dreimal")], 2);
        check(&first, &[], &[], 3);
        check(&[], &second, &[], 2);
    }
}
