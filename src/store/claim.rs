//! Which task is next.

use super::entity::{jobs, tasks};
use super::tasks::{Queue, Task, TaskKind, TaskState};
use super::turns::InHand;
use super::{Error, Result, Store, life};
use crate::domain::ids::JobId;
use crate::domain::job::JobStatus;
use sea_orm::{
    ActiveValue::Unchanged, ColumnTrait as _, Condition, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Set,
};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// So many lost leases make a task a suspect: the next loss is to tell whether it was this one.
const SUSPECT: i32 = 2;
/// Of so many claims one goes by age.
const BY_AGE: u64 = 16;

impl Store {
    /// Leases the next ready task of a queue, if there is one. It is one of the tenant and the job that have
    /// the fewest in hand (`store::turns`), of equal ones in turn; one claim of sixteen goes by age, so that what
    /// is begun ends. Deliveries that were tried least go first, so that
    /// the many of a dead receiver do not keep others waiting. Shards that ask one of the models in `full` are
    /// left where they are. The first claim of a job turns it `processing`, in the same transaction.
    ///
    /// Of the tasks that were in hand each time the process died, one at a time is leased: those that
    /// do no harm then come to their end, and the losses are counted against the one that does.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn claim(
        &self,
        queue: Queue,
        full: &[String],
        owner: &str,
        lease: Duration,
    ) -> Result<Option<Task>> {
        let (owner, now) = (owner.to_owned(), self.clock.now());
        let webhook = TaskKind::Webhook.as_str();
        let room = Condition::any()
            .add(tasks::Column::Lane.is_null())
            .add(tasks::Column::Lane.is_not_in(full.iter().map(String::as_str)));
        let of_queue = match queue {
            Queue::Jobs => tasks::Column::Kind.ne(webhook),
            Queue::Deliveries => tasks::Column::Kind.eq(webhook),
        };
        let suspects = tasks::Entity::find()
            .filter(tasks::Column::State.eq(TaskState::Leased.as_str()))
            .filter(tasks::Column::Reclaims.gte(SUSPECT))
            .filter(of_queue.clone());
        let ready = tasks::Entity::find()
            .filter(tasks::Column::State.eq(TaskState::Ready.as_str()))
            .filter(tasks::Column::RunAt.lte(now))
            .filter(of_queue)
            .limit(1);
        let by_age = self.claims.load(Ordering::Relaxed) % BY_AGE == BY_AGE - 1;
        let turns = Arc::clone(&self.turns);
        let task = self
            .write(move |tx| {
                Box::pin(async move {
                    let ready = match suspects.count(tx).await? {
                        0 => ready,
                        _ => ready.filter(tasks::Column::Reclaims.lt(SUSPECT)),
                    };
                    let next = match queue {
                        Queue::Jobs if by_age => ready.filter(room).order_by_asc(tasks::Column::Id),
                        Queue::Jobs => {
                            let ready = ready.filter(room);
                            let turn = InHand::now(tx).await?.turn(tx, &ready, &turns).await?;
                            let Some((tenant, job)) = turn else { return Ok(None) };
                            ready
                                .filter(tasks::Column::TenantId.eq(tenant))
                                .filter(tasks::Column::JobId.eq(job))
                                .order_by_asc(tasks::Column::Number)
                                .order_by_asc(tasks::Column::Id)
                        }
                        Queue::Deliveries => {
                            ready.order_by_asc(tasks::Column::Epoch).order_by_asc(tasks::Column::RunAt)
                        }
                    };
                    let Some(row) = next.one(tx).await? else { return Ok(None) };
                    let epoch = row.epoch + 1;
                    let change = tasks::ActiveModel {
                        id: Unchanged(row.id),
                        state: Set(TaskState::Leased.as_str().to_owned()),
                        owner: Set(Some(owner)),
                        epoch: Set(epoch),
                        lease_until: Set(Some(now + lease)),
                        ..Default::default()
                    };
                    tasks::Entity::update(change).exec(tx).await?;
                    let job = JobId::from(row.job_id);
                    let found = jobs::Entity::find_by_id(job.uuid()).one(tx).await?;
                    let found = found.ok_or(Error::Corrupt("job"))?;
                    if life::status(&found)? == JobStatus::Queued {
                        life::set_status(tx, job, JobStatus::Processing, now).await?;
                    }
                    Ok(Some(Task {
                        id: row.id.into(),
                        job,
                        tenant: row.tenant_id.into(),
                        kind: TaskKind::parse(&row.kind)?,
                        number: row.number,
                        epoch,
                        lane: row.lane,
                        request: found.request_id,
                    }))
                })
            })
            .await?;
        if let Some(task) = &task {
            self.signal.job(task.job);
            self.claims.fetch_add(u64::from(queue == Queue::Jobs), Ordering::Relaxed);
            if queue == Queue::Jobs && !by_age {
                self.turns.had(task.tenant.as_str(), task.job.uuid());
            }
        }
        Ok(task)
    }
}
