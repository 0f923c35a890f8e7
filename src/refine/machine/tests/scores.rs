//! What a segment scores before and after: by its findings, and by the reviews of the very texts.

use super::stages::{GOOD, PAIR, compared, edited, prefers, scripted, with, wrong};
use super::{Settings, run, run_with, text, work_of};
use crate::domain::job::Strategy::{ReviewOnly, Single, TwoStage};
use crate::domain::model::Role;
use crate::domain::score::Scores;
use crate::domain::segment::{Outcome, SegmentResult, SegmentState, StopReason};
use crate::refine::fixture::settings;
use crate::refine::machine::{Answer, Ask};
use serde_json::{Value, json};

/// A review: the verdict, the issues, and the target it wants.
type Review<'a> = (&'static str, Value, &'a str);

fn said(ask: &Ask, (verdict, issues, revised): &Review<'_>) -> Answer {
    let items = work_of(ask).into_iter().map(|each| {
        json!({"id": each["id"], "anchor": each["src"], "verdict": verdict, "issues": issues,
            "revised": revised, "note": ""})
    });
    text(&items.collect::<Vec<_>>())
}

/// The result of a segment whose reviewer says this, round by round, and whose verifier prefers the version
/// that begins with `better`.
fn reviewed(settings: &Settings, reviews: &[Review<'_>], better: &'static str) -> SegmentResult {
    let (results, _) = scripted(settings, &[PAIR], |ask| match ask.role {
        Role::Verifier if better.is_empty() => compared(ask, |_| "tie"),
        Role::Verifier => compared(ask, prefers(better)),
        Role::Editor => edited(ask, reviews[ask.place.round as usize - 1].2),
        Role::Reviewer => said(ask, &reviews[ask.place.round as usize - 1]),
    });
    results.into_iter().next().unwrap()
}

fn mqm(result: &SegmentResult) -> (Option<u64>, Option<u64>) {
    let scores = result.scores.unwrap();
    (scores.mqm_before, scores.mqm_after)
}

fn slip(span: &str) -> Value {
    json!({"cat": "linguistic/punctuation", "sev": "minor", "src_span": "", "tgt_span": span, "why": "w"})
}

#[test]
fn a_score_is_that_of_a_review_of_the_very_text() {
    let (major, minor) = (|| wrong("Lösche", "major"), || wrong("die Datei", "minor"));
    let clean = || ("ok", json!([]), "");
    let revise = |issues| ("revise", issues, GOOD);
    let check = |strategy, max_revisions, reviews: &[Review<'_>], better, expected| {
        let settings = Settings { max_revisions, ..with(strategy) };
        let result = reviewed(&settings, reviews, better);
        assert_eq!(mqm(&result), expected, "{strategy:?} {reviews:?}: {result:?}");
    };
    let known = |before, after| (Some(before), Some(after));
    check(Single, 6, &[clean()], "Sichere", known(0, 0));
    // Accepted, and looked at again.
    check(Single, 6, &[revise(json!([major(), slip("Datei")])), clean()], "Sichere", known(51, 0));
    check(Single, 6, &[revise(json!([major()])), ("ok", json!([minor()]), "")], "Sichere", known(50, 10));
    check(TwoStage, 6, &[revise(json!([major()])), clean()], "Sichere", known(50, 0));
    // Accepted in the last round: nobody looked at it again, which is not the same as a clean review.
    check(Single, 1, &[revise(json!([major()]))], "Sichere", (Some(50), None));
    check(TwoStage, 1, &[revise(json!([major()]))], "Sichere", (Some(50), None));
    // Refused: the target is the text that was there, and its last review counts.
    let critical = || wrong("Lösche", "critical");
    check(Single, 6, &[revise(json!([critical()])), ("ok", json!([minor()]), "")], "", known(250, 10));
    check(Single, 6, &[revise(json!([major()])), revise(json!([major()]))], "", known(50, 50));
    let nothing = || ("revise", json!([major()]), "");
    check(Single, 6, &[nothing(), nothing()], "Sichere", known(50, 50));
    check(TwoStage, 1, &[nothing()], "Sichere", known(50, 50));
    // Only a review.
    check(ReviewOnly, 6, &[revise(json!([major(), minor()]))], "Sichere", known(60, 60));
    // What does not hold is not counted.
    check(Single, 6, &[revise(json!([wrong("Nichts davon", "critical")]))], "Sichere", known(0, 0));
    // Who cannot tell has not judged: what was judged before holds.
    check(Single, 6, &[("unsure", json!([major()]), "")], "Sichere", (None, None));
    check(Single, 6, &[revise(json!([major()])), ("unsure", json!([]), "")], "", known(50, 50));
    check(Single, 6, &[revise(json!([major()])), ("unsure", json!([]), "")], "Sichere", (Some(50), None));
}

#[test]
fn a_version_that_was_gone_back_to_keeps_its_own_review() {
    // The third text is the first again: of the two that were accepted the one that was preferred twice stays,
    // and the review of it is the one that wanted it changed.
    let (results, _) = run(&[("Save the file", "Sichere die Datei")], 6, |round, _, work| {
        let at = round as usize - 1;
        let mut item = super::item(&work[0], "revise", ["A die Datei", "B die Datei", "A die Datei"][at]);
        item["issues"][0]["sev"] = json!(["critical", "major", "minor"][at]);
        text(&[item])
    });
    let (state, reason, target) = super::ended(&results[0]);
    assert_eq!((state, reason, target.as_str()), ("changed", StopReason::Oscillation, "B die Datei"));
    assert_eq!(mqm(&results[0]), (Some(250), Some(10)));
}

#[test]
fn what_nobody_judged_has_no_score_and_what_was_judged_before_a_failure_has_one() {
    let (results, _) = run(&[PAIR], 6, |_, _, _| Answer::Text("Hm.".to_owned()));
    assert_eq!((results[0].state, mqm(&results[0])), (SegmentState::Failed, (None, None)));
    let (results, _) = scripted(&with(TwoStage), &[PAIR], |ask| match ask.role {
        Role::Reviewer => said(ask, &("revise", json!([wrong("Lösche", "major")]), "")),
        Role::Editor | Role::Verifier => Answer::Refused,
    });
    assert!(results[0].revisions.is_empty(), "the round came to no revision");
    assert_eq!((results[0].state, mqm(&results[0])), (SegmentState::Failed, (Some(50), Some(50))));
    // An answer that is about another segment, asked twice, is no review.
    let pairs = [PAIR, ("Open the window", "Öffne das Fenster")];
    let settings = Settings { max_revisions: 1, ..with(Single) };
    let (results, _) = run_with(&settings, &pairs, |_, _, work| {
        let items = work.iter().map(|each| {
            let mut item = super::item(each, "ok", "");
            item["anchor"] = json!("Quite another sentence");
            item
        });
        text(&items.collect::<Vec<_>>())
    });
    assert_eq!(results[0].revisions[0].outcome, Outcome::Rejected);
    assert_eq!(mqm(&results[0]), (None, None));
}

#[test]
fn findings_are_scored_with_and_without_a_model() {
    let scores = |words, rules_before, rules_after, mqm_before, mqm_after| {
        Some(Scores { words, rules_before, rules_after, mqm_before, mqm_after })
    };
    // A double blank, a missing stop, another number.
    let pair = ("Take 5 pills now.", "Nimm 6  Pillen jetzt");
    let check = |model: &str, expected| {
        let (results, _) = run_with(&settings(model), &[pair], |round, _, work| {
            let verdict = if round == 1 { "revise" } else { "ok" };
            text(&[super::item(&work[0], verdict, "Nimm 5 Pillen jetzt.")])
        });
        assert_eq!(results[0].scores, expected, "{model}: {results:?}");
    };
    check("builtin/rules", scores(4, 52, 50, None, None));
    check("builtin/echo", scores(4, 52, 52, None, None));
    check("local/m", scores(4, 52, 0, Some(10), Some(0)));
    // 2 words, and none.
    for (source, words) in [("⟦1⟧Hello⟦/1⟧, ⟦2⟧ world", 2), ("お待ちください。", 3), ("—", 0)]
    {
        let (results, _) = run_with(&settings("builtin/echo"), &[(source, source)], |_, _, _| unreachable!());
        assert_eq!(results[0].scores.unwrap().words, words, "{source}");
    }
}
