//! What is told of targets that are matches, and of states that fit no target.

use crate::domain::claim::{Claim, Letters};
use crate::domain::segment::Segment;
use crate::xliff::{Error, Limits, read};
use std::io::Cursor;

fn segments(file: &str) -> Vec<Segment> {
    let mut all = Vec::new();
    read(Cursor::new(file.to_owned()), &Limits::default(), |segment| {
        all.push(segment);
        Ok::<(), Error>(())
    })
    .unwrap_or_else(|error| panic!("{error}: {file}"));
    all
}

/// The claims of the segments, in a word each.
fn told(file: &str) -> String {
    let word = |segment: &Segment| match segment.claim {
        None => "-".to_owned(),
        Some(Claim::Untranslated) => "untranslated".to_owned(),
        Some(Claim::Match { percent, letters }) => {
            assert_eq!(letters, Letters::of(&segment.target));
            percent.map_or_else(|| "match".to_owned(), |percent| percent.to_string())
        }
    };
    segments(file).iter().map(word).collect::<Vec<_>>().join(" ")
}

fn one(unit: &str) -> String {
    told(&format!(
        "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" \
         xmlns:sdl=\"http://sdl.com/FileTypes/SdlXliff/1.0\"><file original=\"a\" source-language=\"en\" \
         target-language=\"de\" datatype=\"plaintext\"><body><trans-unit id=\"1\">{unit}</trans-unit></body></file></xliff>"
    ))
}

fn two(unit: &str) -> String {
    told(&format!(
        "<xliff version=\"2.1\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" \
         xmlns:mtc=\"urn:oasis:names:tc:xliff:matches:2.0\" srcLang=\"en\" trgLang=\"de\"><file id=\"f\">\
         <unit id=\"1\">{unit}</unit></file></xliff>"
    ))
}

#[test]
fn a_match_of_another_source_is_told_where_the_target_is_its_text() {
    let check = |target: &str, alternatives: &str, expected: &str| {
        let found = one(&format!("<source>Save the file</source>{target}{alternatives}"));
        assert_eq!(found, expected, "{target} {alternatives}");
    };
    let alike = |attributes: &str, source: &str, target: &str| {
        format!("<alt-trans {attributes}><source>{source}</source><target>{target}</target></alt-trans>")
    };
    let fuzzy = alike("match-quality=\"85%\"", "Save a file", "Datei sichern");
    check("<target>Datei sichern</target>", &fuzzy, "85");
    // Edited in one letter or blank.
    check("<target>Die Datei sichern</target>", &fuzzy, "-");
    check("<target>Datei sichern </target>", &fuzzy, "-");
    // Codes and how characters are spelled do not count.
    check("<target>Datei <x id=\"1\"/>sichern</target>", &fuzzy, "85");
    check("<target>Datei &#115;ichern</target>", &fuzzy, "85");
    // Finished by its state, or not.
    for state in ["translated", "signed-off", "final"] {
        check(&format!("<target state=\"{state}\">Datei sichern</target>"), &fuzzy, "85");
    }
    for state in ["needs-review-translation", "needs-adaptation", "needs-l10n", "x-mine"] {
        check(&format!("<target state=\"{state}\">Datei sichern</target>"), &fuzzy, "-");
    }
    // Of the same source, exact, of a machine, an earlier version, none of known quality.
    for other in [
        alike("match-quality=\"99\"", "Save the file", "Datei sichern"),
        alike("match-quality=\"100.00\"", "Save a file", "Datei sichern"),
        alike("match-quality=\"0.7\" origin=\"MT|Moses\"", "Save a file", "Datei sichern"),
        alike("match-quality=\"70\" origin=\"machine-trans\"", "Save a file", "Datei sichern"),
        alike("match-quality=\"70\" alttranstype=\"previous-version\"", "Save a file", "Datei sichern"),
        alike("", "Save a file", "Datei sichern"),
        alike("match-quality=\"guaranteed\"", "Save a file", "Datei sichern"),
    ] {
        check("<target>Datei sichern</target>", &other, "-");
        let told = if other.contains("\"99\"") || other.contains("100.00") { "-" } else { "85" };
        check("<target>Datei sichern</target>", &format!("{other}{fuzzy}"), told);
    }
    // The best of several; without a source, without a number.
    let lower = alike("match-quality=\"60\"", "Store a file", "Datei sichern");
    check("<target>Datei sichern</target>", &format!("{lower}{fuzzy}{lower}"), "85");
    let bare = "<alt-trans match-quality=\"fuzzy\"><target>Datei sichern</target></alt-trans>";
    check("<target>Datei sichern</target>", bare, "match");
    check("<target/>", "<alt-trans match-quality=\"80\"><target/></alt-trans>", "-");
    check("", &fuzzy, "-");
    let many = alike("match-quality=\"50\"", "x", "y").repeat(100);
    check("<target>Datei sichern</target>", &format!("{many}{fuzzy}"), "-");
}

#[test]
fn the_file_may_say_itself_that_a_target_is_a_match() {
    let check = |attributes: &str, expected: &str| {
        assert_eq!(
            one(&format!("<source>a</source><target {attributes}>b</target>")),
            expected,
            "{attributes}"
        );
    };
    check("state=\"translated\" state-qualifier=\"fuzzy-match\"", "match");
    check("state=\"needs-review-translation\" state-qualifier=\"fuzzy-match\"", "-");
    check("state-qualifier=\"fuzzy-match\"", "-");
    check("state=\"final\" state-qualifier=\"exact-match\"", "-");
    check("state=\"translated\" state-qualifier=\"leveraged-mt\"", "-");
}

#[test]
fn a_match_of_a_part_is_one_of_that_segment() {
    let unit = |alternative: &str| {
        one(&format!(
            "<source>A. B.</source><seg-source><mrk mtype=\"seg\" mid=\"1\">A.</mrk> <mrk mtype=\"seg\" mid=\"2\">B.</mrk>\
             </seg-source><target><mrk mtype=\"seg\" mid=\"1\">X.</mrk> <mrk mtype=\"seg\" mid=\"2\">X.</mrk></target>\
             <alt-trans {alternative} match-quality=\"80\"><target>X.</target></alt-trans>"
        ))
    };
    assert_eq!(unit("mid=\"2\""), "- 80");
    assert_eq!(unit(""), "- -");
    let alone = "<source>A.</source><seg-source><mrk mtype=\"seg\" mid=\"0\">A.</mrk></seg-source><target>\
                 <mrk mtype=\"seg\" mid=\"0\">X.</mrk></target><alt-trans match-quality=\"80\"><source>C.</source>\
                 <target><mrk mtype=\"seg\" mid=\"0\">X.</mrk></target></alt-trans>";
    assert_eq!(one(alone), "80");
}

#[test]
fn version_two_has_candidates() {
    let check = |attributes: &str, state: &str, expected: &str| {
        let found = two(&format!(
            "<mtc:matches><mtc:match {attributes}><source>Save a file</source><target>Datei sichern</target></mtc:match>\
             </mtc:matches><segment id=\"s1\"{state}><source>Save the file</source><target>Datei sichern</target></segment>\
             <segment id=\"s2\"><source>Save</source><target>Datei sichern</target></segment>"
        ));
        assert_eq!(found, format!("{expected} -"), "{attributes} {state}");
    };
    for state in ["", " state=\"translated\"", " state=\"reviewed\"", " state=\"final\""] {
        check("ref=\"#s1\" similarity=\"85.5\"", state, "85");
    }
    check("ref=\"#s1\" similarity=\"1\"", "", "1");
    check("ref=\"#s1\" matchQuality=\"70\"", "", "70");
    check("ref=\"#s1\" similarity=\"70\" matchQuality=\"100\"", "", "70");
    check("ref=\"#s1\" similarity=\"100\"", "", "-");
    check("ref=\"#s1\" similarity=\"85\" type=\"mt\"", "", "-");
    check("ref=\"#s1\"", "", "-");
    check("ref=\"#s3\" similarity=\"85\"", "", "-");
    check("ref=\"#s1\" similarity=\"85\"", " state=\"initial\"", "untranslated");
}

#[test]
fn sdl_says_where_a_target_comes_from() {
    let check = |attributes: &str, expected: &str| {
        let unit = format!(
            "<source>A.</source><seg-source><mrk mtype=\"seg\" mid=\"7\">A.</mrk></seg-source><target><mrk mtype=\"seg\" \
             mid=\"7\">X.</mrk></target><sdl:seg-defs><sdl:seg id=\"7\" {attributes}/></sdl:seg-defs>"
        );
        assert_eq!(one(&unit), expected, "{attributes}");
    };
    check("conf=\"Translated\" origin=\"tm\" percent=\"87\"", "87");
    check("conf=\"ApprovedSignOff\" origin=\"tm\" percent=\"99\"", "99");
    check("conf=\"Draft\" origin=\"tm\" percent=\"87\"", "-");
    check("conf=\"Translated\" origin=\"tm\" percent=\"100\"", "-");
    check("conf=\"Translated\" origin=\"interactive\" percent=\"87\"", "-");
    check("conf=\"Translated\" origin=\"auto-aligned\" percent=\"87\"", "-");
    check("conf=\"Translated\" origin=\"mt\"", "-");
}

#[test]
fn a_state_may_say_that_nothing_is_translated() {
    let check = |state: &str, expected: &str| {
        assert_eq!(
            one(&format!("<source>a</source><target state=\"{state}\">b</target>")),
            expected,
            "{state}"
        );
    };
    check("new", "untranslated");
    check("needs-translation", "untranslated");
    check("translated", "-");
    check("needs-review-translation", "-");
    assert_eq!(one("<source>a</source><target state=\"new\"/>"), "-");
}

#[test]
fn what_is_said_of_a_target_tells_repetitions_apart() {
    let segment = segments(
        "<xliff version=\"1.2\"><file original=\"a\" source-language=\"en\" target-language=\"de\" datatype=\"x\"><body>\
         <trans-unit id=\"1\"><source>a</source><target state=\"new\">b</target></trans-unit></body></file></xliff>",
    )
    .remove(0);
    let bare = Segment { claim: None, ..segment.clone() };
    assert_ne!(segment.repetition().unwrap(), bare.repetition().unwrap());
}

#[test]
fn matches_of_many_segments_are_read_once() {
    // Read for each segment, they would be thirty gigabytes.
    let text = "Wort ".repeat(30_000);
    let matches = format!(
        "<alt-trans mid=\"1\" match-quality=\"80\"><source>b</source><target>{text}</target></alt-trans>"
    );
    let mark = "<mrk mtype=\"seg\" mid=\"1\">a</mrk>".repeat(10_000);
    let unit = format!(
        "<source>a</source><seg-source>{mark}</seg-source><target>{mark}</target>{}",
        matches.repeat(20)
    );
    assert_eq!(one(&unit).split(' ').filter(|told| *told == "-").count(), 10_000);
}
