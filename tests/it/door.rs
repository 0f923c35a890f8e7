//! The one port: both protocols, ids, and an end to whoever sends nothing, too much or too slowly.

use crate::harness;
use refineloop::Parts;
use refineloop::config::Config;
use refineloop::domain::clock::Clock;
use refineloop::domain::key::Scope;
use refineloop::pb::model_service_client::ModelServiceClient;
use refineloop::pb::{GetJobRequest, ListModelsRequest, job_service_client::JobServiceClient};
use reqwest::{Client, Version};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tonic::transport::Channel;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_types::StatusExt as _;
use uuid::Uuid;

mod tls;

/// What fails a test that waits for something which does not happen.
const NEVER: Duration = Duration::from_secs(30);
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];
const HEALTHZ: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";

/// A service to which nobody is connected yet.
struct Door {
    address: SocketAddr,
    key: String,
    stop: CancellationToken,
    served: JoinHandle<Result<(), refineloop::Error>>,
    _folder: tempfile::TempDir,
}

impl Door {
    async fn open(set: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = harness::config(folder.path());
        set(&mut config);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let parts = Parts::open(config, Clock::system(), stop.clone()).await.unwrap();
        let key = harness::make_key(&parts.app, "", &Scope::ALL).await;
        let served = tokio::spawn(parts.serve(listener, stop.clone()));
        Self { address, key, stop, served, _folder: folder }
    }

    async fn close(self) {
        self.stop.cancel();
        self.served.await.unwrap().unwrap();
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    async fn channel(&self) -> Channel {
        Channel::from_shared(self.url("")).unwrap().connect().await.unwrap()
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

/// What still comes until the other end closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset is an end as well.
    let _ended = tokio::time::timeout(NEVER, stream.read_to_end(&mut bytes)).await.expect("it is never cut");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Asks for the health on a connection that stays open; the id the answer has.
async fn ask(stream: &mut TcpStream) -> Uuid {
    stream.write_all(HEALTHZ).await.unwrap();
    answer(stream).await
}

async fn answer(stream: &mut TcpStream) -> Uuid {
    let mut text = String::new();
    while !text.ends_with("\r\n\r\nok") {
        let byte = tokio::time::timeout(NEVER, stream.read_u8()).await.expect("no answer comes").unwrap();
        text.push(char::from(byte));
    }
    let id = text.lines().find_map(|line| line.strip_prefix("x-request-id: ")).unwrap();
    id.parse().unwrap()
}

fn http1() -> Client {
    Client::builder().http1_only().build().unwrap()
}

fn http2() -> Client {
    Client::builder().http2_prior_knowledge().build().unwrap()
}

#[tokio::test]
async fn one_port_speaks_both_protocols_on_both_versions() {
    let door = Door::open(|_| {}).await;
    for (client, version) in [(http1(), Version::HTTP_11), (http2(), Version::HTTP_2)] {
        let answer = client.get(door.url("/healthz")).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.version()), (200, version));
        assert_eq!(answer.text().await.unwrap(), "ok");
    }
    let mut models = ModelServiceClient::new(door.channel().await);
    assert!(!models.list_models(ListModelsRequest::default()).await.unwrap().into_inner().models.is_empty());
    // gRPC-web on HTTP/1.1: an empty message goes, a message and its trailers come.
    let web = http1()
        .post(door.url("/refineloop.v1.ModelService/ListModels"))
        .header("content-type", "application/grpc-web+proto")
        .body(vec![0; 5]);
    let answer = web.send().await.unwrap();
    assert!(answer.headers().contains_key("x-request-id"));
    let body = answer.bytes().await.unwrap();
    assert!(String::from_utf8_lossy(&body).contains("grpc-status:0"), "{body:?}");
    door.close().await;
}

#[tokio::test]
async fn unknown_paths_are_refused_in_the_words_of_the_protocol() {
    let door = Door::open(|_| {}).await;
    let answer = http2().get(door.url("/nothing/here")).send().await.unwrap();
    assert_eq!(answer.status(), 404);
    let call = http2().post(door.url("/no.Such/Call")).header("content-type", "application/grpc");
    let answer = call.send().await.unwrap();
    assert_eq!((answer.status().as_u16(), &answer.headers()["grpc-status"]), (200, &"12".parse().unwrap()));
    let call =
        http2().post(door.url("/refineloop.v1.JobService/No")).header("content-type", "application/grpc");
    assert_eq!(call.send().await.unwrap().headers()["grpc-status"], "12");
    door.close().await;
}

#[tokio::test]
async fn every_answer_has_the_id_of_its_request() {
    let door = Door::open(|_| {}).await;
    let given = "0191d3c8-7a70-7c3e-8f0a-2b8f5d1c9e11";
    let ask = async |id: Option<&str>, path: &str| {
        let mut request = http1().get(door.url(path));
        if let Some(id) = id {
            request = request.header("x-request-id", id);
        }
        let answer = request.send().await.unwrap();
        answer.headers()["x-request-id"].to_str().unwrap().to_owned()
    };
    assert_eq!(ask(Some(given), "/healthz").await, given);
    assert_eq!(ask(Some(given), "/nothing").await, given);
    let made = ask(Some("drop table"), "/healthz").await;
    assert_eq!(made.parse::<Uuid>().unwrap().get_version_num(), 7, "{made}");
    assert_ne!(ask(None, "/healthz").await, made);

    let mut request = tonic::Request::new(GetJobRequest { job_id: "job_none".to_owned() });
    request.metadata_mut().insert("x-request-id", given.parse().unwrap());
    let status = JobServiceClient::new(door.channel().await).get_job(request).await.unwrap_err();
    assert_eq!(status.metadata().get("x-request-id").unwrap(), given);
    assert_eq!(status.get_details_request_info().unwrap().request_id, given);
    door.close().await;
}

#[tokio::test]
async fn a_connection_that_sends_no_request_is_cut() {
    let door = Door::open(|config| config.limits.head = Duration::from_millis(100)).await;
    let hello = [PREFACE, SETTINGS].concat();
    let starts: [&[u8]; 5] =
        [b"", b"GE", b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ", &PREFACE[..9], &hello];
    for start in starts {
        let mut stream = door.connect().await;
        stream.write_all(start).await.unwrap();
        let rest = rest(&mut stream).await;
        assert!(!rest.contains("200 OK"), "{start:?}: {rest}");
    }
    // The head of a later request has its time as well.
    let mut stream = door.connect().await;
    ask(&mut stream).await;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nx-slow: ").await.unwrap();
    assert!(!rest(&mut stream).await.contains("200 OK"));
    door.close().await;
}

#[tokio::test]
async fn a_body_that_stops_coming_fails_the_call() {
    let door = Door::open(|config| config.limits.body_idle = Duration::from_millis(50)).await;
    let mut stream = door.connect().await;
    let head = "POST /refineloop.v1.ModelService/ListModels HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
                content-type: application/grpc-web+proto\r\ncontent-length: 100\r\n\r\n\0";
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = rest(&mut stream).await;
    assert!(answer.contains("grpc-status: 4") && answer.contains("limits.body_idle"), "{answer}");
    let mut stream = door.connect().await;
    let head = format!(
        "POST /refineloop/jobs HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n{{",
        door.key
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("connection: close"), "{answer}");
    assert!(answer.contains("\"upload_too_slow\""), "{answer}");
    door.close().await;
}

#[tokio::test]
async fn without_a_key_no_body_is_waited_for() {
    let door = Door::open(|config| config.limits.body_idle = NEVER * 10).await;
    for (path, kind, refused) in [
        ("/refineloop/jobs", "application/json", "401 Unauthorized"),
        ("/v1/refineloop/jobs/estimate", "application/json", "401 Unauthorized"),
        ("/files", "multipart/form-data; boundary=x", "401 Unauthorized"),
        ("/refineloop.v1.JobService/CreateJob", "application/grpc-web+proto", "grpc-status: 16"),
        ("/refineloop.v1.AdminService/ListKeys", "application/grpc-web+proto", "grpc-status: 16"),
    ] {
        let mut stream = door.connect().await;
        let head =
            format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: {kind}\r\ncontent-length: 100\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let answer = rest(&mut stream).await;
        assert!(answer.contains(refused), "{path}: {answer}");
    }
    door.close().await;
}

#[tokio::test]
async fn watches_of_the_health_need_no_key_and_are_bounded() {
    let door = Door::open(|_| {}).await;
    let mut health = HealthClient::new(door.channel().await);
    let mut open = Vec::new();
    let refused = loop {
        match health.watch(HealthCheckRequest::default()).await {
            Ok(watch) => open.push(watch),
            Err(refused) => break refused,
        }
        assert!(open.len() < 1000);
    };
    assert_eq!(refused.code(), tonic::Code::ResourceExhausted, "{refused}");
    health.check(HealthCheckRequest::default()).await.unwrap();
    drop(open);
    let again = async { while health.watch(HealthCheckRequest::default()).await.is_err() {} };
    tokio::time::timeout(NEVER, again).await.expect("no place comes back");
    door.close().await;
}

#[tokio::test]
async fn whoever_takes_no_answer_is_cut() {
    let door = Door::open(|config| config.watch.stall = Duration::from_millis(100)).await;
    let mut stream = door.connect().await;
    let ask = "GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(100);
    // Ends only when the other end has closed: it reads no more requests while answers wait.
    let cut = async { while stream.write_all(ask.as_bytes()).await.is_ok() {} };
    tokio::time::timeout(NEVER, cut).await.expect("it is never cut");
    door.close().await;
}

#[tokio::test]
async fn oversized_heads_are_refused() {
    let door = Door::open(|_| {}).await;
    for (client, size) in [(http1(), 70 << 10), (http2(), 20 << 10)] {
        let request = client.get(door.url("/healthz")).header("x-large", "x".repeat(size));
        assert_eq!(request.send().await.unwrap().status(), 431);
    }
    let request = http2().get(door.url("/healthz")).header("x-large", "x".repeat(8 << 10));
    assert_eq!(request.send().await.unwrap().status(), 200);
    door.close().await;
}

#[tokio::test]
async fn beyond_the_most_connections_further_ones_wait() {
    let door = Door::open(|config| config.limits.connections = 1).await;
    let mut first = door.connect().await;
    ask(&mut first).await;
    let mut second = door.connect().await;
    second.write_all(HEALTHZ).await.unwrap();
    let mut last = Uuid::nil();
    for _ in 0..50 {
        last = ask(&mut first).await;
    }
    drop(first);
    // Ids ascend: had the second been let in, it would have been answered among the fifty.
    assert!(answer(&mut second).await > last);
    door.close().await;
}

#[tokio::test]
async fn an_idle_connection_is_told_of_the_stop_and_ends() {
    let door = Door::open(|_| {}).await;
    let mut used = door.connect().await;
    ask(&mut used).await;
    let mut unused = door.connect().await;
    let mut two = door.connect().await;
    two.write_all(&[PREFACE, SETTINGS].concat()).await.unwrap();
    // The first frame of the server shows that it has taken up HTTP/2.
    two.read_exact(&mut [0; SETTINGS.len()]).await.unwrap();
    door.stop.cancel();
    rest(&mut used).await;
    rest(&mut unused).await;
    let goaway = "\0\0\u{8}\u{7}\0";
    assert!(rest(&mut two).await.contains(goaway), "the connection was cut, not ended");
    door.close().await;
}
