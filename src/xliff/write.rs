//! Writing back: the same pass again, with the targets that changed spliced in.

use super::document::{Found, Step, walk};
use super::encoding::Encoding;
use super::error::Error;
use super::history::History;
use super::spelling::render;
use super::splice::Splices;
use super::tree::Tree;
use super::{Limits, approval, load};
use crate::domain::clock::Time;
use crate::domain::integrity::{self, Frame};
use crate::domain::job::{OutputMode, StatePolicy};
use crate::domain::segment::Segment;
use crate::domain::text::CodedText;
use std::io::{Read, Seek, Write};

/// What becomes of a segment.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    /// The new target; `None` leaves it as it is.
    pub target: Option<CodedText>,
    /// The versions that were replaced, oldest first, the original included.
    pub versions: Vec<Version>,
    /// The note on the target as it is now; written in mode `full` only.
    pub note: Option<String>,
}

/// A target that was replaced.
#[derive(Debug, Clone)]
pub struct Version {
    /// The round that made it; 0 for the original.
    pub round: u32,
    /// Its text.
    pub target: CodedText,
    /// Why it was replaced; written in mode `full` only.
    pub note: Option<String>,
}

/// How a file is written.
#[derive(Debug, Clone)]
pub struct WriteOptions {
    /// What is written beside the targets.
    pub output_mode: OutputMode,
    /// The language of the notes; `None` means the source language of each file element.
    pub note_language: Option<String>,
    /// When the revision was made.
    pub date: Time,
    /// The model that made it.
    pub model: String,
    /// The version of this program.
    pub tool_version: String,
    /// What is written to the state attributes of changed segments.
    pub state_policy: StatePolicy,
    /// Whether codes that the file lets go may be dropped.
    pub permissive_codes: bool,
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// How many targets were replaced.
    pub changed: u64,
    /// How many bytes the output has.
    pub bytes: u64,
}

/// Reads a file again and writes it with the edits that `edit` answers for its segments, in order.
///
/// Without an edit the output is the input, byte for byte. Nothing is written before the whole
/// input was read and every edit was checked.
///
/// # Errors
/// As `read`; also a new target that would damage the file, and what `edit` answers.
pub fn write<E: From<Error>>(
    input: impl Read + Seek,
    mut output: impl Write,
    limits: &Limits,
    options: &WriteOptions,
    mut edit: impl FnMut(&Segment) -> Result<Option<Edit>, E>,
) -> Result<Written, E> {
    let decoded = load(input)?;
    let text = decoded.text.as_str();
    let approval = approval(text, limits)?;
    let ascii = decoded.encoding == Encoding::Ascii;
    let mut splices = Splices::default();
    let mut history = History::new(options, ascii);
    let mut changed = 0;
    walk(text, limits, approval, |step| {
        match step {
            Step::Root(at, declared) => history.root(text, at, &declared),
            Step::File(prefix, at) => history.file(prefix, at, &mut splices),
            Step::Header(tree) => history.header(&tree),
            Step::Unit(context, tree, found) => {
                let mut edits = Vec::with_capacity(found.len());
                for found in &found {
                    edits.push(edit(&found.segment)?.unwrap_or_default());
                }
                changed += unit(&tree, &found, &edits, ascii, options.permissive_codes, &mut splices)?;
                history.unit(context, &tree, &found, &edits, &mut splices)?;
            }
        }
        Ok::<(), E>(())
    })?;
    history.finish(&mut splices);
    let spliced = splices.apply(text);
    let bytes = decoded.encoding.encode(&spliced);
    output.write_all(&bytes).map_err(Error::from)?;
    Ok(Written { changed, bytes: bytes.len() as u64 })
}

/// Splices the new targets of a unit in; answers how many there are.
fn unit(
    tree: &Tree<'_>,
    found: &[Found],
    edits: &[Edit],
    ascii: bool,
    permissive: bool,
    splices: &mut Splices,
) -> Result<u64, Error> {
    let mut changed = 0;
    for (found, edit) in found.iter().zip(edits) {
        let segment = &found.segment;
        let Some(target) = edit.target.as_ref().filter(|target| **target != segment.target) else { continue };
        let refuse = |message: String| Error::Integrity { segment: segment.id.number, message };
        let side = found.target.as_ref().filter(|side| !side.stuck && !segment.target.is_empty());
        let Some(side) = side else {
            return Err(refuse("it has no target that can be replaced".to_owned()));
        };
        let frame = Frame::of(segment, permissive);
        integrity::check(&frame, target).map_err(|violation| refuse(violation.message))?;
        splices.replace(side.bytes.clone(), render(tree, found, target, ascii));
        changed += 1;
    }
    Ok(changed)
}
