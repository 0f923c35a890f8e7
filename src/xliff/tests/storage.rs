//! Storage Size of ITS as it reaches a segment: where it is said, whose word counts, what cannot be
//! measured.

use super::problems::ids;
use super::{load, one, rewrite, segments, two};
use crate::domain::bound::{Bound, Encoding, LineBreak, Unit};
use crate::domain::charset::Charset;
use crate::domain::job::OutputMode;
use crate::domain::text::CodedText;
use crate::xliff::{Edit, Error};
use proptest::prelude::*;
use proptest::sample::select;

/// A size in storage.
fn stored(of: Encoding, most: u64, line_break: LineBreak) -> Bound {
    Bound::Size { unit: Unit { stored: Some(line_break), ..Unit::of(of) }, least: 0, most: Some(most) }
}

/// So many bytes of UTF-8.
fn utf8(most: u64) -> Bound {
    stored(Encoding::Utf8, most, LineBreak::Lf)
}

fn table(name: &str) -> Charset {
    Charset::named(name).unwrap()
}

/// Declares ITS on the root.
fn declared(file: &str) -> String {
    file.replacen("<xliff ", "<xliff xmlns:its=\"http://www.w3.org/2005/11/its\" ", 1)
}

fn bounds(file: &str) -> Vec<Vec<Bound>> {
    segments(file).into_iter().map(|segment| segment.bounds).collect()
}

/// The bounds of a 1.2 unit with these attributes, and the warnings of the file.
fn of_unit(attributes: &str) -> (Vec<Bound>, Vec<String>) {
    let unit = format!("<trans-unit id='1' {attributes}><source>a</source><target>A</target></trans-unit>");
    let (mut segments, summary) = load(declared(&one(&unit)).as_bytes()).unwrap();
    (segments.remove(0).bounds, summary.warnings)
}

#[test]
fn what_an_element_says_is_read_as_a_whole() {
    let latin1 = table("ISO-8859-1");
    let latin = |most| vec![Bound::Charset(latin1), stored(Encoding::Table(latin1), most, LineBreak::Lf)];
    for (attributes, expected) in [
        ("its:storageSize='25'", vec![utf8(25)]),
        ("its:storageSize=' 25 '", vec![utf8(25)]),
        ("its:storageEncoding='UTF-16' its:storageSize='8'", vec![stored(Encoding::Utf16, 8, LineBreak::Lf)]),
        (
            "its:storageSize='8' its:storageEncoding='utf-32BE'",
            vec![stored(Encoding::Utf32, 8, LineBreak::Lf)],
        ),
        ("its:storageSize='25' its:storageEncoding='ISO-8859-1'", latin(25)),
        ("its:storageSize='25' its:storageEncoding='latin1'", latin(25)),
        ("its:storageSize='25' its:storageEncoding=''", vec![utf8(25)]),
        ("its:storageSize='9' its:lineBreakType='crlf'", vec![stored(Encoding::Utf8, 9, LineBreak::Crlf)]),
        ("its:storageSize='9' its:lineBreakType='CR'", vec![stored(Encoding::Utf8, 9, LineBreak::Cr)]),
        ("its:lineBreakType='nel' its:storageSize='9'", vec![stored(Encoding::Utf8, 9, LineBreak::Nel)]),
        ("its:storageSize='99999999999999999999'", vec![utf8(u64::MAX)]),
        ("its:storageEncoding='UTF-16'", vec![]),
        ("storageSize='25'", vec![]),
        ("xmlns:its='urn:other' its:storageSize='25'", vec![]),
        ("xmlns:i='http://www.w3.org/2005/11/its' i:storageSize='25'", vec![utf8(25)]),
    ] {
        assert_eq!(of_unit(attributes), (expected, Vec::new()), "{attributes}");
    }
    let undeclared =
        "<trans-unit id='1' its:storageSize='25'><source>a</source><target>A</target></trans-unit>";
    assert_eq!(bounds(&one(undeclared)), [[utf8(25)]], "as with all prefixes");
}

#[test]
fn what_cannot_be_measured_is_told_and_no_limit() {
    let no_number = "the storage size of trans-unit is no number above 0";
    let unknown = |name: &str| {
        format!("the storage size of trans-unit is not checked: the encoding \"{name}\" is not known")
    };
    let check = |attributes: &str, expected: Vec<Bound>, warning: &str, id: &str| {
        assert_eq!(of_unit(attributes), (expected, vec![warning.to_owned()]), "{attributes}");
        let unit =
            format!("<trans-unit id='1' {attributes}><source>a</source><target>A</target></trans-unit>");
        assert_eq!(ids(&declared(&one(&unit))), [id], "{attributes}");
    };
    for size in ["0", "-1", "", "many", "1.5", "-99999999999999999999", "0x10"] {
        check(&format!("its:storageSize='{size}'"), vec![], no_number, "bad-value");
    }
    for name in ["utf-7", "IBM037", "no such thing"] {
        let attributes = format!("its:storageSize='25' its:storageEncoding='{name}'");
        check(&attributes, vec![], &unknown(name), "unmeasured-limit");
    }
    let line_break = "the line break of trans-unit is none of ITS, and counts as lf";
    check("its:storageSize='25' its:lineBreakType='ls'", vec![utf8(25)], line_break, "bad-value");
    let (_, warnings) = of_unit(&format!("its:storageSize='2' its:storageEncoding='{}'", "x".repeat(9999)));
    assert!(warnings[0].len() < 300, "{}", warnings[0].len());
}

#[test]
fn the_nearest_word_counts_in_version_1() {
    let file = |file: &str, group: &str, unit: &str, source: &str, target: &str| {
        let inside = format!(
            "<group {group}><trans-unit id='1' {unit}><source {source}>a</source><target {target}>A</target></trans-unit></group><trans-unit id='2'><source>b</source><target>B</target></trans-unit>"
        );
        declared(&one(&inside).replace("<file ", &format!("<file {file} ")))
    };
    let [five, six, seven] = [5, 6, 7].map(|most| format!("its:storageSize='{most}'"));
    let none = "its:storageSize='1' its:storageEncoding='utf-7'";
    for (file, expected) in [
        (file(&five, "", "", "", ""), [Some(5), Some(5)]),
        (file("", &five, "", "", ""), [Some(5), None]),
        (file("", "", &five, "", ""), [Some(5), None]),
        (file("", "", "", &five, ""), [Some(5), None]),
        (file("", "", "", "", &five), [Some(5), None]),
        (file(&five, &six, "", "", ""), [Some(6), Some(5)]),
        (file(&five, &six, &seven, "", ""), [Some(7), Some(5)]),
        (file(&five, &six, &five, &seven, ""), [Some(7), Some(5)]),
        (file(&five, "", "", &six, &seven), [Some(7), Some(5)]),
        (file(&five, none, "", "", ""), [None, Some(5)]),
        (file("", "", &five, "", none), [None, None]),
    ] {
        assert_eq!(
            bounds(&file),
            expected.map(|most| most.map(utf8).into_iter().collect::<Vec<_>>()),
            "{file}"
        );
    }
    let utf16 = file("its:storageSize='5' its:storageEncoding='UTF-16'", "", &six, "", "");
    assert_eq!(bounds(&utf16)[0], [utf8(6)], "the encoding is not handed down");
    let body = one("<trans-unit id='1'><source>a</source><target>A</target></trans-unit>");
    assert_eq!(bounds(&declared(&body.replace("<body>", "<body its:storageSize='5'>"))), [[]]);
}

#[test]
fn the_nearest_word_counts_in_version_2() {
    let unit = |unit: &str, segment: &str, source: &str, target: &str| {
        format!(
            "<unit id='u' {unit}><segment {segment}><source {source}>a</source><target {target}>A</target></segment></unit>"
        )
    };
    let five = "its:storageSize='5'";
    let six = "its:storageSize='6'";
    for version in ["2.0", "2.1", "2.2"] {
        for (inside, most) in [
            (unit(five, "", "", ""), 5),
            (unit("", five, "", ""), 5),
            (unit("", "", five, ""), 5),
            (unit("", "", "", five), 5),
            (unit(six, five, "", ""), 5),
            (unit(five, six, "", ""), 6),
            (unit(five, five, six, ""), 6),
            (unit(five, five, five, six), 6),
            (format!("<group id='g' {five}>{}</group>", unit("", "", "", "")), 5),
            (format!("<group id='g' {five}>{}</group>", unit(six, "", "", "")), 6),
        ] {
            assert_eq!(bounds(&declared(&two(version, &inside))), [[utf8(most)]], "{version} {inside}");
        }
        let file = two(version, &unit("", "", "", "")).replace("<file ", "<file its:storageSize='5' ");
        assert_eq!(bounds(&declared(&file)), [[utf8(5)]], "{version}");
    }
    let both = "its:storageSize='5' slr:sizeRestriction='9'";
    let found = &segments(&declared(&two("2.1", &unit(both, "", "", ""))))[0];
    assert_eq!((found.max_chars, &found.bounds[..]), (Some(9), &[utf8(5)][..]), "beside what others say");
}

#[test]
fn segments_share_the_size_of_their_unit_and_have_their_own() {
    let marks =
        |first: &str| format!("<mrk mtype='seg' mid='1' {first}>AB</mrk>\n<mrk mtype='seg' mid='2'>ÄB</mrk>");
    let file = |unit: &str, source: &str, target: &str| {
        declared(&one(&format!(
            "<trans-unit id='1' {unit}><source>a b</source><seg-source>{}</seg-source><target>{}</target></trans-unit>",
            marks(source),
            marks(target)
        )))
    };
    // 2 + 2 + 3 bytes of 12, with CR LF between; 5 are left for two.
    let limit = "its:storageSize='12' its:lineBreakType='crlf'";
    let crlf = |most| stored(Encoding::Utf8, most, LineBreak::Crlf);
    assert_eq!(bounds(&file(limit, "", "")), [[crlf(4)], [crlf(5)]]);
    let on_seg_source = file("", "", "").replace("<seg-source>", &format!("<seg-source {limit}>"));
    assert_eq!(bounds(&on_seg_source), [[crlf(4)], [crlf(5)]]);
    let own = "its:storageSize='3'";
    for file in [file("", own, ""), file("", "", own), file("", "its:storageSize='9'", own)] {
        assert_eq!(bounds(&file), [vec![utf8(3)], vec![]], "{file}");
    }
    assert_eq!(bounds(&file(limit, own, "")), [vec![crlf(4), utf8(3)], vec![crlf(5)]], "both hold");
    let latin1 = table("ISO-8859-1");
    let latin = "its:storageSize='9' its:storageEncoding='ISO-8859-1'";
    let size = |most| stored(Encoding::Table(latin1), most, LineBreak::Lf);
    let whole = |most| vec![Bound::Charset(latin1), size(most)];
    assert_eq!(
        bounds(&file(latin, latin, "")),
        [[whole(4), vec![size(9)]].concat(), whole(4)],
        "characters once"
    );
    let segments = "<unit id='u' its:storageSize='9'><segment><source>a</source><target>AB</target></segment><segment><source its:storageSize='3'>b</source><target>AB</target></segment></unit>";
    assert_eq!(bounds(&declared(&two("2.1", segments))), [vec![utf8(4)], vec![utf8(4), utf8(3)]]);
}

#[test]
fn what_bounds_a_part_of_a_text_is_told_and_other_translations_are_not_asked() {
    let mark = "<mrk mtype='x-its' its:storageSize='1'>A</mrk>";
    let unit = |inside: &str| {
        declared(&one(&format!(
            "<trans-unit id='1'><source>a</source><target>{inside}</target></trans-unit>"
        )))
    };
    let (found, summary) = load(unit(&format!("{mark} B")).as_bytes()).unwrap();
    assert_eq!(found[0].bounds, []);
    assert_eq!(summary.warnings, ["the storage size of mrk is not checked: it bounds a part"]);
    let other = "<alt-trans><source its:storageSize='-1'>a</source><target its:storageSize='1'>A</target></alt-trans>";
    let file = unit("A").replace("</trans-unit>", &format!("{other}</trans-unit>"));
    let (found, summary) = load(file.as_bytes()).unwrap();
    assert_eq!((&found[0].bounds[..], &summary.warnings[..]), (&[][..], &[][..]));
    let group = one("<group its:storageSize='-1'><trans-unit id='1'><source>a</source></trans-unit></group>");
    let (_, summary) = load(declared(&group).as_bytes()).unwrap();
    assert_eq!(summary.warnings, ["the storage size of group is no number above 0"]);
    assert_eq!(ids(&declared(&group)), ["bad-value"]);
}

/// What the writer answers to a target for the only segment.
fn written(file: &str, target: &str) -> Result<String, Error> {
    let edit = |_: &_| Ok(Some(Edit { target: Some(CodedText::plain(target)), ..Edit::default() }));
    rewrite(file.as_bytes(), OutputMode::None, edit).map(|(bytes, _)| String::from_utf8(bytes).unwrap())
}

#[test]
fn the_writer_refuses_a_byte_too_many() {
    let check = |attributes: &str, target: &str, refusal: Option<&str>| {
        for file in [
            one(&format!(
                "<trans-unit id='1' {attributes}><source>a</source><target>A</target></trans-unit>"
            )),
            two(
                "2.1",
                &format!(
                    "<unit id='1'><segment><source {attributes}>a</source><target>A</target></segment></unit>"
                ),
            ),
        ] {
            let answer = written(&declared(&file), target);
            match refusal {
                None => assert!(answer.unwrap().contains(target), "{attributes} {target}"),
                Some(refusal) => {
                    let error = answer.unwrap_err().to_string();
                    assert!(error.contains(refusal), "{attributes} {target}: {error}");
                }
            }
        }
    };
    let five = "its:storageSize='5'";
    check(five, "Grün", None);
    check(five, "Größe", Some("7 bytes of UTF-8, the file allows 5"));
    check("its:storageSize='5' its:storageEncoding='ISO-8859-1'", "Größe", None);
    check(
        "its:storageSize='4' its:storageEncoding='ISO-8859-1'",
        "Größe",
        Some("5 bytes of ISO-8859-1, the file allows 4"),
    );
    check(
        "its:storageSize='9' its:storageEncoding='ISO-8859-1'",
        "5 €",
        Some("'€' (U+20AC) is not in ISO-8859-1, in which the file has it stored"),
    );
    check("its:storageSize='8' its:storageEncoding='UTF-16'", "STOP", None);
    check(
        "its:storageSize='8' its:storageEncoding='UTF-16'",
        "CONTINUE",
        Some("16 bytes of UTF-16, the file allows 8"),
    );
    check("its:storageSize='99999999999999999999'", "Größe", None);
}

#[test]
fn line_breaks_count_as_they_are_stored() {
    let file = |line_break: &str| {
        declared(&one(&format!(
            "<trans-unit id='1' xml:space='preserve' its:storageSize='4' {line_break}><source>a\nb</source><target>A\nB</target></trans-unit>"
        )))
    };
    let check = |line_break: &str, target: &str, size: Option<&str>| {
        let answer = written(&file(line_break), target);
        match size {
            None => assert!(answer.is_ok(), "{line_break} {answer:?}"),
            Some(size) => {
                let error = answer.unwrap_err().to_string();
                assert!(error.contains(&format!("{size}, the file allows 4")), "{line_break} {error}");
            }
        }
    };
    check("", "AB\nC", None);
    check("its:lineBreakType='cr'", "AB\nC", None);
    check("its:lineBreakType='cr'", "AB\nCD", Some("5 bytes of UTF-8 with CR for line breaks"));
    check("its:lineBreakType='crlf'", "A\nB", None);
    check("its:lineBreakType='crlf'", "AB\nC", Some("5 bytes of UTF-8 with CR LF for line breaks"));
    check("its:lineBreakType='nel'", "AB\nC", Some("5 bytes of UTF-8 with NEL for line breaks"));
    check("its:lineBreakType='nel' its:storageEncoding='ISO-8859-1'", "AB\nC", None);
}

/// Attributes of ITS as they come and as they should not.
fn attributes() -> impl Strategy<Value = String> {
    let size = select(vec!["1", "7", "0", "-1", "99999999999999999999", "&#x37;", " 7\n"]);
    let encoding = select(vec!["", "UTF-16", "ISO-8859-1", "utf-7", "us-ascii", "ISO-2022-JP"]);
    let line_break = select(vec!["", "cr", "lf", "crlf", "nel", "x"]);
    let prefix = select(vec!["its", "i", "other"]);
    let space = select(vec![" ", "\n  ", "  "]);
    prop_oneof![
        2 => Just(String::new()),
        3 => (size, encoding, line_break, prefix, space).prop_map(|(size, encoding, line_break, its, space)| format!(
            "{space}{its}:storageSize=\"{size}\" {its}:storageEncoding='{encoding}'{space}{its}:lineBreakType=\"{line_break}\""
        )),
        1 => Just(" xmlns:its='urn:other' its:storageSize='3'".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// So do pieces and two threads; what is written is the same as well.
    #[test]
    fn the_fast_way_and_the_slow_one_read_the_same(
        tags in prop::collection::vec((attributes(), attributes(), attributes(), attributes()), 1..5),
        around in attributes(),
        is_two in any::<bool>(),
    ) {
        let unit = |(number, (unit, part, source, target)): (usize, &(String, String, String, String))| {
            if is_two {
                format!("<unit id='u{number}'{unit}><segment{part}><source{source}>a</source><target{target}>Ä\nB</target></segment><segment><source>b</source><target>B</target></segment></unit>\n")
            } else {
                format!("<trans-unit id='{number}'{unit}><source{source}>a <mrk mtype='x'{part}>b</mrk></source><target{target}>Ä\n<mrk mtype='x'{part}>B</mrk></target></trans-unit>\n")
            }
        };
        let units: String = tags.iter().enumerate().map(unit).collect();
        let file = if is_two { two("2.1", &units) } else { one(&units) };
        let root = "<xliff xmlns:i='http://www.w3.org/2005/11/its' ";
        let file = file.replacen("<xliff ", root, 1).replacen("<file ", &format!("<file{around} "), 1);
        super::promises::reads(file.as_bytes());
        super::promises::writes(file.as_bytes());
        let _ = load(file.as_bytes());
    }
}
