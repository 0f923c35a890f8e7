//! Remarks at every door: spelling by the operator's dictionaries, matches that nobody edited, false friends. They are told
//! to whoever asks and change nothing.

use crate::command_line::{refineloop, run};
use crate::harness::{
    Channel, Server, config, config_with_model, create, document, finished, spec, upload, wrap,
};
use crate::model::{Act, Model};
use crate::rest::{Rest, body};
use refineloop::config::{Checks, Config};
use refineloop::pb::job_service_client::JobServiceClient;
use refineloop::pb::{Job, JobSpec, JobStatus, ListSegmentsRequest, Segment};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::Ordering;

/// A word that no dictionary has; a match that is left as it was; something that is repaired.
const UNITS: &str = "<trans-unit id=\"s\"><source>Save the file</source><target>die Datei speichrn</target></trans-unit>\n\
    <trans-unit id=\"m\"><source>Close the file</source><target state=\"translated\">die Datei</target><alt-trans \
    match-quality=\"80%\"><source>The file</source><target>die Datei</target></alt-trans></trans-unit>\n\
    <trans-unit id=\"r\"><source>The file</source><target>die  Datei</target></trans-unit>\n";

fn dictionary(folder: &Path, words: &str) {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("de_DE.aff"), "SET UTF-8\n").unwrap();
    std::fs::write(folder.join("de_DE.dic"), words).unwrap();
}

const WORDS: &str = "3\ndie\nDatei\nspeichern\n";

fn told(folder: &Path, arguments: &[&str]) -> (i32, Vec<(String, String)>, String) {
    let (code, out, err) = run(refineloop(folder).args(["check", "--format", "json"]).args(arguments));
    let found: Value = serde_json::from_str(&out).unwrap_or(Value::Null);
    let word = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    let all = found["findings"].as_array().into_iter().flatten();
    (code, all.map(|one| (word(one, "unit"), word(one, "check"))).collect(), err)
}

#[test]
fn words_are_looked_up_where_a_folder_of_dictionaries_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::write(path.join("a.xlf"), wrap(UNITS)).unwrap();
    dictionary(&path.join("words"), WORDS);
    let found = |arguments: &[&str]| told(path, arguments).1;
    let of = |unit: &str, check: &str| (unit.to_owned(), check.to_owned());
    assert_eq!(found(&["a.xlf"]), [of("r", "double-space")]);
    let spelled = [of("s", "spelling"), of("r", "double-space")];
    assert_eq!(found(&["a.xlf", "--dictionaries", "words"]), spelled);
    assert_eq!(
        found(&["a.xlf", "--dictionaries", "words", "--disable", "spelling"]),
        [of("r", "double-space")]
    );
    let enabled = found(&["a.xlf", "--enable", "unedited-fuzzy,spelling"]);
    assert_eq!(enabled, [of("m", "unedited-fuzzy"), of("r", "double-space")]);
    // The environment and the file of settings name it as well; the flag is stronger.
    let by_variable = |arguments: &[&str]| {
        let mut command = refineloop(path);
        command.env("REFINELOOP_CHECKS_DICTIONARIES", "words").args(["check", "a.xlf"]).args(arguments);
        run(&mut command)
    };
    let (code, out, _) = by_variable(&[]);
    assert!(code == 0 && out.contains("“speichrn” is not in the dictionary de_DE [spelling] s"), "{out}");
    assert_eq!(by_variable(&["--dictionaries", "gone"]).0, 2);
    std::fs::create_dir_all(path.join("config/refineloop")).unwrap();
    let settings = "[checks]\ndictionaries = \"words\"\n";
    std::fs::write(path.join("config/refineloop/refineloop.toml"), settings).unwrap();
    assert_eq!(found(&["a.xlf"]), spelled);
    // What was dismissed stays away.
    let (_, out, _) = run(refineloop(path).args(["check", "a.xlf", "--format", "jsonl"]));
    std::fs::write(path.join("right.jsonl"), out).unwrap();
    assert_eq!(found(&["a.xlf", "--dismissed", "right.jsonl"]), []);
}

#[test]
fn false_friends_are_told_to_whoever_asks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let unit = "<trans-unit id=\"f\"><source>The actual size</source><target>Die aktuelle Größe</target></trans-unit>";
    std::fs::write(path.join("a.xlf"), wrap(unit)).unwrap();
    assert_eq!(told(path, &["a.xlf"]).1, []);
    let asked = told(path, &["a.xlf", "--enable", "false-friend"]);
    assert_eq!((asked.0, asked.1), (0, vec![("f".to_owned(), "false-friend".to_owned())]));
    assert_eq!(told(path, &["a.xlf", "--enable", "false-friend", "--disable", "false-friend"]).1, []);
}

#[test]
fn a_dictionary_that_is_none_is_told_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::write(path.join("a.xlf"), wrap(UNITS)).unwrap();
    dictionary(&path.join("words"), "no number\n");
    // One that is broken is said once, and keeps nothing else from being checked.
    let (code, _, err) = told(path, &["a.xlf", "a.xlf", "--dictionaries", "words"]);
    assert_eq!((code, err.matches("de_DE.dic: no dictionary of Hunspell").count()), (0, 1), "{err}");
    std::fs::create_dir(path.join("empty")).unwrap();
    let (code, _, err) = told(path, &["a.xlf", "--dictionaries", "empty"]);
    assert!(code == 2 && err.contains("no dictionary, such as de_DE.aff"), "{code} {err}");
    let (code, _, err) = told(path, &["a.xlf", "--dictionaries", "gone"]);
    assert!(code == 2 && err.contains("checks.dictionaries") && err.contains("gone"), "{code} {err}");
}

fn with_dictionaries(folder: &Path, words: &str) -> Config {
    dictionary(&folder.join("words"), words);
    Config {
        checks: Checks { dictionaries: Some(folder.join("words")), ..Checks::default() },
        ..config(folder)
    }
}

async fn run_job(channel: &Channel, change: impl FnOnce(JobSpec) -> JobSpec) -> (Job, Vec<Segment>) {
    let file = upload(channel, "a.xlf", wrap(UNITS).as_bytes()).await.unwrap();
    let job = create(channel, change(spec(&file, "builtin/rules"))).await.unwrap();
    let job = finished(channel, &job.job_id).await;
    let request = ListSegmentsRequest { job_id: job.job_id.clone(), ..Default::default() };
    let segments = JobServiceClient::new(channel.clone()).list_segments(request).await.unwrap().into_inner();
    (job, segments.segments)
}

fn checks(segments: &[Segment]) -> Vec<String> {
    let names = |segment: &Segment| {
        let names: Vec<_> = segment.findings_after.iter().map(|finding| finding.check.as_str()).collect();
        names.join(" ")
    };
    segments.iter().map(names).collect()
}

#[tokio::test]
async fn a_job_tells_remarks_and_nothing_else_comes_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(with_dictionaries(folder.path(), WORDS)).await;
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let (job, plain) = run_job(&server.channel, |spec| spec).await;
    assert_eq!((checks(&plain), job.warnings), (names(&["spelling", "", ""]), Vec::new()));
    let (_, all) =
        run_job(&server.channel, |spec| JobSpec { enabled_checks: names(&["unedited-fuzzy"]), ..spec }).await;
    assert_eq!(checks(&all), names(&["spelling", "unedited-fuzzy", ""]));
    let (_, none) = run_job(&server.channel, |spec| JobSpec {
        enabled_checks: names(&["spelling", "unedited-fuzzy"]),
        disabled_checks: names(&["spelling", "unedited-fuzzy"]),
        ..spec
    })
    .await;
    assert_eq!(checks(&none), names(&["", "", ""]));
    for segments in [&plain, &all, &none] {
        assert!(segments.iter().all(|segment| !segment.needs_review), "{segments:?}");
        assert_eq!(segments[0].revisions, [], "no round begins for a remark");
        assert_eq!(segments[2].target, "die Datei");
    }
    // What was found depends on the dictionary as on the rules.
    let version = |segments: &[Segment]| segments[2].revisions[0].rules_version.clone();
    let (with, without) = (version(&plain), version(&none));
    assert!(with.starts_with(&format!("{without}+de_DE-")) && with.len() == without.len() + 23, "{with}");
}

#[tokio::test]
async fn rest_takes_the_option_too() {
    let folder = tempfile::tempdir().unwrap();
    let rest = Rest::start(folder.path()).await;
    let file = upload(&rest.server.channel, "a.xlf", wrap(UNITS).as_bytes()).await.unwrap();
    let asked = json!({
        "file_id": file.file_id, "model": "builtin/rules", "enabled_checks": ["unedited-fuzzy"],
    });
    let job = body(rest.post("/refineloop/jobs", &asked).await).await;
    let id = job["job_id"].as_str().unwrap_or_else(|| panic!("{job}"));
    rest.over(id).await;
    let told = body(rest.get(&format!("/refineloop/jobs/{id}/segments")).await).await;
    assert!(told.to_string().contains("a match of 80 %"), "{told}");
}

#[tokio::test]
async fn a_job_goes_on_without_a_dictionary_that_is_broken_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(with_dictionaries(folder.path(), "no number\n")).await;
    let (job, segments) = run_job(&server.channel, |spec| spec).await;
    assert_eq!(checks(&segments), ["", "", ""]);
    assert_eq!(job.warnings, ["spelling was not checked in de: the server's dictionary cannot be used"]);
}

#[tokio::test]
async fn a_job_keeps_to_the_dictionary_it_began_with_or_goes_without() {
    let folder = tempfile::tempdir().unwrap();
    let (model, rung, healthy) = Model::breaks_after_three(|| Act::Status(503, "")).await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.engine.calls = 1;
    config.checks = with_dictionaries(folder.path(), WORDS).checks;
    let server = Server::start(config.clone()).await;
    let file = upload(&server.channel, "a.xlf", document(120).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "openai/test")).await.unwrap().job_id;
    rung.notified().await;
    server.drain().await;

    dictionary(&folder.path().join("words"), "1\nDatei\n");
    healthy.store(true, Ordering::SeqCst);
    let server = Server::start(config).await;
    let job = finished(&server.channel, &id).await;
    let told = "the dictionary de_DE has changed or cannot be read: spelling in de may not have been checked \
                everywhere";
    assert_eq!((job.status(), &job.warnings[..]), (JobStatus::Completed, &[told.to_owned()][..]));
    let request = ListSegmentsRequest { job_id: id, page_size: 500, ..Default::default() };
    let segments = server.jobs().list_segments(request).await.unwrap().into_inner().segments;
    let last = segments.last().unwrap();
    assert!(checks(std::slice::from_ref(last)) == [""], "{last:?}");
    assert!(!last.revisions[0].rules_version.contains('+'), "{last:?}");
}
