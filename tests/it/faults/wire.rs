//! Rows 20 to 26: bytes, disguises, statuses, usage, size.

use super::{completed, completion, fails_at_once, json, passes, run};
use crate::harness::{document, refine};
use crate::kill::Process;
use crate::model::{Act, Asked, Model, TOKENS_IN, TOKENS_OUT, editor};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

fn body(status: u16, body: &[u8]) -> Act {
    Act::Raw(status, format!("content-length: {}\r\n", body.len()), body.to_vec())
}

#[tokio::test]
async fn fault_20_bytes_that_are_no_text_are_no_answer() {
    passes("half a letter", body(200, b"{\"choices\":[{\"message\":{\"content\":\"\xc3\"}}]}")).await;
    passes("a byte of no letter", body(200, b"{\"choices\":\xff}")).await;
}

#[tokio::test]
async fn fault_21_an_error_under_status_200_is_what_it_says() {
    passes("the code of a status", json(200, "", &json!({"error": {"code": 503}}))).await;
    passes("a throttle", json(200, "", &json!({"error": {"code": "rate_limit_exceeded"}}))).await;
    passes("some words", json(200, "", &json!({"error": "oops"}))).await;
    passes("choices that are none", json(200, "", &json!({"choices": null}))).await;
    passes("no choices", json(200, "", &json!({"choices": []}))).await;
    passes("it ended with an error", completion("{", "error")).await;
    let money = json!({"error": {"code": "insufficient_quota", "message": "CANARY"}});
    fails_at_once("money", json(200, "", &money), "PROVIDER_RATE_LIMITED").await;
}

#[tokio::test]
async fn fault_22_a_web_page_is_no_model_at_first_and_an_accident_later() {
    let page = body(200, b"<html>CANARY: log in</html>");
    fails_at_once("a login", page.clone(), "PROVIDER_REFUSED").await;
    let outcome = run(3, move |asked| if asked.number == 1 { page.clone() } else { editor(asked) }).await;
    outcome.better(3, "a page between answers");
    passes("the page of a gateway", body(502, b"<html>Bad Gateway</html>")).await;
}

#[tokio::test]
async fn fault_23_a_request_that_is_refused_fails_the_job_at_once_and_tells_no_secret() {
    let error = json!({"error": {"code": "x", "message": "CANARY sk-CANARY"}});
    for (status, reason) in [
        (401, "PROVIDER_AUTH_FAILED"),
        (403, "PROVIDER_AUTH_FAILED"),
        (404, "PROVIDER_REFUSED"),
        (400, "PROVIDER_REFUSED"),
        (422, "PROVIDER_REFUSED"),
    ] {
        fails_at_once(&status.to_string(), json(status, "", &error), reason).await;
    }
}

#[tokio::test]
async fn fault_24_a_redirect_is_never_followed() {
    let elsewhere = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = elsewhere.local_addr().unwrap();
    for status in [301, 302, 307, 308] {
        let headers = format!("location: http://{place}/v1/chat/completions\r\ncontent-length: 0\r\n");
        fails_at_once(&status.to_string(), Act::Raw(status, headers, Vec::new()), "PROVIDER_REFUSED").await;
    }
    let called =
        std::future::poll_fn(|context| std::task::Poll::Ready(elsewhere.poll_accept(context).is_ready()));
    assert!(!called.await, "nobody was called at the other place");
}

#[tokio::test]
async fn fault_25_a_usage_that_is_missing_or_odd_is_unknown_and_hidden_tokens_count() {
    /// What a job counts: tokens in, out and calls that told nothing, of the questions that were
    /// answered with this usage.
    async fn counted(usage: Value) -> (i64, i64, i64, i64) {
        let script = move |asked: &Asked| {
            let Act::Items(items) = editor(asked) else { unreachable!("the editor answers with items") };
            if asked.segments.is_empty() {
                return Act::Items(items);
            }
            let mut answer = completed(&json!({ "items": items }).to_string(), "stop");
            answer["usage"] = usage.clone();
            json(200, "", &answer)
        };
        let outcome = run(1, script).await;
        outcome.better(1, "whatever it says of tokens");
        let usage = outcome.job.progress.unwrap().usage.unwrap();
        assert_eq!(usage.request_count as usize, outcome.asked.len());
        assert_eq!(usage.cost_micros, None, "without a price there is no cost");
        // Comparisons of versions tell what they used as they always do.
        let compared = outcome.asked.iter().filter(|asked| asked.segments.is_empty()).count() as u64;
        let (input, output) = ((compared * TOKENS_IN) as i64, (compared * TOKENS_OUT) as i64);
        let questions = usage.request_count - compared as i64;
        assert!(questions >= 2);
        let (input, output) = (usage.input_token_count - input, usage.output_token_count - output);
        (questions, input, output, usage.unreported_request_count)
    }
    let unknown =
        [json!(null), json!({"prompt_tokens": "many"}), json!({"prompt_tokens": -1, "completion_tokens": 4})];
    for usage in unknown {
        let (questions, input, output, unreported) = counted(usage).await;
        assert_eq!((input, output, unreported), (0, 0, questions));
    }
    // Thoughts that only the total tells of.
    let hidden = json!({"prompt_tokens": TOKENS_IN, "completion_tokens": 44, "total_tokens": TOKENS_IN + 96});
    let (questions, input, output, unreported) = counted(hidden).await;
    assert_eq!((input, output, unreported), (questions * TOKENS_IN as i64, questions * 96, 0));
}

#[tokio::test]
async fn fault_26_an_answer_without_an_end_is_cut_off_early() {
    let taken = Arc::new(AtomicU64::new(0));
    passes("a gigabyte", Act::Flood(1 << 30, Arc::clone(&taken))).await;
    // The bound is 4 MiB; the rest is what two kernels hold for a connection.
    let taken = taken.load(Ordering::Relaxed);
    assert!(taken < 64 << 20, "{taken} bytes were taken");
    // Always: it is no answer, and the text is kept.
    let taken = Arc::new(AtomicU64::new(0));
    let endless = Act::Flood(u64::MAX, Arc::clone(&taken));
    let outcome = run(1, move |_| endless.clone()).await;
    outcome.kept(1, "always");
    let asked = outcome.asked.len();
    assert!(asked <= 6, "three times, and once more: {asked}");
    let usage = outcome.job.progress.unwrap().usage.unwrap();
    let told = (usage.request_count as usize, usage.unreported_request_count as usize);
    assert_eq!(told, (asked, asked), "nobody knows what it used");
    assert_eq!((usage.output_token_count, usage.cost_micros), (0, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fault_26_answers_of_a_gigabyte_take_some_megabytes_each_and_no_more() {
    /// Calls side by side that are answered without an end.
    const FLOODS: u64 = 15;
    /// In MiB: 4 of each are kept, and a buffer that grows has twice that for a moment.
    const MORE: u64 = FLOODS * 8;
    let folder = tempfile::tempdir().unwrap();
    let (floods, taken) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let (left, bytes) = (Arc::clone(&floods), Arc::clone(&taken));
    let model = Model::start(move |asked| {
        match left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)) {
            Ok(_) => Act::Flood(u64::MAX, Arc::clone(&bytes)),
            Err(_) => editor(asked),
        }
    })
    .await;
    let process = Process::start(folder.path(), &model.base_url).await;
    let refined = async || {
        let (job, output) = refine(&process.channel, "a.xlf", document(360).as_bytes(), "openai/test").await;
        assert_eq!(output, document(360).replace("falsch", "richtig").as_bytes());
        (job, process.peak())
    };
    let (_, before) = refined().await;
    floods.store(FLOODS, Ordering::SeqCst);
    let (_, after) = refined().await;
    let (Some(before), Some(after)) = (before, after) else { return };
    println!("peak memory: {before} MiB without, {after} MiB with {FLOODS} answers without an end");
    assert!(after < before + MORE, "{before} MiB, then {after} MiB");
}
