//! A database of the first release opens with what is in it; the indexes are used.

use super::Migrator;
use crate::domain::clock::Clock;
use crate::domain::ids::{JobId, TenantId};
use crate::domain::job::JobStatus;
use crate::store::Store;
use crate::store::tasks::{Queue, TaskKind};
use crate::store::tests::{LEASE, insert_job};
use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection};
use sea_orm_migration::MigratorTrait as _;
use std::path::Path;
use uuid::Uuid;

async fn database(folder: &Path) -> DatabaseConnection {
    Database::connect(format!("sqlite://{}?mode=rwc", folder.join("refineloop.db").display())).await.unwrap()
}

#[tokio::test]
async fn a_database_of_the_first_release_opens_and_its_job_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let id = Uuid::now_v7();
    let old = database(folder.path()).await;
    Migrator::up(&old, Some(1)).await.unwrap();
    insert_job(&old, id).await;
    old.close().await.unwrap();

    let store = Store::open(folder.path(), Clock::system(), None).await.unwrap();
    let job = store.job(&TenantId::default_tenant(), JobId::from(id)).await.unwrap().unwrap();
    assert_eq!(
        (job.status, job.spec.webhook_url.as_str(), job.request.as_str()),
        (JobStatus::Queued, "", "")
    );
    assert_eq!(store.claim(Queue::Deliveries, &[], "here", LEASE).await.unwrap(), None);
    let task = store.claim(Queue::Jobs, &[], "here", LEASE).await.unwrap().unwrap();
    assert_eq!((task.job, task.kind, task.epoch, task.request), (job.id, TaskKind::Ingest, 2, None));
}

#[tokio::test]
async fn a_large_store_is_searched_by_index() {
    let folder = tempfile::tempdir().unwrap();
    let db = database(folder.path()).await;
    Migrator::up(&db, None).await.unwrap();
    let check = async |query: &str, index: &str| {
        let explain = format!("EXPLAIN QUERY PLAN {query}");
        let rows = db.query_all_raw(sea_orm::Statement::from_string(db.get_database_backend(), explain));
        let plan: Vec<String> =
            rows.await.unwrap().iter().map(|row| row.try_get("", "detail").unwrap()).collect();
        assert!(plan[0].contains(index), "{query}: {plan:?}");
        assert!(!plan.iter().any(|step| step.contains("ORDER BY")), "{query} sorts: {plan:?}");
    };
    let ready = "SELECT * FROM tasks WHERE state = 'ready' AND run_at <= '2026'";
    let work = format!("{ready} AND kind <> 'webhook'");
    check(&format!("{work} AND tenant_id > 'a' ORDER BY tenant_id LIMIT 1"), "tasks_by_turn").await;
    let until = format!("{work} AND tenant_id > 'a' AND tenant_id <= 'c' ORDER BY tenant_id LIMIT 1");
    check(&until, "tasks_by_turn (tenant_id>? AND tenant_id<?)").await;
    let of_tenant = format!("{work} AND tenant_id = 'a'");
    check(&format!("{of_tenant} AND job_id > X'00' ORDER BY job_id LIMIT 1"), "tasks_by_turn").await;
    check(&format!("{of_tenant} AND job_id = X'00' ORDER BY number, id LIMIT 1"), "tasks_by_turn").await;
    check(&format!("{ready} AND kind <> 'webhook' ORDER BY id LIMIT 1"), "tasks_by_age").await;
    check("SELECT count(*) FROM tasks WHERE state = 'leased' AND reclaims >= 2", "tasks_leased").await;
    check("SELECT id, output_file_id FROM jobs WHERE erased_at IS NOT NULL LIMIT 500", "jobs_erased").await;
    check(&format!("{ready} AND kind = 'webhook' ORDER BY epoch, run_at LIMIT 1"), "tasks_to_deliver").await;
    check("SELECT status, count(id) FROM jobs GROUP BY status", "COVERING INDEX jobs_by_status").await;
    let jobs = "SELECT * FROM jobs WHERE tenant_id = 'a'";
    check(&format!("{jobs} ORDER BY id DESC LIMIT 51"), "jobs_by_time").await;
    check(&format!("{jobs} AND status IN ('queued') ORDER BY id DESC LIMIT 51"), "jobs_by_status").await;
    check(&format!("{jobs} AND file_id = X'00' ORDER BY id DESC LIMIT 51"), "jobs_by_file").await;
    check("SELECT * FROM jobs WHERE file_id = X'00'", "jobs_by_file").await;
    let used = "SELECT sum(input_tokens) FROM calls JOIN jobs ON calls.job_id = jobs.id WHERE key_id = 'a' AND \
                (completed_at IS NULL OR completed_at >= '2026') AND calls.created_at >= '2026'";
    check(used, "jobs_by_key").await;
    let sums = "SELECT job_id, count(job_id), count(taken_from), sum(input_tokens), sum(cached_input_tokens), \
                sum(cache_write_tokens), sum(output_tokens), sum(reasoning_tokens), sum(cost_micros), min(currency), max(currency) \
                FROM calls WHERE job_id IN (X'00') GROUP BY job_id";
    check(sums, "COVERING INDEX calls_by_use").await;
    let spent = "SELECT sum(input_tokens), sum(output_tokens), sum(reserved_tokens), sum(reserved_micros), \
                 sum(CASE WHEN currency = 'USD' THEN cost_micros ELSE 0 END) FROM calls WHERE job_id = X'00'";
    check(spent, "COVERING INDEX calls_by_use").await;
    check("SELECT id FROM tasks WHERE job_id = X'00' AND reclaims > 0", "tasks_lost").await;
    check("DELETE FROM requests WHERE kind = 'job' AND resource_id = X'00'", "requests_by_resource").await;
}
