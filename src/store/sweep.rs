//! What is due by the clock: lost leases, and requests that need not be known any longer.

use super::entity::{requests, tasks};
use super::tasks::TaskState;
use super::{Result, Store};
use crate::domain::ids::TaskId;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

/// How long a request id is remembered at least.
const REQUESTS: chrono::TimeDelta = chrono::TimeDelta::hours(48);

impl Store {
    /// Makes tasks ready again whose lease has run out, but for those `in_hand`: a clock that was set
    /// forward ends no work, and whoever asks knows best what they still do.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn reclaim_late(&self, in_hand: &[TaskId]) -> Result<u64> {
        let (now, kept) = (self.clock.now(), in_hand.iter().map(|id| id.uuid()).collect::<Vec<_>>());
        let late = self
            .write(move |tx| {
                Box::pin(async move {
                    let done = tasks::Entity::update_many()
                        .col_expr(tasks::Column::State, Expr::value(TaskState::Ready.as_str()))
                        .col_expr(tasks::Column::Reclaims, Expr::col(tasks::Column::Reclaims).add(1))
                        .filter(tasks::Column::State.eq(TaskState::Leased.as_str()))
                        .filter(tasks::Column::LeaseUntil.lt(now))
                        .filter(tasks::Column::Id.is_not_in(kept))
                        .exec(tx)
                        .await?;
                    Ok(done.rows_affected)
                })
            })
            .await?;
        if late > 0 {
            self.signal.ready();
        }
        Ok(late)
    }

    /// Takes back every lease: for a start, when the lock on the folder proves nobody else runs.
    pub(super) async fn reclaim_all(&self) -> Result<()> {
        self.write(|tx| {
            Box::pin(async move {
                tasks::Entity::update_many()
                    .col_expr(tasks::Column::State, Expr::value(TaskState::Ready.as_str()))
                    .col_expr(tasks::Column::Reclaims, Expr::col(tasks::Column::Reclaims).add(1))
                    .filter(tasks::Column::State.eq(TaskState::Leased.as_str()))
                    .exec(tx)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// Forgets requests that were made long ago.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn forget_requests(&self) -> Result<()> {
        let before = self.clock.now() - REQUESTS;
        self.write(move |tx| {
            Box::pin(async move {
                requests::Entity::delete_many()
                    .filter(requests::Column::CreatedAt.lt(before))
                    .exec(tx)
                    .await?;
                Ok(())
            })
        })
        .await
    }
}
