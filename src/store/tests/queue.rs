//! Which task is next, and whose lease is taken back.

use super::{LEASE, answered, execute, new_job, noon, store};
use crate::domain::clock::Clock;
use crate::store::calls::CallOutcome;
use crate::store::checkpoint::Checkpoint;
use crate::store::tasks::{Queue, TaskKind};
use crate::store::{Error, Store};
use chrono::TimeDelta;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

async fn claim(store: &Store) -> Option<crate::store::tasks::Task> {
    store.claim(Queue::Jobs, &[], "here", LEASE).await.unwrap()
}

#[tokio::test]
async fn the_shards_of_an_old_job_are_not_kept_waiting_for_ever_by_new_ones() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let old = new_job(&store).await;
    execute(&store, "UPDATE tasks SET number = 70").await;
    let mut claimed = Vec::new();
    for _ in 0..4 {
        new_job(&store).await;
        claimed.push(claim(&store).await.unwrap().job == old);
    }
    assert!(claimed.contains(&true), "{claimed:?}");
}

#[tokio::test]
async fn of_the_tasks_that_were_in_hand_when_the_process_died_twice_one_runs_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    for _ in 0..3 {
        new_job(&store).await;
    }
    // Once may be anybody's fault.
    for _ in 0..2 {
        for _ in 0..3 {
            claim(&store).await.unwrap();
        }
        store.reclaim_all().await.unwrap();
    }
    let fresh = new_job(&store).await;
    let mut claimed = [claim(&store).await.unwrap(), claim(&store).await.unwrap()];
    claimed.sort_by_key(|task| task.job == fresh);
    let [suspect, other] = claimed;
    assert_ne!(suspect.job, fresh);
    assert_eq!(other.job, fresh, "others do not wait for it");
    assert_eq!(claim(&store).await, None);
    // It comes to its end: it was not this one.
    assert!(store.finish_shard(&suspect).await.unwrap());
    let mut claimed = [claim(&store).await.unwrap(), claim(&store).await.unwrap()];
    claimed.sort_by_key(|task| task.job == suspect.job);
    let [next, assembly] = claimed;
    assert_ne!(next.job, suspect.job);
    assert_eq!((assembly.job, assembly.kind), (suspect.job, TaskKind::Assemble));
    // The process dies again: only this one and what is new were in hand.
    store.reclaim_all().await.unwrap();
    assert_eq!(store.reclaims(next.id).await.unwrap(), 3);
}

#[tokio::test]
async fn a_task_that_is_put_off_comes_back_in_its_time_and_lost_no_worker() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    new_job(&store).await;
    let task = claim(&store).await.unwrap();
    assert!(store.put_off(&task, noon() + TimeDelta::seconds(1)).await.unwrap());
    assert_eq!(claim(&store).await, None, "not yet");
    assert!(store.put_off(&task, noon()).await.is_ok_and(|held| !held), "it is not held any more");
    execute(&store, "UPDATE tasks SET run_at = '2020-01-01T00:00:00+00:00'").await;
    let again = claim(&store).await.unwrap();
    assert_eq!((again.id, again.epoch), (task.id, task.epoch + 1));
    assert_eq!(store.reclaims(task.id).await.unwrap(), 0);
}

#[tokio::test]
async fn a_clock_that_jumps_takes_no_lease_of_a_task_in_hand() {
    let folder = tempfile::tempdir().unwrap();
    let late = Arc::new(AtomicI64::new(0));
    let by = Arc::clone(&late);
    let clock = Clock::from_fn(move || noon() + TimeDelta::seconds(by.load(Ordering::SeqCst)));
    let store = Store::open(folder.path(), clock, None).await.unwrap();
    let mut tasks = Vec::new();
    for _ in 0..2 {
        new_job(&store).await;
        tasks.push(claim(&store).await.unwrap());
    }
    late.store(3600, Ordering::SeqCst);
    assert_eq!(store.reclaim_late(&[tasks[0].id]).await.unwrap(), 1);
    assert!(store.renew(&tasks[0], LEASE).await.unwrap());
    assert!(!store.renew(&tasks[1], LEASE).await.unwrap(), "nobody has it in hand");
}

#[tokio::test]
async fn the_first_answer_to_a_question_is_the_one_that_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    new_job(&store).await;
    let task = claim(&store).await.unwrap();
    let mut told = Vec::new();
    for (key, answer) in [("a", "one"), ("b", "two"), ("a", "three")] {
        let calls = vec![answered(key, answer)];
        let checkpoint = Checkpoint { task: task.clone(), calls, results: Vec::new() };
        told.push(store.checkpoint(vec![checkpoint], LEASE).await.unwrap().remove(0).first);
    }
    assert_eq!(told, [None, None, Some((CallOutcome::Answered, "one".to_owned()))]);
}

#[tokio::test]
async fn a_database_that_somebody_else_holds_is_busy_and_not_broken() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let path = folder.path().join("refineloop.db");
    let other = sea_orm::Database::connect(format!("sqlite://{}", path.display())).await.unwrap();
    use sea_orm::{ConnectionTrait as _, TransactionTrait as _};
    execute(&store, "PRAGMA busy_timeout = 0").await;
    let held = other.begin().await.unwrap();
    held.execute_unprepared("DELETE FROM requests").await.unwrap();
    assert!(matches!(store.forget_requests().await, Err(Error::Unavailable(_))));
    held.rollback().await.unwrap();
    store.forget_requests().await.unwrap();
}
