//! Characters and how they are spelled: numbers 11, 12, 17, 18, 19, 20 and 21.

use super::{MODES, job, job_bytes, load, one, renew, shown, targets, two, unit};
use refineloop::domain::job::OutputMode;
use refineloop::domain::segment::SkipReason;
use refineloop::xliff::Error;

#[test]
fn n11_whitespace_is_not_trimmed_folded_or_added() {
    let file = |word: &str| {
        let text = |word: &str| format!("\u{a0} \t{word}\n ");
        one(&format!(
            "<trans-unit id=\"1\"><source>{}</source><target>{}</target></trans-unit>",
            text("a"),
            text(word)
        ))
    };
    assert_eq!(job(&file("alt"), OutputMode::None, renew), file("neu"));
    // A model that trims is refused by the writer; the loop puts the whitespace back before.
    let trimmed = job_bytes(file("Text").as_bytes(), OutputMode::None, |_| Some("Text2".to_owned()));
    assert!(matches!(trimmed, Err(Error::Integrity { .. })), "{trimmed:?}");
    for inner in
        ["alt\u{3000}x", "alt  x", "alt\tx", "\r\n    alt\r\n\r\n  x\r\n", "alt&#10;x", "alt&#x9;x", " "]
    {
        let file = one(&unit(&format!("<target>{inner}</target>")));
        assert_eq!(job(&file, OutputMode::None, renew), file.replace("alt", "neu"), "{inner:?}");
    }
}

#[test]
fn n12_xml_space_makes_no_difference() {
    for space in ["", " xml:space=\"default\"", " xml:space=\"preserve\""] {
        for place in ["<file ", "<trans-unit ", "<target"] {
            let file = one(&unit("<target>  alt \n  x </target>"));
            let file = file.replacen(place, &format!("{}{space} ", place.trim_end()), 1);
            let out = job(&file, OutputMode::None, renew);
            assert_eq!(targets(&out), ["  neu \n  x "]);
            assert_eq!(out.replace("neu", "alt"), file);
        }
    }
}

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let text = text.replace("UTF-8", "UTF-16");
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

/// A file and its twin after "alt" became "neu", in the same encoding.
fn comes_back(name: &str, before: &[u8], after: &[u8]) {
    for mode in MODES {
        assert!(job_bytes(before, mode, |_| None).unwrap().0 == before, "{name} {mode:?}");
    }
    assert!(job_bytes(before, OutputMode::None, renew).unwrap().0 == after, "{name}");
}

#[test]
fn n17_encoding_mark_and_declaration_stay() {
    let text = one(&unit("<target>alt ä漢\u{1F600}</target>"));
    let new = text.replace("alt", "neu");
    let marked = |text: &str| format!("\u{feff}{text}").into_bytes();
    comes_back("UTF-8", text.as_bytes(), new.as_bytes());
    comes_back("UTF-8 with its mark", &marked(&text), &marked(&new));
    for (little, mark) in [(true, true), (false, true), (true, false), (false, false)] {
        comes_back("UTF-16", &utf16(&text, little, mark), &utf16(&new, little, mark));
    }
    let crlf = |text: &str| text.replace('\n', "\r\n").trim_end().as_bytes().to_vec();
    comes_back("CRLF, no last line end", &crlf(&text), &crlf(&new));
    let mixed = |text: &str| text.replacen('\n', "\r", 1).replacen('\n', "\r\n", 1).into_bytes();
    comes_back("mixed line ends", &mixed(&text), &mixed(&new));
}

/// A file in an encoding of one byte or two: `bytes` is the target "alt" with characters of it.
fn legacy(encoding: &str, characters: &[u8]) {
    let file = |target: &[u8]| {
        let text = one(&unit("<target>@</target>")).replace("UTF-8", encoding);
        let (before, after) = text.split_once('@').unwrap();
        [before.as_bytes(), target, after.as_bytes()].concat()
    };
    let word = |word: &[u8]| [characters, b" ", word, b" ", characters].concat();
    comes_back(encoding, &file(&word(b"alt")), &file(&word(b"neu")));
    // What the encoding cannot say is said by reference; everything else keeps its bytes.
    let answer = |text: String| text.replace("alt", "\u{1F600}");
    let out =
        job_bytes(&file(&word(b"alt")), OutputMode::None, |segment| Some(answer(segment.target.text())));
    let out = out.unwrap().0;
    assert!(out == file(&word(b"&#x1F600;")), "{}", String::from_utf8_lossy(&out));
}

#[test]
fn n17_files_in_the_encodings_of_old_systems_stay_in_them() {
    legacy("windows-1252", b"\xE4\x80\x99");
    legacy("ISO-8859-1", b"\xE4\xDF");
    legacy("windows-1251", b"\xCF\xF0\xE8");
    // The second byte of a character may be a backslash or a bracket of ASCII.
    legacy("Shift_JIS", b"\x83\x5C\x95\x5C\x8A\xBF");
}

#[test]
fn n18_empty_elements_are_spelled_as_they_were() {
    let others = "<trans-unit id='2'><source/><target/></trans-unit><trans-unit id='3'><source></source><target></target><note/></trans-unit><trans-unit id='4'><source>a</source><target state=\"new\" /></trans-unit><trans-unit id='5'><source>a</source></trans-unit><trans-unit id='6'><source>a</source><target> </target></trans-unit>";
    let file =
        one(&(unit("<target>alt <g id=\"1\"></g><x id=\"2\" /><x id=\"3\"></x></target><note></note>")
            + others));
    assert_eq!(job(&file, OutputMode::None, renew), file.replace("alt", "neu"));
    let skips: Vec<_> = load(file.as_bytes()).unwrap().iter().map(|segment| segment.skip).collect();
    assert_eq!(skips[0], None);
    assert!(skips[1..].iter().all(|skip| *skip == Some(SkipReason::NoTarget)), "{skips:?}");
    let full = job(&file, OutputMode::Full, renew);
    assert!(full.contains(others), "{full}");
}

#[test]
fn n19_character_data_sections_stay() {
    let around = |target: &str| {
        one(&format!(
            "<trans-unit id=\"1\"><source><![CDATA[a <b>]]></source><target>{target}</target><note><![CDATA[n & m]]></note></trans-unit>"
        ))
    };
    let answer = "a ]]> b & c";
    let out = job(&around("<![CDATA[x & y]]>"), OutputMode::None, |_| Some(answer.to_owned()));
    assert_eq!(targets(&out), [answer]);
    let content = &out[out.find("<target>").unwrap() + 8..out.find("</target>").unwrap()];
    assert!(content.starts_with("<![CDATA[") && content.ends_with("]]>"), "{content}");
    assert_eq!(content.replace("]]><![CDATA[", "").matches("<![CDATA[").count(), 1, "one run, split once");
    assert_eq!(out.replace(content, "<![CDATA[x & y]]>"), around("<![CDATA[x & y]]>"));
    let out = job(&around("\n<![CDATA[<p>alt]]>&amp;\n"), OutputMode::None, renew);
    assert_eq!(out, around("\n<![CDATA[<p>neu]]>&amp;\n"));
    // White space around a section is no text beside it, however much of the text is new.
    for target in ["\n<![CDATA[alt]]>\n", "\n  <![CDATA[alt]]>", "<![CDATA[alt]]>\n"] {
        let out = job(&around(target), OutputMode::None, |segment| {
            Some(shown(&segment.target).replace("alt", "ganz neu ]]> & gar"))
        });
        assert_eq!(out, around(&target.replace("alt", "ganz neu ]]]]><![CDATA[> & gar")));
    }
    // None is added either.
    let out = job(&around("x"), OutputMode::None, |_| Some(answer.to_owned()));
    assert_eq!(out, around("a ]]&gt; b &amp; c"));
}

#[test]
fn n20_characters_that_xml_forbids_are_never_written() {
    let file = one(&unit("<target>alt</target>"));
    for text in ["a\u{1}\u{B}b\u{FFFE}", "a\u{0}", "a\u{1F}", "a\u{FFFF}"] {
        let refused = job_bytes(file.as_bytes(), OutputMode::None, |_| Some(text.to_owned()));
        assert!(matches!(refused, Err(Error::Integrity { segment: 1, .. })), "{text:?} {refused:?}");
    }
    // References to such characters are text, not characters.
    let out = job(&file, OutputMode::None, |_| Some("a&#x1F;b".to_owned()));
    assert!(out.contains("a&amp;#x1F;b"), "{out}");
    let content = r#"alt <cp hex="0001"/> x"#;
    let file = two(
        "2.0",
        &format!(
            "<unit id=\"u\"><segment><source>{content}</source><target>{content}</target></segment></unit>"
        ),
    );
    assert_eq!(job(&file, OutputMode::None, renew), file.replace("<target>alt", "<target>neu"));
    // A file that holds one is no XML, and says where.
    let error = load(one(&unit("<target>a&#x1F;b</target>")).as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with("line 4, column "), "{error}");
}

#[test]
fn n21_references_in_untouched_text_stay_as_spelled() {
    for spelled in [
        "&gt; alt",
        "> alt",
        "&quot;alt&quot;",
        "\"alt\"",
        "&#160;alt&#xA0;",
        "it&apos;s alt",
        "alt &#x41;&#66;",
        "&lt;b&gt;alt&lt;/b>",
        "alt &amp;amp; &amp;lt;",
    ] {
        let file = one(&unit(&format!("<target>{spelled}</target>")));
        assert_eq!(job(&file, OutputMode::None, |_| None), file);
        assert_eq!(job(&file, OutputMode::None, renew), file.replace("alt", "neu"), "{spelled}");
    }
    let code = r#"<x id="1" equiv-text="&lt;b>" ctype='x-"q"'/>"#;
    let file = |word: &str| {
        one(&format!(
            "<trans-unit id=\"1\" resname=\"a > b\"><source>{code}</source><target >{code} {word}</target></trans-unit>"
        ))
    };
    assert_eq!(job(&file("alt"), OutputMode::None, renew), file("neu"));
}
