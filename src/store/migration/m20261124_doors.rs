//! What the doors need: keys, deliveries of webhooks, and which key and request made a job.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    binary_null, integer, pk_uuid, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
    uuid,
};

#[derive(Debug)]
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261124_doors"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite migrates outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(api_keys()).await?;
        manager.create_table(deliveries()).await?;
        // SQLite adds one column a statement.
        for column in ["key_id", "request_id"] {
            let added = Table::alter().table("jobs").add_column(text_null(column)).to_owned();
            manager.alter_table(added).await?;
        }
        let connection = manager.get_connection();
        for index in INDEXES {
            connection.execute_unprepared(index).await?;
        }
        Ok(())
    }
}

const INDEXES: [&str; 5] = [
    "CREATE INDEX api_keys_by_time ON api_keys (created_at, id)",
    "CREATE INDEX deliveries_by_job ON deliveries (job_id)",
    "CREATE INDEX jobs_by_key ON jobs (key_id, created_at) WHERE key_id IS NOT NULL",
    "CREATE INDEX jobs_unfinished ON jobs (status) WHERE status IN ('queued', 'processing', 'cancelling')",
    "CREATE INDEX deliveries_pending ON deliveries (state) WHERE state = 'pending'",
];

fn api_keys() -> TableCreateStatement {
    Table::create()
        .table("api_keys")
        .col(text("id").primary_key())
        .col(text("tenant_id"))
        .col(text("name"))
        // SHA-256 of the secret part: 256 random bits need no slow hash.
        .col(text("hash"))
        .col(text("scopes"))
        .col(text_null("created_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("expires_at"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .col(timestamp_with_time_zone_null("last_used_at"))
        .to_owned()
}

/// The outbox: written with the job, made due with its end.
fn deliveries() -> TableCreateStatement {
    Table::create()
        .table("deliveries")
        .col(pk_uuid("id"))
        .col(text("tenant_id"))
        .col(uuid("job_id"))
        .col(text("url"))
        // Sealed; the key is in the data folder or the configuration.
        .col(binary_null("secret"))
        .col(text("state"))
        // How far in the schedule.
        .col(integer("step"))
        .col(text("attempts"))
        .col(timestamp_with_time_zone_null("next_at"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(
            ForeignKey::create()
                .name("deliveries_job")
                .from("deliveries", "job_id")
                .to("jobs", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}
