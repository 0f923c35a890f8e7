//! Indexes for a large store: a queue of its own for deliveries, lists and counts by status, lists by
//! file, requests by what they made.

use sea_orm_migration::prelude::*;

#[derive(Debug)]
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261126_queues"
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

const STATEMENTS: [&str; 9] = [
    // Deliveries wait for hours; a claim of work on jobs does not step over them.
    "DROP INDEX tasks_ready",
    "CREATE INDEX tasks_ready ON tasks (number, id) WHERE state = 'ready' AND kind <> 'webhook'",
    "CREATE INDEX tasks_to_deliver ON tasks (epoch, run_at) WHERE state = 'ready' AND kind = 'webhook'",
    "CREATE INDEX jobs_by_status ON jobs (tenant_id, status, id)",
    "DROP INDEX jobs_by_file",
    "CREATE INDEX jobs_by_file ON jobs (file_id, tenant_id, id)",
    // What a key used today: jobs that ended before are told from the index alone.
    "DROP INDEX jobs_by_key",
    "CREATE INDEX jobs_by_key ON jobs (key_id, completed_at) WHERE key_id IS NOT NULL",
    "CREATE INDEX requests_by_resource ON requests (resource_id)",
];
