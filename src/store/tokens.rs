//! Tokens that the jobs of a key have used: sums over their calls, and what is kept of erased jobs,
//! so that erasing gives nothing back.

use super::entity::{calls, erased_usage, jobs};
use super::{Result, Store};
use crate::domain::clock::{self, Time};
use crate::domain::key::KeyId;
use sea_orm::sea_query::{Expr, ExprTrait as _, SimpleExpr};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, JoinType, QueryFilter as _,
    QuerySelect as _, RelationDef, Set,
};

impl Store {
    /// How many tokens, in and out, the jobs of a key have used since a moment.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn tokens_since(&self, key: &KeyId, since: Time) -> Result<u64> {
        // A job that ended before has no calls since, and need not be looked into.
        let recent = Condition::any()
            .add(jobs::Column::CompletedAt.is_null())
            .add(jobs::Column::CompletedAt.gte(since));
        let of_key = Condition::all().add(jobs::Column::KeyId.eq(key.as_str())).add(recent);
        let kept: Option<Option<i64>> = erased_usage::Entity::find()
            .select_only()
            .column_as(sum(Expr::col(erased_usage::Column::Tokens)), "tokens")
            .filter(erased_usage::Column::KeyId.eq(key.as_str()))
            .filter(erased_usage::Column::ErasedAt.gte(since))
            .into_tuple()
            .one(&self.reader)
            .await?;
        let kept = kept.flatten().unwrap_or_default();
        Ok(used(&self.reader, of_key, since).await? + kept.unsigned_abs())
    }
}

/// Keeps what a job used today, in the transaction that erases it.
pub(super) async fn keep(db: &impl ConnectionTrait, job: &jobs::Model, now: Time) -> Result<()> {
    let today = clock::day(now);
    erased_usage::Entity::delete_many().filter(erased_usage::Column::ErasedAt.lt(today)).exec(db).await?;
    let Some(key) = &job.key_id else { return Ok(()) };
    let tokens = used(db, Condition::all().add(jobs::Column::Id.eq(job.id)), today).await?;
    if tokens == 0 {
        return Ok(());
    }
    let row = erased_usage::ActiveModel {
        job_id: Set(job.id),
        key_id: Set(key.clone()),
        tokens: Set(i64::try_from(tokens).unwrap_or(i64::MAX)),
        erased_at: Set(now),
    };
    erased_usage::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The tokens of the calls of some jobs since a moment.
async fn used(db: &impl ConnectionTrait, of: Condition, since: Time) -> Result<u64> {
    let job: RelationDef =
        calls::Entity::belongs_to(jobs::Entity).from(calls::Column::JobId).to(jobs::Column::Id).into();
    let sums: Option<(Option<i64>, Option<i64>)> = calls::Entity::find()
        .select_only()
        .column_as(sum(Expr::col(calls::Column::InputTokens)), "input_tokens")
        .column_as(sum(Expr::col(calls::Column::OutputTokens)), "output_tokens")
        .join(JoinType::InnerJoin, job)
        .filter(of)
        .filter(calls::Column::CreatedAt.gte(since))
        .into_tuple()
        .one(db)
        .await?;
    let (input, output) = sums.unwrap_or_default();
    Ok(input.unwrap_or_default().unsigned_abs() + output.unwrap_or_default().unsigned_abs())
}

fn sum(column: Expr) -> SimpleExpr {
    column.sum().cast_as("bigint")
}
