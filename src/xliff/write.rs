//! Writing back: the same pass again, with the targets that changed spliced in.

use super::document::{Found, Step};
use super::error::Error;
use super::held::Held;
use super::history::History;
use super::late::Sink;
use super::output::Output;
use super::scribe::{Mark, Scribe};
use super::spelling::respell;
use super::splice::Splices;
use super::state;
use super::tree::Tree;
use super::walk::{Visit, walk_apart};
use super::window::Sizes;
use super::{Limits, approve, open};
use crate::domain::clock::Time;
use crate::domain::integrity::{self, Frame};
use crate::domain::job::{OutputMode, StatePolicy};
use crate::domain::segment::{Issue, Segment};
use crate::domain::text::CodedText;
use std::io::{self, Read, Seek, Write};
use std::ops::Range;

/// What becomes of a segment.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    /// The new target; `None` leaves it as it is.
    pub target: Option<CodedText>,
    /// The versions that were replaced, oldest first, the original included.
    pub versions: Vec<Version>,
    /// The note on the target as it is now; written in mode `full` only.
    pub note: Option<String>,
    /// Which notes of ours on this segment are out of date; they go in mode `full` only. `None` for a
    /// segment nobody looked at: its notes stay.
    pub stale: Option<Stale>,
}

/// Tells which notes of an earlier run are out of date.
#[derive(Debug, Clone)]
pub struct Stale {
    /// The checks that find something in the target as it is now.
    pub found: Vec<String>,
    /// Whether a note says nothing any more where only these checks find something.
    pub is_settled: fn(&str, &[String]) -> bool,
}

impl Edit {
    /// Whether a note of ours on this segment goes.
    pub(super) fn withdraws(&self, note: &str) -> bool {
        self.stale.as_ref().is_some_and(|stale| (stale.is_settled)(note, &stale.found))
    }

    /// Whether the target of this segment is replaced.
    pub(super) fn changes(&self, segment: &Segment) -> bool {
        self.target.as_ref().is_some_and(|target| *target != segment.target)
    }
}

/// A target that was replaced.
#[derive(Debug, Clone, Default)]
pub struct Version {
    /// The round that made it; 0 for the original.
    pub round: u32,
    /// Its text.
    pub target: CodedText,
    /// Why it was replaced; written in mode `full` only.
    pub note: Option<String>,
    /// The errors that were found in it, which belong to it alone; written in mode `full` only.
    pub issues: Vec<Issue>,
}

/// How a file is written.
#[derive(Debug, Clone)]
pub struct WriteOptions {
    /// What is written beside the targets.
    pub output_mode: OutputMode,
    /// The language of the notes; `None` means the source language of each file element.
    pub note_language: Option<String>,
    /// The language of notes that were to be in another one, for texts that there are in a few only.
    pub note_language_of: fn(&str) -> &str,
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
/// Without an edit the output is the input, byte for byte. The output is written while the input is
/// read: after an error what was written is to be thrown away.
///
/// # Errors
/// As `read`; also a new target that would damage the file, and what `edit` answers.
pub fn write<E: From<Error> + Send>(
    input: impl Read + Seek + Send,
    output: impl Write + Send,
    limits: &Limits,
    options: &WriteOptions,
    edit: impl FnMut(&Segment) -> Result<Option<Edit>, E> + Send,
) -> Result<Written, E> {
    write_in(input, output, limits, options, Sizes::default(), edit)
}

/// As [`write()`], with a window of this size.
pub(crate) fn write_in<E: From<Error> + Send>(
    input: impl Read + Seek + Send,
    output: impl Write + Send,
    limits: &Limits,
    options: &WriteOptions,
    sizes: Sizes,
    edit: impl FnMut(&Segment) -> Result<Option<Edit>, E> + Send,
) -> Result<Written, E> {
    let (mut window, _) = open(input, limits, sizes)?;
    let sink = match options.output_mode {
        OutputMode::None => Sink::Straight(output),
        OutputMode::Translations | OutputMode::Full => Sink::waiting(output).map_err(Error::from)?,
    };
    let encoding = window.encoding().clone();
    let ascii = !encoding.is_unicode();
    let mut writer = Writer {
        output: Output::new(sink, encoding),
        history: History::new(options, ascii),
        policy: options.state_policy,
        permissive: options.permissive_codes,
        ascii,
        pins: options.output_mode != OutputMode::None,
        edit,
        edits: Vec::new(),
        splices: Splices::default(),
        late: Splices::default(),
        changed: 0,
    };
    walk_apart(&mut window, limits, &mut writer, |window| approve(window, limits))?;
    let Writer { mut output, history, mut late, changed, .. } = writer;
    history.finish(&mut late);
    output.late(&mut late).map_err(Error::from)?;
    let bytes = output.finish().map_err(Error::from)?;
    Ok(Written { changed, bytes })
}

/// Writes while the file is walked through.
struct Writer<W, F> {
    output: Output<W>,
    history: History,
    policy: StatePolicy,
    permissive: bool,
    /// Whether something may come in where the walk has passed.
    pins: bool,
    ascii: bool,
    edit: F,
    edits: Vec<Edit>,
    splices: Splices,
    late: Splices,
    changed: u64,
}

impl<W, E, F> Visit<E> for Writer<W, F>
where
    W: Write,
    E: From<Error>,
    F: FnMut(&Segment) -> Result<Option<Edit>, E>,
{
    fn step(&mut self, held: &Held<'_>, step: Step<'_, '_>) -> Result<(), E> {
        match step {
            Step::Tag(..) | Step::Demands(_) => {}
            Step::Root(at, declared) => {
                self.know_root(held, at, &declared);
                self.pin(held, at)?;
            }
            Step::File(prefix, at) => {
                self.next_file(prefix, at).map_err(Error::from)?;
                self.pin(held, at)?;
            }
            Step::Header(tree) => {
                self.history.header(tree);
                for node in (0..tree.len()).map(|index| tree.node(index)) {
                    self.pin(held, node.bytes.start)?;
                    self.pin(held, node.bytes.end)?;
                }
            }
            Step::Unit(context, tree, found) => {
                self.edits.clear();
                for found in found.iter() {
                    self.edits.push((self.edit)(&found.segment)?.unwrap_or_default());
                }
                let (ascii, permissive) = (self.ascii, self.permissive);
                self.changed += unit(tree, found, &self.edits, ascii, permissive, &mut self.splices)?;
                state::unit(self.policy, context, tree, found, &self.edits, &mut self.splices);
                self.history.unit(context, tree, found, &self.edits, &mut self.splices)?;
                self.output.splice(held, tree.whole(0), &mut self.splices).map_err(Error::from)?;
            }
        }
        Ok(())
    }

    fn pass(&mut self, held: &Held<'_>, to: usize) -> io::Result<()> {
        self.output.copy(held, to)
    }

    fn scribe(&self) -> Option<Scribe> {
        let (encoding, history) = (self.output.encoding().clone(), self.history.of_part());
        Some(Scribe::new(encoding, history, self.policy, self.permissive, self.pins))
    }

    fn root(&mut self, held: &Held<'_>, at: usize, declared: &[(&str, &str)]) {
        self.know_root(held, at, declared);
    }

    fn brief(&self, scribe: &mut Scribe) {
        scribe.history.learn(&self.history);
    }

    fn ask(&mut self, found: &[Found], edits: &mut Vec<Edit>) -> Result<(), E> {
        for found in found {
            edits.push((self.edit)(&found.segment)?.unwrap_or_default());
        }
        Ok(())
    }

    fn take(&mut self, scribe: &mut Scribe) -> io::Result<()> {
        self.changed += scribe.changed;
        for mark in scribe.marks.drain(..) {
            match mark {
                Mark::Pin(at, ahead) => self.output.pin_ahead(at, ahead),
                Mark::File(last, prefix, at) => {
                    self.history.add(last);
                    self.next_file(&prefix, at)?;
                }
            }
        }
        self.history.add(scribe.history.next_file());
        self.history.add_root(&scribe.history);
        self.output.take(&scribe.draft)
    }

    fn elide(&mut self, held: &Held<'_>, range: Range<usize>) -> io::Result<()> {
        self.output.elide(held, range)
    }
}

impl<W: Write, F> Writer<W, F> {
    fn know_root(&mut self, held: &Held<'_>, at: usize, declared: &[(&str, &str)]) {
        self.history.root(held.text.slice(held.text.start()..at), at, declared);
    }

    /// A file element begins; what the one before it must declare comes in where it is pinned.
    fn next_file(&mut self, prefix: &str, at: usize) -> io::Result<()> {
        self.history.file(prefix, at, &mut self.late);
        self.output.late(&mut self.late)?;
        self.output.unpin();
        Ok(())
    }

    fn pin(&mut self, held: &Held<'_>, at: usize) -> Result<(), Error> {
        if self.pins {
            self.output.pin(held, at)?;
        }
        Ok(())
    }
}

/// Splices the new targets of a unit in; answers how many there are.
pub(super) fn unit(
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
        if let Some(reason) = segment.skip.filter(|reason| reason.is_binding()) {
            return Err(refuse(format!("it must stay as it is: {reason}")));
        }
        let side = found.target.as_ref().filter(|side| !side.stuck && !segment.target.is_empty());
        let Some(side) = side else {
            return Err(refuse("it has no target that can be replaced".to_owned()));
        };
        let frame = Frame::of(segment, permissive);
        integrity::check(&frame, target).map_err(|violation| refuse(violation.message))?;
        let mut content = splices.room();
        respell(tree, found, side, target, ascii, &mut content);
        splices.replace(side.bytes.clone(), content);
        changed += 1;
    }
    Ok(changed)
}
