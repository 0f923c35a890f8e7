//! The engine as the measurements call it: read, and write with every target changed.

use quick_xml::events::Event;
use refineloop::domain::clock::Clock;
use refineloop::domain::job::{OutputMode, StatePolicy};
use refineloop::domain::segment::Segment;
use refineloop::xliff::{self, Edit, Limits, Version, WriteOptions, Written};
use std::hint::black_box;
use std::io::{BufReader, Read, Seek, Write};

/// Reads a file and answers how many segments it has.
pub fn read(input: impl Read + Seek + Send) -> Result<u64, xliff::Error> {
    xliff::read(input, &limits(), |segment| {
        black_box(&segment);
        Ok::<(), xliff::Error>(())
    })
    .map(|summary| summary.segment_count)
}

/// What a mere reader of events takes: quick-xml, without segments, without checks beyond its own.
pub fn events(input: impl Read) -> Result<u64, quick_xml::Error> {
    let mut reader = quick_xml::Reader::from_reader(BufReader::with_capacity(64 << 10, input));
    let mut buffer = Vec::new();
    let mut events = 0;
    loop {
        buffer.clear();
        if matches!(black_box(reader.read_event_into(&mut buffer)?), Event::Eof) {
            return Ok(events);
        }
        events += 1;
    }
}

/// Writes a file as it is.
pub fn copy(input: impl Read + Seek + Send, output: impl Write + Send) -> Result<Written, xliff::Error> {
    xliff::write(input, output, &limits(), &options(OutputMode::Full), |_| Ok::<_, xliff::Error>(None))
}

/// Writes a file with each target replaced, and the one it replaces as history where the mode asks.
pub fn change(
    input: impl Read + Seek + Send,
    output: impl Write + Send,
    mode: OutputMode,
) -> Result<Written, xliff::Error> {
    xliff::write(input, output, &limits(), &options(mode), |segment| {
        Ok::<_, xliff::Error>(Some(revised(segment, mode)))
    })
}

fn revised(segment: &Segment, mode: OutputMode) -> Edit {
    let mut target = segment.target.clone();
    target.push_text(" Neu.");
    if mode == OutputMode::None {
        return Edit { target: Some(target), ..Edit::default() };
    }
    let note = Some("Made for the bench.".to_owned());
    let replaced = Version { round: 0, target: segment.target.clone(), note, ..Version::default() };
    Edit { target: Some(target), versions: vec![replaced], note: None, stale: None }
}

/// The default bounds; only the count is that of a large file.
fn limits() -> Limits {
    Limits { segments: 100_000_000, ..Limits::default() }
}

fn options(output_mode: OutputMode) -> WriteOptions {
    WriteOptions {
        output_mode,
        note_language: None,
        note_language_of: |tag| tag,
        date: Clock::system().now(),
        model: "builtin/rules".to_owned(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        state_policy: StatePolicy::Keep,
        permissive_codes: false,
    }
}
