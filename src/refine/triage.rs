//! Which of a reviewer's issues hold.
//!
//! Reviewers report errors that are not there more often than not; an issue has to point at words
//! that occur, must not be contradicted by a check, and must be of a kind the job asks for.

use super::subject::{Subject, Version};
use crate::domain::segment::Issue;
use unicode_normalization::UnicodeNormalization as _;

/// Whether a job wants its style changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Style is left alone.
    Ignored,
    /// The client's instructions may ask for it.
    Wanted,
}

/// The issues that hold, in the order given.
pub(super) fn kept(issues: Vec<Issue>, subject: &Subject, best: &Version, style: Style) -> Vec<Issue> {
    issues
        .into_iter()
        .filter(|issue| {
            (style == Style::Wanted || !issue.category.starts_with("style/"))
                && occurs(issue, subject, best)
                && !is_contradicted(issue, subject, best)
        })
        .collect()
}

/// Text to look words up in: case and whitespace aside, with and without codes.
fn folded(text: &str) -> String {
    let text: String = text.nfc().collect::<String>().to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn occurs(issue: &Issue, subject: &Subject, best: &Version) -> bool {
    let within = |span: &str, shown: &str, bare: &str| {
        // Spans of whitespace are what issues of spacing are about; folding would lose them.
        shown.contains(span) || {
            let span = folded(span);
            !span.is_empty() && (folded(shown).contains(&span) || folded(bare).contains(&span))
        }
    };
    let in_target = !issue.target_span.is_empty()
        && within(&issue.target_span, &best.text.to_string(), &best.text.text());
    let in_source = || {
        let source = &subject.segment.source;
        !issue.source_span.is_empty() && within(&issue.source_span, &source.to_string(), &source.text())
    };
    let may_be_absent = issue.target_span.is_empty() || issue.category == "accuracy/omission";
    in_target || (may_be_absent && in_source())
}

/// Whether a check that is exact says otherwise.
fn is_contradicted(issue: &Issue, subject: &Subject, best: &Version) -> bool {
    let found = |family: &str| best.findings.iter().any(|finding| finding.check.starts_with(family));
    let bare = |span: &str| !span.contains(char::is_alphabetic);
    let about_digits = |span: &str| bare(span) && span.contains(char::is_numeric);
    let about_numbers = issue.category == "locale/number"
        || (issue.category.starts_with("accuracy/")
            && about_digits(&issue.target_span)
            && (issue.source_span.is_empty() || about_digits(&issue.source_span)));
    match issue.category.as_str() {
        "markup/tag" => !found("tag-") && subject.integrity(&best.text).is_ok(),
        _ if about_numbers => !found("number") && subject.numbers_agree(&best.text),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Style, kept};
    use crate::domain::segment::{Issue, Severity};
    use crate::refine::fixture::segment;
    use crate::refine::subject::Subject;

    fn check(category: &str, spans: (&str, &str), style: Style, expected: bool) {
        let subject =
            Subject::new(segment(1, "Save ⟦1⟧5 big files⟦/1⟧ now", "Sichern Sie ⟦1⟧5  Dateien⟦/1⟧"), false);
        let best = subject.version(subject.segment.target.clone());
        let issue = Issue {
            category: category.to_owned(),
            severity: Severity::Major,
            source_span: spans.0.to_owned(),
            target_span: spans.1.to_owned(),
            explanation: String::new(),
        };
        let got = kept(vec![issue], &subject, &best, style).len() == 1;
        assert_eq!(got, expected, "{category} {spans:?}");
    }

    #[test]
    fn an_issue_must_point_at_words_that_occur() {
        let check = |category, spans, expected| check(category, spans, Style::Ignored, expected);
        check("accuracy/mistranslation", ("", "Sichern"), true);
        check("accuracy/mistranslation", ("", "sichern  SIE 5 dateien"), true);
        check("accuracy/mistranslation", ("Save", "Speichern"), false);
        check("accuracy/omission", ("big", ""), true);
        check("accuracy/omission", ("big", "Speichern"), true);
        check("accuracy/omission", ("small", ""), false);
        check("accuracy/mistranslation", ("", ""), false);
        check("linguistic/punctuation", ("", "  "), true);
        check("linguistic/punctuation", ("", "   "), false);
    }

    #[test]
    fn style_is_left_alone_unless_the_client_asks() {
        check("style/awkward", ("", "Sichern"), Style::Ignored, false);
        check("style/awkward", ("", "Sichern"), Style::Wanted, true);
    }

    #[test]
    fn a_check_that_is_exact_overrules_the_reviewer() {
        let check = |category, spans, expected| check(category, spans, Style::Ignored, expected);
        check("locale/number", ("5", "5"), false);
        check("accuracy/mistranslation", ("5", "5"), false);
        check("accuracy/mistranslation", ("5 big files", "5  Dateien"), true);
        check("markup/tag", ("", "⟦1⟧"), false);
    }
}
