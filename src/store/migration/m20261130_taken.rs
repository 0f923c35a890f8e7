//! Answers that a job has taken over from an earlier one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::uuid_null;

#[derive(Debug)]
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261130_taken"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite migrates outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let added = Table::alter().table("calls").add_column(uuid_null("taken_from")).to_owned();
        manager.alter_table(added).await
    }
}
