//! The history of a job as one document, the same at every door; and what stands beside the targets
//! where nobody says.

use crate::command_line::{refineloop, run};
use crate::harness::{Server, config, create, document, finished, job, reason, refine, spec, upload, wrap};
use crate::rest::{Rest, body};
use refineloop::domain::digest::sha256;
use refineloop::pb::{Budget, DeleteJobRequest, ExportHistoryRequest, JobSpec, OutputMode, Term};
use serde_json::{Value, json};

const UNITS: &str = "<trans-unit id=\"7\"><source>Save the file.</source><target>Datei jetzt speichern</target></trans-unit>\n\
    <trans-unit id=\"8\" translate=\"no\"><source>Keep</source><target>Bleibt</target></trans-unit>\n";

async fn exported(server: &Server, job: &str) -> Vec<Vec<u8>> {
    let request = ExportHistoryRequest { job_id: job.to_owned() };
    let mut stream = server.jobs().export_history(request).await.unwrap().into_inner();
    let mut pieces = Vec::new();
    while let Some(piece) = stream.message().await.unwrap() {
        pieces.push(piece.data);
    }
    pieces
}

/// The document without what differs from run to run.
fn timeless(mut document: Value) -> Value {
    document["exported_at"] = Value::Null;
    for name in ["job_id", "created_at", "started_at", "completed_at"] {
        document["job"][name] = Value::Null;
    }
    for file in ["input", "output"] {
        document[file]["file_id"] = Value::Null;
        document[file]["sha256"] = Value::Null;
        document[file]["size_bytes"] = Value::Null;
    }
    document
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_tells_every_segment_and_is_the_same_at_every_door() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let input = wrap(UNITS);
    let file = upload(&rest.server.channel, "guide.xlf", input.as_bytes()).await.unwrap();
    let asked = JobSpec { output_mode: OutputMode::Unspecified.into(), ..spec(&file, "builtin/rules") };
    let created = create(&rest.server.channel, asked).await.unwrap();
    let done = finished(&rest.server.channel, &created.job_id).await;
    let told = exported(&rest.server, &done.job_id).await.concat();
    let told: Value = serde_json::from_slice(&told).unwrap();
    assert_eq!((&told["format"], &told["complete"]), (&json!(1), &json!(true)));
    assert_eq!(told["tool"]["name"], "refineloop");
    assert_eq!(told["job"]["spec"]["output_mode"], "full");
    assert_eq!(
        (&told["input"]["filename"], &told["input"]["sha256"]),
        (&json!("guide.xlf"), &json!(sha256(input.as_bytes())))
    );
    let output = crate::harness::download(&rest.server.channel, &done.output_file_id).await;
    assert_eq!(told["output"]["sha256"], json!(sha256(&output)));
    let segments = told["segments"].as_array().unwrap();
    assert_eq!(segments.len(), 2);
    let (changed, skipped) = (&segments[0], &segments[1]);
    assert_eq!(
        (&changed["unit_id"], &changed["state"], &changed["line"]),
        (&json!("7"), &json!("changed"), &json!(4))
    );
    assert_eq!(changed["original_target"], "Datei jetzt speichern");
    assert_eq!(changed["target"], "Datei jetzt speichern.");
    assert_eq!(changed["versions"], json!(["Datei jetzt speichern."]));
    assert_eq!(changed["revisions"][0]["outcome"], "accepted");
    assert!(!changed["revisions"][0]["issues"][0]["category"].as_str().unwrap().is_empty());
    assert!(!changed["findings_before"].as_array().unwrap().is_empty());
    assert_eq!((&skipped["state"], &skipped["stop_reason"]), (&json!("skipped"), &json!("not_translatable")));

    let answer = rest.get(&format!("/refineloop/jobs/{}/history", done.job_id)).await;
    assert_eq!(answer.headers()["content-type"], "application/json");
    let name = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(name.contains("\"guide.xlf.history.json\""), "{name}");
    assert_eq!(timeless(body(answer).await), timeless(told.clone()));

    let local = tempfile::tempdir().unwrap();
    std::fs::write(local.path().join("guide.xlf"), &input).unwrap();
    let (code, out, err) = tokio::task::block_in_place(|| {
        run(refineloop(local.path()).args(["refine", "guide.xlf", "--history", "all.json"]))
    });
    assert_eq!(code, 0, "{out}{err}");
    let written: Value =
        serde_json::from_slice(&std::fs::read(local.path().join("all.json")).unwrap()).unwrap();
    assert_eq!(timeless(written), timeless(told));
    rest.drain().await;
}

#[test]
fn the_command_line_writes_a_history_over_nothing_and_never_in_place_of_a_result() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.xlf"), document(1)).unwrap();
    std::fs::write(folder.path().join("there.json"), "mine").unwrap();
    for name in ["there.json", "a.xlf", "a.refined.xlf", "./a.refined.partial.xlf", "none/h.json"] {
        let (code, _, err) = run(refineloop(folder.path()).args(["refine", "a.xlf", "--history", name]));
        assert_eq!(code, 2, "{name}: {err}");
    }
    assert_eq!(std::fs::read_to_string(folder.path().join("there.json")).unwrap(), "mine");
    assert!(!folder.path().join("a.refined.xlf").exists(), "refused before anything is done");
}

#[tokio::test]
async fn a_long_history_comes_in_small_pieces() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let (done, _) = refine(&server.channel, "a.xlf", document(500).as_bytes(), "builtin/echo").await;
    let pieces = exported(&server, &done.job_id).await;
    assert!(pieces.iter().all(|piece| piece.len() <= 64 << 10));
    let told: Value = serde_json::from_slice(&pieces.concat()).unwrap();
    let numbers: Vec<u64> =
        told["segments"].as_array().unwrap().iter().map(|s| s["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=500).collect::<Vec<u64>>());
    server.jobs().delete_job(DeleteJobRequest { job_id: done.job_id.clone() }).await.unwrap();
    let gone = server.jobs().export_history(ExportHistoryRequest { job_id: done.job_id }).await;
    assert_eq!(reason(&gone.unwrap_err()), "JOB_NOT_FOUND");
    server.drain().await;
}

#[tokio::test]
async fn what_is_not_said_is_full_except_where_a_reader_would_be_harmed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let angular = wrap(UNITS).replace("original=\"test\"", "original=\"ng2.template\"");
    let memoq = wrap(UNITS).replace("<xliff ", "<xliff xmlns:mq=\"MQXliff\" ");
    let (unsaid, full, none) = (OutputMode::Unspecified, OutputMode::Full, OutputMode::None);
    for (name, file, asked, expected, warning) in [
        ("standard", &wrap(UNITS), unsaid, full, ""),
        ("angular", &angular, unsaid, none, "output_mode is none"),
        ("angular", &angular, full, full, "history_may_be_dropped: "),
        ("angular", &angular, OutputMode::Translations, OutputMode::Translations, "history_may_be_dropped: "),
        ("angular", &angular, none, none, ""),
        ("memoq", &memoq, unsaid, full, "history_may_be_dropped: "),
        ("memoq", &memoq, none, none, ""),
    ] {
        let file = upload(&server.channel, &format!("{name}.xlf"), file.as_bytes()).await.unwrap();
        let asked = JobSpec { output_mode: asked.into(), ..spec(&file, "builtin/echo") };
        let created = create(&server.channel, asked).await.unwrap();
        let stored = job(&server.channel, &created.job_id).await;
        assert_eq!(stored.spec.as_ref().unwrap().output_mode(), expected, "{name}");
        let warnings = stored.warnings.join("\n");
        assert_eq!(warnings.is_empty(), warning.is_empty(), "{name}: {warnings}");
        assert!(warnings.starts_with(warning), "{name}: {warnings}");
    }
    server.drain().await;
}

#[tokio::test]
async fn the_document_tells_all_that_was_asked() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let file = upload(&server.channel, "guide.xlf", wrap(UNITS).as_bytes()).await.unwrap();
    let term = Term { source: "file".to_owned(), target: "Datei".to_owned(), ..Term::default() };
    let asked = JobSpec {
        glossary: vec![term],
        budget: Some(Budget { max_tokens: 7, ..Budget::default() }),
        ..spec(&file, "builtin/rules")
    };
    let first = create(&server.channel, asked.clone()).await.unwrap();
    finished(&server.channel, &first.job_id).await;
    let asked = JobSpec { continue_job_id: first.job_id.clone(), ..asked };
    let second = create(&server.channel, asked).await.unwrap();
    finished(&server.channel, &second.job_id).await;
    for (job, continued) in [(&first.job_id, Value::Null), (&second.job_id, json!(first.job_id))] {
        let told: Value = serde_json::from_slice(&exported(&server, job).await.concat()).unwrap();
        let spec = &told["job"]["spec"];
        assert_eq!(spec["glossary"][0]["target"], "Datei", "{told}");
        assert_eq!(spec["budget"], json!({ "max_tokens": 7, "max_cost_micros": 0 }));
        assert_eq!(spec["continue_job_id"], continued);
    }
    server.drain().await;
}
