//! What there is, over all tenants: the numbers an operator watches.

use super::entity::{deliveries, jobs, tasks};
use super::tasks::TaskState;
use super::{Error, Result, Store};
use crate::domain::job::JobStatus;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QuerySelect as _};

/// How much there is of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Jobs by status; every status is there.
    pub jobs: Vec<(JobStatus, u64)>,
    /// Tasks that wait for a worker.
    pub tasks_ready: u64,
    /// Webhook deliveries that are not over.
    pub deliveries_pending: u64,
}

impl Store {
    /// Counts jobs, tasks and deliveries.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn counts(&self) -> Result<Counts> {
        let rows: Vec<(String, i64)> = jobs::Entity::find()
            .select_only()
            .column(jobs::Column::Status)
            .column_as(jobs::Column::Id.count(), "number")
            .group_by(jobs::Column::Status)
            .into_tuple()
            .all(&self.reader)
            .await?;
        let mut found: Vec<_> = JobStatus::ALL.map(|status| (status, 0)).to_vec();
        for (word, number) in rows {
            let row = found.iter_mut().find(|(status, _)| status.as_str() == word);
            row.ok_or(Error::Corrupt("job"))?.1 = number.unsigned_abs();
        }
        let ready = tasks::Entity::find().filter(tasks::Column::State.eq(TaskState::Ready.as_str()));
        let pending = deliveries::Entity::find().filter(deliveries::Column::State.eq("pending"));
        Ok(Counts {
            jobs: found,
            tasks_ready: ready.count(&self.reader).await?,
            deliveries_pending: pending.count(&self.reader).await?,
        })
    }
}
