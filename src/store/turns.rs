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
    Select,
};
use std::collections::HashMap;
use std::hash::Hash;
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

    /// The job whose turn it is among those of ready tasks, with its tenant. Of equal tenants it is the first by
    /// name, of equal jobs the oldest.
    pub(super) async fn turn(
        &self,
        db: &impl ConnectionTrait,
        ready: &Select<tasks::Entity>,
    ) -> Result<Option<(String, Uuid)>> {
        let mut tenants = Fewest::of(&self.tenants);
        let mut rest = ready.clone();
        while let Some(row) = rest.order_by_asc(tasks::Column::TenantId).one(db).await?
            && tenants.goes_on(&row.tenant_id)
        {
            rest = ready.clone().filter(tasks::Column::TenantId.gt(row.tenant_id));
        }
        let Some(tenant) = tenants.found else { return Ok(None) };
        let ready = ready.clone().filter(tasks::Column::TenantId.eq(&*tenant));
        let mut jobs = Fewest::of(&self.jobs);
        let mut rest = ready.clone();
        while let Some(row) = rest.order_by_asc(tasks::Column::JobId).one(db).await?
            && jobs.goes_on(&row.job_id)
        {
            rest = ready.clone().filter(tasks::Column::JobId.gt(row.job_id));
        }
        Ok(jobs.found.map(|job| (tenant, job)))
    }
}

/// The first of those that have the fewest in hand.
struct Fewest<'i, K> {
    in_hand: &'i HashMap<K, usize>,
    found: Option<K>,
}

impl<'i, K: Eq + Hash + Clone> Fewest<'i, K> {
    fn of(in_hand: &'i HashMap<K, usize>) -> Self {
        Self { in_hand, found: None }
    }

    /// Takes the next one; whether another may have fewer.
    fn goes_on(&mut self, key: &K) -> bool {
        let count = |key: &K| self.in_hand.get(key).copied().unwrap_or_default();
        if self.found.as_ref().is_none_or(|found| count(key) < count(found)) {
            self.found = Some(key.clone());
        }
        count(key) > 0
    }
}
