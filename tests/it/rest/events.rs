//! Events over REST carry the numbers of the watch, so that a cut costs nothing.

use super::{Rest, body, header};
use crate::harness::config;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

/// One event as a browser sees it.
#[derive(Debug, Clone)]
struct Event {
    id: i64,
    name: String,
    data: Value,
}

/// Reads events until the stream ends or `most` of them came.
async fn read(mut answer: Response, most: usize) -> Vec<Event> {
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(header(&answer, "content-type"), "text/event-stream");
    let (mut text, mut events) = (Vec::new(), Vec::new());
    while events.len() < most {
        let Some(piece) = answer.chunk().await.unwrap() else { break };
        text.extend(piece);
        while let Some(end) = text.windows(2).position(|two| two == b"\n\n") {
            let block: Vec<u8> = text.drain(..end + 2).collect();
            events.extend(event(std::str::from_utf8(&block).unwrap()));
        }
    }
    events.truncate(most);
    events
}

fn event(block: &str) -> Option<Event> {
    let field =
        |name: &str| block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim);
    Some(Event {
        name: field("event")?.to_owned(),
        id: field("id")?.parse().unwrap(),
        data: serde_json::from_str(field("data")?).unwrap(),
    })
}

async fn watch(rest: &Rest, job: &str, last: Option<i64>) -> Response {
    let request = rest.call(Method::GET, &format!("/refineloop/jobs/{job}/events?segments=true"));
    let request = match last {
        Some(last) => request.header("last-event-id", last.to_string()),
        None => request,
    };
    request.send().await.unwrap()
}

#[tokio::test]
async fn events_are_cut_ten_times_and_each_segment_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let job = rest.job(200).await;
    let mut seen: Vec<Event> = Vec::new();
    for _ in 0..10 {
        let last = seen.last().map(|event| event.id);
        seen.extend(read(watch(&rest, &job, last).await, 15).await);
    }
    assert_ne!(seen.last().unwrap().name, "finished", "all ten cuts came before the end");
    let last = seen.last().map(|event| event.id);
    seen.extend(read(watch(&rest, &job, last).await, usize::MAX).await);
    assert!(seen.windows(2).all(|two| two[0].id <= two[1].id), "numbers never go down");
    let mut numbers: Vec<i64> = seen
        .iter()
        .filter(|event| event.name == "segment")
        .map(|event| event.data["number"].as_i64().unwrap())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=200).collect::<Vec<_>>());
    let end = seen.last().unwrap();
    assert_eq!((end.name.as_str(), &end.data["status"]), ("finished", &json!("completed")));
    assert_eq!(end.data["last_sequence"], end.id);
    let over = watch(&rest, &job, Some(end.id)).await;
    assert_eq!(over.status(), StatusCode::NO_CONTENT, "a browser stops coming back");
    rest.drain().await;
}

#[tokio::test]
async fn a_snapshot_with_number_0_is_a_good_place_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let job = rest.job(3).await;
    rest.over(&job).await;
    let first = read(watch(&rest, &job, None).await, 1).await;
    assert_eq!((first[0].name.as_str(), first[0].id), ("snapshot", 0));
    let names: Vec<String> = read(watch(&rest, &job, Some(0)).await, usize::MAX)
        .await
        .into_iter()
        .map(|event| event.name)
        .collect();
    assert_eq!(names, ["snapshot", "segment", "segment", "segment", "finished"]);
    rest.drain().await;
}

#[tokio::test]
async fn a_watch_begins_as_it_is_asked_or_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    config.watch.streams = 1;
    let rest = Rest::with(config).await;
    let job = rest.job(1).await;
    let end = rest.over(&job).await["last_sequence"].as_i64().unwrap();
    let check = async |query: &str, last: &str, status: u16, code: &str| {
        let request = rest.call(Method::GET, &format!("/refineloop/jobs/{job}/events{query}"));
        let request = if last.is_empty() { request } else { request.header("last-event-id", last) };
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{query} {last}");
        if status >= 400 {
            assert_eq!(body(answer).await["error"]["code"], code, "{query} {last}");
        }
    };
    check("?after=junk", "", 400, "request_invalid").await;
    check("?after=-1", "", 400, "request_invalid").await;
    check("?segments=yes", "", 400, "request_invalid").await;
    check("", "junk", 400, "request_invalid").await;
    check("", "999", 400, "cursor_ahead").await;
    check(&format!("?after={end}"), "", 204, "").await;
    check("?after=1", &end.to_string(), 204, "").await;
    let text = rest.get(&format!("/refineloop/jobs/{job}/events")).await.text().await.unwrap();
    assert!(text.starts_with("retry: 1000\n\n"), "{text}");
    rest.drain().await;
}
