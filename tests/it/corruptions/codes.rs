//! Inline codes: numbers 1, 2, 22 and 23.

use super::{MODES, job, job_bytes, load, one, renew, targets, two};
use refineloop::domain::job::OutputMode;
use refineloop::domain::segment::Segment;
use refineloop::domain::text::Half;
use refineloop::xliff::Error;
use std::collections::BTreeMap;

/// Every element and id inside the targets, counted.
fn codes(file: &str) -> BTreeMap<(String, super::Attributes), usize> {
    let mut counts = BTreeMap::new();
    for (_, name, attributes) in super::outline(file) {
        if ["g", "x", "bx", "ex", "ph", "bpt", "ept", "it", "mrk", "pc", "sc", "ec", "cp", "sm", "em"]
            .contains(&name.as_str())
        {
            *counts.entry((name, attributes)).or_default() += 1;
        }
    }
    counts
}

#[test]
fn n01_inline_codes_are_neither_flattened_nor_dropped() {
    let content = r#"alt <g id="1">fett <x id="2"/></g> <ph id="3">&lt;br/></ph> <bpt id="4" rid="1">{</bpt>x<ept id="5" rid="1">}</ept> <bx id="6" rid="2"/>y<ex id="7" rid="2"/> <it id="8" pos="open">[</it> <mrk mtype="term">z</mrk>"#;
    let older = one(&format!(
        "<trans-unit id=\"1\"><source>{content}</source><target>{content}</target></trans-unit>"
    ));
    let content = r#"alt <pc id="1">fett <ph id="2"/></pc> <sc id="3"/>x<ec startRef="3"/> <cp hex="0001"/> <ec id="4" isolated="yes"/> <mrk id="5" type="term">y</mrk> <sm id="6" type="comment"/>z<em startRef="6"/>"#;
    let newer = two(
        "2.0",
        &format!(
            "<unit id=\"1\"><segment><source>{content}</source><target>{content}</target></segment></unit>"
        ),
    );
    for file in [older, newer] {
        let out = job(&file, OutputMode::None, renew);
        assert!(out.contains(">neu <"), "{out}");
        assert_eq!(codes(&out), codes(&file));
        // A model that gives the bare text back is refused, and nothing is written.
        let refused = job_bytes(file.as_bytes(), OutputMode::None, |segment| Some(segment.target.text()));
        assert!(matches!(refused, Err(Error::Integrity { segment: 1, .. })), "{refused:?}");
    }
}

#[test]
fn n02_codes_do_not_become_text_and_text_does_not_become_codes() {
    let literal = "<b>&amp;{1}]]>";
    for old in ["alt &lt;b&gt; {1}", "<![CDATA[alt <b> {1}]]>", "alt &lt;b> &#123;1} <!---->"] {
        let file = one(&super::unit(&format!("<target>{old}</target>")));
        let out = job(&file, OutputMode::None, |_| Some(literal.to_owned()));
        let segments = load(out.as_bytes()).unwrap();
        assert_eq!((segments[0].target.text().as_str(), segments[0].codes.len()), (literal, 0), "{out}");
        assert_eq!(super::children(&out, "target"), Vec::<String>::new(), "{out}");
    }
    // What looks like the file's own code is text as well.
    let content = r#"alt <x id="1"/> &lt;x id="1"/&gt;"#;
    let file = one(&format!(
        "<trans-unit id=\"1\"><source>{content}</source><target>{content}</target></trans-unit>"
    ));
    let out = job(&file, OutputMode::None, renew);
    assert_eq!(out, file.replace("<target>alt", "<target>neu"));
}

#[test]
fn n22_codes_of_the_target_keep_their_bytes_though_ids_repeat_or_sides_differ() {
    // memoQ: the pair has another rid on each side, its halves one id; ids repeat; one code is the target's own.
    let source = r#"<bpt id="1" rid="1">{</bpt>a<ept id="1" rid="1">}</ept> <ph id="2">A</ph><ph id="2">B</ph> <g id="3">b</g>"#;
    let target = |word: &str| {
        format!(
            r#"<ph id="2" crc="7" >B</ph> <bpt id='1' rid='2'>{{</bpt>{word}<ept rid="2" id="1">}}</ept><ph id="2">A</ph> <g  id="3"/><x id="9" xid="own"/>"#
        )
    };
    let file = |word: &str| {
        one(&format!(
            "<trans-unit id=\"1\"><source>{source}</source><target>{}</target></trans-unit>",
            target(word)
        ))
    };
    assert_eq!(job(&file("alt"), OutputMode::None, renew), file("neu"));
    // Renumbering is no way out either: what comes back is what was there, in the order of the model.
    let out = job(&file("alt"), OutputMode::None, |segment| {
        let shown = super::shown(&segment.target);
        let first = shown.find(']').unwrap() + 1;
        Some(format!("{}{}", &shown[first..], &shown[..first]).trim_start().to_owned())
    });
    assert!(out.contains(r#"<x id="9" xid="own"/><ph id="2" crc="7" >B</ph></target>"#), "{out}");
    assert_eq!(codes(&out), codes(&file("alt")));
}

#[test]
fn n23_native_data_stays_where_references_find_it() {
    let file = two(
        "2.1",
        r#"<unit id="u"><originalData><data id="d1">&lt;b></data><data id="d2">&lt;/b></data><data id="d3">%s</data></originalData><segment id="s"><source>a <pc id="1" dataRefStart="d1" dataRefEnd="d2">b</pc><ph id="2" dataRef="d3"/></source><target>alt <pc id="1" dataRefStart="d1" dataRefEnd="d2">B</pc><ph id="2" dataRef="d3"/></target></segment></unit>"#,
    );
    for mode in MODES {
        let out = job(&file, mode, renew);
        let mut scopes: Vec<(usize, Vec<String>)> = vec![(0, Vec::new())];
        let outline = super::outline(&out);
        let data = |depth: usize, from: usize| -> Vec<String> {
            let inside = outline[from..].iter().take_while(|(below, _, _)| *below > depth);
            let data = inside.filter(|(below, name, _)| name == "data" && *below == depth + 2);
            data.map(|(_, _, attributes)| attributes[0].1.clone()).collect()
        };
        for (at, (depth, name, attributes)) in outline.iter().enumerate() {
            scopes.retain(|(scope, _)| scope < depth);
            if name == "unit" || name == "mtc:match" {
                scopes.push((*depth, data(*depth, at + 1)));
            }
            for (key, value) in attributes.iter().filter(|(key, _)| key.starts_with("dataRef")) {
                let known = &scopes.last().unwrap().1;
                assert!(known.contains(value), "{mode:?}: {key}={value} is not among {known:?} in\n{out}");
            }
        }
        assert_eq!(targets(&out), ["neu [1]B[/1][2]"]);
    }
}

#[test]
fn n23_what_a_file_forbids_to_delete_or_reorder_is_not() {
    let content = r#"alt <ph id="1" canCopy="no" canDelete="no" canReorder="firstNo"/><ph id="2" canCopy="no" canDelete="no" canReorder="no"/> x <ph id="3"/> y"#;
    let file = two(
        "2.0",
        &format!(
            "<unit id=\"u\"><segment><source>{content}</source><target>{content}</target></segment></unit>"
        ),
    );
    let answer = |text: &'static str| job_bytes(file.as_bytes(), OutputMode::None, |_| Some(text.to_owned()));
    for (text, fits) in [
        ("neu [1][2] x [3] y", true),
        ("neu [3] [1][2] x y", true),
        ("neu [2][1] x [3] y", false),
        ("neu [1][3][2] x y", false),
        ("neu [1][2] x y", false),
        ("neu [1][2] x [3][3] y", false),
    ] {
        assert_eq!(answer(text).is_ok(), fits, "{text}");
    }
}

#[test]
fn n23_files_that_break_the_rules_already_are_not_mended_silently() {
    // The official suites: a code that must not be deleted is missing, a run is out of order.
    let source = r#"<ph id="1" canDelete="no"/>a<ph id="2" canCopy="no" canDelete="no" canReorder="firstNo"/><ph id="3" canCopy="no" canDelete="no" canReorder="no"/>"#;
    for target in [
        r#"alt<ph id="2" canCopy="no" canDelete="no" canReorder="firstNo"/><ph id="3" canCopy="no" canDelete="no" canReorder="no"/>"#,
        r#"<ph id="1" canDelete="no"/>alt<ph id="3" canCopy="no" canDelete="no" canReorder="no"/><ph id="2" canCopy="no" canDelete="no" canReorder="firstNo"/>"#,
    ] {
        let file = two(
            "2.0",
            &format!(
                "<unit id=\"u\"><segment><source>{source}</source><target>{target}</target></segment></unit>"
            ),
        );
        for mode in MODES {
            assert_eq!(job(&file, mode, |_| None), file);
            let before = codes(&file);
            let out = job(&file, OutputMode::None, renew);
            assert_eq!(codes(&out), before);
        }
    }
}

#[test]
fn n23_halves_of_pairs_across_segments_stay_halves() {
    let file = two(
        "2.0",
        r#"<unit id="u"><segment id="a"><source>a <sc id="1"/>b</source><target>alt <sc id="1"/>b</target></segment><segment id="b"><source>c<ec startRef="1"/> d</source><target>alt<ec startRef="1"/> d</target></segment></unit>"#,
    );
    let halves = |segment: &Segment| segment.codes.iter().map(|code| code.half).collect::<Vec<_>>();
    let segments = load(file.as_bytes()).unwrap();
    assert_eq!(segments.iter().map(halves).collect::<Vec<_>>(), [[Some(Half::Open)], [Some(Half::Close)]]);
    assert_eq!(job(&file, OutputMode::None, renew).replace("neu", "alt"), file);
}
