//! What is written: targets in place, everything else as it was.

use super::{Edit, Error, OutputMode, load, one, replaced, revise, rewrite, told, two};
use crate::domain::integrity::{Frame, check as holds};
use crate::domain::text::{CodedText, Form, Part, Token};
use proptest::prelude::*;

/// Replaces the target of a unit with this content, and compares the content after.
fn check(content: &str, target: &str, expected: &str) {
    let file = |content: &str| {
        one(&format!("<trans-unit id=\"1\"><source>a</source><target>{content}</target></trans-unit>"))
    };
    assert_eq!(replaced(&file(content), 1, target).unwrap(), file(expected), "{content}");
}

#[test]
fn untouched_characters_keep_their_spelling() {
    check("A&#160;B &quot;c&quot; d&#x41;", "A\u{a0}B \"c\" eA", "A&#160;B &quot;c&quot; e&#x41;");
    check("a &gt; b", "a > b > c", "a &gt; b &gt; c");
    check("a > b", "a > c > d", "a > c > d");
    check("alt", "a & < b > \"c\" 'd'", "a &amp; &lt; b &gt; \"c\" 'd'");
    check("]] alt", "]]> neu", "]]&gt; neu");
    check("a\r\nb", "c\nd", "c\r\nd");
    check("a<!---->", "b", "b<!---->");
}

#[test]
fn cdata_stays_cdata() {
    check("<![CDATA[<b>x</b> & y]]>", "<b>z</b> & y]]>", "<![CDATA[<b>z</b> & y]]]]><![CDATA[>]]>");
    check("\n <![CDATA[a & b]]>\n", "\n a & c\n", "\n <![CDATA[a & c]]>\n");
    check("\n<![CDATA[a]]>\n", "\nx ]]> & y\n", "\n<![CDATA[x ]]]]><![CDATA[> & y]]>\n");
    check("\n  <![CDATA[alt]]>", "\n  ganz neu ]]> & gar", "\n  <![CDATA[ganz neu ]]]]><![CDATA[> & gar]]>");
    check("<![CDATA[a]]> &amp; b", "x & b", "<![CDATA[x]]> &amp; b");
}

#[test]
fn codes_keep_the_bytes_of_the_target() {
    let unit = |target: &str| {
        one(&format!(
            r#"<trans-unit id="1"><source><g id='1'>a</g> <x id="2"/><ph id="3">s</ph></source><target>{target}</target></trans-unit>"#
        ))
    };
    let file = unit(r#"<g  id="1" >A</g > <x id="2" equiv-text="&lt;b>"></x>"#);
    assert_eq!(
        replaced(&file, 1, "[3][1]B[/1] C[2]").unwrap(),
        unit(r#"<ph id="3">s</ph><g  id="1" >B</g > C<x id="2" equiv-text="&lt;b>"></x>"#)
    );
    let file = unit(r#"A <g id="1"/> b <x id="2"/><ph id="3">t</ph>"#);
    assert_eq!(
        replaced(&file, 1, "B [1][/1] b [2][3]").unwrap(),
        unit(r#"B <g id="1"/> b <x id="2"/><ph id="3">t</ph>"#)
    );
}

#[test]
fn a_lost_end_of_a_pair_comes_back_from_the_source() {
    let file = |target: &str| {
        one(&format!(
            r#"<trans-unit id="1"><source>a <bpt id="1">{{</bpt>b<ept id="1">}}</ept> c</source><target>{target}</target></trans-unit>"#
        ))
    };
    let broken = file(r#"A <bpt id="1">{</bpt>B C"#);
    let whole = file(r#"A <bpt id="1">{</bpt>B<ept id="1">}</ept> C"#);
    assert_eq!(replaced(&broken, 1, "A [1]B[2] C").unwrap(), whole);
    assert!(replaced(&broken, 1, "A [2]B[1] C").is_err());
}

#[test]
fn only_the_marks_that_change_change() {
    let file = |two: &str| {
        one(&format!(
            r#"<trans-unit id="1"><source>s</source><seg-source><mrk mtype="seg" mid="1">a</mrk> <mrk mtype="seg" mid="2">b</mrk></seg-source><target>x<mrk mtype="seg" mid="2">{two}</mrk>{}<mrk mtype="seg" mid="1">A</mrk></target></trans-unit>"#,
            "\u{a0}"
        ))
    };
    assert_eq!(replaced(&file("B"), 2, "C").unwrap(), file("C"));
}

#[test]
fn without_an_edit_the_output_is_the_input() {
    let text =
        one("<trans-unit id='1' ><source>ä</source><target  state = 'new'>Ä&#xE4;</target ></trans-unit>");
    let utf16 = |little: bool| -> Vec<u8> {
        let order = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.replace("UTF-8", "UTF-16").encode_utf16().flat_map(order).collect()
    };
    let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    for bytes in [
        text.clone().into_bytes(),
        marked(b"\xEF\xBB\xBF", text.replace('\n', "\r\n").into_bytes()),
        marked(b"\xFF\xFE", utf16(true)),
        marked(b"\xFE\xFF", utf16(false)),
        utf16(true),
        utf16(false),
    ] {
        for mode in [OutputMode::None, OutputMode::Translations, OutputMode::Full] {
            assert_eq!(rewrite(&bytes, mode, |_| Ok(None)).unwrap().0, bytes);
        }
        // A changed target is read again as it was meant.
        let (out, _) = rewrite(&bytes, OutputMode::None, |segment| {
            let target = CodedText::plain(&format!("{}…", segment.target));
            Ok(Some(Edit { target: Some(target), ..Edit::default() }))
        })
        .unwrap();
        assert_eq!(load(&out).unwrap().0[0].target.to_string(), "Ää…");
    }
}

#[test]
fn a_legacy_file_of_ascii_gets_references() {
    let file = one("<trans-unit id='1'><source>a</source><target>alt</target></trans-unit>")
        .replace("UTF-8", "us-ascii");
    assert!(replaced(&file, 1, "nöu").unwrap().contains("<target>n&#xF6;u</target>"));
    let file = file.replace("alt", "<![CDATA[alt]]>");
    assert!(replaced(&file, 1, "nöu").unwrap().contains("<target><![CDATA[n]]>&#xF6;<![CDATA[u]]></target>"));
}

#[test]
fn a_broken_target_is_never_written() {
    let file = one(
        "<trans-unit id='1'><source>a<x id='1'/></source><target>A<x id='1'/></target></trans-unit><trans-unit id='2'><source>b</source><target/></trans-unit>",
    );
    let refused = |number: u64, target: &str| match replaced(&file, number, target) {
        Err(Error::Integrity { segment, .. }) => segment == number,
        _ => false,
    };
    assert!(refused(1, "B"));
    assert!(refused(1, "B\u{1}[1]"));
    assert!(refused(2, "B"));
    assert!(!refused(1, "B[1]"));
}

#[test]
fn errors_of_the_caller_come_back() {
    let file = one("<trans-unit id='1'><source>a</source><target>A</target></trans-unit>");
    let stop = || Error::Integrity { segment: 99, message: String::new() };
    let answer = rewrite(file.as_bytes(), OutputMode::None, |_| Err(stop()));
    assert!(matches!(answer, Err(Error::Integrity { segment: 99, .. })));
}

#[test]
fn every_segment_of_version_2_is_written_in_place() {
    let file = two(
        "2.2",
        r#"<unit id="u"><segment><source>a</source><target>alt</target></segment><ignorable><source> </source><target> </target></ignorable><segment state="final"><source>b</source><target>alt</target></segment><segment><source>c <pc id="1">d</pc></source><target><pc id="1">alt</pc></target></segment></unit>"#,
    );
    let (out, written) = rewrite(file.as_bytes(), OutputMode::None, revise).unwrap();
    assert_eq!(written.changed, 2);
    let out = String::from_utf8(out).unwrap();
    assert_eq!(told(&out), ["u/: a → neu", "u/: b → alt (protected)", "u/: c [1]d[/1] → [1]neu[/1]"]);
    assert_eq!(out.replace("neu", "alt"), file);
}

proptest! {
    /// Whatever order of parts the predicate allows survives writing and reading again.
    #[test]
    fn an_allowed_order_survives(order in Just((0..9_usize).collect::<Vec<_>>()).prop_shuffle(), words in prop::collection::vec("[a-zäé&<>\"'\\]]{1,4}", 9)) {
        let file = one(r#"<trans-unit id="1"><source>a <g id="1">b <x id="2"/></g><bpt id="3">{</bpt>c<ept id="3">}</ept><ph id="4"/></source><target>A&#160;<g id="1">B <x id="2"/></g><bpt id="3">{</bpt>C<ept id="3">}</ept><ph id="4"/> e</target></trans-unit>"#);
        let tokens = [(1, Form::Open), (2, Form::Alone), (1, Form::Close), (3, Form::Open), (3, Form::Close), (4, Form::Alone)];
        let mut target = CodedText::default();
        for (at, word) in order.iter().zip(&words) {
            if let Some((number, form)) = tokens.get(*at) {
                target.push(Part::Token(Token { number: *number, form: *form }));
            }
            target.push_text(word);
        }
        let mut allowed = false;
        let (out, _) = rewrite(file.as_bytes(), OutputMode::None, |segment| {
            let frame = Frame::of(segment, false);
            allowed = holds(&frame, &target).is_ok();
            Ok(allowed.then(|| Edit { target: Some(target.clone()), ..Edit::default() }))
        }).unwrap();
        if allowed {
            prop_assert_eq!(&load(&out).unwrap().0[0].target, &target);
        } else {
            prop_assert_eq!(out, file.into_bytes());
        }
    }

    /// Any text is written and read again as it is.
    #[test]
    fn any_text_survives(text in "\\PC{1,12}", cdata in any::<bool>()) {
        let old = if cdata { "<![CDATA[alt &gt;]]>" } else { "alt &gt; &#228;" };
        let file = one(&format!("<trans-unit id='1'><source>a</source><target>{old}</target></trans-unit>"));
        let target = CodedText::plain(&text);
        let (out, written) = rewrite(file.as_bytes(), OutputMode::None, |segment| {
            let frame = Frame::of(segment, false);
            Ok(holds(&frame, &target).is_ok().then(|| Edit { target: Some(target.clone()), ..Edit::default() }))
        }).unwrap();
        if written.changed == 1 {
            prop_assert_eq!(&load(&out).unwrap().0[0].target, &target);
        }
    }
}
