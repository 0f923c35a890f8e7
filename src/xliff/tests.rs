//! Promises of the engine on small files, through `read` and `write` alone.

mod apart;
mod claims;
mod codes;
mod dialects;
mod encodings;
mod errors;
mod history;
mod hostile;
mod modules;
mod oracle;
mod problems;
mod promises;
mod properties;
mod protection;
mod reading;
mod sizes;
mod spelling;
mod stale;
mod state;
mod storage;
mod streaming;
mod usual;
mod versions;
mod writing;

use super::window::Sizes;
use super::write::write_in;
use super::{Edit, Error, Limits, Version, WriteOptions, Written, read, read_in};
use crate::domain::file::XliffSummary;
use crate::domain::job::{OutputMode, StatePolicy};
use crate::domain::segment::Segment;
use crate::domain::text::CodedText;
use std::io::Cursor;

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

/// Windows that nothing fits into, or little: what is read must not depend on them.
const WINDOWS: [usize; 3] = [8, 64, 1000];

fn sizes(window: usize) -> Sizes {
    Sizes { window, apart: usize::MAX, ..Sizes::default() }
}

/// Reads with every window; all must tell the same.
fn load(bytes: &[u8]) -> Result<(Vec<Segment>, XliffSummary), Error> {
    let with = |sizes: Sizes| {
        let mut segments = Vec::new();
        let summary = read_in(Cursor::new(bytes), &Limits::default(), sizes, |segment| {
            segments.push(segment);
            Ok::<(), Error>(())
        })?;
        Ok((segments, summary))
    };
    let whole = with(Sizes { apart: usize::MAX, ..Sizes::default() });
    for window in if bytes.len() < 100_000 { &WINDOWS[..] } else { &WINDOWS[2..] } {
        assert_eq!(shown_result(&with(sizes(*window))), shown_result(&whole), "window {window}");
    }
    for window in [1000, 100_000] {
        let apart = Sizes { apart: 0, ..sizes(window) };
        assert_eq!(shown_result(&with(apart)), shown_result(&whole), "two threads, window {window}");
    }
    whole
}

fn shown_result<T: std::fmt::Debug>(result: &Result<T, Error>) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(error) => error.to_string(),
    }
}

fn segments(file: &str) -> Vec<Segment> {
    load(file.as_bytes()).unwrap().0
}

/// `unit/segment: source → target (skip)`, codes as `[1]`.
fn told(file: &str) -> Vec<String> {
    let show = |text: &CodedText| text.to_string().replace('⟦', "[").replace('⟧', "]");
    let line = |segment: &Segment| {
        let skip = segment.skip.map(|reason| format!(" ({reason})")).unwrap_or_default();
        let (id, source, target) = (&segment.id, show(&segment.source), show(&segment.target));
        format!("{}/{}: {source} → {target}{skip}", id.unit, id.segment)
    };
    segments(file).iter().map(line).collect()
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

/// Writes with every window; all must write the same.
fn rewrite(
    bytes: &[u8],
    mode: OutputMode,
    mut edit: impl FnMut(&Segment) -> Result<Option<Edit>, Error> + Send,
) -> Result<(Vec<u8>, Written), Error> {
    let mut with = |sizes: Sizes| {
        let mut out = Vec::new();
        let (limits, options) = (Limits::default(), options(mode));
        let written = write_in(Cursor::new(bytes), &mut out, &limits, &options, sizes, &mut edit)?;
        assert_eq!(written.bytes, out.len() as u64);
        Ok((out, written))
    };
    let whole = with(Sizes { apart: usize::MAX, ..Sizes::default() });
    for window in if bytes.len() < 100_000 { &WINDOWS[..] } else { &WINDOWS[2..] } {
        assert_eq!(shown_result(&with(sizes(*window))), shown_result(&whole), "window {window}");
    }
    for window in [1000, 100_000] {
        let apart = Sizes { apart: 0, ..sizes(window) };
        assert_eq!(shown_result(&with(apart)), shown_result(&whole), "two threads, window {window}");
    }
    whole
}

/// The file with the target of its segment `number` replaced; codes are written `[1]`.
fn replaced(file: &str, number: u64, target: &str) -> Result<String, Error> {
    let (out, written) = rewrite(file.as_bytes(), OutputMode::None, |segment| {
        Ok((segment.id.number == number)
            .then(|| Edit { target: Some(shown(segment, target)), ..Edit::default() }))
    })?;
    assert_eq!(written.bytes, out.len() as u64);
    Ok(String::from_utf8(out).unwrap())
}

fn shown(segment: &Segment, text: &str) -> CodedText {
    if !text.contains('[') {
        return CodedText::plain(text);
    }
    CodedText::parse(&text.replace('[', "⟦").replace(']', "⟧"), &segment.codes).unwrap()
}

/// One revision of every segment that may be touched: "alt" becomes "neu".
fn revise(segment: &Segment) -> Result<Option<Edit>, Error> {
    if segment.skip.is_some() {
        return Ok(None);
    }
    let target =
        shown(segment, &segment.target.to_string().replace("alt", "neu").replace('⟦', "[").replace('⟧', "]"));
    let version = Version {
        round: 0,
        target: segment.target.clone(),
        note: Some("too <old> & dusty".to_owned()),
        issues: Vec::new(),
    };
    Ok(Some(Edit {
        target: Some(target),
        versions: vec![version],
        note: Some("fresh".to_owned()),
        stale: None,
    }))
}
