//! What must not be touched: number 16.

use super::{MODES, job_bytes, load, one, two};
use refineloop::domain::segment::SkipReason;

/// A file of one protected unit and one free one: whatever the model wants, the first stays, and is
/// counted under this reason.
fn stays(file: &str, reason: SkipReason) {
    let skips: Vec<_> = load(file.as_bytes()).unwrap().iter().map(|segment| segment.skip).collect();
    assert_eq!(skips, [Some(reason), None], "{file}");
    for mode in MODES {
        let (out, changed) = job_bytes(file.as_bytes(), mode, |_| Some("neu".to_owned())).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(changed, 1);
        let protected = |text: &str| {
            let from = text.find("<!--P-->").unwrap();
            text[from..text.find("<!--/P-->").unwrap()].to_owned()
        };
        assert_eq!(protected(&out), protected(file), "{mode:?}");
    }
}

const FREE: &str = "<trans-unit id='free'><source>a</source><target>alt</target></trans-unit>";

#[test]
fn n16_locked_and_untranslatable_units_of_version_1_stay() {
    let pair = "<source>a</source><target>alt</target>";
    for (unit, reason) in [
        (format!("<trans-unit id='1' translate='no'>{pair}</trans-unit>"), SkipReason::NotTranslatable),
        (
            format!("<group translate='no'><trans-unit id='1'>{pair}</trans-unit></group>"),
            SkipReason::NotTranslatable,
        ),
        (
            format!("<group translate='no'><group><trans-unit id='1'>{pair}</trans-unit></group></group>"),
            SkipReason::NotTranslatable,
        ),
        (
            format!(
                "<group translate='yes'><group translate='no'><trans-unit id='1'>{pair}</trans-unit></group></group>"
            ),
            SkipReason::NotTranslatable,
        ),
        (
            format!(
                "<bin-unit id='b' mime-type='x' translate='no'><bin-source><external-file href='f'/></bin-source><trans-unit id='1'>{pair}</trans-unit></bin-unit>"
            ),
            SkipReason::NotTranslatable,
        ),
        (
            format!(
                "<group merged-trans='yes'><trans-unit id='1' equiv-trans='no'>{pair}</trans-unit></group>"
            ),
            SkipReason::Merged,
        ),
        (
            format!("<trans-unit id='1' mq:locked='locked' xmlns:mq='MQXliff'>{pair}</trans-unit>"),
            SkipReason::Locked,
        ),
        (
            format!(
                "<trans-unit id='1' m:locked='true' xmlns:m='http://www.memsource.com/mxlf/2.0'>{pair}</trans-unit>"
            ),
            SkipReason::Locked,
        ),
        (
            format!(
                "<trans-unit id='1' gs4tr:locked='true' xmlns:gs4tr='http://www.gs4tr.org/schema/xliff-ext'>{pair}</trans-unit>"
            ),
            SkipReason::Locked,
        ),
        (
            format!(
                "<trans-unit id='1' gs4tr:hidden='true' xmlns:gs4tr='http://www.gs4tr.org/schema/xliff-ext'>{pair}</trans-unit>"
            ),
            SkipReason::Locked,
        ),
        (format!("<trans-unit id='lockTU_1'>{pair}</trans-unit>"), SkipReason::NotTranslatable),
        (format!("<trans-unit id='1' approved='yes'>{pair}</trans-unit>"), SkipReason::Protected),
        (
            "<trans-unit id='1'><source>a</source><target state='final'>alt</target></trans-unit>".to_owned(),
            SkipReason::Protected,
        ),
        (
            "<trans-unit id='1'><source>a</source><target state='signed-off'>alt</target></trans-unit>"
                .to_owned(),
            SkipReason::Protected,
        ),
        (
            format!(
                "<trans-unit id='1' mq:status='ManuallyConfirmed' xmlns:mq='MQXliff'>{pair}</trans-unit>"
            ),
            SkipReason::Protected,
        ),
        (
            format!("<trans-unit id='1' mq:status='Proofread' xmlns:mq='MQXliff'>{pair}</trans-unit>"),
            SkipReason::Protected,
        ),
        (
            format!(
                "<trans-unit id='1' m:confirmed='1' xmlns:m='http://www.memsource.com/mxlf/2.0'>{pair}</trans-unit>"
            ),
            SkipReason::Protected,
        ),
    ] {
        stays(&one(&format!("<!--P-->{unit}<!--/P-->{FREE}")), reason);
    }
}

#[test]
fn n16_what_is_opened_again_inside_is_not_protected() {
    let pair = "<source>a</source><target>alt</target>";
    let file =
        one(&format!("<group translate='no'><trans-unit id='1' translate='yes'>{pair}</trans-unit></group>"));
    assert_eq!(load(file.as_bytes()).unwrap()[0].skip, None);
    let file = two(
        "2.0",
        "<group id='g' translate='no'><unit id='u' translate='yes'><segment><source>a</source><target>alt</target></segment></unit></group>",
    );
    assert_eq!(load(file.as_bytes()).unwrap()[0].skip, None);
}

#[test]
fn n16_locks_and_confirmations_of_trados_stay() {
    let unit = |id: u32, attributes: &str| {
        format!(
            "<trans-unit id='{id}'><source>a</source><seg-source><mrk mtype='seg' mid='{id}'>a</mrk></seg-source><target><mrk mtype='seg' mid='{id}'>alt</mrk></target><sdl:seg-defs><sdl:seg id='{id}' {attributes}/></sdl:seg-defs></trans-unit>"
        )
    };
    let file = |unit: String| {
        one(&unit).replace("<xliff ", "<xliff xmlns:sdl='http://sdl.com/FileTypes/SdlXliff/1.0' ")
    };
    for (attributes, reason) in [
        ("locked='true'", SkipReason::Locked),
        ("conf='ApprovedTranslation'", SkipReason::Protected),
        ("conf='ApprovedSignOff'", SkipReason::Protected),
    ] {
        stays(&file(format!("<!--P-->{}<!--/P-->{}", unit(1, attributes), unit(2, "conf='Draft'"))), reason);
    }
    let structure = "<trans-unit id='1'><source>a</source><target>alt</target></trans-unit>";
    stays(&file(format!("<!--P-->{structure}<!--/P-->{}", unit(2, ""))), SkipReason::NotTranslatable);
}

#[test]
fn n16_locked_and_final_segments_of_version_2_stay() {
    let segment = "<segment><source>a</source><target>alt</target></segment>";
    let free = format!("<unit id='free'>{segment}</unit>");
    for (unit, reason) in [
        (format!("<unit id='u' translate='no'>{segment}</unit>"), SkipReason::NotTranslatable),
        (
            format!("<group id='g' translate='no'><unit id='u'>{segment}</unit></group>"),
            SkipReason::NotTranslatable,
        ),
        (
            format!("<unit id='u'>{}</unit>", segment.replace("<segment>", "<segment state='final'>")),
            SkipReason::Protected,
        ),
        (
            format!(
                "<unit id='u' its:localeFilterList='fr, ja' xmlns:its='http://www.w3.org/2005/11/its'>{segment}</unit>"
            ),
            SkipReason::NotTranslatable,
        ),
        (
            format!(
                "<unit id='u' its:localeFilterList='de' its:localeFilterType='exclude' xmlns:its='http://www.w3.org/2005/11/its'>{segment}</unit>"
            ),
            SkipReason::NotTranslatable,
        ),
    ] {
        stays(&two("2.1", &format!("<!--P-->{unit}<!--/P-->{free}")), reason);
    }
    let file = two("2.0", &format!("<!--P--><unit id='u'>{segment}</unit><!--/P-->"))
        .replace("id=\"f1\"", "id=\"f1\" translate='no'");
    let file = file.replace("</file>", &format!("</file><file id='f2'>{free}</file>"));
    stays(&file, SkipReason::NotTranslatable);
}

#[test]
fn n16_text_under_a_protecting_mark_stays_in_a_segment_that_changes() {
    let older = "<mrk mtype=\"protected\">Marke</mrk>";
    let newer = "<mrk id=\"m\" translate=\"no\">Marke</mrk>";
    for file in [
        one(&format!(
            "<trans-unit id='1'><source>{older} a</source><target>{older} alt</target></trans-unit>"
        )),
        two(
            "2.0",
            &format!(
                "<unit id='u'><segment><source>{newer} a</source><target>{newer} alt</target></segment></unit>"
            ),
        ),
    ] {
        let answer =
            |text: &'static str| job_bytes(file.as_bytes(), MODES[0], move |_| Some(text.to_owned()));
        assert!(answer("[1]Marke[/1] neu").is_ok());
        assert!(answer("[1]Brand[/1] neu").is_err());
        assert!(answer("[1]neu[/1] Marke").is_err());
        assert!(answer("Marke neu").is_err());
    }
}

#[test]
fn n16_approval_is_no_lock_where_nearly_all_units_have_it() {
    let unit = |approved: bool| {
        let attribute = if approved { " approved='yes'" } else { "" };
        format!("<trans-unit id='1'{attribute}><source>a</source><target>alt</target></trans-unit>")
    };
    let skips = |approved: usize, others: usize| -> usize {
        let file = one(&(unit(true).repeat(approved) + &unit(false).repeat(others)));
        load(file.as_bytes()).unwrap().iter().filter(|segment| segment.skip.is_some()).count()
    };
    assert_eq!((skips(10, 0), skips(9, 1), skips(8, 2)), (0, 0, 8));
}
