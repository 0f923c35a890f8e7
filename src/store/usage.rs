//! What jobs used and cost: sums over the rows of their calls, and nothing else.

use super::entity::calls;
use super::{Error, Result};
use crate::domain::price::Cost;
use crate::domain::usage::Usage;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _, QuerySelect as _,
};
use std::collections::HashMap;
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Sums {
    job_id: Uuid,
    request_count: i64,
    taken_count: i64,
    reported_count: i64,
    priced_count: i64,
    input_tokens: Option<i64>,
    cached_input_tokens: Option<i64>,
    cache_write_tokens: Option<i64>,
    output_tokens: Option<i64>,
    reasoning_tokens: Option<i64>,
    cost_micros: Option<i64>,
    lowest_currency: Option<String>,
    highest_currency: Option<String>,
}

impl Sums {
    /// Calls of this job itself: what was taken over was paid for before.
    fn made(&self) -> i64 {
        self.request_count - self.taken_count
    }

    /// The cost, if it is known of every call and all are in one currency.
    fn cost(&self) -> Result<Option<Cost>> {
        let (Some(micros), Some(code)) = (self.cost_micros, &self.lowest_currency) else { return Ok(None) };
        if self.priced_count < self.made() || self.highest_currency.as_ref() != Some(code) {
            return Ok(None);
        }
        let currency = code.parse().map_err(|_| Error::Corrupt("currency"))?;
        Ok(Some(Cost { micros: micros.unsigned_abs(), currency }))
    }
}

/// The sums of several jobs, by job; a job without calls is not among them.
pub(super) async fn of(db: &impl ConnectionTrait, jobs: &[Uuid]) -> Result<HashMap<Uuid, Usage>> {
    let sum = |column: calls::Column| Expr::col(column).sum().cast_as("bigint");
    let rows = calls::Entity::find()
        .select_only()
        .column(calls::Column::JobId)
        // Not the key: it is not in the index that has all the others.
        .column_as(calls::Column::JobId.count(), "request_count")
        .column_as(calls::Column::TakenFrom.count(), "taken_count")
        .column_as(calls::Column::InputTokens.count(), "reported_count")
        .column_as(calls::Column::CostMicros.count(), "priced_count")
        .column_as(sum(calls::Column::InputTokens), "input_tokens")
        .column_as(sum(calls::Column::CachedInputTokens), "cached_input_tokens")
        .column_as(sum(calls::Column::CacheWriteTokens), "cache_write_tokens")
        .column_as(sum(calls::Column::OutputTokens), "output_tokens")
        .column_as(sum(calls::Column::ReasoningTokens), "reasoning_tokens")
        .column_as(sum(calls::Column::CostMicros), "cost_micros")
        .column_as(calls::Column::Currency.min(), "lowest_currency")
        .column_as(calls::Column::Currency.max(), "highest_currency")
        .filter(calls::Column::JobId.is_in(jobs.iter().copied()))
        .group_by(calls::Column::JobId)
        .into_model::<Sums>()
        .all(db)
        .await?;
    let count = |value: Option<i64>| value.unwrap_or_default().unsigned_abs();
    rows.into_iter()
        .map(|row| {
            let usage = Usage {
                request_count: row.made().unsigned_abs(),
                reused_count: row.taken_count.unsigned_abs(),
                unreported_count: row.made().abs_diff(row.reported_count),
                input_token_count: count(row.input_tokens),
                cached_input_token_count: count(row.cached_input_tokens),
                cache_write_input_token_count: count(row.cache_write_tokens),
                output_token_count: count(row.output_tokens),
                reasoning_token_count: count(row.reasoning_tokens),
                cost: row.cost()?,
            };
            Ok((row.job_id, usage))
        })
        .collect()
}
