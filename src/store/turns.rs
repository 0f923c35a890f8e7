//! Whose turn it is: the tenant's that has the fewest tasks in hand, and of its jobs the one's that has the fewest.
//! So a job is kept waiting neither by the shards of a large one nor by the many jobs of another tenant.
//!
//! Few tenants and jobs are looked at, however many there are: those with tasks in hand, of which there are as many as
//! places, and one without.

use super::Result;
use super::entity::tasks;
use super::tasks::{TaskKind, TaskState};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, Select, Value,
};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// How many tasks each tenant and each job has in hand.
#[derive(Debug, Default)]
pub(super) struct InHand {
    tenants: HashMap<String, usize>,
    jobs: HashMap<Uuid, usize>,
}

impl InHand {
    /// As it is now.
    pub(super) async fn now(db: &impl ConnectionTrait) -> Result<Self> {
        let leased: Vec<(String, Uuid)> = tasks::Entity::find()
            .select_only()
            .columns([tasks::Column::TenantId, tasks::Column::JobId])
            .filter(tasks::Column::State.eq(TaskState::Leased.as_str()))
            .filter(tasks::Column::Kind.ne(TaskKind::Webhook.as_str()))
            .into_tuple()
            .all(db)
            .await?;
        let mut in_hand = Self::default();
        for (tenant, job) in leased {
            *in_hand.tenants.entry(tenant).or_default() += 1;
            *in_hand.jobs.entry(job).or_default() += 1;
        }
        Ok(in_hand)
    }

    /// The job whose turn it is among those of ready tasks, with its tenant. Of equal ones it is the next behind the
    /// one that had its turn last, so that all have theirs where there are more than places.
    pub(super) async fn turn(
        &self,
        db: &impl ConnectionTrait,
        ready: &Select<tasks::Entity>,
        last: &Turns,
    ) -> Result<Option<(String, Uuid)>> {
        let by_tenant =
            (tasks::Column::TenantId, (|row: tasks::Model| row.tenant_id) as fn(tasks::Model) -> String);
        let Some(tenant) = fewest(db, ready, by_tenant, &self.tenants, last.tenant()).await? else {
            return Ok(None);
        };
        let ready = ready.clone().filter(tasks::Column::TenantId.eq(&*tenant));
        let by_job = (tasks::Column::JobId, (|row: tasks::Model| row.job_id) as fn(tasks::Model) -> Uuid);
        let job = fewest(db, &ready, by_job, &self.jobs, last.job(&tenant)).await?;
        Ok(job.map(|job| (tenant, job)))
    }
}

/// The first of those that have the fewest in hand, from behind `last` once around.
async fn fewest<K: Clone + Eq + Hash + Into<Value> + Send + Sync>(
    db: &impl ConnectionTrait,
    ready: &Select<tasks::Entity>,
    (column, key): (tasks::Column, fn(tasks::Model) -> K),
    in_hand: &HashMap<K, usize>,
    last: Option<K>,
) -> Result<Option<K>> {
    let round = match last {
        Some(last) => vec![(Some(last.clone()), None), (None, Some(last))],
        None => vec![(None, None)],
    };
    let mut found: Option<(usize, K)> = None;
    for (mut behind, until) in round {
        loop {
            // One lower bound: of two, SQLite would begin at the lesser and walk.
            let rest = ready
                .clone()
                .apply_if(behind, |rest, behind: K| rest.filter(column.gt(behind)))
                .apply_if(until.clone(), |rest, until: K| rest.filter(column.lte(until)));
            let Some(row) = rest.order_by_asc(column).one(db).await? else { break };
            let key = key(row);
            let count = in_hand.get(&key).copied().unwrap_or_default();
            if count == 0 {
                return Ok(Some(key));
            }
            if found.as_ref().is_none_or(|(least, _)| count < *least) {
                found = Some((count, key.clone()));
            }
            behind = Some(key);
        }
    }
    Ok(found.map(|(_, key)| key))
}

/// Who had the last turn: a tenant, and of each tenant that had one a job. Another process begins anew.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<Last>);

#[derive(Debug, Default)]
struct Last {
    tenant: Option<String>,
    jobs: HashMap<String, Uuid>,
}

impl Turns {
    /// Notes a turn.
    pub(super) fn had(&self, tenant: &str, job: Uuid) {
        let mut last = self.last();
        last.tenant = Some(tenant.to_owned());
        last.jobs.insert(tenant.to_owned(), job);
    }

    fn tenant(&self) -> Option<String> {
        self.last().tenant.clone()
    }

    fn job(&self, tenant: &str) -> Option<Uuid> {
        self.last().jobs.get(tenant).copied()
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
