//! What the check tells of files that are read all the same: each rule on a file of its own.

use super::{WINDOWS, one, sizes, two};
use crate::xliff::problem::problems_in;
use crate::xliff::window::Sizes;
use crate::xliff::{Error, Limits, Problem, Rule};
use std::io::Cursor;

/// Reads with every window; all must tell the same.
fn all(file: &str) -> Vec<Problem> {
    let with = |sizes: Sizes| {
        let mut found = Vec::new();
        problems_in(Cursor::new(file), &Limits::default(), sizes, |problem| {
            found.push(problem);
            Ok::<(), Error>(())
        })
        .unwrap();
        found
    };
    let whole = with(Sizes::default());
    for window in WINDOWS.into_iter().filter(|_| file.len() < 10_000) {
        assert_eq!(format!("{:?}", with(sizes(window))), format!("{whole:?}"), "window {window}");
    }
    whole
}

pub(super) fn ids(file: &str) -> Vec<&'static str> {
    all(file).iter().map(|problem| problem.rule.id()).collect()
}

fn segment(source: &str, target: &str) -> String {
    format!("<segment><source>{source}</source><target>{target}</target></segment>")
}

/// Files of XLIFF 2 with one unit, and what is told of each.
fn in_two(cases: &[(&str, &[&str])]) {
    for (inner, expected) in cases {
        assert_eq!(ids(&two("2.1", &format!("<unit id='u'>{inner}</unit>"))), *expected, "{inner}");
    }
}

/// Files of XLIFF 1.2 with one unit, and what is told of each.
fn in_one(cases: &[(&str, &[&str])]) {
    for (inner, expected) in cases {
        assert_eq!(ids(&one(&format!("<trans-unit id='1'>{inner}</trans-unit>"))), *expected, "{inner}");
    }
}

#[test]
fn nothing_is_told_of_sound_files() {
    let unit = "<trans-unit id='1' approved='no'><source>a <g id='1'>b</g><x id='2'/></source><seg-source><mrk mtype='seg' mid='1'>a <g id='1'>b</g><x id='2'/></mrk></seg-source><target state='translated'><mrk mtype='seg' mid='1'>A <g id='1'>B</g><x id='2'/></mrk></target><note>n</note><alt-trans><target>B</target></alt-trans><o:x xmlns:o='urn:o'/></trans-unit>";
    assert_eq!(ids(&one(unit)), [""; 0]);
    let code = "<ph id='1' dataRef='d' canCopy='no' canDelete='no' canReorder='firstNo'/><pc id='2' type='fmt' subType='xlf:b'>b</pc><sc id='3'/>c<ec startRef='3'/><mrk id='4' type='comment' ref='#n=n1'>d</mrk>";
    let unit = format!(
        "<unit id='u'><notes><note id='n1'>n</note></notes><originalData><data id='d'>x</data></originalData>{}<ignorable><source> </source></ignorable></unit>",
        segment(code, code)
    );
    assert_eq!(ids(&two("2.1", &unit)), [""; 0]);
}

#[test]
fn a_problem_has_its_place_and_its_unit() {
    let found = all(&one("<trans-unit id='1'><source>a</source>\n  <target/></trans-unit>"));
    let [problem] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((problem.rule, problem.line, problem.column), (Rule::EmptyTarget, 5, 3));
    assert_eq!(problem.unit, "1");
}

#[test]
fn oddities_of_the_whole_file_are_told() {
    let unit = "<trans-unit id='1'><source>a</source><target>A</target></trans-unit>";
    let good = one(unit);
    for (file, expected) in [
        (good.replace("version=\"1.2\"", "version=\"1,2\""), "odd-version"),
        (good.replace(" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"", ""), "no-namespace"),
        (good.replace("<trans-unit ", "<trans-unit ax:b='1' "), "undeclared-prefix"),
        (good.replace("<xliff", "<!DOCTYPE xliff PUBLIC \"a\" \"b\">\n<xliff"), "document-type"),
        (good.replace("UTF-8", "UTF-16"), "odd-encoding"),
        (good.replace(" original=\"a.txt\"", ""), "missing-attribute"),
        (good.replace("\"en\"", "\"e n\""), "bad-language"),
        (good.replace(" target-language=\"de\"", ""), "no-target-language"),
        (good.replace("<file ", "<file tool-id='t' "), "dangling-reference"),
        (good.replace(unit, &unit.repeat(2)), "duplicate-id"),
        (good.replace("<body>", "<body><group id='g' translate='maybe'/>"), "bad-value"),
    ] {
        assert_eq!(ids(&file), [expected], "{file}");
    }
    let two = two("2.0", &format!("<unit id='1'>{}</unit>", segment("a", "A")));
    for (file, expected) in [
        (two.replace(" trgLang=\"de\"", ""), "no-target-language"),
        (two.replace(" srcLang=\"en\"", ""), "missing-attribute"),
        (
            two.split_inclusive("<file id=\"f1\">").next().unwrap().to_owned() + "</file></xliff>",
            "missing-element",
        ),
        (two.split("<file").next().unwrap().to_owned() + "</xliff>", "missing-element"),
        (two.replace("<file id=\"f1\">", "<file id=\"f1\"><skeleton/>"), "bad-value"),
        (two.replace("id=\"f1\"", "id=\"/1\""), "bad-id"),
        (two.replace("<unit ", "<unit xml:lang='fr' "), "language-differs"),
    ] {
        assert!(ids(&file).contains(&expected), "{expected}: {:?}", ids(&file));
    }
}

#[test]
fn units_of_version_1_are_looked_at() {
    let seg = |source: &str, target: &str| {
        format!("<source>a</source><seg-source>{source}</seg-source><target>{target}</target>")
    };
    let mark = |mid: &str| format!("<mrk mtype='seg' mid='{mid}'>a</mrk>");
    in_one(&[
        ("<source>a</source><note>n</note><target>A</target>", &["unexpected-element"]),
        ("<source>a</source><target>A</target><target>B</target>", &["unexpected-element"]),
        ("<target>A</target>", &["missing-element"]),
        ("<source>a</source><target state=':untranslated'>A</target>", &["bad-state"]),
        ("<source>a</source><target state='x-mine'>A</target>", &[]),
        ("<source>a</source><target/>", &["empty-target"]),
        ("<source>a</source><target>A<!-- c -->B</target>", &["stuck-target"]),
        ("<source>a<x id='1'/></source><target>A</target>", &["codes-differ"]),
        ("<source>a<x/></source><target>A<x/></target>", &["missing-attribute", "missing-attribute"]),
        (
            "<source>a<bpt id='1'/></source><target>A<bpt id='1'/></target>",
            &["unpaired-code", "unpaired-code"],
        ),
        ("<source>a</source><target phase-name='p'>A</target>", &["dangling-reference"]),
        (
            "<source its:storageSize='1' its:storageEncoding='utf-7' xmlns:its='http://www.w3.org/2005/11/its'>a</source><target>A</target>",
            &["unmeasured-limit"],
        ),
        (&seg(&mark("1"), &mark("2")), &["missing-mid", "unknown-mid"]),
        (&seg(&mark("1").repeat(2), &mark("1")), &["duplicate-id"]),
        (&seg(&(mark("1") + &mark("2")), "A"), &["unsegmented-target"]),
    ]);
}

#[test]
fn codes_of_version_2_are_looked_at() {
    let both = |code: &str| segment(code, code);
    let fixed = "canCopy='no' canDelete='no'";
    let run = |order: &str| {
        let code = |n: char| {
            let reorder = if n == '1' { "firstNo" } else { "no" };
            if n == '9' {
                "<ph id='9'/>".to_owned()
            } else {
                format!("<ph id='{n}' {fixed} canReorder='{reorder}'/>")
            }
        };
        order.chars().map(code).collect::<String>()
    };
    in_two(&[
        (&both("<sc id='1'/>a"), &["unpaired-code", "unpaired-code"]),
        (&both("a<em startRef='m'/>"), &["unpaired-code", "unpaired-code"]),
        (&segment("<ec startRef='1'/><sc id='1'/>", "A"), &["unpaired-code", "unpaired-code"]),
        (&segment("a<ec isolated='yes' startRef='1'/>", "A"), &["isolated-misuse"]),
        (&segment("<sc id='1' isolated='yes'/>a<ec startRef='1'/>", "A"), &["isolated-misuse"]),
        (&segment("<sc id='1' canCopy='no'/>a<ec startRef='1'/>", "A"), &["pair-differs"]),
        (&segment("<ph id='1' dataRef='d'/>", "A"), &["dangling-reference"]),
        (&segment("<ph id='1'/><ph id='2' copyOf='3'/>", "A"), &["bad-copy"]),
        (&segment("<ph id='1' canCopy='no'/><ph id='2' copyOf='1'/>", "A"), &["bad-copy"]),
        (&segment("<ph id='1' canReorder='firstNo'/>a", "A"), &["order-hints"]),
        (
            &segment(&format!("<ph id='1' {fixed} canReorder='no'/>"), ""),
            &["order-hints", "lost-code", "empty-target"],
        ),
        (&segment("<ph id='1' canDelete='no'/>a", "A"), &["lost-code"]),
        (&segment(&run("1239"), &run("1293")), &["moved-code"]),
        (&segment(&run("1239"), &run("9123")), &[]),
        (&segment("<pc id='1'>a</pc>", "<ph id='1'/>A"), &["codes-differ"]),
        (&segment("a<cp hex='0041'/>", "A"), &["bad-code-point"]),
        (&segment("<mrk id='1' type='comment'>a</mrk>", "A"), &["missing-attribute"]),
        (&segment("<mrk id='1' type='comment' ref='#n=n1'>a</mrk>", "A"), &["dangling-reference"]),
        (&segment("<mrk id='1' type='my:x' ref='#a/b'>a</mrk>", "A"), &["bad-value"]),
        (&segment("<ph id='1' subFlows='nobody'/>", "A"), &["dangling-reference"]),
    ]);
}

#[test]
fn elements_of_version_2_are_looked_at() {
    let good = segment("a", "A");
    in_two(&[
        ("", &["missing-element"]),
        ("<segment><target>A</target></segment>", &["missing-element", "unexpected-element"]),
        ("<segment><source>a</source><source>b</source></segment>", &["unexpected-element"]),
        (&format!("{good}<notes><note>n</note></notes>"), &["unexpected-element"]),
        (&format!("<notes/>{good}"), &["missing-element"]),
        (&good.replace("<source>", "<source><nobody/>"), &["unexpected-element"]),
        (&good.replace("<segment>", "<segment translate='no'>"), &["unknown-attribute"]),
        (&good.replace("<segment>", "<segment state='bad'>"), &["bad-state"]),
        (&good.replace("<segment>", "<segment subState='a:b'>"), &["sub-without-main"]),
        (&good.replace("<segment>", "<segment id='#1'>"), &["bad-id"]),
        (&good.replace("<segment>", "<segment id='1'>").repeat(2), &["duplicate-id"]),
        (&good.replace("<target>", "<target order='1'>").repeat(2), &["duplicate-order"]),
        (&good.replace("<target>", "<target xml:lang='fr'>"), &["language-differs"]),
        (&good.replace("<source>", "<source><ph id='1' subType='a:b'/>"), &["sub-without-main"]),
        (&good.replace("<source>", "<source><ph id='1' canCopy='maybe'/>"), &["bad-value"]),
    ]);
}

#[test]
fn no_rule_is_without_a_case() {
    // Each rule is named in this file, in the words of its id.
    let text = include_str!("problems.rs");
    for rule in Rule::ALL {
        assert!(text.contains(&format!("\"{}\"", rule.id())), "{}", rule.id());
    }
}

#[test]
fn what_is_told_of_a_unit_is_bounded() {
    let codes = "<x/>".repeat(20_000);
    let unit = format!("<trans-unit id='1'><source>{codes}</source></trans-unit>");
    assert_eq!(all(&one(&unit)).len(), 1000);
}
