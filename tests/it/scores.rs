//! Scores, through every door: what a segment scores before and after, and what all of them do.

use crate::harness::{Channel, config_with_model, create, document, finished, spec, upload, wrap};
use crate::model::{Model, editor};
use crate::rest::{Rest, body};
use refineloop::pb::job_event::Kind;
use refineloop::pb::job_service_client::JobServiceClient;
use refineloop::pb::{
    ExportHistoryRequest, JobSpec, ListSegmentsRequest, ScoreSum, SegmentScores, WatchJobRequest,
};
use serde_json::{Value, json};

/// Three segments that the model mends, the first of them again, one with a fault that it does not see, and
/// one that is left alone.
fn input() -> String {
    let three = document(3);
    let first = three.lines().nth(3).unwrap();
    wrap(&format!(
        "{}\n{}\n{}\n",
        three.lines().skip(3).take(3).collect::<Vec<_>>().join("\n"),
        first.replace("u1", "again"),
        "<trans-unit id=\"b\"><source>Save the file.</source><target>Datei  speichern.</target></trans-unit>\n\
         <trans-unit id=\"n\" translate=\"no\"><source>Keep it</source><target>Bleibt  da</target></trans-unit>",
    ))
}

async fn listed(channel: &Channel, job: &str) -> Vec<Option<SegmentScores>> {
    let request = ListSegmentsRequest { job_id: job.to_owned(), ..ListSegmentsRequest::default() };
    let page = JobServiceClient::new(channel.clone()).list_segments(request).await.unwrap().into_inner();
    page.segments.into_iter().map(|segment| segment.scores).collect()
}

async fn watched(channel: &Channel, job: &str) -> Vec<Option<SegmentScores>> {
    let request = WatchJobRequest { job_id: job.to_owned(), after_sequence: 0, include_segments: true };
    let mut events = JobServiceClient::new(channel.clone()).watch_job(request).await.unwrap().into_inner();
    let mut segments = Vec::new();
    while let Some(event) = events.message().await.unwrap() {
        if let Some(Kind::Segment(segment)) = event.event.unwrap().kind {
            segments.push(segment);
        }
    }
    segments.sort_by_key(|segment| segment.number);
    segments.into_iter().map(|segment| segment.scores).collect()
}

async fn history(channel: &Channel, job: &str) -> Value {
    let request = ExportHistoryRequest { job_id: job.to_owned() };
    let mut stream =
        JobServiceClient::new(channel.clone()).export_history(request).await.unwrap().into_inner();
    let mut document = Vec::new();
    while let Some(piece) = stream.message().await.unwrap() {
        document.extend(piece.data);
    }
    serde_json::from_slice(&document).unwrap()
}

fn scores(rules: i64, mqm: Option<i64>, mqm_after: Option<i64>, words: i64) -> Option<SegmentScores> {
    Some(SegmentScores {
        rules_before_tenths: rules,
        rules_after_tenths: rules,
        mqm_before_tenths: mqm,
        mqm_after_tenths: mqm_after,
        source_word_count: words,
    })
}

/// All doors tell the same of a job.
async fn check(
    rest: &Rest,
    job: &str,
    expected: &[Option<SegmentScores>],
    rules: ScoreSum,
    mqm: Option<ScoreSum>,
) {
    let channel = &rest.server.channel;
    let progress = finished(channel, job).await.progress.unwrap();
    assert_eq!((progress.rules_score, progress.mqm_score), (Some(rules), mqm));
    assert_eq!(listed(channel, job).await, expected);
    assert_eq!(watched(channel, job).await, expected);

    let told = history(channel, job).await;
    let sum = |score: &ScoreSum, [segments, words]: [&str; 2]| {
        json!({
            segments: score.segment_count, words: score.word_count,
            "before_tenths": score.before_tenths, "after_tenths": score.after_tenths,
            format!("open_{segments}"): score.open_segment_count,
            format!("open_{words}"): score.open_word_count,
            "open_before_tenths": score.open_before_tenths,
        })
    };
    let names = ["segment_count", "word_count"];
    assert_eq!(told["job"]["rules_score"], sum(&rules, names));
    assert_eq!(told["job"]["mqm_score"], mqm.map_or(Value::Null, |mqm| sum(&mqm, names)));
    let of_history = |scores: &SegmentScores| {
        json!({
            "rules_before_tenths": scores.rules_before_tenths,
            "rules_after_tenths": scores.rules_after_tenths,
            "mqm_before_tenths": scores.mqm_before_tenths,
            "mqm_after_tenths": scores.mqm_after_tenths,
            "source_word_count": scores.source_word_count,
        })
    };
    for (segment, expected) in told["segments"].as_array().unwrap().iter().zip(expected) {
        assert_eq!(segment["scores"], expected.as_ref().map_or(Value::Null, of_history));
    }

    let over = rest.over(job).await;
    let names = ["segments", "words"];
    assert_eq!(over["rules_score"], sum(&rules, names));
    assert_eq!(over.get("mqm_score"), mqm.map(|mqm| sum(&mqm, names)).as_ref());
    let page = body(rest.get(&format!("/refineloop/jobs/{job}/segments")).await).await;
    assert_eq!(page["data"].as_array().unwrap().len(), expected.len());
    for (segment, expected) in page["data"].as_array().unwrap().iter().zip(expected) {
        let told = segment.get("scores");
        assert_eq!(told.is_some(), expected.is_some(), "{segment}");
        let (Some(told), Some(expected)) = (told, expected) else { continue };
        let is = |name: &str, value: Option<i64>| {
            assert_eq!(told.get(name).and_then(Value::as_i64), value, "{name}: {told}");
        };
        is("rules_before_tenths", Some(expected.rules_before_tenths));
        is("rules_after_tenths", Some(expected.rules_after_tenths));
        is("mqm_before_tenths", expected.mqm_before_tenths);
        is("mqm_after_tenths", expected.mqm_after_tenths);
        is("source_words", Some(expected.source_word_count));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_door_tells_the_scores_of_segments_and_of_the_job() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(editor).await;
    let rest = Rest::with(config_with_model(folder.path(), &model.base_url)).await;
    let file = upload(&rest.server.channel, "a.xlf", input().as_bytes()).await.unwrap();
    let job = async |model: &str, max_revisions| {
        let asked = JobSpec { max_revisions, ..spec(&file, model) };
        create(&rest.server.channel, asked).await.unwrap().job_id
    };
    let rules = ScoreSum {
        segment_count: 5,
        word_count: 27,
        before_tenths: 1,
        after_tenths: 1,
        ..ScoreSum::default()
    };
    let whole = ScoreSum { before_tenths: 200, after_tenths: 0, ..rules };
    let (mended, kept) = (scores(0, Some(50), Some(0), 6), scores(1, Some(0), Some(0), 3));
    let expected = [mended, mended, mended, mended, kept, None];
    check(&rest, &job("openai/test", 6).await, &expected, rules, Some(whole)).await;

    // With one round nobody looks at what was mended.
    let open = ScoreSum {
        segment_count: 1,
        word_count: 3,
        before_tenths: 0,
        after_tenths: 0,
        open_segment_count: 4,
        open_word_count: 24,
        open_before_tenths: 200,
    };
    let mended = scores(0, Some(50), None, 6);
    let expected = [mended, mended, mended, mended, kept, None];
    check(&rest, &job("openai/test", 1).await, &expected, rules, Some(open)).await;

    // Rules are no reviewer.
    let repaired = scores(1, None, None, 3).map(|scores| SegmentScores { rules_after_tenths: 0, ..scores });
    let left = scores(0, None, None, 6);
    let expected = [left, left, left, left, repaired, None];
    let rules = ScoreSum { after_tenths: 0, ..rules };
    check(&rest, &job("builtin/rules", 6).await, &expected, rules, None).await;
    rest.drain().await;
}
