//! A provider that takes calls and never answers them: an outage like any other, which fails no
//! segment; and one text that is never answered while others are, which fails no job.

use crate::harness::{Server, config_with_model, create, document, download, finished, spec, upload};
use crate::kill::query;
use crate::model::{Act, Asked, Model, editor};
use refineloop::config::Config;
use refineloop::pb::{Job, JobSpec, JobStatus, ListSegmentsRequest, Segment, SegmentState};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Notify;

/// What the model answers it answers at once; what it does not, never.
fn config(folder: &Path, model: &Model) -> Config {
    let mut config = config_with_model(folder, &model.base_url);
    config.engine.call_timeout = Duration::from_secs(1);
    config
}

async fn run(server: &Server, count: usize, continues: &str) -> Job {
    let file = upload(&server.channel, "a.xlf", document(count).as_bytes()).await.unwrap();
    let spec = JobSpec { continue_job_id: continues.to_owned(), ..spec(&file, "openai/test") };
    let job = create(&server.channel, spec).await.unwrap();
    finished(&server.channel, &job.job_id).await
}

async fn output(server: &Server, job: &Job) -> String {
    String::from_utf8(download(&server.channel, &job.output_file_id).await).unwrap()
}

async fn segments(server: &Server, job: &Job) -> Vec<Segment> {
    let request = ListSegmentsRequest { job_id: job.job_id.clone(), page_size: 1000, ..Default::default() };
    server.jobs().list_segments(request).await.unwrap().into_inner().segments
}

fn is_about(asked: &Asked, step: &str) -> bool {
    asked.segments.iter().any(|segment| segment["src"].as_str().unwrap().starts_with(step))
}

/// A model that hangs, but for what `answers` says, until the flag is set.
async fn hanging(answers: fn(&Asked) -> bool) -> (Model, Arc<AtomicBool>) {
    let healed = Arc::new(AtomicBool::new(false));
    let is_healed = Arc::clone(&healed);
    let script = move |asked: &Asked| {
        if is_healed.load(Ordering::SeqCst) || answers(asked) { editor(asked) } else { Act::Hang }
    };
    (Model::start(script).await, healed)
}

#[tokio::test]
async fn a_job_of_one_segment_whose_provider_hangs_fails_after_the_wait_and_its_segment_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let (model, healed) = hanging(|_| false).await;
    let mut config = config(folder.path(), &model);
    config.engine.outage = Duration::from_secs(2);
    let server = Server::start(config).await;
    let job = run(&server, 1, "").await;
    assert_eq!(job.status(), JobStatus::Failed);
    let failure = job.failure.as_ref().unwrap();
    assert_eq!((failure.reason.as_str(), failure.retryable), ("PROVIDER_UNAVAILABLE", true));
    assert!(failure.message.contains("engine.outage"), "{}", failure.message);
    let progress = job.progress.as_ref().unwrap();
    assert_eq!((progress.finished_count, progress.failed_count), (0, 0));
    assert_eq!(progress.usage.as_ref().unwrap().request_count as usize, model.keys().len());
    assert!(segments(&server, &job).await.is_empty(), "nothing was made of it");
    healed.store(true, Ordering::SeqCst);
    let again = run(&server, 1, &job.job_id).await;
    assert_eq!(output(&server, &again).await, document(1).replace("falsch", "richtig"));
    server.drain().await;
}

#[tokio::test]
async fn a_provider_that_hangs_in_the_middle_fails_the_job_and_what_is_there_is_not_paid_for_again() {
    let folder = tempfile::tempdir().unwrap();
    // The first group gets its answers, the second none.
    let (model, healed) = hanging(|asked| {
        let right = |segment: &serde_json::Value| !segment["tgt"].as_str().unwrap().contains("falsch");
        is_about(asked, "Step 1:") || asked.segments.iter().all(right)
    })
    .await;
    let mut config = config(folder.path(), &model);
    config.engine.outage = Duration::from_secs(3);
    let server = Server::start(config).await;
    let job = run(&server, 30, "").await;
    assert_eq!(job.failure.as_ref().unwrap().reason, "PROVIDER_UNAVAILABLE");
    assert_eq!(job.progress.as_ref().unwrap().failed_count, 0);
    let partial = output(&server, &job).await;
    assert_eq!((partial.matches("richtig").count(), partial.matches("falsch").count()), (24, 6));
    healed.store(true, Ordering::SeqCst);
    let paid = model.answered();
    let again = run(&server, 30, &job.job_id).await;
    assert_eq!(output(&server, &again).await, document(30).replace("falsch", "richtig"));
    assert_eq!(model.answered() - paid, 2 + 2, "the six, compared in both orders, and once more");
    server.drain().await;
}

#[tokio::test]
async fn a_provider_that_hangs_and_comes_back_has_cost_no_segment() {
    // One alone, so that a single question is all there is; and three groups, so that the lane is closed
    // and one call at a time tries it.
    for (count, hangs) in [(1, 6), (60, 9)] {
        let folder = tempfile::tempdir().unwrap();
        let script = move |asked: &Asked| if asked.number < hangs { Act::Hang } else { editor(asked) };
        let model = Model::start(script).await;
        let server = Server::start(config(folder.path(), &model)).await;
        let job = run(&server, count, "").await;
        assert_eq!(job.status(), JobStatus::Completed, "{:?}", job.failure);
        assert_eq!(output(&server, &job).await, document(count).replace("falsch", "richtig"));
        let progress = job.progress.unwrap();
        assert_eq!((progress.failed_count, progress.changed_count), (0, count as i64));
        assert_eq!(progress.usage.as_ref().unwrap().request_count as usize, model.keys().len());
        server.drain().await;
    }
}

#[tokio::test]
async fn one_text_that_is_never_answered_is_left_and_the_others_go_on() {
    let folder = tempfile::tempdir().unwrap();
    // The last, so that nothing is left to ask about when it has failed. Of the other group it is the
    // only one.
    for (count, bad) in [(4, "Step 4:"), (25, "Step 25:")] {
        let script = move |asked: &Asked| if is_about(asked, bad) { Act::Hang } else { editor(asked) };
        let model = Model::start(script).await;
        let server = Server::start(config(&folder.path().join(bad), &model)).await;
        let job = run(&server, count, "").await;
        assert_eq!(job.status(), JobStatus::Completed, "{:?}", job.failure);
        let progress = job.progress.as_ref().unwrap();
        assert_eq!((progress.failed_count, progress.changed_count), (1, count as i64 - 1));
        let left = segments(&server, &job).await.pop().unwrap();
        assert_eq!((left.state(), left.stop_reason.as_str()), (SegmentState::Failed, "error"));
        assert_eq!(left.failure.unwrap().reason, "REPLY_UNUSABLE");
        assert!(left.source.starts_with(bad) && left.target.contains("falsch"), "{}", left.source);
        assert_eq!(progress.usage.as_ref().unwrap().request_count as usize, model.keys().len());
        server.drain().await;
    }
}

#[tokio::test]
async fn one_text_alone_in_its_job_is_left_once_the_model_is_seen_to_answer_another_job() {
    let folder = tempfile::tempdir().unwrap();
    // The other job asks about more than one text at a time.
    let script = move |asked: &Asked| if asked.segments.len() == 1 { Act::Hang } else { editor(asked) };
    let model = Model::start(script).await;
    let mut config = config(folder.path(), &model);
    // In turn: between two tries of the one a question of the other is answered, of which it has dozens.
    config.engine.calls_per_model = 1;
    let server = Server::start(config).await;
    let other = upload(&server.channel, "b.xlf", document(24 * 30).as_bytes()).await.unwrap();
    let other = create(&server.channel, spec(&other, "openai/test")).await.unwrap();
    let job = run(&server, 1, "").await;
    assert_eq!(job.status(), JobStatus::Completed, "{:?}", job.failure);
    assert_eq!(job.progress.unwrap().failed_count, 1);
    let other = finished(&server.channel, &other.job_id).await;
    assert_eq!(other.progress.unwrap().changed_count, 24 * 30);
    server.drain().await;
}

#[tokio::test]
async fn what_was_given_up_for_now_is_no_question_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let rung = Arc::new(Notify::new());
    let healed = Arc::new(AtomicBool::new(false));
    let (ring, is_healed) = (Arc::clone(&rung), Arc::clone(&healed));
    // The whole twice, then a half: by then the whole has its end.
    let model = Model::start(move |asked| {
        if is_healed.load(Ordering::SeqCst) {
            return editor(asked);
        }
        if asked.segments.len() == 2 {
            ring.notify_one();
        }
        Act::Hang
    })
    .await;
    let server = Server::start(config(folder.path(), &model)).await;
    let file = upload(&server.channel, "a.xlf", document(4).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "openai/test")).await.unwrap().job_id;
    rung.notified().await;
    server.stop();
    server.drain().await;
    let rows = "SELECT call_key FROM calls WHERE outcome = 'timed_out' AND answer IS NOT NULL";
    let ended: HashSet<String> = query(folder.path(), rows).await.into_iter().collect();
    assert!(ended.contains(&model.keys()[0]), "{ended:?}");

    healed.store(true, Ordering::SeqCst);
    let before = model.keys().len();
    let server = Server::start(config(folder.path(), &model)).await;
    let job = finished(&server.channel, &id).await;
    assert_eq!(output(&server, &job).await, document(4).replace("falsch", "richtig"));
    assert!(model.keys()[before..].iter().all(|key| !ended.contains(key)), "asked again");
    let told = job.progress.unwrap().usage.unwrap().request_count as usize;
    assert_eq!(told, model.keys().len(), "every request is accounted for, before and after");
    server.drain().await;
}
