//! Units, segments and what stands around them: numbers 3, 4, 5, 8, 9, 10 and 13.

use super::{MODES, children, job, load, one, outline, renew, targets, two, unit};
use refineloop::domain::job::OutputMode;
use refineloop::domain::segment::SkipReason;

#[test]
fn n03_the_target_of_an_alternative_is_never_the_translation() {
    let alternative = |word: &str| {
        format!(
            r#"<alt-trans><source>a</source><target xml:lang="fr">{word}</target><note>alt</note></alt-trans>"#
        )
    };
    let own = |word: &str| format!("<target>{word}</target>");
    for units in [
        format!("{}{}", alternative("alt 1"), own("alt")),
        format!("{}{}{}", own("alt"), alternative("alt 1"), alternative("alt 2")),
        format!(
            "{}<f:x xmlns:f='u'><target>alt</target></f:x>{}",
            alternative("<mrk mtype='seg' mid='1'>alt</mrk>"),
            own("alt")
        ),
    ] {
        let file = one(&unit(&units));
        assert_eq!(targets(&file), ["alt"]);
        let out = job(&file, OutputMode::None, renew);
        assert_eq!(
            out,
            file.replace("<target>alt</target></trans-unit>", "<target>neu</target></trans-unit>").replacen(
                // Where something follows the unit's own target, it is the first one without a language.
                "</source><target>alt</target>",
                "</source><target>neu</target>",
                1
            )
        );
    }
    // A unit with nothing but alternatives has no translation.
    let file = one(&unit(&alternative("alt")));
    assert_eq!(load(file.as_bytes()).unwrap()[0].skip, Some(SkipReason::NoTarget));
    let file = two(
        "2.0",
        r##"<unit id="u"><mtc:matches xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"><mtc:match ref="#s"><source>a</source><target>alt</target></mtc:match></mtc:matches><segment id="s"><source>a</source><target>alt</target></segment></unit>"##,
    );
    assert_eq!(
        job(&file, OutputMode::None, renew),
        file.replace("<target>alt</target></segment>", "<target>neu</target></segment>")
    );
}

#[test]
fn n04_nothing_is_inserted_where_the_content_model_forbids_it() {
    let rest = r#"<context-group><context context-type="sourcefile">f</context></context-group><note>dev</note><alt-trans><target>other</target></alt-trans><sdl:seg-defs xmlns:sdl="u"/><mq:x xmlns:mq="v"/>"#;
    let file = one(&format!("<trans-unit id=\"1\"><source>a</source><target>alt</target>{rest}</trans-unit>"))
        .replace("<body>", "<header><skl><external-file href=\"s\"/></skl><glossary><internal-file>g</internal-file></glossary><x:y xmlns:x=\"w\"/></header><body>");
    let core =
        ["source", "seg-source", "target", "context-group", "count-group", "prop-group", "note", "alt-trans"];
    for mode in MODES {
        let out = job(&file, mode, renew);
        let order = children(&out, "trans-unit");
        let place =
            |name: &String| core.iter().position(|known| known == name).map_or(2, |at| usize::from(at >= 3));
        assert!(order.iter().map(place).is_sorted(), "{mode:?}: {order:?}");
        let header = children(&out, "header");
        let place = |name: &String| match name.as_str() {
            "skl" => 0,
            "phase-group" => 1,
            "x:y" => 3,
            _ => 2,
        };
        assert!(header.iter().map(place).is_sorted(), "{mode:?}: {header:?}");
    }
    let file = two(
        "2.2",
        r##"<unit id="u"><gls:glossary xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0"/><originalData><data id="d">x</data></originalData><segment id="s"><source>a</source><target>alt</target></segment><ignorable><source> </source></ignorable></unit>"##,
    );
    for mode in MODES {
        let order = children(&job(&file, mode, renew), "unit");
        let place = |name: &String| match name.as_str() {
            "notes" => 1,
            "originalData" => 2,
            "segment" | "ignorable" => 3,
            _ => 0,
        };
        assert!(order.iter().map(place).is_sorted(), "{mode:?}: {order:?}");
    }
}

#[test]
fn n05_nothing_is_there_twice_not_even_after_a_second_run() {
    let older = one(&unit("<target>alt alt</target><note>dev</note>"));
    let newer = two(
        "2.2",
        "<unit id=\"u\"><notes><note>dev</note></notes><segment id=\"s\"><source>a</source><target>alt alt</target></segment></unit>",
    );
    for file in [older, newer] {
        let first =
            job(&file, OutputMode::Full, |segment| Some(segment.target.text().replacen("alt", "neu", 1)));
        let second =
            job(&first, OutputMode::Full, |segment| Some(segment.target.text().replacen("alt", "neu", 1)));
        assert_eq!(targets(&second), ["neu neu"]);
        for (depth, name) in
            [(4, "target"), (2, "header"), (3, "tool"), (3, "phase-group"), (3, "notes"), (3, "mtc:matches")]
        {
            let count =
                outline(&second).iter().filter(|(at, found, _)| *at == depth && found == name).count();
            assert!(count <= 1, "{count} × {name} in\n{second}");
        }
        let versions = |name: &str| outline(&second).iter().filter(|(_, found, _)| found == name).count();
        assert_eq!(
            versions("alt-trans") + versions("mtc:match"),
            2,
            "each run adds its one version\n{second}"
        );
    }
}

#[test]
fn n08_the_same_id_twice_does_not_bring_texts_into_wrong_units() {
    let units = unit("<target>alt</target>") + &unit("<target>alt</target>");
    let file = one(&units).replace("</file>", &format!("</file><file original=\"a.txt\" source-language=\"en\" target-language=\"de\" datatype=\"plaintext\"><body>{units}</body></file>"));
    for mode in MODES {
        let out = job(&file, mode, |segment| Some(format!("neu {}", segment.id.number)));
        assert_eq!(targets(&out), ["neu 1", "neu 2", "neu 3", "neu 4"], "{mode:?}");
    }
    let unit = "<unit id=\"u\"><segment id=\"s\"><source>a</source><target>alt</target></segment></unit>";
    let file = two("2.0", &unit.repeat(2))
        .replace("</file>", &format!("</file><file id=\"f2\">{}</file>", unit.repeat(2)));
    let out = job(&file, OutputMode::None, |segment| Some(format!("neu {}", segment.id.number)));
    assert_eq!(targets(&out), ["neu 1", "neu 2", "neu 3", "neu 4"]);
}

#[test]
fn n09_every_file_every_unit_and_every_segment_is_worked_on() {
    let mark = |mid: u32, text: &str| format!("<mrk mtype=\"seg\" mid=\"{mid}\">{text}</mrk>");
    let marks = |text: &str| mark(1, text) + &mark(2, text) + &mark(3, text);
    let segmented = format!(
        "<trans-unit id=\"2\"><source>a</source><seg-source>{}</seg-source><target>{}</target></trans-unit>",
        marks("a"),
        marks("alt")
    );
    let inner = format!(
        "<group><group>{segmented}</group>{}</group><bin-unit id=\"b\" mime-type=\"x\"><bin-source><external-file href=\"f\"/></bin-source>{}</bin-unit>",
        unit("<target>alt</target>"),
        unit("<target>alt</target>")
    );
    let file = one(&(unit("<target>alt</target>") + &inner));
    let body = file.find("<file").unwrap()..file.find("</xliff>").unwrap();
    let file = file.replace("</xliff>", &format!("{}</xliff>", &file[body]));
    let out = job(&file, OutputMode::None, renew);
    assert_eq!(targets(&out), vec!["neu"; 12]);
    assert_eq!(out.matches(">neu<").count(), file.matches(">alt<").count());
}

#[test]
fn n10_what_stands_between_segments_stays() {
    let file = |word: &str| {
        one(&format!(
            "<trans-unit id=\"1\"><source>a b</source><seg-source><mrk mtype=\"seg\" mid=\"1\">a</mrk> <mrk mtype=\"seg\" mid=\"2\">b</mrk></seg-source><target>\n  (<mrk mtype=\"seg\" mid=\"1\">{word}</mrk>\u{a0}\t<x id=\"9\"/>; <mrk mtype=\"seg\" mid=\"2\">{word}</mrk>. </target></trans-unit>"
        ))
    };
    assert_eq!(job(&file("alt"), OutputMode::None, renew), file("neu"));
    let file = |word: &str| {
        two(
            "2.1",
            &format!(
                "<unit id=\"u\"><ignorable><source>- </source><target>– </target></ignorable><segment><source>a</source><target>{word}</target></segment><ignorable id=\"i\"><source> </source></ignorable><segment><source>b</source><target>{word}</target></segment></unit>"
            ),
        )
    };
    assert_eq!(job(&file("alt"), OutputMode::None, renew), file("neu"));
}

#[test]
fn n13_segmented_units_are_written_mark_by_mark() {
    // Attributes in another order, a mark inside of a code, the second of three without a text.
    let file = |first: &str, third: &str| {
        one(&format!(
            r#"<trans-unit id="1"><source>a b c</source><seg-source><mrk mtype="seg" mid="1">a</mrk> <mrk mid="2" mtype="seg">b</mrk> <g id="5"><mrk mtype="seg" mid="3">c</mrk></g></seg-source><target>{} <mrk mid='2' mtype='seg'/> <g id="5"><mrk xmlns:z="u" z:a="1" mid="3" mtype="seg">{third}</mrk></g></target></trans-unit>"#,
            format_args!("<mrk comment=\"c\" mid=\"1\" mtype=\"seg\">{first}</mrk>")
        ))
    };
    let out = job(&file("alt", "alt"), OutputMode::None, renew);
    assert_eq!(out, file("neu", "neu"));
    let skips: Vec<_> = load(out.as_bytes()).unwrap().iter().map(|segment| segment.skip).collect();
    assert_eq!(skips, [None, Some(SkipReason::NoTarget), None]);
    // A mark that the target lacks is left out, and the others still find theirs.
    let lost = file("alt", "alt")
        .replace("<mrk mid='2' mtype='seg'/>", "")
        .replacen("mid=\"1\"", "mid=\"9\"", 2)
        .replacen("mid=\"9\"", "mid=\"1\"", 1);
    assert_eq!(targets(&job(&lost, OutputMode::None, renew)), ["", "", "neu"]);
    // An unsegmented target belongs to the whole unit.
    let whole = one(
        r#"<trans-unit id="1"><source>a b</source><seg-source><mrk mtype="seg" mid="1">a</mrk> <mrk mtype="seg" mid="2">b</mrk></seg-source><target>alt alt</target></trans-unit>"#,
    );
    assert_eq!(targets(&job(&whole, OutputMode::None, renew)), ["neu neu"]);
}
