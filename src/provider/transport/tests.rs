//! Calls to a raw TCP peer that does what no real server admits to.

use super::{BODY_CAP, Transport};
use crate::config::{Provider, SchemaMode};
use crate::domain::failure::FailureReason::{ProviderAuthFailed, ProviderRefused};
use crate::provider::endpoint::Endpoint;
use crate::provider::site::Site;
use crate::provider::{Fail, FailKind, Prompt, Reply, known};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

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
async fn call(peer: Peer, deadline: Duration, spoke: bool) -> (Result<Reply, Fail>, Option<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move { act(listener.accept().await.unwrap().0, peer).await });
    let provider = provider(&format!("http://{address}/v1"));
    let transport = Transport::new(std::slice::from_ref(&provider), Duration::from_secs(5)).unwrap();
    let endpoint = endpoint(&provider);
    if spoke {
        endpoint.site.speaks();
    }
    let got = transport.call(&endpoint, &prompt(), "key-1", deadline).await;
    let head = if got.is_ok() { served.await.ok() } else { None };
    (got, head)
}

fn provider(base_url: &str) -> Provider {
    Provider {
        name: "local".to_owned(),
        base_url: base_url.to_owned(),
        key: Some("sk-secret".into()),
        headers: [("x-team".to_owned(), "secret-team".into())].into(),
        key_optional: true,
        ..Provider::default()
    }
}

fn endpoint(provider: &Provider) -> Endpoint {
    Endpoint::new(Arc::new(Site::new(provider)), "m", known::quirks(provider, "m"))
}

fn prompt() -> Prompt {
    Prompt {
        system: "s".to_owned(),
        job: "j".to_owned(),
        work: "w".to_owned(),
        schema_name: "n",
        schema: "{}",
        max_output_tokens: 1,
    }
}

/// One call to where nobody of these tests listens.
async fn call_to(base_url: &str) -> Result<Reply, Fail> {
    let provider = provider(base_url);
    let transport = Transport::new(std::slice::from_ref(&provider), Duration::from_secs(1)).unwrap();
    transport.call(&endpoint(&provider), &prompt(), "k", Duration::from_secs(5)).await
}

async fn check(peer: Peer, expected: FailKind) {
    let (got, _) = call(peer, Duration::from_millis(300), true).await;
    let fail = got.unwrap_err();
    assert_eq!(fail.kind, expected, "{fail:?}");
    assert!(!format!("{fail:?}").contains("secret"), "{fail:?}");
}

#[tokio::test]
async fn a_good_answer_is_read_and_the_request_names_its_key() {
    let peer = http("200 OK", "Content-Type: Application/JSON\r\n", GOOD);
    let (got, head) = call(peer, Duration::from_secs(5), true).await;
    assert_eq!(got.unwrap().text, "hi");
    let head = head.unwrap().to_ascii_lowercase();
    assert!(head.starts_with("post /v1/chat/completions http/1.1"), "{head}");
    assert!(head.contains("idempotency-key: key-1\r\n"), "{head}");
    assert!(head.contains("authorization: bearer sk-secret\r\n"), "{head}");
    assert!(head.contains("x-team: secret-team\r\n"), "{head}");
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
    let got = call_to("http://127.0.0.1:1/v1").await;
    assert_eq!(got.unwrap_err().kind, FailKind::Unavailable);
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let (got, _) = call(http("200 OK", "", &" ".repeat(BODY_CAP + 1)), Duration::from_secs(20), true).await;
    assert_eq!(got.unwrap_err().kind, FailKind::BadReply);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    check(http("302 Found", "Location: /elsewhere\r\n", ""), FailKind::Fatal(ProviderRefused)).await;
}

#[tokio::test]
async fn a_gateway_page_is_the_gateways_fault() {
    check(http("502 Bad Gateway", "", "<html>"), FailKind::Unavailable).await;
    check(http("200 OK", "", "<html>back soon</html>"), FailKind::Unavailable).await;
}

#[tokio::test]
async fn a_web_page_instead_of_a_first_answer_says_that_there_is_no_model() {
    let page = http("200 OK", "", "\n<html>log in</html>");
    let (got, _) = call(page, Duration::from_secs(5), false).await;
    assert_eq!(got.unwrap_err().kind, FailKind::Fatal(ProviderRefused));
    // What breaks off is no page.
    let (got, _) = call(http("200 OK", "", "{\"choices\""), Duration::from_secs(5), false).await;
    assert_eq!(got.unwrap_err().kind, FailKind::BadReply);
}

/// Calls to a peer that answers each with the next of these, all at one endpoint.
async fn calls(provider: Provider, answers: Vec<Peer>) -> (Vec<FailKind>, Endpoint) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
    let provider = Provider { base_url, ..provider };
    let (transport, endpoint) = (
        Transport::new(std::slice::from_ref(&provider), Duration::from_secs(5)).unwrap(),
        endpoint(&provider),
    );
    let mut kinds = Vec::new();
    for answer in answers {
        let prompt = prompt();
        let call = transport.call(&endpoint, &prompt, "k", Duration::from_secs(5));
        let (got, _) = tokio::join!(call, async { act(listener.accept().await.unwrap().0, answer).await });
        kinds.push(got.unwrap_err().kind);
    }
    (kinds, endpoint)
}

#[tokio::test]
async fn a_way_to_ask_for_json_that_is_refused_is_left_for_the_next_until_there_is_none() {
    let refused = http("400 Bad Request", "", r#"{"error":{"param":"response_format"}}"#);
    let (kinds, endpoint) = calls(provider(""), vec![refused; 4]).await;
    assert_eq!(kinds[..3], [FailKind::SchemaRefused; 3]);
    assert_eq!(kinds[3], FailKind::Fatal(ProviderRefused));
    assert_eq!(endpoint.mode(), SchemaMode::Prompt);
}

#[tokio::test]
async fn a_key_that_was_replaced_meanwhile_is_no_reason_to_give_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    std::fs::write(&path, "sk-new").unwrap();
    let denied = http("401 Unauthorized", "", "{}");
    let provider = Provider { key_file: Some(path), ..provider("") };
    let (kinds, _) = calls(provider, vec![denied.clone(), denied]).await;
    assert_eq!(kinds, [FailKind::Unavailable, FailKind::Fatal(ProviderAuthFailed)]);
}

#[tokio::test]
async fn a_proxy_of_the_settings_is_gone_through_and_names_itself_in_no_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = format!("http://user:sk-secret@{}", listener.local_addr().unwrap());
    let provider = Provider { proxy: Some(proxy.into()), ..provider("http://nowhere.invalid/v1") };
    let transport = Transport::new(std::slice::from_ref(&provider), Duration::from_secs(5)).unwrap();
    let (endpoint, prompt) = (endpoint(&provider), prompt());
    let call = transport.call(&endpoint, &prompt, "k", Duration::from_secs(5));
    let through = async { act(listener.accept().await.unwrap().0, http("200 OK", "", GOOD)).await };
    let (got, head) = tokio::join!(call, through);
    assert_eq!(got.unwrap().text, "hi");
    assert!(head.starts_with("POST http://nowhere.invalid/v1/chat/completions "), "{head}");
    assert!(head.to_ascii_lowercase().contains("proxy-authorization: basic "), "{head}");
    drop(listener);
    let gone = transport.call(&endpoint, &prompt, "k", Duration::from_secs(5)).await.unwrap_err();
    assert_eq!(gone.kind, FailKind::Unavailable);
    assert!(!format!("{gone:?}{transport:?}").contains("secret"), "{gone:?}");
}

/// Somebody with a certificate for these names, and the file of the authority to believe.
fn authority(folder: &Path, names: &[&str]) -> (PathBuf, TlsAcceptor) {
    crate::provider::install_tls();
    let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    let path = folder.join("ca.pem");
    std::fs::write(&path, made.cert.pem()).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (path, TlsAcceptor::from(Arc::new(config)))
}

/// Answers a call over TLS and gives its head; `None`: whoever calls does not believe the certificate.
async fn answer_over_tls(stream: TcpStream, acceptor: &TlsAcceptor) -> Option<String> {
    let mut stream = acceptor.accept(stream).await.ok()?;
    let mut head = vec![0; 16 << 10];
    let read = stream.read(&mut head).await.ok()?;
    let Peer::Says(answer) = http("200 OK", "Connection: close\r\n", GOOD) else { return None };
    drop(stream.write_all(&answer).await);
    drop(stream.shutdown().await);
    Some(String::from_utf8_lossy(&head[..read]).into_owned())
}

#[tokio::test]
async fn a_server_whose_authority_the_settings_name_is_believed_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (path, acceptor) = authority(folder.path(), &["localhost"]);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("https://localhost:{}/v1", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            answer_over_tls(stream, &acceptor).await;
        }
    });
    for (ca_file, works) in [(Some(path), true), (None, false)] {
        let provider = Provider { ca_file, ..provider(&base_url) };
        let transport = Transport::new(std::slice::from_ref(&provider), Duration::from_secs(5)).unwrap();
        let got = transport.call(&endpoint(&provider), &prompt(), "k", Duration::from_secs(5)).await;
        match got {
            Ok(reply) => assert!(works && reply.text == "hi", "believed without reason"),
            Err(fail) => assert!(!works && fail.kind == FailKind::Unavailable, "{fail:?}"),
        }
    }
}

#[tokio::test]
async fn a_proxy_passes_calls_over_tls_on_and_sees_neither_key_nor_text() {
    let folder = tempfile::tempdir().unwrap();
    // A name that nobody but the proxy could find.
    let (path, acceptor) = authority(folder.path(), &["nowhere.invalid"]);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = format!("http://user:sk-proxy@{}", listener.local_addr().unwrap());
    let base = provider("https://nowhere.invalid/v1");
    let provider = Provider { proxy: Some(proxy.into()), ca_file: Some(path), ..base };
    let transport = Transport::new(std::slice::from_ref(&provider), Duration::from_secs(5)).unwrap();
    let (endpoint, prompt) = (endpoint(&provider), prompt());
    /// What the proxy is asked, and its connection once it has said what it makes of that.
    async fn asked(listener: &TcpListener, says: &str) -> (String, TcpStream) {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            assert!(stream.read_buf(&mut head).await.unwrap() > 0, "it says what it wants");
        }
        stream.write_all(says.as_bytes()).await.unwrap();
        (String::from_utf8(head).unwrap(), stream)
    }
    let call = || transport.call(&endpoint, &prompt, "k", Duration::from_secs(5));
    let through = async {
        let (head, stream) = asked(&listener, "HTTP/1.1 200 OK\r\n\r\n").await;
        (head, answer_over_tls(stream, &acceptor).await.unwrap())
    };
    let (got, (to_proxy, to_provider)) = tokio::join!(call(), through);
    assert_eq!(got.unwrap().text, "hi");
    assert!(to_proxy.starts_with("CONNECT nowhere.invalid:443 HTTP/1.1\r\n"), "{to_proxy}");
    assert!(to_proxy.to_ascii_lowercase().contains("proxy-authorization: basic "), "{to_proxy}");
    assert!(!to_proxy.contains("sk-secret") && !to_proxy.contains("secret-team"), "{to_proxy}");
    assert!(to_provider.starts_with("POST /v1/chat/completions "), "{to_provider}");
    assert!(to_provider.contains("Bearer sk-secret") && !to_provider.contains("sk-proxy"), "{to_provider}");

    let refused = asked(&listener, "HTTP/1.1 407 No\r\ncontent-length: 0\r\n\r\n");
    let (got, _) = tokio::join!(call(), refused);
    let fail = got.unwrap_err();
    assert_eq!(fail.kind, FailKind::Unavailable);
    assert!(!format!("{fail:?}").contains("sk-"), "{fail:?}");
}

#[test]
fn authorities_that_cannot_be_read_are_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    for content in [None, Some(""), Some("no certificate")] {
        if let Some(content) = content {
            std::fs::write(&path, content).unwrap();
        }
        let provider = Provider { ca_file: Some(path.clone()), ..provider("https://host/v1") };
        let error = Transport::new(&[provider], Duration::from_secs(1)).unwrap_err();
        assert!(error.to_string().contains("\"local\""), "{error}");
    }
}

#[tokio::test]
async fn an_address_that_is_none_is_no_outage() {
    let got = call_to("no address").await;
    assert_eq!(got.unwrap_err().kind, FailKind::Fatal(ProviderRefused));
}

#[test]
fn a_client_without_any_certificates_can_be_made() {
    crate::provider::install_tls();
    assert!(reqwest::Client::builder().tls_certs_only([]).build().is_ok());
}
