//! Patterns of the operator at every door: the command line, jobs, and jobs that began before the settings
//! changed.

use crate::command_line::{refineloop, run};
use crate::harness::{Server, config, config_with_model, create, document, finished, spec, upload, wrap};
use crate::model::{Act, Model};
use refineloop::config::{Given, load};
use refineloop::domain::pattern::{Pattern, Patterns};
use refineloop::domain::segment::Severity;
use refineloop::pb::{ListSegmentsRequest, Segment};
use std::sync::atomic::Ordering;

const UNITS: &str = "<trans-unit id=\"d\"><source>Save your file.</source><target>Sichere deine Datei.</target></trans-unit>\n\
    <trans-unit id=\"s\"><source>Open your file.</source><target>Öffnen Sie Ihre Datei.</target></trans-unit>\n";

const SETTINGS: &str = "[[checks.patterns]]\nmessage = \"say Sie\"\ntarget = '(?i)\\bdeine?\\b'\n\
    languages = [\"de\"]\nseverity = \"major\"\n\
    [[checks.patterns]]\nmessage = \"not for German\"\ntarget = 'Datei'\nlanguages = [\"fr\"]\n\
    [[checks.patterns]]\nmessage = \"say Ihre\"\nsource = '\\byour\\b'\ntarget = 'Ihre'\nrequired = true\n";

#[test]
fn the_command_line_takes_them_from_the_file_of_settings() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    std::fs::write(path.join("a.xlf"), wrap(UNITS)).unwrap();
    std::fs::write(path.join("own.toml"), SETTINGS).unwrap();
    let check = |arguments: &[&str]| run(refineloop(path).args(["check", "a.xlf"]).args(arguments));
    assert_eq!(check(&[]), (0, String::new(), String::new()));
    let (code, out, _) = check(&["--config", "own.toml"]);
    assert_eq!((code, out.lines().count()), (1, 2), "{out}");
    assert!(out.contains("major: say Sie [user-regex] d") && out.contains("minor: say Ihre [user-regex] d"));
    let named = run(refineloop(path).env("REFINELOOP_CONFIG", "own.toml").args(["check", "a.xlf"]));
    assert_eq!((named.0, named.1), (code, out));
    let off = check(&["--config", "own.toml", "--disable", "user-regex"]);
    assert_eq!(off, (0, String::new(), String::new()));
    std::fs::write(path.join("bad.toml"), SETTINGS.replace("'Ihre'", "'Ihre('")).unwrap();
    let (code, _, err) = check(&["--config", "bad.toml"]);
    assert!(code == 2 && err.contains("checks.patterns") && err.contains("pattern 3: target"), "{err}");

    let arguments = ["refine", "a.xlf", "-m", "builtin/rules", "--config", "own.toml", "--history", "h.json"];
    let (_, _, err) = run(refineloop(path).args(arguments));
    let told = std::fs::read_to_string(path.join("h.json")).unwrap_or_else(|_| panic!("{err}"));
    assert!(told.contains("say Sie") && !told.contains("not for German"), "{told}");
}

#[test]
fn what_is_shown_of_them_can_be_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.toml");
    std::fs::write(&file, SETTINGS).unwrap();
    let read = || load(&Given { file: Some(file.clone()), ..Given::default() }).unwrap();
    let first = read();
    std::fs::write(&file, first.show()).unwrap();
    assert_eq!(read().config.checks.patterns, first.config.checks.patterns);
    assert_eq!(Vec::from(first.config.checks.patterns).len(), 3);
}

fn pattern(message: &str, target: &str) -> Pattern {
    Pattern {
        message: message.to_owned(),
        source: None,
        target: Some(target.to_owned()),
        required: false,
        languages: vec!["de".to_owned()],
        severity: Severity::Minor,
    }
}

async fn segments(server: &Server, job: &str) -> Vec<Segment> {
    let request = ListSegmentsRequest { job_id: job.to_owned(), page_size: 500, ..Default::default() };
    server.jobs().list_segments(request).await.unwrap().into_inner().segments
}

fn told(segment: &Segment) -> Vec<&str> {
    segment.findings_after.iter().map(|finding| finding.message.as_str()).collect()
}

#[tokio::test]
async fn a_job_reports_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(folder.path());
    config.checks.patterns = vec![pattern("say Sie", r"\bdeine?\b")].into();
    let server = Server::start(config).await;
    let file = upload(&server.channel, "a.xlf", wrap(UNITS).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "builtin/rules")).await.unwrap().job_id;
    finished(&server.channel, &id).await;
    let segments = segments(&server, &id).await;
    assert_eq!(segments.iter().map(told).collect::<Vec<_>>(), [vec!["say Sie"], vec![]]);
    assert_eq!(segments[0].findings_after[0].check, "user-regex");
}

#[tokio::test]
async fn a_job_keeps_to_the_patterns_it_began_with() {
    let folder = tempfile::tempdir().unwrap();
    let (model, rung, healthy) = Model::breaks_after_three(|| Act::Status(503, "")).await;
    let mut config = config_with_model(folder.path(), &model.base_url);
    config.engine.calls = 1;
    config.checks.patterns = vec![pattern("old", "Schritt")].into();
    let server = Server::start(config.clone()).await;
    let file = upload(&server.channel, "a.xlf", document(120).as_bytes()).await.unwrap();
    let id = create(&server.channel, spec(&file, "openai/test")).await.unwrap().job_id;
    rung.notified().await;
    server.drain().await;

    config.checks.patterns = Patterns::from(vec![pattern("new", "Schritt")]);
    healthy.store(true, Ordering::SeqCst);
    let server = Server::start(config).await;
    finished(&server.channel, &id).await;
    let segments = segments(&server, &id).await;
    assert_eq!(segments.len(), 120);
    assert!(segments.iter().all(|segment| told(segment) == ["old"]), "{segments:?}");
}
