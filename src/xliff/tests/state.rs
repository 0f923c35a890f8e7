//! What the attributes of state say after a change, by policy, version and dialect.

use super::{Edit, Error, Limits, OutputMode, Segment, StatePolicy, WriteOptions, one, options, shown, two};
use crate::xliff::write;
use std::io::Cursor;

/// What `file` becomes when every segment whose target holds "alt" is refined, protected ones too.
fn refined(file: &str, state_policy: StatePolicy) -> String {
    let edit = |segment: &Segment| -> Result<Option<Edit>, Error> {
        let target = segment.target.to_string();
        Ok(target
            .contains("alt")
            .then(|| Edit { target: Some(shown(segment, &target.replace("alt", "neu"))), ..Edit::default() }))
    };
    let mut out = Vec::new();
    let options = WriteOptions { state_policy, ..options(OutputMode::None) };
    write(Cursor::new(file.as_bytes()), &mut out, &Limits::default(), &options, edit).unwrap();
    String::from_utf8(out).unwrap()
}

/// The file, and what becomes of it with `review` and with `machine`; `keep` changes targets alone.
fn check(file: &str, review: &str, machine: &str) {
    assert_eq!(refined(file, StatePolicy::Keep), file.replace("alt", "neu"));
    assert_eq!(refined(file, StatePolicy::Review), review.replace("alt", "neu"), "review of {file}");
    assert_eq!(refined(file, StatePolicy::Machine), machine.replace("alt", "neu"), "machine of {file}");
    let calm = file.replace("alt", "ruhig");
    assert_eq!(refined(&calm, StatePolicy::Review), calm, "what is not changed keeps its state");
}

fn inner(unit: &str, target: &str) -> String {
    format!("<trans-unit id=\"1\"{unit}><source>a</source><target{target}>alt</target></trans-unit>")
}

/// A file of 1.2 whose unit has these attributes, and its target those.
fn unit(unit: &str, target: &str) -> String {
    one(&inner(unit, target))
}

#[test]
fn version_1_says_needs_review() {
    let wanted = "needs-review-translation";
    let (review, machine) =
        (format!(" state=\"{wanted}\""), format!(" state=\"{wanted}\" state-qualifier=\"leveraged-mt\""));
    check(&unit("", ""), &unit("", &review), &unit("", &machine));
    check(
        &unit("", " xml:lang='de'  state = 'translated' "),
        &unit("", &format!(" xml:lang='de'  state = '{wanted}' ")),
        &unit("", &format!(" xml:lang='de'  state = '{wanted}' state-qualifier=\"leveraged-mt\" ")),
    );
    check(
        &unit("", r#" state="final" state-qualifier="exact-match""#),
        &unit("", &format!(r#" state="{wanted}" state-qualifier="exact-match""#)),
        &unit("", &machine),
    );
}

#[test]
fn version_1_takes_an_approval_back_that_protected() {
    let wanted = " state=\"needs-review-translation\"";
    // A second unit without approval makes approval tell something.
    let file = |approved: &str, target: &str| {
        let second = "<trans-unit id=\"2\"><source>b</source><target>c</target></trans-unit>\n</body>";
        unit(&format!(" approved=\"{approved}\""), target).replace("</body>", second)
    };
    let machine = format!("{wanted} state-qualifier=\"leveraged-mt\"");
    check(&file("yes", ""), &file("no", wanted), &file("no", &machine));
    check(&file("no", ""), &file("no", wanted), &file("no", &machine));
    // Where nearly all units are approved, approval protects nothing and stays.
    check(
        &unit(" approved=\"yes\"", ""),
        &unit(" approved=\"yes\"", wanted),
        &unit(" approved=\"yes\"", &machine),
    );
    let typo3 = |file: String| file.replace("original=\"a.txt\"", "original=\"EXT:a\" product-name=\"a\"");
    check(&typo3(file("yes", "")), &typo3(file("yes", wanted)), &typo3(file("yes", &machine)));
}

#[test]
fn version_1_0_has_no_qualifiers() {
    let old = |file: String| file.replace("1.2", "1.0");
    let review = old(unit("", " state=\"needs-review-translation\""));
    check(&old(unit("", "")), &review, &review);
}

#[test]
fn a_segmented_target_has_one_state() {
    let file = |target: &str, second: &str| {
        one(&format!(
            r#"<trans-unit id="1"><source>s</source><seg-source><mrk mtype="seg" mid="1">a</mrk><mrk mtype="seg" mid="2">b</mrk></seg-source><target{target}><mrk mtype="seg" mid="1">A</mrk><mrk mtype="seg" mid="2">{second}</mrk></target></trans-unit>"#
        ))
    };
    let wanted = " state=\"needs-review-translation\"";
    check(
        &file("", "alt"),
        &file(wanted, "alt"),
        &file(&format!("{wanted} state-qualifier=\"leveraged-mt\""), "alt"),
    );
}

#[test]
fn version_2_renews_the_sub_state_with_the_state() {
    let file = |state: &str| {
        two(
            "2.1",
            &format!(
                "<unit id=\"u\"><segment{state}><source>a</source><target>alt</target></segment><segment state=\"final\"><source>b</source><target>B</target></segment></unit>"
            ),
        )
    };
    let table = [
        (
            "",
            " state=\"translated\" subState=\"refineloop:refined\"",
            " state=\"initial\" subState=\"refineloop:machine\"",
        ),
        (
            " state=\"initial\"",
            " state=\"translated\" subState=\"refineloop:refined\"",
            " state=\"initial\" subState=\"refineloop:machine\"",
        ),
        (
            " id=\"s\" state=\"final\" subState=\"x:y\" canResegment=\"no\"",
            " id=\"s\" state=\"translated\" subState=\"refineloop:refined\" canResegment=\"no\"",
            " id=\"s\" state=\"translated\" subState=\"refineloop:machine\" canResegment=\"no\"",
        ),
        (
            " state='reviewed'",
            " state='translated' subState=\"refineloop:refined\"",
            " state='translated' subState=\"refineloop:machine\"",
        ),
    ];
    for (before, review, machine) in table {
        check(&file(before), &file(review), &file(machine));
    }
}

#[test]
fn vendors_keep_states_in_words_of_their_own() {
    let vendor = |uri: &str, prefix: &str, units: &str| {
        one(units).replace("<xliff ", &format!("<xliff xmlns:{prefix}=\"{uri}\" "))
    };
    let sdl = |first: &str, second: &str| {
        vendor(
            "http://sdl.com/FileTypes/SdlXliff/1.0",
            "sdl",
            &format!(
                r#"<trans-unit id="1"><source>s</source><seg-source><mrk mtype="seg" mid="1">a</mrk><mrk mtype="seg" mid="2">b</mrk></seg-source><target><mrk mtype="seg" mid="1">alt</mrk><mrk mtype="seg" mid="2">B</mrk></target><sdl:seg-defs><sdl:seg id="1"{first}/><sdl:seg id="2"{second}/></sdl:seg-defs></trans-unit>"#
            ),
        )
    };
    let done = " conf=\"Translated\"";
    check(&sdl("", done), &sdl(" conf=\"Draft\"", done), &sdl(" conf=\"Draft\" origin=\"mt\"", done));
    check(
        &sdl(" conf=\"ApprovedSignOff\" origin=\"tm\" percent=\"99\"", done),
        &sdl(" conf=\"Draft\" origin=\"tm\" percent=\"99\"", done),
        &sdl(" conf=\"Draft\" origin=\"tm\" percent=\"99\"", done),
    );
    let memoq = |attributes: &str| vendor("MQXliff", "mq", &inner(attributes, ""));
    let hash = " mq:hash=\"h\"";
    check(
        &memoq(&format!(" mq:status=\"NotStarted\"{hash}")),
        &memoq(&format!(" mq:status=\"PartiallyEdited\"{hash}")),
        &memoq(&format!(" mq:status=\"MachineTranslated\"{hash}")),
    );
    check(
        &memoq(hash),
        &memoq(&format!("{hash} mq:status=\"PartiallyEdited\"")),
        &memoq(&format!("{hash} mq:status=\"MachineTranslated\"")),
    );
    check(&memoq(""), &memoq(""), &memoq(""));
    let phrase = |attributes: &str| vendor("http://www.memsource.com/mxlf/2.0", "m", &inner(attributes, ""));
    check(
        &phrase(" m:confirmed=\"1\" m:level-edited=\"false\" m:trans-origin=\"null\""),
        &phrase(" m:confirmed=\"1\" m:level-edited=\"true\" m:trans-origin=\"null\""),
        &phrase(" m:confirmed=\"1\" m:level-edited=\"false\" m:trans-origin=\"mt\""),
    );
    let txlf = vendor(
        "http://www.gs4tr.org/schema/xliff-ext",
        "gs4tr",
        &inner(" gs4tr:editStatus=\"x\"", " state=\"final\""),
    );
    check(&txlf, &txlf, &txlf);
    let xcode = unit("", "").replace(
        "<body>",
        "<header><tool tool-id=\"com.apple.dt.xcode\" tool-name=\"Xcode\"/></header><body>",
    );
    let xcode = xcode.replace("original=\"a.txt\"", "original=\"a.txt\" tool-id=\"com.apple.dt.xcode\"");
    check(&xcode, &xcode, &xcode);
}
