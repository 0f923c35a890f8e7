//! What a refusal tells a person: place, what was found, what to do.

use super::{WINDOWS, load, one, sizes};
use crate::xliff::{Error, Limits, read_in};
use std::io::Cursor;

fn check(file: &[u8], line: u64, found: &str, hint: &str) {
    let error = load(file).expect_err(found);
    assert_eq!(error.place().map(|(line, _)| line), Some(line), "{error}");
    assert!(error.found().contains(found), "{error}");
    assert!(error.hint().contains(hint), "{error}");
    let message = error.to_string();
    assert!(message.starts_with(&format!("line {line}, column ")), "{message}");
    assert!(message.contains(found) && message.ends_with(&*error.hint()), "{message}");
}

#[test]
fn a_refusal_names_place_fault_and_way_out() {
    let unit = |inner: &str| one(&format!("<trans-unit id=\"1\"><source>a</source>{inner}</trans-unit>"));
    for (inner, found, hint) in [
        ("<target>&para;</target>", "the entity para", "&#182;"),
        ("<target>&nbsp;</target>", "the entity nbsp", "&#160;"),
        ("<target>&mine;</target>", "the entity mine", "only amp, lt, gt, quot and apos"),
        ("<target>a & b</target>", "not well-formed", "&amp;"),
        ("<target a=\"<\">b</target>", "< in an attribute", "&lt;"),
        ("<target>]]></target>", "]]> in text", "]]&gt;"),
        ("<target>\u{1}</target>", "U+0001", "remove it"),
        ("<target>b</targ>", "does not close target", "close the element"),
        ("<!-- a -- b -->", "-- in a comment", "no --"),
        ("<!-- a -\u{1}->\n<!-- b -->", "U+0001", "remove it"),
        ("<target a=b>b</target>", "without quotes", "repair the file"),
        ("<!-- \u{1}", "U+0001", "remove it"),
    ] {
        check(unit(inner).as_bytes(), 4, found, hint);
    }
    check(b"", 1, "no root element", "begins with <xliff");
    check(b"<xliff version='1.2'>\n", 2, "the file ends", "cut off");
}

#[test]
fn an_element_that_does_not_end_is_told_with_its_beginning() {
    let check = |file: &str, expected: &str| {
        for window in WINDOWS {
            let error = read_in(Cursor::new(file), &Limits::default(), sizes(window), |_| Ok::<_, Error>(()));
            let found = error.expect_err(expected).found();
            assert!(found.ends_with(expected), "{found}, window {window}");
        }
    };
    let unit = "<trans-unit id='1'><source>a</source>\n<target>b</target></trans-unit>";
    let file = one(&format!("<group>{}\n<skip:x>\n<skip:y/>{unit}</skip:x></group>", unit.repeat(20)));
    check(&file.replacen("</target>", "</targ>", 1), "does not close target (line 5, column 1): targ");
    check(&file.replace("</skip:x>", "</skip:z>"), "does not close skip:x (line 25, column 1): skip:z");
    check(&file.replace("</group>", ""), "does not close group (line 4, column 1): body");
    check(file.trim_end().trim_end_matches("</xliff>"), "while xliff (line 2, column 1) is open");
}

#[test]
fn what_is_no_xliff_is_told_with_the_way_to_one() {
    check(b"<txml/>", 1, "Wordfast", "save it as XLIFF");
    check(b"\n<html/>", 2, "root element html", "export it as XLIFF");
    check(b"<xliff xmlns='urn:x'/>", 1, "namespace urn:x", "in none");
    check(b"<!DOCTYPE xliff [<!ENTITY a 'b'>]>\n<xliff/>", 1, "document type", "without bound");
    let encoded = b"<?xml version='1.0' encoding='x-nobody'?><xliff version='1.2'>\xE9</xliff>";
    check(encoded, 1, "encoding x-nobody", "UTF-8");
}

#[test]
fn a_limit_is_told_with_its_setting() {
    let deep = format!("<xliff version='1.2'>{}", "<g>".repeat(1000));
    check(deep.as_bytes(), 1, "more than 512 nested elements", "higher limits.depth");
}

#[test]
fn no_text_of_the_file_is_in_a_refusal() {
    let secret = "confidential";
    for inner in [
        format!("<target>{secret} & b</target>"),
        format!("<target a='{secret}'b='c'>b</target>"),
        format!("<target>{secret}\u{1}</target>"),
        format!("<!-- {secret} -- -->"),
    ] {
        let file = one(&format!("<trans-unit id='1'><source>a</source>{inner}</trans-unit>"));
        let message = load(file.as_bytes()).unwrap_err().to_string();
        assert!(!message.contains(secret), "{message}");
    }
}
