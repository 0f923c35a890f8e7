//! REST says what the original says, and ours beside it; a client that knows only the original works.

use crate::harness::{Server, config, document};
use refineloop::config::Config;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use std::path::Path;

mod description;
mod events;
mod files;
mod idempotency;
mod jobs;
mod refusals;
mod uploads;

/// A client of the REST interface of a server in this process.
pub(crate) struct Rest {
    pub(crate) server: Server,
    client: Client,
}

impl Rest {
    pub(crate) async fn start(folder: &Path) -> Self {
        Self::with(config(folder)).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let server = Server::start(config).await;
        Self { server, client: Client::new() }
    }

    pub(crate) fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.authorized(self.client.request(method, format!("{}{path}", self.server.address)))
    }

    /// The only place that shows a key.
    fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(&self.server.key)
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.call(Method::GET, path).send().await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Response {
        self.post_with(path, body, &[]).await
    }

    pub(crate) async fn post_with(&self, path: &str, body: &Value, headers: &[(&str, &str)]) -> Response {
        let request = self.call(Method::POST, path).header("content-type", "application/json");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        request.body(body.to_string()).send().await.unwrap()
    }

    pub(crate) async fn delete(&self, path: &str) -> Response {
        self.call(Method::DELETE, path).send().await.unwrap()
    }

    /// Uploads a form with one file, as a browser would.
    pub(crate) async fn upload(&self, name: &str, bytes: &[u8], headers: &[(&str, &str)]) -> Response {
        let request = self.call(Method::POST, "/files").header("content-type", FORM);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        request.body(form(name, bytes)).send().await.unwrap()
    }

    /// The identifier of a new file of `count` segments.
    pub(crate) async fn file(&self, count: usize) -> String {
        let answer = self.upload("paper.xlf", document(count).as_bytes(), &[]).await;
        assert_eq!(answer.status(), StatusCode::OK);
        body(answer).await["file_id"].as_str().unwrap().to_owned()
    }

    /// The identifier of a new job on a new file of `count` segments.
    pub(crate) async fn job(&self, count: usize) -> String {
        let file = self.file(count).await;
        let asked = json!({"file_id": file, "model": "builtin/rules"});
        let answer = self.post("/refineloop/jobs", &asked).await;
        assert_eq!(answer.status(), StatusCode::ACCEPTED);
        body(answer).await["job_id"].as_str().unwrap().to_owned()
    }

    /// The job when it is over.
    pub(crate) async fn over(&self, job: &str) -> Value {
        loop {
            let job = body(self.get(&format!("/refineloop/jobs/{job}?wait=30")).await).await;
            if job["status"] == "completed" || job["status"] == "failed" {
                return job;
            }
        }
    }

    pub(crate) async fn drain(self) {
        drop(self.client);
        self.server.drain().await;
    }
}

/// The content type of [`form`].
pub(crate) const FORM: &str = "multipart/form-data; boundary=\"a boundary\"";

/// The body of a form with one file.
pub(crate) fn form(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--a boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n--a boundary--\r\n"].concat()
}

/// The JSON of an answer.
pub(crate) async fn body(response: Response) -> Value {
    let bytes = response.bytes().await.unwrap();
    serde_json::from_slice(&bytes).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&bytes)))
}

/// A header of an answer; empty if it is not there.
pub(crate) fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

/// The names of the members of an object, in order of the alphabet.
pub(crate) fn members(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn a_client_of_the_original_uploads_refines_polls_and_downloads() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let models = body(rest.get("/refineloop/models").await).await;
    let rules = models["data"].as_array().unwrap().iter().find(|model| model["id"] == "builtin/rules");
    for member in ["id", "display_name", "description", "provider"] {
        assert!(rules.unwrap()[member].is_string(), "{member}");
    }
    assert_eq!(rules.unwrap().get("price"), None, "no price is not a price of nothing");
    let text = document(5).replace("falsch.", "falsch .");
    let answer = rest.upload("paper.xlf", text.as_bytes(), &[]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let file = body(answer).await;
    assert_eq!((&file["filename"], &file["size"]), (&json!("paper.xlf"), &json!(text.len())));
    assert_eq!(file["updated_at"], file["created_at"]);
    assert!(file["expires_at"].as_str().unwrap().ends_with('Z'));
    let asked = json!({
        "model": "builtin/rules", "file_id": file["file_id"], "max_revisions": 3,
        "exclude_numeric_segments": true, "remove_hyphenation": null, "domain": "medical",
        "note_language": "en", "output_mode": "none", "custom_instructions": "Be brief.",
        "a member nobody knows": {"is": ["passed", "over"]},
    });
    let answer = rest.post("/refineloop/jobs", &asked).await;
    assert_eq!(answer.status(), StatusCode::ACCEPTED);
    assert_eq!(header(&answer, "retry-after"), "1");
    let place = header(&answer, "location");
    let job = body(answer).await;
    assert_eq!(place, format!("/refineloop/jobs/{}", job["job_id"].as_str().unwrap()));
    for member in ["job_id", "model", "status", "progress", "created_at", "updated_at", "expires_at"] {
        assert!(!job[member].is_null(), "{member}");
    }
    let job = rest.over(job["job_id"].as_str().unwrap()).await;
    assert_eq!((&job["status"], &job["progress"]), (&json!("completed"), &json!(100)));
    assert_eq!(job["usage"]["segments"], 5);
    assert!(job["completed_at"].is_string() && job.get("error").is_none());
    let output = job["output_file_id"].as_str().unwrap();
    let answer = rest.get(&format!("/files/{output}/content")).await;
    assert_eq!(header(&answer, "content-type"), "application/xliff+xml");
    assert_eq!(
        header(&answer, "content-disposition"),
        "attachment; filename=\"paper.refined.xlf\"; filename*=UTF-8''paper.refined.xlf"
    );
    assert!(answer.text().await.unwrap().starts_with("<?xml"));
    rest.drain().await;
}

#[tokio::test]
async fn the_same_routes_stand_under_v1() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let file = rest.file(1).await;
    let asked = json!({"file_id": file, "model": "builtin/rules"});
    let answer = rest.post("/v1/refineloop/jobs", &asked).await;
    assert_eq!(answer.status(), StatusCode::ACCEPTED);
    let place = header(&answer, "location");
    assert!(place.starts_with("/v1/refineloop/jobs/"), "{place}");
    assert_eq!(rest.get(&place).await.status(), StatusCode::OK);
    for path in
        ["/v1/files", "/v1/refineloop/models", "/v1/refineloop/jobs", "/healthz", "/readyz", "/metrics"]
    {
        assert_eq!(rest.get(path).await.status(), StatusCode::OK, "{path}");
    }
    rest.drain().await;
}
