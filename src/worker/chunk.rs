//! The stored form of a shard: its groups, and who repeats whom.

use super::{Result, Worker};
use crate::blob::Name;
use crate::domain::ids::JobId;
use crate::domain::segment::{SegmentRef, SegmentResult};
use crate::refine::batch::Group;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Segments of a shard, about.
pub(super) const SHARD: usize = 256;

/// The groups of a shard, in the order of the file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Chunk {
    pub(super) groups: Vec<Group>,
}

/// Exact repetitions of the segments of a shard, by the number of their leader. An object apart from
/// the chunk: a chunk may be long written when the last follower of its segments is read.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Followers(pub(super) HashMap<u64, Vec<SegmentRef>>);

impl Chunk {
    /// The numbers of its first and last segment.
    pub(super) fn range(&self) -> Option<(u64, u64)> {
        let mut numbers =
            self.groups.iter().flat_map(|group| &group.segments).map(|segment| segment.id.number);
        let first = numbers.next()?;
        Some((first, numbers.next_back().unwrap_or(first)))
    }
}

impl Followers {
    /// The results of the followers of a leader, then its own: who finds the leader's row knows that
    /// all are there.
    pub(super) fn with(&self, result: SegmentResult) -> Vec<SegmentResult> {
        let followers = self.0.get(&result.id.number).map(Vec::as_slice).unwrap_or_default();
        let mut results: Vec<SegmentResult> =
            followers.iter().map(|id| SegmentResult { id: id.clone(), ..result.clone() }).collect();
        results.push(result);
        results
    }
}

impl Worker {
    pub(super) async fn put_chunk(&self, job: JobId, shard: i32, chunk: &Chunk) -> Result<()> {
        let bytes = serde_json::to_vec(chunk)?;
        Ok(self.blob.put(Name::Shard(job, shard), bytes.into()).await?)
    }

    pub(super) async fn put_followers(&self, job: JobId, shard: i32, followers: &Followers) -> Result<()> {
        let bytes = serde_json::to_vec(followers)?;
        Ok(self.blob.put(Name::Followers(job, shard), bytes.into()).await?)
    }

    pub(super) async fn chunk(&self, job: JobId, shard: i32) -> Result<(Chunk, Followers)> {
        let chunk = serde_json::from_slice(&self.blob.get(Name::Shard(job, shard)).await?)?;
        let followers = serde_json::from_slice(&self.blob.get(Name::Followers(job, shard)).await?)?;
        Ok((chunk, followers))
    }
}
