//! A job is gone at once and its rows a slice at a time.

use super::{LEASE, execute, new_job, store};
use crate::domain::ids::{JobId, TenantId};
use crate::store::Store;
use crate::store::erase::Erasure;
use crate::store::tasks::Queue;
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

async fn rows(store: &Store, table: &str, job: JobId) -> i64 {
    let count = format!("SELECT count(*) AS n FROM {table} WHERE job_id = X'{}'", job.uuid().simple());
    let row = store.reader.query_one_raw(Statement::from_string(DbBackend::Sqlite, count)).await.unwrap();
    row.unwrap().try_get("", "n").unwrap()
}

#[tokio::test]
async fn a_job_of_many_rows_is_gone_at_once_and_its_rows_need_no_long_transaction() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let tenant = TenantId::default_tenant();
    let (job, other) = (new_job(&store).await, new_job(&store).await);
    for id in [job, other] {
        let (id, body) = (id.uuid().simple(), "x".repeat(100));
        let fill = format!(
            "INSERT INTO segments SELECT X'{id}', n, 'default', n, 'changed', 0, '{body}' FROM (WITH RECURSIVE \
             numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 12000) SELECT n FROM numbers)"
        );
        execute(&store, &fill).await;
    }
    let done = "UPDATE jobs SET status = 'completed', completed_at = '2026-11-30T00:00:00+00:00'";
    execute(&store, done).await;
    assert_eq!(store.erase_job(&tenant, job).await.unwrap(), Erasure::Erased(None));
    assert!(store.job(&tenant, job).await.unwrap().is_none());
    assert_eq!(store.jobs(&tenant, &[], None, None, 10).await.unwrap().len(), 1);
    assert_eq!(store.erase_job(&tenant, job).await.unwrap(), Erasure::Unknown);
    assert_eq!(rows(&store, "segments", job).await, 12_000, "they are still there");
    let held = store.claim(Queue::Jobs, &[], "here", LEASE).await.unwrap().map(|task| task.job);
    assert_eq!(held, Some(other), "nothing more is done for it");
    assert_eq!(store.erased_jobs(10).await.unwrap(), [(job, None)]);
    // Others write in between: none waits for all of it.
    let (purged, written) = tokio::join!(store.purge_job(job), async {
        store.forget_requests().await.unwrap();
        rows(&store, "segments", job).await
    });
    purged.unwrap();
    assert!(written > 0, "a slice was gone and others were left");
    assert_eq!(rows(&store, "segments", job).await, 0);
    assert_eq!(rows(&store, "job_progress", job).await, 0);
    assert_eq!(rows(&store, "segments", other).await, 12_000);
    assert_eq!(store.erased_jobs(10).await.unwrap(), []);
}
