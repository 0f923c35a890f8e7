//! Input that is broken, hostile or none at all: a clear refusal with its place, never a panic.

use super::{CodedText, Edit, Error, Limits, OutputMode, Segment, load, one, read, read_in, rewrite, two};
use proptest::prelude::*;

fn refused(bytes: &[u8], expected: &str) {
    let error = load(bytes).expect_err(expected).to_string();
    assert!(error.contains(expected), "{error} instead of {expected}");
    assert!(error.starts_with("line "), "{error}");
}

#[test]
fn what_is_not_well_formed_is_refused_with_its_place() {
    let unit = |inner: &str| one(&format!("<trans-unit id=\"1\"><source>a</source>{inner}</trans-unit>"));
    for (inner, expected) in [
        ("<target>a & b</target>", "line 4, column 48"),
        ("<target>&para;</target>", "the entity para"),
        ("<target>&#0;</target>", "character reference"),
        ("<target>\u{1}</target>", "U+0001"),
        ("<target>a]]>b</target>", "]]> in text"),
        ("<target a=\"<\">b</target>", "< in an attribute"),
        ("<target a=\"1\"b=\"2\">b</target>", "no space before"),
        ("<target a=\"1\" a=\"2\">b</target>", "attribute a twice"),
        ("<target a=b>b</target>", "without quotes"),
        ("<target a>b</target>", "without a value"),
        ("<target a=\"&x;\">b</target>", "the entity x"),
        ("<target a=\"&lt\">b</target>", "& without ;"),
        ("<1target>b</1target>", "element name"),
        ("<target>b</targ>", "does not close target"),
        ("<!-- a -- b -->", "-- in a comment"),
        ("<?xml version='1.0'?>", "XML declaration that is not at the beginning"),
        ("<?XML a?>", "processing instruction"),
    ] {
        refused(unit(inner).as_bytes(), expected);
    }
    let whole = unit("");
    refused(format!("{whole}<a/>").as_bytes(), "a second root");
    refused(format!("{whole}text").as_bytes(), "text outside");
    refused(b"", "no root element");
    refused(b"no xml at all", "text outside");
    refused(&[0xC3, 0x28], "not UTF-8");
}

#[test]
fn what_is_no_xliff_is_refused_by_name() {
    refused(b"<txml version='1'/>", "Wordfast");
    refused(b"\n <html/>", "root element html");
    refused(b"<xliff xmlns='urn:other'/>", "namespace urn:other");
    refused(b"<!DOCTYPE xliff [<!ENTITY a 'b'>]><xliff version='1.2'/>", "document type");
}

#[test]
fn names_and_declarations_are_what_xml_and_its_namespaces_say() {
    let unit = |inner: &str| one(&format!("<trans-unit id=\"1\"><source>a</source>{inner}</trans-unit>"));
    for (inner, expected) in [
        ("<a\u{A0}b='1'/>", "element name"),
        ("<a b='1' \u{3000}c='1'/>", "attribute name"),
        ("<:a/>", "element name"),
        ("<a:b:c/>", "element name"),
        ("<a a:='1'/>", "attribute name"),
        ("<?a\u{2028} b?>", "processing instruction"),
        ("<?a:b c?>", "processing instruction"),
        ("<a xmlns:b='u' xmlns:c='u' b:d='1' c:d='2'/>", "attribute d twice in one namespace"),
        ("<a xmlns:b=''/>", "namespace declaration"),
        ("<a xmlns:xml='u'/>", "namespace declaration"),
        ("<a xmlns='http://www.w3.org/XML/1998/namespace'/>", "namespace declaration"),
    ] {
        refused(unit(inner).as_bytes(), expected);
    }
    let names = "<ä:ö xmlns:ä='u' xmlns:b='v' ä:é='1' b:é='2' xml:lang='de' é='3'/><語/>";
    let xml = "<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>";
    assert_eq!(load(unit(&format!("{names}{xml}")).as_bytes()).unwrap().0.len(), 1);
    let root = "<xliff version='1.2'/>";
    refused(format!("<?xml encoding='UTF-8'?>{root}").as_bytes(), "XML declaration XML does not allow");
    refused(format!("<?xml version='1.0'{}?>{root}", " ".repeat(5000)).as_bytes(), "XML declaration");
    refused(format!("<!DOCTYPE>{root}").as_bytes(), "document type XML does not allow");
    assert!(load(format!("<!DOCTYPE xliff SYSTEM 'a[b]>c'>{root}").as_bytes()).is_ok());
}

#[test]
fn what_a_file_makes_us_remember_is_bounded() {
    let read = |file: &str, limits: &Limits| {
        let read = read(std::io::Cursor::new(file), limits, |_| Ok::<(), Error>(()));
        read.map(|_| ()).map_err(|error| error.to_string())
    };
    let check = |inner: &str, limits: &Limits, expected: &str| {
        let error = read(&one(inner), limits).expect_err(expected);
        assert!(error.contains(expected), "{error}");
    };
    let small = Limits { attributes: 20, tag_bytes: 4000, unit_bytes: 64_000, ..Limits::default() };
    let declarations = |level: usize| (0..5).map(|n| format!(" xmlns:a{level}b{n}='u'")).collect::<String>();
    let nested: String = (0..5).map(|level| format!("<group{}>", declarations(level))).collect();
    check(&nested, &small, "namespace declarations in force");
    let long = format!("<group xmlns:a='{}'>", "u".repeat(1900)).repeat(3);
    check(&long, &small, "bytes of namespace declarations");
    check(&format!("<{}>", "a".repeat(1900)).repeat(3), &small, "names of open elements");
    let codes = "<x/>".repeat(2001);
    check(&format!("<trans-unit id='1'><source>{codes}</source></trans-unit>"), &small, "tags and texts");
    let marks = "<mrk mtype='seg' mid='1'>a</mrk>".repeat(150);
    for (id, lang) in [("1".to_owned(), "l".repeat(400)), ("i".repeat(400), "de".to_owned())] {
        let sides = format!(
            "<source>a</source><seg-source>{marks}</seg-source><target xml:lang='{lang}'>{marks}</target>"
        );
        check(&format!("<trans-unit id='{id}'>{sides}</trans-unit>"), &small, "names of segments");
    }
    let one_by_one = "<group xmlns:a='u' xmlns:b='u'></group>".repeat(100);
    assert_eq!(read(&one(&one_by_one), &small), Ok(()));
}

#[test]
fn limits_are_named_with_their_settings() {
    refused(format!("<xliff version='1.2'>{}", "<g>".repeat(100_000)).as_bytes(), "limits.depth");
    let deep = one(&format!("<trans-unit id='1'><source>{}", "<g id='1'>".repeat(100_000)));
    refused(deep.as_bytes(), "limits.depth");
    let unit = "<trans-unit id='1'><source>a</source></trans-unit>";
    refused(one(&unit.replace('1', &"x".repeat((1 << 20) + 1))).as_bytes(), "limits.attribute_bytes");
    let many: String = (0..513).map(|n| format!(" a{n}='1'")).collect();
    refused(one(&unit.replace(" id", &format!("{many} id"))).as_bytes(), "limits.attributes");
    refused(
        one(&unit.replace(">a<", &format!(">{}<", "a".repeat((256 << 10) + 1)))).as_bytes(),
        "limits.segment_bytes",
    );
    let limits = Limits { segments: 1, ..Limits::default() };
    let error =
        read(std::io::Cursor::new(one(&unit.repeat(2))), &limits, |_| Ok::<(), Error>(())).unwrap_err();
    assert!(matches!(error, Error::Limit { setting: "limits.segments", most: 1, .. }), "{error}");
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    for file in [
        one(
            "<trans-unit id='1'><source>a<!-- c --><![CDATA[b]]>&amp;<x id='1'/></source><target>ä</target></trans-unit>",
        ),
        two("2.0", "<unit id='1'><segment><source>a</source><target>ä<?p i?></target></segment></unit>"),
    ] {
        let bytes = file.trim_end().as_bytes();
        assert!(load(bytes).is_ok());
        for end in 0..bytes.len() {
            assert!(load(&bytes[..end]).is_err(), "{end}");
        }
    }
}

#[test]
fn what_every_segment_repeats_is_bounded() {
    let marks: String = (0..300).map(|n| format!("<mrk mtype='seg' mid='{n}'>a</mrk>")).collect();
    let unit = format!(
        "<trans-unit id='{}'><source>a</source><seg-source>{marks}</seg-source><target>{marks}</target><note>n</note></trans-unit>",
        "u".repeat(10_000)
    );
    let file = one(&unit).replace("a.txt", &"ä".repeat(10_000));
    let (segments, _) = load(file.as_bytes()).unwrap();
    assert_eq!(segments.len(), 300);
    let longest = segments.iter().map(|s| (s.id.unit.len(), s.id.file_element.len(), s.notes.len())).max();
    assert_eq!(longest, Some((4096, 4096, 0)));
}

#[test]
fn targets_in_another_order_have_their_own_places() {
    let unit = "<trans-unit id='1'><source>a</source><seg-source><mrk mtype='seg' mid='1'>a</mrk><mrk mtype='seg' mid='2'>b</mrk></seg-source><target>\n<mrk mtype='seg' mid='2'>B</mrk>\n<mrk mtype='seg' mid='1'>A</mrk></target></trans-unit>";
    let (segments, _) = load(one(unit).as_bytes()).unwrap();
    let places: Vec<_> = segments.iter().map(|s| (s.id.line, s.id.column)).collect();
    assert_eq!(places, [(6, 26), (5, 26)]);
}

#[test]
fn overlapping_protected_spans_are_not_multiplied() {
    let many = |tag: &dyn Fn(usize) -> String| (0..5_000).map(tag).collect::<String>();
    let open = many(&|n| format!("<sm id='m{n}' translate='no'/>"));
    let close = many(&|n| format!("<em startRef='m{n}'/>"));
    let content = format!("{open}keep{close} old");
    let unit = format!(
        "<unit id='1'><segment><source>{content}</source><target>{content}</target></segment></unit>"
    );
    let changed = |segment: &Segment| {
        let target = segment.target.to_string().replace("old", "new");
        let target = CodedText::parse(&target, &segment.codes).unwrap();
        Ok::<_, Error>(Some(Edit { target: Some(target), ..Edit::default() }))
    };
    let error = rewrite(two("2.0", &unit).as_bytes(), OutputMode::None, changed).unwrap_err();
    assert!(matches!(error, Error::Integrity { .. }), "{error}");
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        // Of several faults another may come first where less is held.
        for window in super::WINDOWS {
            let _ = read_in(std::io::Cursor::new(&bytes), &Limits::default(), super::sizes(window), |_| Ok::<(), Error>(()));
        }
    }

    #[test]
    fn random_markup_never_panics(pieces in prop::collection::vec(prop::sample::select(vec![
        "<g id='1'>", "</g>", "<x id=\"1\"/>", "<mrk mtype='seg' mid='1'>", "</mrk>", "a", "&amp;", "<![CDATA[", "]]>",
        "<!--", "-->", "<bpt id='1'>", "</bpt>", "<ept id='1'/>", "<", ">", "\"", "&#", "<sub>", "</target>", "<target>",
    ]), 0..14)) {
        let inner = pieces.concat();
        let _ = load(one(&format!("<trans-unit id='1'><source>{inner}</source><target>{inner}</target></trans-unit>")).as_bytes());
    }
}
