//! What the record of a round tells of its calls: what was asked, what answered, when, and the part of
//! hidden reasoning. Unknown of calls that older versions stored.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, text_null, timestamp_with_time_zone_null};

#[derive(Debug)]
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261201_record"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite migrates outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            text_null("prompt_hash"),
            text_null("model_version"),
            timestamp_with_time_zone_null("sent_at"),
            timestamp_with_time_zone_null("ended_at"),
            big_integer_null("reasoning_tokens"),
        ];
        // One at a time: SQLite adds no more.
        for column in columns {
            manager.alter_table(Table::alter().table("calls").add_column(column).to_owned()).await?;
        }
        let connection = manager.get_connection();
        for statement in STATEMENTS {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// The index of all that is summed has the new sum in it too.
const STATEMENTS: [&str; 2] = [
    "DROP INDEX calls_by_use",
    "CREATE INDEX calls_by_use ON calls (job_id, created_at, input_tokens, cached_input_tokens, \
     cache_write_tokens, output_tokens, reasoning_tokens, cost_micros, currency, reserved_tokens, \
     reserved_micros, taken_from)",
];
