//! Texts of careful domains are reviewed twice: only what both reviews report is edited, what one alone reports
//! is told, and no answer that was stored is paid for again.

use crate::harness::{Server, config_with_model, create, document, download, finished, job, spec, upload};
use crate::kill::{Budget, Process, committed_calls, killed, until};
use crate::model::{Act, Asked, Model, TOKENS_IN, edit, editor};
use refineloop::pb::{
    EstimateJobRequest, File, JobSpec, JobStatus, ListSegmentsRequest, RevisionOutcome, Segment,
    SegmentState, Strategy,
};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

fn legal(file: &File, strategy: Strategy) -> JobSpec {
    let mut spec = spec(file, "openai/test");
    spec.domain = "Investor relations".to_owned();
    spec.set_strategy(strategy);
    spec
}

async fn segments(server: &Server, job: &str) -> Vec<Segment> {
    let request = ListSegmentsRequest { job_id: job.to_owned(), page_size: 1000, ..Default::default() };
    server.jobs().list_segments(request).await.unwrap().into_inner().segments
}

/// A reviewer who, asked the same again, finds nothing in the steps of odd numbers; otherwise a good model.
fn fickle() -> impl Fn(&Asked) -> Act + Send + Sync + 'static {
    let seen: Mutex<HashMap<String, usize>> = Mutex::default();
    move |asked| {
        if asked.body["response_format"]["json_schema"]["name"] != json!("issues") {
            return editor(asked);
        }
        let times = {
            let mut seen = seen.lock().unwrap();
            let times = seen.entry(asked.body.to_string()).or_default();
            *times += 1;
            *times
        };
        let items = asked.segments.iter().map(|segment| {
            let target = segment["tgt"].as_str().unwrap();
            let is_odd = ["1:", "3:", "5:", "7:", "9:"].iter().any(|end| target.contains(end));
            let mut segment = segment.clone();
            if times == 2 && is_odd {
                segment["tgt"] = json!(target.replace("falsch", "richtig"));
            }
            edit(&segment)
        });
        Act::Items(items.collect())
    }
}

#[tokio::test]
async fn what_one_review_alone_reports_is_told_and_not_edited() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(fickle()).await;
    let server = Server::start(config_with_model(folder.path(), &model.base_url)).await;
    for (count, strategy) in [(8, Strategy::Unspecified), (9, Strategy::ReviewOnly), (10, Strategy::Single)] {
        let file = upload(&server.channel, "a.xlf", document(count).as_bytes()).await.unwrap();
        let created = create(&server.channel, legal(&file, strategy)).await.unwrap();
        let job = finished(&server.channel, &created.job_id).await;
        assert_eq!(job.status(), JobStatus::Completed);
        let segments = segments(&server, &job.job_id).await;
        for (number, segment) in (1..).zip(&segments) {
            let (is_odd, first) = (number % 2 == 1, &segment.revisions[0]);
            let edits = strategy != Strategy::ReviewOnly && (!is_odd || strategy == Strategy::Single);
            assert_eq!(segment.state() == SegmentState::Changed, edits, "{strategy:?} {segment:?}");
            let dropped: Vec<_> = first
                .dropped_issues
                .iter()
                .map(|dropped| {
                    (dropped.reason.as_str(), dropped.issue.as_ref().unwrap().target_span.as_str())
                })
                .collect();
            let is_alone = is_odd && strategy != Strategy::Single;
            let expected: &[_] = if is_alone { &[("one_review", "falsch")] } else { &[] };
            assert_eq!(dropped, expected, "{strategy:?}");
            assert_eq!(first.issues.len(), usize::from(!is_alone));
            assert_eq!(segment.needs_review, strategy == Strategy::ReviewOnly && !is_odd);
            if is_alone {
                assert_eq!(
                    (first.outcome(), segment.stop_reason.as_str()),
                    (RevisionOutcome::Unchanged, "clean")
                );
            }
            let reviews = first.calls.iter().filter(|call| call.role == "reviewer").count();
            assert_eq!(reviews, if strategy == Strategy::Single { 1 } else { 2 }, "both calls are told");
        }
    }
    server.drain().await;
}

#[tokio::test]
async fn both_reviews_are_in_the_estimate_and_an_operator_may_do_with_one() {
    let clean = document(30).replace("falsch", "richtig");
    for (reviews, calls) in [(2, 6), (1, 3)] {
        let folder = tempfile::tempdir().unwrap();
        let model = Model::start(editor).await;
        let mut config = config_with_model(folder.path(), &model.base_url);
        config.r#loop.high_risk_reviews = reviews;
        let server = Server::start(config).await;
        let file = upload(&server.channel, "a.xlf", clean.as_bytes()).await.unwrap();
        let asked = EstimateJobRequest { spec: Some(legal(&file, Strategy::Unspecified)) };
        let told = server.jobs().estimate_job(asked).await.unwrap().into_inner();
        let created = create(&server.channel, legal(&file, Strategy::Unspecified)).await.unwrap();
        let usage = finished(&server.channel, &created.job_id).await.progress.unwrap().usage.unwrap();
        assert_eq!(
            (told.low.unwrap().request_count, usage.request_count),
            (calls, calls),
            "24 and 6 segments"
        );
        assert_eq!(usage.input_token_count, calls * TOKENS_IN as i64);
        server.drain().await;
    }
}

/// Answers in the life of a process before it is killed; those of the two reviews of 24 segments are four.
const LIVES: usize = 7;
const SEGMENTS: usize = 24;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_between_the_reviews_repeats_neither_and_changes_nothing() {
    let input = document(SEGMENTS);
    let folder = tempfile::tempdir().unwrap();
    let budget = Arc::new(Budget::default());
    let model = Model::start(budget.script()).await;
    let mut process = Process::start(folder.path(), &model.base_url).await;
    let file = upload(&process.channel, "a.xlf", input.as_bytes()).await.unwrap();
    budget.grant(1);
    let spec = legal(&file, Strategy::Unspecified);
    let id = create(&process.channel, spec.clone()).await.unwrap().job_id;
    let (mut committed, mut before) = (HashSet::new(), 0);
    for life in 1..=LIVES {
        until(&format!("life {life}: its answer is stored"), async || {
            committed_calls(folder.path()).await.len() == life
        })
        .await;
        if life < 4 {
            let open = 5 - life;
            until(&format!("life {life}: {open} reviews are asked for side by side"), async || {
                model.keys().len() == before + open
            })
            .await;
        }
        let when = format!("life {life}");
        committed = killed(process, folder.path(), &model, &budget, before, &committed, &when).await;
        before = model.keys().len();
        budget.grant(if life == LIVES { usize::MAX } else { 1 });
        process = Process::start(folder.path(), &model.base_url).await;
    }
    let ended = finished(&process.channel, &id).await;
    assert_eq!(ended.status(), JobStatus::Completed);
    let asked: HashSet<String> = model.keys().split_off(before).into_iter().collect();
    assert_eq!(asked.intersection(&committed).count(), 0, "the last life repeats a call");
    assert_eq!(ended.progress.unwrap().changed_count, SEGMENTS as i64);
    let output = download(&process.channel, &ended.output_file_id).await;

    // The same without a kill, in calls and in bytes.
    let again = create(&process.channel, spec).await.unwrap().job_id;
    finished(&process.channel, &again).await;
    let uninterrupted = job(&process.channel, &again).await;
    assert!(download(&process.channel, &uninterrupted.output_file_id).await == output);
    let calls = uninterrupted.progress.unwrap().usage.unwrap().request_count;
    assert_eq!(model.answered(), 2 * u64::try_from(calls).unwrap());
    process.kill();
}
