//! Whose turn it is: how places are shared out between jobs and tenants.

use super::{LEASE, execute, new_job, noon, store};
use crate::domain::ids::{JobId, TenantId};
use crate::store::Store;
use crate::store::tasks::{Queue, Task, TaskKind, insert};
use std::ops::Range;

/// A job of a tenant with these shards left.
async fn job(store: &Store, tenant: &str, shards: Range<i32>, lane: Option<&str>) -> JobId {
    let job = new_job(store).await;
    let id = job.uuid().simple();
    execute(store, &format!("DELETE FROM tasks WHERE job_id = X'{id}'")).await;
    for number in shards {
        let tenant = TenantId::from(tenant.to_owned());
        insert(&store.writer, &tenant, job, TaskKind::Refine, number, lane, noon()).await.unwrap();
    }
    job
}

/// So many tasks, claimed one after the other; each ends when there are more than `places`.
async fn claimed(store: &Store, count: usize, places: usize, full: &[String]) -> Vec<Task> {
    let mut claimed: Vec<Task> = Vec::new();
    for at in 0..count {
        if let Some(ended) = at.checked_sub(places) {
            assert!(store.finish_shard(&claimed[ended]).await.unwrap());
        }
        claimed.extend(store.claim(Queue::Jobs, full, "here", LEASE).await.unwrap());
    }
    claimed
}

fn count(claimed: &[Task], job: JobId) -> usize {
    claimed.iter().filter(|task| task.job == job).count()
}

#[tokio::test]
async fn large_jobs_share_the_places_however_far_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let mut jobs = Vec::new();
    for shards in [500..540, 200..240, 0..40] {
        jobs.push(job(&store, "default", shards, Some("a/model")).await);
    }
    let claimed = claimed(&store, 60, 10, &[]).await;
    let shares: Vec<usize> = jobs.iter().map(|job| count(&claimed, *job)).collect();
    assert!(shares.iter().all(|share| (17..=24).contains(share)), "{shares:?}");
}

#[tokio::test]
async fn a_job_that_comes_later_has_the_next_places_until_it_has_its_share() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let large = job(&store, "default", 0..60, Some("a/model")).await;
    let before = claimed(&store, 10, 10, &[]).await;
    assert_eq!(count(&before, large), 10);
    let small = job(&store, "default", 0..3, Some("a/model")).await;
    let mut next = Vec::new();
    for ended in &before[..5] {
        assert!(store.finish_shard(ended).await.unwrap());
        next.extend(store.claim(Queue::Jobs, &[], "here", LEASE).await.unwrap());
    }
    assert_eq!(count(&next, small), 3, "{next:?}");
    // Where the model has enough in hand nobody has the next place; another model's job has.
    let full = ["a/model".to_owned()];
    let other = job(&store, "default", 0..1, Some("b/model")).await;
    let next = claimed(&store, 1, 1, &full).await;
    assert_eq!((next.len(), count(&next, other)), (1, 1));
    assert_eq!(store.claim(Queue::Jobs, &full, "here", LEASE).await.unwrap(), None);
}

#[tokio::test]
async fn the_many_jobs_of_a_tenant_keep_no_other_tenant_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    for _ in 0..20 {
        job(&store, "many", 0..2, None).await;
    }
    let one = job(&store, "one", 0..5, None).await;
    let claimed = claimed(&store, 10, 4, &[]).await;
    assert_eq!(count(&claimed, one), 5, "{claimed:?}");
}

#[tokio::test]
async fn of_a_job_the_first_shards_go_first() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    job(&store, "default", 0..8, None).await;
    let numbers: Vec<i32> = claimed(&store, 8, 8, &[]).await.iter().map(|task| task.number).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 7]);
}

#[tokio::test]
async fn with_fewer_places_than_jobs_and_tenants_all_have_their_turn() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    for _ in 0..3 {
        job(&store, "many", 0..40, None).await;
    }
    let small = job(&store, "many", 0..20, None).await;
    let last = job(&store, "zz", 0..40, None).await;
    for places in [1, 2] {
        let claimed = claimed(&store, 18, places, &[]).await;
        for task in claimed.iter().rev().take(places) {
            assert!(store.finish_shard(task).await.unwrap());
        }
        let counts = [small, last].map(|job| count(&claimed, job));
        assert!(counts[0] > 0 && counts[1] >= 4, "{places} places: {counts:?}");
    }
}
