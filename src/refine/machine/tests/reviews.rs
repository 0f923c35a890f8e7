//! Rounds that review each segment twice: what both reviews report is edited, and nothing else.

use super::stages::{PAIR, compared, edited, prefers, reviewed, scripted, wrong};
use super::{FOUR, Settings, asked, ended, group, item, text, work_of};
use crate::domain::failure::FailureReason;
use crate::domain::job::Strategy;
use crate::domain::model::Role;
use crate::domain::segment::{Gate, SegmentResult, SegmentState, Severity, StopReason};
use crate::domain::trail::DropReason;
use crate::refine::fixture::settings;
use crate::refine::machine::{Answer, Ask, AskPlace, Machine};
use proptest::prelude::{ProptestConfig, proptest};
use proptest::{collection, prop_assert};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};

const GOOD: &str = "Sichere die Datei";

fn twice(strategy: Strategy) -> Settings {
    Settings { strategy, reviews: 2, ..settings("local/m") }
}

/// A group in which the reviews of the first round say these things of each segment, and all is well after it.
/// What the editor is given.
fn run(
    pairs: &[(&str, &str)],
    said: [&dyn Fn(&Ask) -> Answer; 2],
    fixed: &str,
) -> (Vec<SegmentResult>, Vec<Value>) {
    let mut given = Vec::new();
    let (results, _) = scripted(&twice(Strategy::TwoStage), pairs, |ask| match ask.role {
        Role::Reviewer if ask.place.round == 1 => said[usize::from(ask.place.step > 1)](ask),
        Role::Reviewer => reviewed(ask, &json!([])),
        Role::Editor => {
            given.extend(work_of(ask));
            edited(ask, fixed)
        }
        Role::Verifier => compared(ask, |pair| if pair["a"] == pairs[0].1 { "b" } else { "a" }),
    });
    (results, given)
}

fn of_issues(first: &Value, second: &Value) -> (SegmentResult, Vec<Value>) {
    let said: [&dyn Fn(&Ask) -> Answer; 2] = [&|ask| reviewed(ask, first), &|ask| reviewed(ask, second)];
    let (mut results, given) = run(&[PAIR], said, GOOD);
    (results.remove(0), given)
}

/// Why each issue of the first round was dropped, with the words it quotes.
fn dropped(result: &SegmentResult) -> Vec<(&str, DropReason)> {
    let dropped = result.revisions[0].trail.dropped.iter();
    dropped.map(|dropped| (dropped.issue.target_span.as_str(), dropped.why)).collect()
}

#[test]
fn what_both_report_is_edited() {
    let mut second = wrong("Lösche die", "minor");
    second["why"] = json!("other words");
    let (result, given) = of_issues(&json!([wrong("Lösche", "major")]), &json!([second]));
    assert_eq!(ended(&result), ("changed", StopReason::Clean, GOOD.to_owned()));
    assert_eq!(
        given[0]["issues"],
        json!([wrong("Lösche", "minor")]),
        "as the first says it, the lower severity"
    );
    let revision = &result.revisions[0];
    assert_eq!((revision.issues[0].severity, dropped(&result)), (Severity::Minor, vec![]));
    assert_eq!(revision.note, "mended");
    let rounds: Vec<_> = result.parts.iter().map(|part| (part.round, part.step)).collect();
    assert_eq!(rounds, [(1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (2, 1), (2, 2)], "every call has its place");
}

#[test]
fn what_one_alone_reports_is_kept_as_dropped_and_not_edited() {
    let none = json!([]);
    let one = json!([wrong("Lösche", "critical")]);
    let other = json!([wrong("Datei", "critical")]);
    for (first, second, expected) in [
        (&one, &none, vec![("Lösche", DropReason::OneReview)]),
        (&none, &one, vec![("Lösche", DropReason::OneReview)]),
        (&one, &other, vec![("Lösche", DropReason::OneReview), ("Datei", DropReason::OneReview)]),
    ] {
        let (result, given) = of_issues(first, second);
        assert_eq!(ended(&result), ("unchanged", StopReason::Clean, PAIR.1.to_owned()));
        assert!(given.is_empty() && !result.needs_review);
        assert_eq!(dropped(&result), expected);
        assert_eq!(result.revisions[0].issues, []);
        assert!(result.revisions[0].note.is_empty() || first == &none, "a note on what does not hold");
    }
    // What does not hold by itself says so.
    let lost = json!([wrong("Lösche", "major"), wrong("Nichts davon", "major")]);
    let (result, _) = of_issues(&lost, &json!([wrong("Lösche", "major"), wrong("Datei", "major")]));
    assert_eq!(dropped(&result), [("Nichts davon", DropReason::NotFound), ("Datei", DropReason::OneReview)]);
    assert_eq!(ended(&result).2, GOOD);
}

#[test]
fn words_that_one_alone_quotes_stay() {
    let pair =
        ("Save the file before you close the window", "Lösche die Datei, bevor du das Fenster schließt");
    let first = json!([wrong("Lösche die Datei, bevor du das Fenster schließt", "critical")]);
    let second = json!([wrong("Lösche", "critical")]);
    let said: [&dyn Fn(&Ask) -> Answer; 2] = [&|ask| reviewed(ask, &first), &|ask| reviewed(ask, &second)];
    let (results, _) = run(&[pair], said, "Sichere die Datei, ehe Sie dieses Dialogfenster verlassen");
    assert_eq!(ended(&results[0]).2, "Sichere die Datei, bevor du das Fenster schließt");
}

#[test]
fn one_that_cannot_tell_or_finds_nothing_to_change_is_believed() {
    let verdict = |verdict: &'static str| {
        move |ask: &Ask| {
            let items = work_of(ask).into_iter().map(|each| {
                json!({"id": each["id"], "anchor": each["src"], "verdict": verdict,
                    "issues": [wrong("Lösche", "major")], "note": verdict})
            });
            text(&items.collect::<Vec<_>>())
        }
    };
    for (first, second, reason, note) in [
        ("unsure", "revise", StopReason::Unsure, "unsure"),
        ("revise", "unsure", StopReason::Unsure, "unsure"),
        ("unsure", "ok", StopReason::Unsure, "unsure"),
        ("ok", "revise", StopReason::Clean, "ok"),
        ("revise", "ok", StopReason::Clean, "revise"),
    ] {
        let said: [&dyn Fn(&Ask) -> Answer; 2] = [&verdict(first), &verdict(second)];
        let (results, given) = run(&[PAIR], said, GOOD);
        assert_eq!(ended(&results[0]), ("unchanged", reason, PAIR.1.to_owned()), "{first} {second}");
        assert!(results[0].needs_review, "both name a serious issue, and it is still there");
        assert_eq!((given.len(), results[0].revisions[0].note.as_str()), (0, note));
    }
}

#[test]
fn a_finding_of_a_check_is_edited_whatever_the_reviews_say() {
    let none = json!([]);
    let one = json!([wrong("Nimm", "major")]);
    for (first, second) in [(&none, &none), (&one, &none), (&none, &one)] {
        let said: [&dyn Fn(&Ask) -> Answer; 2] = [&|ask| reviewed(ask, first), &|ask| reviewed(ask, second)];
        let (results, given) = run(&[("Take 5 pills", "Nimm 6 Pillen")], said, "Nimm 5 Pillen");
        assert_eq!(ended(&results[0]), ("changed", StopReason::Clean, "Nimm 5 Pillen".to_owned()));
        assert_eq!(given[0]["issues"], Value::Null, "of the reviews nothing is left");
        assert!(given[0]["findings"][0].as_str().unwrap().contains("number"));
    }
}

#[test]
fn a_review_without_a_usable_answer_leaves_the_target_whichever_it_is() {
    let good = |ask: &Ask| reviewed(ask, &json!([wrong("Lösche", "major")]));
    for bad in
        [Answer::Text("Hm.".to_owned()), Answer::Truncated, Answer::Refused, Answer::Failed, Answer::TimedOut]
    {
        for silent in [[true, false], [false, true], [true, true]] {
            // By the bytes of a question alone the two are one; which is meant tells the step of the first.
            let mut bads: HashSet<u32> =
                (1..).zip(silent).filter(|(_, silent)| *silent).map(|(n, _)| n).collect();
            let (results, calls) = scripted(&twice(Strategy::TwoStage), &[PAIR], |ask| match ask.role {
                Role::Reviewer if ask.place.step > 2 || bads.contains(&ask.place.step) => {
                    bads.insert(ask.place.step);
                    bad.clone()
                }
                Role::Reviewer => good(ask),
                Role::Editor | Role::Verifier => panic!("{bad:?}: nothing is edited"),
            });
            let [result] = &results[..] else { panic!("it ends once: {results:?}") };
            assert_eq!((result.state, result.target().to_string().as_str()), (SegmentState::Failed, PAIR.1));
            let is_refused = bad == Answer::Refused;
            let reason =
                if is_refused { FailureReason::ProviderRefused } else { FailureReason::ReplyUnusable };
            assert_eq!(result.failure.as_ref().map(|failure| failure.reason), Some(reason), "{bad:?}");
            assert!(result.needs_review);
            assert_eq!(
                result.parts.len(),
                calls.len(),
                "its part in every call is known: {bad:?} {silent:?}"
            );
        }
    }
}

#[test]
fn a_review_that_is_cut_is_asked_for_in_halves_and_the_other_is_not() {
    let mut calls = Vec::new();
    let pairs: Vec<_> = (0..4).map(|_| PAIR).collect();
    let (results, _) = scripted(&twice(Strategy::TwoStage), &pairs, |ask| match ask.role {
        Role::Reviewer if ask.place.round == 1 => {
            calls.push(asked(&work_of(ask)));
            match ask.place.step {
                2 => Answer::Truncated,
                _ => reviewed(ask, &json!([wrong("Lösche", "major")])),
            }
        }
        Role::Reviewer => reviewed(ask, &json!([])),
        Role::Editor => edited(ask, GOOD),
        Role::Verifier => compared(ask, prefers("Sichere")),
    });
    assert_eq!(calls, ["s1 s2 s3 s4", "s1 s2 s3 s4", "s1 s2", "s3 s4"]);
    assert!(results.len() == 4 && results.iter().all(|result| ended(result).2 == GOOD));
}

#[test]
fn an_item_that_belongs_to_another_text_is_no_review() {
    for stray in [1, 2] {
        let (results, _) = scripted(&twice(Strategy::TwoStage), &FOUR, |ask| {
            assert_eq!(ask.role, Role::Reviewer, "nothing is edited");
            // The stray one, and what is asked for once more because of it.
            let is_stray = ask.place.step == stray || ask.place.step > 2;
            let items = work_of(ask).into_iter().map(|each| {
                let mut item = item(&each, "revise", "");
                if is_stray {
                    item["anchor"] = json!("Something else entirely");
                }
                item
            });
            text(&items.collect::<Vec<_>>())
        });
        assert_eq!(results.len(), 4);
        for result in &results {
            assert_eq!(ended(result).1, StopReason::NoImprovement, "{stray}");
            assert_eq!(result.revisions[0].rejected_by, Some(Gate::Alignment));
        }
    }
}

#[test]
fn a_review_alone_tells_people_what_both_report() {
    let one = json!([wrong("Lösche", "major")]);
    for (second, reason, review, kept) in
        [(one.clone(), StopReason::Fixpoint, true, 1), (json!([]), StopReason::Clean, false, 0)]
    {
        let (results, calls) = scripted(&twice(Strategy::ReviewOnly), &[PAIR], |ask| {
            reviewed(ask, if ask.place.step == 1 { &one } else { &second })
        });
        assert_eq!(ended(&results[0]), ("unchanged", reason, PAIR.1.to_owned()));
        assert_eq!((calls.len(), results[0].needs_review), (2, review));
        let revision = &results[0].revisions[0];
        assert_eq!((revision.issues.len(), revision.trail.dropped.len()), (kept, 1 - kept));
    }
}

#[test]
fn both_reviews_of_all_segments_go_out_side_by_side() {
    let pairs: Vec<_> = (0..24).map(|_| PAIR).collect();
    let check = |settings: &Settings, expected: &[(u32, usize)]| {
        let mut machine = Machine::new(group(&pairs), settings);
        let wave = machine.wave();
        let got: Vec<_> = wave.iter().map(|ask| (ask.place.step, work_of(ask).len())).collect();
        assert_eq!(got, expected);
        for (ask, again) in wave.iter().zip(&wave[expected.len() / 2..]) {
            assert_eq!(ask.prompt, again.prompt, "the same question");
        }
    };
    check(&twice(Strategy::TwoStage), &[(1, 12), (2, 12), (3, 12), (4, 12)]);
    // What is reviewed and revised in one answer is so once.
    let mut machine = Machine::new(group(&pairs), &twice(Strategy::Single));
    assert_eq!(machine.wave().len(), 1);
}

/// A model that answers each place in its own way: reviews agree on some segments and not on others, and
/// some answers are of no use.
fn at(place: AskPlace, ask: &Ask) -> Answer {
    let odd = place.round + place.step;
    match ask.role {
        _ if place.step == 3 => Answer::Truncated,
        Role::Reviewer if place.round < 3 => {
            let items = work_of(ask).into_iter().enumerate().map(|(at, each)| {
                let has = |number: usize| place.step != 2 || !number.is_multiple_of(3);
                let first = each["tgt"].as_str().unwrap().split(' ').next().unwrap().to_owned();
                let issues = if has(at) { json!([wrong(&first, "critical")]) } else { json!([]) };
                json!({"id": each["id"], "anchor": each["src"], "verdict": if has(at) { "revise" } else { "ok" },
                    "issues": issues, "note": ""})
            });
            text(&items.collect::<Vec<_>>())
        }
        Role::Reviewer => reviewed(ask, &json!([])),
        Role::Editor => edited(ask, ["Sichere die Datei", "Speichere die Datei"][odd as usize % 2]),
        Role::Verifier => compared(ask, prefers(["Sichere", "Speichere"][odd as usize % 2])),
    }
}

#[test]
fn whoever_goes_on_anywhere_asks_nothing_again_and_comes_to_the_same() {
    let pairs: Vec<_> = (0..24).map(|_| PAIR).collect();
    let settings = twice(Strategy::TwoStage);
    let mut stored: Vec<(AskPlace, Answer)> = Vec::new();
    let (expected, _) = scripted(&settings, &pairs, |ask| {
        let answer = at(ask.place, ask);
        stored.push((ask.place, answer.clone()));
        answer
    });
    let changed = expected.iter().filter(|result| result.state == SegmentState::Changed).count();
    assert!(changed > 0 && changed < 24, "{changed}");
    let places: HashSet<_> = stored.iter().map(|(place, _)| *place).collect();
    assert_eq!(places.len(), stored.len(), "no two calls have one place");
    // Any of the stored answers may be missing: those of one wave are stored as they come.
    for gone in 0..stored.len() {
        let known: HashMap<_, _> = stored
            .iter()
            .enumerate()
            .filter(|(at, _)| *at < gone || *at == gone + 1)
            .map(|(_, (place, answer))| (*place, answer.clone()))
            .collect();
        let (mut again, mut used) = (Vec::new(), HashSet::new());
        let (results, _) = scripted(&settings, &pairs, |ask| match known.get(&ask.place) {
            Some(answer) => {
                used.insert(ask.place);
                answer.clone()
            }
            None => {
                again.push(ask.place);
                at(ask.place, ask)
            }
        });
        assert_eq!(results, expected);
        assert_eq!((used.len(), again.len()), (known.len(), stored.len() - known.len()), "{gone}");
    }
}

#[test]
fn a_stop_between_the_two_leaves_what_was_not_reviewed() {
    let mut machine = Machine::new(group(&[PAIR]), &twice(Strategy::TwoStage));
    let wave = machine.wave();
    machine.answer(reviewed(&wave[0], &json!([wrong("Lösche", "major")])));
    machine.stop(StopReason::Cancelled);
    assert!(machine.wave().is_empty() && machine.finished().is_empty());
}

/// The words of a target, and issues about some of them.
fn issues_of(places: &[(usize, usize, u8)]) -> Value {
    let words: Vec<_> = TARGET.split(' ').collect();
    let issue = |(from, count, kind): &(usize, usize, u8)| {
        let span = words[*from..(from + count).min(words.len())].join(" ");
        let cat = ["accuracy/mistranslation", "linguistic/grammar", "accuracy/addition"][*kind as usize];
        json!({"cat": cat, "sev": "critical", "src_span": "", "tgt_span": span, "why": "w"})
    };
    json!(places.iter().map(issue).collect::<Vec<_>>())
}

const TARGET: &str = "Berta Caesar Dora Emil Friedrich Gustav Heinrich Ida";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn with_two_reviews_no_more_is_edited_than_with_the_first_alone(
        first in collection::vec((0..8usize, 1..4usize, 0..3u8), 0..4),
        second in collection::vec((0..8usize, 1..4usize, 0..3u8), 0..4),
    ) {
        // The editor writes every word anew; those that no issue is about come back.
        let anew = "Anton Cäsar Doris Erich Fritz Gerd Heinz Irma";
        let pair = ("One two three four five six seven eight", TARGET);
        let said = [issues_of(&first), issues_of(&second)];
        let of = |reviews: u32| {
            let settings = Settings { reviews, max_revisions: 1, ..twice(Strategy::TwoStage) };
            let (mut results, _) = scripted(&settings, &[pair], |ask| match ask.role {
                Role::Reviewer => reviewed(ask, &said[ask.place.step as usize - 1]),
                Role::Editor => edited(ask, anew),
                Role::Verifier => compared(ask, |pair| if pair["a"] == TARGET { "b" } else { "a" }),
            });
            results.remove(0)
        };
        let (alone, both) = (of(1), of(2));
        let edited = |result: &SegmentResult| -> Vec<bool> {
            let target = result.target().to_string();
            target.split(' ').zip(TARGET.split(' ')).map(|(now, before)| now != before).collect()
        };
        let (more, fewer) = (edited(&alone), edited(&both));
        prop_assert!(fewer.iter().zip(&more).all(|(both, alone)| *alone || !both), "{:?} {:?}", more, fewer);
        let revision = &both.revisions[0];
        for issue in &revision.issues {
            prop_assert!(alone.revisions[0].issues.iter().any(|wide| wide.target_span.contains(&issue.target_span)));
        }
        let all = first.len() + second.len();
        prop_assert!(revision.issues.len() + revision.trail.dropped.len() <= all);
        prop_assert!(revision.issues.len() * 2 + revision.trail.dropped.len() >= first.len());
    }
}
