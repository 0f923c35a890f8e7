//! Facts of the schemas and of the standard, asked of everything that is written beside the targets:
//! many kinds of files, all modes and policies, and three runs over one's own output.

mod schema;

use super::{
    Edit, Error, Limits, OutputMode, Segment, StatePolicy, Version, WriteOptions, load, one, options, shown,
    two,
};
use crate::domain::segment::{Issue, Severity};
use crate::xliff::write;
use schema::{Element, count, holds};
use std::io::Cursor;

/// One more run: `alt0` becomes `alt1`, and so on.
fn run(file: &str, mode: OutputMode, state_policy: StatePolicy) -> String {
    let edit = |segment: &Segment| -> Result<Option<Edit>, Error> {
        let now = segment.target.to_string();
        let Some(number) = now.find("alt").and_then(|at| now[at + 3..].chars().next()?.to_digit(10)) else {
            return Ok(Some(Edit { note: Some("calm".to_owned()), ..Edit::default() }));
        };
        let target = shown(
            segment,
            &now.replace(&format!("alt{number}"), &format!("alt{}", number + 1))
                .replace('⟦', "[")
                .replace('⟧', "]"),
        );
        let issue = |explanation: &str| Issue {
            category: "style/awkward".to_owned(),
            severity: Severity::Minor,
            source_span: String::new(),
            target_span: String::new(),
            explanation: explanation.to_owned(),
            confidence: None,
        };
        let issues = vec![issue("too \"<old>\"\n& stiff"), issue("")];
        let version =
            Version { round: 0, target: segment.target.clone(), note: Some("old".to_owned()), issues };
        Ok(Some(Edit {
            target: Some(target),
            versions: vec![version],
            note: Some("fresh".to_owned()),
            stale: None,
        }))
    };
    let mut out = Vec::new();
    let options = WriteOptions { state_policy, ..options(mode) };
    write(Cursor::new(file.as_bytes()), &mut out, &Limits::default(), &options, edit).unwrap();
    String::from_utf8(out).unwrap()
}

/// Files of many kinds, each with two segments that change.
fn files() -> Vec<(&'static str, String)> {
    let unit = |attributes: &str, more: &str| {
        let unit = |id: u32| {
            format!(
                r#"<trans-unit id="{id}"{attributes}><source>a <g id="1">b</g></source><target>alt0 <g id="1">B</g></target><note from="developer">keep</note>{more}</trans-unit>"#
            )
        };
        one(&format!("{}{}", unit(1), unit(2)))
    };
    let declare = |file: String, what: &str| file.replace("<xliff ", &format!("<xliff {what} "));
    let head = |file: &str, header: &str| file.replace("<body>", &format!("{header}<body>"));
    let segmented = r#"<trans-unit id="1"><source>s</source><seg-source><mrk mtype="seg" mid="1">a <bpt id="1" rid="1">{</bpt></mrk> <mrk mtype="seg" mid="2">b<ept id="2" rid="1">}</ept></mrk></seg-source><target><mrk mtype="seg" mid="1">alt0 <bpt id="1" rid="1">{</bpt></mrk> <mrk mtype="seg" mid="2">alt0<ept id="2" rid="1">}</ept></mrk></target>DEFS</trans-unit>"#;
    let sdl = r#"<sdl:seg-defs><sdl:seg id="1" conf="Draft"/><sdl:seg id="2"/></sdl:seg-defs>"#;
    let two_of = |version: &str, first: &str| {
        two(
            version,
            &format!(
                r#"<unit id="u">{first}<originalData><data id="d1">b</data><data id="d2">c</data><data id="d3">unused</data></originalData><segment id="x"><source>a<sc id="1" dataRef="d1"/></source><target>alt0<sc id="1" dataRef="d1"/></target></segment><ignorable><source> </source></ignorable><segment><source>b<ec startRef="1" dataRef="d2"/></source><target>alt0<ec startRef="1" dataRef="d2"/></target></segment></unit>"#
            ),
        )
    };
    let its = "xmlns:its=\"http://www.w3.org/2005/11/its\" its:version=\"2.0\"";
    let known = r##"<mtc:matches><mtc:match ref="#x" id="refineloop-x-r0" similarity="80.0"><source>a</source><target>b</target></mtc:match></mtc:matches><notes><note id="refineloop-n1">keep</note></notes>"##;
    let mtc = "xmlns:mtc=\"urn:oasis:names:tc:xliff:matches:2.0\"";
    vec![
        ("plain", unit("", r#"<ax:x xmlns:ax="u"/>"#)),
        ("other versions", unit("", r#"<alt-trans match-quality="80"><target>other</target></alt-trans>"#)),
        ("phases", head(&unit("", ""), r#"<header><phase-group><phase phase-name="p" process-name="q"/></phase-group></header>"#)),
        ("no phases in their group", head(&unit("", ""), "<header><skl><internal-file>s</internal-file></skl><phase-group/><f:x xmlns:f=\"u\"/></header>")),
        ("an empty group", head(&unit("", ""), "<header><phase-group></phase-group></header>")),
        ("segmented", one(&segmented.replace("DEFS", ""))),
        ("marks without seg-source", one(&segmented.replace("DEFS", "").replace("alt0<ept", "B<ept").replace("</trans-unit>", "</trans-unit><trans-unit id='2'><source>a</source><target>alt0</target></trans-unit>").replace("seg-source", "x-source").replace("<x-source>", "<note>").replace("</x-source>", "</note>").replace("<note><mrk mtype=\"seg\" mid=\"1\">a <bpt id=\"1\" rid=\"1\">{</bpt></mrk> <mrk mtype=\"seg\" mid=\"2\">b<ept id=\"2\" rid=\"1\">}</ept></mrk></note>", ""))),
        ("sdl", declare(one(&segmented.replace("DEFS", sdl)), "xmlns:sdl=\"http://sdl.com/FileTypes/SdlXliff/1.0\"")),
        ("memoq", declare(unit(" mq:status=\"NotStarted\"", "<mq:ch/>"), "xmlns:mq=\"MQXliff\"")),
        ("phrase", declare(unit(" m:level-edited=\"false\"", r#"<alt-trans origin="memsource-tm"><target/></alt-trans><m:tunit-metadata/>"#), "xmlns:m=\"http://www.memsource.com/mxlf/2.0\"")),
        ("txlf", declare(unit(" gs4tr:x=\"1\"", ""), "xmlns:gs4tr=\"http://www.gs4tr.org/schema/xliff-ext\"")),
        ("2.0", two_of("2.0", "")),
        ("2.1 with ITS", declare(two_of("2.1", ""), its)),
        ("2.0 with ITS declared", declare(two_of("2.0", ""), its)),
        ("2.2", declare(two_of("2.2", known), &format!("{its} {mtc}"))),
        ("2.2 with empty containers", declare(two_of("2.2", "<mtc:matches/><notes/>"), mtc)),
    ]
}

#[test]
fn what_is_written_is_what_the_schemas_allow_in_every_mode_and_policy() {
    for (name, file) in files() {
        for mode in [OutputMode::None, OutputMode::Translations, OutputMode::Full] {
            for policy in [StatePolicy::Keep, StatePolicy::Review, StatePolicy::Machine] {
                println!("{name}, {mode:?}, {policy:?}");
                let out = run(&file, mode, policy);
                holds(&out);
                assert_eq!(out.contains("refineloop:r0"), mode != OutputMode::None, "{out}");
                assert_eq!(out.contains("calm") || out.contains("fresh"), mode == OutputMode::Full, "{out}");
            }
        }
    }
}

#[test]
fn three_runs_count_on_and_repeat_nothing() {
    for (name, file) in files() {
        println!("{name}");
        let segments = load(file.as_bytes()).unwrap().0;
        let changing = segments.iter().filter(|segment| segment.target.to_string().contains("alt")).count();
        let mut out = file.clone();
        for done in 1..=3 {
            out = run(&out, OutputMode::Full, StatePolicy::Review);
            holds(&out);
            for round in 0..done {
                let origin = format!("origin=\"refineloop:r{round}\"");
                assert_eq!(
                    out.matches(&origin).count(),
                    changing,
                    "{origin} after {done} runs of {name}\n{out}"
                );
            }
            assert!(!out.contains(&format!("origin=\"refineloop:r{done}\"")), "{out}");
            assert_eq!(out.matches("fresh</").count(), changing, "a note that says the same\n{out}");
        }
        let root = Element::read(&out);
        for once in ["header", "tool", "phase-group", "mtc:matches", "notes"] {
            assert!(count(&root, once) <= 1, "{once} in {out}");
        }
        for prefix in ["xmlns:mtc=", "xmlns:mda="] {
            assert!(out.matches(prefix).count() <= 1, "{out}");
        }
        let after = load(out.as_bytes()).unwrap().0;
        assert_eq!(after.len(), segments.len());
        for (before, after) in segments.iter().zip(&after) {
            assert_eq!(before.notes, after.notes, "our notes are no context");
        }
        let ours = out.find("from=\"refineloop\" annotates").or(out.find("refineloop:ai")).unwrap();
        assert!(
            out.find(">keep<").is_none_or(|theirs| theirs < ours),
            "notes of developers stay first\n{out}"
        );
    }
}

#[test]
fn issues_belong_to_the_version_they_were_found_in() {
    let find = |name: &str| files().into_iter().find(|(known, _)| *known == name).unwrap().1;
    let marked = "<mrk id=\"refineloop-q-1\" type=\"its:generic\" its:locQualityIssueType=\"style\" its:locQualityIssueComment=\"too &quot;&lt;old&gt;&quot; &amp; stiff\" its:locQualityIssueSeverity=\"30\"><mrk id=\"refineloop-q\" type=\"its:generic\" its:locQualityIssueType=\"style\" its:locQualityIssueSeverity=\"30\">alt0";
    let stored = "<mda:metaGroup category=\"refineloop:issue\"><mda:meta type=\"category\">style/awkward</mda:meta><mda:meta type=\"severity\">minor</mda:meta>";
    let noted = ">style/awkward, minor: too \"&lt;old&gt;\"\n&amp; stiff</note>";
    for (name, inline, metadata) in [
        ("2.1 with ITS", true, true),
        ("2.2", true, true),
        ("2.0 with ITS declared", false, true),
        ("2.0", false, true),
        ("plain", false, false),
    ] {
        let out = run(&find(name), OutputMode::Full, StatePolicy::Keep);
        assert_eq!(out.contains(marked), inline, "{name}: {out}");
        assert_eq!(out.contains(stored), metadata, "{name}: {out}");
        assert_eq!(out.replace("&quot;", "\"").contains(noted), !metadata, "{name}: {out}");
        let translations = run(&find(name), OutputMode::Translations, StatePolicy::Keep);
        assert!(!translations.contains("awkward") && !translations.contains("locQualityIssueType"), "{name}");
    }
}

#[test]
fn a_version_keeps_the_state_it_had() {
    let file =
        one(r#"<trans-unit id="1"><source>a</source><target state='translated'>alt0</target></trans-unit>"#);
    let out = run(&file, OutputMode::Translations, StatePolicy::Review);
    assert!(out.contains(r#"<target xml:lang="de" state="translated">alt0</target></alt-trans>"#), "{out}");
}

#[test]
fn in_1_1_notes_come_before_versions() {
    let file = one(r#"<trans-unit id="1"><source>a</source><target>alt0</target><alt-trans><target>b</target></alt-trans></trans-unit>"#).replace("1.2", "1.1");
    let out = run(&file, OutputMode::Full, StatePolicy::Keep);
    let at = |text: &str| out.find(text).unwrap_or_else(|| panic!("{text} in {out}"));
    assert!(
        at(">fresh<") < at("<alt-trans><target>b") && at("<target>b") < at("origin=\"refineloop:r0\""),
        "{out}"
    );
    for later in ["tool-id", "phase-name", "alttranstype", "annotates"] {
        assert!(!out.contains(later), "{later} is of 1.2: {out}");
    }
}

#[test]
fn tracked_changes_stay_and_are_told() {
    let file = two(
        "2.0",
        r#"<unit id="u"><ctr:changeTrack xmlns:ctr="urn:oasis:names:tc:xliff:changetracking:2.0"><ctr:revisions appliesTo="target"/></ctr:changeTrack><segment id="s"><source>a</source><target>alt0</target></segment></unit>"#,
    );
    let warnings = load(file.as_bytes()).unwrap().1.warnings;
    assert!(warnings.iter().any(|warning| warning.contains("ctr:changeTrack")), "{warnings:?}");
    let out = run(&file, OutputMode::Full, StatePolicy::Keep);
    assert!(out.contains(r#"<ctr:revisions appliesTo="target"/></ctr:changeTrack>"#), "{out}");
    assert!(load(two("2.0", "<unit id=\"u\"/>").as_bytes()).unwrap().1.warnings.is_empty());
}
