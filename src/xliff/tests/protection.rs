//! What a file says must not be touched: the hard rules, that no option opens, and the soft ones.

use super::{load, one, replaced, segments, told, two};
use crate::domain::segment::Segment;

const TEXT: &str = "<source>a</source><target>A</target>";

fn skip(segment: &Segment) -> &'static str {
    segment.skip.map_or("", |reason| reason.as_str())
}

fn skips(file: &str) -> Vec<&'static str> {
    segments(file).iter().map(skip).collect()
}

/// A 1.2 file of the unit and of others, so that approval is no rule of the file.
fn among_others(unit: &str) -> String {
    one(&(unit.to_owned() + &format!("<trans-unit id='o'>{TEXT}</trans-unit>").repeat(3)))
}

#[test]
fn the_writer_takes_no_new_target_where_a_hard_rule_holds() {
    let locked = "<trans-unit id='1' mq:locked='locked' xmlns:mq='MQXliff'>";
    for (unit, skipped, fits) in [
        (format!("<trans-unit id='1' translate='no'>{TEXT}</trans-unit>"), "not_translatable", false),
        (format!("{locked}{TEXT}</trans-unit>"), "locked", false),
        (
            format!("<group merged-trans='yes'><trans-unit id='1'>{TEXT}</trans-unit></group>"),
            "merged",
            false,
        ),
        (format!("<trans-unit id='1' approved='yes'>{TEXT}</trans-unit>"), "protected", true),
        (format!("<trans-unit id='1'>{TEXT}</trans-unit>"), "", true),
    ] {
        let file = among_others(&unit);
        assert_eq!(skips(&file)[0], skipped);
        let written = replaced(&file, 1, "B").map_err(|error| error.to_string());
        assert_eq!(written.is_ok(), fits, "{unit} {written:?}");
        assert!(fits || written.unwrap_err().contains(skipped), "{unit}");
    }
}

#[test]
fn the_nearest_translate_that_is_written_wins() {
    let unit = |attributes: &str| format!("<trans-unit id='1' {attributes}>{TEXT}</trans-unit>");
    let within = |element: &str, attributes: &str, inner: &str| {
        format!("<{element} id='c' {attributes}>{inner}</{element}>")
    };
    let (no, yes) = ("translate='no'", "translate='yes'");
    for (units, expected) in [
        (unit(no), "not_translatable"),
        (within("group", no, &unit("")), "not_translatable"),
        (within("group", no, &unit(yes)), ""),
        (within("group", yes, &unit(no)), "not_translatable"),
        (within("group", no, &within("group", yes, &unit(""))), ""),
        (within("group", no, &within("group", "", &unit(""))), "not_translatable"),
        (within("bin-unit", no, &unit("")), "not_translatable"),
        (within("group", no, &within("bin-unit", yes, &unit(""))), ""),
        (within("group", no, &unit("translate='perhaps'")), "not_translatable"),
    ] {
        assert_eq!(skips(&one(&units)), [expected], "{units}");
    }
}

#[test]
fn in_version_2_translate_comes_down_from_file_group_and_unit() {
    let segment = format!("<segment>{TEXT}</segment>");
    let file = |of_file: &str, of_group: &str, of_unit: &str| {
        let units = format!("<group id='g' {of_group}><unit id='u' {of_unit}>{segment}</unit></group>");
        two("2.1", &units)
            .replace("<file ", &format!("<file {of_file} "))
            .replace("<xliff ", "<xliff xmlns:its='http://www.w3.org/2005/11/its' ")
    };
    let (no, yes) = ("translate='no'", "translate='yes'");
    let only_french = "its:localeFilterList='fr'";
    let not_german = "its:localeFilterList='de-*' its:localeFilterType='exclude'";
    for ((of_file, of_group, of_unit), expected) in [
        (("", "", no), "not_translatable"),
        (("", no, ""), "not_translatable"),
        ((no, "", ""), "not_translatable"),
        ((no, yes, ""), ""),
        ((no, no, yes), ""),
        (("", "", only_french), "not_translatable"),
        ((only_french, "", ""), "not_translatable"),
        ((only_french, "", "its:localeFilterList='*'"), ""),
        (("", not_german, ""), "not_translatable"),
    ] {
        assert_eq!(skips(&file(of_file, of_group, of_unit)), [expected], "{of_file} {of_group} {of_unit}");
    }
}

#[test]
fn text_that_a_mark_reopens_is_left_alone_with_what_surrounds_it() {
    let text = "a <mrk id='m' translate='yes'>b</mrk>";
    let unit = format!(
        "<unit id='u' translate='no'><segment><source>{text}</source><target>{text}</target></segment></unit>"
    );
    assert_eq!(skips(&two("2.0", &unit)), ["not_translatable"]);
}

#[test]
fn a_mark_that_protects_is_a_code_whose_text_stays() {
    for (file, mark) in [
        (
            one(
                "<trans-unit id='1'><source>a X</source><target>A <mrk mtype='protected'>X</mrk></target></trans-unit>",
            ),
            "1.2",
        ),
        (
            two(
                "2.0",
                "<unit id='u'><segment><source>a <mrk id='m' translate='no'>X</mrk></source><target>A <mrk id='m' translate='no'>X</mrk></target></segment></unit>",
            ),
            "2.0",
        ),
    ] {
        let found = segments(&file);
        assert_eq!(skip(&found[0]), "", "{mark}");
        assert!(found[0].codes[0].protects, "{mark}");
    }
}

#[test]
fn what_a_mark_protects_across_segments_is_left_alone() {
    let segment = |text: &str| format!("<segment><source>{text}</source><target>{text}</target></segment>");
    let unit = format!(
        "<unit id='u'>{}{}{}{}</unit>",
        segment("a <sm id='m' translate='no'/>b"),
        segment("c"),
        segment("d<em startRef='m'/> e"),
        segment("f")
    );
    assert_eq!(skips(&two("2.0", &unit)), ["not_translatable", "not_translatable", "not_translatable", ""]);
    let filter = "<mrk id='m' type='its:generic' its:localeFilterList='fr'>b</mrk>";
    let file = two("2.1", &format!("<unit id='u'>{}</unit>", segment(filter)));
    assert_eq!(
        skips(&file.replace("<xliff ", "<xliff xmlns:its='http://www.w3.org/2005/11/its' ")),
        ["not_translatable"]
    );
}

#[test]
fn tools_lock_and_confirm_in_their_own_ways() {
    for (attributes, expected) in [
        ("sdl:locktype='Manual'", "locked"),
        ("mq:locked='locked'", "locked"),
        ("mq:status='ManuallyConfirmed'", "protected"),
        ("mq:status='Reviewer1Confirmed'", "protected"),
        ("mq:status='Proofread'", "protected"),
        ("mq:segmentproofread='true'", "protected"),
        ("mq:status='PartiallyEdited'", ""),
        ("m:locked='true' m:confirmed='1'", "locked"),
        ("m:locked='false'", ""),
        ("m:confirmed='1'", "protected"),
        ("m:confirmed='0'", ""),
        ("gs4tr:locked='true'", "locked"),
        ("gs4tr:hidden='true'", "locked"),
        ("gs4tr:locked='false'", ""),
        ("approved='yes'", "protected"),
        ("approved='no'", ""),
    ] {
        let unit = format!("<trans-unit id='1' {attributes}>{TEXT}<sdl:seg-defs/></trans-unit>");
        assert_eq!(skip(&segments(&among_others(&unit))[0]), expected, "{attributes}");
    }
    let states = [
        ("final", "protected"),
        ("signed-off", "protected"),
        ("translated", ""),
        ("needs-review-translation", ""),
    ];
    for (state, expected) in states {
        let unit =
            format!("<trans-unit id='1'><source>a</source><target state='{state}'>A</target></trans-unit>");
        assert_eq!(skips(&one(&unit)), [expected], "{state}");
    }
    for (state, expected) in [("final", "protected"), ("reviewed", ""), ("translated", "")] {
        let unit = format!("<unit id='u'><segment state='{state}'>{TEXT}</segment></unit>");
        assert_eq!(skips(&two("2.0", &unit)), [expected], "{state}");
    }
}

#[test]
fn sdl_units_without_definitions_are_structure_wherever_sdl_is_declared() {
    let units = "<trans-unit id='1'><source>a</source><seg-source><mrk mtype='seg' mid='1'>a</mrk></seg-source><target><mrk mtype='seg' mid='1'>A</mrk></target><sdl:seg-defs><sdl:seg id='1' conf='Draft'/></sdl:seg-defs></trans-unit><trans-unit id='lockTU_1'><source>b</source><target>B</target></trans-unit><trans-unit id='2'><source>c</source><target>C</target></trans-unit>";
    let expected = ["1/1: a → A", "lockTU_1/: b → B (not_translatable)", "2/: c → C (not_translatable)"];
    let namespace = "xmlns:sdl='http://sdl.com/FileTypes/SdlXliff/1.0'";
    for element in ["xliff", "file"] {
        let file = one(units).replace(&format!("<{element} "), &format!("<{element} {namespace} "));
        assert_eq!(told(&file), expected, "{element}");
    }
    assert_eq!(told(&one(units)), expected, "undeclared");
}

#[test]
fn approval_is_no_lock_from_nine_of_ten_units_on() {
    let unit = |approved: &str| format!("<trans-unit id='1' approved='{approved}'>{TEXT}</trans-unit>");
    // Units without a target do not count.
    let empty = "<trans-unit id='e'><source>e</source></trans-unit>".repeat(20);
    for (approved, protected) in [(8, 8), (9, 0), (10, 0)] {
        let file = one(&(unit("yes").repeat(approved) + &unit("no").repeat(10 - approved) + &empty));
        let (found, summary) = load(file.as_bytes()).unwrap();
        let skipped = found.iter().filter(|segment| skip(segment) == "protected").count();
        assert_eq!(skipped, protected, "{approved} of 10");
        let told = summary.warnings.iter().any(|warning| warning.contains("approved"));
        assert_eq!(told, protected == 0, "{approved} of 10");
    }
}
