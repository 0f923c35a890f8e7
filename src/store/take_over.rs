//! Answers of an earlier job, taken over by a job that goes on with it.
//!
//! They become rows of the new job, marked as taken over and without usage: what was paid for once is
//! in the accounts once. From then on the job does not need the earlier one any more.

use super::calls::CallOutcome;
use super::entity::calls;
use super::tasks::Task;
use super::{Result, Store};
use crate::domain::ids::JobId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, Set};
use uuid::Uuid;

/// Answers worth having again. What was given up or came back broken may go better this time.
const WORTH: [CallOutcome; 3] = [CallOutcome::Answered, CallOutcome::Truncated, CallOutcome::Refused];
/// Rows per statement: far below the bind limits of both databases.
const ROWS: usize = 500;

impl Store {
    /// Takes over the answers that another job of the tenant got for the shard of this number. The
    /// question is what it was asked: an answer to another one is taken over and never used. Doing it
    /// again is harmless.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn take_over(&self, task: &Task, earlier: JobId, shard: i32) -> Result<()> {
        let found = calls::Entity::find()
            .filter(calls::Column::JobId.eq(earlier.uuid()))
            .filter(calls::Column::TenantId.eq(task.tenant.as_str()))
            .filter(calls::Column::Shard.eq(shard))
            .filter(calls::Column::Answer.is_not_null())
            .filter(calls::Column::Outcome.is_in(WORTH.map(CallOutcome::as_str)))
            .all(&self.reader)
            .await?;
        if found.is_empty() {
            return Ok(());
        }
        let (job, now) = (task.job.uuid(), self.clock.now());
        let rows: Vec<calls::ActiveModel> = found
            .into_iter()
            .map(|row| calls::ActiveModel {
                id: Set(Uuid::now_v7()),
                job_id: Set(job),
                taken_from: Set(Some(row.taken_from.unwrap_or(row.job_id))),
                input_tokens: Set(None),
                cached_input_tokens: Set(None),
                cache_write_tokens: Set(None),
                output_tokens: Set(None),
                reasoning_tokens: Set(None),
                cost_micros: Set(None),
                currency: Set(None),
                reserved_tokens: Set(None),
                reserved_micros: Set(None),
                created_at: Set(now),
                ..row.into()
            })
            .collect();
        self.write(move |tx| {
            Box::pin(async move {
                for rows in rows.chunks(ROWS) {
                    calls::Entity::insert_many(rows.to_vec())
                        .on_conflict(OnConflict::new().do_nothing().to_owned())
                        .exec_without_returning(tx)
                        .await?;
                }
                Ok(())
            })
        })
        .await
    }
}
