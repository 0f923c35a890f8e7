//! Notes of ours that are out of date go, and nothing else does.

use super::{Edit, Error, OutputMode, Segment, load, one, rewrite, two};
use crate::xliff::Stale;

/// Writes a note, and says that every note of ours on the segments of these numbers is out of date
/// that does not end with a full stop.
fn run(file: &str, mode: OutputMode, note: Option<&str>, settled: &[u64]) -> String {
    let is_settled = |note: &str, _: &[String]| !note.ends_with('.');
    let edit = |segment: &Segment| {
        let stale = settled.contains(&segment.id.number).then_some(Stale { found: Vec::new(), is_settled });
        Ok::<_, Error>(Some(Edit { note: note.map(str::to_owned), stale, ..Edit::default() }))
    };
    String::from_utf8(rewrite(file.as_bytes(), mode, edit).unwrap().0).unwrap()
}

/// The file with this note is the file without it once that is out of date; in other modes, and where
/// nobody looked, it stays. Another note of ours, and those of others, stay in any case.
fn comes_and_goes(file: &str) {
    let told = run(file, OutputMode::Full, Some("left to people"), &[]);
    assert_ne!(told, file);
    load(told.as_bytes()).unwrap();
    assert_eq!(run(&told, OutputMode::Full, None, &[]), told);
    assert_eq!(run(&told, OutputMode::Full, None, &[1]), file);
    for mode in [OutputMode::None, OutputMode::Translations] {
        assert_eq!(run(&told, mode, None, &[1]), told);
    }
    let both = run(&told, OutputMode::Full, Some("a model said this."), &[]);
    let one = run(&both, OutputMode::Full, None, &[1]);
    assert!(one.contains("a model said this.") && !one.contains("left to people"), "{one}");
    // Replaced in one go.
    let replaced = run(&told, OutputMode::Full, Some("a model said this."), &[1]);
    assert!(replaced.contains("a model said this.") && !replaced.contains("left to people"), "{replaced}");
    load(replaced.as_bytes()).unwrap();
}

#[test]
fn a_note_that_is_out_of_date_goes_and_leaves_no_trace() {
    let unit = r#"<trans-unit id="1"><source>a</source><target>b</target>{}<x xmlns="u"/></trans-unit>"#;
    comes_and_goes(&one(&unit.replace("{}", "")));
    comes_and_goes(&one(&unit.replace("{}", "<note>dev: look here</note>")));
    let unit = r#"<unit id="1">{}<segment id="s"><source>a</source><target>b</target></segment></unit>"#;
    for version in ["2.0", "2.1", "2.2"] {
        let file = |notes: &str| two(version, &unit.replace("{}", notes));
        comes_and_goes(&file(""));
        comes_and_goes(&file("<notes><note>dev: look here</note></notes>"));
    }
}

#[test]
fn of_several_segments_only_the_notes_of_the_one_go() {
    let unit = r#"<unit id="1"><segment id="s"><source>a</source><target>b</target></segment><segment id="t"><source>c</source><target>d</target></segment></unit>"#;
    let old = r#"<trans-unit id="1"><source>a b</source><seg-source><mrk mtype="seg" mid="s">a</mrk> <mrk mtype="seg" mid="t">b</mrk></seg-source><target><mrk mtype="seg" mid="s">A</mrk> <mrk mtype="seg" mid="t">B</mrk></target></trans-unit>"#;
    for file in [two("2.0", unit), one(old)] {
        let told = run(&file, OutputMode::Full, Some("left to people"), &[]);
        assert_eq!(told.matches("left to people").count(), 2, "{told}");
        let rest = run(&told, OutputMode::Full, None, &[2]);
        assert_eq!(rest.matches("left to people").count(), 1, "{rest}");
        assert!(rest.contains("[s] left to people"), "{rest}");
        assert_eq!(run(&told, OutputMode::Full, None, &[1, 2]), file);
    }
}
