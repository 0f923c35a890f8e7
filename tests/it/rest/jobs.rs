//! Jobs over REST: created leniently, waited for, listed, estimated, cancelled, erased.

use super::{Rest, body};
use crate::harness::config_with_model;
use crate::model::{Act, Model};
use reqwest::StatusCode;
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_wait_ends_with_the_job_with_its_time_or_with_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(|_| Act::Hang).await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.engine.drain = Duration::from_secs(1);
    config.limits.watches_per_key = 1;
    let rest = Rest::with(config).await;
    let file = rest.file(1).await;
    let asked = json!({"file_id": file, "model": "openai/test"});
    let job = body(rest.post("/refineloop/jobs", &asked).await).await;
    let path = format!("/refineloop/jobs/{}", job["job_id"].as_str().unwrap());
    let began = Instant::now();
    for wait in ["", "?wait=0", "?wait=junk", "?wait=-5"] {
        assert_eq!(rest.get(&format!("{path}{wait}")).await.status(), StatusCode::OK);
    }
    assert!(began.elapsed() < Duration::from_secs(5), "none of them waits");
    let began = Instant::now();
    let job = body(rest.get(&format!("{path}?wait=1")).await).await;
    assert!(began.elapsed() >= Duration::from_secs(1));
    assert!(["queued", "processing"].contains(&job["status"].as_str().unwrap()), "{job}");
    // Only one poll is held at a time: that another is refused shows that this one is.
    let held = async {
        loop {
            let answer = rest.get(&format!("{path}?wait=30")).await;
            if answer.status() != StatusCode::TOO_MANY_REQUESTS {
                break answer;
            }
        }
    };
    let (answer, ()) = tokio::join!(held, async {
        while rest.get(&format!("{path}?wait=1")).await.status() != StatusCode::TOO_MANY_REQUESTS {}
        rest.server.stop();
    });
    assert_ne!(body(answer).await["status"], "completed");
    assert!(began.elapsed() < Duration::from_secs(25));
    rest.drain().await;
}

#[tokio::test]
async fn polls_that_are_held_count_as_watches() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(|_| Act::Hang).await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.watch.streams = 0;
    config.engine.drain = Duration::from_secs(1);
    let rest = Rest::with(config).await;
    let asked = json!({"file_id": rest.file(1).await, "model": "openai/test"});
    let job = body(rest.post("/refineloop/jobs", &asked).await).await;
    let answer = rest.get(&format!("/refineloop/jobs/{}?wait=5", job["job_id"].as_str().unwrap())).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(super::header(&answer, "retry-after"), "1");
    assert_eq!(body(answer).await["error"]["code"], "too_many_watches");
    rest.drain().await;
}

#[tokio::test]
async fn a_cancelled_job_shows_as_failed_and_is_then_erased() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(|_| Act::Hang).await;
    let rest = Rest::with(config_with_model(folder.path(), &model.base_url)).await;
    let asked = json!({"file_id": rest.file(1).await, "model": "openai/test", "labels": {"who": "me"}});
    let job = body(rest.post("/refineloop/jobs", &asked).await).await;
    assert_eq!(job["labels"], json!({"who": "me"}));
    let path = format!("/refineloop/jobs/{}", job["job_id"].as_str().unwrap());
    let answer = rest.delete(&path).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert_eq!(body(answer).await["error"]["code"], "job_not_finished");
    let answer = rest.post(&format!("{path}/cancel"), &json!({})).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let job = rest.over(job["job_id"].as_str().unwrap()).await;
    assert_eq!((&job["status"], &job["error"]["code"]), (&json!("failed"), &json!("cancelled")));
    assert!(job["error"]["request_id"].is_string() && job["progress"].as_u64().unwrap() < 100);
    assert_eq!(rest.delete(&path).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(rest.get(&path).await.status(), StatusCode::NOT_FOUND);
    rest.drain().await;
}

#[tokio::test]
async fn jobs_and_segments_are_listed_and_work_is_estimated() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let job = rest.job(30).await;
    let newest = rest.job(1).await;
    rest.over(&job).await;
    let list = body(rest.get("/refineloop/jobs?limit=1").await).await;
    assert_eq!((&list["data"][0]["job_id"], &list["has_more"]), (&json!(newest), &json!(true)));
    let next = format!("/refineloop/jobs?limit=1&cursor={}", list["next_cursor"].as_str().unwrap());
    assert_eq!(body(rest.get(&next).await).await["data"][0]["job_id"], json!(job));
    let segments = body(rest.get(&format!("/refineloop/jobs/{job}/segments?limit=100")).await).await;
    assert_eq!(segments["data"].as_array().unwrap().len(), 30);
    assert_eq!(segments["data"][0]["number"], 1);
    let state = segments["data"][0]["state"].as_str().unwrap();
    assert!(["changed", "unchanged"].contains(&state), "{state}");
    let failed = body(rest.get(&format!("/refineloop/jobs/{job}/segments?state=failed")).await).await;
    assert_eq!(failed["data"], json!([]));
    let asked = json!({"file_id": rest.file(4).await, "model": "builtin/rules"});
    let estimate = body(rest.post("/refineloop/jobs/estimate", &asked).await).await;
    assert_eq!((&estimate["segments"], &estimate["distinct"]), (&json!(4), &json!(4)));
    rest.drain().await;
}
