//! Names, namespaces, attributes and everything else that is not ours: numbers 6, 7, 14, 15, 24 and 25.

use super::{MODES, job, load, one, outline, renew, targets, two, unit};
use refineloop::domain::job::OutputMode;
use std::collections::HashSet;

const MATCHES: &str = "urn:oasis:names:tc:xliff:matches:2.0";
const METADATA: &str = "urn:oasis:names:tc:xliff:metadata:2.0";

/// The root's attributes.
fn root(file: &str) -> Vec<(String, String)> {
    outline(file).swap_remove(0).2
}

#[test]
fn n06_namespaces_and_prefixes_stay() {
    let older = one(&unit("<target>alt<f:x xmlns:f=\"u\"/></target><g:y xmlns:g=\"v\"/>"))
        .replace(" xmlns=\"urn", " xmlns:unused=\"w\" xmlns=\"urn");
    let newer = two(
        "2.2",
        "<unit id=\"u\"><segment id=\"s\"><source>a</source><target>alt</target></segment></unit>",
    );
    for file in [older, newer] {
        for mode in MODES {
            let out = job(&file, mode, renew);
            let known = root(&file);
            assert_eq!(root(&out)[..known.len()], known, "{mode:?}");
            for (name, uri) in &root(&out)[known.len()..] {
                assert!(
                    name.starts_with("xmlns:") && [MATCHES, METADATA].contains(&uri.as_str()),
                    "{name}={uri}"
                );
            }
            let generated = outline(&out).into_iter().any(|(_, name, attributes)| {
                let ns = |name: &str| {
                    name.strip_prefix("ns").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
                };
                ns(&name) || attributes.iter().any(|(name, value)| name == "xmlns" && value.is_empty())
            });
            assert!(!generated, "{out}");
        }
    }
}

#[test]
fn n07_a_prefix_no_namespace_or_undeclared_prefixes_make_no_difference() {
    let units = unit("<target>alt <g id=\"1\">b</g></target><note>n</note>");
    let file = one(&units);
    let prefixed = {
        let open = file.replace("</", "\u{0}").replace('<', "<xlf:").replace('\u{0}', "</xlf:");
        open.replace("<xlf:?xml", "<?xml").replace("xmlns=", "xmlns:xlf=")
    };
    let bare = file.replace(" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"", "");
    let undeclared =
        file.replace("<trans-unit ", "<trans-unit ax:guid=\"1\" ").replace("<note>", "<iws:seg/><note>");
    for twin in [&file, &prefixed, &bare, &undeclared] {
        assert_eq!(targets(twin), ["alt [1]b[/1]"], "{twin}");
        assert_eq!(job(twin, OutputMode::None, renew), twin.replace("alt", "neu"));
        for mode in MODES {
            assert_eq!(targets(&job(twin, mode, renew)), ["neu [1]b[/1]"], "{mode:?}");
        }
    }
    // What is written into a prefixed file has its prefix.
    assert!(!job(&prefixed, OutputMode::Full, renew).contains("<note"), "all notes are xlf:note");
}

const RICH: &str = r#"<trans-unit xml:space="preserve" id="u1" resname='r' approved="no" f:x="1" xmlns:f="f" size-unit="char" maxwidth="99"><source xml:lang="en-US">a</source><target  state='needs-review-translation' state-qualifier="fuzzy-match" xml:lang = "de-DE" f:y="2" coord="1;2" >alt</target ></trans-unit>"#;

#[test]
fn n14_attributes_of_a_target_stay_as_they_are() {
    let file = one(RICH);
    assert_eq!(job(&file, OutputMode::None, renew), file.replace("alt", "neu"));
    let newer = two(
        "2.1",
        r#"<unit id="u" name='n'><segment state="reviewed" id="s" subState="my:x" canResegment = "no"><source>a</source><target order="1"  xml:lang="de">alt</target></segment></unit>"#,
    );
    for file in [file, newer] {
        let of = |file: &str| -> Vec<_> {
            let named = ["target", "segment", "unit", "trans-unit", "source"];
            let depth = |name: &str| if name == "target" || name == "source" { 5 } else { 9 };
            outline(file)
                .into_iter()
                .filter(|(at, name, _)| named.contains(&name.as_str()) && *at < depth(name))
                .collect()
        };
        for mode in MODES {
            let out = of(&job(&file, mode, renew));
            for ((_, name, before), (_, _, after)) in of(&file).iter().zip(&out) {
                let ours = |key: &str, value: &str| key == "phase-name" && value.starts_with("refineloop-r");
                let after: Vec<_> = after.iter().filter(|(key, value)| !ours(key, value)).collect();
                assert_eq!(after, before.iter().collect::<Vec<_>>(), "{name} {mode:?}");
            }
        }
    }
}

#[test]
fn n15_states_are_not_raised_lowered_or_invented() {
    let states = ["new", "translated", "needs-review-translation", ":untranslated", "x-mine"];
    let units: String = states
        .iter()
        .map(|state| {
            unit(&format!("<target state=\"{state}\" state-qualifier=\"leveraged-mt\">alt</target>"))
        })
        .collect();
    let vendors = r#"<trans-unit id="v" mq:status="PartiallyEdited" m:confirmed="0" xmlns:mq="MQXliff" xmlns:m="http://www.memsource.com/mxlf/2.0"><source>a</source><target>alt</target></trans-unit>"#;
    let file = one(&(units + vendors));
    let newer = two(
        "2.0",
        "<unit id=\"u\"><segment id=\"s\" state=\"initial\" subState=\"my:new\"><source>a</source><target>alt</target></segment><segment id=\"t\"><source>a</source><target>alt</target></segment></unit>",
    );
    for file in [file, newer] {
        let of = |file: &str| -> Vec<_> {
            let named = ["state", "state-qualifier", "approved", "mq:status", "m:confirmed", "subState"];
            // Further in there are versions, which may tell the state they had.
            let outer = outline(file).into_iter().filter(|(depth, _, _)| *depth < 5);
            let all = outer.flat_map(|(_, _, attributes)| attributes);
            all.filter(|(name, _)| named.contains(&name.as_str())).collect()
        };
        for mode in MODES {
            assert_eq!(of(&job(&file, mode, renew)), of(&file), "{mode:?}");
        }
    }
}

#[test]
fn n24_what_the_tool_does_not_understand_stays() {
    let file = |word: &str| {
        format!(
            "<?xml version='1.0' encoding='utf-8' standalone = \"yes\"?>\r\n<!-- before --><?pi x?>\n<xliff  version=\"1.2\" xmlns='urn:oasis:names:tc:xliff:document:1.2' >\n <file original='a' source-language='en' target-language='de' datatype='x' date=\"2020-01-01T00:00:00Z\" ><header><skl><internal-file form='base64'>QUJD</internal-file></skl><f:z xmlns:f='u'>&#65;<f:source>alt</f:source></f:z></header>\n <body  ><?pi y ?><group id='g'><context-group purpose='location'><context context-type='x'>c</context></context-group><note>alt</note>\n<trans-unit id='1' extra=\"&#10;\"><!-- c --><source>a<!-- s --></source><seg-source><mrk mtype='seg' mid='1'>a</mrk></seg-source><target><mrk mtype='seg' mid='1'>{word}</mrk><?pi z?></target><prop-group><prop prop-type='p'>alt</prop></prop-group><note from='dev' priority='1'>alt &amp; x</note><alt-trans match-quality='80%'><seg-source><mrk mtype='seg' mid='1'>a</mrk></seg-source><target>alt</target></alt-trans><f:q xmlns:f='u' a='>'>alt</f:q></trans-unit></group></body></file>\n</xliff><!-- after -->\n\n"
        )
    };
    assert_eq!(job(&file("alt"), OutputMode::None, renew), file("neu"));
    // In the other modes the output is the input with insertions: every byte comes again, in order.
    for mode in MODES {
        let out = job(&file("alt"), mode, renew);
        let (before, after) = (file("neu"), out.as_bytes());
        let mut rest = after.iter();
        assert!(before.bytes().all(|byte| rest.any(|other| *other == byte)), "{mode:?}\n{out}");
    }
}

#[test]
fn n25_what_importers_know_a_file_by_stays() {
    let older = one(RICH).replace(" target-language=\"de\"", "");
    let upper = one(RICH).replace(
        "target-language=\"de\"",
        "target-language=\"de_DE\" date=\"2001-01-01T00:00:00Z\" product-version='1'",
    );
    let newer = two(
        "2.0",
        "<unit id=\"u\" name=\"n\" type=\"x:y\"><segment id=\"s\"><source>a</source><target>alt</target></segment></unit>",
    );
    for file in [older, upper, newer] {
        let facts = |file: &str| -> Vec<_> {
            let named = |name: &str| ["xliff", "file", "unit", "trans-unit"].contains(&name);
            let all = outline(file).into_iter().filter(|(_, name, _)| named(name));
            let ours = |(name, _): &(String, String)| name == "xmlns:mtc" || name == "xmlns:mda";
            all.map(|(_, name, attributes)| {
                (name, attributes.into_iter().filter(|one| !ours(one)).collect::<Vec<_>>())
            })
            .collect()
        };
        for mode in MODES {
            let out = job(&file, mode, renew);
            assert_eq!(facts(&out), facts(&file), "{mode:?}");
            let sources = |file: &str| {
                load(file.as_bytes()).unwrap().iter().map(|s| s.source.clone()).collect::<Vec<_>>()
            };
            assert_eq!(sources(&out), sources(&file));
            let ids: Vec<String> = outline(&out)
                .into_iter()
                .flat_map(|(_, _, attributes)| attributes)
                .filter(|(name, _)| name == "id")
                .map(|(_, id)| id)
                .collect();
            assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "no id is given twice: {ids:?}");
        }
    }
}
