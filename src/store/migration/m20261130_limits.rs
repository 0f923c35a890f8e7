//! What limits on models need: which model the shards of a job ask, and what erased jobs cost today.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, pk_uuid, text, text_null, timestamp_with_time_zone};

#[derive(Debug)]
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261130_limits"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite migrates outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let lane = Table::alter().table("tasks").add_column(text_null("lane")).to_owned();
        manager.alter_table(lane).await?;
        let table = Table::create()
            .table("erased_cost")
            .col(pk_uuid("id"))
            .col(text_null("key_id"))
            .col(text("currency"))
            .col(big_integer("cost_micros"))
            .col(timestamp_with_time_zone("erased_at"))
            .to_owned();
        manager.create_table(table).await?;
        let index = "CREATE INDEX erased_cost_by_time ON erased_cost (erased_at)";
        manager.get_connection().execute_unprepared(index).await?;
        Ok(())
    }
}
