//! One pass over the file: who is skipped, who repeats whom, groups and shards.
//!
//! Blocking, and bounded whatever the size of the file: texts leave with the chunk or page they
//! belong to, and what stays is an index of what was seen.

use super::chunk::{Chunk, Page};
use super::followers::Spool;
use super::stop::Stop;
use super::{Error, Result};
use crate::domain::dismissal::Dismissed;
use crate::domain::job::JobSpec;
use crate::domain::repeats::Repeats;
use crate::domain::segment::{Segment, SegmentResult};
use crate::refine::batch::{Batcher, Group};
use crate::refine::{Admission, Facts, Settings, Sheet, admit, skipped};
use crate::xliff;
use std::collections::BTreeSet;
use std::io::{Read, Seek};
use std::sync::Arc;
use tokio::sync::mpsc;

/// What a pass hands out on its way.
#[derive(Debug)]
pub(super) enum Piece {
    /// The groups of the next shard.
    Chunk(Chunk),
    /// Segments that are left alone.
    Skipped(Vec<SegmentResult>),
}

/// What one pass over a file gathers.
pub(super) struct Pass {
    admission: Admission,
    disabled_checks: Vec<String>,
    /// Whether the job wants to be told what the file says of its targets.
    tells_claims: bool,
    source_language: String,
    target_language: String,
    dismissed: Dismissed,
    stop: Arc<Stop>,
    pieces: mpsc::Sender<Piece>,
    batcher: Batcher,
    chunk: Chunk,
    page: Page,
    leaders: Repeats,
    sheet: Sheet,
    followers: Spool,
    segment_count: u64,
    /// The target languages of what enters the loop.
    languages: BTreeSet<String>,
}

/// What is known after the pass.
#[derive(Debug)]
pub(super) struct Passed {
    /// What is known of the whole file, but for its name.
    pub(super) facts: Facts,
    pub(super) segment_count: u64,
    pub(super) followers: Spool,
    pub(super) warnings: Vec<String>,
    /// The target languages of what enters the loop.
    pub(super) languages: BTreeSet<String>,
}

impl Pass {
    pub(super) fn new(
        spec: &JobSpec,
        settings: &Settings,
        dismissed: Dismissed,
        followers: Spool,
        pieces: mpsc::Sender<Piece>,
        stop: &Arc<Stop>,
    ) -> Self {
        Self {
            admission: Admission::from(spec),
            disabled_checks: spec.disabled_checks.clone(),
            tells_claims: settings.tells_claims(),
            source_language: spec.source_language.clone(),
            target_language: spec.target_language.clone(),
            dismissed,
            stop: Arc::clone(stop),
            pieces,
            batcher: Batcher::of(settings),
            chunk: Chunk::default(),
            page: Page::default(),
            leaders: Repeats::default(),
            sheet: Sheet::new(settings, &spec.glossary),
            followers,
            segment_count: 0,
            languages: BTreeSet::new(),
        }
    }

    pub(super) fn run(mut self, file: impl Read + Seek + Send, limits: &xliff::Limits) -> Result<Passed> {
        let summary = xliff::read(file, limits, |segment| self.take(segment))?;
        self.end(summary.warnings)
    }

    fn take(&mut self, mut segment: Segment) -> Result<()> {
        self.stop.check()?;
        self.segment_count += 1;
        segment.fill_languages(&self.source_language, &self.target_language);
        if !self.tells_claims {
            // It would tell segments apart that are repetitions to a job that does not ask for it.
            segment.claim = None;
        }
        segment.dismissed = self.dismissed.checks(&segment).to_vec();
        self.sheet.take(&segment);
        if let Some(reason) = admit(&segment, &self.admission) {
            let full = self.page.push(skipped(&segment, reason, &self.disabled_checks));
            return full.map_or(Ok(()), |results| self.hand_out(Piece::Skipped(results)));
        }
        if !self.languages.contains(&segment.languages.target) {
            self.languages.insert(segment.languages.target.clone());
        }
        let number = segment.id.number;
        let leader = self.leaders.first(&segment.repetition()?, number);
        if leader != number {
            return self.followers.push(leader, &segment.id);
        }
        let group = self.batcher.push(segment);
        self.group(group)
    }

    fn group(&mut self, group: Option<Group>) -> Result<()> {
        let Some(group) = group else { return Ok(()) };
        self.chunk.groups.push(group);
        if self.chunk.is_full() { self.ship() } else { Ok(()) }
    }

    fn ship(&mut self) -> Result<()> {
        let chunk = std::mem::take(&mut self.chunk);
        if chunk.groups.is_empty() { Ok(()) } else { self.hand_out(Piece::Chunk(chunk)) }
    }

    fn hand_out(&self, piece: Piece) -> Result<()> {
        self.pieces.blocking_send(piece).map_err(|_| Error::Closed)
    }

    fn end(mut self, mut warnings: Vec<String>) -> Result<Passed> {
        let rest = self.batcher.finish();
        self.group(rest)?;
        self.ship()?;
        if let Some(results) = self.page.rest() {
            self.hand_out(Piece::Skipped(results))?;
        }
        if self.leaders.is_empty() {
            let count = self.segment_count;
            warnings.push(format!("none of the {count} segments can be refined; all are skipped"));
        }
        let Self { sheet, segment_count, followers, languages, .. } = self;
        let facts = sheet.finish("");
        Ok(Passed { facts, segment_count, followers, warnings, languages })
    }
}

#[cfg(test)]
mod tests;
