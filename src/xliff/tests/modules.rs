//! What the check tells of the modules of XLIFF 2, in units and outside of them.

use super::problems::ids;
use super::two;

const DECLARED: &str = "xmlns:mda='urn:oasis:names:tc:xliff:metadata:2.0' xmlns:gls='urn:oasis:names:tc:xliff:glossary:2.0' xmlns:mtc='urn:oasis:names:tc:xliff:matches:2.0' xmlns:res='urn:oasis:names:tc:xliff:resourcedata:2.0' xmlns:slr='urn:oasis:names:tc:xliff:sizerestriction:2.0' xmlns:val='urn:oasis:names:tc:xliff:validation:2.0' xmlns:fs='urn:oasis:names:tc:xliff:fs:2.0' xmlns:ctr='urn:oasis:names:tc:xliff:changetracking:2.0'";

/// A file with something in a unit, or before it.
fn file(before: &str, inside: &str, source: &str) -> String {
    let unit = format!(
        "<unit id='u'>{inside}<notes><note id='n'>n</note></notes><segment id='s'><source>{source}</source></segment></unit>"
    );
    two("2.1", &format!("{before}{unit}")).replace("<file ", &format!("<file {DECLARED} "))
}

fn in_unit(cases: &[(&str, &[&str])]) {
    for (inside, expected) in cases {
        assert_eq!(ids(&file("", inside, "a")), *expected, "{inside}");
    }
}

/// In a unit and outside of it.
fn anywhere(cases: &[(&str, &[&str])]) {
    in_unit(cases);
    for (inside, expected) in cases {
        assert_eq!(ids(&file(inside, "", "a")), *expected, "{inside}");
    }
}

#[test]
fn metadata_has_identifiers_and_types() {
    let group = |attributes: &str, inner: &str| {
        format!("<mda:metadata><mda:metaGroup {attributes}>{inner}</mda:metaGroup></mda:metadata>")
    };
    let meta = "<mda:meta type='t'>v</mda:meta>";
    anywhere(&[
        (&group("id='g' category='c' appliesTo='source'", meta).repeat(2), &[]),
        (&group("id='g g'", meta), &["bad-id"]),
        (&group("appliesTo='text'", meta), &["bad-value"]),
        (&group("", "<mda:meta>v</mda:meta>"), &["missing-attribute"]),
        (&group("", "<mda:meta type='t' appliesTo='source'>v</mda:meta>"), &["unknown-attribute"]),
        (&group("id='g'", "<mda:metaGroup id='g'/>"), &["duplicate-id"]),
        (&group("", meta).replace("<mda:metadata>", "<mda:metadata id='/'>"), &["bad-id"]),
    ]);
}

#[test]
fn a_glossary_explains_its_terms() {
    let entry = |inner: &str| {
        format!(
            "<gls:glossary><gls:glossEntry id='e'><gls:term>t</gls:term>{inner}</gls:glossEntry></gls:glossary>"
        )
    };
    in_unit(&[
        (&entry("<gls:translation id='t'>T</gls:translation>").repeat(2), &[]),
        (&entry("<gls:definition>d</gls:definition>"), &[]),
        (&entry(""), &["missing-element"]),
        (&entry("<gls:translation id='e'>T</gls:translation>"), &["duplicate-id"]),
    ]);
}

#[test]
fn matches_belong_to_something() {
    let a_match = |attributes: &str| {
        let texts = "<source>a</source><target>A</target>";
        format!("<mtc:matches><mtc:match {attributes}>{texts}</mtc:match></mtc:matches>")
    };
    in_unit(&[
        (&a_match("id='m' ref='#s' type='tm' subType='a:b' similarity='99.5'"), &[]),
        (&a_match("ref='#/f=f1/u=u/s'"), &[]),
        (&a_match(""), &["missing-attribute"]),
        (&a_match("ref='s'"), &["bad-value"]),
        (&a_match("ref='#u'"), &["dangling-reference"]),
        (&a_match("ref='#s' type='mine'"), &["bad-value"]),
        (&a_match("ref='#s' subType='a:b'"), &["sub-without-main"]),
        (&a_match("ref='#s' matchQuality='101'"), &["bad-value"]),
        (
            &a_match("ref='#s' id='m'")
                .replace("</mtc:matches>", "<mtc:match id='m' ref='#s'/></mtc:matches>"),
            &["duplicate-id"],
        ),
    ]);
}

#[test]
fn resources_are_inside_or_elsewhere() {
    let item = |inner: &str| {
        format!("<res:resourceData><res:resourceItem id='i'>{inner}</res:resourceItem></res:resourceData>")
    };
    in_unit(&[
        (&item("<res:source href='a' xml:lang='EN'/><res:target><b/></res:target>"), &[]),
        (&item("<res:source href='a'><b/></res:source>"), &["bad-value"]),
        (&item("<res:source/>"), &["bad-value"]),
        (&item("<res:source href='a' xml:lang='fr'/>"), &["language-differs"]),
        ("<res:resourceData><res:resourceItemRef id='i'/></res:resourceData>", &["missing-attribute"]),
    ]);
    anywhere(&[
        (&item("<res:reference/>"), &["missing-attribute"]),
        ("<res:resourceData><res:resourceItem context='maybe'/></res:resourceData>", &["bad-value"]),
    ]);
}

#[test]
fn a_rule_has_one_test() {
    let rule = |attributes: &str| format!("<val:validation><val:rule {attributes}/></val:validation>");
    anywhere(&[
        (&rule("isPresent='a' occurs='2' existsInSource='yes' normalization='nfd' caseSensitive='no'"), &[]),
        (&rule("endsWith='a' existsInSource='yes' disabled='no'"), &[]),
        (&rule(""), &["missing-attribute"]),
        (&rule("isPresent='a' startsWith='b'"), &["bad-value"]),
        (&rule("isPresent='a' occurs='0'"), &["bad-value"]),
        (&rule("startsWith='a' occurs='1'"), &["bad-value"]),
        (&rule("isNotPresent='a' existsInSource='yes'"), &["bad-value"]),
        (&rule("isPresent='a' caseSensitive='false'"), &["bad-value"]),
        (&rule("isPresent='a' normalization='nfkc'"), &["bad-value"]),
    ]);
}

#[test]
fn sizes_and_styles_are_looked_at_on_codes() {
    for (source, expected) in [
        (
            "<pc id='1' slr:sizeRestriction='2,10' slr:equivStorage='7' fs:fs='b' fs:subFs='a,b'>a</pc>",
            &[][..],
        ),
        ("<pc id='1' slr:sizeRestriction='2,*' slr:storageRestriction='*'>a</pc>", &[]),
        ("<pc id='1' slr:sizeRestriction='2,10.5'>a</pc>", &["bad-value"]),
        ("<pc id='1' slr:storageRestriction='*6'>a</pc>", &["bad-value"]),
        ("<ph id='1' slr:equivStorage='seven'/>", &["bad-value"]),
        ("<ph id='1' slr:sizeInfo='7'/>", &[]),
        ("<ph id='1' slr:sizeInfo='7.5'/>", &["bad-value"]),
        ("<ph id='1' slr:sizeInfoRef='r'/>", &["dangling-reference"]),
        ("<ph id='1' slr:sizeInfo='7' slr:sizeInfoRef='r'/>", &["bad-value", "dangling-reference"]),
        ("<sc id='1'/>a<ec startRef='1' slr:sizeInfo='0'/>", &["unknown-attribute"]),
        ("<sc id='1'/>a<ec startRef='1' fs:fs='b'/>", &["unknown-attribute"]),
        ("<ec id='1' isolated='yes' slr:equivStorage='7'/>", &[]),
        ("<ph id='1' fs:fs='paragraph'/>", &["bad-value"]),
        ("<ph id='1' fs:subFs='a,b'/>", &["sub-without-main"]),
        ("<ph id='1' fs:style='b'/>", &["unknown-attribute"]),
    ] {
        assert_eq!(ids(&file("", "", source)), expected, "{source}");
    }
}

#[test]
fn sizes_refer_to_data_around_them_and_foreign_profiles_count_as_they_like() {
    let data = "<slr:data profile='xliff:codepoints'><x xmlns='urn:x' id='r'/></slr:data>";
    let foreign = "<slr:profiles generalProfile='my:pixels'/>";
    let source = "<ph id='1' slr:sizeInfoRef='r'/>";
    for (before, inside, source, expected) in [
        (data, "", source, &[][..]),
        ("", data, source, &[]),
        ("", &data.replace("id='r'", "id='s'"), source, &["dangling-reference"]),
        (foreign, "", "<ph id='1' slr:sizeInfo='7.5'/>", &[]),
    ] {
        assert_eq!(ids(&file(before, inside, source)), expected, "{before}{inside}{source}");
    }
}

#[test]
fn modules_hold_no_text_where_they_hold_elements() {
    let entry = |inner: &str| {
        format!(
            "<gls:glossary> <gls:glossEntry><gls:term>t</gls:term>{inner}</gls:glossEntry>\n</gls:glossary>"
        )
    };
    let metadata = "<gls:definition>d</gls:definition><mda:metadata>@<mda:metaGroup><mda:meta type='t'>v</mda:meta></mda:metaGroup></mda:metadata>";
    in_unit(&[
        (&entry(&metadata.replace('@', "\n")), &[]),
        (&entry(&metadata.replace('@', "\"")), &["unexpected-element"]),
        (&entry(&(metadata.replace('@', "") + "&quot;")), &["unexpected-element"]),
    ]);
}

#[test]
fn notes_outside_of_units_have_identifiers_of_their_own() {
    let notes = |second: &str| format!("<notes><note id='1'>a</note><note id='{second}'>b</note></notes>");
    assert_eq!(ids(&file(&notes("2").repeat(2), "", "a")), [""; 0]);
    assert_eq!(ids(&file(&notes("1"), "", "a")), ["duplicate-id"]);
    assert_eq!(ids(&file(&notes("/"), "", "a")), ["bad-id"]);
    assert_eq!(ids(&file(&notes("2' fs:fs='paragraph"), "", "a")), ["bad-value"]);
}

#[test]
fn tracked_changes_belong_to_something() {
    let revisions = |attributes: &str, item: &str| {
        format!(
            "<ctr:changeTrack><ctr:revisions {attributes}><ctr:revision>{item}</ctr:revision></ctr:revisions></ctr:changeTrack>"
        )
    };
    let item = "<ctr:item property='content'>a</ctr:item>";
    in_unit(&[
        (&revisions("appliesTo='note' ref='n'", item), &[]),
        (&revisions("appliesTo='source'", item), &[]),
        (&revisions("appliesTo='note' ref='other'", item), &["dangling-reference"]),
        (&revisions("", item), &["missing-attribute"]),
        (&revisions("appliesTo='source'", "<ctr:item>a</ctr:item>"), &["missing-attribute"]),
        (&revisions("appliesTo='note' ref='n'", "<ctr:item property='id'>m</ctr:item>"), &[]),
        (
            &revisions("appliesTo='note' ref='n'", "<ctr:item property='priority'>1</ctr:item>"),
            &["bad-value"],
        ),
        (&revisions("appliesTo='source'", &item.repeat(2)), &["bad-value"]),
        (&revisions("appliesTo='segment'", item), &[]),
    ]);
}

#[test]
fn revisions_of_one_of_several_say_of_which() {
    let of = |attributes: &str| {
        let item = "<ctr:revision><ctr:item property='content'>a</ctr:item></ctr:revision>";
        let track =
            format!("<ctr:changeTrack><ctr:revisions {attributes}>{item}</ctr:revisions></ctr:changeTrack>");
        let file = file("", &track, "a");
        ids(&file.replace("<note id='n'>", "<note id='m'>m</note><note id='n'>"))
    };
    assert_eq!(of("appliesTo='note' ref='m'"), [""; 0]);
    assert_eq!(of("appliesTo='note'"), ["missing-attribute"]);
}

#[test]
fn modules_of_version_1_are_of_no_matter() {
    let unit = format!(
        "<trans-unit id='1'><source>a</source><target>A</target><x:y {DECLARED} xmlns:x='urn:x' fs:fs='x'><mtc:match/></x:y></trans-unit>"
    );
    assert_eq!(ids(&super::one(&unit)), [""; 0]);
}
