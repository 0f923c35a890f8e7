//! What the file says about codes, and the rules of its unit, as they reach a segment and the writer.

use super::{load, one, options, replaced, segments, shown, two};
use crate::domain::integrity::{self, Frame, Rule};
use crate::domain::job::OutputMode;
use crate::domain::segment::Segment;
use crate::xliff::{Edit, Error, Limits, write};
use proptest::prelude::*;
use std::io::Cursor;

/// The file with a target of a permissive job.
fn permissive(file: &str, number: u64, target: &str) -> Result<String, Error> {
    let mut options = options(OutputMode::None);
    options.permissive_codes = true;
    let mut out = Vec::new();
    let edit = |segment: &Segment| {
        let target = (segment.id.number == number).then(|| shown(segment, target));
        Ok::<_, Error>(target.map(|target| Edit { target: Some(target), ..Edit::default() }))
    };
    write(Cursor::new(file.as_bytes()), &mut out, &Limits::default(), &options, edit)?;
    Ok(String::from_utf8(out).unwrap())
}

/// A unit of one segment whose texts are equal.
fn unit(content: &str) -> String {
    two(
        "2.1",
        &format!(
            "<unit id='u'><segment><source>{content}</source><target>{content}</target></segment></unit>"
        ),
    )
}

#[test]
fn a_permissive_job_drops_what_version_2_lets_go() {
    for (content, target, fits) in [
        ("a <ph id='1'/> b", "a b", true),
        ("a <ph id='1' canDelete='no'/> b", "a b", false),
        ("a <pc id='1'>b</pc>", "a b", true),
        ("a <pc id='1' canDelete='no'>b</pc>", "a b", false),
        ("a <sc id='1'/>b<ec startRef='1'/>", "a b", true),
        ("a <sc id='1'/>b<ec startRef='1' canDelete='no'/>", "a b", false),
        ("a <sc id='1'/>b<ec startRef='1'/>", "a b", true),
        ("a <sc id='1' isolated='yes'/>b", "a b", false),
        ("a <mrk id='1' type='term'>b</mrk>", "a b", true),
        ("a <mrk id='1' translate='no'>b</mrk>", "a b", false),
        ("a <ph id='1' canReorder='firstNo' canCopy='no' canDelete='no'/> b", "a b", false),
        ("a <ph id='1' subFlows='u2'/> b", "a b", false),
        ("a <cp hex='0001'/> b", "a b", false),
    ] {
        let file = unit(content);
        assert_eq!(permissive(&file, 1, target).is_ok(), fits, "{content}");
        assert!(replaced(&file, 1, target).is_err(), "strict: {content}");
    }
    let old =
        one("<trans-unit id='1'><source>a <x id='1'/></source><target>A <x id='1'/></target></trans-unit>");
    assert!(permissive(&old, 1, "A").is_err(), "1.2 lets nothing go");
    let refused = permissive(&unit("a <ph id='1'/> b"), 1, "a [1] [1] b").unwrap_err().to_string();
    assert!(refused.contains("doubled"), "{refused}");
}

#[test]
fn what_is_dropped_leaves_the_rest_as_it_was() {
    let file = unit("a <pc id='1'>b <ph id='2'/></pc> c");
    let out = permissive(&file, 1, "a b [2] c").unwrap();
    assert!(out.contains("<target>a b <ph id='2'/> c</target>"), "{out}");
    assert_eq!(segments(&out)[0].source, segments(&file)[0].source);
}

/// Which of the codes repeat one of the source.
fn again(file: &str) -> Vec<bool> {
    segments(file)[0].codes.iter().map(|code| code.again).collect()
}

#[test]
fn a_code_of_the_target_that_is_left_over_is_known_again_by_id_or_content() {
    let old = |source: &str, target: &str| {
        again(&one(&format!(
            "<trans-unit id='1'><source>{source}</source><target>{target}</target></trans-unit>"
        )))
    };
    let new = |source: &str, target: &str| {
        let data = "<originalData><data id='d1'>%s</data><data id='d2'>%d</data></originalData>";
        again(&two(
            "2.0",
            &format!(
                "<unit id='u'>{data}<segment><source>{source}</source><target>{target}</target></segment></unit>"
            ),
        ))
    };
    for (found, repeats) in [
        (old("a <x id='1'/>", "A <x id='1'/> <x id='1'/>"), true),
        (old("a <x id='1'/>", "A <x id='1'/> <x id='2'/>"), false),
        (
            old("a <x id='1' equiv-text='%s'/>", "A <x id='1' equiv-text='%s'/> <x id='2' equiv-text='%s'/>"),
            true,
        ),
        (old("a <ph id='1'>%s</ph>", "A <ph id='1'>%s</ph> <ph id='2'>%s</ph>"), true),
        (old("a <ph id='1'>%s</ph>", "A <ph id='1'>%s</ph> <ph id='2'>%d</ph>"), false),
        (old("<g id='1'>a</g>", "<g id='1'>A</g> <g id='1'>b</g>"), true),
        (old("<g id='1'>a</g>", "<g id='1'>A</g> <g id='2'>b</g>"), false),
        (
            old(
                "<bpt id='1'>[</bpt>a<ept id='1'>]</ept>",
                "<bpt id='1'>[</bpt>A<ept id='1'>]</ept> <bpt id='1'>[</bpt>b<ept id='1'>]</ept>",
            ),
            true,
        ),
        (new("a <ph id='1'/>", "A <ph id='1'/> <ph id='1'/>"), true),
        (new("a <ph id='1' dataRef='d1'/>", "A <ph id='1' dataRef='d1'/> <ph id='2' dataRef='d1'/>"), true),
        (new("a <ph id='1' dataRef='d1'/>", "A <ph id='1' dataRef='d1'/> <ph id='2' dataRef='d2'/>"), false),
        (new("<pc id='1'>a</pc>", "<pc id='1'>A</pc> <pc id='1'>b</pc>"), true),
    ] {
        assert_eq!(found, [false, repeats]);
    }
}

fn run(ids: &[(u32, &str)]) -> String {
    let code = |(id, order): &(u32, &str)| {
        format!("x<ph id='{id}' canReorder='{order}' canCopy='no' canDelete='no'/>y<ph id='{}'/>z", id + 10)
    };
    ids.iter().map(code).collect()
}

#[test]
fn a_run_over_segments_is_kept_in_the_order_of_the_targets() {
    let segment = |content: &str, order: &str| {
        format!("<segment><source>{content}</source><target{order}>{content}</target></segment>")
    };
    let first = "x<ph id='1' canReorder='firstNo' canCopy='no' canDelete='no'/>y";
    let second = "u<ph id='2' canReorder='no' canCopy='no' canDelete='no'/>z<ph id='3'/>w";
    let file = two("2.0", &format!("<unit id='u'>{}{}</unit>", segment(first, ""), segment(second, "")));
    assert!(segments(&file)[0].codes[0].runs_on);
    assert!(replaced(&file, 2, "u[2]z[1]w").is_err(), "the run comes from the first segment");
    assert!(replaced(&file, 2, "z[1]u[2]w").is_ok());
    // The targets stand the other way round: the run comes from what is second in the file.
    let turned = format!(
        "<unit id='u'>{}{}</unit>",
        segment(&second.replace("id='3'", "id='4'"), " order='2'"),
        segment(first, " order='1'")
    );
    let found = segments(&two("2.0", &turned));
    assert!(found[1].codes[0].runs_on && !found[0].codes.iter().any(|code| code.runs_on));
    let alone =
        segments(&two("2.0", &format!("<unit id='u'>{}</unit>", segment(&run(&[(1, "firstNo")]), ""))));
    assert!(!alone[0].codes.iter().any(|code| code.runs_on));
}

#[test]
fn a_code_that_stands_in_another_target_of_the_unit_is_not_added_here() {
    let file = two(
        "2.0",
        "<unit id='u'><segment><source>a<ph id='1'/></source><target>A</target></segment><segment><source>b</source><target>B<ph id='1'/></target></segment></unit>",
    );
    assert!(replaced(&file, 1, "A[1]").is_err());
    let lost = file.replace("B<ph id='1'/>", "B");
    assert!(replaced(&lost, 1, "A[1]").unwrap().contains("A<ph id='1'/>"));
}

#[test]
fn codes_of_memoq_match_by_what_they_hold_and_those_of_the_target_alone_stay() {
    let file = one(
        "<trans-unit id='1'><source>a <bpt id='1' rid='1'>{b}</bpt>b<ept id='1' rid='1'>{/b}</ept></source><target>A <bpt id='1' rid='2'>{b}</bpt>B<ept id='1' rid='2'>{/b}</ept><x id='9'/></target></trans-unit>",
    );
    let found = &segments(&file)[0];
    let codes: Vec<_> = found.codes.iter().map(|code| (code.pair, code.in_source, code.in_target)).collect();
    assert_eq!(codes, [(true, true, true), (false, false, true)]);
    let out = replaced(&file, 1, "[2]C [1]B[/1]").unwrap();
    let target = "<x id='9'/>C <bpt id='1' rid='2'>{b}</bpt>B<ept id='1' rid='2'>{/b}</ept>";
    assert!(out.contains(target), "{out}");
    assert!(replaced(&file, 1, "C [1]B[/1]").is_err());
}

#[test]
fn repeated_ids_are_told_apart_and_native_content_is_opaque() {
    let content = "a<ph id='1'>%s<sub>words</sub></ph>b<ph id='1'>%d</ph>c<x id='1' clone='no'/>d";
    let file =
        one(&format!("<trans-unit id='1'><source>{content}</source><target>{content}</target></trans-unit>"));
    let found = &segments(&file)[0];
    assert_eq!((found.codes.len(), found.source.text().as_str()), (3, "abcd"));
    let out = replaced(&file, 1, "a[3]c[1]b[2]d").unwrap();
    let target = "a<x id='1' clone='no'/>c<ph id='1'>%s<sub>words</sub></ph>b<ph id='1'>%d</ph>d";
    assert!(out.contains(&format!("<target>{target}</target>")), "{out}");
}

proptest! {
    /// Whatever order the predicate allows in a unit of 2.x survives writing and reading again.
    #[test]
    fn an_allowed_order_of_version_2_survives(order in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle(), kept in 0..=8_usize, permits: bool) {
        let content = "a<pc id='1' canOverlap='no'>b<ph id='2'/></pc>c<sc id='3'/>d<ec startRef='3'/>e<ph id='4' canDelete='no'/>f<cp hex='0007'/>g";
        let file = unit(content);
        let tokens = ["[1]", "[2]", "[/1]", "[3]", "[/3]", "[4]", "[5]", ""];
        let text: String = order.iter().take(kept.max(1)).map(|at| format!("{}w", tokens[*at])).collect();
        let segment = &segments(&file)[0];
        let target = shown(segment, &text);
        let frame = Frame::of(segment, permits);
        let allowed = integrity::check(&frame, &target).is_ok();
        let out = if permits { permissive(&file, 1, &text) } else { replaced(&file, 1, &text) };
        prop_assert_eq!(out.is_ok(), allowed, "gate and writer agree");
        if let Ok(out) = out {
            let found = &load(out.as_bytes()).unwrap().0[0];
            prop_assert_eq!(found.target.to_string().replace(|c: char| c.is_numeric(), "n"), target.to_string().replace(|c: char| c.is_numeric(), "n"));
        }
    }
}

#[test]
fn protected_text_is_refused_as_such() {
    let file = unit("a <mrk id='1' translate='no'>b</mrk>");
    let segment = &segments(&file)[0];
    let violation = integrity::check(&Frame::of(segment, true), &shown(segment, "a [1]c[/1]")).unwrap_err();
    assert_eq!(violation.rule, Rule::Protected);
}

#[test]
fn a_locked_text_of_sdl_is_the_hint_of_the_code_that_stands_for_it() {
    let content = "Save <x id='locked7' xid='lockTU_1'/> now";
    let file = one(&format!(
        "<trans-unit id='lockTU_1' translate='no'><source>the old name</source></trans-unit><trans-unit id='2'><source>{content}</source><target>{content}</target></trans-unit>"
    ));
    let found = segments(&file);
    assert!(found[0].skip.is_some());
    assert_eq!(found[1].codes[0].hint, "the old name");
}
