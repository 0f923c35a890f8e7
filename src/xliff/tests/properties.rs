//! The promises on documents that are made up valid: every version, structure, code and spelling.
//!
//! Unlike the bytes of a fuzzer these come with knowledge of what is what: where each target lies
//! and which bytes are none.

use super::promises::{MODES, Random, choose, compare, load, reads, rewrite, writes};
use crate::domain::text::CodedText;
use crate::xliff::Limits;
use proptest::prelude::*;
use proptest::sample::select;
use std::io::Cursor;

/// A document in pieces: what surrounds targets and the targets in turn, beginning and ending with
/// what surrounds.
#[derive(Debug, Clone)]
struct Document {
    pieces: Vec<String>,
    spelling: Spelling,
}

/// How the characters of a document become bytes.
#[derive(Debug, Clone, Copy)]
struct Spelling {
    crlf: bool,
    encoding: Encoding,
}

#[derive(Debug, Clone, Copy)]
enum Encoding {
    Utf8,
    Utf8Marked,
    Utf16 { little: bool },
}

impl Document {
    fn text(&self) -> String {
        let text = self.pieces.concat();
        if self.spelling.crlf { text.replace('\n', "\r\n") } else { text }
    }

    fn bytes(&self) -> Vec<u8> {
        let text = self.text();
        match self.spelling.encoding {
            Encoding::Utf8 => text.into_bytes(),
            Encoding::Utf8Marked => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            Encoding::Utf16 { little } => {
                let order = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
                std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(order).collect()
            }
        }
    }

    /// The characters again.
    fn decoded(&self, bytes: &[u8]) -> String {
        match self.spelling.encoding {
            Encoding::Utf8 => String::from_utf8(bytes.to_vec()).unwrap(),
            Encoding::Utf8Marked => String::from_utf8(bytes[3..].to_vec()).unwrap(),
            Encoding::Utf16 { little } => {
                let units = bytes[2..].as_chunks::<2>().0.iter();
                let order = |unit: &[u8; 2]| {
                    if little { u16::from_le_bytes(*unit) } else { u16::from_be_bytes(*unit) }
                };
                String::from_utf16(&units.map(order).collect::<Vec<_>>()).unwrap()
            }
        }
    }
}

/// A run of text as a file spells it.
fn run() -> impl Strategy<Value = String> {
    select(vec![
        "old",
        "Älter ",
        " ",
        "\n  ",
        "&amp;",
        "&lt;b&gt;",
        "&#160;",
        "&#x41;",
        "&quot;",
        "%s",
        "{0}",
        ">",
        "<![CDATA[<i>c</i> & d]]>",
        "<![CDATA[]]>",
        "日本語。",
        "e\u{301}",
        "\u{a0}",
        "]]a",
        "\"",
        "'",
        "😀",
        "a\tb",
        "⟦1⟧",
        "12,5 %",
    ])
    .prop_map(str::to_owned)
}

/// Content of a source, numbered so that no id occurs twice; `$` becomes the number.
fn content(codes: Vec<&'static str>) -> impl Strategy<Value = String> {
    let piece = prop_oneof![3 => run(), 2 => select(codes).prop_map(str::to_owned)];
    (prop::collection::vec((piece, run()), 1..5), run()).prop_map(|(pieces, last)| {
        let mut text = String::new();
        for (number, (piece, run)) in pieces.into_iter().enumerate() {
            text += &piece.replace('$', &(number + 1).to_string());
            text += &run;
        }
        text + &last
    })
}

/// The codes of XLIFF 1.2.
fn codes_of_one() -> Vec<&'static str> {
    vec![
        r#"<x id="$"/>"#,
        r#"<x id='$' equiv-text="&lt;br>"></x>"#,
        r#"<g id="$">text</g>"#,
        r#"<g id="$"/>"#,
        r#"<g id="$"><g id="in$">a</g> b</g >"#,
        r#"<ph id="$">%s</ph>"#,
        r#"<ph id="$"><sub>words of an attribute</sub></ph>"#,
        r#"<bpt id="$" rid="r$">&lt;b&gt;</bpt>bold<ept id="e$" rid="r$">&lt;/b&gt;</ept>"#,
        r#"<bpt id="$">{</bpt>and <x id="x$"/><ept id="$">}</ept>"#,
        r#"<bx id="$"/>over<g id="g$"> lap<ex id="$"/>ped</g>"#,
        r#"<it id="$" pos="open">&lt;i&gt;</it>"#,
        r#"<mrk mtype="protected">Product</mrk>"#,
        r#"<mrk mtype="term" comment="a > b">term</mrk>"#,
    ]
}

/// The codes of XLIFF 2.
fn codes_of_two() -> Vec<&'static str> {
    vec![
        r#"<ph id="$"/>"#,
        r#"<ph id="$" equiv="a>b" dataRef="d1" />"#,
        r#"<pc id="$">text</pc>"#,
        r#"<pc id="$" dataRefStart="d1" dataRefEnd="d2"><pc id="in$">a</pc> b</pc>"#,
        r#"<sc id="$"/>bold<ec startRef="$"/>"#,
        r#"<sc id="$" isolated="yes"/>"#,
        r#"<ec id="$" isolated="yes"/>"#,
        r#"<cp hex="001F"/>"#,
        r#"<mrk id="$" translate="no">Product</mrk>"#,
        r#"<mrk id="$" type="term">term</mrk>"#,
        r#"<sm id="$" type="comment" value="v"/>said<em startRef="$"/>"#,
        r#"<ph id="$" canReorder="firstNo" canCopy="no" canDelete="no"/><ph id="b$" canReorder="no" canCopy="no" canDelete="no"/>"#,
    ]
}

/// Of one source the target: the same, or with other words, or something of its own.
fn target(source: String, own: String, how: usize) -> String {
    match how {
        0 => own,
        1 => source.replace("old", "alt").replace("text", "Text"),
        2 => format!("<!-- c -->{source}<?p i?>"),
        _ => source,
    }
}

fn pair(codes: Vec<&'static str>) -> impl Strategy<Value = (String, String)> {
    (content(codes.clone()), content(codes), 0..5_usize)
        .prop_map(|(source, own, how)| (source.clone(), target(source, own, how)))
}

/// The units of one `<file>`, as pieces.
type Pieces = Vec<String>;

/// A `trans-unit`: one segment, or two marks with a text between them.
fn unit_of_one() -> impl Strategy<Value = Pieces> {
    let extra = select(vec![
        "",
        "\n<note>A &amp; B</note>",
        "<!-- target -->",
        "<alt-trans><source>old</source><target>other <x id=\"1\"/></target></alt-trans>",
        "<note from=\"dev\">&lt;target&gt;</note><x:y xmlns:x=\"urn:x\"><x:target>foreign</x:target></x:y>",
    ]);
    let head = select(vec![
        "<trans-unit id=\"u\">",
        "<trans-unit id='u' approved='yes'>",
        "<trans-unit id=\"u\" translate=\"no\">",
        "<trans-unit id=\"u\" resname=\"a.b\" maxwidth=\"400\" size-unit=\"char\"\n  xml:space=\"preserve\">",
    ]);
    let tag = select(vec![
        "<target>",
        "<target state='translated'>",
        "<target xml:lang=\"de\" >",
        "<target state=\"final\">",
    ]);
    let codes = codes_of_one;
    (pair(codes()), pair(codes()), head, tag, extra, any::<bool>()).prop_map(
        |((source, target), (second, other), head, tag, extra, marked)| {
            let mark = |mid: u32, inner: &str| format!("<mrk mtype=\"seg\" mid=\"{mid}\">{inner}</mrk>");
            if !marked {
                return vec![format!("{head}<source>{source}</source>{tag}"), target, format!("</target>{extra}</trans-unit>")];
            }
            // Target-side order may differ from that of the source.
            let (one, two) = (mark(1, &source), mark(2, &second));
            vec![
                format!("{head}<source>{source}{second}</source>\n<seg-source>{one} {two}</seg-source>{tag}x<mrk mid='2' mtype='seg'>"),
                other,
                "</mrk>\u{a0}<mrk mtype=\"seg\" mid=\"1\">".to_owned(),
                target,
                format!("</mrk></target>{extra}</trans-unit>"),
            ]
        },
    )
}

/// A `unit` of two segments with an `ignorable` between them.
fn unit_of_two() -> impl Strategy<Value = Pieces> {
    let data = "<originalData><data id=\"d1\">&lt;b></data><data id=\"d2\">&lt;/b></data></originalData>";
    let notes = select(vec!["", "<notes><note>A &amp; B</note></notes>", "<!-- target -->\n"]);
    let segment =
        select(vec!["<segment>", "<segment id=\"s1\" state=\"translated\">", "<segment state='final'>"]);
    let codes = codes_of_two;
    (pair(codes()), pair(codes()), notes, segment).prop_map(
        move |((source, target), (second, other), notes, segment)| {
            // Ids are unique in the unit.
            let second = second.replace("id=\"", "id=\"z").replace("startRef=\"", "startRef=\"z");
            let other = other.replace("id=\"", "id=\"z").replace("startRef=\"", "startRef=\"z");
            vec![
                format!("<unit id=\"u\">{notes}{data}{segment}<source>{source}</source><target>"),
                target,
                format!("</target></segment><ignorable><source> </source><target> </target></ignorable><segment><source>{second}</source><target>"),
                other,
                "</target></segment></unit>".to_owned(),
            ]
        },
    )
}

/// One or two files of units, some of them in a group.
fn document() -> impl Strategy<Value = Document> {
    let spelling = (
        any::<bool>(),
        select(vec![
            Encoding::Utf8,
            Encoding::Utf8,
            Encoding::Utf8,
            Encoding::Utf8Marked,
            Encoding::Utf16 { little: true },
            Encoding::Utf16 { little: false },
        ]),
    );
    let one = (select(vec!["1.2", "1.1", "1.0"]), files(unit_of_one().boxed())).prop_map(|(version, files)| {
        let ns = if version == "1.0" { String::new() } else { format!(" xmlns='urn:oasis:names:tc:xliff:document:{version}'") };
        let root = format!("<xliff version=\"{version}\"{ns}>");
        let file = "<file original='a.txt' source-language=\"en\" target-language=\"de\" datatype=\"plaintext\"><header/>\n<body>";
        whole(&root, file, "</body></file>", files)
    });
    let two = (select(vec![("2.0", "2.0"), ("2.1", "2.0"), ("2.2", "2.2")]), files(unit_of_two().boxed())).prop_map(|((version, ns), files)| {
        let root = format!("<xliff version=\"{version}\" xmlns=\"urn:oasis:names:tc:xliff:document:{ns}\" srcLang=\"en\" trgLang=\"de\">");
        whole(&root, "<file id=\"f\">", "</file>", files)
    });
    (prop_oneof![one, two], spelling)
        .prop_map(|(pieces, (crlf, encoding))| Document { pieces, spelling: Spelling { crlf, encoding } })
}

fn files(unit: BoxedStrategy<Pieces>) -> impl Strategy<Value = Vec<Vec<(Pieces, bool)>>> {
    prop::collection::vec(prop::collection::vec((unit, any::<bool>()), 1..3), 1..3)
}

fn whole(root: &str, open: &str, close: &str, files: Vec<Vec<(Pieces, bool)>>) -> Pieces {
    let mut pieces = vec![format!("<?xml version=\"1.0\"?>\n{root}\n")];
    let mut number = 0;
    for (at, units) in files.into_iter().enumerate() {
        push(&mut pieces, &open.replace("id=\"f\"", &format!("id=\"f{at}\"")));
        for (unit, grouped) in units {
            number += 1;
            push(&mut pieces, if grouped { "<group id=\"g\">\n  " } else { "\n" });
            let mut unit = unit.into_iter();
            let first = unit.next().unwrap_or_default();
            push(&mut pieces, &first.replacen("\"u\"", &format!("\"u{number}\""), 1));
            pieces.extend(unit);
            push(&mut pieces, if grouped { "</group>" } else { "" });
        }
        push(&mut pieces, close);
    }
    push(&mut pieces, "</xliff>");
    pieces
}

/// Goes on with what surrounds targets.
fn push(pieces: &mut Pieces, text: &str) {
    if let Some(last) = pieces.last_mut() {
        last.push_str(text);
    }
}

proptest! {
    /// Reading and writing keep what `promises` says, with random edits in every mode.
    #[test]
    fn the_promises_hold(document in document()) {
        let bytes = document.bytes();
        prop_assert!(load(Cursor::new(&bytes), &Limits::default()).is_ok(), "{}", document.text());
        reads(&bytes);
        writes(&bytes);
    }

    /// Whatever targets change, every byte between targets stays.
    #[test]
    fn what_is_no_target_stays(document in document(), seed in any::<u64>()) {
        let bytes = document.bytes();
        let (segments, _) = load(Cursor::new(&bytes), &Limits::default()).unwrap();
        let targets = choose(&segments, 7, &mut Random(seed));
        let output = rewrite(&bytes, MODES[0], &targets).unwrap();
        let text = document.decoded(&output);
        let mut rest = text.as_str();
        for (at, piece) in document.pieces.iter().enumerate().step_by(2) {
            let piece = if document.spelling.crlf { piece.replace('\n', "\r\n") } else { piece.clone() };
            let found = rest.find(&piece);
            prop_assert!(found.is_some() && (at > 0 || found == Some(0)), "piece {at} of {text}");
            rest = &rest[found.unwrap() + piece.len()..];
        }
        prop_assert_eq!(rest, "");
    }

    /// The mode decides what is written beside the targets, never a target.
    #[test]
    fn modes_agree_on_the_targets(document in document(), seed in any::<u64>()) {
        let bytes = document.bytes();
        let (segments, _) = load(Cursor::new(&bytes), &Limits::default()).unwrap();
        let targets = choose(&segments, 7, &mut Random(seed));
        let mut told: Vec<Vec<CodedText>> = Vec::new();
        for mode in MODES {
            let output = rewrite(&bytes, mode, &targets).unwrap();
            let (after, _) = load(Cursor::new(&output), &Limits::default()).unwrap();
            compare(&segments, &after, &targets, mode);
            told.push(after.into_iter().map(|segment| segment.target).collect());
        }
        prop_assert_eq!(&told[0], &told[1]);
        prop_assert_eq!(&told[0], &told[2]);
    }
}

/// The files a fuzzer begins with, so that the promises are asked of them without a fuzzer, too.
#[test]
fn the_seeds_of_the_fuzzer_keep_the_promises() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        reads(&bytes);
        writes(&bytes);
        count += 1;
    }
    assert!(count >= 20, "{count} seeds");
}
