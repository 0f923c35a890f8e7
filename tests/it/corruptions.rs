//! The 25 most common ways tools corrupt XLIFF, each on a small file, through `read` and `write` alone.
//!
//! The numbers are those of the list this project keeps (`docs/xliff.md`): what tools of the trade
//! were reported to do to files. Nothing here knows how the engine works inside.

mod codes;
mod identity;
mod next;
mod protection;
mod spelling;
mod structure;

use quick_xml::events::Event;
use refineloop::domain::job::{OutputMode, StatePolicy};
use refineloop::domain::segment::Segment;
use refineloop::domain::text::CodedText;
use refineloop::xliff::{Edit, Error, Limits, Version, WriteOptions, read, write};
use std::io::Cursor;

const MODES: [OutputMode; 3] = [OutputMode::None, OutputMode::Translations, OutputMode::Full];

/// An XLIFF 1.2 file around units.
fn one(units: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n<file original=\"a.txt\" source-language=\"en\" target-language=\"de\" datatype=\"plaintext\"><body>\n{units}\n</body></file></xliff>\n"
    )
}

/// An XLIFF 2 file around units.
fn two(version: &str, units: &str) -> String {
    let ns = if version == "2.2" { "2.2" } else { "2.0" };
    format!(
        "<xliff version=\"{version}\" xmlns=\"urn:oasis:names:tc:xliff:document:{ns}\" srcLang=\"en\" trgLang=\"de\">\n<file id=\"f1\">{units}</file></xliff>"
    )
}

/// A unit of one segment.
fn unit(target: &str) -> String {
    format!("<trans-unit id=\"1\"><source>a</source>{target}</trans-unit>")
}

fn load(bytes: &[u8]) -> Result<Vec<Segment>, Error> {
    let mut segments = Vec::new();
    read(Cursor::new(bytes), &Limits::default(), |segment| {
        segments.push(segment);
        Ok::<(), Error>(())
    })?;
    Ok(segments)
}

/// The targets of a file, codes shown as `[1]`.
fn targets(file: &str) -> Vec<String> {
    load(file.as_bytes()).unwrap().iter().map(|segment| shown(&segment.target)).collect()
}

/// A text whose codes are shown as `[1]`; without them any bracket is a bracket.
fn coded(segment: &Segment, text: &str) -> CodedText {
    if !text.contains('[') {
        return CodedText::plain(text);
    }
    CodedText::parse(&text.replace('[', "⟦").replace(']', "⟧"), &segment.codes).unwrap()
}

fn shown(text: &CodedText) -> String {
    text.to_string().replace('⟦', "[").replace('⟧', "]")
}

fn options(output_mode: OutputMode) -> WriteOptions {
    WriteOptions {
        output_mode,
        note_language: None,
        note_language_of: |tag| tag,
        date: "2026-11-23T10:00:00Z".parse().unwrap(),
        model: "builtin/rules".to_owned(),
        tool_version: "1".to_owned(),
        state_policy: StatePolicy::Keep,
        permissive_codes: false,
    }
}

/// A job on a file: `model` answers with the new target of each segment that may be touched.
fn job_bytes(
    file: &[u8],
    mode: OutputMode,
    mut model: impl FnMut(&Segment) -> Option<String> + Send,
) -> Result<(Vec<u8>, u64), Error> {
    let mut out = Vec::new();
    let written = write(Cursor::new(file), &mut out, &Limits::default(), &options(mode), |segment| {
        let answer = if segment.skip.is_none() { model(segment) } else { None };
        Ok::<_, Error>(answer.map(|text| {
            let target = coded(segment, &text);
            let note = Some("why".to_owned());
            let original = Version {
                round: 0,
                target: segment.target.clone(),
                note: note.clone(),
                ..Version::default()
            };
            Edit { target: Some(target), versions: vec![original], note, stale: None }
        }))
    })?;
    assert_eq!(written.bytes, out.len() as u64);
    Ok((out, written.changed))
}

fn job(file: &str, mode: OutputMode, model: impl FnMut(&Segment) -> Option<String> + Send) -> String {
    String::from_utf8(job_bytes(file.as_bytes(), mode, model).unwrap().0).unwrap()
}

/// The model of most tests: every "alt" becomes "neu".
fn renew(segment: &Segment) -> Option<String> {
    Some(shown(&segment.target).replace("alt", "neu"))
}

/// Names and values, in order.
type Attributes = Vec<(String, String)>;

/// Each element of a file: its depth, its name as written, its attributes.
fn outline(file: &str) -> Vec<(usize, String, Attributes)> {
    let mut reader = quick_xml::Reader::from_str(file);
    let (mut depth, mut found) = (0, Vec::new());
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let attributes = tag.attributes().map(Result::unwrap);
                let attributes =
                    attributes.map(|one| (one.key.as_ref().to_owned(), one.value.to_string())).collect();
                found.push((depth, tag.name().as_ref().to_owned(), attributes));
                depth += usize::from(matches!(event, Event::Start(_)));
            }
            Event::End(_) => depth -= 1,
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// The children of the first element of this name, in order.
fn children(file: &str, name: &str) -> Vec<String> {
    let outline = outline(file);
    let at = outline.iter().position(|(_, found, _)| found == name).unwrap();
    let depth = outline[at].0;
    let inside = outline[at + 1..].iter().take_while(|(below, _, _)| *below > depth);
    inside.filter(|(below, _, _)| *below == depth + 1).map(|(_, name, _)| name.clone()).collect()
}
