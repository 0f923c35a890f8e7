//! What a service tells of itself: enough to run it by, and nothing of what passes through it.

use crate::harness::{Server, config, document, refine, wrap};
use crate::model::{Act, Asked, Model, TOKENS_IN, TOKENS_OUT, edit, editor, item};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::Uri;
use refineloop::config::{Config, Provider};
use refineloop::domain::clock::Clock;
use refineloop::domain::job::JobStatus;
use refineloop::pb::file_service_client::FileServiceClient;
use refineloop::pb::job_service_client::JobServiceClient;
use refineloop::pb::upload_file_request::Payload;
use refineloop::pb::{
    CreateJobRequest, GetJobRequest, Job, JobSpec, ListJobsRequest, UploadFileRequest, UploadFileSpec,
    WatchJobRequest, job_event::Kind,
};
use refineloop::store::Store;
use refineloop::telemetry::render_metrics;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_stream::wrappers::TcpListenerStream;
use tonic::Request;
use tonic::service::Routes;
use tonic::transport::Channel;

/// Part of every text that must not be told; what follows it says where it was planted.
const CANARY: &str = "kanarienvogel";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_text_of_a_file_a_prompt_or_a_key_is_in_a_line_of_the_log() {
    let told = eventful_run("text").await;
    told.assert_without_canaries();
    assert!(told.log.lines().count() > 10, "there is a log to look at:\n{}", told.log);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_json_log_is_json_line_by_line_and_traces_hold_no_text_either() {
    let told = eventful_run("json").await;
    told.assert_without_canaries();
    // What is said to the person who started the server is no log.
    let spoken = ["refineloop ", "data in ", "first start: ", "rl_", "the key is in "];
    let lines: Vec<Value> = told
        .log
        .lines()
        .filter(|line| !spoken.iter().any(|word| line.starts_with(word)))
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let failed: Vec<_> = lines.iter().filter(|line| line["message"] == "a model call failed").collect();
    assert!(!failed.is_empty(), "{}", told.log);
    assert!(failed.iter().all(|line| line["level"] == "WARN" && line["job.id"].is_string()), "{failed:?}");
    let of_request =
        |line: &&Value| line["spans"].as_array().unwrap().iter().any(|span| span["request.id"].is_string());
    assert!(failed.iter().all(of_request), "a job tells the request that made it: {failed:?}");

    let holds = |word: &str| told.traces.windows(word.len()).any(|window| window == word.as_bytes());
    for word in ["refineloop", "task", "model call", "job.id"] {
        assert!(holds(word), "{word:?} is in no trace of {} bytes", told.traces.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_job_did_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(|asked: &Asked| match asked.number {
        0 => Act::Status(503, ""),
        1 => {
            let items: Vec<_> = asked.segments.iter().map(edit).collect();
            Act::Text(format!("Here it is:\n{}", json!({ "items": items })))
        }
        _ => editor(asked),
    })
    .await;
    // A provider of its own: other tests count in the same process.
    let provider = Provider {
        name: "metered".to_owned(),
        base_url: model.base_url.clone(),
        key_optional: true,
        ..Provider::default()
    };
    let server = Server::start(Config { providers: vec![provider], ..config(folder.path()) }).await;
    let before = Reading::now();
    refine(&server.channel, "a.xlf", document(30).as_bytes(), "metered/user-made-name").await;
    let after = Reading::now();
    server.drain().await;

    let calls = model.answered();
    let of_model = [
        ("refineloop_model_calls_total{provider=\"metered\",outcome=\"answered\"}", calls),
        ("refineloop_model_calls_total{provider=\"metered\",outcome=\"unavailable\"}", 1),
        ("refineloop_model_call_retries_total{provider=\"metered\"}", 1),
        ("refineloop_model_answers_wrapped_total{provider=\"metered\"}", 1),
        ("refineloop_tokens_total{provider=\"metered\",kind=\"input\"}", calls * TOKENS_IN),
        ("refineloop_tokens_total{provider=\"metered\",kind=\"output\"}", calls * TOKENS_OUT),
    ];
    for (name, expected) in of_model {
        assert_eq!(after.value(name), Some(expected), "{name}\n{}", after.0);
    }
    // These are everybody's: they grew by this job at least.
    for (name, least) in [
        ("refineloop_segments_finished_total{state=\"changed\"}", 30),
        ("refineloop_checkpoint_duration_seconds_count", calls),
        ("refineloop_uploaded_bytes_total", document(30).len() as u64),
    ] {
        let grown = after.value(name).unwrap() - before.value(name).unwrap_or_default();
        assert!(grown >= least, "{name} grew by {grown}, not {least}");
    }
    assert!(!after.0.contains("user-made-name"), "what users write is no label\n{}", after.0);
    assert!(after.0.contains("# HELP refineloop_jobs ") && after.0.contains("# TYPE refineloop_jobs gauge"));
    assert!(after.value("refineloop_tasks_ready").is_some());

    let store = Store::open(folder.path(), Clock::system(), None).await.unwrap();
    let counts = store.counts().await.unwrap();
    let found: Vec<_> = counts.jobs.into_iter().filter(|(_, number)| *number > 0).collect();
    assert_eq!((found, counts.tasks_ready), (vec![(JobStatus::Completed, 1)], 0));
}

/// The metrics at one moment.
struct Reading(String);

impl Reading {
    fn now() -> Self {
        Self(render_metrics())
    }

    fn value(&self, name: &str) -> Option<u64> {
        let line = self.0.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
        Some(line.parse::<f64>().unwrap() as u64)
    }
}

/// What a server told in its life.
struct Told {
    log: String,
    traces: Vec<u8>,
}

impl Told {
    fn assert_without_canaries(&self) {
        for (what, bytes) in [("the log", self.log.as_bytes()), ("a trace", &self.traces)] {
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            if let Some(at) = text.find(CANARY) {
                let until = text[at..].char_indices().nth(200).map_or(text.len(), |(end, _)| at + end);
                let from = text[..at].char_indices().rev().nth(300).map_or(0, |(start, _)| start);
                panic!("{what} holds a canary: {}", &text[from..until]);
            }
        }
    }
}

/// A server that logs all it can, canaries wherever text of others goes in, and everything that can go
/// wrong with them.
async fn eventful_run(format: &str) -> Told {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(moody).await;
    let collector = Collector::start().await;
    let mut server = Process::start(folder.path(), format, &model.base_url, &collector.address).await;
    let job = server.refine(&format!("{CANARY}-name.xlf"), file().as_bytes()).await;
    assert_eq!(job.status, i32::from(refineloop::pb::JobStatus::Completed), "{job:?}");
    assert!(job.progress.unwrap().changed_count > 0, "the model's words are in the file");
    server.go_wrong().await;
    let log = server.stop();
    Told { log, traces: collector.traces.lock().unwrap().concat() }
}

/// Fails in most of the ways a model can, with words of its own, then answers.
fn moody(asked: &Asked) -> Act {
    match asked.number {
        0 => Act::Status(500, "x-word: kanarienvogel-header\r\n"),
        1 => Act::Text(format!("{CANARY}-no-json")),
        2 => Act::HangUp,
        _ => Act::Items(
            asked
                .segments
                .iter()
                .map(|segment| {
                    let target = segment["tgt"].as_str().unwrap();
                    item(segment, &target.replace("falsch", &format!("{CANARY}-answer")), "falsch")
                })
                .collect(),
        ),
    }
}

fn file() -> String {
    wrap(&format!(
        "<trans-unit id=\"{CANARY}-id\"><source>Is this {CANARY}-source right?</source>\
         <target>Dies {CANARY}-target ist falsch.</target><note>{CANARY}-note</note></trans-unit>\n\
         <trans-unit id=\"2\"><source>{CANARY} <g id=\"1\">bold</g></source>\
         <target>{CANARY} fett falsch</target></trans-unit>\n"
    ))
}

/// Takes traces and keeps the bytes of those that came where they belong.
struct Collector {
    address: String,
    traces: Arc<Mutex<Vec<Bytes>>>,
}

impl Collector {
    async fn start() -> Self {
        const EXPORT: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
        let traces: Arc<Mutex<Vec<Bytes>>> = Arc::default();
        let take = |State(traces): State<Arc<Mutex<Vec<Bytes>>>>, uri: Uri, body: Bytes| async move {
            assert_eq!(uri.path(), EXPORT);
            traces.lock().unwrap().push(body);
            // An empty message in its frame, and "all is well".
            ([("content-type", "application/grpc"), ("grpc-status", "0")], vec![0_u8; 5])
        };
        let routes = Router::new().fallback(take).with_state(Arc::clone(&traces));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let serving = tonic::transport::Server::builder()
            .add_routes(Routes::from(routes))
            .serve_with_incoming(TcpListenerStream::new(listener));
        tokio::spawn(async move { serving.await.unwrap() });
        Self { address, traces }
    }
}

/// The real binary, and all it prints.
struct Process {
    child: Child,
    address: String,
    channel: Channel,
    key: String,
    output: Vec<JoinHandle<String>>,
}

impl Process {
    async fn start(folder: &Path, format: &str, model: &str, collector: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_refineloop"))
            .args(["serve", "--listen", "127.0.0.1:0", "--log-format", format, "--data-dir"])
            .arg(folder)
            .env("XDG_CONFIG_HOME", folder)
            .env("OPENAI_BASE_URL", model)
            .env("OPENAI_API_KEY", format!("{CANARY}-provider-key"))
            .env("REFINELOOP_LOG", "refineloop=trace,info")
            .env("REFINELOOP_TRACES_OTLP_ENDPOINT", collector)
            .env("REFINELOOP_ENGINE_RETRY_PAUSE", "1ms")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut printed = BufReader::new(child.stderr.take().unwrap());
        let mut log = String::new();
        let address = loop {
            let from = log.len();
            assert!(printed.read_line(&mut log).unwrap() > 0, "the server ended:\n{log}");
            if let Some((_, address)) = log[from..].split_once("listening on ") {
                break address.trim().to_owned();
            }
        };
        let output = vec![rest(log, printed), rest(String::new(), child.stdout.take().unwrap())];
        let channel = Channel::from_shared(format!("http://{address}")).unwrap().connect().await.unwrap();
        let key = std::fs::read_to_string(folder.join("initial-key")).unwrap_or_default();
        Self { child, address, channel, key: key.trim().to_owned(), output }
    }

    /// A request that shows the key of this server.
    fn request<T>(&self, message: T) -> Request<T> {
        showing(message, &self.key)
    }

    async fn upload(&self, name: &str, bytes: &[u8]) -> Result<String, tonic::Status> {
        let spec = UploadFileSpec { filename: name.to_owned(), ..UploadFileSpec::default() };
        let messages = [Payload::Spec(spec), Payload::Chunk(bytes.to_vec())];
        let messages = messages.map(|payload| UploadFileRequest { payload: Some(payload) });
        let mut files = FileServiceClient::new(self.channel.clone());
        let answer = files.upload_file(self.request(tokio_stream::iter(messages))).await?;
        Ok(answer.into_inner().file.unwrap().file_id)
    }

    async fn refine(&self, name: &str, bytes: &[u8]) -> Job {
        let file_id = self.upload(name, bytes).await.unwrap();
        let spec = JobSpec {
            file_id,
            model: "openai/test".to_owned(),
            custom_instructions: format!("Say {CANARY}-instructions."),
            domain: format!("{CANARY}-domain"),
            ..JobSpec::default()
        };
        let mut jobs = JobServiceClient::new(self.channel.clone());
        let request = CreateJobRequest { spec: Some(spec), request_id: String::new() };
        let job = jobs.create_job(self.request(request)).await.unwrap().into_inner().job.unwrap();
        let watch =
            WatchJobRequest { job_id: job.job_id, include_segments: true, ..WatchJobRequest::default() };
        let mut events = jobs.watch_job(self.request(watch)).await.unwrap().into_inner();
        let mut last = None;
        while let Some(message) = events.message().await.unwrap() {
            last = message.event.unwrap().kind;
        }
        match last {
            Some(Kind::Finished(job)) => job,
            other => panic!("the last event of a watch is finished, not {other:?}"),
        }
    }

    /// Shows a wrong key and sends files, names, ids and paths that are refused.
    async fn go_wrong(&mut self) {
        let broken =
            format!("<xliff>{CANARY}-broken <{CANARY}-element {CANARY}-attribute=\"{CANARY}\"></xliff>");
        self.upload(&format!("{CANARY}.xlf"), broken.as_bytes()).await.unwrap_err();
        self.upload(&format!("../{CANARY}\n"), file().as_bytes()).await.unwrap_err();
        let mut jobs = JobServiceClient::new(self.channel.clone());
        let id = || GetJobRequest { job_id: format!("{CANARY}-job") };
        jobs.get_job(self.request(id())).await.unwrap_err();
        jobs.get_job(showing(id(), &format!("{CANARY}-wrong-key"))).await.unwrap_err();
        let page = ListJobsRequest { page_token: format!("{CANARY}-token"), ..ListJobsRequest::default() };
        jobs.list_jobs(self.request(page)).await.unwrap_err();
        let mut socket = TcpStream::connect(&self.address).await.unwrap();
        let head = format!(
            "GET /refineloop/{CANARY}-path?{CANARY}=query HTTP/1.1\r\nhost: {CANARY}-host\r\n\
             authorization: Bearer {CANARY}-rest-key\r\nconnection: close\r\n\r\n"
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).await.unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 4"), "{}", String::from_utf8_lossy(&answer));
    }

    /// Ends it in order and returns all it printed.
    fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
        self.output.drain(..).map(|reader| reader.join().unwrap()).collect()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has ended already, unless the test failed before.
        let _ended = self.child.kill();
        let _waited = self.child.wait();
    }
}

fn showing<T>(message: T, key: &str) -> Request<T> {
    let mut request = Request::new(message);
    request.metadata_mut().insert("authorization", format!("Bearer {key}").parse().unwrap());
    request
}

fn rest(mut text: String, mut from: impl Read + Send + 'static) -> JoinHandle<String> {
    std::thread::spawn(move || {
        from.read_to_string(&mut text).unwrap();
        text
    })
}
