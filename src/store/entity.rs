//! The tables as sea-orm sees them. Nothing outside `store` sees these types.

#![allow(
    unreachable_pub,
    missing_docs,
    reason = "the derives want `pub`; the columns are explained in `migration`"
)]

macro_rules! table {
    ($module:ident, $table:literal, { $($(#[$attr:meta])* $field:ident: $type:ty),+ $(,)? }) => {
        pub mod $module {
            use sea_orm::entity::prelude::*;
            #[allow(unused_imports, reason = "not every table has a moment in it")]
            use crate::domain::clock::Time;

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                $($(#[$attr])* pub $field: $type,)+
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

table!(files, "files", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    tenant_id: String,
    filename: String,
    job_id: Option<Uuid>,
    size_bytes: i64,
    sha256: String,
    xliff: String,
    created_at: Time,
    expires_at: Time,
    removed_at: Option<Time>,
});

table!(jobs, "jobs", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    tenant_id: String,
    file_id: Uuid,
    spec: String,
    settings: String,
    status: String,
    failure: Option<String>,
    output_file_id: Option<Uuid>,
    warnings: String,
    created_at: Time,
    updated_at: Time,
    started_at: Option<Time>,
    completed_at: Option<Time>,
    expires_at: Time,
    key_id: Option<String>,
    request_id: Option<String>,
    prices: Option<String>,
    erased_at: Option<Time>,
});

table!(job_progress, "job_progress", {
    #[sea_orm(primary_key, auto_increment = false)]
    job_id: Uuid,
    tenant_id: String,
    last_sequence: i64,
    status_sequence: i64,
    segment_count: i64,
    counts: String,
    updated_at: Time,
});

table!(tasks, "tasks", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    tenant_id: String,
    job_id: Uuid,
    kind: String,
    number: i32,
    state: String,
    owner: Option<String>,
    epoch: i64,
    lease_until: Option<Time>,
    run_at: Time,
    reclaims: i32,
    lane: Option<String>,
});

table!(calls, "calls", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    tenant_id: String,
    job_id: Uuid,
    call_key: String,
    shard: i32,
    group_number: i32,
    round: i32,
    step: i32,
    attempt: i32,
    role: String,
    model: String,
    outcome: String,
    answer: Option<String>,
    input_tokens: Option<i64>,
    cached_input_tokens: Option<i64>,
    output_tokens: Option<i64>,
    created_at: Time,
    cache_write_tokens: Option<i64>,
    cost_micros: Option<i64>,
    currency: Option<String>,
    taken_from: Option<Uuid>,
    reserved_tokens: Option<i64>,
    reserved_micros: Option<i64>,
    prompt_hash: Option<String>,
    model_version: Option<String>,
    sent_at: Option<Time>,
    ended_at: Option<Time>,
    reasoning_tokens: Option<i64>,
});

table!(segments, "segments", {
    #[sea_orm(primary_key, auto_increment = false)]
    job_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    number: i64,
    tenant_id: String,
    sequence: i64,
    state: String,
    needs_review: bool,
    body: String,
});

table!(api_keys, "api_keys", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    tenant_id: String,
    name: String,
    hash: String,
    scopes: String,
    created_by: Option<String>,
    created_at: Time,
    expires_at: Option<Time>,
    revoked_at: Option<Time>,
    last_used_at: Option<Time>,
});

table!(erased_usage, "erased_usage", {
    #[sea_orm(primary_key, auto_increment = false)]
    job_id: Uuid,
    key_id: String,
    tokens: i64,
    erased_at: Time,
});

table!(erased_cost, "erased_cost", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    key_id: Option<String>,
    currency: String,
    cost_micros: i64,
    erased_at: Time,
});

table!(deliveries, "deliveries", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    tenant_id: String,
    job_id: Uuid,
    url: String,
    secret: Option<Vec<u8>>,
    state: String,
    step: i32,
    attempts: String,
    next_at: Option<Time>,
    created_at: Time,
});

table!(dismissals, "dismissals", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    tenant_id: String,
    check_name: String,
    segment_hash: String,
    dismissed_by: String,
    note: String,
    dismissed_at: Time,
});

table!(requests, "requests", {
    #[sea_orm(primary_key, auto_increment = false)]
    tenant_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    request_id: String,
    fingerprint: String,
    resource_id: Uuid,
    created_at: Time,
});
