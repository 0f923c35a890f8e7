//! Strategies, the verifier, and what a round leaves behind.

use super::{Settings, ended, group, item, pairs_of, run_with, text, vote, work_of};
use crate::domain::job::Strategy;
use crate::domain::model::Role;
use crate::domain::segment::{Gate, Outcome, SegmentResult, Severity, StopReason};
use crate::domain::trail::{Cause, Choice, DropReason};
use crate::refine::fixture::settings;
use crate::refine::machine::{Answer, Ask, Machine, Step};
use serde_json::{Value, json};

pub(super) fn with(strategy: Strategy) -> Settings {
    Settings { strategy, ..settings("local/m") }
}

/// Runs a group with a script that sees every question.
pub(super) fn scripted(
    settings: &Settings,
    pairs: &[(&str, &str)],
    mut script: impl FnMut(&Ask) -> Answer,
) -> (Vec<SegmentResult>, Vec<(Role, u32, u32)>) {
    let mut machine = Machine::new(group(pairs), settings);
    let (mut results, mut calls) = (Vec::new(), Vec::new());
    loop {
        let step = machine.step();
        results.extend(machine.finished());
        let Step::Ask(ask) = step else { break };
        calls.push((ask.role, ask.place.round, ask.place.step));
        assert!(calls.len() < 200, "the loop ends");
        machine.answer(script(&ask));
        results.extend(machine.finished());
    }
    (results, calls)
}

pub(super) fn reviewed(ask: &Ask, issues: &Value) -> Answer {
    let items = work_of(ask).into_iter().map(|each| {
        let verdict = if issues.as_array().is_some_and(Vec::is_empty) { "ok" } else { "revise" };
        json!({"id": each["id"], "anchor": each["src"], "verdict": verdict, "issues": issues, "note": "n"})
    });
    text(&items.collect::<Vec<_>>())
}

pub(super) fn edited(ask: &Ask, revised: &str) -> Answer {
    let items = work_of(ask).into_iter().map(|each| {
        json!({"id": each["id"], "anchor": each["src"], "revised": revised, "alternative": "", "note": "mended"})
    });
    text(&items.collect::<Vec<_>>())
}

pub(super) fn compared(ask: &Ask, better: impl Fn(&Value) -> &'static str) -> Answer {
    text(&pairs_of(ask).iter().map(|pair| vote(pair, better(pair))).collect::<Vec<_>>())
}

pub(super) fn wrong(span: &str, severity: &str) -> Value {
    json!({"cat": "accuracy/mistranslation", "sev": severity, "src_span": "", "tgt_span": span, "why": "w"})
}

pub(super) const PAIR: (&str, &str) = ("Save the file", "Lösche die Datei");
pub(super) const GOOD: &str = "Sichere die Datei";

/// Prefers the version that begins with this word.
pub(super) fn prefers(word: &'static str) -> impl Fn(&Value) -> &'static str {
    move |pair| if pair["a"].as_str().unwrap().starts_with(word) { "a" } else { "b" }
}

#[test]
fn an_editor_gets_only_the_issues_that_hold() {
    let mut seen = Vec::new();
    let (results, calls) = scripted(&with(Strategy::TwoStage), &[PAIR], |ask| match ask.role {
        Role::Reviewer if ask.place.round == 1 => {
            reviewed(ask, &json!([wrong("Lösche", "major"), wrong("Nichts davon", "major")]))
        }
        Role::Reviewer => reviewed(ask, &json!([])),
        Role::Editor => {
            seen.push(work_of(ask)[0]["issues"].clone());
            edited(ask, GOOD)
        }
        Role::Verifier => compared(ask, prefers("Sichere")),
    });
    assert_eq!(ended(&results[0]), ("changed", StopReason::Clean, GOOD.to_owned()));
    assert_eq!(seen, [json!([wrong("Lösche", "major")])]);
    let [reviewer, editor, verifier] = [Role::Reviewer, Role::Editor, Role::Verifier];
    let expected = [(reviewer, 1, 1), (editor, 1, 2), (verifier, 1, 3), (verifier, 1, 4), (reviewer, 2, 1)];
    assert_eq!(calls, expected, "every call has a place of its own");
    let revision = &results[0].revisions[0];
    assert_eq!((revision.note.as_str(), revision.outcome), ("mended", Outcome::Accepted));
    let trail = &revision.trail;
    assert_eq!(trail.dropped[0].why, DropReason::NotFound);
    assert_eq!(trail.strategy, Strategy::TwoStage);
    assert_eq!((trail.changes[0].cause, trail.changes[0].issue), (Cause::Issue, Some(0)));
    assert_eq!((trail.changes[0].old.as_str(), trail.changes[0].new.as_str()), ("Lösche", "Sichere"));
}

#[test]
fn a_review_alone_changes_nothing_and_says_what_it_found() {
    let check = |issues: Value, reason, review| {
        let (results, calls) = scripted(&with(Strategy::ReviewOnly), &[PAIR], |ask| reviewed(ask, &issues));
        assert_eq!(ended(&results[0]), ("unchanged", reason, PAIR.1.to_owned()));
        assert_eq!((calls.len(), results[0].needs_review), (1, review));
        assert_eq!(results[0].revisions[0].issues.len(), issues.as_array().unwrap().len());
    };
    check(json!([]), StopReason::Clean, false);
    check(json!([wrong("Lösche", "major")]), StopReason::Fixpoint, true);
}

#[test]
fn a_candidate_is_compared_blind_in_both_orders() {
    let mut pairs = Vec::new();
    let (results, _) = scripted(&with(Strategy::Single), &[PAIR], |ask| match ask.role {
        Role::Verifier => {
            assert!(!format!("{}{}", ask.prompt.system, ask.prompt.work).contains("candidate"));
            pairs.extend(pairs_of(ask));
            compared(ask, prefers("Sichere"))
        }
        Role::Reviewer | Role::Editor => {
            text(&work_of(ask).iter().map(|each| single(each, GOOD)).collect::<Vec<_>>())
        }
    });
    assert_eq!(pairs.len(), 2);
    assert_eq!((&pairs[0]["a"], &pairs[0]["b"]), (&pairs[1]["b"], &pairs[1]["a"]));
    let trail = &results[0].revisions[0].trail;
    assert_eq!(trail.verifier, "local/m");
    assert_ne!(trail.votes[0].candidate_first, trail.votes[1].candidate_first);
}

/// A reviewer who wants a target that begins with Lösche to be another one.
fn single(each: &Value, revised: &str) -> Value {
    let target = each["tgt"].as_str().unwrap();
    let mut item = item(each, if target.starts_with("Lösche") { "revise" } else { "ok" }, revised);
    if target.starts_with("Lösche") {
        item["issues"] = json!([wrong("Lösche", "major")]);
    }
    item
}

#[test]
fn it_needs_a_win_and_no_loss() {
    use Choice::{Before, Candidate, NoAnswer, Tie};
    let check = |said: [&str; 2], expected: &[Choice], accepted: bool| {
        let mut first_pair = None;
        let (results, _) = scripted(&with(Strategy::Single), &[PAIR], |ask| match ask.role {
            Role::Verifier => {
                let pair = pairs_of(ask).remove(0);
                let said = said[usize::from(*first_pair.get_or_insert_with(|| pair.clone()) != pair)];
                compared(ask, |pair| {
                    let first = pair["a"].as_str().unwrap().starts_with("Sichere");
                    match (said, first) {
                        ("win", true) | ("loss", false) => "a",
                        ("win", false) | ("loss", true) => "b",
                        ("tie", _) => "tie",
                        _ => "neither",
                    }
                })
            }
            _ if ask.place.round == 1 => {
                text(&work_of(ask).iter().map(|each| single(each, GOOD)).collect::<Vec<_>>())
            }
            Role::Reviewer | Role::Editor => {
                text(&work_of(ask).iter().map(|each| item(each, "ok", "")).collect::<Vec<_>>())
            }
        });
        let revision = &results[0].revisions[0];
        let choices: Vec<_> = revision.trail.votes.iter().map(|vote| vote.choice).collect();
        assert_eq!((&choices[..], revision.outcome == Outcome::Accepted), (expected, accepted), "{said:?}");
        assert_eq!(revision.rejected_by, (!accepted).then_some(Gate::Verifier));
    };
    check(["win", "win"], &[Candidate, Candidate], true);
    check(["win", "tie"], &[Candidate, Tie], true);
    check(["tie", "win"], &[Tie, Candidate], true);
    check(["tie", "tie"], &[Tie, Tie], false);
    check(["win", "loss"], &[Candidate, Before], false);
    // What has lost is not asked about again.
    check(["loss", "win"], &[Before], false);
    // Each order is asked twice in vain.
    check(["mumble", "win"], &[NoAnswer], false);
    check(["win", "mumble"], &[Candidate, NoAnswer], false);
}

#[test]
fn an_issue_whose_edit_was_refused_is_not_raised_again() {
    let mut reviews = 0;
    let (results, _) = scripted(&with(Strategy::Single), &[PAIR], |ask| match ask.role {
        Role::Verifier => compared(ask, |_| "tie"),
        Role::Reviewer | Role::Editor => {
            reviews += 1;
            text(&work_of(ask).iter().map(|each| single(each, GOOD)).collect::<Vec<_>>())
        }
    });
    assert_eq!(ended(&results[0]), ("unchanged", StopReason::Clean, PAIR.1.to_owned()));
    assert_eq!(results[0].revisions[1].trail.dropped[0].why, DropReason::RefusedBefore);
    assert_eq!(reviews, 2);
}

#[test]
fn a_serious_issue_that_nobody_mended_asks_for_a_person() {
    let check = |severity: &str, candidates: &[&str], better: &'static str, expected: (StopReason, bool)| {
        let (results, _) = scripted(&with(Strategy::Single), &[PAIR], |ask| match ask.role {
            Role::Verifier if better.is_empty() => compared(ask, |_| "tie"),
            Role::Verifier => compared(ask, prefers(better)),
            Role::Reviewer | Role::Editor => {
                let work = work_of(ask);
                let candidate = candidates.get(ask.place.round as usize - 1).unwrap_or(&GOOD);
                let mut item = single(&work[0], candidate);
                if item["verdict"] == "revise" {
                    item["issues"] = json!([wrong("Lösche", severity)]);
                }
                text(&[item])
            }
        });
        let (_, reason, _) = ended(&results[0]);
        assert_eq!((reason, results[0].needs_review), expected, "{severity} {candidates:?} {better}");
    };
    use StopReason::{Clean, Fixpoint, NoImprovement};
    check("major", &[], "", (Clean, true));
    check("critical", &[], "", (Clean, true));
    check("minor", &[], "", (Clean, false));
    check("major", &[], "Sichere", (Clean, false));
    check("major", &["Sichere<|im_end|>", "Sichere<|im_end|>"], "Sichere", (NoImprovement, true));
    check("minor", &["Sichere<|im_end|>", "Sichere<|im_end|>"], "Sichere", (NoImprovement, false));
    check("major", &["Sichere<|im_end|>", GOOD], "Sichere", (Clean, false));
    check("major", &[PAIR.1], "Sichere", (Fixpoint, true));
}

#[test]
fn a_repair_of_a_certain_finding_needs_no_verifier() {
    let asked = |wrong: &'static str| {
        let pair = ("Take 5 pills now, please", wrong);
        let (results, calls) = scripted(&with(Strategy::Single), &[pair], |ask| match ask.role {
            Role::Verifier => compared(ask, prefers("Nimm 5")),
            Role::Reviewer | Role::Editor => {
                let work = work_of(ask);
                let verdict = if work[0]["tgt"] == wrong { "revise" } else { "ok" };
                text(&[item(&work[0], verdict, "Nimm 5 Pillen jetzt bitte")])
            }
        });
        let right = "Nimm 5 Pillen jetzt bitte".to_owned();
        assert_eq!(ended(&results[0]), ("changed", StopReason::Clean, right));
        calls.iter().any(|(role, ..)| *role == Role::Verifier)
    };
    assert!(!asked("Nimm 5 Pillen  jetzt bitte"), "two blanks are two blanks");
    // A check of numbers can be wrong: an hour, a year of another era.
    assert!(asked("Nimm 6 Pillen jetzt bitte"));
}

#[test]
fn words_that_no_issue_is_about_are_put_back() {
    let pair =
        ("Save the file before you close the window", "Lösche die Datei, bevor du das Fenster schließt");
    let (results, _) = run_with(&with(Strategy::Single), &[pair], |round, _, work| {
        let mut item = item(
            &work[0],
            if round == 1 { "revise" } else { "ok" },
            "Sichere die Datei, ehe Sie dieses Dialogfenster verlassen",
        );
        if round == 1 {
            item["issues"] = json!([wrong("Lösche", "major")]);
        }
        text(&[item])
    });
    assert_eq!(ended(&results[0]).2, "Sichere die Datei, bevor du das Fenster schließt");
    let causes: Vec<_> = results[0].revisions[0].trail.changes.iter().map(|change| change.cause).collect();
    assert_eq!(causes[0], Cause::Issue);
    assert!(causes[1..].iter().all(|cause| *cause == Cause::None), "{causes:?}");
}

#[test]
fn of_two_candidates_for_a_critical_issue_the_better_one_counts() {
    let check = |severity: &str, first: &str, second: &str, expected: &str| {
        let (results, _) =
            run_with(&with(Strategy::Single), &[("Take 5 pills", "Lösche 5 Pillen")], |round, _, work| {
                let mut item = item(&work[0], if round == 1 { "revise" } else { "ok" }, first);
                if round == 1 {
                    item["issues"] = json!([wrong("Lösche", severity)]);
                    item["alternative"] = json!(second);
                }
                text(&[item])
            });
        assert_eq!(results[0].target().to_string(), expected, "{first} {second}");
    };
    check("critical", "Nimm 6 Pillen", "Nehmen Sie 5 Pillen", "Nehmen Sie 5 Pillen");
    check("critical", "Nimm 5 Pillen", "Nehmen Sie 5  Pillen", "Nimm 5 Pillen");
    check("critical", "Nimm 5 Pillen", "", "Nimm 5 Pillen");
    check("major", "Nimm 6 Pillen", "Nehmen Sie 5 Pillen", "Lösche 5 Pillen");
}

#[test]
fn a_round_that_waits_for_nobody_is_the_last_one_allowed() {
    let settings = Settings { max_revisions: 1, ..with(Strategy::TwoStage) };
    let (results, calls) = scripted(&settings, &[PAIR], |ask| match ask.role {
        Role::Reviewer => reviewed(ask, &json!([wrong("Lösche", "major")])),
        Role::Editor => edited(ask, GOOD),
        Role::Verifier => compared(ask, prefers("Sichere")),
    });
    assert_eq!(ended(&results[0]), ("changed", StopReason::MaxRevisions, GOOD.to_owned()));
    assert_eq!(calls.len(), 4);
    assert_eq!(results[0].revisions[0].issues[0].severity, Severity::Major);
}

#[test]
fn an_editor_or_a_verifier_that_never_answers_leaves_the_target() {
    for silent in [Role::Editor, Role::Verifier] {
        let text = Answer::Text("Hm.".to_owned());
        for answer in [text, Answer::Truncated, Answer::Refused, Answer::TimedOut, Answer::Failed] {
            let (results, _) = scripted(&with(Strategy::TwoStage), &[PAIR], |ask| match ask.role {
                role if role == silent => answer.clone(),
                Role::Reviewer => reviewed(ask, &json!([wrong("Lösche", "major")])),
                Role::Editor => edited(ask, GOOD),
                Role::Verifier => compared(ask, prefers("Sichere")),
            });
            assert_eq!(results[0].target().to_string(), PAIR.1, "{silent:?} {answer:?}");
            assert_eq!(results[0].failure.is_some(), silent == Role::Editor);
        }
    }
}

#[test]
fn calls_are_no_larger_than_the_caps_of_their_roles() {
    let pairs: Vec<_> = (0..24).map(|_| PAIR).collect();
    let check = |strategy, most: &dyn Fn(Role) -> usize| {
        scripted(&with(strategy), &pairs, |ask| {
            let many = if ask.role == Role::Verifier { pairs_of(ask).len() } else { work_of(ask).len() };
            assert!(many <= most(ask.role), "{:?} {many}", ask.role);
            match (ask.role, strategy) {
                (Role::Verifier, _) => compared(ask, prefers("Sichere")),
                (Role::Editor, _) => edited(ask, GOOD),
                (_, Strategy::Single) => {
                    text(&work_of(ask).iter().map(|each| single(each, GOOD)).collect::<Vec<_>>())
                }
                _ if ask.place.round == 1 => reviewed(ask, &json!([wrong("Lösche", "major")])),
                _ => reviewed(ask, &json!([])),
            }
        });
    };
    check(Strategy::Single, &|role| if role == Role::Verifier { 8 } else { 24 });
    check(Strategy::TwoStage, &|role| match role {
        Role::Reviewer => 12,
        Role::Editor => 32,
        Role::Verifier => 8,
    });
}
