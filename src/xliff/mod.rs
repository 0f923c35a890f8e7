//! The XLIFF engine: bytes to segments to bytes.
//!
//! `read` tells the segments of a file; `write` goes over the same bytes again and replaces the
//! ranges of changed targets. There is no document model and nothing is serialised anew, so what
//! nobody changed is the same byte for byte. Knows nothing of jobs, models or stores.

mod error;
mod position;

mod encoding;
mod names;
mod scan;
mod tree;
mod wellformed;

mod dialect;
mod document;
mod found;
mod size;
mod unit;
mod v1;
mod v2;
mod words;

mod codes;
mod inline;

mod history;
mod spelling;
mod splice;
mod write;

#[cfg(test)]
mod tests;

pub use crate::domain::limits::Limits;
pub use error::Error;
pub use write::{Edit, Version, WriteOptions, Written, write};

use crate::domain::file::XliffSummary;
use crate::domain::segment::Segment;
use document::{Step, note, walk};
use std::io::{Read, Seek};

/// Our name in everything we write into a file; it is how we recognise our own work later.
const NAME: &str = "refineloop";

/// Reads a file and tells its segments in order.
///
/// Segments are told while the file is read: an error may come after some of them.
///
/// # Errors
/// What is not whole and well-formed, no XLIFF, beyond a limit or unreadable; what `sink` answers.
pub fn read<E: From<Error>>(
    input: impl Read + Seek,
    limits: &Limits,
    mut sink: impl FnMut(Segment) -> Result<(), E>,
) -> Result<XliffSummary, E> {
    let decoded = load(input)?;
    let approval = approval(&decoded.text, limits)?;
    let words = words::Words::new();
    let mut summary = XliffSummary::default();
    let facts = walk(&decoded.text, limits, approval, |step| {
        let Step::Unit(_, _, found) = step else { return Ok(()) };
        for found in found {
            let segment = found.segment;
            summary.segment_count += 1;
            if segment.skip.is_none() {
                summary.refinable_count += 1;
                summary.word_count += words.count(&segment.source.text());
            }
            if !summary.language_pairs.contains(&segment.languages)
                && summary.language_pairs.len() < MOST_PAIRS
            {
                summary.language_pairs.push(segment.languages.clone());
            }
            sink(segment)?;
        }
        Ok::<(), E>(())
    })?;
    summary.version = facts.version;
    summary.dialect = facts.dialect.to_owned();
    summary.warnings = decoded.warnings;
    summary.warnings.extend(facts.warnings);
    if approval == Approval::Usual {
        let warning = "nearly all units are approved, so that is not taken as protection";
        note(&mut summary.warnings, warning.to_owned());
    }
    Ok(summary)
}

/// The most language pairs that are listed.
const MOST_PAIRS: usize = 1000;

/// What `approved="yes"` means in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Approval {
    /// A person has approved this unit, others not.
    Protects,
    /// Nearly all are approved: it tells nothing about a unit.
    Usual,
    /// Where it is a flag to publish (TYPO3).
    Flag,
}

/// Counts approvals before the segments are told, where there are any.
fn approval(text: &str, limits: &Limits) -> Result<Approval, Error> {
    /// From this percentage on, approval is the rule of the file.
    const USUAL: u64 = 90;
    if !text.contains("approved") {
        return Ok(Approval::Protects);
    }
    let (mut approved, mut all) = (0_u64, 0_u64);
    let facts = walk(text, limits, Approval::Protects, |step| {
        if let Step::Unit(_, tree, found) = step
            && found.iter().any(|found| !found.segment.target.is_empty())
        {
            all += 1;
            approved += u64::from(v1::is_approved(&tree));
        }
        Ok::<(), Error>(())
    })?;
    Ok(match (facts.dialect, approved) {
        ("typo3", _) => Approval::Flag,
        (_, 1..) if approved * 100 >= all * USUAL => Approval::Usual,
        _ => Approval::Protects,
    })
}

fn load(mut input: impl Read) -> Result<encoding::Decoded, Error> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    encoding::decode(bytes)
}
