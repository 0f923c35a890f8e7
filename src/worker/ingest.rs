//! One pass over the file: who is skipped, who repeats whom, groups and shards.
//!
//! Safe to repeat: the chunks come out the same, and the rows are written in one fenced transaction
//! at the end.

use super::chunk::{Chunk, Followers, SHARD};
use super::{Error, Result, Worker};
use crate::blob::Name;
use crate::domain::job::JobSpec;
use crate::domain::segment::{Segment, SegmentResult, SegmentState};
use crate::refine::batch::{Batcher, Group};
use crate::refine::{Admission, admit, skipped};
use crate::store::checkpoint::Ingested;
use crate::store::tasks::Task;
use crate::telemetry;
use crate::xliff;
use std::collections::HashMap;
use std::io::Cursor;
use tokio::sync::mpsc;

impl Worker {
    /// Cuts the file of a job into shards.
    pub(super) async fn ingest(&self, task: &Task) -> Result<()> {
        let work = self.store.work(task.job).await?;
        let bytes = self.blob.get(Name::File(work.spec.file)).await?;
        let limits = self.config.limits.reader();
        // One chunk waits while the next is read: the pass never runs far ahead of the disk.
        let (send, mut chunks) = mpsc::channel(1);
        let reading =
            tokio::task::spawn_blocking(move || Pass::new(&work.spec, send).run(bytes.as_ref(), &limits));
        let mut shards = 0;
        // The first segment of each shard: they are contiguous, so this says whose leader is where.
        let mut firsts = Vec::new();
        while let Some(chunk) = chunks.recv().await {
            self.put_chunk(task.job, shards, &chunk).await?;
            firsts.push(chunk.range().map_or(0, |(first, _)| first));
            shards += 1;
        }
        let read = reading.await??;
        let mut followers: Vec<Followers> = firsts.iter().map(|_| Followers::default()).collect();
        for (leader, repeating) in read.followers.0 {
            let shard = firsts.partition_point(|first| *first <= leader).saturating_sub(1);
            if let Some(followers) = followers.get_mut(shard) {
                followers.0.insert(leader, repeating);
            }
        }
        for (shard, followers) in (0..).zip(&followers) {
            self.put_followers(task.job, shard, followers).await?;
        }
        let skipped = read.skipped.len() as u64;
        let ingested = Ingested {
            segment_count: read.segment_count,
            skipped: read.skipped,
            shards,
            warnings: read.warnings,
        };
        if self.store.finish_ingest(task, ingested).await? {
            telemetry::segments_finished(SegmentState::Skipped.as_str(), skipped);
        }
        Ok(())
    }
}

/// What one pass over a file gathers.
struct Pass {
    admission: Admission,
    source_language: String,
    target_language: String,
    batcher: Batcher,
    chunk: Chunk,
    chunk_size: usize,
    leaders: HashMap<[u8; 32], u64>,
    read: Read,
    chunks: mpsc::Sender<Chunk>,
}

/// What is known after the pass.
#[derive(Default)]
struct Read {
    segment_count: u64,
    skipped: Vec<SegmentResult>,
    followers: Followers,
    warnings: Vec<String>,
}

impl Pass {
    fn new(spec: &JobSpec, chunks: mpsc::Sender<Chunk>) -> Self {
        Self {
            admission: Admission {
                exclude_numeric: spec.exclude_numeric_segments,
                include_protected: spec.include_protected,
            },
            source_language: spec.source_language.clone(),
            target_language: spec.target_language.clone(),
            batcher: Batcher::new(),
            chunk: Chunk { groups: Vec::new() },
            chunk_size: 0,
            leaders: HashMap::new(),
            read: Read::default(),
            chunks,
        }
    }

    fn run(mut self, bytes: &[u8], limits: &xliff::Limits) -> Result<Read> {
        let summary = xliff::read(Cursor::new(bytes), limits, |segment| self.take(segment))?;
        let rest = self.batcher.finish();
        self.group(rest)?;
        self.ship()?;
        self.read.warnings = summary.warnings;
        if self.leaders.is_empty() {
            let count = self.read.segment_count;
            self.read.warnings.push(format!("none of the {count} segments can be refined; all are skipped"));
        }
        Ok(self.read)
    }

    fn take(&mut self, mut segment: Segment) -> Result<()> {
        self.read.segment_count += 1;
        segment.fill_languages(&self.source_language, &self.target_language);
        if let Some(reason) = admit(&segment, &self.admission) {
            self.read.skipped.push(skipped(&segment, reason));
            return Ok(());
        }
        let number = segment.id.number;
        let leader = *self.leaders.entry(segment.repetition()?).or_insert(number);
        if leader != number {
            self.read.followers.0.entry(leader).or_default().push(segment.id);
            return Ok(());
        }
        let group = self.batcher.push(segment);
        self.group(group)
    }

    fn group(&mut self, group: Option<Group>) -> Result<()> {
        let Some(group) = group else { return Ok(()) };
        self.chunk_size += group.segments.len();
        self.chunk.groups.push(group);
        if self.chunk_size >= SHARD { self.ship() } else { Ok(()) }
    }

    fn ship(&mut self) -> Result<()> {
        self.chunk_size = 0;
        let groups = std::mem::take(&mut self.chunk.groups);
        if groups.is_empty() {
            return Ok(());
        }
        self.chunks.blocking_send(Chunk { groups }).map_err(|_| Error::Closed)
    }
}
