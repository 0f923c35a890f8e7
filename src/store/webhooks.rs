//! The outbox: a delivery is written with its job, comes due in the transaction that ends the job,
//! and is settled by whoever holds its task.

use super::entity::{deliveries, jobs, tasks};
use super::tasks::{self as task_store, Task, TaskKind, TaskState};
use super::{Error, Result, Store, from_json, json, life};
use crate::domain::clock::Time;
use crate::domain::ids::{DeliveryId, JobId, TenantId};
use crate::domain::job::JobStatus;
use crate::domain::webhook::{Attempt, Delivery, DeliveryState};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Unchanged, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Set,
};
use secrecy::SecretSlice;

/// Attempts that are kept.
const KEPT: usize = 20;

/// A delivery that is written with its job.
#[derive(Debug, Clone)]
pub struct NewDelivery {
    /// Its identifier.
    pub id: DeliveryId,
    /// Where it goes.
    pub url: String,
    /// What it is signed with.
    pub secret: Option<SecretSlice<u8>>,
}

/// A delivery that is due.
#[derive(Debug, Clone)]
pub struct Due {
    /// Its identifier.
    pub id: DeliveryId,
    /// Where it goes.
    pub url: String,
    /// What it is signed with.
    pub secret: Signing,
    /// Attempts made in this run through the schedule.
    pub step: u32,
}

/// What a delivery is signed with.
#[derive(Debug, Clone)]
pub enum Signing {
    /// Nothing: the client gave no secret.
    None,
    /// This.
    With(SecretSlice<u8>),
    /// What cannot be opened any more: the sealing key is another one.
    Lost,
}

/// What follows an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Nothing: the receiver has it.
    Delivered,
    /// Nothing: it is given up.
    GivenUp,
    /// Another attempt at this time.
    Again(Time),
}

/// What became of the wish to send again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redelivery {
    /// It is due now.
    Due(Box<Delivery>),
    /// No such delivery.
    Unknown,
    /// Its job is not over, but in this status.
    Waiting(JobStatus),
}

impl Store {
    /// The delivery of a job, for the task that sends it.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn due(&self, job: JobId) -> Result<Option<Due>> {
        let row = deliveries::Entity::find()
            .filter(deliveries::Column::JobId.eq(job.uuid()))
            .filter(deliveries::Column::State.eq(DeliveryState::Pending.as_str()))
            .one(&self.reader)
            .await?;
        Ok(row.map(|row| Due {
            id: row.id.into(),
            url: row.url,
            secret: match row.secret {
                None => Signing::None,
                Some(sealed) => self.seal.unseal(row.id, &sealed).map_or(Signing::Lost, Signing::With),
            },
            step: row.step.unsigned_abs(),
        }))
    }

    /// Notes an attempt and what follows. Until the next one nobody holds the task. `false`: the
    /// lease was lost and nothing happened.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn settle(&self, task: &Task, attempt: Attempt, next: Next) -> Result<bool> {
        let held = task.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let still_held = match next {
                    Next::Delivered | Next::GivenUp => task_store::finish(tx, &held).await?,
                    Next::Again(at) => postpone(tx, &held, at).await?,
                };
                if !still_held {
                    return Ok(false);
                }
                let found = deliveries::Entity::find().filter(deliveries::Column::JobId.eq(held.job.uuid()));
                let row = found.one(tx).await?.ok_or(Error::Corrupt("delivery"))?;
                let mut attempts: Vec<Attempt> = from_json(&row.attempts, "delivery")?;
                attempts.push(attempt);
                let kept = &attempts[attempts.len().saturating_sub(KEPT)..];
                let (state, next_at) = match next {
                    Next::Delivered => (DeliveryState::Delivered, None),
                    Next::GivenUp => (DeliveryState::Failed, None),
                    Next::Again(at) => (DeliveryState::Pending, Some(at)),
                };
                let change = deliveries::ActiveModel {
                    id: Unchanged(row.id),
                    state: Set(state.as_str().to_owned()),
                    step: Set(row.step.saturating_add(1)),
                    attempts: Set(json(&kept, "delivery")?),
                    next_at: Set(next_at),
                    ..Default::default()
                };
                deliveries::Entity::update(change).exec(tx).await?;
                Ok(true)
            })
        })
        .await
    }

    /// A page of deliveries of all tenants, newest first, older than `before`.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn deliveries(
        &self,
        job: Option<JobId>,
        states: &[DeliveryState],
        before: Option<DeliveryId>,
        most: u64,
    ) -> Result<Vec<Delivery>> {
        let mut query = deliveries::Entity::find();
        if let Some(job) = job {
            query = query.filter(deliveries::Column::JobId.eq(job.uuid()));
        }
        if !states.is_empty() {
            query = query.filter(deliveries::Column::State.is_in(states.iter().map(|state| state.as_str())));
        }
        if let Some(before) = before {
            query = query.filter(deliveries::Column::Id.lt(before.uuid()));
        }
        let rows = query.order_by_desc(deliveries::Column::Id).limit(most).all(&self.reader).await?;
        rows.into_iter().map(delivery).collect()
    }

    /// Makes a delivery due now, with the whole schedule before it. An attempt in hand is not
    /// noted any more: its lease is gone.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn redeliver(&self, id: DeliveryId) -> Result<Redelivery> {
        let now = self.clock.now();
        let outcome = self
            .write(move |tx| {
                Box::pin(async move {
                    let found = deliveries::Entity::find_by_id(id.uuid()).one(tx).await?;
                    let Some(row) = found else { return Ok(Redelivery::Unknown) };
                    if row.state == DeliveryState::Waiting.as_str() {
                        let job = jobs::Entity::find_by_id(row.job_id).one(tx).await?;
                        return Ok(Redelivery::Waiting(life::status(&job.ok_or(Error::Corrupt("job"))?)?));
                    }
                    let row = make_due(tx, row, now).await?;
                    tasks::Entity::update_many()
                        .col_expr(tasks::Column::State, Expr::value(TaskState::Ready.as_str()))
                        .col_expr(tasks::Column::RunAt, Expr::value(now))
                        .col_expr(tasks::Column::Reclaims, Expr::value(0))
                        .filter(tasks::Column::JobId.eq(row.job_id))
                        .filter(tasks::Column::Kind.eq(TaskKind::Webhook.as_str()))
                        .exec(tx)
                        .await?;
                    Ok(Redelivery::Due(Box::new(delivery(row)?)))
                })
            })
            .await?;
        self.signal.due();
        Ok(outcome)
    }

    /// The row of a new delivery, its secret sealed.
    pub(super) fn delivery_row(
        &self,
        tenant: &TenantId,
        job: JobId,
        new: &NewDelivery,
        now: Time,
    ) -> Result<deliveries::ActiveModel> {
        let id = new.id.uuid();
        let secret = new.secret.as_ref().map(|secret| self.seal.seal(id, secret)).transpose()?;
        Ok(deliveries::ActiveModel {
            id: Set(id),
            tenant_id: Set(tenant.as_str().to_owned()),
            job_id: Set(job.uuid()),
            url: Set(new.url.clone()),
            secret: Set(secret),
            state: Set(DeliveryState::Waiting.as_str().to_owned()),
            step: Set(0),
            attempts: Set("[]".to_owned()),
            next_at: Set(None),
            created_at: Set(now),
        })
    }
}

/// Makes the delivery of a job that ends due, if it has one, and gives it its task.
pub(super) async fn job_ended(db: &impl ConnectionTrait, job: JobId, now: Time) -> Result<()> {
    let waiting = deliveries::Entity::find()
        .filter(deliveries::Column::JobId.eq(job.uuid()))
        .filter(deliveries::Column::State.eq(DeliveryState::Waiting.as_str()))
        .one(db)
        .await?;
    let Some(row) = waiting else { return Ok(()) };
    let tenant = TenantId::from(row.tenant_id.clone());
    make_due(db, row, now).await?;
    task_store::insert(db, &tenant, job, TaskKind::Webhook, 0, None, now).await
}

async fn make_due(db: &impl ConnectionTrait, row: deliveries::Model, now: Time) -> Result<deliveries::Model> {
    let change = deliveries::ActiveModel {
        id: Unchanged(row.id),
        state: Set(DeliveryState::Pending.as_str().to_owned()),
        step: Set(0),
        next_at: Set(Some(now)),
        ..Default::default()
    };
    deliveries::Entity::update(change).exec(db).await?;
    Ok(deliveries::Model {
        state: DeliveryState::Pending.as_str().to_owned(),
        step: 0,
        next_at: Some(now),
        ..row
    })
}

/// Gives a task back until `at`, if the lease is still ours. Leases lost before count no more: this
/// attempt came to its end.
async fn postpone(db: &impl ConnectionTrait, task: &Task, at: Time) -> Result<bool> {
    let done = tasks::Entity::update_many()
        .col_expr(tasks::Column::State, Expr::value(TaskState::Ready.as_str()))
        .col_expr(tasks::Column::RunAt, Expr::value(at))
        .col_expr(tasks::Column::Reclaims, Expr::value(0))
        .filter(tasks::Column::Id.eq(task.id.uuid()))
        .filter(tasks::Column::Epoch.eq(task.epoch))
        .filter(tasks::Column::State.eq(TaskState::Leased.as_str()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

fn delivery(row: deliveries::Model) -> Result<Delivery> {
    let state = DeliveryState::ALL.into_iter().find(|state| state.as_str() == row.state);
    Ok(Delivery {
        id: row.id.into(),
        job: row.job_id.into(),
        tenant: row.tenant_id.into(),
        url: row.url,
        state: state.ok_or(Error::Corrupt("state of a delivery"))?,
        attempts: from_json(&row.attempts, "delivery")?,
        next_at: row.next_at,
        created_at: row.created_at,
    })
}
