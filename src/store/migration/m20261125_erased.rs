//! What the calls of erased jobs used: erasing a job does not give back the tokens of the day.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, pk_uuid, text, timestamp_with_time_zone};

#[derive(Debug)]
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261125_erased"
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
            .table("erased_usage")
            .col(pk_uuid("job_id"))
            .col(text("key_id"))
            .col(big_integer("tokens"))
            .col(timestamp_with_time_zone("erased_at"))
            .to_owned();
        manager.create_table(table).await?;
        let index = "CREATE INDEX erased_usage_by_key ON erased_usage (key_id, erased_at)";
        manager.get_connection().execute_unprepared(index).await?;
        Ok(())
    }
}
