//! What calls cost, and the prices a job goes on with.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, text_null};

#[derive(Debug)]
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261130_cost"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite migrates outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column a statement. Of calls made before this the cost is not known.
        let columns = [
            ("calls", big_integer_null("cache_write_tokens")),
            ("calls", big_integer_null("cost_micros")),
            ("calls", text_null("currency")),
            ("jobs", text_null("prices")),
        ];
        for (table, column) in columns {
            manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
