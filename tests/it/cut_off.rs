//! What is cut off in the middle leaves nothing behind, and what others fail at is told as it is.

use crate::harness::{Server, config, create, document, finished, reason, spec, upload};
use chrono::TimeDelta;
use futures_util::FutureExt as _;
use refineloop::Parts;
use refineloop::app::jobs::NewJob;
use refineloop::app::page::Page;
use refineloop::app::upload::{Begin, UploadSpec};
use refineloop::app::{App, Caller};
use refineloop::config::Config;
use refineloop::domain::clock::Clock;
use refineloop::domain::file::StoredFile;
use refineloop::domain::ids::JobId;
use refineloop::domain::job::{Job, JobSpec, JobStatus};
use refineloop::pb;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

async fn open(config: Config) -> Parts {
    Parts::open(config, Clock::system(), CancellationToken::new()).await.unwrap()
}

async fn sent(app: &App) -> refineloop::app::upload::Upload {
    let spec = UploadSpec { filename: "a.xlf".to_owned(), ..UploadSpec::default() };
    let Begin::Upload(mut upload) = app.begin_upload(&Caller::local(), spec).await.unwrap() else {
        panic!("nobody sent it before");
    };
    upload.write(document(3).into()).await.unwrap();
    *upload
}

async fn taken_in(app: &App) -> StoredFile {
    sent(app).await.finish().await.unwrap()
}

async fn created(app: &App, spec: JobSpec) -> JobId {
    let new = NewJob { spec, usual_output: true, webhook_secret: None, request_id: None };
    app.create_job(&Caller::local(), new).await.unwrap().id
}

/// Works until `done`, then stops.
async fn work(parts: &Parts, done: impl Future<Output = ()>) {
    let stop = CancellationToken::new();
    let ended = async {
        done.await;
        stop.cancel();
    };
    tokio::join!(parts.worker.clone().run(stop.clone()), ended);
}

async fn end(app: &App, id: JobId) -> Job {
    until(async || {
        let job = app.get_job(&Caller::local(), id).await.unwrap();
        job.status.is_final().then_some(job)
    })
    .await
}

async fn until<T>(mut look: impl AsyncFnMut() -> Option<T>) -> T {
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn names(folder: &Path) -> usize {
    std::fs::read_dir(folder).unwrap().count()
}

#[tokio::test]
async fn an_upload_that_was_sent_whole_is_stored_although_its_client_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let parts = open(config(folder.path())).await;
    let upload = sent(&parts.app).await;
    // The client goes away at the first wait.
    assert!(upload.finish().now_or_never().is_none());
    let files = until(async || {
        let (files, _) = parts.app.list_files(&Caller::local(), None, &Page::default()).await.unwrap();
        (!files.is_empty()).then_some(files)
    });
    assert_eq!(files.await.len(), 1);
}

#[tokio::test]
async fn a_job_whose_erasure_was_cut_off_leaves_no_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let parts = open(config(folder.path())).await;
    let file = taken_in(&parts.app).await;
    let id = created(&parts.app, JobSpec::new(file.id, "builtin/echo")).await;
    work(&parts, async {
        assert_eq!(end(&parts.app, id).await.status, JobStatus::Completed);
    })
    .await;
    let files = folder.path().join("files");
    assert_eq!(names(&files), 2);
    let caller = Caller::local();
    assert!(parts.app.delete_job(&caller, id).now_or_never().is_none(), "the client goes away");
    until(async || parts.app.get_job(&caller, id).await.err()).await;
    work(&parts, until(async || (names(&files) == 1).then_some(()))).await;
}

#[tokio::test]
async fn a_job_says_if_the_one_it_continues_was_erased_before_it_began() {
    let folder = tempfile::tempdir().unwrap();
    let parts = open(config(folder.path())).await;
    let file = taken_in(&parts.app).await;
    let first = created(&parts.app, JobSpec::new(file.id, "builtin/echo")).await;
    work(&parts, async { drop(end(&parts.app, first).await) }).await;
    let spec = JobSpec { continue_job: Some(first), ..JobSpec::new(file.id, "builtin/echo") };
    let second = created(&parts.app, spec).await;
    parts.app.delete_job(&Caller::local(), first).await.unwrap();
    work(&parts, async {
        let job = end(&parts.app, second).await;
        let told = job.warnings.iter().any(|line| line.contains(&first.to_string()));
        assert!(told, "{:?}", job.warnings);
    })
    .await;
}

#[tokio::test]
async fn a_disk_that_fails_for_too_long_ends_a_job_and_is_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = config(folder.path());
    settings.engine.outage = Duration::ZERO;
    let parts = open(settings).await;
    let file = taken_in(&parts.app).await;
    let id = created(&parts.app, JobSpec::new(file.id, "builtin/echo")).await;
    // Where the chunks of jobs go there is no folder any more.
    let jobs = folder.path().join("jobs");
    std::fs::remove_dir(&jobs).unwrap();
    std::fs::write(&jobs, "").unwrap();
    work(&parts, async {
        let failure = end(&parts.app, id).await.failure.unwrap();
        assert_eq!(failure.reason.as_str(), "INTERNAL");
        assert!(failure.message.contains("files could not be read or written"), "{}", failure.message);
    })
    .await;
}

#[tokio::test]
async fn a_job_is_continued_on_the_same_bytes_although_its_file_has_expired() {
    let folder = tempfile::tempdir().unwrap();
    let hours = Arc::new(AtomicI64::new(0));
    let (system, by) = (Clock::system(), Arc::clone(&hours));
    let clock = Clock::from_fn(move || system.now() + TimeDelta::hours(by.load(Ordering::SeqCst)));
    let server = Server::start_at(config(folder.path()), clock).await;
    let file = upload(&server.channel, "a.xlf", document(2).as_bytes()).await.unwrap();
    let first = create(&server.channel, spec(&file, "builtin/echo")).await.unwrap();
    finished(&server.channel, &first.job_id).await;
    hours.store(8 * 24, Ordering::SeqCst);
    let again = upload(&server.channel, "a.xlf", document(2).as_bytes()).await.unwrap();
    let other = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let with = |file| pb::JobSpec { continue_job_id: first.job_id.clone(), ..spec(file, "builtin/echo") };
    create(&server.channel, with(&again)).await.unwrap();
    assert_eq!(reason(&create(&server.channel, with(&other)).await.unwrap_err()), "REQUEST_INVALID");
    server.drain().await;
}
