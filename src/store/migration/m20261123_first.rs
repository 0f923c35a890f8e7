//! The first schema: files, jobs, their tasks, calls and segments, and remembered requests.
//!
//! Every table has `tenant_id`. Times are written by the application. Of all rows of a job only
//! `segments.sequence` and `job_progress.status_sequence` take sequence numbers.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, integer, pk_uuid, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

#[derive(Debug)]
pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261123_first"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite migrates outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [files(), jobs(), job_progress(), tasks(), calls(), segments(), requests()] {
            manager.create_table(table).await?;
        }
        let connection = manager.get_connection();
        for index in INDEXES {
            connection.execute_unprepared(index).await?;
        }
        Ok(())
    }
}

/// Partial indexes are beyond the builder; these statements are the same for SQLite and PostgreSQL.
const INDEXES: [&str; 11] = [
    "CREATE INDEX files_by_time ON files (tenant_id, id)",
    "CREATE INDEX files_by_expiry ON files (expires_at) WHERE removed_at IS NULL",
    "CREATE INDEX jobs_by_time ON jobs (tenant_id, id)",
    "CREATE INDEX jobs_by_file ON jobs (file_id)",
    "CREATE INDEX jobs_by_expiry ON jobs (expires_at)",
    "CREATE UNIQUE INDEX tasks_by_job ON tasks (job_id, kind, number)",
    "CREATE INDEX tasks_ready ON tasks (number, id) WHERE state = 'ready'",
    "CREATE INDEX tasks_leased ON tasks (lease_until) WHERE state = 'leased'",
    "CREATE INDEX calls_by_job ON calls (job_id, shard)",
    // The promise "no committed call is repeated" rests on this index: one answer for one question.
    "CREATE UNIQUE INDEX calls_answers ON calls (job_id, call_key) WHERE answer IS NOT NULL",
    "CREATE UNIQUE INDEX segments_by_sequence ON segments (job_id, sequence)",
];

fn files() -> TableCreateStatement {
    Table::create()
        .table("files")
        .col(pk_uuid("id"))
        .col(text("tenant_id"))
        .col(text("filename"))
        .col(uuid_null("job_id"))
        .col(big_integer("size_bytes"))
        .col(text("sha256"))
        .col(text("xliff"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        // The row outlives the bytes for a while, so that "expired" can be told from "unknown".
        .col(timestamp_with_time_zone_null("removed_at"))
        .to_owned()
}

fn jobs() -> TableCreateStatement {
    Table::create()
        .table("jobs")
        .col(pk_uuid("id"))
        .col(text("tenant_id"))
        .col(uuid("file_id"))
        .col(text("spec"))
        // What a resumed job must go on with after an upgrade: prompt and rule versions.
        .col(text("settings"))
        .col(text("status"))
        // Set before the job is final: the shards then stop and the partial file is written.
        .col(text_null("failure"))
        .col(uuid_null("output_file_id"))
        .col(text("warnings"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(timestamp_with_time_zone_null("started_at"))
        .col(timestamp_with_time_zone_null("completed_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .to_owned()
}

/// The narrow hot row beside the job: written at every checkpoint.
fn job_progress() -> TableCreateStatement {
    Table::create()
        .table("job_progress")
        .col(pk_uuid("job_id"))
        .col(text("tenant_id"))
        .col(big_integer("last_sequence"))
        .col(big_integer("status_sequence"))
        .col(big_integer("segment_count"))
        .col(text("counts"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut to_job("job_progress"))
        .to_owned()
}

fn tasks() -> TableCreateStatement {
    Table::create()
        .table("tasks")
        .col(pk_uuid("id"))
        .col(text("tenant_id"))
        .col(uuid("job_id"))
        .col(text("kind"))
        .col(integer("number"))
        .col(text("state"))
        .col(text_null("owner"))
        // Only grows, and only at a claim: the fence of everything a worker writes.
        .col(big_integer("epoch"))
        .col(timestamp_with_time_zone_null("lease_until"))
        .col(timestamp_with_time_zone("run_at"))
        // Lost leases since the job last moved.
        .col(integer("reclaims"))
        .foreign_key(&mut to_job("tasks"))
        .to_owned()
}

fn calls() -> TableCreateStatement {
    Table::create()
        .table("calls")
        .col(pk_uuid("id"))
        .col(text("tenant_id"))
        .col(uuid("job_id"))
        .col(text("call_key"))
        .col(integer("shard"))
        .col(integer("group_number"))
        .col(integer("round"))
        .col(integer("step"))
        .col(integer("attempt"))
        .col(text("role"))
        .col(text("model"))
        .col(text("outcome"))
        .col(text_null("answer"))
        .col(big_integer_null("input_tokens"))
        .col(big_integer_null("cached_input_tokens"))
        .col(big_integer_null("output_tokens"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut to_job("calls"))
        .to_owned()
}

fn segments() -> TableCreateStatement {
    Table::create()
        .table("segments")
        .col(uuid("job_id"))
        .col(big_integer("number"))
        .col(text("tenant_id"))
        .col(big_integer("sequence"))
        .col(text("state"))
        .col(boolean("needs_review"))
        .col(text("body"))
        .primary_key(Index::create().col("job_id").col("number"))
        .foreign_key(&mut to_job("segments"))
        .to_owned()
}

fn requests() -> TableCreateStatement {
    Table::create()
        .table("requests")
        .col(text("tenant_id"))
        .col(text("kind"))
        .col(text("request_id"))
        .col(text("fingerprint"))
        .col(uuid("resource_id"))
        .col(timestamp_with_time_zone("created_at"))
        .primary_key(Index::create().col("tenant_id").col("kind").col("request_id"))
        .to_owned()
}

fn to_job(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_job"))
        .from(table, "job_id")
        .to("jobs", "id")
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}
