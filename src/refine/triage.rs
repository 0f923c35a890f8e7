//! Which of a reviewer's issues hold.
//!
//! Reviewers report errors that are not there more often than not; an issue has to point at words
//! that occur, must not be contradicted by a check, and must be of a kind the job asks for.

use super::subject::{Subject, Version};
use crate::domain::segment::{Issue, Severity, SkipReason};
use crate::domain::text::CodedText;
use crate::domain::trail::{DropReason, Dropped};
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization as _;

/// Whether a job wants its style changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Style is left alone.
    Ignored,
    /// The client's instructions may ask for it.
    Wanted,
}

/// What an issue is about, to know it again: its category and the words it quotes.
pub(super) type Fingerprint = (String, String, String);

/// The fingerprint of an issue.
pub(super) fn fingerprint(issue: &Issue) -> Fingerprint {
    (issue.category.clone(), folded(&issue.source_span), folded(&issue.target_span))
}

/// The issues that hold and those that do not, each in the order given. `refused` are those whose
/// edits the verifier refused before.
pub(super) fn sorted(
    issues: Vec<Issue>,
    subject: &Subject,
    best: &Version,
    style: Style,
    refused: &HashSet<Fingerprint>,
) -> (Vec<Issue>, Vec<Dropped>) {
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    for issue in issues {
        match reason(&issue, subject, best, style, refused) {
            None => kept.push(issue),
            Some(why) => dropped.push(Dropped { issue, why }),
        }
    }
    (kept, dropped)
}

fn reason(
    issue: &Issue,
    subject: &Subject,
    best: &Version,
    style: Style,
    refused: &HashSet<Fingerprint>,
) -> Option<DropReason> {
    // What is approved or final is changed for errors that matter alone.
    let is_protected = subject.segment.skip == Some(SkipReason::Protected);
    let least = if is_protected { Severity::Major } else { Severity::Minor };
    if !occurs(issue, subject, best) {
        Some(DropReason::NotFound)
    } else if style == Style::Ignored && issue.category.starts_with("style/") {
        Some(DropReason::Category)
    } else if issue.severity < least {
        Some(DropReason::Severity)
    } else if is_contradicted(issue, subject, best) {
        Some(DropReason::Contradicted)
    } else if is_approved_term(issue, subject) {
        Some(DropReason::ApprovedTerm)
    } else if refused.contains(&fingerprint(issue)) {
        Some(DropReason::RefusedBefore)
    } else {
        None
    }
}

/// Whether an issue is about the very translation of a word that the glossary demands.
fn is_approved_term(issue: &Issue, subject: &Subject) -> bool {
    let about_words = ["terminology/", "accuracy/mistranslation", "accuracy/untranslated", "accuracy/dnt"];
    let span = folded(&issue.target_span);
    about_words.iter().any(|category| issue.category.starts_with(category))
        && !span.is_empty()
        && subject.terms.iter().any(|term| {
            let wanted = if term.do_not_translate { &term.source } else { &term.target };
            folded(wanted) == span
        })
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
    in_target || (may_be_absent(issue) && in_source())
}

/// Whether what an issue is about may be missing in the target.
pub(super) fn may_be_absent(issue: &Issue) -> bool {
    issue.target_span.is_empty() || issue.category == "accuracy/omission"
}

/// Whether what an issue is about may still be in a target: the words it quotes, or that others are missing.
pub(super) fn stands_in(issue: &Issue, target: &CodedText) -> bool {
    let span = folded(&issue.target_span);
    span.is_empty()
        || issue.category == "accuracy/omission"
        || folded(&target.to_string()).contains(&span)
        || folded(&target.text()).contains(&span)
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
        _ if about_numbers => !found("number") && subject.differences(best) == 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Style, fingerprint, sorted};
    use crate::domain::segment::{Issue, Severity, SkipReason};
    use crate::domain::terms::Term;
    use crate::domain::trail::DropReason;
    use crate::refine::fixture::segment;
    use crate::refine::subject::Subject;
    use std::collections::HashSet;

    fn subject() -> Subject {
        Subject::new(segment(1, "Save ⟦1⟧5 big files⟦/1⟧ now", "Sichern Sie ⟦1⟧5  Dateien⟦/1⟧"), false)
    }

    fn issue(category: &str, severity: Severity, spans: (&str, &str)) -> Issue {
        Issue {
            category: category.to_owned(),
            severity,
            source_span: spans.0.to_owned(),
            target_span: spans.1.to_owned(),
            explanation: String::new(),
            confidence: None,
        }
    }

    fn dropped(subject: &Subject, issue: &Issue, style: Style, refused: &[&Issue]) -> Option<DropReason> {
        let best = subject.version(subject.segment.target.clone());
        let refused: HashSet<_> = refused.iter().map(|issue| fingerprint(issue)).collect();
        let (kept, dropped) = sorted(vec![issue.clone()], subject, &best, style, &refused);
        assert_eq!(kept.len() + dropped.len(), 1);
        dropped.first().map(|dropped| dropped.why)
    }

    fn check(category: &str, spans: (&str, &str), style: Style, expected: bool) {
        let issue = issue(category, Severity::Major, spans);
        assert_eq!(dropped(&subject(), &issue, style, &[]).is_none(), expected, "{category} {spans:?}");
    }

    #[test]
    fn what_does_not_hold_is_kept_with_the_reason() {
        let check = |subject: &Subject, issue: &Issue, refused: &[&Issue], expected| {
            assert_eq!(dropped(subject, issue, Style::Ignored, refused), Some(expected), "{issue:?}");
        };
        let usual = subject();
        let wrong = |spans| issue("accuracy/mistranslation", Severity::Minor, spans);
        check(&usual, &wrong(("", "Speichern")), &[], DropReason::NotFound);
        check(&usual, &issue("style/awkward", Severity::Major, ("", "Sichern")), &[], DropReason::Category);
        check(&usual, &issue("locale/number", Severity::Major, ("5", "5")), &[], DropReason::Contradicted);
        let again = issue("accuracy/mistranslation", Severity::Major, ("", "SICHERN "));
        check(&usual, &wrong(("", "Sichern")), &[&again], DropReason::RefusedBefore);
        let mut approved = subject();
        approved.segment.skip = Some(SkipReason::Protected);
        check(&approved, &wrong(("", "Sichern")), &[], DropReason::Severity);
        assert_eq!(dropped(&approved, &again, Style::Ignored, &[]), None);
        let mut glossary = subject();
        let term = Term { source: "files".to_owned(), target: "Dateien".to_owned(), ..Term::default() };
        glossary.terms.push(term);
        check(
            &glossary,
            &issue("terminology/wrong", Severity::Major, ("", "dateien")),
            &[],
            DropReason::ApprovedTerm,
        );
        assert_eq!(
            dropped(
                &glossary,
                &issue("linguistic/grammar", Severity::Major, ("", "Dateien")),
                Style::Ignored,
                &[]
            ),
            None
        );
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
