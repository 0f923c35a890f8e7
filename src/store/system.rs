//! What the store holds, counted over all tenants.

use super::entity::{deliveries, jobs, tasks};
use super::tasks::TaskState;
use super::{Result, Store};
use crate::domain::job::JobStatus;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QuerySelect as _};

/// The counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Census {
    /// How many jobs there are in each status.
    pub jobs: Vec<(JobStatus, u64)>,
    /// How many tasks wait for a worker.
    pub ready_tasks: u64,
    /// How many deliveries of webhooks wait.
    pub pending_deliveries: u64,
}

impl Store {
    /// Counts.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn census(&self) -> Result<Census> {
        let rows: Vec<(String, i64)> = jobs::Entity::find()
            .select_only()
            .column(jobs::Column::Status)
            .column_as(jobs::Column::Id.count(), "count")
            .group_by(jobs::Column::Status)
            .into_tuple()
            .all(&self.reader)
            .await?;
        let of = |status: JobStatus| {
            let found = rows.iter().find(|(word, _)| word == status.as_str());
            (status, found.map_or(0, |(_, count)| count.unsigned_abs()))
        };
        Ok(Census {
            jobs: JobStatus::ALL.into_iter().map(of).collect(),
            ready_tasks: tasks::Entity::find()
                .filter(tasks::Column::State.eq(TaskState::Ready.as_str()))
                .count(&self.reader)
                .await?,
            pending_deliveries: deliveries::Entity::find()
                .filter(deliveries::Column::State.eq("pending"))
                .count(&self.reader)
                .await?,
        })
    }
}
