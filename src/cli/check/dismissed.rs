//! Findings that are right as they are, from a file: lines of JSON, one object each, as the findings of
//! `check` themselves are: of a text by `check` and `segment_hash`, of the structure, which has no hash, by
//! `check`, `unit` and `message`, and by `file` if that is there.

use super::line::Kind;
use crate::cli::exit::{Exit, Failed};
use crate::cli::output;
use crate::domain::dismissal::{Dismissed, SegmentHash};
use crate::xliff::Problem;
use serde::Deserialize;
use std::collections::HashSet;
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
    // It may be null, and must be there.
    #[serde(deserialize_with = "Option::deserialize")]
    segment_hash: Option<SegmentHash>,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    file: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    message: String,
}

/// What was dismissed.
#[derive(Debug, Default)]
pub(super) struct List {
    /// In texts.
    pub(super) texts: Dismissed,
    structure: HashSet<Structure>,
}

/// A finding of the structure; no file stands for every file.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Structure {
    file: String,
    check: String,
    unit: String,
    message: String,
}

impl List {
    /// Whether a problem of a file was dismissed.
    pub(super) fn has(&self, file: &str, problem: &Problem) -> bool {
        let of = |file: &str| Structure {
            file: file.to_owned(),
            check: problem.rule.id().to_owned(),
            unit: problem.unit.clone(),
            message: problem.message.clone(),
        };
        !self.structure.is_empty() && [file, ""].iter().any(|file| self.structure.contains(&of(file)))
    }
}

pub(super) fn read(path: &Path) -> Result<List, Failed> {
    let wrong = |number: usize, what: &dyn std::fmt::Display| {
        Exit::Usage.because(format_args!("{}: line {number}: {what}", path.display()))
    };
    let unread = |error: io::Error| Exit::Usage.because(format_args!("{}: {error}", path.display()));
    let mut input = BufReader::new(File::open(path).map_err(unread)?);
    let (mut list, mut refusals) = (List::default(), 0);
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
        let Entry { check, segment_hash, kind, file, unit, message } = entry;
        match segment_hash {
            Some(hash) => list.texts.add(hash, check),
            None if kind == Kind::Structure.as_str() => {
                list.structure.insert(Structure { file, check, unit, message });
            }
            None => refusals += 1,
        }
    }
    if refusals > 0 {
        let what = "that are about neither a segment nor the structure of a file; they are left out";
        output::note(&format!("{}: {refusals} lines {what}", path.display()));
    }
    Ok(list)
}
