//! Findings that are right as they are, from a file: lines of JSON, one object each with at least
//! `check` and `segment_hash`, as the findings of `check` themselves have them.

use crate::cli::exit::{Exit, Failed};
use crate::domain::dismissal::{Dismissed, SegmentHash};
use serde::Deserialize;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;

/// The longest line, in bytes.
const LONGEST: u64 = 64 << 10;
/// The most lines.
const MOST: usize = 1_000_000;

#[derive(Deserialize)]
struct Entry {
    check: String,
    segment_hash: SegmentHash,
}

pub(super) fn read(path: &Path) -> Result<Dismissed, Failed> {
    let wrong = |number: usize, what: &dyn std::fmt::Display| {
        Exit::Usage.because(format_args!("{}: line {number}: {what}", path.display()))
    };
    let unread = |error: io::Error| Exit::Usage.because(format_args!("{}: {error}", path.display()));
    let mut input = BufReader::new(File::open(path).map_err(unread)?);
    let mut dismissed = Dismissed::default();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = (&mut input).take(LONGEST + 1).read_until(b'\n', &mut line).map_err(unread)?;
        if read == 0 {
            break;
        }
        if read as u64 > LONGEST || number > MOST {
            let text = format!("more than {MOST} lines, or one of more than {LONGEST} bytes");
            return Err(wrong(number, &text));
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let entry: Entry = serde_json::from_slice(&line).map_err(|error| {
            wrong(number, &format!("an object with check and segment_hash is wanted: {error}"))
        })?;
        dismissed.add(entry.segment_hash, entry.check);
    }
    Ok(dismissed)
}
