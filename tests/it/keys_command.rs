//! `refineloop keys` and the first start, as an operator sees them: the real binary.

use crate::harness::{Server, config};
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// A command that finds neither key nor server by accident.
fn refineloop(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_refineloop"));
    command.env("XDG_DATA_HOME", folder.join("nothing"));
    for name in ["REFINELOOP_API_KEY", "REFINELOOP_SERVER", "REFINELOOP_DATA_DIR", "OPENAI_API_KEY"] {
        command.env_remove(name);
    }
    command
}

fn run(command: &mut Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_makes_lists_replaces_and_ends_keys() {
    let folder = tempfile::tempdir().unwrap();
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(config(data.path())).await;
    let with = |key: &str, arguments: &[&str]| {
        let mut command = refineloop(folder.path());
        command.env("REFINELOOP_SERVER", &server.address).env("REFINELOOP_API_KEY", key);
        run(command.arg("keys").args(arguments))
    };
    let arguments = ["create", "the site", "--tenant", "acme", "--scope", "read", "--expires-in", "90d"];
    let (code, text, err) = with(&server.key, &arguments);
    assert_eq!(code, 0, "{err}");
    let text = text.strip_suffix('\n').unwrap();
    assert!(text.starts_with("rl_live_") && !text.contains(char::is_whitespace), "the key alone: {text}");
    let id = text.split('_').nth(2).unwrap();
    assert!(err.contains(id) && err.contains("acme"), "{err}");

    let (code, out, err) = with(&server.key, &["list", "--tenant", "acme", "--json"]);
    assert_eq!(code, 0, "{err}");
    let listed: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(listed["keys"][0]["key_id"], id);
    assert_eq!(listed["keys"][0]["scopes"], serde_json::json!(["read"]));
    let (_, out, _) = with(&server.key, &["list"]);
    assert_eq!(out.lines().count(), 3, "a head and two keys: {out}");

    // As everywhere, a variable that is empty says nothing.
    let mut command = refineloop(folder.path());
    command
        .env("REFINELOOP_SERVER", "")
        .env("REFINELOOP_DATA_DIR", "")
        .env("REFINELOOP_API_KEY", &server.key);
    let (code, _, err) = run(command.args(["keys", "list", "--server", &server.address]));
    assert_eq!(code, 0, "{err}");

    let (code, next, err) = with(&server.key, &["rotate", id, "--overlap", "1h"]);
    assert_eq!(code, 0, "{err}");
    assert_ne!(next.trim(), text);
    for (key, arguments, expected) in [
        (next.trim(), &["list"][..], 4),
        ("rl_live_wrong", &["list"], 4),
        (&server.key, &["revoke", id], 0),
        (&server.key, &["rotate", id], 5),
        (&server.key, &["revoke", "000000000000"], 5),
        (&server.key, &["revoke", text], 2),
        (&server.key, &["create", "x", "--scope", "root"], 2),
    ] {
        let (code, out, err) = with(key, arguments);
        assert_eq!(code, expected, "{arguments:?}: {out}{err}");
        assert!(!err.contains(key), "a key is not repeated: {err}");
    }
    server.drain().await;
}

#[test]
fn no_key_goes_to_another_machine_over_a_plain_connection() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = refineloop(folder.path());
    // Nothing answers there, and nothing is asked.
    command.env("REFINELOOP_API_KEY", "rl_live_x").args(["keys", "list", "--server", "http://192.0.2.1:9"]);
    let (code, _, err) = run(&mut command);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("https://") && err.contains("--insecure-server"), "{err}");
}

/// The real binary, until it is dropped.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Starts a server and returns what it says up to its address, and the address.
fn serve(folder: &Path, data: &Path) -> (Process, String, String) {
    let mut command = refineloop(folder);
    command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(data).env("REFINELOOP_LOG", "error");
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let process = Process(child);
    let mut said = String::new();
    for line in lines.map(Result::unwrap) {
        if let Some((_, address)) = line.split_once("listening on ") {
            return (process, said, address.to_owned());
        }
        said += &line;
        said.push('\n');
    }
    panic!("the server ended: {said}");
}

#[test]
fn the_first_start_makes_one_key_and_the_command_line_beside_it_finds_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (process, said, address) = serve(folder.path(), &data);
    let path = data.join("initial-key");
    let key = std::fs::read_to_string(&path).unwrap();
    assert!(said.contains(key.trim()) && said.contains(path.to_str().unwrap()), "{said}");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    for kept in ["", "refineloop.db", "refineloop.db-wal", "files", "jobs"] {
        let mode = std::fs::metadata(data.join(kept)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "others may look into {kept:?}");
    }
    let list = |address: &str| {
        let mut command = refineloop(folder.path());
        command.args(["keys", "list", "--json", "--server", address, "--data-dir"]).arg(&data);
        run(&mut command)
    };
    let (code, out, err) = list(&address);
    assert_eq!(code, 0, "{err}");
    let listed: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(listed["keys"].as_array().unwrap().len(), 1);
    assert_eq!(listed["keys"][0]["scopes"], serde_json::json!(["read", "write", "admin", "metrics"]));
    drop(process);
    let (_process, said, address) = serve(folder.path(), &data);
    assert!(!said.contains("rl_live_"), "only the first start shows a key: {said}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), key);
    assert_eq!(list(&address).0, 0);
}
