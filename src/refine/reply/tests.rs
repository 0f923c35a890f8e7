//! Answers as models give them, good and bad.

use super::{LONGEST_NOTE, MOST_ISSUES, Verdict, comparisons, edits, reviews};
use crate::domain::segment::Severity;
use crate::refine::verify::Better;
use serde_json::json;

/// The ids of the items that are taken from an answer.
fn check(answer: &str, expected: &[&str]) {
    let mut ids: Vec<_> = reviews(answer, true).into_keys().collect();
    ids.sort();
    assert_eq!(ids, expected, "{answer:?}");
}

#[test]
fn items_are_found_in_whatever_surrounds_them() {
    let a = r#"{"id":"s1","verdict":"ok"}"#;
    let b = r#"{"id":"s2","verdict":"ok"}"#;
    check(&format!(r#"{{"items":[{a},{b}]}}"#), &["s1", "s2"]);
    check(&format!("```json\n{{\"items\":[{a}]}}\n```"), &["s1"]);
    check(&format!("Here you are: {{\"items\":[{a}]}} Enjoy!"), &["s1"]);
    check(&format!("I use {{braces}} and [lists]. {{\"items\":[{a}]}}"), &["s1"]);
    let quoted = r#"{"id":"s2","verdict":"ok","note":"</think> stays"}"#;
    check(&format!(r#"{{"items":[{a},{quoted}]}}"#), &["s1", "s2"]);
    check(&format!("<think>{{\"items\":[{b}]}}</think>{{\"items\":[{a}]}}"), &["s1"]);
    check(&format!("[{a},{b}]"), &["s1", "s2"]);
    check(a, &["s1"]);
    check(&format!(r#"{{"items":{a}}}"#), &["s1"]);
    check(&json!(format!(r#"{{"items":[{a}]}}"#)).to_string(), &["s1"]);
    check(&format!(r#"{{"items":[{a},{b},{{"id":"s3","ver"#), &["s1", "s2"]);
    check(&format!("```\n[{a}, {b}"), &["s1", "s2"]);
}

#[test]
fn what_cannot_be_understood_is_not_there() {
    for answer in ["", "sorry", "{", "[1,2]", "null", r#"{"items":7}"#, r#"{"items":[7,"x",null]}"#] {
        check(answer, &[]);
    }
    check(&"[".repeat(100_000), &[]);
    check(&"{\"a\":".repeat(100_000), &[]);
    let bad = r#"{"items":[{"id":"s1"},{"verdict":"ok"},{"id":"s2","verdict":"maybe"},{"id":3,"verdict":"ok"},
        {"id":"s4","verdict":"revise"},{"id":"s5","verdict":"revise","revised":null},{"id":"s6","verdict":"unsure"}]}"#;
    check(bad, &["s6"]);
}

#[test]
fn no_copy_of_an_id_that_occurs_twice_is_taken() {
    let twice = r#"{"items":[{"id":"s1","verdict":"ok"},{"id":"s2","verdict":"ok"},
        {"id":"s1","verdict":"unsure"},{"id":"s1","verdict":"ok"}]}"#;
    check(twice, &["s2"]);
    check(r#"[{"id":"s1","verdict":"ok"},{"id":"s1","verdict":"?"}]"#, &[]);
    check(r#"[{"id":"s1","verdict":"?"},{"id":"s1","verdict":"ok"}]"#, &[]);
}

#[test]
fn texts_are_bounded_and_free_of_control_characters() {
    let issue = json!({"cat": "Style/Fancy", "sev": "awful", "src_span": "a\u{0}\u{202e}\u{ffff}b", "why": "x".repeat(9_999)});
    let issues: Vec<_> = (0..99).map(|_| issue.clone()).collect();
    let answer = json!({"items": [{"id": "s1", "verdict": " OK ", "issues": issues, "note": "n\u{1b}[31m".repeat(999)}]});
    let item = reviews(&answer.to_string(), true).remove("s1").unwrap();
    assert_eq!(item.verdict, Verdict::Ok);
    assert_eq!(item.issues.len(), MOST_ISSUES);
    assert_eq!(item.note.chars().count(), LONGEST_NOTE);
    assert!(!item.note.contains('\u{1b}'));
    let first = &item.issues[0];
    assert_eq!((first.category.as_str(), first.severity), ("other", Severity::Minor));
    assert_eq!((first.source_span.as_str(), first.explanation.chars().count()), ("ab", LONGEST_NOTE));
}

#[test]
fn a_review_without_revisions_needs_no_text() {
    let answer = r#"{"items":[{"id":"s1","verdict":"revise","revised":"x"},{"id":"s2","verdict":"ok"}]}"#;
    let items = reviews(answer, false);
    assert_eq!(items.len(), 2);
    assert!(items["s1"].revised.is_empty());
}

#[test]
fn an_edit_is_one_text_or_two() {
    let answer = r#"[{"id":"s1","revised":"a","alternative":" "},{"id":"s2","revised":"a","alternative":"b"},
        {"id":"s3"},{"id":"s4","revised":""}]"#;
    let items = edits(answer);
    let revised = |id: &str| items[id].revised.join("|");
    assert_eq!(
        (items.len(), revised("s1"), revised("s2"), revised("s4")),
        (3, "a".into(), "a|b".into(), String::new())
    );
}

#[test]
fn a_comparison_is_one_of_three_words() {
    let answer = r#"{"items":[{"id":"s1","better":" A "},{"id":"s2","better":"tie"},{"id":"s3","better":"both"},
        {"id":"s4","better":"b"},{"id":"s4","better":"a"}]}"#;
    let items = comparisons(answer);
    assert_eq!(items.len(), 2);
    assert_eq!((items["s1"].better, items["s2"].better), (Better::A, Better::Tie));
}
