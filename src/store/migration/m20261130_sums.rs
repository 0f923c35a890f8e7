//! Indexes for jobs of many calls: their sums, and what every call looks for among the tasks.

use sea_orm_migration::prelude::*;

#[derive(Debug)]
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261130_sums"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite migrates outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in STATEMENTS {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

const STATEMENTS: [&str; 2] = [
    // Everything that is summed over calls. In the rows it stands behind the answers: to add up a job
    // would be to read all that its models ever said.
    "CREATE INDEX calls_by_use ON calls (job_id, created_at, input_tokens, cached_input_tokens, \
     cache_write_tokens, output_tokens, cost_micros, currency, reserved_tokens, reserved_micros, taken_from)",
    // Asked for with every checkpoint, of jobs with thousands of tasks.
    "CREATE INDEX tasks_lost ON tasks (job_id, reclaims)",
];
