//! The XLIFF engine: bytes to segments to bytes.
//!
//! `read` tells the segments of a file; `write` goes over the same bytes again and replaces the
//! ranges of changed targets. There is no document model and nothing is serialised anew, so what
//! nobody changed is the same byte for byte. Knows nothing of jobs, models or stores.

mod error;
mod hint;
mod position;

mod fault;
mod held;

mod buffer;
mod claims;
mod decode;
mod encoding;
pub(crate) mod window;

mod content;
mod event;
mod memo;
mod names;
mod scan;
mod tag;
mod tree;
mod usual;
mod wellformed;
mod word;

mod apart;
mod approval;
mod context;
mod dialect;
mod document;
mod facts;
mod found;
mod make;
mod outline;
mod run;
mod size;
mod turn;
mod unit;
mod units;
mod v1;
mod v2;
mod visit;
mod walk;

mod codes;
mod inline;
mod pool;
mod said;
mod waiting;

mod problem;

mod history;
mod late;
mod output;
mod scribe;
mod spelling;
mod splice;
mod state;
mod style;
pub(crate) mod write;

#[cfg(test)]
mod tests;

pub use crate::domain::limits::Limits;
pub use dialect::{HistoryAdvice, history};
pub use error::Error;
pub use problem::{Places, Problem, Rule, Seen, Shown, examine, problems};
pub use write::{Edit, Stale, Version, WriteOptions, Written, write};

use crate::domain::file::XliffSummary;
use crate::domain::segment::Segment;
use crate::domain::word_count;
use approval::Approval;
use document::Step;
use facts::note;
use held::Held;
use position::Place;
use std::io::{Read, Seek};
use walk::{Visit, walk_apart};
use window::{Sizes, Window};

/// Our name in everything we write into a file; it is how we recognise our own work later.
const NAME: &str = "refineloop";

/// Reads a file and tells its segments in order.
///
/// Segments are told while the file is read: an error may come after some of them.
///
/// # Errors
/// What is not whole and well-formed, no XLIFF, beyond a limit or unreadable; what `sink` answers.
pub fn read<E: From<Error> + Send>(
    input: impl Read + Seek + Send,
    limits: &Limits,
    sink: impl FnMut(Segment) -> Result<(), E> + Send,
) -> Result<XliffSummary, E> {
    read_in(input, limits, Sizes::default(), sink)
}

/// As [`read`], with a window of this size.
pub(crate) fn read_in<E: From<Error> + Send>(
    input: impl Read + Seek + Send,
    limits: &Limits,
    sizes: Sizes,
    sink: impl FnMut(Segment) -> Result<(), E> + Send,
) -> Result<XliffSummary, E> {
    let (mut window, warnings) = open(input, limits, sizes)?;
    let mut reader = Reader { sink, summary: XliffSummary::default() };
    let facts = walk_apart(&mut window, limits, &mut reader, |window| approve(window, limits))?;
    let mut summary = reader.summary;
    summary.version = facts.version;
    summary.dialect = facts.dialect.to_owned();
    summary.warnings = warnings;
    summary.warnings.extend(facts.warnings);
    if facts.approval == Some(Approval::Usual) {
        let warning = "nearly all units are approved, so that is not taken as protection";
        note(&mut summary.warnings, warning.to_owned());
    }
    Ok(summary)
}

/// The most language pairs that are listed.
const MOST_PAIRS: usize = 1000;

/// Tells and counts.
struct Reader<F> {
    sink: F,
    summary: XliffSummary,
}

impl<E, F: FnMut(Segment) -> Result<(), E>> Visit<E> for Reader<F> {
    fn step(&mut self, _: &Held<'_>, step: Step<'_, '_>) -> Result<(), E> {
        let Step::Unit(_, _, found) = step else { return Ok(()) };
        let summary = &mut self.summary;
        for found in found.iter_mut() {
            let segment = std::mem::take(&mut found.segment);
            summary.segment_count += 1;
            if segment.skip.is_none() {
                summary.refinable_count += 1;
                summary.word_count += word_count::of(&segment.source);
            }
            let pairs = &mut summary.language_pairs;
            if pairs.last() != Some(&segment.languages)
                && !pairs.contains(&segment.languages)
                && pairs.len() < MOST_PAIRS
            {
                pairs.push(segment.languages.clone());
            }
            (self.sink)(segment)?;
        }
        Ok(())
    }
}

/// Opens a file at its beginning: the window on it, and oddities of its encoding.
fn open<R: Read + Seek>(
    mut input: R,
    limits: &Limits,
    sizes: Sizes,
) -> Result<(Window<R>, Vec<String>), Error> {
    // What may be let go of a unit is found once the window ends in it: it must before the unit is too large.
    let sizes = Sizes { window: sizes.window.min(limits.unit_bytes / 4), ..sizes };
    input.rewind()?;
    let opened = Window::new(input, sizes)?;
    opened.map_err(|fault| fault.in_place(Place { line: 1, column: 1 }))
}

/// What approval means in a file in which some unit has it, which takes a look at all of it.
fn approve<R: Read + Seek + Send>(window: &mut Window<R>, limits: &Limits) -> Result<Approval, Error> {
    let sizes = window.sizes();
    window.aside(|input| approval::count(input, limits, sizes))?
}
