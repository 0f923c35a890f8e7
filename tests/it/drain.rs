//! A graceful stop: watches end with a hint to come back, work in hand is stored, nothing repeats.

use crate::harness::{Server, config_with_model, create, document, download, finished, reason, spec, upload};
use crate::model::{Act, Model};
use refineloop::pb::{JobStatus, WatchJobRequest};
use std::collections::HashSet;
use std::sync::atomic::Ordering;

#[tokio::test]
async fn a_drained_server_ends_its_watches_and_the_next_one_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (model, rung, healthy) = Model::breaks_after_three(|| Act::Status(503, "")).await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.engine.calls = 1;
    let server = Server::start(config.clone()).await;
    let file = upload(&server.channel, "a.xlf", document(120).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "openai/test")).await.unwrap().job_id;
    let request = WatchJobRequest { job_id: id.clone(), after_sequence: 0, include_segments: true };
    let mut stream = server.jobs().watch_job(request).await.unwrap().into_inner();
    rung.notified().await;
    server.stop();
    let status = loop {
        match stream.message().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the job is not over"),
            Err(status) => break status,
        }
    };
    assert_eq!(status.code(), tonic::Code::Unavailable);
    assert_eq!(reason(&status), "SERVER_DRAINING");
    server.drain().await;

    let first: HashSet<String> = model.keys()[..3].iter().cloned().collect();
    healthy.store(true, Ordering::SeqCst);
    let before = model.keys().len();
    let server = Server::start(config).await;
    let job = finished(&server.channel, &id).await;
    assert_eq!(job.status(), JobStatus::Completed);
    let output = String::from_utf8(download(&server.channel, &job.output_file_id).await).unwrap();
    assert_eq!(output, document(120).replace("falsch", "richtig"));
    assert!(model.keys()[before..].iter().all(|key| !first.contains(key)), "an answered call was repeated");
    server.drain().await;
}

#[tokio::test]
async fn a_second_process_on_the_same_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let config = config_with_model(folder.path(), "http://127.0.0.1:1/v1");
    let server = Server::start(config.clone()).await;
    let clock = refineloop::domain::clock::Clock::system();
    let stop = tokio_util::sync::CancellationToken::new();
    let error = refineloop::Parts::open(config, clock, stop).await.unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains("in use by another refineloop process"), "{cause}");
    server.drain().await;
}
