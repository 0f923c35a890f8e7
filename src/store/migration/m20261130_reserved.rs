//! What calls that nobody told of may have used at most.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::big_integer_null;

#[derive(Debug)]
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261130_reserved"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite migrates outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column a statement. What was not told before this counts as nothing.
        for column in ["reserved_tokens", "reserved_micros"] {
            let added = Table::alter().table("calls").add_column(big_integer_null(column)).to_owned();
            manager.alter_table(added).await?;
        }
        Ok(())
    }
}
