//! Exact repetitions, found in the order of the file and needed in the order of their leaders.
//!
//! A chunk may be long written when the last follower of its segments is read, and a file may hold
//! nothing but followers of one segment. So they go to a scratch file while the file is read, at
//! its end from there to one object of the job, leader by leader, and each shard keeps where those
//! of its leaders are. In memory is one place for each leader that is followed.

use super::Result;
use crate::blob::{Blob, Name};
use crate::domain::ids::JobId;
use crate::domain::segment::SegmentRef;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, IntoInnerError, Write};
use std::os::unix::fs::FileExt as _;

/// Where nothing is.
const NOWHERE: u64 = u64::MAX;
/// Bytes of followers read at a time, unless one alone is longer.
const PIECE: u64 = 64 << 10;

/// Followers while the file is read. Each is written with the place of the one before it that has
/// the same leader.
#[derive(Debug)]
pub(super) struct Spool {
    file: BufWriter<File>,
    end: u64,
    newest: BTreeMap<u64, u64>,
}

/// Where the followers of the leaders of a shard are in the object of the job: by the number of the
/// leader, the first byte and the one behind the last.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Spans(BTreeMap<u64, (u64, u64)>);

/// The followers of a shard, to be read.
#[derive(Debug)]
pub(super) struct Followers {
    blob: Blob,
    job: JobId,
    spans: Spans,
}

/// The followers of one leader, piece by piece.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    followers: &'a Followers,
    from: u64,
    end: u64,
}

impl Spool {
    pub(super) fn new(file: File) -> Self {
        Self { file: BufWriter::new(file), end: 0, newest: BTreeMap::new() }
    }

    pub(super) fn push(&mut self, leader: u64, id: &SegmentRef) -> Result<()> {
        let before = self.newest.insert(leader, self.end).unwrap_or(NOWHERE);
        let line = serde_json::to_vec(id)?;
        let length = line.len() as u64;
        for part in [&before.to_le_bytes()[..], &length.to_le_bytes(), &line] {
            self.file.write_all(part)?;
            self.end += part.len() as u64;
        }
        Ok(())
    }

    /// Writes all followers in the order of their leaders, and tells for each shard where its own
    /// are. `firsts` are the first segments of the shards: shards are contiguous, so they say whose
    /// leader is where. The order among the followers of one leader means nothing.
    pub(super) fn write_out(
        self,
        firsts: &[u64],
        out: &mut impl Write,
        mut told: impl FnMut(Spans) -> Result<()>,
    ) -> Result<()> {
        let file = self.file.into_inner().map_err(IntoInnerError::into_error)?;
        let ends = firsts.iter().skip(1).copied().chain([u64::MAX]);
        let (mut line, mut end) = (Vec::new(), 0);
        for (first, next) in firsts.iter().zip(ends) {
            let mut spans = Spans::default();
            for (leader, newest) in self.newest.range(*first..next) {
                let begin = end;
                let mut place = *newest;
                while place != NOWHERE {
                    let [mut before, mut length] = [[0; 8]; 2];
                    file.read_exact_at(&mut before, place)?;
                    file.read_exact_at(&mut length, place + 8)?;
                    line.resize(usize::try_from(u64::from_le_bytes(length)).unwrap_or(usize::MAX), 0);
                    file.read_exact_at(&mut line, place + 16)?;
                    line.push(b'\n');
                    out.write_all(&line)?;
                    end += line.len() as u64;
                    place = u64::from_le_bytes(before);
                }
                spans.0.insert(*leader, (begin, end));
            }
            told(spans)?;
        }
        Ok(())
    }
}

impl Followers {
    pub(super) fn new(blob: Blob, job: JobId, spans: Spans) -> Self {
        Self { blob, job, spans }
    }

    /// Who repeats a segment.
    pub(super) fn of(&self, leader: u64) -> Pieces<'_> {
        let (from, end) = self.spans.0.get(&leader).copied().unwrap_or_default();
        Pieces { followers: self, from, end }
    }
}

impl Pieces<'_> {
    /// The next ones; none at the end.
    pub(super) async fn next(&mut self) -> Result<Vec<SegmentRef>> {
        let mut length = PIECE;
        while self.from < self.end {
            let to = self.end.min(self.from + length);
            let Followers { blob, job, .. } = self.followers;
            let mut bytes = blob.range(Name::Following(*job), self.from..to).await?;
            match bytes.iter().rposition(|byte| *byte == b'\n') {
                Some(last) => bytes.truncate(last + 1),
                // One that is longer than the piece.
                None if to < self.end => {
                    length *= 2;
                    continue;
                }
                None => {}
            }
            self.from += bytes.len() as u64;
            let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
            return Ok(lines.map(serde_json::from_slice).collect::<std::result::Result<_, _>>()?);
        }
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::{Followers, Name, PIECE, SegmentRef, Spans, Spool};
    use crate::blob::Blob;
    use crate::domain::ids::JobId;
    use std::collections::BTreeMap;

    fn id(number: u64, unit: &str) -> SegmentRef {
        SegmentRef { number, unit: unit.to_owned(), ..SegmentRef::default() }
    }

    /// Everything spooled, written out, and read back by leader.
    async fn check(firsts: &[u64], pushed: &[(u64, SegmentRef)]) -> Vec<BTreeMap<u64, Vec<u64>>> {
        let folder = tempfile::tempdir().unwrap();
        let blob = Blob::open(folder.path()).unwrap();
        let job = JobId::from(uuid::Uuid::nil());
        let mut spool = Spool::new(blob.scratch().unwrap());
        pushed.iter().for_each(|(leader, id)| spool.push(*leader, id).unwrap());
        let (mut bytes, mut shards) = (Vec::new(), Vec::<Spans>::new());
        let told = |spans| {
            shards.push(spans);
            Ok(())
        };
        spool.write_out(firsts, &mut bytes, told).unwrap();
        blob.put(Name::Following(job), bytes.into()).await.unwrap();
        let mut found = Vec::new();
        for spans in shards {
            let leaders: Vec<u64> = spans.0.keys().copied().collect();
            let followers = Followers::new(blob.clone(), job, spans);
            assert!(followers.of(u64::MAX).next().await.unwrap().is_empty(), "nobody repeats this one");
            let mut of_shard = BTreeMap::new();
            for leader in leaders {
                let (mut pieces, mut numbers) = (followers.of(leader), Vec::new());
                loop {
                    let piece = pieces.next().await.unwrap();
                    if piece.is_empty() {
                        break;
                    }
                    let bytes: usize = piece.iter().map(|id| id.unit.len()).sum();
                    // The longest of the tests is three pieces long, and they double until it fits.
                    assert!(bytes as u64 <= 4 * PIECE, "a piece is bounded");
                    numbers.extend(piece.into_iter().map(|id| id.number));
                }
                numbers.sort_unstable();
                of_shard.insert(leader, numbers);
            }
            found.push(of_shard);
        }
        found
    }

    #[tokio::test]
    async fn followers_come_back_with_their_leader_in_the_shard_that_has_it() {
        let pushed: Vec<_> = [(1, 2), (4, 5), (1, 6), (4, 9), (300, 301), (1, 302)]
            .map(|(leader, number)| (leader, id(number, "u")))
            .into();
        let found = check(&[1, 3, 290], &pushed).await;
        let map = |of: &[(u64, &[u64])]| of.iter().map(|(leader, ids)| (*leader, ids.to_vec())).collect();
        let expected: Vec<BTreeMap<u64, Vec<u64>>> =
            vec![map(&[(1, &[2, 6, 302])]), map(&[(4, &[5, 9])]), map(&[(300, &[301])])];
        assert_eq!(found, expected);
        assert_eq!(check(&[1, 9], &[]).await, [BTreeMap::new(), BTreeMap::new()]);
        assert!(check(&[], &[]).await.is_empty());
    }

    #[tokio::test]
    async fn a_leader_of_very_many_and_a_follower_longer_than_a_piece_are_read_piece_by_piece() {
        let mut pushed: Vec<_> = (2..9000).map(|number| (1, id(number, "some-unit"))).collect();
        pushed[5].1.unit = "x".repeat(3 * PIECE as usize);
        let found = check(&[1], &pushed).await;
        assert_eq!(found[0][&1], (2..9000).collect::<Vec<u64>>());
    }
}
