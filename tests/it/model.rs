//! A language model for tests: speaks the OpenAI protocol over a real socket, answers by a script,
//! and writes every request it gets into a ledger.

use serde_json::{Value, json};
use std::cmp;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// Tokens every answer claims to have used.
pub(crate) const TOKENS_IN: u64 = 100;
pub(crate) const TOKENS_OUT: u64 = 40;

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Its place among all requests, from 0.
    pub(crate) number: usize,
    /// The idempotency key it came with.
    pub(crate) key: String,
    /// The key of the provider it came with, as its header says; empty without one.
    pub(crate) authorization: String,
    /// Who asks.
    pub(crate) peer: SocketAddr,
    /// The segments it is about; empty for a comparison.
    pub(crate) segments: Vec<Value>,
    /// The pairs of versions to compare; empty for anything else.
    pub(crate) pairs: Vec<Value>,
    /// The whole body.
    pub(crate) body: Value,
}

/// What the model does with a request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Answers with these items; with none for a comparison, with what [`judge`] says of its pairs.
    Items(Vec<Value>),
    /// Answers with this text as the completion.
    Text(String),
    /// Answers with a status and headers.
    Status(u16, &'static str),
    /// Answers with a status, headers and a body.
    Whole(u16, &'static str, String),
    /// Answers with a status, headers and a body, which need not be what they say.
    Raw(u16, String, Vec<u8>),
    /// The same, and then nothing more, with the connection open.
    Stall(u16, String, Vec<u8>),
    /// Begins a good answer and sends it a byte at a time, for ever.
    Drip,
    /// Sends so many bytes of a good answer without an end, and notes how many of them were taken.
    Flood(u64, Arc<AtomicU64>),
    /// Closes the connection with a reset.
    Reset,
    /// Does that after a while.
    Late(Duration, Box<Act>),
    /// Never answers.
    Hang,
    /// Closes the connection.
    HangUp,
}

type Script = Arc<dyn Fn(&Asked) -> Act + Send + Sync>;

/// A running model.
#[derive(Clone)]
pub(crate) struct Model {
    pub(crate) base_url: String,
    ledger: Arc<Mutex<Vec<(String, bool)>>>,
}

impl Model {
    /// Edits in three answers; then it does what `broken` says and rings, until the flag is set.
    pub(crate) async fn breaks_after_three(broken: fn() -> Act) -> (Self, Arc<Notify>, Arc<AtomicBool>) {
        let (rung, healed) = (Arc::new(Notify::new()), Arc::new(AtomicBool::new(false)));
        let (ring, is_healed) = (Arc::clone(&rung), Arc::clone(&healed));
        let model = Self::start(move |asked| {
            if asked.number < 3 || is_healed.load(Ordering::SeqCst) {
                return editor(asked);
            }
            ring.notify_one();
            broken()
        });
        (model.await, rung, healed)
    }

    pub(crate) async fn start(script: impl Fn(&Asked) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
        let model = Self { base_url, ledger: Arc::default() };
        let (serving, script) = (model.clone(), Arc::new(script) as Script);
        tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                tokio::spawn(serving.clone().serve(socket, Arc::clone(&script)));
            }
        });
        model
    }

    /// The keys of all requests so far, in order.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.ledger.lock().unwrap().iter().map(|(key, _)| key.clone()).collect()
    }

    /// How many requests got a whole completion.
    pub(crate) fn answered(&self) -> u64 {
        self.ledger.lock().unwrap().iter().filter(|(_, answered)| *answered).count() as u64
    }

    async fn serve(self, mut socket: TcpStream, script: Script) {
        let peer = socket.peer_addr().unwrap();
        let Some((key, authorization, body)) = request(&mut socket).await else { return };
        let number = {
            let mut ledger = self.ledger.lock().unwrap();
            ledger.push((key.clone(), false));
            ledger.len() - 1
        };
        let (segments, pairs) = (work(&body, "SEGMENTS\n"), work(&body, "PAIRS\n"));
        let asked = Asked { number, key, authorization, peer, segments, pairs, body };
        let act = match script(&asked) {
            Act::Late(by, act) => {
                tokio::time::sleep(by).await;
                *act
            }
            act => act,
        };
        let answer = match act {
            Act::Items(items) if items.is_empty() => {
                let items: Vec<_> = asked.pairs.iter().map(judge).collect();
                completion(&json!({ "items": items }).to_string())
            }
            Act::Items(items) => completion(&json!({ "items": items }).to_string()),
            Act::Text(text) => completion(&text),
            Act::Status(status, headers) => whole(status, headers, ""),
            Act::Whole(status, headers, body) => whole(status, headers, &body),
            Act::Hang | Act::Late(..) => return std::future::pending().await,
            Act::HangUp => return,
            Act::Reset => return socket.set_zero_linger().unwrap(),
            Act::Raw(status, headers, body) => {
                // The caller may be gone before the end.
                let _gone = socket.write_all(&raw(status, &headers, &body)).await;
                let _gone = socket.shutdown().await;
                return;
            }
            Act::Stall(status, headers, body) => {
                let _gone = socket.write_all(&raw(status, &headers, &body)).await;
                return std::future::pending().await;
            }
            Act::Drip => {
                let _gone = socket.write_all(&raw(200, "content-length: 1000000\r\n", b"")).await;
                while socket.write_all(b" ").await.is_ok() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                return;
            }
            Act::Flood(bytes, taken) => {
                let _gone = socket.write_all(&raw(200, "", b"")).await;
                let chunk = vec![b' '; 64 << 10];
                while taken.load(Ordering::Relaxed) < bytes && socket.write_all(&chunk).await.is_ok() {
                    taken.fetch_add(chunk.len() as u64, Ordering::Relaxed);
                }
                return;
            }
        };
        let whole = answer.starts_with(b"HTTP/1.1 200");
        // The client may have been killed in the meantime; the ledger then says "not answered".
        let written = socket.write_all(&answer).await.is_ok();
        self.ledger.lock().unwrap()[number].1 = whole && written;
        let _gone = socket.shutdown().await;
    }
}

/// An editor that finds `falsch` and makes it `richtig`, and nothing wrong otherwise.
pub(crate) fn editor(asked: &Asked) -> Act {
    Act::Items(asked.segments.iter().map(edit).collect())
}

/// The editor's item for one segment.
pub(crate) fn edit(segment: &Value) -> Value {
    let target = segment["tgt"].as_str().unwrap();
    if target.contains("falsch") {
        item(segment, &target.replace("falsch", "richtig"), "falsch")
    } else {
        json!({
            "id": segment["id"], "anchor": anchor(segment), "verdict": "ok", "issues": [],
            "revised": "", "note": "",
        })
    }
}

/// The vote of a verifier for one pair: for the version with fewer `falsch`, or for neither.
pub(crate) fn judge(pair: &Value) -> Value {
    let wrong = |version: &str| pair[version].as_str().unwrap().matches("falsch").count();
    let better = match wrong("a").cmp(&wrong("b")) {
        cmp::Ordering::Less => "a",
        cmp::Ordering::Greater => "b",
        cmp::Ordering::Equal => "tie",
    };
    json!({"id": pair["id"], "anchor": anchor(pair), "a_errors": "", "b_errors": "", "better": better})
}

/// An item that revises a segment because of `span`.
pub(crate) fn item(segment: &Value, revised: &str, span: &str) -> Value {
    json!({
        "id": segment["id"], "anchor": anchor(segment), "verdict": "revise",
        "issues": [{
            "cat": "accuracy/mistranslation", "sev": "major", "src_span": "", "tgt_span": span,
            "why": "It says the opposite.",
        }],
        "revised": revised, "note": "It said the opposite.",
    })
}

fn anchor(segment: &Value) -> String {
    segment["src"].as_str().unwrap().chars().take(24).collect()
}

fn completion(text: &str) -> Vec<u8> {
    whole(200, "content-type: application/json\r\n", completed(text, "stop").to_string())
}

/// A completion that says it stopped for this reason, with a usage.
pub(crate) fn completed(text: &str, finish: &str) -> Value {
    let usage = json!({
        "prompt_tokens": TOKENS_IN, "completion_tokens": TOKENS_OUT,
        "total_tokens": TOKENS_IN + TOKENS_OUT,
    });
    chat(text, finish, &usage)
}

/// The body of a completion.
fn chat(text: &str, finish: &str, usage: &Value) -> Value {
    json!({
        "id": "x", "object": "chat.completion", "model": "test",
        "choices": [{
            "index": 0, "finish_reason": finish, "message": { "role": "assistant", "content": text },
        }],
        "usage": usage,
    })
}

/// The bytes of an answer.
fn whole(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    raw(status, &format!("{headers}content-length: {}\r\n", body.len()), body)
}

/// The bytes of an answer whose headers need not be true.
fn raw(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status} x\r\n{headers}connection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// What a question is about, under the head of its last part.
fn work(body: &Value, head: &str) -> Vec<Value> {
    let user = body["messages"][1]["content"].as_str().unwrap_or_default();
    user.rsplit_once(head).map_or_else(Vec::new, |(_, list)| serde_json::from_str(list).unwrap())
}

async fn request(socket: &mut TcpStream) -> Option<(String, String, Value)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
            let header = |name: &str| {
                head.lines().find_map(|line| {
                    let (key, value) = line.split_once(':')?;
                    key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
                })
            };
            let length: usize = header("content-length").unwrap().parse().unwrap();
            if bytes.len() >= end + 4 + length {
                let body = serde_json::from_slice(&bytes[end + 4..]).unwrap();
                return Some((
                    header("idempotency-key").unwrap(),
                    header("authorization").unwrap_or_default(),
                    body,
                ));
            }
        }
        if socket.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}
