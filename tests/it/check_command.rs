//! `refineloop check`: places, names and severities of what is found, in every form, and what it
//! exits with.

use crate::command_line::{refineloop, run};
use crate::harness::wrap;
use refineloop::check::{self, Level};
use refineloop::xliff;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

mod forms;

const GOOD: &str = "<trans-unit id=\"1\"><source>Save it.</source><target>Sichere es.</target></trans-unit>";
const NUMBER: &str =
    "<trans-unit id=\"n\"><source>Wait 15 minutes.</source><target>Warte 50 Minuten.</target></trans-unit>";

fn write(folder: &Path, name: &str, units: &str) {
    std::fs::write(folder.join(name), wrap(units)).unwrap();
}

/// The code, the result, and what was said beside it.
fn check(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    run(refineloop(folder).arg("check").args(arguments))
}

/// The findings of a run that is told as JSON.
fn findings(folder: &Path, arguments: &[&str]) -> (i32, Vec<Value>) {
    let (code, out, err) = run(refineloop(folder).args(["check", "--format", "json"]).args(arguments));
    let whole: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"));
    (code, whole["findings"].as_array().unwrap().clone())
}

fn names(found: &[Value]) -> Vec<&str> {
    found.iter().map(|one| one["check"].as_str().unwrap()).collect()
}

#[test]
fn texts_and_structure_are_told_together_with_their_places() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "good.xlf", GOOD);
    write(folder.path(), "number.xlf", NUMBER);
    write(folder.path(), "twice.xlf", &format!("{GOOD}\n{GOOD}"));
    let check = |arguments: &[&str]| check(folder.path(), arguments);
    assert_eq!(check(&["good.xlf"]), (0, String::new(), String::new()));
    let (code, out, _) = check(&["number.xlf"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.starts_with("number.xlf:4:") && out.contains("major: "), "{out}");
    assert!(out.contains("[number-value] n\n"), "{out}");
    assert_eq!(check(&["number.xlf", "--fail-on", "critical"]).0, 0);
    assert_eq!(
        check(&["number.xlf", "--disable", "number-value,number-extra"]),
        (0, String::new(), String::new())
    );

    let (code, found) = findings(folder.path(), &["good.xlf", "number.xlf", "twice.xlf"]);
    assert_eq!((code, names(&found)), (1, vec!["number-value", "duplicate-id"]));
    let text = &found[0];
    for (member, expected) in [
        ("file", json!("number.xlf")),
        ("kind", json!("text")),
        ("severity", json!("major")),
        ("unit", json!("n")),
        ("segment", json!("")),
        ("number", json!(1)),
        ("line", json!(4)),
        ("start", json!(6)),
        ("end", json!(8)),
    ] {
        assert_eq!(text[member], expected, "{member} of {text}");
    }
    assert_eq!(text["segment_hash"].as_str().unwrap().len(), 64);
    let structure = &found[1];
    assert_eq!((&structure["kind"], &structure["severity"]), (&json!("structure"), &json!("critical")));
    // A reader finds every key, whatever the finding is about.
    let keys = |finding: &Value| finding.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(structure), keys(text));
    assert!(!structure["hint"].as_str().unwrap().is_empty(), "{structure}");
    for (member, expected) in [
        ("segment", Value::Null),
        ("number", Value::Null),
        ("segment_hash", Value::Null),
        ("start", json!(-1)),
        ("end", json!(-1)),
    ] {
        assert_eq!(structure.get(member), Some(&expected), "{member} of {structure}");
    }
}

#[test]
fn a_file_that_is_none_does_not_end_the_check_and_is_told_by_the_code() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "number.xlf", NUMBER);
    std::fs::write(folder.path().join("broken.xlf"), "<xliff version='1.2'>\n<file></xliff>").unwrap();
    let (code, found) = findings(folder.path(), &["broken.xlf", "number.xlf"]);
    assert_eq!(code, 3);
    assert!(names(&found).ends_with(&["not-well-formed", "number-value"]), "{found:?}");
    let refused = &found[found.len() - 2];
    assert_eq!((&refused["kind"], &refused["line"]), (&json!("refusal"), &json!(2)));
    for arguments in [
        &["none.xlf"][..],
        &[],
        &["number.xlf", "--disable", "no-such-check"],
        &["number.xlf", "--glossary", "none.tbx"],
        &["number.xlf", "--dismissed", "none.jsonl"],
        &["--list", "--format", "sarif"],
    ] {
        assert_eq!(check(folder.path(), arguments).0, 2, "{arguments:?}");
    }
}

#[test]
fn a_file_that_cannot_be_opened_leaves_the_report_whole() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "number.xlf", NUMBER);
    std::fs::create_dir(folder.path().join("folder")).unwrap();
    let (code, found) = findings(folder.path(), &["gone.xlf", "folder", "number.xlf"]);
    assert_eq!((code, names(&found)), (2, vec!["number-value"]));
    let (_, _, told) = check(folder.path(), &["gone.xlf", "folder", "number.xlf"]);
    assert!(told.contains("gone.xlf: ") && told.contains("folder: "), "{told}");
}

#[test]
fn what_nobody_is_to_translate_is_not_judged_and_what_lacks_a_target_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let unit = |attributes: &str, target: &str| {
        format!(
            "<trans-unit id=\"{}\" {attributes}><source>Wait 15 minutes.</source>{target}</trans-unit>\n",
            target.len()
        )
    };
    let units = [
        unit("translate=\"no\"", "<target>Wait 15 minutes.</target>"),
        unit("approved=\"yes\"", "<target>Warte 50 Minuten, bitte.</target>"),
        unit("", ""),
        unit("", "<target/>"),
    ];
    write(folder.path(), "a.xlf", &units.concat());
    let (code, found) = findings(folder.path(), &["a.xlf"]);
    let told: Vec<_> =
        found.iter().map(|one| (one["number"].as_u64(), one["check"].as_str().unwrap())).collect();
    assert_eq!(code, 1);
    assert!(told.contains(&(Some(2), "number-value")), "an approved error is one all the same: {told:?}");
    assert!(
        told.contains(&(Some(3), "target-empty")) && told.contains(&(Some(4), "target-empty")),
        "{told:?}"
    );
    assert!(!told.iter().any(|(number, _)| *number == Some(1)), "{told:?}");
}

#[test]
fn what_only_the_whole_file_shows_is_told_with_its_place_too() {
    let folder = tempfile::tempdir().unwrap();
    let unit = |id: u32, target: &str| {
        format!(
            "<trans-unit id=\"{id}\"><source>Save the file.</source><target>{target}</target></trans-unit>\n"
        )
    };
    let units =
        [unit(1, "Sichere die Datei."), unit(2, "Speichere die Datei."), unit(3, "Sichere die Datei.")];
    write(folder.path(), "a.xlf", &units.concat());
    let (code, found) = findings(folder.path(), &["a.xlf"]);
    assert_eq!(code, 0, "{found:?}");
    assert!(names(&found).iter().all(|name| *name == "same-src-diff-tgt") && !found.is_empty(), "{found:?}");
    for one in &found {
        let number = one["number"].as_u64().unwrap();
        assert_eq!(
            (one["unit"].clone(), one["line"].clone()),
            (json!(number.to_string()), json!(3 + number))
        );
    }
    assert_eq!(findings(folder.path(), &["a.xlf", "--disable", "same-src-diff-tgt"]).1, Vec::<Value>::new());
}

#[test]
fn remarks_are_told_only_if_they_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let unit = |id: u32, source: &str| {
        format!(
            "<trans-unit id=\"{id}\"><source>{source}</source><target>Sichere die Datei.</target></trans-unit>\n"
        )
    };
    write(folder.path(), "a.xlf", &[unit(1, "Save the file."), unit(2, "Back up the file.")].concat());
    assert_eq!(findings(folder.path(), &["a.xlf"]).1, Vec::<Value>::new());
    let (_, found) = findings(folder.path(), &["a.xlf", "--enable", "same-tgt-diff-src"]);
    assert!(!found.is_empty() && names(&found).iter().all(|name| *name == "same-tgt-diff-src"), "{found:?}");
}

#[test]
fn a_dismissed_finding_is_not_told_and_its_own_line_dismisses_it() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "a.xlf",
        &format!("{NUMBER}{}", NUMBER.replace("id=\"n\"", "id=\"m\"").replace("50", "60")),
    );
    let (_, told, _) = check(folder.path(), &["a.xlf", "--format", "jsonl"]);
    let first = told.lines().next().unwrap();
    std::fs::write(folder.path().join("dismissed.jsonl"), format!("{first}\n\n")).unwrap();
    let (code, found) = findings(folder.path(), &["a.xlf", "--dismissed", "dismissed.jsonl"]);
    assert_eq!((code, found.len()), (1, told.lines().count() - 1), "the same check elsewhere is told");
    let same = |one: &&Value| one["check"] == "number-value";
    assert!(found.iter().filter(same).all(|one| one["unit"] == "m"), "{found:?}");
    std::fs::write(folder.path().join("bad.jsonl"), format!("{first}\n{{\"check\":\"x\"}}\n")).unwrap();
    let (code, _, err) = check(folder.path(), &["a.xlf", "--dismissed", "bad.jsonl"]);
    assert_eq!(code, 2);
    assert!(err.contains("bad.jsonl: line 2:"), "{err}");
}

#[test]
fn a_problem_of_the_structure_is_dismissed_by_its_own_line_and_no_line_is_too_much() {
    let folder = tempfile::tempdir().unwrap();
    let twice = NUMBER.replace("50", "15");
    write(folder.path(), "a.xlf", &format!("{twice}{twice}{}", twice.replace("id=\"n\"", "id=\"m\"")));
    std::fs::copy(folder.path().join("a.xlf"), folder.path().join("b.xlf")).unwrap();
    std::fs::write(folder.path().join("c.xlf"), "<xliff").unwrap();
    let (code, told, _) = check(folder.path(), &["a.xlf", "c.xlf", "--format", "jsonl"]);
    assert_eq!((code, told.lines().count()), (3, 2), "{told}");
    std::fs::write(folder.path().join("told.jsonl"), &told).unwrap();
    let (code, found, err) = check(folder.path(), &["a.xlf", "--dismissed", "told.jsonl"]);
    assert_eq!((code, found.as_str()), (0, ""), "{err}");
    assert!(err.contains("1 lines that are about neither"), "{err}");
    let (_, found) = findings(folder.path(), &["b.xlf", "--dismissed", "told.jsonl"]);
    assert_eq!(names(&found), ["duplicate-id"], "it was dismissed in another file");
    std::fs::write(folder.path().join("all.jsonl"), told.lines().next().unwrap().replace("a.xlf", ""))
        .unwrap();
    assert_eq!(
        check(folder.path(), &["b.xlf", "--dismissed", "all.jsonl"]).0,
        0,
        "it was dismissed in all files"
    );
}

#[test]
fn that_codes_differ_is_told_once_and_can_be_dismissed() {
    let folder = tempfile::tempdir().unwrap();
    let added = "<trans-unit id=\"1\"><source>Save it.</source><target>Sichere <x id=\"1\"/>es.</target></trans-unit>";
    write(folder.path(), "a.xlf", added);
    let (_, told, _) = check(folder.path(), &["a.xlf", "--format", "jsonl"]);
    assert!(told.contains("\"tag-extra\"") && !told.contains("codes-differ"), "{told}");
    std::fs::write(folder.path().join("told.jsonl"), &told).unwrap();
    assert_eq!(
        check(folder.path(), &["a.xlf", "--dismissed", "told.jsonl"]),
        (0, String::new(), String::new())
    );
    // Where the texts are not judged it is told of the structure.
    write(folder.path(), "b.xlf", &added.replace("id=\"1\">", "id=\"1\" translate=\"no\">"));
    let (_, found) = findings(folder.path(), &["b.xlf"]);
    assert_eq!(names(&found), ["codes-differ"]);
    assert_eq!(found[0]["message"], "the target has 1 code that the source has not");
    // A lost end is named, since no number of its own stands for it in the file.
    let torn = "<trans-unit id=\"1\"><source>Save <bx id=\"1\"/>it<ex id=\"1\"/>.</source><target>Sichere <bx id=\"1\"/>es.</target></trans-unit>";
    write(folder.path(), "c.xlf", torn);
    let (_, found) = findings(folder.path(), &["c.xlf"]);
    let told = found.iter().find(|one| one["check"] == "tag-missing").unwrap();
    assert_eq!(told["message"], "code 2 (ex, the end of a pair) of the source is missing");
}

#[test]
fn a_finding_is_told_where_it_begins_and_two_of_one_check_are_two() {
    let folder = tempfile::tempdir().unwrap();
    let unit = "<trans-unit id=\"1\"><source>Wait 3 days\nor 5 days.</source>\
                <target>Warten Sie\n 4 Tage\noder &lt;6 Tage.</target></trans-unit>";
    write(folder.path(), "a.xlf", unit);
    let (_, found) = findings(folder.path(), &["a.xlf", "--enable", "number-extra"]);
    let numbers = found.iter().filter(|one| one["check"] == "number-value");
    let places: Vec<_> =
        numbers.map(|one| (one["line"].as_u64().unwrap(), one["column"].as_u64().unwrap())).collect();
    assert_eq!(places, [(6, 2), (7, 10)], "{found:?}");
    let (_, sarif, _) = check(folder.path(), &["a.xlf", "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let prints: BTreeSet<_> =
        results.iter().map(|one| one["partialFingerprints"]["segmentHash/v1"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), results.len(), "{results:?}");
    assert!(
        results.len() > 1
            && results.iter().any(|one| one["locations"][0]["physicalLocation"]["region"]["startLine"] == 7)
    );
}

#[test]
fn a_glossary_is_kept_to() {
    let folder = tempfile::tempdir().unwrap();
    let unit = "<trans-unit id=\"1\"><source>The disk drive is full.</source><target>Der Speicher ist voll.</target></trans-unit>";
    write(folder.path(), "a.xlf", unit);
    std::fs::write(folder.path().join("terms.csv"), "source,target\ndisk drive,Laufwerk\n").unwrap();
    assert_eq!(findings(folder.path(), &["a.xlf"]).1, Vec::<Value>::new());
    let (code, found) = findings(folder.path(), &["a.xlf", "--glossary", "terms.csv"]);
    assert_eq!((code, names(&found)), (1, vec!["term-required"]));
    std::fs::write(folder.path().join("fr.csv"), "en,fr\ndisk drive,lecteur\n").unwrap();
    let (code, _, err) = check(folder.path(), &["a.xlf", "--glossary", "fr.csv"]);
    assert_eq!(code, 2);
    assert!(err.contains("fr.csv") && err.contains("\"de\""), "{err}");
}

#[test]
fn of_many_findings_of_one_check_some_are_told_and_the_rest_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let units: String = (0..120)
        .map(|at| NUMBER.replace("id=\"n\"", &format!("id=\"n{at}\"")).replace("50", &format!("2{at}")))
        .collect();
    write(folder.path(), "a.xlf", &units);
    let lines = |arguments: &[&str]| {
        let (_, out, err) = check(folder.path(), arguments);
        (out.lines().filter(|line| line.contains("number-value")).count(), err)
    };
    let (told, err) = lines(&["a.xlf"]);
    assert_eq!(told, 100);
    assert!(err.contains("20 more of number-value"), "{err}");
    assert_eq!(lines(&["a.xlf", "--most", "0"]).0, 120);
    assert_eq!(lines(&["a.xlf", "--format", "jsonl"]), (120, String::new()), "programs get all of them");
}

#[test]
fn every_check_is_listed_once_and_can_be_named() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, _) = check(folder.path(), &["--list", "--format", "jsonl"]);
    assert_eq!(code, 0);
    let listed: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: BTreeSet<&str> = names(&listed).into_iter().collect();
    assert_eq!(ids.len(), listed.len(), "names are unique over structure and texts");
    assert_eq!(listed.len(), xliff::Rule::ALL.len() + check::catalog().len());
    for one in &listed {
        let id = one["check"].as_str().unwrap();
        assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{id}");
        assert!(!one["about"].as_str().unwrap().is_empty(), "{id}");
    }
    let off: Vec<&str> = listed
        .iter()
        .filter(|one| one["default"] == "off")
        .map(|one| one["check"].as_str().unwrap())
        .collect();
    let info: Vec<&str> =
        check::catalog().iter().filter(|id| id.level() == Level::Info).map(|id| id.as_str()).collect();
    assert_eq!(off, info);
    write(folder.path(), "good.xlf", GOOD);
    let all = listed.iter().map(|one| one["check"].as_str().unwrap()).collect::<Vec<_>>().join(",");
    assert_eq!(check(folder.path(), &["good.xlf", "--enable", &all, "--disable", &all]).0, 0);
}

#[test]
fn standard_input_is_read_like_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = refineloop(folder.path());
    let mut child =
        command.args(["check", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let unit = "<trans-unit><source>Save it.</source><target>Sichere es.</target></trans-unit>";
    let text = wrap(&format!("{unit}{NUMBER}"));
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("[missing-attribute]") && told.contains("[number-value]"), "{told}");
}
