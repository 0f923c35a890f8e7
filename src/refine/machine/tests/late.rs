//! Answers that do not come in time: by the fault of a text, or of the provider.

use super::{Answer, FOUR, Machine, Settings, Step, asked, group, item, text, work_of};
use crate::domain::job::Strategy;
use crate::refine::fixture::{segment, settings};
use crate::refine::machine::Patience;

/// What is asked, one line a question, and the segments that fail.
#[derive(Debug, Default)]
struct Run {
    asked: Vec<String>,
    failed: Vec<u64>,
    /// How often it was sent.
    sent: usize,
}

/// The loop over a group where some questions are never answered, `hangs` by the ids they are about,
/// and nothing is while the provider is `out`, by how often it was called. Sends as the worker does.
/// Ends where nothing helps: `None`.
fn run(count: usize, hangs: impl Fn(&str) -> bool, out: impl Fn(usize) -> bool) -> Option<Run> {
    drive(Machine::new(group(&FOUR[..count]), &settings("local/m")), hangs, out)
}

/// The same where each text is reviewed twice.
fn run_twice(count: usize, hangs: impl Fn(&str) -> bool, out: impl Fn(usize) -> bool) -> Option<Run> {
    let settings = Settings { strategy: Strategy::TwoStage, reviews: 2, ..settings("local/m") };
    drive(Machine::new(group(&FOUR[..count]), &settings), hangs, out)
}

fn drive(mut machine: Machine, hangs: impl Fn(&str) -> bool, out: impl Fn(usize) -> bool) -> Option<Run> {
    let mut run = Run::default();
    loop {
        let step = machine.step();
        let failed = machine.finished().into_iter().filter(|result| result.failure.is_some());
        run.failed.extend(failed.map(|result| result.id.number));
        let Step::Ask(ask) = step else { return Some(run) };
        let work = work_of(&ask);
        run.asked.push(asked(&work));
        let good = text(&work.iter().map(|each| item(each, "ok", "")).collect::<Vec<_>>());
        let mut late = 0;
        let answer = loop {
            run.sent += 1;
            if run.sent > 300 {
                return None;
            }
            if !hangs(&asked(&work)) && !out(run.sent - 1) {
                break if late > 0 && ask.patience == Patience::Proof { Answer::Late } else { good };
            }
            late += 1;
            match ask.patience {
                Patience::Once => break Answer::TimedOut,
                Patience::Twice if late == 2 => break Answer::TimedOut,
                Patience::Twice | Patience::Outage | Patience::Proof => {}
            }
        };
        machine.answer(answer);
    }
}

#[test]
fn one_text_that_is_never_answered_is_given_up_wherever_it_stands() {
    let check = |bad: &str, expected: &[&str]| {
        let run = run(4, |asked| asked.contains(bad), |_| false).unwrap();
        assert_eq!(run.asked, expected);
        assert_eq!(run.failed, [bad[1..].parse::<u64>().unwrap()]);
    };
    // The others first, then it again; and whether the model still answers is seen by another text.
    check("s1", &["s1 s2 s3 s4", "s1 s2", "s1", "s2", "s3 s4", "s1", "s3"]);
    check("s3", &["s1 s2 s3 s4", "s1 s2", "s3 s4", "s3", "s4", "s3", "s4"]);
    check("s4", &["s1 s2 s3 s4", "s1 s2", "s3 s4", "s3", "s4", "s3", "s4", "s3"]);
}

#[test]
fn a_text_reviewed_twice_is_given_up_once_and_its_other_review_not_asked_for() {
    let run = run_twice(4, |asked| asked.contains("s1"), |_| false).unwrap();
    assert_eq!(run.failed, [1], "{run:?}");
    let last = run.asked.iter().rposition(|asked| asked.contains("s1")).unwrap();
    assert!(run.asked.len() - last <= 2, "{run:?}");
}

#[test]
fn several_texts_that_are_never_answered_are_given_up_while_one_is() {
    for good in ["s1", "s2", "s3", "s4"] {
        let run = run(4, |asked| asked != good, |_| false).unwrap();
        assert_eq!(run.failed.len(), 3, "{good}: {run:?}");
        assert!(run.asked.len() < 20, "{good}: {run:?}");
    }
}

#[test]
fn where_nothing_is_answered_no_text_fails() {
    for count in 1..=4 {
        assert!(run(count, |_| true, |_| false).is_none(), "it is asked until somebody else ends it");
        assert!(run_twice(count, |_| true, |_| false).is_none());
    }
}

#[test]
fn one_text_alone_in_its_group_is_compared_with_a_neighbour() {
    let with = |text: &str| {
        let neighbour = segment(9, "Nine", text);
        Machine::new(group(&FOUR[..1]), &settings("local/m")).beside(Some(neighbour))
    };
    let run = drive(with("Neun"), |asked| asked == "s1", |_| false).unwrap();
    assert_eq!(run.asked, ["s1", "s2", "s1", "s2"], "and nothing is made of the neighbour");
    assert_eq!(run.failed, [1]);
    assert!(drive(with("Neun"), |_| true, |_| false).is_none(), "an outage");
    let run = drive(with("Neun"), |_| false, |sent| sent < 7).unwrap();
    assert_eq!((run.asked.last().unwrap().as_str(), run.failed.len()), ("s1", 0));
}

#[test]
fn outages_fail_no_text_whenever_they_come_and_however_long_they_are() {
    // What only one question sees is its own fault as far as anybody can tell.
    for (first, pause, second) in (1..9)
        .flat_map(|first| (1..4).flat_map(move |pause| (2..9).map(move |second| (first, pause, second))))
    {
        for begin in 0..9 {
            let again = begin + first + pause;
            let out = |sent: usize| {
                (begin..begin + first).contains(&sent) || (again..again + second).contains(&sent)
            };
            for count in [1, 2, 4] {
                for run in [run(count, |_| false, out), run_twice(count, |_| false, out)] {
                    let run = run.unwrap();
                    assert!(run.failed.is_empty(), "{count} {begin} {first} {pause} {second}: {run:?}");
                }
            }
        }
    }
}

#[test]
fn a_text_that_is_never_answered_is_given_up_between_outages_too() {
    for (begin, length) in (0..20).flat_map(|begin| (1..20).map(move |length| (begin, length))) {
        let out = |sent: usize| (begin..begin + length).contains(&sent);
        let hangs = |asked: &str| asked.contains("s2");
        for run in [run(4, hangs, out), run_twice(4, hangs, out)] {
            let run = run.unwrap();
            assert_eq!(run.failed, [2], "{begin} {length}: {run:?}");
        }
    }
}

#[test]
fn a_provider_that_is_out_whenever_it_is_asked_for_a_proof_ends_nothing() {
    // Whatever is asked about is late once: the proof comes late each time.
    let run = run(2, |asked| asked.contains("s2"), |sent| sent % 2 == 0).unwrap();
    assert_eq!(run.failed, [2], "{run:?}");
}
