//! Rows 1 to 7: limits, money, outages, time.

use super::{fails_at_once, json, passes, run, run_with, short};
use crate::harness::{config_with_model, create, document, finished, spec, upload};
use crate::model::{Act, editor};
use crate::{harness::Server, model::Asked};
use refineloop::pb::JobStatus;
use serde_json::json;
use std::time::{Duration, Instant};

/// Far beyond what anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

#[tokio::test]
async fn fault_01_a_pause_that_is_asked_for_is_kept_in_all_its_spellings() {
    let spellings = [
        "retry-after: 1\r\n",
        "retry-after-ms: 1000\r\n",
        "date: Wed, 21 Oct 2026 07:28:00 GMT\r\nretry-after: Wed, 21 Oct 2026 07:28:01 GMT\r\n",
    ];
    for spelling in spellings {
        let begin = Instant::now();
        passes(spelling, json(429, spelling, &json!({"error": {"code": "rate_limit_exceeded"}}))).await;
        assert!(begin.elapsed() >= Duration::from_secs(1), "{spelling}");
    }
}

#[tokio::test]
async fn fault_02_a_pause_is_found_in_the_body_and_its_absence_is_no_failure() {
    let begin = Instant::now();
    let told = json!([{"error": {"code": 429, "details": [{"retryDelay": "1s"}]}}]);
    passes("RetryInfo", json(429, "", &told)).await;
    assert!(begin.elapsed() >= Duration::from_secs(1));
    passes("no hint", json(429, "", &json!({}))).await;
    passes("a gateway's hint", json(429, "llm_provider-retry-after: 0\r\n", &json!({}))).await;
}

#[tokio::test]
async fn fault_03_a_quota_of_money_fails_the_job_and_is_never_asked_again() {
    let error = |code: &str| json!({"error": {"code": code, "message": "CANARY"}});
    for code in ["insufficient_quota", "credit_balance_exhausted", "enforced_spend_limit_reached"] {
        fails_at_once(code, json(429, "", &error(code)), "PROVIDER_RATE_LIMITED").await;
    }
    fails_at_once("402", json(402, "", &error("payment_required")), "PROVIDER_RATE_LIMITED").await;
    let quota = json!({"violations": [{"quotaId": "GenerateRequestsPerDayPerProject"}]});
    let day = json!({"error": {"status": "RESOURCE_EXHAUSTED", "details": [quota]}});
    fails_at_once("a quota of the day", json(429, "", &day), "PROVIDER_RATE_LIMITED").await;
}

#[tokio::test]
async fn fault_04_a_fault_of_the_provider_passes() {
    for status in [500, 502, 503, 504, 529, 408, 409, 424] {
        passes(&status.to_string(), Act::Status(status, "")).await;
    }
}

#[tokio::test]
async fn fault_05_nobody_there_is_an_outage_and_fails_no_segment() {
    // Nobody listens; somebody listens who knows no TLS.
    let deaf = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let plain = format!("https://{}/v1", deaf.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((socket, _)) = deaf.accept().await {
            drop(socket);
        }
    });
    for base_url in ["http://127.0.0.1:1/v1", plain.as_str(), "http://nowhere.invalid/v1"] {
        let folder = tempfile::tempdir().unwrap();
        let mut config = config_with_model(folder.path(), base_url);
        config.engine.outage = Duration::from_millis(300);
        let server = Server::start(config).await;
        let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
        let job = create(&server.channel, spec(&file, "openai/test")).await.unwrap();
        let job = finished(&server.channel, &job.job_id).await;
        assert_eq!(job.status(), JobStatus::Failed, "{base_url}");
        let failure = job.failure.unwrap();
        assert_eq!(
            (failure.reason.as_str(), failure.retryable),
            ("PROVIDER_UNAVAILABLE", true),
            "{base_url}"
        );
        assert_eq!(job.progress.unwrap().failed_count, 0, "{base_url}");
        server.drain().await;
    }
}

#[tokio::test]
async fn fault_06_one_deadline_covers_silence_wherever_it_sets_in_and_less_is_asked_for() {
    let half = br#"{"choices":[{"message":{"content":"{"#.to_vec();
    let kinds = [
        ("no answer", Act::Hang),
        ("a head and no body", Act::Stall(200, "content-length: 999\r\n".to_owned(), half)),
        ("a byte at a time", Act::Drip),
    ];
    for (name, silence) in kinds {
        let script = move |asked: &Asked| match asked.segments.len() {
            // One segment, or versions to compare.
            0 | 1 => editor(asked),
            _ => silence.clone(),
        };
        let outcome = run_with(&document(2), short, script).await;
        outcome.better(2, name);
        assert_eq!(outcome.sizes()[..3], [2, 2, 1], "{name}: the same once more, then half");
    }
}

#[tokio::test]
async fn fault_07_a_silent_connection_is_kept_alive_and_its_loss_passes() {
    let outcome = run(3, |asked| {
        if cfg!(target_os = "linux") {
            // Its timer begins once all that was sent is acknowledged.
            let begin = Instant::now();
            while !is_kept_alive(asked.peer.port()) {
                assert!(begin.elapsed() < PATIENCE, "the kernel sends probes while nobody speaks");
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        if asked.number == 0 { Act::HangUp } else { editor(asked) }
    })
    .await;
    outcome.better(3, "cut off in silence");
    passes("reset", Act::Reset).await;
}

/// Whether a socket of this process with this port has its timer of probes running.
fn is_kept_alive(port: u16) -> bool {
    let sockets = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let port = format!(":{port:04X}");
    sockets.lines().any(|line| {
        let fields: Vec<_> = line.split_whitespace().collect();
        fields.len() > 5 && fields[1].ends_with(&port) && fields[5].starts_with("02:")
    })
}
