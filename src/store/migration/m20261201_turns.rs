//! Ready tasks by tenant and job: whose turn it is. Their lanes and times are in the index too, so that those of a full
//! lane are passed over without a look at the table.

use sea_orm_migration::prelude::*;

#[derive(Debug)]
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261201_turns"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite migrates outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = "CREATE INDEX tasks_by_turn ON tasks (tenant_id, job_id, number, id, lane, run_at) \
                     WHERE state = 'ready' AND kind <> 'webhook'";
        manager.get_connection().execute_unprepared(index).await?;
        manager.get_connection().execute_unprepared("DROP INDEX tasks_ready").await?;
        Ok(())
    }
}
