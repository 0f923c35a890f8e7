//! A file is never made worse, whatever the model does: it is late, broken, gone or hostile.

use crate::harness::{Server, config_with_model, create, document, download, finished, refine, spec, upload};
use crate::model::{Act, Asked, Model, edit, editor, item};
use refineloop::pb::{Job, JobStatus, ListSegmentsRequest, RevisionOutcome, Segment, SegmentState, Strategy};
use serde_json::json;
use std::time::Duration;

async fn segments(server: &Server, job: &Job) -> Vec<Segment> {
    let request = ListSegmentsRequest { job_id: job.job_id.clone(), page_size: 1000, ..Default::default() };
    server.jobs().list_segments(request).await.unwrap().into_inner().segments
}

/// Runs a job of `count` segments against a model and returns it with its segments and output.
async fn run(
    count: usize,
    script: impl Fn(&Asked) -> Act + Send + Sync + 'static,
) -> (Job, Vec<Segment>, String, Model) {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(script).await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.engine.call_timeout = Duration::from_millis(500);
    let server = Server::start(config).await;
    let (job, output) = refine(&server.channel, "a.xlf", document(count).as_bytes(), "openai/test").await;
    let segments = segments(&server, &job).await;
    server.drain().await;
    (job, segments, String::from_utf8(output).unwrap(), model)
}

#[tokio::test]
async fn a_good_model_changes_every_segment_it_finds_wrong() {
    let (job, segments, output, model) = run(30, editor).await;
    assert_eq!(job.progress.unwrap().changed_count, 30);
    assert!(segments.iter().all(|segment| segment.stop_reason == "clean"), "{segments:?}");
    assert!(segments[0].revisions[0].note.contains("opposite"));
    assert_eq!(output, document(30).replace("falsch", "richtig"));
    // Two groups, of 24 and of 6, each asked once and looked at once more; their candidates are compared
    // in both orders, eight in a call.
    assert_eq!(model.keys().len(), 2 + 2 + 2 * (3 + 1));
}

#[tokio::test]
async fn faults_of_the_network_are_outlived() {
    let (job, _, output, model) = run(30, |asked| match asked.number {
        0 => Act::Status(500, ""),
        1 => Act::HangUp,
        2 => Act::Status(429, "retry-after: 0\r\n"),
        3 => Act::Text("no json at all".to_owned()),
        _ => editor(asked),
    })
    .await;
    assert_eq!(output, document(30).replace("falsch", "richtig"));
    let usage = job.progress.unwrap().usage.unwrap();
    assert_eq!(usage.request_count as usize, model.keys().len(), "every request is accounted for");
}

#[tokio::test]
async fn a_model_that_only_talks_nonsense_leaves_every_segment_as_it_was() {
    let (job, segments, output, _) = run(5, |_| Act::Text("I would rather not.".to_owned())).await;
    assert_eq!(output, document(5));
    assert_eq!(job.progress.unwrap().failed_count, 5);
    for segment in segments {
        assert_eq!(segment.state(), SegmentState::Failed);
        assert_eq!(segment.failure.unwrap().reason, "REPLY_UNUSABLE");
        assert_eq!(segment.stop_reason, "error");
    }
}

#[tokio::test]
async fn broken_tags_are_refused_and_the_refusal_is_kept() {
    let (_, segments, output, _) = run(2, |asked| {
        let broken = |segment: &serde_json::Value| {
            let target = segment["tgt"].as_str().unwrap();
            item(segment, &target.replace("⟦/1⟧", "").replace("falsch", "richtig"), "falsch")
        };
        Act::Items(asked.segments.iter().map(broken).collect())
    })
    .await;
    assert_eq!(output, document(2));
    for segment in segments {
        assert_eq!(segment.stop_reason, "no_improvement");
        assert_eq!(segment.revisions.len(), 2);
        for revision in segment.revisions {
            assert_eq!(revision.outcome(), RevisionOutcome::Rejected);
            assert_eq!(revision.rejected_by, "tags");
        }
    }
}

#[tokio::test]
async fn an_item_that_is_left_out_is_asked_for_alone() {
    let (job, _, output, model) = run(10, |asked| {
        let items: Vec<_> = asked.segments.iter().map(edit).collect();
        Act::Items(if asked.number == 0 { items[..9].to_vec() } else { items })
    })
    .await;
    assert_eq!(output, document(10).replace("falsch", "richtig"));
    assert_eq!(job.progress.unwrap().changed_count, 10);
    assert_eq!(model.keys().len(), 2 + 4 + 1, "the group, the missing item, comparisons, the second round");
}

#[tokio::test]
async fn answers_for_the_wrong_segment_are_not_taken() {
    let (_, segments, output, _) = run(4, |asked| {
        // Every answer is that of the next segment.
        let mut items: Vec<_> = asked.segments.iter().map(edit).collect();
        let texts: Vec<_> =
            items.iter().map(|item| (item["anchor"].clone(), item["revised"].clone())).collect();
        let shifted = texts.iter().cycle().skip(1);
        for (item, (anchor, revised)) in items.iter_mut().zip(shifted) {
            item["anchor"] = anchor.clone();
            item["revised"] = revised.clone();
        }
        Act::Items(items)
    })
    .await;
    assert_eq!(output, document(4));
    assert!(segments.iter().all(|segment| segment.state() != SegmentState::Changed), "{segments:?}");
}

#[tokio::test]
async fn a_refused_key_fails_the_job_and_not_its_segments() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(|_| Act::Status(401, "")).await;
    let server = Server::start(config_with_model(folder.path(), &model.base_url)).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let job = create(&server.channel, spec(&file, "openai/test")).await.unwrap();
    let job = finished(&server.channel, &job.job_id).await;
    assert_eq!(job.status(), JobStatus::Failed);
    let failure = job.failure.unwrap();
    assert_eq!((failure.reason.as_str(), failure.retryable), ("PROVIDER_AUTH_FAILED", false));
    assert_eq!(job.progress.unwrap().failed_count, 0);
    server.drain().await;
}

#[tokio::test]
async fn an_outage_fails_the_job_after_the_wait_and_keeps_what_is_finished() {
    let folder = tempfile::tempdir().unwrap();
    // The first group gets its two answers, the second none.
    let model = Model::start(|asked| {
        let first = asked.segments.iter().any(|segment| segment["src"].as_str().unwrap().contains("Step 1:"));
        let first = first
            || asked.segments.iter().all(|segment| !segment["tgt"].as_str().unwrap().contains("falsch"));
        if first { editor(asked) } else { Act::Status(503, "") }
    })
    .await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.engine.outage = Duration::from_millis(300);
    let server = Server::start(config).await;
    let file = upload(&server.channel, "a.xlf", document(30).as_bytes()).await.unwrap();
    let job = create(&server.channel, spec(&file, "openai/test")).await.unwrap();
    let job = finished(&server.channel, &job.job_id).await;
    assert_eq!(job.status(), JobStatus::Failed);
    assert_eq!(job.failure.as_ref().unwrap().reason, "PROVIDER_UNAVAILABLE");
    let partial = String::from_utf8(download(&server.channel, &job.output_file_id).await).unwrap();
    assert_eq!(partial.matches("richtig").count(), 24, "the finished group is in the partial file");
    assert_eq!(partial.matches("falsch").count(), 6, "the others stand as they came in");
    server.drain().await;
}

#[tokio::test]
async fn a_verifier_of_another_name_is_asked_to_compare_and_its_votes_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(|asked| {
        let expected = if asked.pairs.is_empty() { "writer" } else { "judge" };
        if asked.body["model"] == json!(expected) { editor(asked) } else { Act::Status(400, "") }
    })
    .await;
    let server = Server::start(config_with_model(folder.path(), &model.base_url)).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    for (strategy, changed) in [
        (Strategy::Single, 3),
        (Strategy::TwoStage, 3),
        (Strategy::ReviewOnly, 0),
        (Strategy::Unspecified, 3),
    ] {
        let mut options = spec(&file, "openai/writer");
        options.verifier_model = "openai/judge".to_owned();
        options.set_strategy(strategy);
        let job = create(&server.channel, options).await.unwrap();
        let job = finished(&server.channel, &job.job_id).await;
        assert_eq!(job.progress.as_ref().unwrap().changed_count, changed, "{strategy:?}");
        for segment in segments(&server, &job).await {
            let revision = &segment.revisions[0];
            if changed == 0 {
                assert!(segment.needs_review && revision.issues[0].target_span == "falsch", "{segment:?}");
                continue;
            }
            assert_eq!(revision.verifier_model, "openai/judge");
            let votes: Vec<_> = revision.votes.iter().map(|vote| vote.choice.as_str()).collect();
            assert_eq!(votes, ["candidate", "candidate"]);
            let change = &revision.changes[0];
            assert_eq!((change.old_text.as_str(), change.new_text.as_str()), ("falsch", "richtig"));
            assert_eq!((change.cause.as_str(), change.issue), ("issue", Some(0)));
        }
    }
    server.drain().await;
}

#[tokio::test]
async fn every_option_reaches_the_model() {
    let folder = tempfile::tempdir().unwrap();
    let (send, mut asked) = tokio::sync::mpsc::unbounded_channel();
    let model = Model::start(move |request| {
        let _closed = send.send(request.clone());
        editor(request)
    })
    .await;
    let server = Server::start(config_with_model(folder.path(), &model.base_url)).await;
    let text = document(1).replace("the <g", "the hy\u{ad}phen <g");
    let file = upload(&server.channel, "a.xlf", text.as_bytes()).await.unwrap();
    let mut options = spec(&file, "openai/some-model");
    options.domain = "medical".to_owned();
    options.note_language = "ja".to_owned();
    options.custom_instructions = "Say Sie, never du.".to_owned();
    options.max_revisions = 1;
    let job = create(&server.channel, options).await.unwrap();
    finished(&server.channel, &job.job_id).await;
    let request = asked.recv().await.unwrap();
    assert_eq!(request.body["model"], json!("some-model"));
    assert_eq!(request.body["response_format"]["type"], json!("json_schema"));
    let user = request.body["messages"][1]["content"].as_str().unwrap();
    for part in ["medical", "\"ja\"", "Say Sie, never du."] {
        assert!(user.contains(part), "{part} is not in the prompt");
    }
    assert!(request.segments[0]["src"].as_str().unwrap().contains("hyphen"), "the soft hyphen is gone");
    let mut roles = Vec::new();
    while let Ok(next) = asked.try_recv() {
        roles.push(next.body["response_format"]["json_schema"]["name"].as_str().unwrap().to_owned());
    }
    assert_eq!(
        roles,
        ["issues", "edit", "compare", "compare"],
        "medical texts are reviewed twice and edited apart, and one round was allowed"
    );
    assert!(!request.key.is_empty());
    server.drain().await;
}
