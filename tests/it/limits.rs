//! Limits on models: what a provider asks for is kept, an outage waits, and money is not spent beyond
//! what was granted.

use crate::harness::{Server, config_with_model, create, document, finished, job, spec, upload};
use crate::kill::query;
use crate::model::{Act, Model, editor};
use refineloop::config::{Config, Provider};
use refineloop::pb::job_event::Kind;
use refineloop::pb::{CancelJobRequest, Job, JobProgress, JobStatus, WatchJobRequest};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Notify;

/// With a provider `down` beside the usual one.
fn with_another(folder: &Path, usual: &Model, down: &Model) -> Config {
    let mut config = config_with_model(folder, &usual.base_url);
    config.providers.push(Provider {
        name: "down".to_owned(),
        base_url: down.base_url.clone(),
        key_optional: true,
        ..Provider::default()
    });
    config
}

async fn run(server: &Server, count: usize) -> Job {
    let file = upload(&server.channel, "a.xlf", document(count).as_bytes()).await.unwrap();
    let job = create(&server.channel, spec(&file, "openai/test")).await.unwrap();
    finished(&server.channel, &job.job_id).await
}

#[tokio::test]
async fn a_provider_that_is_down_takes_no_place_from_another() {
    let folder = tempfile::tempdir().unwrap();
    let asked = Arc::new(Notify::new());
    let ring = Arc::clone(&asked);
    let down = Model::start(move |_| {
        ring.notify_one();
        Act::Status(503, "")
    })
    .await;
    let healthy = Model::start(editor).await;
    let mut config = with_another(folder.path(), &healthy, &down);
    config.engine.tasks = 4;
    let server = Server::start(config).await;
    // Six shards: more than there are places.
    let file = upload(&server.channel, "a.xlf", document(1500).as_bytes()).await.unwrap();
    let waiting = create(&server.channel, spec(&file, "down/test")).await.unwrap();
    asked.notified().await;
    let done = run(&server, 600).await;
    assert_eq!(done.status(), JobStatus::Completed, "{:?}", done.failure);
    let still = job(&server.channel, &waiting.job_id).await;
    assert_eq!(still.status(), JobStatus::Processing, "it waits for its provider");
    let request = CancelJobRequest { job_id: waiting.job_id.clone() };
    server.jobs().cancel_job(request).await.unwrap();
    assert_eq!(finished(&server.channel, &waiting.job_id).await.status(), JobStatus::Cancelled);
    server.drain().await;
}

#[tokio::test]
async fn a_provider_that_is_down_keeps_no_money_from_another() {
    let folder = tempfile::tempdir().unwrap();
    let down = Model::start(move |_| Act::Status(503, "")).await;
    let healthy = Model::start(editor).await;
    let mut config = with_another(folder.path(), &healthy, &down);
    // Far more than the calls use, far less than all that wait for the one that is down might.
    config.limits.tokens_per_day = 50_000;
    let server = Server::start(config).await;
    let file = upload(&server.channel, "a.xlf", document(1500).as_bytes()).await.unwrap();
    let waiting = create(&server.channel, spec(&file, "down/test")).await.unwrap();
    while job(&server.channel, &waiting.job_id).await.progress.unwrap().waiting.is_none() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let done = run(&server, 600).await;
    assert_eq!(done.status(), JobStatus::Completed, "{:?}", done.failure);
    let request = CancelJobRequest { job_id: waiting.job_id.clone() };
    server.jobs().cancel_job(request).await.unwrap();
    assert_eq!(finished(&server.channel, &waiting.job_id).await.status(), JobStatus::Cancelled);
    server.drain().await;
}

#[tokio::test]
async fn a_used_up_quota_fails_the_job_at_once() {
    let body = json!({"error": {"message": "x", "type": "insufficient_quota", "code": "insufficient_quota"}});
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(move |_| Act::Whole(429, "retry-after: 0\r\n", body.to_string())).await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.engine.calls_per_model = 1;
    let server = Server::start(config).await;
    let job = run(&server, 480).await;
    assert_eq!(job.status(), JobStatus::Failed);
    let failure = job.failure.unwrap();
    assert_eq!((failure.reason.as_str(), failure.retryable), ("PROVIDER_RATE_LIMITED", true));
    assert_eq!(model.keys().len(), 1, "nobody asked again");
    assert_eq!(job.progress.unwrap().failed_count, 0, "its segments are not at fault");
    server.drain().await;
}

#[tokio::test]
async fn a_pause_that_is_longer_than_the_job_may_wait_fails_it_without_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(|_| Act::Status(429, "retry-after: 86400\r\n")).await;
    let server = Server::start(config_with_model(folder.path(), &model.base_url)).await;
    let job = run(&server, 3).await;
    let failure = job.failure.unwrap();
    assert_eq!(failure.reason, "PROVIDER_UNAVAILABLE");
    assert!(failure.message.contains("86400") && failure.message.contains("engine.outage"), "{failure:?}");
    server.drain().await;
}

#[tokio::test]
async fn a_throttle_pauses_every_call_and_costs_no_attempt() {
    let folder = tempfile::tempdir().unwrap();
    // Twenty throttles in a row for the first question: more than any question may fail.
    let model = Model::start(|asked| match asked.number {
        0..20 => Act::Status(429, "retry-after-ms: 1\r\n"),
        _ => editor(asked),
    })
    .await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.engine.calls_per_model = 1;
    let server = Server::start(config).await;
    let job = run(&server, 100).await;
    assert_eq!(job.status(), JobStatus::Completed, "{:?}", job.failure);
    let progress = job.progress.unwrap();
    assert_eq!((progress.failed_count, progress.changed_count), (0, 100));
    assert_eq!(progress.usage.unwrap().request_count as usize, model.keys().len());
    server.drain().await;
}

#[tokio::test]
async fn a_question_that_only_it_fails_is_given_up_and_the_others_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    // So long that it is asked for alone.
    let long = "The bad one, in many words that are all alike. ".repeat(100);
    let unit = format!("<trans-unit id=\"bad\"><source>{long}</source><target>{long}</target></trans-unit>");
    let text = document(1920).replace("falsch", "richtig").replacen(
        "<trans-unit",
        &format!("{unit}\n<trans-unit"),
        1,
    );
    let model = Model::start(move |asked| {
        if asked.segments.iter().any(|segment| segment["src"].as_str().unwrap().starts_with("The bad one")) {
            count.fetch_add(1, Ordering::SeqCst);
            return Act::Status(503, "");
        }
        Act::Late(Duration::from_millis(20), Box::new(editor(asked)))
    })
    .await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    // In turn: between two of its failures another question is answered, of which there are eighty.
    config.engine.calls_per_model = 1;
    config.engine.outage = Duration::from_secs(20);
    let server = Server::start(config).await;
    let file = upload(&server.channel, "a.xlf", text.as_bytes()).await.unwrap();
    let job = create(&server.channel, spec(&file, "openai/test")).await.unwrap();
    let job = finished(&server.channel, &job.job_id).await;
    assert_eq!(job.status(), JobStatus::Completed, "{:?}", job.failure);
    let progress = job.progress.unwrap();
    assert_eq!((progress.finished_count, progress.failed_count), (1921, 1));
    assert!(sent.load(Ordering::SeqCst) >= 5, "it is not given up at once");
    assert_eq!(progress.usage.unwrap().request_count as usize, model.keys().len());
    let rows = "SELECT outcome FROM calls WHERE outcome NOT IN ('answered', 'unavailable')";
    assert_eq!(query(folder.path(), rows).await, ["given_up"], "once, and that is its answer");
    server.drain().await;
}

#[tokio::test]
async fn a_job_that_waits_for_its_provider_says_so_at_every_door() {
    let folder = tempfile::tempdir().unwrap();
    let down = Arc::new(AtomicBool::new(true));
    let switch = Arc::clone(&down);
    let model =
        Model::start(
            move |asked| {
                if switch.load(Ordering::SeqCst) { Act::Status(503, "") } else { editor(asked) }
            },
        )
        .await;
    let server = Server::start(config_with_model(folder.path(), &model.base_url)).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "openai/test")).await.unwrap().job_id;
    let request = WatchJobRequest { job_id: id.clone(), ..WatchJobRequest::default() };
    let mut watch = server.jobs().watch_job(request).await.unwrap().into_inner();
    let waiting = loop {
        let event = watch.message().await.unwrap().unwrap().event.unwrap();
        if let Some(Kind::Progress(JobProgress { waiting: Some(waiting), .. })) = event.kind {
            break waiting;
        }
    };
    assert_eq!((waiting.model.as_str(), waiting.reason.as_str()), ("openai/test", "down"));
    let seen = job(&server.channel, &id).await;
    assert_eq!(seen.status(), JobStatus::Processing);
    assert_eq!(seen.progress.unwrap().waiting.as_ref(), Some(&waiting), "the same wait since the same time");
    let rest = reqwest::Client::new().get(format!("{}/refineloop/jobs/{id}", server.address));
    let seen = rest.bearer_auth(&server.key).send().await.unwrap().bytes().await.unwrap();
    let seen: serde_json::Value = serde_json::from_slice(&seen).unwrap();
    assert_eq!((&seen["status"], &seen["waiting"]["reason"]), (&json!("processing"), &json!("down")));

    // It comes back: the job goes on by itself, and the watch says so.
    down.store(false, Ordering::SeqCst);
    let mut last = Some(waiting);
    let done = loop {
        match watch.message().await.unwrap().unwrap().event.unwrap().kind {
            Some(Kind::Progress(progress)) => last = progress.waiting,
            Some(Kind::Finished(job)) => break job,
            _ => {}
        }
    };
    assert_eq!(done.status(), JobStatus::Completed, "{last:?}");
    assert_eq!(done.progress.unwrap().waiting, None);
    server.drain().await;
}

#[tokio::test]
async fn calls_keep_to_the_rate_of_their_provider() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(editor).await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    // Twenty at once, then 221 a minute.
    config.providers[0].requests_per_minute = 240;
    let server = Server::start(config).await;
    let started = tokio::time::Instant::now();
    let job = run(&server, 288).await;
    assert_eq!(job.status(), JobStatus::Completed, "{:?}", job.failure);
    let calls = u32::try_from(model.keys().len()).unwrap();
    // A lower bound holds however slow the machine is.
    let least = Duration::from_secs(60) * (calls - 20) / 221;
    assert!(calls >= 24 && started.elapsed() >= least, "{calls} calls in {:?}", started.elapsed());
    server.drain().await;
}
