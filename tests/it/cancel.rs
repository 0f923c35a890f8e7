//! A job can be asked to stop; what is finished by then is kept.

use crate::harness::{
    Server, config, config_with_model, create, document, download, events, finished, reason, spec, upload,
};
use crate::model::{Act, Model, editor};
use refineloop::pb::job_event::Kind;
use refineloop::pb::{CancelJobRequest, DeleteFileRequest, DeleteJobRequest, JobStatus};
use std::sync::Arc;
use tokio::sync::Notify;

#[tokio::test]
async fn a_cancelled_job_keeps_what_is_finished_and_asks_nothing_more() {
    let folder = tempfile::tempdir().unwrap();
    let rung = Arc::new(Notify::new());
    let ring = Arc::clone(&rung);
    // The first four calls are answered; after that the provider is down.
    let model = Model::start(move |asked| {
        if asked.number < 4 {
            return editor(asked);
        }
        ring.notify_one();
        Act::Status(503, "")
    })
    .await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.engine.calls = 1;
    // Four answers are to be four revisions.
    config.r#loop.verify = false;
    let server = Server::start(config).await;
    let file = upload(&server.channel, "a.xlf", document(240).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "openai/test")).await.unwrap().job_id;
    rung.notified().await;
    let request = || CancelJobRequest { job_id: id.clone() };
    let status = server.jobs().delete_job(DeleteJobRequest { job_id: id.clone() }).await.unwrap_err();
    assert_eq!(reason(&status), "JOB_NOT_FINISHED");
    let in_use = DeleteFileRequest { file_id: file.file_id.clone() };
    assert_eq!(reason(&server.files().delete_file(in_use).await.unwrap_err()), "FILE_IN_USE");
    let noted = server.jobs().cancel_job(request()).await.unwrap().into_inner().job.unwrap();
    assert!(matches!(noted.status(), JobStatus::Cancelling | JobStatus::Cancelled));
    let job = finished(&server.channel, &id).await;
    assert_eq!(job.status(), JobStatus::Cancelled);
    let asked = model.keys().len();
    let output = String::from_utf8(download(&server.channel, &job.output_file_id).await).unwrap();
    assert!(output.contains("richtig"), "accepted revisions are kept");
    assert!(output.contains("falsch"), "the rest stands as it came in");
    let again = server.jobs().cancel_job(request()).await.unwrap().into_inner().job.unwrap();
    assert_eq!(again.status(), JobStatus::Cancelled, "repeating is harmless");
    server.drain().await;
    assert_eq!(model.keys().len(), asked, "no call after the end");
}

#[tokio::test]
async fn a_finished_job_cannot_be_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "builtin/echo")).await.unwrap().job_id;
    finished(&server.channel, &id).await;
    let status = server.jobs().cancel_job(CancelJobRequest { job_id: id }).await.unwrap_err();
    assert_eq!(reason(&status), "JOB_ALREADY_FINISHED");
    server.drain().await;
}

#[tokio::test]
async fn a_watch_of_a_cancelled_job_tells_every_ended_segment_and_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let rung = Arc::new(Notify::new());
    let ring = Arc::clone(&rung);
    let model = Model::start(move |_| {
        ring.notify_one();
        Act::Status(503, "")
    })
    .await;
    let server = Server::start(config_with_model(folder.path(), &model.base_url)).await;
    let file = upload(&server.channel, "a.xlf", document(24).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "openai/test")).await.unwrap().job_id;
    rung.notified().await;
    server.jobs().cancel_job(CancelJobRequest { job_id: id.clone() }).await.unwrap();
    let all = events(&server.channel, &id, 0, true).await.unwrap();
    assert!(all.iter().all(|event| match &event.kind {
        Some(Kind::Segment(segment)) => segment.stop_reason == "cancelled",
        _ => true,
    }));
    assert!(matches!(all.last().unwrap().kind, Some(Kind::Finished(_))));
    server.drain().await;
}
