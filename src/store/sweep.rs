//! What is due by the clock: lost leases and jobs past their time.

use super::entity::{jobs, requests, tasks};
use super::life::erase;
use super::tasks::TaskState;
use super::{Result, Store, spending};
use crate::domain::ids::{FileId, JobId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};

/// How long a request id is remembered at least.
const REQUESTS: chrono::TimeDelta = chrono::TimeDelta::hours(48);

impl Store {
    /// Makes tasks ready again whose lease has run out.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn reclaim_late(&self) -> Result<u64> {
        let now = self.clock.now();
        let late = self
            .write(move |tx| {
                Box::pin(async move {
                    let done = tasks::Entity::update_many()
                        .col_expr(tasks::Column::State, Expr::value(TaskState::Ready.as_str()))
                        .col_expr(tasks::Column::Reclaims, Expr::col(tasks::Column::Reclaims).add(1))
                        .filter(tasks::Column::State.eq(TaskState::Leased.as_str()))
                        .filter(tasks::Column::LeaseUntil.lt(now))
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

    /// Removes jobs past their time, and names them with their output files.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn expire_jobs(&self, most: u64) -> Result<Vec<(JobId, Option<FileId>)>> {
        let now = self.clock.now();
        self.write(move |tx| {
            Box::pin(async move {
                let rows = jobs::Entity::find()
                    .filter(jobs::Column::CompletedAt.is_not_null())
                    .filter(jobs::Column::ExpiresAt.lte(now))
                    .limit(most)
                    .all(tx)
                    .await?;
                let mut gone = Vec::new();
                for row in rows {
                    let output = row.output_file_id.map(FileId::from);
                    spending::keep(tx, &row, now).await?;
                    erase(tx, row.id, output).await?;
                    gone.push((JobId::from(row.id), output));
                }
                requests::Entity::delete_many()
                    .filter(requests::Column::CreatedAt.lt(now - REQUESTS))
                    .exec(tx)
                    .await?;
                Ok(gone)
            })
        })
        .await
    }
}
