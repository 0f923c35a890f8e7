//! A verifier of another provider: its own key, its own lane, its own price, in one job; and a key that
//! changes while a job runs.

use crate::harness::{Server, config, create, document, download, finished, spec, upload};
use crate::kill::query;
use crate::model::{Act, Asked, Model, TOKENS_IN, TOKENS_OUT, editor};
use refineloop::config::{Config, PriceList, Provider, ProviderModel};
use refineloop::pb::{JobSpec, JobStatus, ListSegmentsRequest};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A provider with a key and a model of a price in EUR.
fn provider(name: &str, model: &Model, input: u64, output: u64) -> Provider {
    let price = PriceList {
        currency: "EUR".to_owned(),
        input: input * 1_000_000,
        cached_input: None,
        cache_write: None,
        output: output * 1_000_000,
    };
    Provider {
        name: name.to_owned(),
        base_url: model.base_url.clone(),
        key: Some(format!("sk-{name}").into()),
        models: vec![ProviderModel { name: "m".to_owned(), price: Some(price), ..ProviderModel::default() }],
        ..Provider::default()
    }
}

/// A model that knows one key and notes what it was asked.
async fn model(name: &'static str) -> (Model, Arc<Mutex<Vec<Asked>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let ledger = Arc::clone(&asked);
    let model = Model::start(move |request| {
        ledger.lock().unwrap().push(request.clone());
        match request.authorization == format!("Bearer sk-{name}") {
            true => editor(request),
            false => Act::Status(401, ""),
        }
    })
    .await;
    (model, asked)
}

fn two(folder: &Path, writer: &Model, judge: &Model) -> Config {
    let providers = vec![provider("writer", writer, 3, 12), provider("judge", judge, 7, 20)];
    Config { providers, ..config(folder) }
}

fn compared(file: &refineloop::pb::File) -> JobSpec {
    JobSpec { verifier_model: "judge/m".to_owned(), ..spec(file, "writer/m") }
}

#[tokio::test]
async fn each_provider_is_asked_with_its_own_key_and_counted_at_its_own_price() {
    let folder = tempfile::tempdir().unwrap();
    let ((writer, written), (judge, judged)) = (model("writer").await, model("judge").await);
    let server = Server::start(two(folder.path(), &writer, &judge)).await;
    let input = document(60);
    let file = upload(&server.channel, "a.xlf", input.as_bytes()).await.unwrap();
    let job = create(&server.channel, compared(&file)).await.unwrap();
    let job = finished(&server.channel, &job.job_id).await;
    assert_eq!(job.status(), JobStatus::Completed, "{:?}", job.failure);
    let output = download(&server.channel, &job.output_file_id).await;
    assert_eq!(String::from_utf8(output).unwrap(), input.replace("falsch", "richtig"));

    let (written, judged) = (written.lock().unwrap().clone(), judged.lock().unwrap().clone());
    assert!(written.iter().all(|asked| asked.pairs.is_empty()), "the writer compares nothing");
    assert!(judged.iter().all(|asked| asked.segments.is_empty()), "the judge writes nothing");
    // Three groups are asked and looked at once more; 24, 24 and 12 candidates are compared in both
    // orders, eight in a call.
    assert_eq!((written.len(), judged.len()), (6, 2 * (3 + 3 + 2)));

    let cost =
        |calls: usize, input: u64, output: u64| calls as u64 * (TOKENS_IN * input + TOKENS_OUT * output);
    let (of_writer, of_judge) = (cost(written.len(), 3, 12), cost(judged.len(), 7, 20));
    let rows = "SELECT model || ' ' || COUNT(*) || ' ' || SUM(input_tokens) || ' ' || SUM(output_tokens) || ' ' \
                || SUM(cost_micros) FROM calls GROUP BY model ORDER BY model";
    let row = |name: &str, calls: usize, micros: u64| {
        let calls = calls as u64;
        format!("{name} {calls} {} {} {micros}", calls * TOKENS_IN, calls * TOKENS_OUT)
    };
    assert_eq!(
        query(folder.path(), rows).await,
        [row("judge/m", judged.len(), of_judge), row("writer/m", written.len(), of_writer)]
    );
    let usage = job.progress.unwrap().usage.unwrap();
    assert_eq!(usage.request_count as usize, written.len() + judged.len());
    assert_eq!(usage.cost_micros, Some((of_writer + of_judge) as i64));
    assert_eq!((usage.currency.as_str(), usage.unreported_request_count), ("EUR", 0));
    server.drain().await;
}

#[tokio::test]
async fn a_verifier_that_is_down_holds_up_the_job_and_fails_no_segment() {
    // It refuses, or takes calls and never answers; of one candidate or of several.
    for (count, down) in [(3, Act::Status(503, "")), (1, Act::Hang)] {
        let folder = tempfile::tempdir().unwrap();
        let (writer, _) = model("writer").await;
        let judge = Model::start(move |_| down.clone()).await;
        let mut config = two(folder.path(), &writer, &judge);
        config.engine.outage = Duration::from_millis(300);
        config.engine.call_timeout = Duration::from_secs(1);
        let server = Server::start(config).await;
        let file = upload(&server.channel, "a.xlf", document(count).as_bytes()).await.unwrap();
        let job = create(&server.channel, compared(&file)).await.unwrap();
        let job = finished(&server.channel, &job.job_id).await;
        assert_eq!(job.status(), JobStatus::Failed);
        assert_eq!(job.failure.unwrap().reason, "PROVIDER_UNAVAILABLE");
        let request = ListSegmentsRequest { job_id: job.job_id.clone(), ..Default::default() };
        let segments = server.jobs().list_segments(request).await.unwrap().into_inner().segments;
        for revision in segments.iter().flat_map(|segment| &segment.revisions) {
            assert_eq!(revision.rejected_by, "", "nobody has compared the candidate");
        }
        assert_eq!(job.progress.unwrap().failed_count, 0);
        server.drain().await;
    }
}

#[tokio::test]
async fn a_verifier_whose_key_is_refused_fails_the_job_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let ((writer, _), (judge, judged)) = (model("writer").await, model("another").await);
    let server = Server::start(two(folder.path(), &writer, &judge)).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let job = create(&server.channel, compared(&file)).await.unwrap();
    let job = finished(&server.channel, &job.job_id).await;
    assert_eq!(job.failure.unwrap().reason, "PROVIDER_AUTH_FAILED");
    assert_eq!(judged.lock().unwrap().len(), 1, "nobody asked again");
    server.drain().await;
}

#[tokio::test]
async fn a_key_that_is_replaced_while_a_job_runs_is_used_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    std::fs::write(&path, "sk-old").unwrap();
    let keys = Arc::new(Mutex::new(Vec::new()));
    let (seen, file) = (Arc::clone(&keys), path.clone());
    let model = Model::start(move |asked| {
        seen.lock().unwrap().push(asked.authorization.clone());
        match asked.authorization.as_str() {
            "Bearer sk-new" => editor(asked),
            _ => {
                // The operator replaces it while the call is on its way.
                std::fs::write(&file, "sk-new\n").unwrap();
                Act::Status(401, "")
            }
        }
    })
    .await;
    let provider =
        Provider { key: Some("sk-old".into()), key_file: Some(path), ..provider("own", &model, 1, 1) };
    let config = Config { providers: vec![provider], ..config(&folder.path().join("data")) };
    let server = Server::start(config).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let job = create(&server.channel, spec(&file, "own/m")).await.unwrap();
    let job = finished(&server.channel, &job.job_id).await;
    assert_eq!(job.status(), JobStatus::Completed, "{:?}", job.failure);
    let keys = keys.lock().unwrap().clone();
    assert_eq!(keys[0], "Bearer sk-old");
    assert!(keys.len() > 2 && keys[1..].iter().all(|key| key == "Bearer sk-new"), "{keys:?}");
    server.drain().await;
}
