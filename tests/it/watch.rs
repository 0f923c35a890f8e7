//! A watch tells everything once, in order, and can be taken up anywhere.

use crate::harness::{
    Server, config, config_with_model, create, document, events, finished, metadata, reason, spec, upload,
};
use crate::model::{Act, Model, editor};
use refineloop::pb::job_event::Kind;
use refineloop::pb::{Job, JobEvent, WatchJobRequest};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

fn numbers(events: &[JobEvent]) -> Vec<i64> {
    events
        .iter()
        .filter_map(|event| match &event.kind {
            Some(Kind::Segment(segment)) => Some(segment.number),
            _ => None,
        })
        .collect()
}

fn assert_in_order(events: &[JobEvent]) {
    assert!(events.windows(2).all(|pair| pair[0].sequence <= pair[1].sequence), "{events:?}");
}

fn end(events: &[JobEvent]) -> &Job {
    match events.last().and_then(|event| event.kind.as_ref()) {
        Some(Kind::Finished(job)) => job,
        other => panic!("the last event is finished, not {other:?}"),
    }
}

#[tokio::test]
async fn a_watch_begins_with_a_snapshot_and_ends_with_the_job() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let file = upload(&server.channel, "a.xlf", document(300).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "builtin/echo")).await.unwrap().job_id;
    let all = events(&server.channel, &id, 0, true).await.unwrap();
    assert!(matches!(all[0].kind, Some(Kind::Snapshot(_))));
    assert_eq!(all[0].sequence, 0, "the segments finished so far still follow");
    assert_in_order(&all);
    let mut seen = numbers(&all);
    seen.sort_unstable();
    assert_eq!(seen, (1..=300).collect::<Vec<i64>>());
    let job = end(&all);
    assert_eq!(job.last_sequence, all.last().unwrap().sequence);
    assert!(!job.output_file_id.is_empty());
    server.drain().await;
}

#[tokio::test]
async fn a_resumed_watch_gets_no_segment_twice_and_misses_none() {
    let folder = tempfile::tempdir().unwrap();
    // The model answers one call for every permit: the watch breaks off in the middle of the job.
    let permits = Arc::new(Semaphore::new(0));
    let gate = Arc::clone(&permits);
    let model = Model::start(move |asked| match gate.try_acquire() {
        Ok(permit) => {
            permit.forget();
            editor(asked)
        }
        Err(_) => Act::Status(503, ""),
    })
    .await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    // One call ends a group: what a permit brings is seen at once.
    config.r#loop.verify = false;
    let server = Server::start(config).await;
    let file = upload(&server.channel, "a.xlf", document(120).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "openai/test")).await.unwrap().job_id;
    let mut seen = Vec::new();
    let mut after = 0;
    loop {
        permits.add_permits(2);
        let request = WatchJobRequest { job_id: id.clone(), after_sequence: after, include_segments: true };
        let mut stream = server.jobs().watch_job(request).await.unwrap().into_inner();
        let mut part = Vec::new();
        // Five segments, then the connection breaks.
        while numbers(&part).len() < 5 {
            match stream.message().await.unwrap() {
                Some(message) => part.push(message.event.unwrap()),
                None => break,
            }
            if numbers(&part).is_empty() {
                permits.add_permits(1);
            }
        }
        drop(stream);
        assert!(part.iter().all(|event| event.sequence >= after), "a number went down");
        assert_in_order(&part);
        after = part.last().unwrap().sequence;
        seen.extend(numbers(&part));
        if matches!(part.last().unwrap().kind, Some(Kind::Finished(_))) {
            break;
        }
    }
    seen.sort_unstable();
    assert_eq!(seen, (1..=120).collect::<Vec<i64>>());
    server.drain().await;
}

#[tokio::test]
async fn watching_a_finished_job_yields_its_end_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "builtin/echo")).await.unwrap().job_id;
    let job = finished(&server.channel, &id).await;
    let last = events(&server.channel, &id, job.last_sequence, true).await.unwrap();
    assert_eq!(last.len(), 1);
    assert_eq!(end(&last), &job);
    let status = events(&server.channel, &id, job.last_sequence + 1, true).await.unwrap_err();
    assert_eq!(reason(&status), "CURSOR_AHEAD");
    assert_eq!(metadata(&status, "lastSequence"), job.last_sequence.to_string());
    server.drain().await;
}

#[tokio::test]
async fn a_silent_watch_sends_heartbeats_and_too_many_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(|_| Act::Hang).await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.watch.idle = Duration::from_millis(20);
    config.watch.streams = 1;
    config.engine.drain = Duration::from_millis(100);
    let server = Server::start(config).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "openai/test")).await.unwrap().job_id;
    let request = WatchJobRequest { job_id: id.clone(), after_sequence: 0, include_segments: false };
    let mut stream = server.jobs().watch_job(request.clone()).await.unwrap().into_inner();
    let mut last = 0;
    loop {
        let event = stream.message().await.unwrap().unwrap().event.unwrap();
        assert!(event.sequence >= last);
        last = event.sequence;
        if matches!(event.kind, Some(Kind::Heartbeat(_))) {
            break;
        }
    }
    let status = server.jobs().watch_job(request).await.unwrap_err();
    assert_eq!(reason(&status), "TOO_MANY_WATCHES");
    drop(stream);
    server.drain().await;
}

#[tokio::test]
async fn a_watch_ends_with_the_deadline_of_its_client() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(|_| Act::Hang).await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.engine.drain = Duration::from_millis(100);
    let server = Server::start(config).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "openai/test")).await.unwrap().job_id;
    let mut request = tonic::Request::new(WatchJobRequest { job_id: id, ..Default::default() });
    request.metadata_mut().insert("grpc-timeout", "200m".parse().unwrap());
    let mut stream = server.jobs().watch_job(request).await.unwrap().into_inner();
    let status = loop {
        match stream.message().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("a watch ends well only after the job"),
            Err(status) => break status,
        }
    };
    assert_eq!(status.code(), tonic::Code::DeadlineExceeded);
    server.drain().await;
}
