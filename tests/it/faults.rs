//! Every way a provider fails, a test each, in the order of the table of faults: a whole job over a
//! real socket, and what becomes of its file.
//!
//! A file is never made worse: each test compares the output with what it has to be.

mod answers;
mod limits;
mod texts;
mod wire;

use crate::harness::{Server, config_with_model, create, document, download, finished, spec, upload};
use crate::model::{Act, Asked, Model, completed, editor};
use refineloop::config::Config;
use refineloop::pb::{Job, JobStatus, ListSegmentsRequest, Segment, SegmentState};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What became of a job.
struct Outcome {
    job: Job,
    segments: Vec<Segment>,
    /// The output, or the partial one.
    output: String,
    asked: Vec<Asked>,
}

/// A job of `count` segments at a model that follows a script.
async fn run(count: usize, script: impl Fn(&Asked) -> Act + Send + Sync + 'static) -> Outcome {
    run_with(&document(count), |_| {}, script).await
}

/// A job over this text, under settings of its own.
async fn run_with(
    text: &str,
    settings: impl FnOnce(&mut Config),
    script: impl Fn(&Asked) -> Act + Send + Sync + 'static,
) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let ledger = Arc::clone(&asked);
    let model = Model::start(move |request| {
        ledger.lock().unwrap().push(request.clone());
        script(request)
    })
    .await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    settings(&mut config);
    let server = Server::start(config).await;
    let file = upload(&server.channel, "a.xlf", text.as_bytes()).await.unwrap();
    let job = create(&server.channel, spec(&file, "openai/test")).await.unwrap();
    let job = finished(&server.channel, &job.job_id).await;
    let output = match job.output_file_id.as_str() {
        "" => text.to_owned(),
        id => String::from_utf8(download(&server.channel, id).await).unwrap(),
    };
    let request = ListSegmentsRequest { job_id: job.job_id.clone(), page_size: 1000, ..Default::default() };
    let segments = server.jobs().list_segments(request).await.unwrap().into_inner().segments;
    server.drain().await;
    let asked = asked.lock().unwrap().clone();
    Outcome { job, segments, output, asked }
}

/// A fault that comes first and passes: afterwards the work goes on, and every segment gets better.
async fn passes(name: &str, first: Act) -> Outcome {
    let outcome = run(3, move |asked| if asked.number == 0 { first.clone() } else { editor(asked) }).await;
    outcome.better(3, name);
    assert!(outcome.asked.len() >= 3, "{name}: the question again, then a second look");
    outcome
}

/// A fault that no repetition mends: the job fails after one question, for a reason that says what to do.
async fn fails_at_once(name: &str, fault: Act, reason: &str) {
    let outcome = run(3, move |_| fault.clone()).await;
    assert_eq!(outcome.job.status(), JobStatus::Failed, "{name}");
    let failure = outcome.job.failure.as_ref().unwrap();
    assert_eq!(failure.reason, reason, "{name}: {failure:?}");
    assert!(!format!("{failure:?}").contains("CANARY"), "{name}: {failure:?}");
    assert_eq!(outcome.asked.len(), 1, "{name}");
    assert_eq!(outcome.output, document(3), "{name}");
    assert!(outcome.segments.iter().all(|segment| segment.state() != SegmentState::Failed), "{name}");
}

impl Outcome {
    /// All of the first `count` segments are better.
    fn better(&self, count: usize, name: &str) {
        assert_eq!(self.job.status(), JobStatus::Completed, "{name}: {:?}", self.job.failure);
        assert_eq!(self.output, document(count).replace("falsch", "richtig"), "{name}");
    }

    /// The job ended, and every segment stands as it came in, for a reason that is told.
    fn kept(&self, count: usize, name: &str) {
        assert_eq!(self.job.status(), JobStatus::Completed, "{name}: {:?}", self.job.failure);
        assert_eq!(self.output, document(count), "{name}");
        assert!(self.segments.iter().all(|segment| !segment.stop_reason.is_empty()), "{name}");
    }

    /// How many segments each question was about; comparisons of versions are left out.
    fn sizes(&self) -> Vec<usize> {
        self.asked.iter().map(|asked| asked.segments.len()).filter(|size| *size > 0).collect()
    }
}

/// An answer in JSON with this status.
fn json(status: u16, headers: &str, body: &Value) -> Act {
    let body = body.to_string().into_bytes();
    Act::Raw(
        status,
        format!("content-type: application/json\r\n{headers}content-length: {}\r\n", body.len()),
        body,
    )
}

/// A completion that ended for this reason.
fn completion(text: &str, finish: &str) -> Act {
    json(200, "", &completed(text, finish))
}

/// A call may take this long at most.
fn short(config: &mut Config) {
    config.engine.call_timeout = Duration::from_secs(1);
}
