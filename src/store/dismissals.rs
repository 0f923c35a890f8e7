//! Rows of findings that were dismissed.

use super::entity::dismissals;
use super::{Error, Result, Store};
use crate::domain::dismissal::{Dismissal, Dismissed};
use crate::domain::ids::{DismissalId, TenantId};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Set,
};

/// Rows read at a time.
const ROWS: u64 = 5000;

impl Store {
    /// Remembers dismissals, as one. What was dismissed before stays as it was noted then. `None`: the
    /// tenant would have more than `most`.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn dismiss(
        &self,
        tenant: &TenantId,
        new: Vec<Dismissal>,
        most: u64,
    ) -> Result<Option<Vec<Dismissal>>> {
        let tenant = tenant.as_str().to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let of_tenant =
                    || dismissals::Entity::find().filter(dismissals::Column::TenantId.eq(tenant.as_str()));
                let mut all = Vec::new();
                for dismissal in new {
                    let there = of_tenant()
                        .filter(dismissals::Column::SegmentHash.eq(dismissal.segment.to_string()))
                        .filter(dismissals::Column::CheckName.eq(dismissal.check.as_str()))
                        .one(tx)
                        .await?;
                    all.push((dismissal, there));
                }
                let missing = all.iter().filter(|(_, there)| there.is_none()).count() as u64;
                if missing > 0 && of_tenant().count(tx).await?.saturating_add(missing) > most {
                    return Ok(None);
                }
                let mut stored = Vec::new();
                for (dismissal, there) in all {
                    stored.push(match there {
                        Some(there) => read(there)?,
                        None => {
                            let row = row(&tenant, dismissal.clone());
                            dismissals::Entity::insert(row).exec_without_returning(tx).await?;
                            dismissal
                        }
                    });
                }
                Ok(Some(stored))
            })
        })
        .await
    }

    /// A page of dismissals, newest first, older than `before`.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn dismissals(
        &self,
        tenant: &TenantId,
        before: Option<DismissalId>,
        most: u64,
    ) -> Result<Vec<Dismissal>> {
        let mut query = dismissals::Entity::find().filter(dismissals::Column::TenantId.eq(tenant.as_str()));
        if let Some(before) = before {
            query = query.filter(dismissals::Column::Id.lt(before.uuid()));
        }
        let rows = query.order_by_desc(dismissals::Column::Id).limit(most).all(&self.reader).await?;
        rows.into_iter().map(read).collect()
    }

    /// All dismissals of a tenant, to look up.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn dismissed(&self, tenant: &TenantId) -> Result<Dismissed> {
        let mut dismissed = Dismissed::default();
        let mut before = None;
        loop {
            let page = self.dismissals(tenant, before, ROWS).await?;
            before = page.last().map(|last| last.id);
            let last = (page.len() as u64) < ROWS;
            page.into_iter().for_each(|one| dismissed.add(one.segment, one.check));
            if last {
                return Ok(dismissed);
            }
        }
    }

    /// Forgets a dismissal. `false`: the tenant has none of this id.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn restore(&self, tenant: &TenantId, id: DismissalId) -> Result<bool> {
        let tenant = tenant.as_str().to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let gone = dismissals::Entity::delete_by_id(id.uuid())
                    .filter(dismissals::Column::TenantId.eq(tenant))
                    .exec(tx)
                    .await?;
                Ok(gone.rows_affected > 0)
            })
        })
        .await
    }
}

fn row(tenant: &str, dismissal: Dismissal) -> dismissals::ActiveModel {
    let Dismissal { id, check, segment, by, note, at } = dismissal;
    dismissals::ActiveModel {
        id: Set(id.uuid()),
        tenant_id: Set(tenant.to_owned()),
        check_name: Set(check),
        segment_hash: Set(segment.to_string()),
        dismissed_by: Set(by),
        note: Set(note),
        dismissed_at: Set(at),
    }
}

fn read(row: dismissals::Model) -> Result<Dismissal> {
    Ok(Dismissal {
        id: row.id.into(),
        check: row.check_name,
        segment: row.segment_hash.parse().map_err(|_| Error::Corrupt("dismissal"))?,
        by: row.dismissed_by,
        note: row.note,
        at: row.dismissed_at,
    })
}
