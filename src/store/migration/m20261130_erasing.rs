//! Jobs that are gone for everybody while their rows are still being removed, and claims by age.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::timestamp_with_time_zone_null;

#[derive(Debug)]
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261130_erasing"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite migrates outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mark =
            Table::alter().table("jobs").add_column(timestamp_with_time_zone_null("erased_at")).to_owned();
        manager.alter_table(mark).await?;
        let connection = manager.get_connection();
        for index in INDEXES {
            connection.execute_unprepared(index).await?;
        }
        Ok(())
    }
}

const INDEXES: [&str; 2] = [
    "CREATE INDEX jobs_erased ON jobs (id) WHERE erased_at IS NOT NULL",
    "CREATE INDEX tasks_by_age ON tasks (id) WHERE state = 'ready'",
];
