//! Calls to a raw TCP peer that does what no real server admits to.

use super::{BODY_CAP, Transport};
use crate::config::Provider;
use crate::domain::failure::FailureReason::ProviderRefused;
use crate::provider::endpoint::{Endpoint, Request};
use crate::provider::{Fail, FailKind, Prompt, Reply};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the peer does after it has read the head of the request.
#[derive(Clone)]
enum Peer {
    /// Sends these bytes and closes.
    Says(Vec<u8>),
    /// Sends these bytes and then nothing, with the connection open.
    Hangs(&'static [u8]),
    /// Sends a byte every few milliseconds, for ever.
    Drips,
    /// Closes with a reset.
    Resets,
}

const GOOD: &str = r#"{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}"#;

fn http(status: &str, extra: &str, body: &str) -> Peer {
    let length = body.len();
    Peer::Says(format!("HTTP/1.1 {status}\r\n{extra}Content-Length: {length}\r\n\r\n{body}").into_bytes())
}

async fn act(mut stream: TcpStream, peer: Peer) -> String {
    let mut head = vec![0; 16 << 10];
    let read = stream.read(&mut head).await.unwrap();
    match peer {
        Peer::Says(bytes) => drop(stream.write_all(&bytes).await),
        Peer::Hangs(bytes) => {
            stream.write_all(bytes).await.unwrap();
            std::future::pending::<()>().await;
        }
        Peer::Drips => {
            drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n").await);
            while stream.write_all(b" ").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        Peer::Resets => stream.set_zero_linger().unwrap(),
    }
    String::from_utf8_lossy(&head[..read]).into_owned()
}

/// One call to one peer; also the head that the peer received, if it got so far.
async fn call(peer: Peer, deadline: Duration) -> (Result<Reply, Fail>, Option<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move { act(listener.accept().await.unwrap().0, peer).await });
    let (endpoint, request) = ask(&format!("http://{address}/v1"));
    let transport = Transport::new(Duration::from_secs(5)).unwrap();
    let got = transport.call(&endpoint, &request, "key-1", deadline).await;
    let head = if got.is_ok() { served.await.ok() } else { None };
    (got, head)
}

fn ask(base_url: &str) -> (Endpoint, Request) {
    let provider = Provider {
        name: "local".to_owned(),
        base_url: base_url.to_owned(),
        key: Some("sk-secret".to_owned().into()),
        key_optional: true,
        ..Provider::default()
    };
    let endpoint = Endpoint::new(&provider, "m");
    let prompt = Prompt {
        system: "s".to_owned(),
        job: "j".to_owned(),
        work: "w".to_owned(),
        schema_name: "n",
        schema: "{}",
        max_output_tokens: 1,
    };
    let request = endpoint.encode(&prompt);
    (endpoint, request)
}

async fn check(peer: Peer, expected: FailKind) {
    let (got, _) = call(peer, Duration::from_millis(300)).await;
    let fail = got.unwrap_err();
    assert_eq!(fail.kind, expected, "{fail:?}");
    assert!(!format!("{fail:?}").contains("secret"), "{fail:?}");
}

#[tokio::test]
async fn a_good_answer_is_read_and_the_request_names_its_key() {
    let peer = http("200 OK", "Content-Type: Application/JSON\r\n", GOOD);
    let (got, head) = call(peer, Duration::from_secs(5)).await;
    assert_eq!(got.unwrap().text, "hi");
    let head = head.unwrap().to_ascii_lowercase();
    assert!(head.starts_with("post /v1/chat/completions http/1.1"), "{head}");
    assert!(head.contains("idempotency-key: key-1\r\n"), "{head}");
    assert!(head.contains("authorization: bearer sk-secret\r\n"), "{head}");
}

#[tokio::test]
async fn silence_ends_at_the_deadline_wherever_it_sets_in() {
    check(Peer::Hangs(b""), FailKind::TimedOut).await;
    check(Peer::Hangs(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"), FailKind::TimedOut).await;
    check(Peer::Drips, FailKind::TimedOut).await;
}

#[tokio::test]
async fn a_lost_connection_can_be_tried_again() {
    check(Peer::Resets, FailKind::Unavailable).await;
    check(Peer::Says(Vec::new()), FailKind::Unavailable).await;
    let short = b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{\"choices\"".to_vec();
    check(Peer::Says(short), FailKind::Unavailable).await;
    let (endpoint, request) = ask("http://127.0.0.1:1/v1");
    let transport = Transport::new(Duration::from_secs(1)).unwrap();
    let got = transport.call(&endpoint, &request, "k", Duration::from_secs(5)).await;
    assert_eq!(got.unwrap_err().kind, FailKind::Unavailable);
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let (got, _) = call(http("200 OK", "", &" ".repeat(BODY_CAP + 1)), Duration::from_secs(20)).await;
    assert_eq!(got.unwrap_err().kind, FailKind::BadReply);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    check(http("302 Found", "Location: /elsewhere\r\n", ""), FailKind::Fatal(ProviderRefused)).await;
}

#[tokio::test]
async fn a_gateway_page_is_the_gateways_fault() {
    check(http("502 Bad Gateway", "", "<html>"), FailKind::Unavailable).await;
    check(http("200 OK", "", "<html>log in</html>"), FailKind::BadReply).await;
}

#[tokio::test]
async fn an_address_that_is_none_is_no_outage() {
    let (endpoint, request) = ask("no address");
    let transport = Transport::new(Duration::from_secs(1)).unwrap();
    let got = transport.call(&endpoint, &request, "k", Duration::from_secs(5)).await;
    assert_eq!(got.unwrap_err().kind, FailKind::Fatal(ProviderRefused));
}

#[test]
fn a_client_without_any_certificates_can_be_made() {
    crate::provider::install_tls();
    assert!(reqwest::Client::builder().tls_certs_only([]).build().is_ok());
}
