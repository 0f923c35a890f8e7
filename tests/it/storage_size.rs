//! Storage Size of ITS from the file to the finding and to the gate.

use crate::command_line::{refineloop, run};
use crate::harness::wrap;
use serde_json::{Value, json};

/// A unit with these attributes of ITS.
fn unit(id: &str, attributes: &str, source: &str, target: &str) -> String {
    format!(
        "<trans-unit id=\"{id}\" xmlns:its=\"http://www.w3.org/2005/11/its\"><source {attributes}>{source}</source>\n<target>{target}</target></trans-unit>\n"
    )
}

#[test]
fn a_byte_too_many_is_found_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let units = [
        unit("fits", "its:storageSize='7'", "Size", "Größe"),
        unit("long", "its:storageSize='6'", "Size", "Größe"),
        unit("latin", "its:storageSize='5' its:storageEncoding='ISO-8859-1'", "Size", "Größe"),
        unit("euro", "its:storageSize='5' its:storageEncoding='ISO-8859-1'", "5 €", "5 €"),
        unit("lines", "its:storageSize='4' its:lineBreakType='crlf'", "a\nb", "ä\nb"),
        unit("seven", "its:storageSize='1' its:storageEncoding='utf-7'", "Size", "Größe"),
    ];
    std::fs::write(folder.path().join("a.xlf"), wrap(&units.concat())).unwrap();
    let (code, out, err) = run(refineloop(folder.path()).args(["check", "a.xlf", "--format", "json"]));
    let whole: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"));
    let found = whole["findings"].as_array().unwrap();
    let told = |one: &Value| {
        ["check", "severity", "unit", "message"].map(|member| one[member].as_str().unwrap().to_owned())
    };
    let expected = [
        ["length-absolute", "major", "long", "7 bytes of UTF-8, the file allows 6"],
        [
            "allowed-chars",
            "major",
            "euro",
            "'€' (U+20AC) is not in ISO-8859-1, in which the file has it stored",
        ],
        [
            "length-absolute",
            "major",
            "lines",
            "5 bytes of UTF-8 with CR LF for line breaks, the file allows 4",
        ],
        [
            "unmeasured-limit",
            "minor",
            "seven",
            "the storage size of source is not checked: the encoding \"utf-7\" is not known",
        ],
    ];
    assert_eq!(
        (code, found.iter().map(told).collect::<Vec<_>>()),
        (1, expected.map(|row| row.map(String::from)).to_vec())
    );
    let line = |at: usize| found[at]["line"].as_u64().unwrap();
    // Two lines a unit; a target is in the second, and one more is broken in its text.
    assert_eq!([line(1) - line(0), line(2) - line(0), line(3) - line(0)], [4, 7, 9], "{out}");
    assert_eq!([&found[1]["start"], &found[1]["end"]], [&json!(2), &json!(3)]);
    assert!(found.iter().all(|one| one["column"].as_u64().unwrap() >= 1), "{out}");
}

#[test]
fn an_edit_that_needs_a_byte_more_than_there_is_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let repaired = "Öffne es jetzt.";
    let cases = [
        ("its:storageSize='16'", true),
        ("its:storageSize='15'", false),
        ("its:storageSize='30' its:storageEncoding='UTF-16'", true),
        ("its:storageSize='29' its:storageEncoding='UTF-16'", false),
        ("its:storageSize='15' its:storageEncoding='latin1'", true),
        ("its:storageSize='14' its:storageEncoding='latin1'", false),
    ];
    let units = cases.iter().enumerate().map(|(number, (attributes, _))| {
        unit(&number.to_string(), attributes, "Open it now.", repaired.trim_end_matches('.'))
    });
    std::fs::write(folder.path().join("a.xlf"), wrap(&units.collect::<String>())).unwrap();
    let arguments = ["refine", "a.xlf", "-m", "builtin/rules", "-o", "b.xlf", "--output-mode", "none"];
    let (code, out, err) = run(refineloop(folder.path()).args(arguments));
    assert_eq!(code, 0, "{out}{err}");
    let written = std::fs::read_to_string(folder.path().join("b.xlf")).unwrap();
    let targets: Vec<_> =
        written.split("<target>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    let expected = cases.map(|(_, fits)| if fits { repaired } else { repaired.trim_end_matches('.') });
    assert_eq!(targets, expected, "{written}");
}
