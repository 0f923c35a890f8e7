//! What is told of files that are not as they should be: the command `check`, and a run over the
//! corpus that prints the tables of `docs/invalid-files.md`.
//!
//! `REFINELOOP_CORPUS=… cargo test --test it structure -- --nocapture` prints them.

use crate::command_line::{refineloop, run};
use crate::harness::wrap;
use refineloop::xliff::{self, Limits, Problem};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A file of the corpus, as its index describes it.
struct Entry {
    path: PathBuf,
    origin: String,
    dialect: String,
    validity: String,
    /// The rule a file breaks on purpose.
    rule: String,
    well_formed: bool,
}

/// The index of the corpus; nothing where there is no corpus.
#[expect(clippy::disallowed_methods, reason = "the corpus is outside of the repository")]
fn corpus() -> Vec<Entry> {
    let Some(folder) = std::env::var_os("REFINELOOP_CORPUS") else { return Vec::new() };
    let index = std::fs::read_to_string(Path::new(&folder).join("INDEX.tsv")).unwrap();
    let mut lines = index.lines();
    let names: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let column = |name: &str| names.iter().position(|found| *found == name).unwrap();
    let [path, origin, dialect, validity, rule, well_formed] =
        ["path", "origin", "dialect", "validity", "rule_or_first_error", "wellformed"].map(column);
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            Entry {
                path: Path::new(&folder).join(fields[path]),
                origin: fields[origin].to_owned(),
                dialect: fields[dialect].to_owned(),
                validity: fields[validity].to_owned(),
                rule: fields[rule].split(" |").next().unwrap().to_owned(),
                well_formed: fields[well_formed] != "n",
            }
        })
        .collect()
}

fn problems(path: &Path) -> Result<Vec<Problem>, xliff::Error> {
    let mut found = Vec::new();
    xliff::problems(File::open(path).unwrap(), &Limits::default(), |problem| {
        found.push(problem);
        Ok::<(), xliff::Error>(())
    })?;
    Ok(found)
}

fn summary(path: &Path) -> Result<refineloop::domain::file::XliffSummary, xliff::Error> {
    xliff::read(File::open(path).unwrap(), &Limits::default(), |_| Ok::<(), xliff::Error>(()))
}

#[test]
fn every_file_of_the_corpus_is_read_or_refused_and_invalid_ones_are_told() {
    let all = corpus();
    let mut rules: BTreeMap<(String, String), (u32, u32, BTreeSet<&str>)> = BTreeMap::new();
    let mut on_valid: BTreeMap<&str, (u32, String)> = BTreeMap::new();
    for entry in &all {
        let shown = entry.path.display();
        let found = problems(&entry.path);
        assert_eq!(found.is_ok(), summary(&entry.path).is_ok(), "{shown}");
        if !entry.well_formed || entry.validity == "malformed" {
            let Err(error) = found else { panic!("{shown}: malformed, and read") };
            assert!(error.place().is_some(), "{shown}: {error}");
            continue;
        }
        if entry.validity == "not-xliff" {
            assert!(matches!(found, Err(xliff::Error::Unsupported { .. })), "{shown}");
            continue;
        }
        match (entry.validity.as_str(), &found) {
            ("invalid", _) => {
                let row = rules.entry((entry.origin.clone(), entry.rule.clone())).or_default();
                row.0 += 1;
                match &found {
                    Ok(found) => {
                        row.1 += u32::from(!found.is_empty());
                        row.2.extend(found.iter().map(|problem| problem.rule.id()));
                    }
                    Err(_) => {
                        row.1 += 1;
                        row.2.insert("refused");
                    }
                }
            }
            ("valid", Ok(found)) => {
                for rule in found.iter().map(|problem| problem.rule).collect::<BTreeSet<_>>() {
                    let row = on_valid.entry(rule.id()).or_default();
                    row.0 += 1;
                    row.1 = format!("{shown}");
                }
            }
            _ => {}
        }
    }
    let mut table = String::from("| Suite | Rule | Files | Told | As |\n|---|---|---|---|---|\n");
    let (mut files, mut told) = (0, 0);
    for ((suite, rule), (count, seen, ids)) in &rules {
        files += count;
        told += seen;
        let ids = ids.iter().copied().collect::<Vec<_>>().join(", ");
        writeln!(table, "| {suite} | {rule} | {count} | {seen} | {ids} |").unwrap();
    }
    println!("{table}\n{} files; {told} of {files} invalid ones are told", all.len());
    println!("told of files their schema accepts: {on_valid:#?}");
    assert!(all.is_empty() || told * 2 > files, "{told} of {files}");
}

#[test]
fn dialects_of_the_corpus_are_those_of_its_index() {
    let mut differences: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let mut same = 0;
    for entry in corpus() {
        let Ok(summary) = summary(&entry.path) else { continue };
        let expected = match entry.dialect.as_str() {
            "generic" | "4d" | "maxprograms" | "blackbird" => "standard",
            "sdl-trados" => "sdlxliff",
            "qt-lupdate/mozilla" => "qt",
            "phrase-mxliff" => "mxliff",
            "worldserver-iws" => "worldserver",
            "memoq" => "mqxliff",
            other => other,
        };
        if summary.dialect == expected {
            same += 1;
        } else {
            let path = entry.path.file_name().unwrap().to_string_lossy().into_owned();
            differences.entry((entry.dialect, summary.dialect)).or_default().push(path);
        }
    }
    println!("{same} files have the dialect of the index; others: {differences:#?}");
}

#[test]
fn check_tells_places_and_names_and_exits_by_severity() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, units: &str| std::fs::write(folder.path().join(name), wrap(units)).unwrap();
    let good = "<trans-unit id=\"1\"><source>a</source><target>b</target></trans-unit>";
    file("good.xlf", good);
    file("empty.xlf", "<trans-unit id=\"1\"><source>a</source><target/></trans-unit>");
    file("twice.xlf", &format!("{good}\n{good}"));
    std::fs::write(folder.path().join("broken.xlf"), "<xliff version='1.2'>\n<file></xliff>").unwrap();
    let check = |arguments: &[&str]| {
        let (code, out, err) = run(refineloop(folder.path()).arg("check").args(arguments));
        assert!(err.is_empty() || code == 2, "{err}");
        (code, out)
    };
    assert_eq!(check(&["good.xlf"]), (0, String::new()));
    let (code, out) = check(&["empty.xlf"]);
    assert_eq!(code, 0, "minor problems do not fail");
    assert!(
        out.starts_with("empty.xlf:") && out.contains("minor") && out.contains("[empty-target]"),
        "{out}"
    );
    assert_eq!(check(&["empty.xlf", "--fail-on", "minor"]).0, 1);
    let (code, out) = check(&["good.xlf", "twice.xlf", "--format", "jsonl"]);
    assert_eq!(code, 1);
    let problem: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&problem["id"], &problem["file"]), (&"duplicate-id".into(), &"twice.xlf".into()));
    assert_eq!((&problem["severity"], &problem["unit"]), (&"critical".into(), &"1".into()));
    let (code, out) = check(&["broken.xlf", "twice.xlf", "--format", "json"]);
    assert_eq!(code, 3);
    let all: serde_json::Value = serde_json::from_str(&out).unwrap();
    let told = |file: &str, id: &str| {
        let mut all = all["problems"].as_array().unwrap().iter();
        all.find(|problem| problem["file"] == file && problem["id"] == id).cloned()
    };
    assert_eq!(told("broken.xlf", "not-well-formed").unwrap()["line"], 2);
    assert!(told("twice.xlf", "duplicate-id").is_some(), "one refused file does not end the check");
    assert_eq!(check(&["none.xlf"]).0, 2);
    assert_eq!(check(&[]).0, 2);
}

#[test]
fn check_lists_the_problems_it_knows() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, _) = run(refineloop(folder.path()).args(["check", "--list", "--format", "jsonl"]));
    assert_eq!(code, 0);
    let ids: Vec<String> = out
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(ids.len(), xliff::Rule::ALL.len());
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "names are unique");
    for id in &ids {
        assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{id}");
    }
}

#[test]
fn check_reads_standard_input() {
    use std::io::Write as _;
    use std::process::Stdio;
    let folder = tempfile::tempdir().unwrap();
    let mut command = refineloop(folder.path());
    let mut child =
        command.args(["check", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let unit = "<trans-unit><source>a</source><target>b</target></trans-unit>";
    child.stdin.take().unwrap().write_all(wrap(unit).as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("[missing-attribute]"));
}
