//! The stored form of a shard: its groups. And what gathers on the way to the store, bounded by
//! number and by bytes.

use super::followers::{Followers, Spans};
use super::{Result, Worker};
use crate::blob::Name;
use crate::domain::ids::JobId;
use crate::domain::segment::{Segment, SegmentResult};
use crate::refine::Facts;
use crate::refine::batch::Group;
use serde::{Deserialize, Serialize};

/// Segments of a shard, about.
const SEGMENTS: usize = 256;
/// Bytes of a shard, about: segments may be long.
const SHARD_BYTES: usize = 4 << 20;
/// The most results stored together: no transaction holds the one writer for long.
const ROWS: usize = 1000;
/// Bytes of results stored together, about.
const PAGE_BYTES: usize = 1 << 20;

/// The groups of a shard, in the order of the file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Chunk {
    pub(super) groups: Vec<Group>,
}

impl Chunk {
    /// Whether another group belongs to the next shard.
    pub(super) fn is_full(&self) -> bool {
        self.segments().count() >= SEGMENTS
            || self.segments().map(Segment::weight).sum::<usize>() >= SHARD_BYTES
    }

    /// The numbers of its first and last segment.
    pub(super) fn range(&self) -> Option<(u64, u64)> {
        let mut numbers = self.segments().map(|segment| segment.id.number);
        let first = numbers.next()?;
        Some((first, numbers.next_back().unwrap_or(first)))
    }

    /// For each group a short text of the one beside it in the same languages, if there is one.
    pub(super) fn neighbours(&self) -> Vec<Option<Segment>> {
        let beside = |at: usize| {
            let languages = self.groups[at].segments.first().map(|segment| &segment.languages);
            let groups = [at.checked_add(1), at.checked_sub(1)].into_iter().flatten();
            let mut segments = groups
                .filter_map(|at| self.groups.get(at)?.segments.iter().min_by_key(|segment| segment.weight()));
            segments.find(|segment| Some(&segment.languages) == languages).cloned()
        };
        (0..self.groups.len()).map(beside).collect()
    }

    fn segments(&self) -> impl DoubleEndedIterator<Item = &Segment> {
        self.groups.iter().flat_map(|group| &group.segments)
    }
}

/// Results on their way to the store.
#[derive(Debug, Default)]
pub(super) struct Page {
    results: Vec<SegmentResult>,
    weight: usize,
}

impl Page {
    /// Takes a result; gives all back once they are to be stored.
    pub(super) fn push(&mut self, result: SegmentResult) -> Option<Vec<SegmentResult>> {
        self.weight += result.weight();
        self.results.push(result);
        let full = self.results.len() >= ROWS || self.weight >= PAGE_BYTES;
        if full { self.rest() } else { None }
    }

    /// What is left, if anything is.
    pub(super) fn rest(&mut self) -> Option<Vec<SegmentResult>> {
        self.weight = 0;
        let results = std::mem::take(&mut self.results);
        (!results.is_empty()).then_some(results)
    }
}

impl Worker {
    pub(super) async fn put_chunk(&self, job: JobId, shard: i32, chunk: &Chunk) -> Result<()> {
        let bytes = serde_json::to_vec(chunk)?;
        Ok(self.blob.put(Name::Shard(job, shard), bytes.into()).await?)
    }

    pub(super) async fn put_spans(&self, job: JobId, shard: i32, spans: &Spans) -> Result<()> {
        let bytes = serde_json::to_vec(spans)?;
        Ok(self.blob.put(Name::Followers(job, shard), bytes.into()).await?)
    }

    pub(super) async fn put_facts(&self, job: JobId, facts: &Facts) -> Result<()> {
        let bytes = serde_json::to_vec(facts)?;
        Ok(self.blob.put(Name::Facts(job), bytes.into()).await?)
    }

    pub(super) async fn chunk(&self, job: JobId, shard: i32) -> Result<(Chunk, Followers)> {
        let chunk = serde_json::from_slice(&self.blob.get(Name::Shard(job, shard)).await?)?;
        let spans = serde_json::from_slice(&self.blob.get(Name::Followers(job, shard)).await?)?;
        Ok((chunk, Followers::new(self.blob.clone(), job, spans)))
    }
}
