//! What a file demands of its targets, as it reaches a segment.

use super::{one, segments, two};
use crate::domain::bound::{Bound, Class, Encoding, Form, Place, Unit};

fn size(of: Encoding, least: u64, most: Option<u64>) -> Bound {
    Bound::Size { unit: Unit::of(of), least, most }
}

/// Each row: attributes of a 1.2 unit, its bound in characters, its other bounds.
#[test]
fn limits_of_version_1_are_read() {
    let rows: [(&str, Option<u64>, Vec<Bound>); 9] = [
        ("maxwidth='9' size-unit='char'", Some(9), vec![]),
        ("maxwidth='9' minwidth='2' size-unit='char'", Some(9), vec![size(Encoding::Characters, 2, Some(9))]),
        ("maxwidth='9' size-unit='byte'", None, vec![size(Encoding::Utf8, 0, Some(9))]),
        ("maxwidth='9'", None, vec![]),
        ("maxwidth='9' size-unit='pixel'", None, vec![]),
        ("maxwidth='many' size-unit='char'", None, vec![]),
        ("maxbytes='9'", None, vec![size(Encoding::Utf8, 0, Some(9))]),
        ("charclass='ASCII'", None, vec![Bound::Class(Class::Ascii)]),
        ("charclass='whatever'", None, vec![]),
    ];
    for (attributes, max_chars, bounds) in rows {
        let file = one(&format!(
            "<trans-unit id='1' {attributes}><source>a</source><target>A</target></trans-unit>"
        ));
        let found = &segments(&file)[0];
        assert_eq!(found.max_chars, max_chars, "{attributes}");
        assert_eq!(found.bounds, bounds, "{attributes}");
    }
}

/// A file of 2.x with something before its units, and attributes of its unit.
fn unit(before: &str, attributes: &str, inside: &str) -> String {
    two(
        "2.1",
        &format!(
            "{before}<unit id='u' {attributes}>{inside}<segment><source>a</source><target>A</target></segment></unit>"
        ),
    )
}

#[test]
fn restrictions_of_version_2_are_read_by_their_profile() {
    let check = |profiles: &str, attributes: &str, max_chars, bounds: &[Bound]| {
        let file = unit(profiles, attributes, "");
        let found = &segments(&file)[0];
        assert_eq!((found.max_chars, &found.bounds[..]), (max_chars, bounds), "{profiles} {attributes}");
    };
    check("", "slr:sizeRestriction='90'", Some(90), &[]);
    check("", "slr:sizeRestriction='25,100'", Some(100), &[size(Encoding::Characters, 25, Some(100))]);
    check("", "slr:sizeRestriction='35,*'", None, &[size(Encoding::Characters, 35, None)]);
    check("", "slr:sizeRestriction='*'", None, &[]);
    check("", "slr:sizeRestriction='ninety'", None, &[]);
    check("", "slr:storageRestriction='255'", None, &[]);
    let utf16 = "<slr:profiles generalProfile='xliff:codepoints' storageProfile='xliff:utf16'/>";
    check(utf16, "slr:storageRestriction='255'", None, &[size(Encoding::Utf16, 0, Some(255))]);
    check("<slr:profiles generalProfile='vendor:px'/>", "slr:sizeRestriction='90'", None, &[]);
    let composed =
        "<slr:profiles generalProfile='xliff:codepoints'><slr:normalization general='nfc'/></slr:profiles>";
    let unit = Unit { form: Form::Nfc, ..Unit::CHARACTERS };
    check(composed, "slr:sizeRestriction='9'", None, &[Bound::Size { unit, least: 0, most: Some(9) }]);
    check("", "its:allowedCharacters='[a-z]'", None, &[Bound::Allowed("[a-z]".to_owned())]);
}

#[test]
fn rules_of_validation_are_read_from_the_file_and_the_unit() {
    let words = |place, text: &str| Bound::Words {
        place,
        text: text.to_owned(),
        occurs: None,
        in_source: false,
        caseless: false,
        form: Form::Nfc,
    };
    let check = |before: &str, inside: &str, expected: &[Bound]| {
        assert_eq!(segments(&unit(before, "", inside))[0].bounds, expected, "{before} {inside}");
    };
    let of_file = "<val:validation><val:rule isPresent='x'/><val:rule endsWith=':'/></val:validation>";
    check(of_file, "", &[words(Place::Anywhere, "x"), words(Place::End, ":")]);
    let off = "<val:validation><val:rule isPresent='x' disabled='yes'/></val:validation>";
    check(of_file, off, &[words(Place::End, ":")]);
    check(
        "",
        "<val:validation><val:rule startsWith='x'/><val:rule/></val:validation>",
        &[words(Place::Start, "x")],
    );
}

#[test]
fn segments_of_a_unit_share_its_limit() {
    let file = two(
        "2.1",
        "<unit id='u' slr:sizeRestriction='10'><segment><source>a</source><target>AB</target></segment><ignorable><source>--</source></ignorable><segment><source>b</source><target>AB</target></segment></unit>",
    );
    let limits: Vec<_> = segments(&file).iter().map(|found| found.max_chars).collect();
    assert_eq!(limits, [Some(4), Some(4)], "4 of 10 are left for two");
    let full = file.replace("'10'", "'5'");
    let limits: Vec<_> = segments(&full).iter().map(|found| found.max_chars).collect();
    assert_eq!(limits, [Some(2), Some(2)], "none may grow");
    let marks = "<mrk mtype='seg' mid='1'>AB</mrk> <mrk mtype='seg' mid='2'>C<x id='1'/></mrk>";
    let file = one(&format!(
        "<trans-unit id='1' maxwidth='8' size-unit='char'><source>a b</source><seg-source>{marks}</seg-source><target>{marks}</target></trans-unit>"
    ));
    let limits: Vec<_> = segments(&file).iter().map(|found| found.max_chars).collect();
    assert_eq!(limits, [Some(4), Some(3)]);
}

#[test]
fn options_of_business_central_are_known_by_their_note() {
    let file = one(
        "<trans-unit id='1'><source> ,Open</source><target> ,Offen</target><note>Table Foo - Field Bar - Property OptionCaption</note></trans-unit>",
    );
    assert_eq!(segments(&file)[0].bounds, [Bound::Options]);
}
