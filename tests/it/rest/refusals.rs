//! Every refusal has the same body, in the form that is asked for, with a status that fits.

use super::{Rest, body, header};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const NOBODY: &str = "0198c0de-0000-7000-8000-000000000000";

#[tokio::test]
async fn a_refusal_is_the_originals_error_with_a_problem_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let path = format!("/refineloop/jobs/{NOBODY}");
    let answer = rest.get(&path).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert_eq!(header(&answer, "content-type"), "application/json");
    assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
    let problem = body(answer).await;
    assert!(problem["error"]["request_id"].is_string());
    assert_eq!(problem["error"]["code"], "job_not_found");
    assert_eq!(problem["error"]["message"], problem["detail"]);
    assert_eq!(problem["type"], "/docs/errors/JOB_NOT_FOUND");
    assert_eq!(problem["title"], "Job not found");
    assert_eq!(problem["status"], 404);
    assert_eq!(problem["instance"], path);
    let asked = rest.call(Method::GET, &path).header("accept", "text/html, application/problem+json;q=0.9");
    assert_eq!(header(&asked.send().await.unwrap(), "content-type"), "application/problem+json");
    rest.drain().await;
}

#[tokio::test]
async fn what_is_not_there_is_404_and_what_cannot_be_done_405() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let check = async |method: Method, path: &str, status: u16, code: &str, allow: &str| {
        let answer = rest.call(method, path).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), header(&answer, "allow").as_str()), (status, allow), "{path}");
        assert_eq!(body(answer).await["error"]["code"], code, "{path}");
    };
    check(Method::GET, "/nothing", 404, "route_not_found", "").await;
    check(Method::GET, "/v1/nothing", 404, "route_not_found", "").await;
    check(Method::GET, &format!("/files/{NOBODY}"), 404, "file_not_found", "").await;
    check(Method::GET, "/files/no-id", 404, "file_not_found", "").await;
    check(Method::GET, "/files/no-id/content", 404, "file_not_found", "").await;
    check(Method::GET, "/files/%ff/content", 404, "file_not_found", "").await;
    check(Method::GET, "/files/..%2f..%2fetc%2fpasswd/content", 404, "file_not_found", "").await;
    check(Method::DELETE, "/files/no-id", 404, "file_not_found", "").await;
    check(Method::GET, "/refineloop/jobs/no-id", 404, "job_not_found", "").await;
    check(Method::GET, "/refineloop/jobs/no-id/segments", 404, "job_not_found", "").await;
    check(Method::POST, "/refineloop/jobs/no-id/cancel", 404, "job_not_found", "").await;
    check(Method::PUT, "/files", 405, "method_not_allowed", "POST,GET,HEAD").await;
    check(Method::PATCH, "/v1/refineloop/models", 405, "method_not_allowed", "GET,HEAD").await;
    check(Method::GET, "/files?limit=0", 400, "request_invalid", "").await;
    check(Method::GET, "/refineloop/jobs?limit=ten", 400, "request_invalid", "").await;
    check(Method::GET, "/refineloop/jobs?cursor=junk", 400, "page_token_invalid", "").await;
    rest.drain().await;
}

#[tokio::test]
async fn nobody_learns_without_a_key_what_else_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let stranger = reqwest::Client::new();
    let check = async |method: Method, path: &str| {
        let request = stranger.request(method, format!("{}{path}", rest.server.address));
        let answer = request.header("content-type", "text/plain").body("junk").send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(header(&answer, "www-authenticate"), "Bearer", "{path}");
        assert_eq!(body(answer).await["error"]["code"], "api_key_missing", "{path}");
    };
    check(Method::POST, "/files").await;
    check(Method::GET, "/files?limit=0").await;
    check(Method::GET, "/files/no-id").await;
    check(Method::GET, "/files/no-id/content").await;
    check(Method::DELETE, "/v1/files/no-id").await;
    check(Method::POST, "/refineloop/jobs").await;
    check(Method::POST, "/refineloop/jobs/estimate").await;
    check(Method::GET, "/refineloop/jobs?limit=0").await;
    check(Method::GET, "/refineloop/jobs/no-id").await;
    check(Method::GET, "/refineloop/jobs/no-id/segments?state=junk").await;
    check(Method::GET, "/refineloop/jobs/no-id/events?after=junk").await;
    check(Method::POST, "/refineloop/jobs/no-id/cancel").await;
    rest.drain().await;
}

#[tokio::test]
async fn a_body_that_cannot_stand_is_refused_by_the_name_of_its_member() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let file = rest.file(1).await;
    let check = async |change: Value, status: u16, code: &str, field: &str| {
        let mut asked = json!({"file_id": file, "model": "builtin/rules"});
        for (name, value) in change.as_object().unwrap() {
            asked[name] = value.clone();
        }
        let answer = rest.post("/refineloop/jobs", &asked).await;
        let (seen, answer) = (answer.status().as_u16(), body(answer).await);
        assert_eq!((seen, &answer["error"]["code"]), (status, &json!(code)), "{change} {answer}");
        let named = answer["error"]["fields"][0]["field"].as_str().unwrap_or_default();
        assert_eq!(named, field, "{change}");
        assert!(!answer.to_string().contains("spec."), "{answer}");
    };
    check(json!({"model": null}), 400, "request_invalid", "model").await;
    let empty = body(rest.post("/refineloop/jobs", &json!({})).await).await;
    assert_eq!(empty["error"]["fields"][0]["rule"], "REQUIRED", "{empty}");
    check(json!({"model": 7}), 400, "request_invalid", "model").await;
    check(json!({"model": "builtin/none"}), 404, "model_not_found", "").await;
    check(json!({"file_id": null}), 400, "request_invalid", "file_id").await;
    check(json!({"file_id": "no-id"}), 400, "request_invalid", "file_id").await;
    check(json!({"file_id": NOBODY}), 404, "file_not_found", "").await;
    check(json!({"max_revisions": 0}), 400, "request_invalid", "max_revisions").await;
    check(json!({"max_revisions": 11}), 400, "request_invalid", "max_revisions").await;
    check(json!({"max_revisions": "6"}), 400, "request_invalid", "max_revisions").await;
    check(json!({"output_mode": "FULL"}), 400, "request_invalid", "output_mode").await;
    check(json!({"remove_hyphenation": "true"}), 400, "request_invalid", "remove_hyphenation").await;
    check(json!({"note_language": "no language"}), 400, "request_invalid", "note_language").await;
    check(json!({"labels": {"a": 1}}), 400, "request_invalid", "labels").await;
    check(json!({"strategy": "both"}), 400, "request_invalid", "strategy").await;
    check(json!({"glossary": [{"source": 1}]}), 400, "request_invalid", "glossary[0].source").await;
    rest.drain().await;
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused_with_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let check = async |kind: &str, text: String, status: u16, code: &str, said: &str| {
        let request = rest.call(Method::POST, "/refineloop/jobs").header("content-type", kind).body(text);
        let answer = request.send().await.unwrap();
        let (seen, answer) = (answer.status().as_u16(), body(answer).await);
        assert_eq!((seen, &answer["error"]["code"]), (status, &json!(code)));
        assert!(answer["error"]["message"].as_str().unwrap().contains(said), "{answer}");
    };
    let json = "application/json; charset=utf-8";
    check(json, "{\n  \"model\": ,".to_owned(), 400, "request_invalid", "line 2, column 12").await;
    check(json, "[]".to_owned(), 400, "request_invalid", "object").await;
    check(json, " ".repeat(2 << 20), 413, "body_too_large", "1572864 bytes").await;
    check("text/plain", "{}".to_owned(), 415, "media_type_unsupported", "application/json").await;
    rest.drain().await;
}
