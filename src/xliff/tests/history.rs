//! What is written beside the targets, and that a second run adds to it.

use super::{Edit, Error, OutputMode, Segment, Version, load, one, revise, rewrite, two};

fn run(file: &str, mode: OutputMode) -> String {
    String::from_utf8(rewrite(file.as_bytes(), mode, revise).unwrap().0).unwrap()
}

/// What the output has more than the input, the targets left aside: everything inserted at these places.
fn has(out: &str, expected: &[&str]) {
    let mut from = 0;
    for piece in expected {
        let at =
            out[from..].find(piece).unwrap_or_else(|| panic!("{piece}\nis not, or too early, in\n{out}"));
        from += at + piece.len();
    }
}

const UNIT: &str = r#"<trans-unit id="1"><source>a <g id="1">b</g></source><target>alt <g id="1">B</g></target><note>dev</note><ax:x xmlns:ax="u"/></trans-unit>"#;

#[test]
fn version_1_gets_alternatives_notes_tool_and_phases() {
    has(
        &run(&one(UNIT), OutputMode::Full),
        &[
            r#"datatype="plaintext"><header><phase-group><phase phase-name="refineloop-r0" process-name="original" tool-id="refineloop"/>"#,
            r#"<phase phase-name="refineloop-r1" process-name="llm-refine" tool-id="refineloop" date="2026-11-23T10:00:00Z">"#,
            r#"</phase-group><tool tool-id="refineloop" tool-name="refineloop" tool-version="1"/></header><body>"#,
            r#"<target phase-name="refineloop-r1">neu <g id="1">B</g></target><note>dev</note>"#,
            r#"<note from="refineloop" annotates="target" priority="3" xml:lang="en">fresh</note>"#,
            r#"<alt-trans alttranstype="previous-version" origin="refineloop:r0" tool-id="refineloop" phase-name="refineloop-r0"><target xml:lang="de">alt <g id="1">B</g></target>"#,
            r#"<note from="refineloop" annotates="target" priority="3" xml:lang="en">too &lt;old&gt; &amp; dusty</note></alt-trans><ax:x"#,
        ],
    );
}

#[test]
fn translations_have_no_notes_and_no_phases() {
    let out = run(&one(UNIT), OutputMode::Translations);
    has(
        &out,
        &[
            r#"<header><tool tool-id="refineloop""#,
            r#"<alt-trans alttranstype="previous-version" origin="refineloop:r0" tool-id="refineloop"><target"#,
        ],
    );
    assert!(!out.contains("from=\"refineloop\"") && !out.contains("phase"), "{out}");
}

#[test]
fn the_header_that_is_there_is_used() {
    let with = |header: &str| run(&one(UNIT).replace("<body>", &format!("{header}<body>")), OutputMode::Full);
    has(
        &with("<header/>"),
        &["<header><phase-group>", "</tool></header><body>".trim_start_matches("</tool>")],
    );
    has(
        &with(r#"<header><skl><external-file href="a"/></skl><note>n</note></header>"#),
        &["</skl><phase-group>", "</phase-group><note>n</note><tool ", "</header>"],
    );
    has(
        &with(
            r#"<header><phase-group><phase phase-name="p" process-name="q"/></phase-group><f:x xmlns:f="u"/></header>"#,
        ),
        &[r#"process-name="q"/><phase phase-name="refineloop-r0""#, "</phase-group><tool ", "<f:x"],
    );
}

#[test]
fn segments_name_their_mid() {
    let out = run(
        &one(
            r#"<trans-unit id="1"><source>s</source><seg-source><mrk mtype="seg" mid="5">a</mrk> <g id="1"><mrk mtype="seg" mid="6">b</mrk></g></seg-source><target><mrk mtype="seg" mid="5">alt</mrk> <g id="1"><mrk mtype="seg" mid="6">alt</mrk></g></target></trans-unit>"#,
        ),
        OutputMode::Full,
    );
    has(
        &out,
        &[
            ">[5] fresh<",
            ">[6] fresh<",
            r#"<alt-trans mid="5""#,
            ">alt</target>",
            r#"<alt-trans extradata="refineloop:mid=6""#,
        ],
    );
}

#[test]
fn version_2_gets_candidates_metadata_and_notes() {
    let file = two(
        "2.2",
        r#"<unit id="u"><f:x xmlns:f="u"/><originalData><data id="d">b</data><data id="e">c</data></originalData><segment><source>a<ph id="1" dataRef="d"/></source><target>alt<ph id="1" dataRef="d"/></target></segment></unit>"#,
    );
    has(
        &run(&file, OutputMode::Full),
        &[
            r#"trgLang="de" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0">"#,
            r##"<unit id="u"><mtc:matches><mtc:match id="refineloop-refineloop-s1-r0" ref="#refineloop-s1" origin="refineloop:r0" type="other" subType="refineloop:previous">"##,
            r#"<mda:metadata><mda:metaGroup category="refineloop:review"><mda:meta type="round">0</mda:meta><mda:meta type="note">too &lt;old"#,
            r#"<originalData><data id="d">b</data></originalData><source>a<ph id="1" dataRef="d"/></source><target>alt<ph id="1" dataRef="d"/></target></mtc:match></mtc:matches><f:x"#,
            r##"<notes><note id="refineloop-n1" category="refineloop:ai" appliesTo="target" priority="3" ref="#refineloop-s1" xml:lang="en">fresh</note></notes><originalData>"##,
            r#"<segment id="refineloop-s1"><source>a<ph id="1" dataRef="d"/></source><target>neu"#,
        ],
    );
    let older = run(&file.replace("2.2", "2.0"), OutputMode::Full);
    assert!(!older.contains("priority=\"3\" ref="), "{older}");
    assert!(!run(&file, OutputMode::Translations).contains("mda"));
}

#[test]
fn a_second_run_appends_and_declares_nothing_twice() {
    let unit = two(
        "2.2",
        r#"<unit id="u"><segment id="s"><source>a</source><target>alt alt</target></segment></unit>"#,
    );
    for file in [one(UNIT), unit] {
        let first = run(&file, OutputMode::Full);
        let again = |segment: &Segment| -> Result<Option<Edit>, Error> {
            let mut edit = revise(segment)?.unwrap_or_default();
            edit.target = Some(super::shown(
                segment,
                &segment.target.to_string().replace("neu", "ganz neu").replace('⟦', "[").replace('⟧', "]"),
            ));
            Ok(Some(edit))
        };
        let out = String::from_utf8(rewrite(first.as_bytes(), OutputMode::Full, again).unwrap().0).unwrap();
        has(&out, &["origin=\"refineloop:r0\"", "origin=\"refineloop:r1\""]);
        for once in [
            "<tool ",
            "<phase-group>",
            "<notes>",
            "<mtc:matches>",
            "xmlns:mtc=",
            ">fresh<",
            "phase-name=\"refineloop-r2\" process",
        ] {
            assert!(out.matches(once).count() <= 1, "{once} in {out}");
        }
        assert_eq!(load(out.as_bytes()).unwrap().0.len(), 1);
    }
}

#[test]
fn notes_alone_are_written_for_segments_that_stay() {
    let only = |_: &Segment| Ok(Some(Edit { note: Some("looked at".to_owned()), ..Edit::default() }));
    let written =
        |file: &str, mode| String::from_utf8(rewrite(file.as_bytes(), mode, only).unwrap().0).unwrap();
    let file = one(UNIT);
    let out = written(&file, OutputMode::Full);
    let note = r#"<note from="refineloop" annotates="target" priority="3" xml:lang="en">looked at</note>"#;
    assert_eq!(out.replacen(note, "", 1), file);
    assert_eq!(written(&out, OutputMode::Full), out, "the same note is not written twice");
    assert_eq!(written(&file, OutputMode::Translations), file);
}

#[test]
fn a_prefix_that_means_something_else_is_not_used() {
    let unit = |open: &str, inner: &str| {
        format!(
            r#"<unit id="1"{open}>{inner}<segment id="s"><source>a</source><target>alt</target></segment></unit>"#
        )
    };
    let check = |file: &str, expected: &[&str]| has(&run(file, OutputMode::Full), expected);
    let file = two("2.0", &unit("", ""));
    // At the root another name is found.
    let taken = r#" xmlns:mtc="u" xmlns:rlmtc7="u" srcLang"#;
    check(&file.replace(" srcLang", taken), &["xmlns:rlmtc8=", "<rlmtc8:matches>"]);
    // Beside the unit it does not matter.
    check(&file.replace("<unit", r#"<z xmlns:mtc="u"/><unit"#), &["xmlns:mtc=", "<mtc:matches><mtc:match "]);
    // Around or on the unit, or in the element it goes into, it is declared in place.
    let local = [
        r#"<rlmtc:matches xmlns:rlmtc="urn:oasis:names:tc:xliff:matches:2.0"><rlmtc:match "#,
        "<mda:metadata>",
    ];
    check(&file.replace("<file", r#"<file xmlns:mtc="u""#), &local);
    check(&two("2.0", &unit(r#" xmlns:mtc="u""#, "")), &local);
    let used = unit(
        "",
        r#"<m:matches xmlns:m="urn:oasis:names:tc:xliff:matches:2.0" xmlns:mda="u" rlmda9:a=""></m:matches>"#,
    );
    check(
        &two("2.0", &used),
        &[r#"<m:match "#, r#"<rlmda10:metadata xmlns:rlmda10="urn:oasis:names:tc:xliff:metadata:2.0">"#],
    );
}

#[test]
fn units_outside_of_a_file_element_are_written_too() {
    let unit = "<trans-unit id=\"1\"><source>a</source><target>alt</target></trans-unit>";
    let file = format!("<xliff version=\"1.2\"><body>{unit}</body><file original=\"a\"/></xliff>");
    let out = run(&file, OutputMode::Full);
    has(&out, &[">neu</target>", ">alt</target>"]);
}

#[test]
fn what_the_rules_find_in_the_old_target_keeps_nobody_from_mending_it() {
    // A change of direction that the old target does not end, and the new one has no more.
    for file in [
        one("<trans-unit id=\"1\"><source>a</source><target>alt \u{2066}b</target></trans-unit>"),
        two(
            "2.0",
            "<unit id=\"1\"><segment id=\"s\"><source>a</source><target>alt \u{2066}b</target></segment></unit>",
        ),
    ] {
        for mode in [OutputMode::Translations, OutputMode::Full] {
            let mended = |segment: &Segment| {
                let replaced = Version { target: segment.target.clone(), ..Version::default() };
                let target = Some(super::shown(segment, "alt b"));
                Ok(Some(Edit { target, versions: vec![replaced], ..Edit::default() }))
            };
            let out = String::from_utf8(rewrite(file.as_bytes(), mode, mended).unwrap().0).unwrap();
            assert!(out.contains(">alt b</target>") && out.contains(">alt \u{2066}b</target>"), "{out}");
        }
    }
}
