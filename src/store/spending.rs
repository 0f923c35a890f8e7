//! What jobs have spent, for the bounds on it: sums over their calls, and what is kept of erased jobs,
//! so that erasing gives nothing back.

use super::entity::{calls, erased_cost, erased_usage, jobs};
use super::{Error, Result, Store};
use crate::domain::clock::{self, Time};
use crate::domain::ids::JobId;
use crate::domain::key::KeyId;
use crate::domain::price::Currency;
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, SimpleExpr};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, JoinType, QueryFilter as _,
    QuerySelect as _, RelationDef, Set,
};
use uuid::Uuid;

/// What calls used; those that nobody told of, about the most they may have used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Tokens, in and out together.
    pub tokens: u64,
    /// Micro-units of the currency that was asked for.
    pub micros: u64,
}

impl Store {
    /// What a job has spent.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn spent_by(&self, job: JobId, currency: Currency) -> Result<Spent> {
        let of = Condition::all().add(calls::Column::JobId.eq(job.uuid()));
        sums(&self.reader, of, currency).await
    }

    /// What the jobs of a key, or all jobs, have spent since a moment of this day.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn spent_since(&self, key: Option<&KeyId>, since: Time, currency: Currency) -> Result<Spent> {
        // A job that ended before has no calls since, and need not be looked into.
        let recent = Condition::any()
            .add(jobs::Column::CompletedAt.is_null())
            .add(jobs::Column::CompletedAt.gte(since));
        let of = Condition::all()
            .add_option(key.map(|key| jobs::Column::KeyId.eq(key.as_str())))
            .add(recent)
            .add(calls::Column::CreatedAt.gte(since));
        let mut spent = sums(&self.reader, of, currency).await?;
        let tokens: Option<Option<i64>> = erased_usage::Entity::find()
            .select_only()
            .column_as(whole(Expr::col(erased_usage::Column::Tokens).sum()), "tokens")
            .filter(
                Condition::all()
                    .add_option(key.map(|key| erased_usage::Column::KeyId.eq(key.as_str())))
                    .add(erased_usage::Column::ErasedAt.gte(since)),
            )
            .into_tuple()
            .one(&self.reader)
            .await?;
        let micros: Option<Option<i64>> = erased_cost::Entity::find()
            .select_only()
            .column_as(whole(Expr::col(erased_cost::Column::CostMicros).sum()), "micros")
            .filter(
                Condition::all()
                    .add_option(key.map(|key| erased_cost::Column::KeyId.eq(key.as_str())))
                    .add(erased_cost::Column::Currency.eq(currency.as_str()))
                    .add(erased_cost::Column::ErasedAt.gte(since)),
            )
            .into_tuple()
            .one(&self.reader)
            .await?;
        spent.tokens += tokens.flatten().unwrap_or_default().unsigned_abs();
        spent.micros += micros.flatten().unwrap_or_default().unsigned_abs();
        Ok(spent)
    }
}

/// Keeps what a job spent today, in the transaction that erases it.
pub(super) async fn keep(db: &impl ConnectionTrait, job: &jobs::Model, now: Time) -> Result<()> {
    let today = clock::day(now);
    erased_usage::Entity::delete_many().filter(erased_usage::Column::ErasedAt.lt(today)).exec(db).await?;
    erased_cost::Entity::delete_many().filter(erased_cost::Column::ErasedAt.lt(today)).exec(db).await?;
    let of =
        || Condition::all().add(calls::Column::JobId.eq(job.id)).add(calls::Column::CreatedAt.gte(today));
    let codes: Vec<Option<String>> = calls::Entity::find()
        .select_only()
        .column(calls::Column::Currency)
        .filter(of())
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    for code in codes.iter().flatten() {
        let currency = code.parse().map_err(|_| Error::Corrupt("currency"))?;
        let Spent { micros, .. } = sums(db, of(), currency).await?;
        let row = erased_cost::ActiveModel {
            id: Set(Uuid::now_v7()),
            key_id: Set(job.key_id.clone()),
            currency: Set(code.clone()),
            cost_micros: Set(i64::try_from(micros).unwrap_or(i64::MAX)),
            erased_at: Set(now),
        };
        erased_cost::Entity::insert(row).exec_without_returning(db).await?;
    }
    let Some(key) = &job.key_id else { return Ok(()) };
    let Spent { tokens, .. } = sums(db, of(), Currency::USD).await?;
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

/// Tokens in, out and reserved; micro-units spent and reserved.
type Sums = (Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>);

/// The sums over some calls; the cost of those in one currency.
async fn sums(db: &impl ConnectionTrait, of: Condition, currency: Currency) -> Result<Spent> {
    let job: RelationDef =
        calls::Entity::belongs_to(jobs::Entity).from(calls::Column::JobId).to(jobs::Column::Id).into();
    let in_currency = |column| {
        let of = Expr::col((calls::Entity, calls::Column::Currency)).eq(currency.as_str());
        whole(Func::sum(Expr::case(of, Expr::col((calls::Entity, column))).finally(0)).into())
    };
    let sum = |column| whole(Expr::col((calls::Entity, column)).sum());
    let found: Option<Sums> = calls::Entity::find()
        .select_only()
        .column_as(sum(calls::Column::InputTokens), "input_tokens")
        .column_as(sum(calls::Column::OutputTokens), "output_tokens")
        .column_as(sum(calls::Column::ReservedTokens), "reserved_tokens")
        .column_as(in_currency(calls::Column::CostMicros), "micros")
        .column_as(in_currency(calls::Column::ReservedMicros), "reserved_micros")
        .join(JoinType::InnerJoin, job)
        // What an erased job spent is kept already.
        .filter(jobs::Column::ErasedAt.is_null())
        .filter(of)
        .into_tuple()
        .one(db)
        .await?;
    let count = |value: Option<i64>| value.unwrap_or_default().unsigned_abs();
    let (input, output, reserved, micros, reserved_micros) = found.unwrap_or_default();
    Ok(Spent {
        tokens: count(input) + count(output) + count(reserved),
        micros: count(micros) + count(reserved_micros),
    })
}

/// Sums come as decimals from PostgreSQL.
fn whole(sum: SimpleExpr) -> SimpleExpr {
    sum.cast_as("bigint")
}
