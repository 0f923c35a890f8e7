//! A request may be repeated under its key: the same is answered with what the first one made.

use super::uploads::begin;
use super::{Rest, body};
use crate::harness::document;
use reqwest::{Response, StatusCode};
use serde_json::json;

async fn refused(answer: Response, status: StatusCode, code: &str) {
    assert_eq!(answer.status(), status);
    assert_eq!(body(answer).await["error"]["code"], code);
}

#[tokio::test]
async fn a_repeated_upload_is_told_by_its_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let (one, other) = (document(1), document(2));
    let first = body(rest.upload("a.xlf", one.as_bytes(), &[("idempotency-key", "\"k\"")]).await).await;
    let again = body(rest.upload("a.xlf", one.as_bytes(), &[("idempotency-key", "k")]).await).await;
    assert_eq!(first, again);
    for (name, text) in [("a.xlf", &other), ("b.xlf", &one)] {
        let answer = rest.upload(name, text.as_bytes(), &[("idempotency-key", "k")]).await;
        refused(answer, StatusCode::UNPROCESSABLE_ENTITY, "request_id_reused").await;
    }
    let another = body(rest.upload("a.xlf", one.as_bytes(), &[("idempotency-key", "l")]).await).await;
    assert_ne!(first["file_id"], another["file_id"]);
    assert_eq!(body(rest.get("/files").await).await["data"].as_array().unwrap().len(), 2);
    rest.drain().await;
}

#[tokio::test]
async fn a_repeated_job_is_the_first_as_it_is_now() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let file = rest.file(3).await;
    let asked = json!({"file_id": file, "model": "builtin/rules"});
    let key = [("idempotency-key", "\"one job\u{21}\"")];
    // A blank is not visible: not a key.
    refused(
        rest.post_with("/refineloop/jobs", &asked, &key).await,
        StatusCode::BAD_REQUEST,
        "request_invalid",
    )
    .await;
    let key = [("idempotency-key", "one-job")];
    let first = body(rest.post_with("/refineloop/jobs", &asked, &key).await).await;
    let job = first["job_id"].as_str().unwrap();
    rest.over(job).await;
    let again = rest.post_with("/refineloop/jobs", &asked, &key).await;
    assert_eq!(again.status(), StatusCode::ACCEPTED);
    let again = body(again).await;
    assert_eq!((&again["job_id"], &again["status"]), (&first["job_id"], &json!("completed")));
    let other = json!({"file_id": file, "model": "builtin/rules", "max_revisions": 2});
    let answer = rest.post_with("/refineloop/jobs", &other, &key).await;
    refused(answer, StatusCode::UNPROCESSABLE_ENTITY, "request_id_reused").await;
    let answer = rest.upload("a.xlf", document(1).as_bytes(), &key).await;
    assert_eq!(answer.status(), StatusCode::OK, "a key belongs to its route");
    rest.drain().await;
}

#[tokio::test]
async fn a_request_whose_twin_is_running_is_refused_until_that_has_ended() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let text = document(1);
    // Which of two connections is read first is not ours to say: a new key until it was the first.
    for number in 0..50 {
        let key = format!("key-{number}");
        let first = begin(&rest, &key).await;
        let second = rest.upload("a.xlf", text.as_bytes(), &[("idempotency-key", &key)]).await;
        if second.status() == StatusCode::OK {
            continue;
        }
        refused(second, StatusCode::CONFLICT, "request_in_progress").await;
        drop(first);
        while rest.upload("a.xlf", text.as_bytes(), &[("idempotency-key", &key)]).await.status()
            == StatusCode::CONFLICT
        {}
        return rest.drain().await;
    }
    panic!("the first of two requests was never read first");
}
