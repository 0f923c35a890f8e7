//! The command line as people and scripts use it: the real binary, its exit codes, its files.

use crate::harness::{Server, config, document, refine, wrap};
use crate::model::{Act, Model};
use std::collections::HashSet;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::Ordering;

pub(crate) fn refineloop(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_refineloop"));
    command
        .current_dir(folder)
        .env("XDG_STATE_HOME", folder.join("state"))
        .env("XDG_DATA_HOME", folder.join("data"))
        .env("XDG_CONFIG_HOME", folder.join("config"))
        .env_remove("OPENAI_API_KEY")
        .env_remove("REFINELOOP_API_KEY")
        .env_remove("OPENAI_BASE_URL");
    command
}

pub(crate) fn run(command: &mut Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn refine_writes_beside_the_input_and_never_over_anything() {
    let folder = tempfile::tempdir().unwrap();
    let units = "<trans-unit id=\"1\"><source>Save the file.</source><target>Datei jetzt speichern</target></trans-unit>\n";
    let input = wrap(units);
    std::fs::write(folder.path().join("a.xlf"), &input).unwrap();
    let arguments = ["refine", "a.xlf", "--output-mode", "none"];
    let (code, out, err) = run(refineloop(folder.path()).args(arguments));
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("1 changed") && out.contains("a.refined.xlf"), "{out}");
    let written = std::fs::read_to_string(folder.path().join("a.refined.xlf")).unwrap();
    assert_eq!(written, input.replace("jetzt speichern", "jetzt speichern."));
    assert_eq!(std::fs::read_to_string(folder.path().join("a.xlf")).unwrap(), input);
    let state = folder.path().join("state/refineloop");
    assert_eq!(std::fs::read_dir(state).unwrap().count(), 0, "the state of a finished run is removed");

    let (code, _, err) = run(refineloop(folder.path()).args(arguments));
    assert_eq!(code, 2);
    assert!(err.contains("--force"), "{err}");
    assert_eq!(run(refineloop(folder.path()).args(arguments).arg("--force")).0, 0);
    let (code, _, err) = run(refineloop(folder.path()).args(["refine", "a.xlf", "-o", "a.xlf", "--force"]));
    assert_eq!(code, 2, "the input is never the output");
    assert!(err.contains("never modified"), "{err}");
}

#[test]
fn a_language_that_is_none_is_an_error_of_usage() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.xlf"), document(1)).unwrap();
    for (command, flag) in [
        ("refine", "--source-language"),
        ("refine", "--target-language"),
        ("refine", "--note-language"),
        ("check", "--source-language"),
        ("check", "--target-language"),
    ] {
        for tag in ["de_DE", "no language", "d", "日本語"] {
            let (code, _, err) = run(refineloop(folder.path()).args([command, "a.xlf", flag, tag]));
            assert_eq!(code, 2, "{command} {flag} {tag}: {err}");
            assert!(err.contains(flag) && err.contains("BCP 47"), "{err}");
        }
    }
    let (code, _, err) =
        run(refineloop(folder.path()).args(["check", "a.xlf", "--target-language", "de-AT"]));
    assert_eq!(code, 0, "{err}");
}

#[test]
fn refine_to_standard_output_prints_the_file_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.xlf"), document(3)).unwrap();
    let arguments = ["refine", "a.xlf", "-o", "-", "--model", "builtin/echo", "--json"];
    let (code, out, err) = run(refineloop(folder.path()).args(arguments));
    assert_eq!((code, out), (0, document(3)), "{err}");
    let last = err.lines().last().unwrap();
    let summary: serde_json::Value = serde_json::from_str(last).unwrap();
    assert_eq!(summary["segments"], 3);
}

#[test]
fn what_cannot_be_refined_is_told_with_its_place_and_a_code_for_scripts() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.xlf"), "<xliff><file>\n</xliff>").unwrap();
    let (code, _, err) = run(refineloop(folder.path()).args(["refine", "a.xlf"]));
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("a.xlf") && err.contains("line 2"), "{err}");
    assert!(!folder.path().join("a.refined.xlf").exists());
    std::fs::write(folder.path().join("b.xlf"), document(1)).unwrap();
    for (arguments, expected) in [
        (&["refine", "none.xlf"][..], 2),
        (&["refine", "b.xlf", "--max-revisions", "11"], 2),
        (&["refine", "b.xlf", "--model", "nobody/knows"], 2),
        (&["refine", "b.xlf", "--model", "openai/gpt-5"], 2),
        (&["models", "--server", "http://127.0.0.1:9"], 6),
        (&["serve", "--listen", "0.0.0.0:0"], 2),
    ] {
        let (code, _, err) = run(refineloop(folder.path()).args(arguments));
        assert_eq!(code, expected, "{arguments:?}: {err}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_embedded_way_and_the_server_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(config(data.path())).await;
    let input = document(60).replace("falsch.", "falsch");
    let (_, served) = refine(&server.channel, "a.xlf", input.as_bytes(), "builtin/rules").await;
    std::fs::write(folder.path().join("a.xlf"), &input).unwrap();
    let arguments = ["refine", "a.xlf", "-o", "b.xlf", "--output-mode", "none", "--progress", "none"];
    let (code, _, err) = run(refineloop(folder.path()).args(arguments));
    assert_eq!(code, 0, "{err}");
    assert_eq!(std::fs::read(folder.path().join("b.xlf")).unwrap(), served);
    assert_ne!(served, input.as_bytes());

    let (code, out, err) = run(refineloop(folder.path()).args(["models", "--server", &server.address]));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("builtin/rules"), "{out}");
    server.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn watch_follows_a_job_of_a_server_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(config(data.path())).await;
    let (job, _) = refine(&server.channel, "a.xlf", document(60).as_bytes(), "builtin/echo").await;
    let arguments = ["watch", &job.job_id, "--server", &server.address, "--segments"];
    let with_key = |arguments: &[&str]| {
        run(refineloop(folder.path()).env("REFINELOOP_API_KEY", &server.key).args(arguments))
    };
    let (code, out, err) = with_key(&arguments);
    assert_eq!(code, 0, "{err}");
    assert_eq!(out.lines().count(), 60);
    let unknown = "018f4e9c-0000-7000-8000-000000000009";
    assert_eq!(with_key(&["watch", unknown, "--server", &server.address]).0, 5);
    let (code, _, err) = run(refineloop(folder.path()).args(arguments));
    assert_eq!(code, 4, "{err}");
    server.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interrupted_run_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let input = document(72);
    std::fs::write(folder.path().join("a.xlf"), &input).unwrap();
    // The first run gets three answers and then none.
    let (model, rung, resumed) = Model::breaks_after_three(|| Act::Hang).await;
    let command = || {
        let mut command = refineloop(folder.path());
        command.args(["refine", "a.xlf", "-o", "b.xlf", "-m", "openai/test", "--output-mode", "none"]);
        command.env("OPENAI_BASE_URL", &model.base_url);
        command
    };
    let mut first = command().spawn().unwrap();
    rung.notified().await;
    first.kill().unwrap();
    first.wait().unwrap();
    assert!(!folder.path().join("b.xlf").exists());
    let before: HashSet<String> = model.keys()[..3].iter().cloned().collect();
    resumed.store(true, Ordering::SeqCst);
    let first_run = model.keys().len();
    let second = tokio::task::spawn_blocking({
        let mut command = command();
        move || run(&mut command)
    });
    let (code, out, err) = second.await.unwrap();
    assert_eq!(code, 0, "{out}{err}");
    assert!(err.contains("going on with an interrupted run"), "{err}");
    assert_eq!(
        std::fs::read_to_string(folder.path().join("b.xlf")).unwrap(),
        input.replace("falsch", "richtig")
    );
    // The fourth question was asked because one of the three answers was committed by then.
    let repeated = model.keys()[first_run..].iter().filter(|key| before.contains(*key)).count();
    assert!(repeated <= 2, "{repeated} answered calls were repeated");
}

/// In an empty network namespace there is nothing to connect to, not even loopback.
#[test]
fn a_builtin_model_needs_no_network_at_all() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.xlf"), document(3)).unwrap();
    let namespace = ["--user", "--map-root-user", "--net"];
    let possible = Command::new("unshare").args(namespace).arg("true").status();
    if !possible.is_ok_and(|status| status.success()) {
        println!("skipped: this machine makes no network namespaces");
        return;
    }
    for model in ["builtin/rules", "builtin/echo"] {
        let mut command = Command::new("unshare");
        command.args(namespace).arg(env!("CARGO_BIN_EXE_refineloop")).current_dir(folder.path());
        command.env("XDG_STATE_HOME", folder.path().join("state"));
        command.args(["refine", "a.xlf", "-o", "b.xlf", "--force", "--model", model]);
        let (code, out, err) = run(&mut command);
        assert_eq!(code, 0, "{model}: {out}{err}");
    }
}
