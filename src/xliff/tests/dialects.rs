//! Versions and dialects: told by what a file declares, wherever, and by what it uses undeclared.

use super::{load, one, segments, told, two};
use crate::xliff::{HistoryAdvice, history};

const UNIT: &str = "<trans-unit id='1'><source>a</source><target>A</target></trans-unit>";

fn dialect(file: &str) -> String {
    load(file.as_bytes()).unwrap().1.dialect
}

fn warnings(file: &str) -> String {
    load(file.as_bytes()).unwrap().1.warnings.join("; ")
}

#[test]
fn a_dialect_shows_itself_by_its_namespace_wherever_it_is_declared() {
    for (uri, expected) in [
        ("http://sdl.com/FileTypes/SdlXliff/1.0", "sdlxliff"),
        ("MQXliff", "mqxliff"),
        ("http://www.memsource.com/mxlf/2.0", "mxliff"),
        ("http://www.memsource.com/xliff2.0/1.0", "mxliff"),
        ("http://www.gs4tr.org/schema/xliff-ext", "txlf"),
        ("http://www.idiominc.com/ws/asset", "worldserver"),
        ("AcrossXliff", "across"),
        ("urn:xliff-xtm-extensions", "xtm"),
        ("urn:trolltech:names:ts:document:1.0", "qt"),
        ("okapi-framework:xliff-extensions", "okapi"),
        ("urn:nobody", "standard"),
    ] {
        for element in ["<xliff ", "<file ", "<trans-unit "] {
            let file = one(UNIT).replace(element, &format!("{element}xmlns:q='{uri}' "));
            assert_eq!(dialect(&file), expected, "{element} {uri}");
        }
    }
}

#[test]
fn a_prefix_nobody_declared_is_taken_for_its_usual_meaning_with_a_warning() {
    for (attribute, expected) in [
        ("sdl:locktype='Unlocked'", "sdlxliff"),
        ("mq:status='x'", "mqxliff"),
        ("m:id='1'", "mxliff"),
        ("memsource:id='1'", "mxliff"),
        ("gs4tr:locked='false'", "txlf"),
        ("iws:id='1'", "worldserver"),
        ("ax:id='1'", "across"),
        ("slr:profiles='x'", "standard"),
    ] {
        let file = one(&UNIT.replace("<trans-unit ", &format!("<trans-unit {attribute} ")));
        assert_eq!(dialect(&file), expected, "{attribute}");
        assert!(warnings(&file).contains("not declared"), "{attribute}");
    }
}

#[test]
fn tools_without_a_namespace_sign_in_the_file_element() {
    for (attributes, header, expected) in [
        ("tool-id='matecat-converter 2'", "", "matecat"),
        ("tool-id='com.apple.dt.xcode'", "", "xcode"),
        ("", "<header><tool tool-id='com.apple.dt.xcode' tool-name='Xcode'/></header>", "xcode"),
        ("", "<header><tool tool-id='symfony' tool-name='Symfony'/></header>", "symfony"),
        ("", "<header><tool tool-id='x' tool-name='x'/></header>", "standard"),
        ("original='ng2.template'", "", "angular"),
        ("original='ng.template'", "", "angular"),
        ("original='file.ext'", "", "symfony"),
        ("original='EXT:a/b.xlf' product-name='a'", "", "typo3"),
        ("original='messages' product-name='a'", "", "typo3"),
        ("original='messages.de.yml' product-name='a'", "", "standard"),
        ("original='../src/window.ui'", "", "qt"),
        ("original='a.txt'", "", "standard"),
    ] {
        let file = one(UNIT).replace("original=\"a.txt\" ", &format!("{attributes} "));
        let file = file.replace("<body>", &format!("{header}<body>"));
        assert_eq!(dialect(&file), expected, "{attributes} {header}");
    }
    let signed = UNIT.replace("</trans-unit>", "<note from='Xliff Generator'>Page 1</note></trans-unit>");
    assert_eq!(dialect(&one(&signed)), "business-central");
    let unit = "<unit id='u'><segment><source>a</source></segment></unit>";
    assert_eq!(dialect(&two("2.0", unit).replace("id=\"f1\"", "id='ngi18n'")), "angular");
}

#[test]
fn a_tool_that_signs_is_told_before_the_filter_it_used() {
    let okapi = one(UNIT).replace("<xliff ", "<xliff xmlns:okp='okapi-framework:xliff-extensions' ");
    assert_eq!(dialect(&okapi), "okapi");
    assert_eq!(dialect(&okapi.replace("<file ", "<file tool-id='matecat-converter' ")), "matecat");
    let sdl = "<xliff xmlns:sdl='http://sdl.com/FileTypes/SdlXliff/1.0' ";
    assert_eq!(dialect(&okapi.replace("<xliff ", sdl)), "sdlxliff");
}

#[test]
fn a_history_is_advised_against_where_an_importer_would_be_harmed() {
    use HistoryAdvice::{Harmless, MayBeDropped, OffByDefault};
    for (names, expected) in [
        (&["angular", "xcode", "qt"][..], OffByDefault),
        (&["sdlxliff", "mqxliff", "mxliff", "txlf", "business-central"], MayBeDropped),
        (&["standard", "okapi", "matecat", "typo3", "worldserver", "of nobody"], Harmless),
    ] {
        for name in names {
            assert_eq!(history(name), expected, "{name}");
        }
    }
}

#[test]
fn all_versions_are_read_by_their_structure() {
    let old = |version: &str, ns: &str| {
        one(UNIT)
            .replace("version=\"1.2\"", &format!("version='{version}'"))
            .replace(" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"", ns)
    };
    let of = |version: &str| format!(" xmlns='urn:oasis:names:tc:xliff:document:{version}'");
    for (version, ns) in [
        ("1.0", ""),
        ("1.0", of("1.2").as_str()),
        ("1.1", &of("1.1")),
        ("1.4", &of("1.2")),
        ("", ""),
        ("1,2", &of("1.2")),
    ] {
        assert_eq!(told(&old(version, ns)), ["1/: a → A"], "{version} {ns}");
    }
    let unit = "<unit id='1'><segment><source>a</source><target>A</target></segment></unit>";
    for (version, of) in [("2.0", "2.0"), ("2.1", "2.0"), ("2.2", "2.2"), ("2.1", "2.2"), ("2,2", "2.2")] {
        let file = two(of, unit).replace(&format!("version=\"{of}\""), &format!("version='{version}'"));
        assert_eq!(told(&file), ["1/: a → A"], "{version}");
        assert_eq!(warnings(&file).contains("does not fit"), version == "2,2", "{version}");
    }
    let bare = two("2.0", unit).replace(" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\"", "");
    assert_eq!(told(&bare), ["1/: a → A"]);
}

#[test]
fn languages_are_those_of_the_file_element_unless_the_texts_have_their_own() {
    let file = one(
        "<trans-unit id='1'><source xml:lang='en-GB'>a</source><target xml:lang='de_AT'>A</target><alt-trans xml:lang='fr'><target xml:lang='fr'>B</target></alt-trans></trans-unit>",
    );
    let languages = &segments(&file)[0].languages;
    assert_eq!((languages.source.as_str(), languages.target.as_str()), ("en-GB", "de_AT"));
    let none = one(UNIT).replace(" target-language=\"de\"", "");
    assert_eq!(segments(&none)[0].languages.target, "");
}

#[test]
fn variants_of_a_message_are_marked_as_no_running_text() {
    let file = two(
        "2.2",
        "<unit id='u' pgs:switch='plural:count'><segment pgs:case='one'><source>a</source><target>A</target></segment><segment pgs:case='other'><source>b</source><target>B</target></segment></unit><unit id='v'><segment><source>c</source><target>C</target></segment></unit>",
    )
    .replace("<xliff ", "<xliff xmlns:pgs='urn:oasis:names:tc:xliff:pgs:1.0' ");
    let found = segments(&file);
    assert_eq!(found.iter().map(|segment| segment.variant).collect::<Vec<_>>(), [true, true, false]);
    assert!(found[1].notes[0].ends_with("plural:count: other"), "{:?}", found[1].notes);
    assert!(found[2].notes.is_empty());
}
