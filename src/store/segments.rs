//! Rows of finished segments: the results of a job, and the log its watchers read.

use super::entity::segments;
use super::{Result, Store, from_json, json};
use crate::domain::ids::{JobId, TenantId};
use crate::domain::segment::{SegmentResult, SegmentState};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, OnConflict};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    Select, Set,
};
use std::collections::HashSet;

/// Rows per statement: far below the bind limits of both databases.
const ROWS: usize = 1000;

/// A finished segment with its place in the log.
#[derive(Debug, Clone)]
pub struct Numbered {
    /// The number of the change that stored it.
    pub sequence: i64,
    /// The segment.
    pub result: SegmentResult,
}

/// Rows of a log that were read.
#[derive(Debug, Clone)]
pub struct Read<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// The next row was left behind for its bytes.
    pub cut: bool,
}

impl Store {
    /// Segments stored after `after` and up to `up_to`, in the order they were stored: at most `most`,
    /// and no more than `bytes` of them, but at least one if there is one.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn segments_after(
        &self,
        job: JobId,
        after: i64,
        up_to: i64,
        most: u64,
        bytes: usize,
    ) -> Result<Read<Numbered>> {
        let query = segments::Entity::find()
            .filter(segments::Column::JobId.eq(job.uuid()))
            .filter(segments::Column::Sequence.gt(after))
            .filter(segments::Column::Sequence.lte(up_to));
        let Read { rows, cut } = self.bounded(query, segments::Column::Sequence, most, bytes).await?;
        let numbered = |row: segments::Model| {
            Ok(Numbered { sequence: row.sequence, result: from_json(&row.body, "segment")? })
        };
        Ok(Read { rows: rows.into_iter().map(numbered).collect::<Result<_>>()?, cut })
    }

    /// Finished segments in the order of the file, after segment number `after`: at most `most`, and no
    /// more than `bytes` of them, but at least one if there is one.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn segments(
        &self,
        job: JobId,
        states: &[SegmentState],
        needs_review: bool,
        after: u64,
        most: u64,
        bytes: usize,
    ) -> Result<Read<SegmentResult>> {
        let mut query = segments::Entity::find()
            .filter(segments::Column::JobId.eq(job.uuid()))
            .filter(segments::Column::Number.gt(i64::try_from(after).unwrap_or(i64::MAX)));
        if !states.is_empty() {
            query = query.filter(segments::Column::State.is_in(states.iter().map(|state| state.as_str())));
        }
        if needs_review {
            query = query.filter(segments::Column::NeedsReview.eq(true));
        }
        let Read { rows, cut } = self.bounded(query, segments::Column::Number, most, bytes).await?;
        let rows = rows.into_iter().map(|row| from_json(&row.body, "segment"));
        Ok(Read { rows: rows.collect::<Result<_>>()?, cut })
    }

    /// The first rows by a key: how large they are is asked first, so that no more is ever in memory.
    async fn bounded(
        &self,
        query: Select<segments::Entity>,
        key: segments::Column,
        most: u64,
        bytes: usize,
    ) -> Result<Read<segments::Model>> {
        let size = Func::cust("octet_length").arg(Expr::col(segments::Column::Body)).cast_as("bigint");
        let sizes: Vec<(i64, i64)> = query
            .clone()
            .select_only()
            .column(key)
            .column_as(size, "size")
            .order_by_asc(key)
            .limit(most)
            .into_tuple()
            .all(&self.reader)
            .await?;
        let mut total = 0;
        let fitting = sizes.iter().take_while(|(_, size)| {
            total += size.unsigned_abs();
            total <= bytes as u64
        });
        let count = fitting.count().max(1);
        let Some((last, _)) = sizes.get(count - 1) else { return Ok(Read { rows: Vec::new(), cut: false }) };
        let rows = query.filter(key.lte(*last)).order_by_asc(key).limit(most).all(&self.reader).await?;
        Ok(Read { rows, cut: count < sizes.len() })
    }

    /// Which of the segments `first..=last` have ended.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn ended(&self, job: JobId, first: u64, last: u64) -> Result<HashSet<u64>> {
        let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        let rows: Vec<i64> = segments::Entity::find()
            .select_only()
            .column(segments::Column::Number)
            .filter(segments::Column::JobId.eq(job.uuid()))
            .filter(segments::Column::Number.between(number(first), number(last)))
            .into_tuple()
            .all(&self.reader)
            .await?;
        Ok(rows.into_iter().map(i64::unsigned_abs).collect())
    }
}

/// The rows among `results` that are not there yet; the others were stored by an earlier run.
pub(super) async fn fresh(
    db: &impl ConnectionTrait,
    job: JobId,
    results: Vec<SegmentResult>,
) -> Result<Vec<SegmentResult>> {
    let mut known = HashSet::new();
    for chunk in results.chunks(ROWS) {
        let numbers = chunk.iter().map(|result| i64::try_from(result.id.number).unwrap_or(i64::MAX));
        let rows: Vec<i64> = segments::Entity::find()
            .select_only()
            .column(segments::Column::Number)
            .filter(segments::Column::JobId.eq(job.uuid()))
            .filter(segments::Column::Number.is_in(numbers))
            .into_tuple()
            .all(db)
            .await?;
        known.extend(rows.into_iter().map(i64::unsigned_abs));
    }
    Ok(results.into_iter().filter(|result| known.insert(result.id.number)).collect())
}

/// Inserts rows, numbering them upwards from `first`.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    tenant: &TenantId,
    job: JobId,
    results: &[SegmentResult],
    first: i64,
) -> Result<()> {
    let mut sequence = first;
    for chunk in results.chunks(ROWS) {
        let mut rows = Vec::with_capacity(chunk.len());
        for result in chunk {
            rows.push(segments::ActiveModel {
                job_id: Set(job.uuid()),
                number: Set(i64::try_from(result.id.number).unwrap_or(i64::MAX)),
                tenant_id: Set(tenant.as_str().to_owned()),
                sequence: Set(sequence),
                state: Set(result.state.as_str().to_owned()),
                needs_review: Set(result.needs_review),
                body: Set(json(result, "segment")?),
            });
            sequence += 1;
        }
        segments::Entity::insert_many(rows)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}
