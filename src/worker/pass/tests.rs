//! What a pass holds and hands out is bounded by bytes, whatever the file.

use super::{Error, Pass, Piece, Segment, Spool, Stop};
use crate::domain::dismissal::Dismissed;
use crate::domain::ids::FileId;
use crate::domain::job::{JobSpec, OutputMode};
use crate::domain::segment::{SegmentRef, SkipReason};
use crate::domain::text::CodedText;
use crate::refine::Settings;
use crate::worker::stop::Why;
use std::sync::Arc;
use tokio::sync::mpsc;

/// More than a page or a chunk is to hold, with room for the one segment that made it full.
const BOUND: usize = 6 << 20;

fn spec() -> JobSpec {
    JobSpec {
        output_mode: OutputMode::None,
        source_language: "en".to_owned(),
        target_language: "de".to_owned(),
        ..JobSpec::new(FileId::new(), "builtin/echo")
    }
}

fn segment(number: u64, text: &str, skip: Option<SkipReason>) -> Segment {
    Segment {
        id: SegmentRef { number, unit: format!("unit-{number}"), ..SegmentRef::default() },
        languages: crate::domain::file::LanguagePair::default(),
        codes: Vec::new(),
        source: CodedText::plain(text),
        target: CodedText::plain(text),
        skip,
        max_chars: None,
        bounds: Vec::new(),
        claim: None,
        variant: false,
        part: false,
        notes: Vec::new(),
        dismissed: Vec::new(),
    }
}

/// What came out of a pass over some segments.
#[derive(Default)]
struct Out {
    skipped: u64,
    refined: u64,
    shards: usize,
    heaviest: usize,
    following: u64,
}

fn check(segments: impl Iterator<Item = Segment> + Send + 'static) -> Out {
    // One piece waits while the next is made: what is out is never more than three of them.
    let (send, mut pieces) = mpsc::channel(1);
    let passing = std::thread::spawn(move || {
        let spool = Spool::new(tempfile::tempfile().unwrap());
        let mut pass = Pass::new(
            &spec(),
            &Settings::new("builtin/echo"),
            Dismissed::default(),
            spool,
            send,
            &Arc::new(Stop::default()),
        );
        segments.for_each(|segment| pass.take(segment).unwrap());
        pass.end(Vec::new()).unwrap()
    });
    let mut out = Out::default();
    while let Some(piece) = pieces.blocking_recv() {
        let weight: usize = match piece {
            Piece::Skipped(results) => {
                out.skipped += results.len() as u64;
                results.iter().map(|result| result.weight()).sum()
            }
            Piece::Chunk(chunk) => {
                let segments = || chunk.groups.iter().flat_map(|group| &group.segments);
                out.refined += segments().count() as u64;
                out.shards += 1;
                segments().map(Segment::weight).sum()
            }
        };
        out.heaviest = out.heaviest.max(weight);
    }
    let passed = passing.join().unwrap();
    out.following = passed.segment_count - out.skipped - out.refined;
    let mut lines = Vec::new();
    passed.followers.write_out(&[1], &mut lines, |_| Ok(())).unwrap();
    assert_eq!(lines.iter().filter(|byte| **byte == b'\n').count() as u64, out.following);
    out
}

#[test]
fn sixty_megabytes_of_locked_segments_leave_in_pages_of_one() {
    let text = "a long text ".repeat(128);
    let out = check((1..=20_000).map(move |number| segment(number, &text, Some(SkipReason::Locked))));
    assert_eq!((out.skipped, out.refined), (20_000, 0));
    assert!(out.heaviest < BOUND, "a page of {} bytes", out.heaviest);
}

#[test]
fn long_segments_make_short_shards() {
    let text = "word ".repeat(50_000);
    let out = check((1..=200).map(move |number| segment(number, &format!("{number} {text}"), None)));
    assert_eq!((out.skipped, out.refined), (0, 200));
    assert!(out.heaviest < BOUND, "a shard of {} bytes", out.heaviest);
    assert!(out.shards > 10, "{} shards", out.shards);
    let out = check((1..=600).map(|number| segment(number, &format!("short {number}"), None)));
    assert_eq!(out.shards, 3, "short ones are cut by their number");
}

#[test]
fn repetitions_are_spooled_and_counted() {
    let out = check((1..=5000).map(|number| segment(number, &format!("text {}", number % 10), None)));
    assert_eq!((out.refined, out.following, out.shards), (10, 4990, 1));
}

#[test]
fn a_pass_ends_at_the_next_segment_once_its_task_is_to_stop() {
    let (send, _pieces) = mpsc::channel(1);
    let stop = Arc::new(Stop::default());
    let mut pass = Pass::new(
        &spec(),
        &Settings::new("builtin/echo"),
        Dismissed::default(),
        Spool::new(tempfile::tempfile().unwrap()),
        send,
        &stop,
    );
    pass.take(segment(1, "one", None)).unwrap();
    stop.set(Why::Drain);
    assert!(matches!(pass.take(segment(2, "two", None)), Err(Error::Stopped)));
}
