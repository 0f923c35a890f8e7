//! Load on a server that runs elsewhere: how many small requests it answers over REST and over gRPC,
//! how fast, and what a thousand open long polls cost it.
//!
//! Only a client: it knows the two interfaces and nothing of what is behind them. Figures are
//! printed, never asserted. `tests/e2e/load.py` starts a server as it should be for this.
#![allow(clippy::print_stdout, reason = "the figures are the result")]
#![allow(missing_docs, clippy::unwrap_used, reason = "a tool: what goes wrong ends it")]

use clap::Parser;
use refineloop::pb::job_service_client::JobServiceClient;
use refineloop::pb::{CreateJobRequest, GetJobRequest, JobSpec};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use reqwest::{Client, Request};
use serde_json::{Value, json};
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tonic::transport::Channel;

/// Jobs are created for the model that does the least.
const MODEL: &str = "builtin/echo";
/// How long a long poll asks to be held, in seconds.
const WAIT: u64 = 30;
const FILE: &str = r#"<xliff version="1.2"><file original="a" source-language="en" target-language="de" datatype="plaintext"><body><trans-unit id="1"><source>A page.</source><target>Eine Seite.</target></trans-unit></body></file></xliff>"#;

#[derive(Debug, Clone, Parser)]
struct Arguments {
    /// The server, such as http://127.0.0.1:50051; without it nothing is measured
    #[arg(long)]
    server: Option<String>,
    /// The key to show
    #[arg(long, env = "REFINELOOP_API_KEY", hide_env_values = true, default_value = "")]
    key: String,
    /// Callers side by side, each with a connection of its own
    #[arg(long, default_value_t = 16)]
    workers: usize,
    /// How long each kind of request is measured
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// A model that never answers, to hold a job for the long polls; without it there are none
    #[arg(long)]
    held_model: Option<String>,
    /// How many long polls to hold open
    #[arg(long, default_value_t = 1000)]
    polls: usize,
    /// The server's process, to tell its memory
    #[arg(long)]
    pid: Option<u32>,
    /// What cargo says to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

/// Everything a caller has to know.
#[derive(Debug, Clone)]
struct Target {
    server: String,
    bearer: String,
    file_id: String,
    job_id: String,
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    let Some(server) = arguments.server.clone() else {
        println!("no server named: python tests/e2e/load.py, or cargo bench --bench load -- --help");
        return;
    };
    // Whoever builds the first client of a process says whose cryptography it is.
    refineloop::provider::install_tls();
    let mut target = Target {
        server,
        bearer: format!("Bearer {}", arguments.key),
        file_id: String::new(),
        job_id: String::new(),
    };
    target.file_id = target.upload().await;
    target.job_id = target.create(MODEL).await;
    println!("| Request | Workers | Answers/s | p50 | p99 | Refused |\n|---|---|---|---|---|---|");
    let target = Arc::new(target);
    small_requests(&arguments, &target).await;
    if let Some(model) = &arguments.held_model {
        long_polls(&arguments, &target, model).await;
    }
}

async fn small_requests(arguments: &Arguments, target: &Arc<Target>) {
    let rest = |request: Request| {
        let client = client();
        move || {
            // A request without a stream for its body can always be cloned.
            let answer = client.execute(request.try_clone().unwrap());
            async move {
                let Ok(answer) = answer.await else { return false };
                answer.status().is_success() && answer.bytes().await.is_ok()
            }
        }
    };
    let grpc = || (JobServiceClient::new(target.channel()), Arc::clone(target));
    measure("REST `GET /refineloop/jobs/{id}`", arguments, || rest(target.job(&target.job_id, 0))).await;
    measure("gRPC `GetJob`", arguments, || {
        let (client, target) = grpc();
        move || {
            let (mut client, request) = (client.clone(), GetJobRequest { job_id: target.job_id.clone() });
            let request = target.request(request);
            async move { client.get_job(request).await.is_ok() }
        }
    })
    .await;
    measure("REST `POST /refineloop/jobs`", arguments, || rest(target.creation(MODEL))).await;
    measure("gRPC `CreateJob`", arguments, || {
        let (client, target) = grpc();
        move || {
            let spec =
                JobSpec { file_id: target.file_id.clone(), model: MODEL.to_owned(), ..JobSpec::default() };
            let request = CreateJobRequest { spec: Some(spec), ..CreateJobRequest::default() };
            let (mut client, request) = (client.clone(), target.request(request));
            async move { client.create_job(request).await.is_ok() }
        }
    })
    .await;
}

/// Calls from all workers until the time is up, and prints a row.
async fn measure<W, C, F>(name: &str, arguments: &Arguments, worker: W)
where
    W: Fn() -> C,
    C: Fn() -> F + Send + 'static,
    F: Future<Output = bool> + Send + 'static,
{
    let begin = Instant::now();
    let end = begin + Duration::from_secs(arguments.seconds);
    let mut workers = JoinSet::new();
    for _ in 0..arguments.workers {
        let call = worker();
        workers.spawn(async move {
            let (mut times, mut refused) = (Vec::new(), 0_usize);
            while Instant::now() < end {
                let begin = Instant::now();
                match call().await {
                    true => times.push(begin.elapsed()),
                    false => refused += 1,
                }
            }
            (times, refused)
        });
    }
    let (mut times, mut refused) = (Vec::new(), 0);
    for (more, no) in workers.join_all().await {
        times.extend(more);
        refused += no;
    }
    times.sort_unstable();
    let rate = times.len() as f64 / begin.elapsed().as_secs_f64();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    println!("| {name} | {} | {rate:.0} | {:.1?} | {:.1?} | {refused} |", arguments.workers, at(50), at(99));
}

/// Holds long polls on a job that does not end, and tells the server's memory before and meanwhile.
async fn long_polls(arguments: &Arguments, target: &Arc<Target>, model: &str) {
    let job = target.create(model).await;
    let before = memory(arguments.pid);
    let mut polls = JoinSet::new();
    for _ in 0..arguments.polls {
        // A client of its own, so that each has a connection of its own.
        let answer = client().execute(target.job(&job, WAIT));
        polls.spawn(async move { answer.await.is_ok_and(|answer| answer.status().is_success()) });
    }
    // Long enough for all to be there, short enough for none to be over.
    tokio::time::sleep(Duration::from_secs(WAIT / 2)).await;
    let (meanwhile, over) = (memory(arguments.pid), std::iter::from_fn(|| polls.try_join_next()).count());
    let held = polls.join_all().await.into_iter().filter(|held| *held).count();
    println!("\nlong polls held: {held} of {}, over before their time: {over}", arguments.polls);
    println!("memory of the server (VmRSS): {before} before, {meanwhile} with all of them open");
}

impl Target {
    /// The id of a small file, uploaded.
    async fn upload(&self) -> String {
        let form = format!(
            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"load.xlf\"\r\n\r\n{FILE}\r\n--x--\r\n"
        );
        let request = client()
            .post(format!("{}/files", self.server))
            .header(AUTHORIZATION, &self.bearer)
            .header(CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(form);
        id(request.build().unwrap(), "file_id").await
    }

    /// The id of a new job.
    async fn create(&self, model: &str) -> String {
        id(self.creation(model), "job_id").await
    }

    fn creation(&self, model: &str) -> Request {
        let body = json!({ "model": model, "file_id": self.file_id });
        let request = client().post(format!("{}/refineloop/jobs", self.server));
        let request = request.header(AUTHORIZATION, &self.bearer).header(CONTENT_TYPE, "application/json");
        request.body(body.to_string()).build().unwrap()
    }

    fn job(&self, job: &str, wait: u64) -> Request {
        let request = client().get(format!("{}/refineloop/jobs/{job}?wait={wait}", self.server));
        request.header(AUTHORIZATION, &self.bearer).build().unwrap()
    }

    fn channel(&self) -> Channel {
        Channel::from_shared(self.server.clone()).unwrap().connect_lazy()
    }

    fn request<T>(&self, message: T) -> tonic::Request<T> {
        let mut request = tonic::Request::new(message);
        request.metadata_mut().insert("authorization", self.bearer.parse().unwrap());
        request
    }
}

fn client() -> Client {
    // Trusts nobody: a machine without certificates can measure, and loading them takes long.
    Client::builder().no_proxy().tls_certs_only([]).build().unwrap()
}

async fn id(request: Request, name: &str) -> String {
    let answer = client().execute(request).await.unwrap();
    let (status, body) = (answer.status(), answer.text().await.unwrap());
    assert!(status.is_success(), "{status}: {body}");
    serde_json::from_str::<Value>(&body).unwrap()[name].as_str().unwrap().to_owned()
}

/// The resident memory of a process, as Linux tells it.
fn memory(process: Option<u32>) -> String {
    let status = process.and_then(|id| std::fs::read_to_string(format!("/proc/{id}/status")).ok());
    let line = status.as_deref().and_then(|text| text.lines().find_map(|line| line.strip_prefix("VmRSS:")));
    line.map_or("unknown", str::trim).to_owned()
}
