//! The loop against scripted models.

use super::{Answer, Ask, Machine, Step};
use crate::check;
use crate::domain::failure::FailureReason;
use crate::domain::model::Role;
use crate::domain::segment::{Gate, Outcome, SegmentResult, SegmentState, StopReason};
use crate::refine::Settings;
use crate::refine::batch::Group;
use crate::refine::fixture::{segment, settings};
use serde_json::{Value, json};
use std::collections::HashMap;

mod artefacts;
mod hostile;
mod late;
mod reviews;
mod scores;
mod stages;

/// Runs a group to its end with a model that answers by the round, the step and the segments it
/// is asked for, and a verifier that always prefers what is new. Also how often the model was asked.
fn run(
    pairs: &[(&str, &str)],
    max_revisions: u32,
    model: impl FnMut(u32, u32, &[Value]) -> Answer,
) -> (Vec<SegmentResult>, usize) {
    let mut settings = settings("local/m");
    settings.max_revisions = max_revisions;
    run_with(&settings, pairs, model)
}

fn run_with(
    settings: &Settings,
    pairs: &[(&str, &str)],
    mut model: impl FnMut(u32, u32, &[Value]) -> Answer,
) -> (Vec<SegmentResult>, usize) {
    let mut machine = Machine::new(group(pairs), settings);
    let (mut results, mut calls, mut shown) = (Vec::new(), 0, HashMap::new());
    for call in 0.. {
        assert!(call < 2_000, "the loop ends");
        let step = machine.step();
        results.extend(machine.finished());
        let Step::Ask(ask) = step else { break };
        assert_eq!(machine.step(), Step::Ask(ask.clone()), "asking again changes nothing");
        if ask.role == Role::Verifier {
            machine.answer(newest(&pairs_of(&ask), &shown));
        } else {
            calls += 1;
            let work = work_of(&ask);
            shown.extend(work.iter().map(|each| (each["id"].clone(), each["tgt"].clone())));
            machine.answer(model(ask.place.round, ask.place.step, &work));
        }
        results.extend(machine.finished());
    }
    results.sort_by_key(|result| result.id.number);
    (results, calls)
}

fn group(pairs: &[(&str, &str)]) -> Group {
    let segments = (1..).zip(pairs).map(|(number, (source, target))| segment(number, source, target));
    Group { segments: segments.collect(), before: Vec::new(), after: None }
}

/// The segments of a question.
fn work_of(ask: &Ask) -> Vec<Value> {
    let (_, work) = ask.prompt.work.split_once("SEGMENTS\n").unwrap();
    serde_json::from_str(work).unwrap()
}

/// The pairs of a question to the verifier.
fn pairs_of(ask: &Ask) -> Vec<Value> {
    let (_, pairs) = ask.prompt.work.split_once("PAIRS\n").unwrap();
    serde_json::from_str(pairs).unwrap()
}

/// Prefers whatever is not what was shown before.
fn newest(pairs: &[Value], shown: &HashMap<Value, Value>) -> Answer {
    text(
        &pairs
            .iter()
            .map(|pair| vote(pair, if pair["a"] == shown[&pair["id"]] { "b" } else { "a" }))
            .collect::<Vec<_>>(),
    )
}

fn vote(pair: &Value, better: &str) -> Value {
    json!({"id": pair["id"], "anchor": pair["src"], "a_errors": "", "b_errors": "", "better": better})
}

fn item(work: &Value, verdict: &str, revised: &str) -> Value {
    let tgt = work["tgt"].as_str().unwrap();
    json!({
        "id": work["id"], "anchor": work["src"], "verdict": verdict, "revised": revised, "note": "n",
        "issues": if verdict == "ok" { json!([]) } else {
            json!([{"cat": "linguistic/grammar", "sev": "minor", "src_span": "", "tgt_span": tgt, "why": "w"}])
        },
    })
}

fn text(items: &[Value]) -> Answer {
    Answer::Text(json!({ "items": items }).to_string())
}

/// A model that goes through these targets, a round each; then it says ok.
fn through(targets: &'static [&'static str]) -> impl FnMut(u32, u32, &[Value]) -> Answer {
    move |round, _, work| match targets.get(round as usize - 1) {
        Some(target) => text(&[item(&work[0], "revise", target)]),
        None => text(&[item(&work[0], "ok", "")]),
    }
}

fn ended(result: &SegmentResult) -> (&'static str, StopReason, String) {
    let reason = match result.reason {
        crate::domain::segment::EndReason::Stop(reason) => reason,
        crate::domain::segment::EndReason::Skip(_) => panic!("not skipped"),
    };
    (result.state.as_str(), reason, result.target().to_string())
}

#[test]
fn the_loop_ends_for_the_right_reason_with_the_right_text() {
    let check = |max, targets: &'static [&'static str], calls, state, reason, target: &str| {
        let (results, got) = run(&[("Save the file", "Sichere die Datei")], max, through(targets));
        assert_eq!(ended(&results[0]), (state, reason, target.to_owned()), "{targets:?}");
        assert_eq!((results.len(), got), (1, calls), "{targets:?}");
    };
    use StopReason::{Clean, Fixpoint, MaxRevisions, NoImprovement, Oscillation};
    check(6, &[], 1, "unchanged", Clean, "Sichere die Datei");
    check(6, &["Sichern Sie die Datei"], 2, "changed", Clean, "Sichern Sie die Datei");
    check(6, &["Sichere die Datei"], 1, "unchanged", Fixpoint, "Sichere die Datei");
    check(6, &["A die Datei", "A die Datei"], 2, "changed", Fixpoint, "A die Datei");
    check(6, &["Ä die Datei", "A\u{308} die Datei"], 2, "changed", Fixpoint, "Ä die Datei");
    check(6, &["A die Datei", "Sichere  die Datei"], 2, "changed", Oscillation, "A die Datei");
    check(6, &["A die Datei", "B die Datei", "A die Datei"], 3, "changed", Oscillation, "B die Datei");
    check(6, &["", "x 5 y"], 2, "unchanged", NoImprovement, "Sichere die Datei");
    check(6, &["", "A die Datei", "", "B die Datei"], 5, "changed", Clean, "B die Datei");
    check(2, &["A die Datei", "B die Datei", "C die Datei"], 2, "changed", MaxRevisions, "B die Datei");
    check(1, &[""], 1, "unchanged", MaxRevisions, "Sichere die Datei");
}

#[test]
fn a_refused_candidate_is_kept_with_its_gate_and_the_model_hears_why() {
    let mut heard = Vec::new();
    let (results, _) = run(&[("Take 5", "Nimm 5")], 6, |round, step, work| {
        heard.push(work[0]["tried"].clone());
        through(&["Nehmen 6", "Nehmen 5"])(round, step, work)
    });
    let outcomes: Vec<_> =
        results[0].revisions.iter().map(|r| (r.round, r.outcome, r.rejected_by, r.target.as_str())).collect();
    assert_eq!(
        outcomes,
        [
            (1, Outcome::Rejected, Some(Gate::Numbers), "Nehmen 6"),
            (2, Outcome::Accepted, None, "Nehmen 5"),
            (3, Outcome::Unchanged, None, "Nehmen 5"),
        ]
    );
    assert!(heard[1][0].as_str().unwrap().contains("numbers"), "{heard:?}");
    assert_eq!((&heard[0], &heard[2]), (&Value::Null, &Value::Null));
}

#[test]
fn a_version_that_is_taken_back_is_no_accepted_one() {
    // Nobody compares, so the original is as good as what came after it.
    let mut settings = settings("local/m");
    settings.policy.verify = false;
    let (results, _) = run_with(&settings, &[("Save", "Sichere")], through(&["Sichern", "Sichere"]));
    assert_eq!(results[0].accepted, []);
    let outcomes: Vec<_> = results[0].revisions.iter().map(|r| (r.outcome, r.rejected_by)).collect();
    assert_eq!(outcomes, [(Outcome::Rejected, Some(Gate::Oscillation)), (Outcome::Unchanged, None)]);
}

#[test]
fn unsure_is_left_alone_and_shown_to_a_person() {
    let (results, _) =
        run(&[("Save", "Sichere")], 6, |_, _, work| text(&[item(&work[0], "unsure", "Sichern")]));
    assert_eq!(ended(&results[0]), ("unchanged", StopReason::Unsure, "Sichere".to_owned()));
    assert!(results[0].needs_review);
}

#[test]
fn ok_is_not_believed_where_a_check_finds_a_hard_fault() {
    let (results, calls) = run(&[("Take 5", "Nimm 6")], 6, through(&[]));
    assert_eq!(ended(&results[0]), ("unchanged", StopReason::NoImprovement, "Nimm 6".to_owned()));
    assert!(results[0].needs_review && calls == 2);
}

const FOUR: [(&str, &str); 4] = [("One", "Eins"), ("Two", "Zwei"), ("Three", "Drei"), ("Four", "Vier")];

/// What each call asked for, as ids.
fn asked(work: &[Value]) -> String {
    work.iter().map(|each| each["id"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_missing_or_belongs_elsewhere_is_asked_for_once_more_alone() {
    let mut calls = Vec::new();
    let (results, _) = run(&FOUR, 6, |round, step, work| {
        calls.push((round, step, asked(work)));
        let mut items: Vec<_> = work.iter().map(|each| item(each, "ok", "")).collect();
        if step == 1 {
            items[3]["anchor"] = json!("Three");
            let again = items[0].clone();
            items.push(again);
            items.remove(1);
        }
        text(&items)
    });
    assert_eq!(calls, [(1, 1, "s1 s2 s3 s4".to_owned()), (1, 2, "s1 s2 s4".to_owned())]);
    assert!(results.iter().all(|result| ended(result).1 == StopReason::Clean), "{results:?}");
}

/// What a model is asked that says nothing usable to some questions, and which segments fail.
fn nothing_about(is_bad: impl Fn(&str) -> bool, nothing: &str) -> (Vec<String>, Vec<u64>) {
    let mut calls = Vec::new();
    let (results, _) = run(&FOUR, 6, |_, _, work| {
        calls.push(asked(work));
        match is_bad(&asked(work)) {
            true => Answer::Text(nothing.to_owned()),
            false => text(&work.iter().map(|each| item(each, "ok", "")).collect::<Vec<_>>()),
        }
    });
    let failed = results.iter().filter(|result| result.failure.is_some());
    (calls, failed.map(|result| result.id.number).collect())
}

#[test]
fn a_text_that_no_answer_can_be_read_about_is_found_by_halves_whichever_it_is() {
    for nothing in ["I am sorry, Dave", "{\"items\":[]}", "{\"items\":[{\"id\":"] {
        let whole = ["s1 s2 s3 s4"; 2];
        let (calls, failed) = nothing_about(|asked| asked.contains("s3"), nothing);
        assert_eq!(calls, [&whole[..], &["s1 s2", "s3 s4", "s3", "s4"]].concat(), "{nothing}");
        assert_eq!(failed, [3]);
        let (calls, failed) = nothing_about(|asked| asked.contains("s1"), nothing);
        assert_eq!(calls, [&whole[..], &["s1 s2", "s3 s4", "s1", "s2"]].concat(), "{nothing}");
        assert_eq!(failed, [1]);
    }
}

#[test]
fn a_model_that_can_only_answer_about_one_text_is_asked_about_each() {
    let (calls, failed) = nothing_about(|asked| asked.contains(' '), "{\"items\":[");
    let whole = ["s1 s2 s3 s4"; 2];
    assert_eq!(calls, [&whole[..], &["s1 s2", "s3 s4", "s1", "s2", "s3", "s4"]].concat());
    assert!(failed.is_empty());
}

#[test]
fn a_model_that_never_says_anything_usable_is_asked_a_few_times_and_every_target_is_kept() {
    let (calls, _) = nothing_about(|_| true, "I am sorry, Dave");
    assert_eq!(calls, ["s1 s2 s3 s4", "s1 s2 s3 s4", "s1 s2", "s3 s4", "s1"]);
    let (results, calls) = run(&FOUR, 6, |_, _, _| Answer::Text("I am sorry, Dave".to_owned()));
    assert_eq!((results.len(), calls), (4, 5));
    for result in &results {
        assert_eq!((result.state, result.target()), (SegmentState::Failed, &result.original));
        assert_eq!(result.failure.as_ref().map(|failure| failure.reason), Some(FailureReason::ReplyUnusable));
        assert!(result.needs_review);
    }
}

#[test]
fn an_answer_for_another_segment_is_refused_by_alignment() {
    let (results, _) = run(&FOUR, 6, |_, _, work| {
        let items = work.iter().map(|each| {
            let mut item = item(each, "revise", "Anders");
            item["anchor"] = json!("Something else entirely");
            item
        });
        text(&items.collect::<Vec<_>>())
    });
    for result in &results {
        assert_eq!(ended(result).1, StopReason::NoImprovement);
        assert!(result.revisions.iter().all(|revision| revision.rejected_by == Some(Gate::Alignment)));
    }
}

#[test]
fn what_is_too_much_is_halved_down_to_the_segment_that_is_the_cause() {
    let check = |bad: Answer, reason: FailureReason, more: &[&str]| {
        let mut calls = Vec::new();
        let (results, _) = run(&FOUR, 6, |_, _, work| {
            calls.push(asked(work));
            if asked(work).contains("s3") {
                return bad.clone();
            }
            text(&work.iter().map(|each| item(each, "ok", "")).collect::<Vec<_>>())
        });
        assert_eq!(calls, [&["s1 s2 s3 s4", "s1 s2", "s3 s4", "s3"][..], more].concat());
        let failed: Vec<_> = results.iter().filter(|result| result.failure.is_some()).collect();
        assert_eq!(failed.len(), 1);
        assert_eq!((failed[0].id.number, failed[0].failure.clone().unwrap().reason), (3, reason));
    };
    // One alone gets more room once.
    check(Answer::Truncated, FailureReason::ReplyUnusable, &["s3", "s4"]);
    // One alone gets another try, and is given up once the model has answered something after it.
    check(Answer::TimedOut, FailureReason::ReplyUnusable, &["s4", "s3", "s4"]);
    check(Answer::Failed, FailureReason::ReplyUnusable, &["s4"]);
    check(Answer::Refused, FailureReason::ProviderRefused, &["s4"]);
}

#[test]
fn calls_of_a_wave_are_asked_side_by_side_and_taken_in_order() {
    let mut settings = settings("local/m");
    settings.policy.verify_pairs = 2;
    let mut machine = Machine::new(group(&FOUR), &settings);
    let [review] = &machine.wave()[..] else { panic!("one review") };
    let new = |each: &Value| item(each, "revise", &format!("{} neu", each["tgt"].as_str().unwrap()));
    machine.answer(text(&work_of(review).iter().map(new).collect::<Vec<_>>()));
    let better =
        |pair: &Value| vote(pair, if pair["a"].as_str().unwrap().ends_with("neu") { "a" } else { "b" });
    let prefer = |ask: &Ask| text(&pairs_of(ask).iter().map(better).collect::<Vec<_>>());
    for steps in [[2, 3], [4, 5]] {
        let wave = machine.wave();
        assert_eq!(wave.iter().map(|ask| ask.place.step).collect::<Vec<_>>(), steps);
        assert!(wave.iter().all(|ask| ask.role == Role::Verifier));
        machine.answer(prefer(&wave[0]));
        // What is not answered yet is still wanted, and nothing is decided before all is there.
        assert_eq!(machine.wave(), wave[1..]);
        assert!(machine.finished().is_empty());
        if steps[0] == 4 {
            break;
        }
        machine.answer(prefer(&wave[1]));
    }
    // Of the last wave one answer came: it counts, and the other two keep what they had.
    machine.stop(StopReason::Cancelled);
    let targets: Vec<_> = machine.finished().iter().map(|result| result.target().to_string()).collect();
    assert_eq!(targets, ["Eins neu", "Zwei neu", "Drei", "Vier"]);
}

#[test]
fn a_later_round_asks_for_active_segments_only() {
    let mut calls = Vec::new();
    run(&FOUR, 6, |round, _, work| {
        calls.push(asked(work));
        let change = |each: &Value| round == 1 && each["id"] == "s2";
        let answer = |each| if change(each) { item(each, "revise", "Zwo") } else { item(each, "ok", "") };
        text(&work.iter().map(answer).collect::<Vec<_>>())
    });
    assert_eq!(calls, ["s1 s2 s3 s4", "s2"]);
}

#[test]
fn a_stop_ends_what_has_begun_and_leaves_the_rest() {
    stopped(StopReason::Cancelled);
    stopped(StopReason::Budget);
}

fn stopped(reason: StopReason) {
    let mut machine = Machine::new(group(&FOUR), &settings("local/m"));
    let Step::Ask(_) = machine.step() else { panic!("it asks") };
    let work = |id: &str, src: &str, tgt: &str| json!({"id": id, "src": src, "tgt": tgt});
    let (one, two) = (work("s1", "One", "Eins"), work("s2", "Two", "Zwei"));
    machine.answer(text(&[item(&one, "ok", ""), item(&two, "revise", "Zwo")]));
    let Step::Ask(_) = machine.step() else { panic!("it asks for the missing") };
    machine.stop(reason);
    assert_eq!(machine.step(), Step::Done);
    machine.answer(Answer::Refused);
    let got: Vec<_> = machine.finished().iter().map(ended).collect();
    let expected = [
        ("unchanged", StopReason::Clean, "Eins".to_owned()),
        // Nobody has compared the candidate yet.
        ("unchanged", reason, "Zwei".to_owned()),
    ];
    assert_eq!(got, expected);
    assert!(machine.finished().is_empty(), "each result is given once");
}

#[test]
fn builtin_engines_never_ask() {
    for (model, target) in [("builtin/echo", "Nimm 6"), ("builtin/rules", "Nimm 6")] {
        let mut machine = Machine::new(group(&[("Take 5", target)]), &settings(model));
        assert_eq!(machine.step(), Step::Done);
        let results = machine.finished();
        assert_eq!((results.len(), results[0].target().to_string()), (1, target.to_owned()));
        assert_eq!(results[0].findings_after, results[0].findings_before);
        assert!(results[0].needs_review && check::is_hard(&results[0].findings_after[0].check));
    }
}
