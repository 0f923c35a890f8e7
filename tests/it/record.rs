//! What a round used: each call as a whole, and of it the part of each segment. The parts of all
//! segments add up to what the job used, and a kill changes nothing of it.

use crate::harness::{Channel, Server, config_with_model, create, document, finished, refine, spec, upload};
use crate::kill::{Budget, Process, query, until};
use crate::model::{Act, Model, TOKENS_IN, completed, edit, editor, judge};
use refineloop::config::{Config, PriceList, ProviderModel};
use refineloop::pb::job_service_client::JobServiceClient;
use refineloop::pb::{JobSpec, ListSegmentsRequest, RoundCall, Segment, Usage};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

fn priced(folder: &Path, base_url: &str) -> Config {
    let mut config = config_with_model(folder, base_url);
    let (input, output) = (3_000_001, 12_500_000);
    let price =
        PriceList { currency: "USD".to_owned(), input, cached_input: None, cache_write: None, output };
    let priced = ProviderModel { name: "test".to_owned(), price: Some(price), ..ProviderModel::default() };
    config.providers[0].models = vec![priced];
    config
}

async fn segments(channel: &Channel, job: &str) -> Vec<Segment> {
    let (mut all, mut page_token) = (Vec::new(), String::new());
    loop {
        let page_size = 37;
        let request =
            ListSegmentsRequest { job_id: job.to_owned(), page_size, page_token, ..Default::default() };
        let page = JobServiceClient::new(channel.clone()).list_segments(request).await.unwrap().into_inner();
        all.extend(page.segments);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return all;
        }
    }
}

/// All calls of segments, those of rounds and those that came to none.
fn calls(segments: &[Segment]) -> impl Iterator<Item = &RoundCall> {
    segments
        .iter()
        .flat_map(|segment| segment.revisions.iter().flat_map(|r| &r.calls).chain(&segment.open_calls))
}

/// Tokens in, cached, out, hidden, and the cost.
type Sums = [i64; 5];

fn whole(usage: &Usage) -> Sums {
    [
        usage.input_token_count,
        usage.cached_input_token_count,
        usage.output_token_count,
        usage.reasoning_token_count,
        usage.cost_micros.unwrap(),
    ]
}

/// The shares of each call added up, which are the call, and the sum over all calls.
fn added_up(segments: &[Segment]) -> Sums {
    let mut by_call: BTreeMap<&str, (Sums, i32, &RoundCall)> = BTreeMap::new();
    for call in calls(segments) {
        let share = call.share.as_ref().unwrap();
        let (sums, count, _) = by_call.entry(&call.call_id).or_insert(([0; 5], 0, call));
        let parts = [
            share.input_token_count,
            share.cached_input_token_count,
            share.output_token_count,
            share.reasoning_token_count,
            share.cost_micros.unwrap(),
        ];
        for (sum, part) in sums.iter_mut().zip(parts) {
            *sum += part;
        }
        *count += 1;
    }
    let mut total = [0; 5];
    for (sums, count, call) in by_call.values() {
        assert_eq!(*sums, whole(call.usage.as_ref().unwrap()), "{call:?}");
        assert_eq!(*count, call.segment_count, "{call:?}");
        total.iter_mut().zip(sums).for_each(|(total, sum)| *total += sum);
    }
    total
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parts_of_all_segments_are_what_the_job_used() {
    let folder = tempfile::tempdir().unwrap();
    // An answer about the whole first group breaks off, so that it is asked for in halves; one segment
    // gets nothing usable and fails. A cache and hidden reasoning are told of.
    let model = Model::start(|asked| {
        let begins =
            |text: &str| asked.segments.first().is_some_and(|s| s["src"].as_str().unwrap().starts_with(text));
        if asked.segments.len() > 12 && begins("Step 1:") {
            return Act::Whole(
                200,
                "content-type: application/json\r\n",
                completed("{", "length").to_string(),
            );
        }
        let bad = |segment: &&Value| !segment["src"].as_str().unwrap().contains("Step 7:");
        let mut items: Vec<_> = asked.segments.iter().filter(bad).map(sure).collect();
        items.extend(asked.pairs.iter().map(judge));
        let mut body = completed(&json!({ "items": items }).to_string(), "stop");
        body["model"] = json!("test-2026-11-30");
        body["usage"]["prompt_tokens_details"] = json!({"cached_tokens": 61});
        body["usage"]["completion_tokens_details"] = json!({"reasoning_tokens": 13});
        Act::Whole(200, "content-type: application/json\r\n", body.to_string())
    });
    let model = model.await;
    let server = Server::start(priced(folder.path(), &model.base_url)).await;
    // A repetition has the rounds of its leader and no part in the calls.
    let again = document(1).lines().nth(3).unwrap().replace("u1", "again");
    let input = document(60).replace("</body>", &format!("{again}\n</body>"));
    let (job, _) = refine(&server.channel, "a.xlf", input.as_bytes(), "openai/test").await;
    let segments = segments(&server.channel, &job.job_id).await;

    let usage = job.progress.unwrap().usage.unwrap();
    assert_eq!(added_up(&segments), whole(&usage));
    assert!(usage.reasoning_token_count > 0 && usage.cached_input_token_count > 0);
    let (failed, repeated) = (&segments[6], &segments[60]);
    assert!(failed.revisions.is_empty() && !failed.open_calls.is_empty(), "{failed:?}");
    assert_eq!((repeated.repeats_number, calls(std::slice::from_ref(repeated)).count()), (1, 0));
    assert_eq!(repeated.revisions.len(), segments[0].revisions.len());
    assert!(segments[..60].iter().all(|segment| segment.repeats_number == 0));
    assert!(segments[0].edit_permille > 0 && segments[0].edit_permille < 1000);

    let first = &segments[0].revisions[0];
    assert_eq!(first.calls[0].outcome, "truncated");
    let roles: Vec<_> = first.calls[1..].iter().map(|call| call.role.as_str()).collect();
    assert_eq!(roles, ["reviewer", "verifier", "verifier"]);
    assert_eq!(first.issues[0].confidence_percent, Some(85));
    assert_eq!(first.rules_version.len(), 16);
    let parts = first.calls.iter().map(|call| call.share.as_ref().unwrap().input_token_count);
    assert_eq!(first.usage.as_ref().unwrap().input_token_count, parts.sum::<i64>());
    for call in calls(&segments) {
        assert_eq!(
            (call.call_id.len(), call.prompt_hash.len(), call.model.as_str()),
            (64, 64, "openai/test")
        );
        let (started, ended) = (call.started_at.unwrap(), call.ended_at.unwrap());
        assert!((started.seconds, started.nanos) <= (ended.seconds, ended.nanos));
        assert_eq!(call.model_version, if call.outcome == "truncated" { "test" } else { "test-2026-11-30" });
        assert!(call.usage.as_ref().unwrap().input_token_count >= TOKENS_IN as i64);
    }
    server.drain().await;
}

/// An edit that says how sure it is.
fn sure(segment: &Value) -> Value {
    let mut item = edit(segment);
    for issue in item["issues"].as_array_mut().unwrap() {
        issue["conf"] = json!(85);
    }
    item
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_taken_over_is_told_with_the_job_that_paid_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(editor).await;
    let server = Server::start(priced(folder.path(), &model.base_url)).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let of = async |continue_job_id: &str, custom_instructions: &str| {
        let (continue_job_id, custom_instructions) =
            (continue_job_id.to_owned(), custom_instructions.to_owned());
        let spec = JobSpec { continue_job_id, custom_instructions, ..spec(&file, "openai/test") };
        let job = create(&server.channel, spec).await.unwrap();
        let usage = finished(&server.channel, &job.job_id).await.progress.unwrap().usage.unwrap();
        (job.job_id.clone(), segments(&server.channel, &job.job_id).await, usage)
    };
    let (first, paid, paid_usage) = of("", "").await;
    let (_, again, usage) = of(&first, "").await;
    assert_eq!((usage.request_count, usage.input_token_count), (0, 0));
    let pairs: Vec<_> = calls(&paid).zip(calls(&again)).collect();
    assert_eq!(pairs.len(), calls(&paid).count());
    for (paid, again) in pairs {
        assert_eq!((&paid.prompt_hash, paid.started_at), (&again.prompt_hash, again.started_at));
        assert_eq!((paid.reused_from_job_id.as_str(), &again.reused_from_job_id), ("", &first));
        let whole = again.usage.as_ref().unwrap();
        assert_eq!((whole.request_count, whole.reused_answer_count, whole.input_token_count), (0, 1, 0));
    }
    let (_, other, usage) = of(&first, "Be brief.").await;
    assert_eq!(added_up(&other), whole(&usage));
    assert_eq!(usage.input_token_count, paid_usage.input_token_count);
    assert!(calls(&other).all(|call| call.reused_from_job_id.is_empty()));
    server.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_is_the_same_after_a_kill() {
    let input = document(120);
    let folder = tempfile::tempdir().unwrap();
    let budget = Arc::new(Budget::default());
    let model = Model::start(budget.script()).await;
    budget.grant(5);
    let process = Process::start(folder.path(), &model.base_url).await;
    let file = upload(&process.channel, "a.xlf", input.as_bytes()).await.unwrap();
    let id = create(&process.channel, spec(&file, "openai/test")).await.unwrap().job_id;
    let stored = "SELECT call_key || ' ' || sent_at || ' ' || ended_at FROM calls WHERE answer IS NOT NULL";
    until("five answers are stored", async || query(folder.path(), stored).await.len() == 5).await;
    process.kill();
    let before = query(folder.path(), stored).await;
    budget.grant(usize::MAX);
    let process = Process::start(folder.path(), &model.base_url).await;
    let resumed = finished(&process.channel, &id).await.progress.unwrap();
    let after = query(folder.path(), stored).await;
    assert!(before.iter().all(|row| after.contains(row)), "stored calls keep their times");
    let killed = timeless(segments(&process.channel, &id).await);
    process.kill();

    let (folder, model) = (tempfile::tempdir().unwrap(), Model::start(editor).await);
    let server = Server::start(config_with_model(folder.path(), &model.base_url)).await;
    let (job, _) = refine(&server.channel, "a.xlf", input.as_bytes(), "openai/test").await;
    assert!(killed == timeless(segments(&server.channel, &job.job_id).await));
    let progress = job.progress.unwrap();
    assert!(progress.mqm_score.is_some_and(|score| score.before_tenths > score.after_tenths));
    assert_eq!((resumed.rules_score, resumed.mqm_score), (progress.rules_score, progress.mqm_score));
    server.drain().await;
}

/// Segments without what differs from run to run.
fn timeless(mut segments: Vec<Segment>) -> Vec<Segment> {
    for segment in &mut segments {
        for round in &mut segment.revisions {
            (round.started_at, round.ended_at) = (None, None);
            for call in &mut round.calls {
                (call.started_at, call.ended_at) = (None, None);
            }
        }
    }
    segments
}
