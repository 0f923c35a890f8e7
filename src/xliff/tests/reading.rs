//! What is told of a file: segments, codes, reasons to leave one alone, warnings.

use super::{load, one, segments, told, two};

fn check(file: &str, expected: &[&str]) {
    assert_eq!(told(file), expected);
}

#[test]
fn a_unit_without_marks_is_one_segment() {
    check(
        &one(
            r#"<trans-unit id="1"><note>n</note><source>a <x id="1"/>b</source><target>A <x id="1"/>B</target></trans-unit>"#,
        ),
        &["1/: a [1]b → A [1]B"],
    );
}

#[test]
fn marks_pair_by_mid_wherever_they_stand() {
    check(
        &one(r#"<trans-unit id="7"><source>all</source>
            <seg-source><g id="9"><mrk mtype="seg" mid="1">one</mrk></g> <mrk mid="2" mtype="seg">two</mrk> <mrk mtype="seg" mid="3">three</mrk></seg-source>
            <target><mrk mtype="seg" mid="3">drei</mrk> <g id="9"><mrk mtype="seg" mid="1">eins</mrk></g><mrk mtype="seg" mid="2"/></target></trans-unit>"#),
        &["7/1: one → eins", "7/2: two →  (no_target)", "7/3: three → drei"],
    );
}

#[test]
fn a_target_without_marks_belongs_to_the_whole_unit() {
    check(
        &one(
            r#"<trans-unit id="1"><source>one two</source><seg-source><mrk mtype="seg" mid="1">one</mrk> <mrk mtype="seg" mid="2">two</mrk></seg-source><target>eins zwei</target></trans-unit>"#,
        ),
        &["1/: one two → eins zwei"],
    );
}

#[test]
fn alternatives_are_never_the_translation() {
    check(
        &one(
            r#"<trans-unit id="1"><alt-trans><target>X</target></alt-trans><source>a</source><target>A</target><alt-trans><source>s</source><target>Y</target></alt-trans></trans-unit>
            <trans-unit id="2"><source>b</source><alt-trans><target>Y</target></alt-trans></trans-unit>"#,
        ),
        &["1/: a → A", "2/: b →  (no_target)"],
    );
}

#[test]
fn units_in_binary_units_and_several_files_are_read() {
    let file = r#"<xliff version="1.2"><file original="a" source-language="en" target-language="de"><body><bin-unit id="b"><trans-unit id="1"><source>a</source><target>A</target></trans-unit></bin-unit></body></file><file original="b" source-language="en" target-language="fr"><body><trans-unit id="1"><source>b</source><target>B</target></trans-unit></body></file></xliff>"#;
    check(file, &["1/: a → A", "1/: b → B"]);
    let (found, summary) = load(file.as_bytes()).unwrap();
    assert_eq!(found[1].id.file_element, "b");
    assert_eq!(found[1].id.number, 2);
    assert_eq!(summary.language_pairs.len(), 2);
    assert!(summary.warnings[0].contains("no namespace"), "{:?}", summary.warnings);
}

#[test]
fn segments_of_version_2_are_read_and_ignorables_left() {
    check(
        &two(
            "2.1",
            r#"<group id="g"><unit id="u"><originalData><data id="d">&lt;br/></data></originalData><segment id="s1"><source>a<ph id="1" dataRef="d"/></source><target>A<ph id="1" dataRef="d"/></target></segment><ignorable><source> </source></ignorable><segment><source>b <sc id="2"/>c</source><target>B <sc id="2"/>C</target></segment><segment><source>d<ec startRef="2"/></source></segment></unit></group>"#,
        ),
        &["u/s1: a[1] → A[1]", "u/: b [1]c → B [1]C", "u/: d[1] →  (no_target)"],
    );
}

#[test]
fn codes_pair_within_a_side_and_match_by_occurrence() {
    check(
        &one(
            r#"<trans-unit id="1"><source><bpt id="1" rid="1">&lt;b></bpt>a<ept id="1" rid="1">&lt;/b></ept> <bpt id="2" rid="2">&lt;i></bpt>b<ept id="2" rid="2">&lt;/i></ept></source>
            <target><bpt id="2" rid="9">&lt;i></bpt>B<ept id="2" rid="9">&lt;/i></ept> <bpt id="1" rid="8">&lt;b></bpt>A<ept id="1" rid="8">&lt;/b></ept></target></trans-unit>
            <trans-unit id="2"><source><x id="1"/>a<x id="1"/></source><target><x id="1"/><x id="1"/>A<x id="3"/></target></trans-unit>
            <trans-unit id="3"><source><g id="1">a <ph id="2">%s</ph></g><it id="3" pos="open">&lt;u></it></source><target><g id="1"/>A</target></trans-unit>"#,
        ),
        &[
            "1/: [1]a[/1] [2]b[/2] → [2]B[/2] [1]A[/1]",
            "2/: [1]a[2] → [1][2]A[3]",
            "3/: [1]a [2][/1][3] → [1][/1]A",
        ],
    );
    check(
        &one(
            r#"<trans-unit id="1"><source>a <bpt id="1"/>b<ept id="1"/></source><target>A <bpt id="1"/>B</target></trans-unit>"#,
        ),
        &["1/: a [1]b[2] → A [1]B"],
    );
    let codes = &segments(&one(
        r#"<trans-unit id="1"><source>a<ph id="2" equiv-text="count">%s</ph></source><target>A</target></trans-unit>"#,
    ))[0]
        .codes;
    assert_eq!((codes[0].hint.as_str(), codes[0].in_source, codes[0].in_target), ("count", true, false));
}

#[test]
fn what_the_file_protects_is_skipped_with_its_reason() {
    let unit = |attributes: &str, target: &str| {
        format!(r#"<trans-unit id="u" {attributes}><source>a</source>{target}</trans-unit>"#)
    };
    let skip = |file: &str| segments(file)[0].skip.map_or("", |reason| reason.as_str()).to_owned();
    let plenty = unit("", "<target>A</target>").repeat(3);
    for (attributes, target, expected) in [
        ("", "<target>A</target>", ""),
        ("", "", "no_target"),
        ("", "<target/>", "no_target"),
        ("", "<target> \n</target>", "no_target"),
        (r#"translate="no""#, "<target>A</target>", "not_translatable"),
        (r#"approved="yes""#, "<target>A</target>", "protected"),
        (r#"approved="yes""#, "<target/>", "no_target"),
        ("", r#"<target state="final">A</target>"#, "protected"),
        ("", r#"<target state="translated">A</target>"#, ""),
        (r#"mq:locked="locked" mq:status="Proofread""#, "<target>A</target>", "locked"),
        (r#"mq:status="Proofread""#, "<target>A</target>", "protected"),
        (r#"m:locked="true""#, "<target>A</target>", "locked"),
        (r#"m:confirmed="1""#, "<target>A</target>", "protected"),
        (r#"gs4tr:hidden="true""#, "<target>A</target>", "locked"),
        ("", r#"<target>A<mrk mtype="x-sdl-added">B</mrk></target>"#, "tracked_changes"),
        ("", "<target>A<!-- here -->B</target>", "not_translatable"),
        ("", "<target><!-- here -->B</target>", ""),
    ] {
        assert_eq!(skip(&one(&(unit(attributes, target) + &plenty))), expected, "{attributes} {target}");
    }
    let group =
        |attributes: &str, inner: &str| one(&format!("<group {attributes}><group>{inner}</group></group>"));
    let whole = unit("", "<target>A</target>");
    assert_eq!(skip(&group(r#"translate="no""#, &whole)), "not_translatable");
    assert_eq!(skip(&group(r#"translate="no""#, &unit(r#"translate="yes""#, "<target>A</target>"))), "");
    assert_eq!(skip(&group(r#"merged-trans="yes""#, &whole)), "merged");
    assert_eq!(skip(&one("<trans-unit id='1'><source>—</source><target>–</target></trans-unit>")), "no_text");
}

#[test]
fn sdl_locks_stand_beside_the_unit() {
    let file = one(r#"<trans-unit id="1"><source>a b</source><seg-source><mrk mtype="seg" mid="1">a</mrk><mrk mtype="seg" mid="2">b</mrk><mrk mtype="seg" mid="3">c</mrk></seg-source><target><mrk mtype="seg" mid="1">A</mrk><mrk mtype="seg" mid="2">B</mrk><mrk mtype="seg" mid="3">C</mrk></target><sdl:seg-defs><sdl:seg id="1" locked="true"/><sdl:seg id="2" conf="ApprovedTranslation"/><sdl:seg id="3" conf="Draft"/></sdl:seg-defs></trans-unit><trans-unit id="lockTU_x"><source>a</source><target>A</target></trans-unit>"#)
        .replace("<xliff ", "<xliff xmlns:sdl=\"http://sdl.com/FileTypes/SdlXliff/1.0\" ");
    check(
        &file,
        &[
            "1/1: a → A (locked)",
            "1/2: b → B (protected)",
            "1/3: c → C",
            "lockTU_x/: a → A (not_translatable)",
        ],
    );
    assert_eq!(load(file.as_bytes()).unwrap().1.dialect, "sdlxliff");
}

#[test]
fn approval_of_nearly_all_units_protects_none() {
    let file =
        one(&r#"<trans-unit id="1" approved="yes"><source>a</source><target>A</target></trans-unit>"#
            .repeat(9));
    let (found, summary) = load(file.as_bytes()).unwrap();
    assert!(found.iter().all(|segment| segment.skip.is_none()));
    assert!(summary.warnings.iter().any(|warning| warning.contains("approved")));
    assert_eq!((summary.segment_count, summary.refinable_count, summary.word_count), (9, 9, 9));
}

#[test]
fn approval_is_a_flag_to_publish_for_typo3() {
    let unit = |approved: &str| {
        format!(
            "<trans-unit id=\"1\" approved=\"{approved}\"><source>a</source><target>A</target></trans-unit>"
        )
    };
    let file = one(&(unit("yes") + &unit("no")));
    let skipped = |file: &str| segments(file).iter().filter(|segment| segment.skip.is_some()).count();
    assert_eq!(skipped(&file), 1);
    assert_eq!(skipped(&file.replace("original=\"a.txt\"", "original=\"EXT:a\" product-name=\"a\"")), 0);
}

#[test]
fn odd_files_are_read_with_a_warning() {
    let warned = |file: &str, expected: &str| {
        let (found, summary) = load(file.as_bytes()).unwrap();
        assert_eq!(found.len(), 1, "{file}");
        assert!(summary.warnings.iter().any(|warning| warning.contains(expected)), "{:?}", summary.warnings);
    };
    let unit = "<trans-unit id='1'><source>a</source><target>A</target></trans-unit>";
    warned(&format!("<xliff version='1.2'><file><body>{unit}</body></file></xliff>"), "no namespace");
    warned(&one(unit).replace("version=\"1.2\"", "version=\"1,2\""), "does not fit");
    warned(&one(&unit.replace("<trans-unit", "<trans-unit ax:b='1'")), "not declared: ax");
    warned(&one(unit).replace("<xliff", "<!DOCTYPE xliff PUBLIC \"a\" \"b\">\n<xliff"), "document type");
    let prefixed = r#"<p:xliff xmlns:p="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><p:file><p:trans-unit id="1"><p:source>a</p:source><p:target>A</p:target></p:trans-unit></p:file></p:xliff>"#;
    warned(prefixed, "prefix");
}

#[test]
fn notes_limits_and_places_are_told() {
    let file = one(
        r#"<trans-unit id="1" resname="btn" maxwidth="9" size-unit="char"><source>a</source><target>A</target><note>for the button</note><note from="refineloop">ours</note></trans-unit>"#,
    );
    let found = &segments(&file)[0];
    assert_eq!(found.notes, ["btn", "for the button"]);
    assert_eq!(found.max_chars, Some(9));
    assert_eq!((found.id.line, found.id.column), (4, 90));
}

#[test]
fn segments_in_a_protected_mark_are_none() {
    let marks = |b: &str| {
        format!(
            "<mrk mtype='seg' mid='1'>a</mrk><mrk mtype='protected'><mrk mtype='seg' mid='2'>{b}</mrk></mrk>"
        )
    };
    let unit = format!(
        "<trans-unit id='1'><source>ab</source><seg-source>{}</seg-source><target>{}</target></trans-unit>",
        marks("b"),
        marks("B")
    );
    assert_eq!(told(&one(&unit)), ["1/1: a → a"]);
}
