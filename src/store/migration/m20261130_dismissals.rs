//! Findings that a person has dismissed. They belong to no job: they are remembered across jobs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{pk_uuid, text, timestamp_with_time_zone};

#[derive(Debug)]
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261130_dismissals"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite migrates outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("dismissals")
            .col(pk_uuid("id"))
            .col(text("tenant_id"))
            .col(text("check_name"))
            .col(text("segment_hash"))
            .col(text("dismissed_by"))
            .col(text("note"))
            .col(timestamp_with_time_zone("dismissed_at"))
            .to_owned();
        manager.create_table(table).await?;
        for index in [
            "CREATE UNIQUE INDEX dismissals_once ON dismissals (tenant_id, segment_hash, check_name)",
            "CREATE INDEX dismissals_by_time ON dismissals (tenant_id, id)",
        ] {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }
}
