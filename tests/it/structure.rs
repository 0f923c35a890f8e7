//! What is told of the structure of files that are not as they should be: a run over the corpus that
//! prints the tables of `docs/invalid-files.md`.
//!
//! `REFINELOOP_CORPUS=… cargo test --test it structure -- --nocapture` prints them.

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
