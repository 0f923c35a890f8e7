//! Nothing paid for is lost: a server that is killed at any moment goes on where it was.

use crate::harness::{Channel, create, document, download, finished, job, showing, spec, upload};
use crate::large::peak;
use crate::model::{Act, Asked, Model, TOKENS_IN, TOKENS_OUT, editor};
use refineloop::pb::JobStatus;
use sea_orm::{ConnectionTrait as _, Database, Statement};
use std::collections::HashSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tonic::transport;

/// Segments of the job: forty groups, two rounds each.
const SEGMENTS: usize = 960;
/// Kills while calls are made.
const KILLS: usize = 10;
/// Calls the server has in flight at most.
const CALLS: usize = 16;

/// The real binary, serving a data folder.
pub(crate) struct Process {
    child: Child,
    pub(crate) channel: Channel,
}

impl Process {
    pub(crate) async fn start(folder: &Path, model: &str) -> Self {
        Self::start_with(folder, model, &[]).await
    }

    /// The same with more arguments.
    pub(crate) async fn start_with(folder: &Path, model: &str, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_refineloop"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(folder)
            .args(more)
            .env("OPENAI_BASE_URL", model)
            .env_remove("OPENAI_API_KEY")
            .env("REFINELOOP_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines
            .find_map(|line| Some(line.unwrap().split_once("listening on ")?.1.to_owned()))
            .expect("the server says where it listens");
        let endpoint = transport::Channel::from_shared(format!("http://{address}")).unwrap();
        std::thread::spawn(move || lines.for_each(|line| eprintln!("server: {}", line.unwrap_or_default())));
        let key = std::fs::read_to_string(folder.join("initial-key")).unwrap();
        let channel = showing(endpoint.connect().await.unwrap(), Some(key.trim()));
        Self { child, channel }
    }

    /// The peak of its memory in MiB, where the system tells it.
    pub(crate) fn peak(&self) -> Option<u64> {
        peak(self.child.id())
    }

    /// SIGKILL: no handler, no destructor, no flush.
    pub(crate) fn kill(self) {
        drop(self);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// How many calls the model still answers before it falls silent, and how many wait in vain.
#[derive(Default)]
pub(crate) struct Budget {
    left: AtomicUsize,
    hung: AtomicUsize,
}

impl Budget {
    pub(crate) fn script(self: &Arc<Self>) -> impl Fn(&Asked) -> Act + Send + Sync + use<> {
        let budget = Arc::clone(self);
        move |asked| {
            let take = |left: usize| left.checked_sub(1);
            if budget.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_ok() {
                return editor(asked);
            }
            budget.hung.fetch_add(1, Ordering::SeqCst);
            Act::Hang
        }
    }

    pub(crate) fn grant(&self, answers: usize) {
        self.hung.store(0, Ordering::SeqCst);
        self.left.store(answers, Ordering::SeqCst);
    }
}

/// When the process dies, after the model gave its answers.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// While the last of them is on its way or being stored.
    Storing,
    /// When some of them are stored and as many calls as may be are in flight.
    Calling,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_repeats_no_committed_call_and_ends_with_the_same_file() {
    let input = document(SEGMENTS);
    let expected = uninterrupted(&input).await;

    let folder = tempfile::tempdir().unwrap();
    let budget = Arc::new(Budget::default());
    let model = Model::start(budget.script()).await;
    let process = Process::start(folder.path(), &model.base_url).await;
    let file = upload(&process.channel, "a.xlf", input.as_bytes()).await.unwrap();
    let id = create(&process.channel, spec(&file, "openai/test")).await.unwrap().job_id;
    // The first kill comes right after the answer to CreateJob: the job is stored by then.
    process.kill();
    assert_unfinished(folder.path()).await;

    let mut committed = HashSet::new();
    let mut seed: u64 = 20_261_123;
    for round in 0..KILLS {
        // A small generator of our own: the moments are the same in every run.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let answers = 4 + (seed >> 33) as usize % 4;
        let moment = if round % 2 == 0 { Moment::Calling } else { Moment::Storing };
        budget.grant(answers);
        let before = model.keys().len();
        let process = Process::start(folder.path(), &model.base_url).await;
        match moment {
            Moment::Storing => {
                until(&format!("kill {round}: the last answer"), async || {
                    budget.left.load(Ordering::SeqCst) == 0
                })
                .await
            }
            Moment::Calling => {
                until(&format!("kill {round}: all calls in flight"), async || {
                    budget.hung.load(Ordering::SeqCst) >= CALLS
                })
                .await;
                until(&format!("kill {round}: a stored answer"), async || {
                    committed_calls(folder.path()).await.len() > committed.len()
                })
                .await;
            }
        }
        let when = format!("kill {round} ({moment:?})");
        committed = killed(process, folder.path(), &model, &budget, before, &committed, &when).await;
    }
    assert!(!committed.is_empty(), "the kills came too early to prove anything");

    budget.grant(usize::MAX);
    let before = model.keys().len();
    let process = Process::start(folder.path(), &model.base_url).await;
    let job = finished(&process.channel, &id).await;
    assert_eq!(job.status(), JobStatus::Completed);
    let asked: HashSet<String> = model.keys().split_off(before).into_iter().collect();
    assert_eq!(asked.intersection(&committed).count(), 0, "the last run repeats a committed call");
    let progress = job.progress.unwrap();
    assert_eq!(progress.finished_count, SEGMENTS as i64);
    assert_eq!(progress.changed_count, SEGMENTS as i64);
    let output = download(&process.channel, &job.output_file_id).await;
    assert!(output == expected, "the output differs from that of an uninterrupted run");
    process.kill();
}

/// The same job without a kill; its accounts agree with the model's ledger.
async fn uninterrupted(input: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(editor).await;
    let process = Process::start(folder.path(), &model.base_url).await;
    let file = upload(&process.channel, "a.xlf", input.as_bytes()).await.unwrap();
    let id = create(&process.channel, spec(&file, "openai/test")).await.unwrap().job_id;
    finished(&process.channel, &id).await;
    let usage = job(&process.channel, &id).await.progress.unwrap().usage.unwrap();
    let answered = i64::try_from(model.answered()).unwrap();
    assert_eq!(usage.request_count, i64::try_from(model.keys().len()).unwrap());
    assert_eq!(usage.input_token_count, answered * TOKENS_IN as i64);
    assert_eq!(usage.output_token_count, answered * TOKENS_OUT as i64);
    let output = job(&process.channel, &id).await.output_file_id;
    let bytes = download(&process.channel, &output).await;
    process.kill();
    bytes
}

/// Waits for a condition, however long it takes within reason.
pub(crate) async fn until(what: &str, condition: impl AsyncFn() -> bool) {
    let waiting = async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    // A file of tens of megabytes is read without optimisation, perhaps beside other builds.
    let waited = tokio::time::timeout(Duration::from_secs(300), waiting).await;
    assert!(waited.is_ok(), "{what} never came true");
}

/// Kills a process that goes on with a job of which these calls are stored, when the model had been asked so often
/// `before` it began: it repeats none of them and loses none. Gives those that are stored now.
pub(crate) async fn killed(
    process: Process,
    folder: &Path,
    model: &Model,
    budget: &Budget,
    before: usize,
    committed: &HashSet<String>,
    when: &str,
) -> HashSet<String> {
    process.kill();
    // What the dead process had sent is not to use up the next one's answers.
    budget.grant(0);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_unfinished(folder).await;
    let asked: HashSet<String> = model.keys().split_off(before).into_iter().collect();
    assert_eq!(asked.intersection(committed).count(), 0, "{when} repeats a call");
    let now = committed_calls(folder).await;
    assert!(now.is_superset(committed), "{when} lost a committed call");
    now
}

pub(crate) async fn assert_unfinished(folder: &Path) {
    let status = &query(folder, "SELECT status FROM jobs").await[0];
    assert!(matches!(status.as_str(), "queued" | "processing"), "the kill hit a job that was {status}");
}

pub(crate) async fn committed_calls(folder: &Path) -> HashSet<String> {
    query(folder, "SELECT call_key FROM calls WHERE answer IS NOT NULL").await.into_iter().collect()
}

pub(crate) async fn query(folder: &Path, sql: &str) -> Vec<String> {
    let url = format!("sqlite://{}", folder.join("refineloop.db").display());
    let db = Database::connect(url).await.unwrap();
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let values = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    db.close().await.unwrap();
    values
}

/// Changes the database behind the back of the server.
pub(crate) async fn execute(folder: &Path, sql: &str) {
    let url = format!("sqlite://{}", folder.join("refineloop.db").display());
    let db = Database::connect(url).await.unwrap();
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}
