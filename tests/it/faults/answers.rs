//! Rows 8 to 16: answers that are cut, refused, wrapped, incomplete or mixed up.

use super::{completion, json, passes, run};
use crate::harness::document;
use crate::model::{Act, Asked, TOKENS_OUT, edit, editor};
use refineloop::pb::SegmentState;
use serde_json::{Value, json};

/// The editor's items as text.
fn items(asked: &Asked) -> String {
    json!({"items": asked.segments.iter().map(edit).collect::<Vec<_>>()}).to_string()
}

/// A fault of every question about more than one segment: less is asked for until it is one.
async fn is_split(name: &str, fault: Act) {
    let script = move |asked: &Asked| if asked.segments.len() > 1 { fault.clone() } else { editor(asked) };
    let outcome = run(4, script).await;
    outcome.better(4, name);
    let sizes = outcome.sizes();
    assert_eq!(sizes[0], 4, "{name}");
    assert!(sizes.contains(&2) && sizes.contains(&1), "{name}: {sizes:?}");
}

/// A fault of every question: each segment is kept in the end.
async fn is_kept(name: &str, fault: Act) {
    let outcome = run(2, move |_| fault.clone()).await;
    outcome.kept(2, name);
    assert!(outcome.asked.len() < 20, "{name}: {} questions", outcome.asked.len());
}

#[tokio::test]
async fn fault_08_an_answer_that_was_cut_off_is_not_read_and_less_is_asked_for() {
    // What came so far would even be valid.
    is_split("cut off", completion(r#"{"items":[]}"#, "length")).await;
    is_kept("always cut off", completion(r#"{"items":["#, "length")).await;

    // Also where all of it came: nothing is taken of an answer that says it was cut.
    let outcome = run(2, |asked| match asked.segments.is_empty() {
        true => editor(asked),
        false => completion(&items(asked), "length"),
    })
    .await;
    outcome.kept(2, "whole and said to be cut");
    assert_eq!(outcome.sizes(), [2, 1, 1, 1, 1], "halves, and each alone once more");
    let room: Vec<_> = outcome.asked.iter().map(|asked| asked.body["max_tokens"].as_u64().unwrap()).collect();
    assert!(room[2] > room[1] && room[4] > room[3], "one alone gets more room, once: {room:?}");
    assert!(outcome.segments.iter().all(|segment| segment.failure.is_some()));
    let usage = outcome.job.progress.unwrap().usage.unwrap();
    assert_eq!(usage.output_token_count, 5 * TOKENS_OUT as i64, "what was cut off was paid for");
}

#[tokio::test]
async fn fault_09_a_model_that_runs_on_to_the_bound_is_asked_for_less() {
    let endless = format!("{{\"items\":[{}", "\\n ".repeat(20_000));
    is_split("white space without an end", completion(&endless, "length")).await;
}

#[tokio::test]
async fn fault_10_a_request_that_is_too_long_is_split() {
    for code in ["context_length_exceeded", "exceed_context_size_error"] {
        is_split(code, json(400, "", &json!({"error": {"code": code}}))).await;
    }
    is_split("413", json(413, "", &json!({}))).await;
    is_kept("always too long", json(400, "", &json!({"error": {"code": "context_length_exceeded"}}))).await;
}

#[tokio::test]
async fn fault_11_a_refusal_falls_on_the_one_text_that_is_refused() {
    let azure = json!({"error": {"code": "x", "innererror": {"code": "ResponsibleAIPolicyViolation"}}});
    let refusal =
        json!({"choices": [{"message": {"content": null, "refusal": "CANARY"}, "finish_reason": "stop"}]});
    let kinds = [
        ("a filter", completion("", "content_filter")),
        ("a status", json(400, "", &azure)),
        ("in words", json(200, "", &refusal)),
    ];
    for (name, refused) in kinds {
        let script = move |asked: &Asked| match asked.segments.iter().any(is_third) {
            true => refused.clone(),
            false => editor(asked),
        };
        let outcome = run(4, script).await;
        let expected = document(4).replace("falsch", "richtig");
        let third = "Schritt 3: der <g id=\"1\">Wert</g> ist ";
        let expected = expected.replace(&format!("{third}richtig"), &format!("{third}falsch"));
        assert_eq!(outcome.output, expected, "{name}");
        let states: Vec<_> = outcome.segments.iter().map(|segment| segment.state()).collect();
        assert_eq!(states.iter().filter(|state| **state == SegmentState::Changed).count(), 3, "{name}");
        let kept = outcome.segments.iter().find(|segment| segment.state() != SegmentState::Changed).unwrap();
        assert!(kept.failure.is_some(), "{name}: {kept:?}");
    }
}

fn is_third(segment: &Value) -> bool {
    segment["src"].as_str().unwrap().contains("Step 3")
}

#[tokio::test]
async fn fault_12_an_answer_is_found_in_what_is_wrapped_around_it() {
    type Wrap = fn(&str) -> String;
    let wraps: [(&str, Wrap); 4] = [
        ("a fence", |items| format!("```json\n{items}\n```")),
        ("words", |items| format!("Here is the result:\n{items}")),
        ("thoughts", |items| format!("<think>Is it {{good}}?</think>\n{items}")),
        ("white space", |items| format!("\n\n  {items}\n")),
    ];
    for (name, wrap) in wraps {
        let script = move |asked: &Asked| match asked.segments.is_empty() {
            true => editor(asked),
            false => Act::Text(wrap(&items(asked))),
        };
        let outcome = run(3, script).await;
        outcome.better(3, name);
    }
    let unknown = json!({"error": {"message": "response_format.type must be one of text, json_object"}});
    let outcome = passes("a way to ask that is not known", json(400, "", &unknown)).await;
    let ways: Vec<_> = outcome.asked.iter().map(|asked| &asked.body["response_format"]["type"]).collect();
    assert_eq!(ways[0], "json_schema");
    assert!(ways[1..].iter().all(|way| *way == "json_object"), "the other way is remembered: {ways:?}");
    assert_eq!(outcome.asked[0].key, outcome.asked[1].key);
}

#[tokio::test]
async fn fault_13_an_answer_that_is_no_json_is_asked_for_again_then_by_halves_and_then_the_text_is_kept() {
    let broken = Act::Text(r#"{"items":[{"id":"#.to_owned());
    passes("broken once", broken.clone()).await;
    is_split("broken for more than one", broken.clone()).await;
    // The one text it is about is found and kept; the others get better.
    let script = move |asked: &Asked| match asked.segments.iter().any(is_third) {
        true => broken.clone(),
        false => editor(asked),
    };
    let outcome = run(4, script).await;
    assert_eq!(outcome.sizes()[..6], [4, 4, 2, 2, 1, 1], "the same once more, then by halves");
    let kept: Vec<_> = outcome.segments.iter().filter(|segment| segment.failure.is_some()).collect();
    assert_eq!((kept.len(), kept[0].number, kept[0].target.contains("falsch")), (1, 3, true));
    assert_eq!(outcome.output.matches("richtig").count(), 3);
    is_kept("always broken", Act::Text("I would rather not.".to_owned())).await;
}

#[tokio::test]
async fn fault_14_only_what_is_missing_is_asked_for_again() {
    let outcome = run(5, |asked| {
        let items: Vec<_> = asked.segments.iter().map(edit).collect();
        Act::Items(if asked.number == 0 { items[..3].to_vec() } else { items })
    })
    .await;
    outcome.better(5, "two were missing");
    assert_eq!(outcome.sizes()[..2], [5, 2]);
}

#[tokio::test]
async fn fault_15_every_copy_of_an_id_that_is_there_twice_is_dropped() {
    let outcome = run(3, |asked| {
        let mut items: Vec<_> = asked.segments.iter().map(edit).collect();
        if asked.number == 0 {
            let mut copy = items[0].clone();
            copy["revised"] = json!("Etwas anderes.");
            let mut stranger = items[1].clone();
            stranger["id"] = json!("no-such-id");
            items.extend([copy, stranger]);
        }
        Act::Items(items)
    })
    .await;
    outcome.better(3, "one twice, one unknown");
    assert_eq!(outcome.sizes()[..2], [3, 1], "the one that was there twice is asked for again");
}

#[tokio::test]
async fn fault_16_texts_under_the_wrong_ids_are_not_taken() {
    let outcome = run(4, |asked| {
        let mut items: Vec<_> = asked.segments.iter().map(edit).collect();
        let texts: Vec<_> =
            items.iter().map(|item| (item["anchor"].clone(), item["revised"].clone())).collect();
        for (item, (anchor, revised)) in items.iter_mut().zip(texts.iter().cycle().skip(1)) {
            item["anchor"] = anchor.clone();
            item["revised"] = revised.clone();
        }
        Act::Items(items)
    })
    .await;
    outcome.kept(4, "each has the text of the next");
}
