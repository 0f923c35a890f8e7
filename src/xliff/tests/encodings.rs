//! Every encoding comes back byte for byte, and new text is spelled in it or by references.

use super::{Edit, Error, OutputMode, load, one, rewrite};
use crate::domain::text::CodedText;

/// A file in an encoding, its target these bytes.
fn file(label: &str, target: &[u8]) -> Vec<u8> {
    let text = one("<trans-unit id='1'><source>a</source><target>@</target></trans-unit>");
    let text = text.replace("UTF-8", label);
    let (head, tail) = text.split_once('@').unwrap();
    [head.as_bytes(), target, tail.as_bytes()].concat()
}

fn refined(bytes: &[u8], target: &str) -> Vec<u8> {
    let (out, written) = rewrite(bytes, OutputMode::None, |_| {
        Ok(Some(Edit { target: Some(CodedText::plain(target)), ..Edit::default() }))
    })
    .unwrap();
    assert_eq!(written.changed, 1);
    out
}

#[test]
fn legacy_encodings_are_read_and_written() {
    // Label, bytes and what they say, new text and its bytes.
    type Row = (&'static str, &'static [u8], &'static str, &'static str, &'static [u8]);
    let table: [Row; 14] = [
        ("windows-1252", b"\x80 \xE4", "€ ä", "€ ö Ж", b"\x80 \xF6 &#x416;"),
        // The sign of the euro has no place in ISO-8859-1, though its usual table has one.
        ("ISO-8859-1", b"\xE4", "ä", "ö €", b"\xF6 &#x20AC;"),
        ("iso-8859-15", b"\xA4", "€", "€ ¤", b"\xA4 &#xA4;"),
        ("windows-1251", b"\xC6", "Ж", "Жé", b"\xC6&#xE9;"),
        ("koi8-r", b"\xF6", "Ж", "Жд", b"\xF6\xC4"),
        ("windows-1250", b"\xE8", "č", "čß", b"\xE8\xDF"),
        ("Shift_JIS", b"\x82\xA0", "あ", "い\u{a5}ä", b"\x82\xA2&#xA5;&#xE4;"),
        ("EUC-JP", b"\xA4\xA2", "あ", "い", b"\xA4\xA4"),
        ("gb18030", b"\xA8\xA6", "é", "中€", b"\xD6\xD0\xA2\xE3"),
        ("GBK", b"\xD6\xD0", "中", "中", b"\xD6\xD0"),
        // 丂 is in GBK and not in GB 2312.
        ("gb2312", b"\xD6\xD0", "中", "中丂", b"\xD6\xD0&#x4E02;"),
        ("Big5", b"\xA4\xA4", "中", "中文", b"\xA4\xA4\xA4\xE5"),
        ("EUC-KR", b"\xB0\xA1", "가", "각", b"\xB0\xA2"),
        ("us-ascii", b"a", "a", "ä", b"&#xE4;"),
    ];
    for (label, bytes, text, new, expected) in table {
        let whole = file(label, bytes);
        assert_eq!(load(&whole).unwrap().0[0].target.to_string(), text, "{label}");
        for mode in [OutputMode::None, OutputMode::Full] {
            assert!(rewrite(&whole, mode, |_| Ok(None)).unwrap().0 == whole, "{label}");
        }
        if new != text {
            let out = refined(&whole, new);
            assert!(out == file(label, expected), "{label}: {}", out.escape_ascii());
            assert_eq!(load(&out).unwrap().0[0].target.to_string(), new, "{label}");
        }
    }
}

#[test]
fn characters_that_a_table_only_reads_stay_where_no_reference_may_stand() {
    // Of JIS X 0212; of Hong Kong; two characters of one code.
    for (label, own) in [("EUC-JP", &b"\x8F\xB0\xA1"[..]), ("Big5", b"\x87\x40"), ("Big5", b"\x88\x62")] {
        let section = |word: &[u8]| [b"<![CDATA[", own, word, own, b"]]>"].concat();
        for target in [section(b" alt "), [own, &b"<x id='1'/> alt"[..], own].concat()] {
            let whole = file(label, &target);
            let (out, written) = rewrite(&whole, OutputMode::None, super::revise).unwrap();
            assert_eq!(written.changed, 1);
            let expected = target.escape_ascii().to_string().replace("alt", "neu");
            assert!(out.escape_ascii().to_string().contains(&expected), "{label}: {}", out.escape_ascii());
        }
    }
}

#[test]
fn only_the_declaration_declares_an_encoding() {
    let text = one("<trans-unit id='1'><source>a</source><target>ä</target></trans-unit>");
    let text = text
        .replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<?xml-stylesheet encoding='ISO-8859-1'?>");
    assert_eq!(load(text.as_bytes()).unwrap().0[0].target.to_string(), "ä");
}

#[test]
fn bytes_that_are_not_the_usual_ones_stay() {
    // Two ways to write ≒ in Shift_JIS, 兀 in Big5, a private one in EUC-JP: only one is written anew.
    let table: [(&str, &[u8]); 3] = [
        ("Shift_JIS", b"\x87\x90\x81\xE0\xFA\x4A\x87\x54"),
        ("Big5", b"\xA4\x61\xC9\x4A\xA4\xA4"),
        ("EUC-JP", b"\x8F\xB0\xA1\xA4\xA2"),
    ];
    for (label, odd) in table {
        let notes = [b"<!--".as_slice(), odd, b"--><?p ", odd, b"?>"].concat();
        let mut whole = file(label, b"alt");
        let at = whole.windows(5).position(|part| part == b"<body").unwrap();
        whole.splice(at..at, notes.repeat(40));
        let same = rewrite(&whole, OutputMode::Full, |_| Ok(None)).unwrap().0;
        assert!(same == whole, "{label}: {}", same.escape_ascii());
        let out = refined(&whole, "neu");
        let at = out.windows(3).position(|part| part == b"neu").unwrap();
        assert!(out[..at] == whole[..at] && out[at + 3..] == whole[at + 3..], "{label}");
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    let check = |bytes: &[u8], expected: &str| {
        let error = load(bytes).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    check(b"<a>\n\xFF</a>", "root element a");
    check(&file("UTF-8", b"a\xFF"), "line 4, column 47: not well-formed XML: a byte that is not UTF-8");
    check(&file("us-ascii", b"a\xE4"), "line 4, column 47: not well-formed XML: a byte that is not us-ascii");
    check(
        &file("Shift_JIS", b"a\x82\x01"),
        "line 4, column 47: not well-formed XML: a byte that is not shift_jis",
    );
    check(&file("windows-1257", b"a\xA1"), "line 4, column 47");
    check(b"\xFF\xFE<\0a", "half of a UTF-16");
    check(b"\xFF\xFE<\0\x00\xD8a\0", "half of a UTF-16");
    for label in ["ebcdic", "ISO-2022-JP", "hz-gb-2312", "utf-7", "x-user-defined"] {
        check(&file(label, b"a"), &format!("the declared encoding {}", label.to_lowercase()));
    }
}

#[test]
fn new_text_in_a_section_leaves_it_for_what_cannot_be_spelled() {
    let whole = file("windows-1252", b"<![CDATA[alt]]>");
    let expected = b"<![CDATA[n]]>\xF6<![CDATA[u]]>&#x416;";
    assert_eq!(
        refined(&whole, "n\u{f6}u\u{416}").escape_ascii().to_string(),
        file("windows-1252", expected).escape_ascii().to_string()
    );
}

#[test]
fn history_is_spelled_in_the_encoding_of_the_file() -> Result<(), Error> {
    let whole = file("windows-1252", b"alt");
    let (out, _) = rewrite(&whole, OutputMode::Full, |segment| {
        let mut edit = super::revise(segment)?.unwrap_or_default();
        edit.note = Some("größer als Жук".to_owned());
        Ok(Some(edit))
    })?;
    let note = b">gr\xF6\xDFer als &#x416;&#x443;&#x43A;</note>";
    assert!(out.windows(note.len()).any(|part| part == note), "{}", out.escape_ascii());
    load(&out).map(drop)
}
