//! What only rows can show: which delivery is claimed first, what is left of an expired job, what
//! calls add up to.

use super::Store;
use super::calls::{Call, CallOutcome};
use super::checkpoint::Checkpoint;
use super::tasks::Queue;
use crate::domain::clock::{Clock, Time, day};
use crate::domain::ids::{JobId, TenantId};
use crate::domain::key::KeyId;
use crate::domain::model::Role;
use crate::domain::price::{Cost, Currency};
use crate::domain::usage::Usage;
use chrono::DateTime;
use sea_orm::{ConnectionTrait as _, DatabaseConnection};
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;
use uuid::Uuid;

mod erasing;
mod queue;
mod reading;
mod turns;

pub(crate) const LEASE: Duration = Duration::from_secs(30);

/// Runs a statement behind the back of the store.
pub(crate) async fn execute(store: &Store, statement: &str) {
    store.writer.execute_unprepared(statement).await.unwrap();
}

/// A new job in the store; its first task was lost once.
pub(crate) async fn new_job(store: &Store) -> JobId {
    let id = Uuid::now_v7();
    insert_job(&store.writer, id).await;
    execute(store, &format!("UPDATE tasks SET state = 'ready' WHERE id = X'{}'", id.simple())).await;
    JobId::from(id)
}

/// A call that brought an answer.
pub(crate) fn answered(key: &str, answer: &str) -> Call {
    Call {
        key: key.to_owned(),
        shard: 0,
        group: 0,
        round: 1,
        step: 1,
        attempt: 0,
        role: Role::Reviewer,
        model: "m".to_owned(),
        model_version: "m-2026".to_owned(),
        prompt_hash: "asked".to_owned(),
        sent_at: Time::UNIX_EPOCH,
        ended_at: Time::UNIX_EPOCH,
        outcome: CallOutcome::Answered,
        answer: Some(answer.to_owned()),
        usage: None,
        most: Usage::NOTHING,
    }
}

/// A job as the first release stored it.
pub(super) async fn insert_job(db: &DatabaseConnection, id: Uuid) {
    let spec = format!(
        "{{\"file\":\"{id}\",\"model\":\"builtin/rules\",\"max_revisions\":6,\"domain\":\"\",\
         \"note_language\":\"\",\"output_mode\":\"full\",\"custom_instructions\":\"\",\
         \"remove_hyphenation\":true,\"exclude_numeric_segments\":false,\"labels\":{{}},\
         \"source_language\":\"\",\"target_language\":\"\",\"include_protected\":false}}"
    );
    let (id, now) = (id.simple(), "2026-11-23T20:00:00.123456+00:00");
    for statement in [
        format!(
            "INSERT INTO jobs (id, tenant_id, file_id, spec, settings, status, warnings, created_at, \
             updated_at, expires_at) VALUES (X'{id}', 'default', X'{id}', '{spec}', '{{}}', 'queued', '[]', \
             '{now}', '{now}', '2099-01-01T00:00:00+00:00')"
        ),
        format!("INSERT INTO job_progress VALUES (X'{id}', 'default', 1, 1, 0, '{{}}', '{now}')"),
        format!(
            "INSERT INTO tasks (id, tenant_id, job_id, kind, number, state, owner, epoch, lease_until, run_at, \
             reclaims) VALUES (X'{id}', 'default', X'{id}', 'ingest', 0, 'leased', 'gone', 1, '{now}', \
             '{now}', 0)"
        ),
    ] {
        db.execute_unprepared(&statement).await.unwrap();
    }
}

/// Noon of a day, so that no test runs into the next one.
fn noon() -> Time {
    DateTime::from_timestamp(1_800_014_400, 0).unwrap()
}

async fn store(folder: &tempfile::TempDir) -> Store {
    Store::open(folder.path(), Clock::from_fn(noon), None).await.unwrap()
}

#[tokio::test]
async fn a_folder_that_is_made_is_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("data");
    Store::open(&made, Clock::from_fn(noon), None).await.unwrap();
    assert_eq!(std::fs::metadata(made).unwrap().permissions().mode() & 0o777, 0o700);
}

#[tokio::test]
async fn deliveries_that_were_tried_least_go_first_and_none_before_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let mut ids = Vec::new();
    for (epoch, run_at) in [(2, "2020"), (1, "2021"), (0, "2999"), (1, "2020"), (0, "2023")] {
        let id = Uuid::now_v7();
        insert_job(&store.writer, id).await;
        let change = format!(
            "UPDATE tasks SET kind = 'webhook', state = 'ready', epoch = {epoch}, run_at = \
             '{run_at}-01-01T00:00:00+00:00' WHERE id = X'{}'",
            id.simple()
        );
        store.writer.execute_unprepared(&change).await.unwrap();
        ids.push(JobId::from(id));
    }
    for expected in [4, 3, 1, 0] {
        let task = store.claim(Queue::Deliveries, &[], "here", LEASE).await.unwrap().unwrap();
        assert_eq!(task.job, ids[expected]);
    }
    assert_eq!(store.claim(Queue::Deliveries, &[], "here", LEASE).await.unwrap(), None, "one is not due");
    assert_eq!(store.claim(Queue::Jobs, &[], "here", LEASE).await.unwrap(), None, "no work on jobs");
}

#[tokio::test]
async fn a_job_that_expires_gives_nothing_back_of_what_it_spent_today() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder).await;
    let (now, yesterday) = (noon().to_rfc3339(), (noon() - Duration::from_secs(86_400)).to_rfc3339());
    // In: tokens in and out, micro-units, those reserved, the currency, when.
    let calls = [
        ("70, 7, 500, NULL, NULL, 'USD'", &now),
        ("1, 2, 30, NULL, NULL, 'EUR'", &now),
        // What nobody told counts with the most it may have used.
        ("NULL, NULL, NULL, 1000, 9000, 'USD'", &now),
        ("9, 9, 9, NULL, NULL, 'USD'", &yesterday),
        // Of another key.
        ("5, 5, 5, NULL, NULL, 'USD'", &now),
    ];
    let mut jobs = Vec::new();
    for (number, (used, at)) in calls.into_iter().enumerate() {
        if number == 0 || number == 4 {
            let id = Uuid::now_v7();
            insert_job(&store.writer, id).await;
            let key = if number == 0 { "key" } else { "other" };
            let ended = format!(
                "UPDATE jobs SET status = 'completed', key_id = '{key}', completed_at = '{now}', \
                 expires_at = '{now}' WHERE id = X'{}'",
                id.simple()
            );
            store.writer.execute_unprepared(&ended).await.unwrap();
            jobs.push(id);
        }
        let (id, job) = (Uuid::now_v7().simple(), jobs[jobs.len() - 1].simple());
        let call = format!(
            "INSERT INTO calls (id, tenant_id, job_id, call_key, shard, group_number, round, step, attempt, \
             role, model, outcome, input_tokens, output_tokens, cost_micros, reserved_tokens, \
             reserved_micros, currency, created_at) VALUES (X'{id}', 'default', X'{job}', 'k{number}', 0, 0, \
             0, 0, 0, 'review', 'm', 'answered', {used}, '{at}')"
        );
        store.writer.execute_unprepared(&call).await.unwrap();
    }
    let (key, eur) = (KeyId::from("key".to_owned()), "EUR".parse().unwrap());
    let spent = async || {
        let today = async |key, currency| {
            let spent = store.spent_since(key, day(noon()), currency).await.unwrap();
            (spent.tokens, spent.micros)
        };
        [
            today(Some(&key), Currency::USD).await,
            today(Some(&key), eur).await,
            today(None, Currency::USD).await,
        ]
    };
    let expected = [(1080, 9500), (1080, 30), (1090, 9505)];
    assert_eq!(spent().await, expected);
    let whole = store.spent_by(JobId::from(jobs[0]), Currency::USD).await.unwrap();
    assert_eq!((whole.tokens, whole.micros), (1098, 9509), "a job's own bound is of all its days");
    store.expire_jobs(500).await.unwrap();
    let gone = store.erased_jobs(500).await.unwrap();
    assert_eq!(gone.len(), 2);
    // While the rows are still there, and when they are gone.
    for _ in 0..2 {
        let kept = spent().await;
        assert_eq!(kept[..2], expected[..2], "erasing gives nothing back");
        assert_eq!(kept[2].1, expected[2].1);
        for (job, _) in &gone {
            store.purge_job(*job).await.unwrap();
        }
    }
    assert_eq!(store.erased_jobs(500).await.unwrap(), []);
}

#[tokio::test]
async fn a_job_has_a_cost_while_that_of_every_call_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let id = Uuid::now_v7();
    {
        let store = store(&folder).await;
        insert_job(&store.writer, id).await;
    }
    // Opened again: the lease of the old process is free.
    let store = store(&folder).await;
    let task = store.claim(Queue::Jobs, &[], "here", LEASE).await.unwrap().unwrap();
    let used = |micros: Option<u64>, currency| Usage {
        input_token_count: 100,
        cached_input_token_count: 30,
        cache_write_input_token_count: 20,
        output_token_count: 7,
        cost: micros.map(|micros| Cost { micros, currency }),
        ..Usage::NOTHING
    };
    let eur: Currency = "EUR".parse().unwrap();
    let cost = async |key: &str, usage| {
        let call = Call { usage, most: used(Some(1000), eur), ..answered(key, "answer") };
        let checkpoint = Checkpoint { task: task.clone(), calls: vec![call], results: Vec::new() };
        store.checkpoint(vec![checkpoint], LEASE).await.unwrap();
        let job = store.job(&TenantId::default_tenant(), JobId::from(id)).await.unwrap().unwrap();
        job.progress.usage
    };
    let before = store.job(&TenantId::default_tenant(), JobId::from(id)).await.unwrap().unwrap();
    assert_eq!(before.progress.usage, Usage::default(), "nothing was asked: nothing is known");
    assert_eq!(cost("a", Some(used(Some(5), eur))).await, used(Some(5), eur));
    // The same question answered twice was paid twice.
    let twice = cost("a", Some(used(Some(6), eur))).await;
    assert_eq!((twice.request_count, twice.input_token_count), (2, 200));
    assert_eq!(twice.cost, Some(Cost { micros: 11, currency: eur }));
    let unreported = cost("b", None).await;
    assert_eq!((unreported.request_count, unreported.unreported_count, unreported.cost), (3, 1, None));
    assert_eq!(unreported.cache_write_input_token_count, 40);
    let other = cost("c", Some(used(Some(1), Currency::USD))).await;
    assert_eq!((other.request_count, other.cost), (4, None));
}
