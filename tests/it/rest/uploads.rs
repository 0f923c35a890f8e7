//! A form is read while it arrives, within bounds, and what breaks off leaves nothing.

use super::{FORM, Rest, body, form, header};
use crate::harness::{config, document};
use reqwest::{Method, StatusCode};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Nothing is listed, nothing lies in the folder.
async fn assert_nothing_kept(rest: &Rest, folder: &std::path::Path) {
    assert_eq!(body(rest.get("/files").await).await["data"], serde_json::json!([]));
    let left: Vec<_> = std::fs::read_dir(folder.join("files")).into_iter().flatten().collect();
    assert!(left.is_empty(), "{left:?}");
}

fn part(name: &str, filename: Option<&str>, bytes: &str) -> String {
    let filename = filename.map(|name| format!("; filename=\"{name}\"")).unwrap_or_default();
    format!("--a boundary\r\nContent-Disposition: form-data; name=\"{name}\"{filename}\r\n\r\n{bytes}\r\n")
}

#[tokio::test]
async fn a_form_holds_one_file_and_little_else() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let text = document(1);
    let file = || part("file", Some("a.xlf"), &text);
    let end = "--a boundary--\r\n";
    let small = part("note", None, "x");
    let large = part("note", None, &"x".repeat((64 << 10) + 1));
    let check = async |form: String, status: u16, field: &str| {
        let request = rest.call(Method::POST, "/files").header("content-type", FORM).body(form);
        let answer = request.send().await.unwrap();
        let (seen, answer) = (answer.status().as_u16(), body(answer).await);
        assert_eq!(seen, status, "{answer}");
        if status == 400 {
            assert_eq!(answer["error"]["code"], "request_invalid");
            assert_eq!(answer["error"]["fields"][0]["field"], field, "{answer}");
        }
    };
    check(format!("{}{}{}", file(), file(), end), 400, "file").await;
    check(end.to_owned(), 400, "file").await;
    check(format!("{}{end}", part("file", None, &text)), 400, "file").await;
    check(format!("{}{end}", part("document", Some("a.xlf"), &text)), 400, "file").await;
    check(format!("{}{end}", part("file", Some(""), &text)), 400, "filename").await;
    check(format!("{}{}{end}", large, file()), 400, "body").await;
    check(format!("{}{}{end}", file(), large), 400, "body").await;
    check(format!("{}{}{end}", small.repeat(6), file()), 400, "body").await;
    check(file(), 400, "body").await;
    check("no form".to_owned(), 400, "body").await;
    check(format!("--a boundary\r\n{}", "x".repeat(3 << 20)), 400, "body").await;
    assert_nothing_kept(&rest, folder.path()).await;
    check(format!("{}{}{}{end}", small.repeat(2), file(), small.repeat(3)), 200, "").await;
    rest.drain().await;
}

#[tokio::test]
async fn other_bodies_than_forms_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let check = async |kind: &str, coding: &str, status: u16| {
        let request = rest.call(Method::POST, "/files").header("content-type", kind);
        let request = request.header("content-encoding", coding).body(form("a.xlf", document(1).as_bytes()));
        assert_eq!(request.send().await.unwrap().status().as_u16(), status, "{kind} {coding}");
    };
    check("application/xliff+xml", "identity", 415).await;
    check(FORM, "gzip", 415).await;
    check("multipart/form-data", "identity", 400).await;
    check(FORM, "identity", 200).await;
    rest.drain().await;
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_with_the_setting() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    config.limits.file_bytes = 1 << 20;
    let rest = Rest::with(config).await;
    let answer = rest.upload("a.xlf", document(20_000).as_bytes(), &[]).await;
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let error = &body(answer).await["error"];
    assert_eq!(
        (error["code"].as_str(), error["details"]["maxSizeBytes"].as_str()),
        (Some("file_too_large"), Some("1048576"))
    );
    assert!(error["message"].as_str().unwrap().contains("limits.file_bytes"));
    assert_nothing_kept(&rest, folder.path()).await;
    rest.drain().await;
}

#[tokio::test]
async fn a_file_larger_than_any_default_of_the_framework_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let text = document(20_000);
    assert!(text.len() > 3 << 20);
    let answer = rest.upload("a.xlf", text.as_bytes(), &[]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(body(answer).await["size"], text.len());
    rest.drain().await;
}

#[tokio::test]
async fn a_file_that_is_no_xliff_is_refused_with_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let answer = rest.upload("a.xlf", b"<xliff version=\"1.2\">\n<file>", &[]).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    let error = &body(answer).await["error"];
    assert_eq!(error["code"], "xliff_malformed");
    assert!(error["details"]["line"].is_string(), "{error}");
    assert_nothing_kept(&rest, folder.path()).await;
    rest.drain().await;
}

/// Opens an upload by hand and sends only its beginning.
pub(super) async fn begin(rest: &Rest, key: &str) -> TcpStream {
    let address = rest.server.address.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let body = form("a.xlf", document(100).as_bytes());
    let request = rest.call(Method::POST, "/files").header("content-type", FORM);
    let request = request.header("idempotency-key", key).build().unwrap();
    let mut head = format!("POST /files HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in request.headers() {
        head += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    stream.write_all(format!("{head}\r\n").as_bytes()).await.unwrap();
    stream.write_all(&body[..body.len() / 2]).await.unwrap();
    stream
}

#[tokio::test]
async fn a_sender_that_falls_silent_is_told_and_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    config.limits.body_idle = Duration::from_millis(200);
    let rest = Rest::with(config).await;
    let mut stream = begin(&rest, "k").await;
    let mut answer = String::new();
    // To the end: the server closes the connection.
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("upload_too_slow"), "{answer}");
    assert_nothing_kept(&rest, folder.path()).await;
    rest.drain().await;
}

#[tokio::test]
async fn a_sender_that_breaks_off_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    drop(begin(&rest, "k").await);
    // An upload that came later is whole when the one before has been thrown away or never was.
    let answer = rest.upload("b.xlf", document(1).as_bytes(), &[]).await;
    assert_eq!(header(&answer, "content-type"), "application/json");
    let listed = body(rest.get("/files").await).await;
    assert_eq!(listed["data"].as_array().unwrap().len(), 1);
    rest.drain().await;
    let left: Vec<_> = std::fs::read_dir(folder.path().join("files")).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}
