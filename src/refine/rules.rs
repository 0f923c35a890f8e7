//! `builtin/rules`: the loop with no model. It repairs what has one right result, by the same
//! gates as any candidate, and says what is left for people.

use super::Settings;
use super::phrases;
use super::track::Track;
use crate::check::{self, Id};
use crate::domain::job::Strategy;
use crate::domain::locale::Locale;
use crate::domain::segment::{Finding, Issue, StopReason};
use crate::domain::text::CodedText;

/// Runs the loop on a segment to its end.
pub(super) fn run(track: &mut Track, settings: &Settings) {
    let note_language = match settings.note_language.as_str() {
        "" => track.subject.source_locale.clone(),
        tag => Locale::parse(tag),
    };
    let told = |findings: &[Finding], text: &CodedText, is_mended: bool| {
        let shown = text.to_string();
        let issues: Vec<Issue> =
            findings.iter().map(|found| issue(found, &shown, is_mended, &note_language)).collect();
        let note = note(&issues);
        (issues, note)
    };
    for round in 1..=settings.max_revisions {
        if !track.is_active() {
            return;
        }
        let best = track.best();
        if best.findings.is_empty() {
            return track.stop(StopReason::Clean);
        }
        // Most findings are of checks that repair nothing: then there is no need to look again.
        let may_mend = |found: &Finding| Id::parse(&found.check).is_some_and(Id::is_repaired);
        let repairs = settings.strategy != Strategy::ReviewOnly && best.findings.iter().any(may_mend);
        let repair = repairs.then(|| check::repair(&track.subject.pair(&best.text))).flatten();
        let Some(repair) = repair else {
            let (issues, note) = told(&best.findings, &best.text, false);
            return track.leave(round, issues, note, settings);
        };
        let mended = told(&repair.fixed, &best.text, true);
        let (before, findings) = (best.text.clone(), best.findings.clone());
        track.take_repair(round, repair.target, mended, || told(&findings, &before, false), settings);
        // The same repair would be refused again.
        if track.best().text == before {
            return track.stop(StopReason::NoImprovement);
        }
    }
    track.stop(StopReason::MaxRevisions);
}

/// A note says this many different things at most.
const MOST_SENTENCES: usize = 5;

/// What the issues say, each sentence once.
fn note(issues: &[Issue]) -> String {
    let mut sentences: Vec<&str> = Vec::new();
    for issue in issues {
        if !sentences.contains(&issue.explanation.as_str()) {
            sentences.push(&issue.explanation);
        }
    }
    sentences.truncate(MOST_SENTENCES);
    sentences.join(" ")
}

fn issue(finding: &Finding, shown: &str, is_mended: bool, note_language: &Locale) -> Issue {
    let span = finding.span.map_or(0..0, |(start, end)| start as usize..end as usize);
    let check = Id::parse(&finding.check);
    Issue {
        category: check.map_or("other", Id::category).to_owned(),
        severity: finding.severity,
        source_span: String::new(),
        target_span: shown.chars().skip(span.start).take(span.len()).collect(),
        explanation: check.map_or_else(
            || finding.message.clone(),
            |check| phrases::explanation(check, is_mended, note_language),
        ),
        confidence: None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Settings, Strategy, run};
    use crate::domain::segment::{EndReason, Outcome, Segment, SegmentResult, SegmentState, StopReason};
    use crate::domain::text::CodedText;
    use crate::refine::fixture::{segment, settings};
    use crate::refine::track::Track;

    fn result(source: &str, target: &str, note_language: &str) -> SegmentResult {
        let mut track = Track::new(segment(1, source, target), &CodedText::default(), false);
        let mut settings = settings("builtin/rules");
        settings.note_language = note_language.to_owned();
        run(&mut track, &settings);
        track.report().unwrap()
    }

    fn check(source: &str, target: &str, state: SegmentState, reason: StopReason, expected: &str) {
        let got = result(source, target, "");
        let got = (got.state, got.reason, got.target().to_string());
        assert_eq!(got, (state, EndReason::Stop(reason), expected.to_owned()), "{source:?} {target:?}");
    }

    #[test]
    fn what_is_certain_is_repaired_and_the_rest_is_left() {
        use SegmentState::{Changed, Unchanged};
        use StopReason::{Clean, Fixpoint};
        check("Save the file.", "Datei speichern.", Unchanged, Clean, "Datei speichern.");
        check("Save the file.", "Datei  speichern.", Changed, Clean, "Datei speichern.");
        check(
            "Save the the 5 files.",
            "Sechs Dateien speichern.",
            Unchanged,
            Fixpoint,
            "Sechs Dateien speichern.",
        );
        check("⟦1⟧Save it.⟦/1⟧", "Sichere es.", Changed, Clean, "⟦1⟧Sichere es.⟦/1⟧");
        check(" Save it. ", "Sichere es.", Changed, Clean, " Sichere es. ");
        check("Save 5 files.", "7  Dateien speichern.", Changed, Fixpoint, "7 Dateien speichern.");
    }

    #[test]
    fn a_review_alone_repairs_nothing_and_says_what_it_found() {
        let mut track = Track::new(segment(1, "Save it.", "Sichere  es."), &CodedText::default(), false);
        let settings = Settings { strategy: Strategy::ReviewOnly, ..settings("builtin/rules") };
        run(&mut track, &settings);
        let result = track.report().unwrap();
        assert_eq!((result.accepted.len(), result.revisions[0].issues.len()), (0, 1), "{result:?}");
    }

    #[test]
    fn a_dismissed_finding_is_neither_repaired_nor_counted() {
        let mut double = segment(1, "Save 5 files.", "7  Dateien speichern");
        double.dismissed = vec!["double-space".to_owned(), "number-value".to_owned()];
        let mut track = Track::new(double, &CodedText::default(), false);
        run(&mut track, &settings("builtin/rules"));
        let result = track.report().unwrap();
        assert_eq!(result.target().to_string(), "7  Dateien speichern.", "what was not dismissed is");
        let names: Vec<_> = result.findings_before.iter().map(|found| found.check.as_ref()).collect();
        assert_eq!((names, result.findings_after), (vec!["end-punct"], Vec::new()));
    }

    #[test]
    fn a_blank_that_may_stand_beside_the_segment_is_left() {
        for part in [false, true] {
            let segment = Segment { part, ..segment(1, "Save it. ", "Sichere es.") };
            let mut track = Track::new(segment, &CodedText::default(), false);
            run(&mut track, &settings("builtin/rules"));
            let target = track.report().unwrap().target().to_string();
            assert_eq!(target, if part { "Sichere es." } else { "Sichere es. " });
        }
    }

    #[test]
    fn a_repair_that_is_refused_is_not_told_as_made() {
        let mut bounded = segment(1, "Save it.", "Sichere es");
        bounded.max_chars = Some(10);
        let mut track = Track::new(bounded, &CodedText::default(), false);
        run(&mut track, &settings("builtin/rules"));
        let result = track.report().unwrap();
        assert_eq!(result.target().to_string(), "Sichere es");
        let notes: Vec<_> = result.revisions.iter().map(|revision| revision.note.as_str()).collect();
        assert!(notes.iter().all(|note| !note.contains("corrected")), "{notes:?}");
    }

    #[test]
    fn a_repair_says_what_it_did_in_the_note_language() {
        for (language, note) in
            [("", "Two spaces in a row: corrected."), ("de-DE", "Doppeltes Leerzeichen: berichtigt.")]
        {
            let result = result("Save the file.", "Datei  speichern.", language);
            let revision = &result.revisions[0];
            assert_eq!((revision.outcome, revision.note.as_str()), (Outcome::Accepted, note));
            let issue = &revision.issues[0];
            assert_eq!(
                (issue.category.as_str(), issue.explanation.as_str()),
                ("linguistic/punctuation", note)
            );
            assert_eq!(issue.target_span, "  ");
            assert_eq!(revision.model, "builtin/rules");
        }
    }

    #[test]
    fn what_is_left_is_said_in_the_note_language() {
        let result = result("Save 5 files.", "7  Dateien speichern.", "ja");
        let notes: Vec<&str> = result.revisions.iter().map(|revision| revision.note.as_str()).collect();
        assert_eq!(notes, ["連続した空白：修正しました。", "数値の欠落または変更：確認してください。"]);
        let last = result.revisions.last().unwrap();
        assert_eq!(last.outcome, Outcome::Unchanged);
        assert_eq!(last.issues[0].category, "accuracy/mistranslation");
        assert_eq!(last.issues[0].target_span, "7");
    }
}
