//! Bounds on what is spent: of a job, of a key and of a day, in tokens and in money. Each ends the job
//! that reaches it, with accounts that are exact; the next one is not let in.

use crate::harness::{
    Channel, Server, config_with_model, create, document, fields, finished, metadata, reason, spec, upload,
};
use crate::kill::query;
use crate::model::{Model, TOKENS_IN, TOKENS_OUT, editor};
use chrono::DateTime;
use refineloop::config::{Config, PriceList, ProviderModel};
use refineloop::domain::clock::Clock;
use refineloop::domain::key::Scope;
use refineloop::pb::job_service_client::JobServiceClient;
use refineloop::pb::{Budget, DeleteJobRequest, File, Job, JobSpec, JobStatus};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a call costs at [`priced`], in micro-units: 100 × 3 + 40 × 12.5.
const CALL: i64 = 800;
/// What a call uses.
const TOKENS: i64 = (TOKENS_IN + TOKENS_OUT) as i64;
/// Segments enough for some hundred calls.
const SEGMENTS: usize = 400;

fn priced(folder: &Path, model: &Model) -> Config {
    let mut config = config_with_model(folder, &model.base_url);
    let price = PriceList {
        currency: "USD".to_owned(),
        input: 3_000_000,
        cached_input: None,
        cache_write: None,
        output: 12_500_000,
    };
    let priced = ProviderModel { name: "test".to_owned(), price: Some(price), ..ProviderModel::default() };
    config.providers[0].models = vec![priced];
    config
}

/// The job was ended by this bound, which was passed by one call at the most: so many were made, and
/// `answered` by the model.
fn ended_by(job: &Job, setting: &str, calls: i64, answered: u64) {
    assert_eq!(job.status(), JobStatus::Failed);
    let failure = job.failure.as_ref().unwrap();
    assert_eq!(failure.reason, "BUDGET_EXHAUSTED");
    assert!(failure.message.contains(setting), "{failure:?}");
    let progress = job.progress.as_ref().unwrap();
    let usage = progress.usage.as_ref().unwrap();
    assert_eq!(usage.request_count, calls);
    assert_eq!(i64::try_from(answered).unwrap(), calls, "the ledger of the model");
    assert_eq!(usage.input_token_count, calls * TOKENS_IN as i64);
    assert_eq!(usage.output_token_count, calls * TOKENS_OUT as i64);
    assert_eq!(usage.cost_micros, Some(calls * CALL));
    assert_eq!(progress.failed_count, 0, "no segment is at fault");
}

async fn file(channel: &Channel, segments: usize) -> File {
    upload(channel, "a.xlf", document(segments).as_bytes()).await.unwrap()
}

async fn run(channel: &Channel, spec: JobSpec) -> Job {
    let job = create(channel, spec).await.unwrap();
    finished(channel, &job.job_id).await
}

fn within(tokens: i64, micros: i64, file: &File) -> JobSpec {
    JobSpec {
        budget: Some(Budget { max_tokens: tokens, max_cost_micros: micros }),
        ..spec(file, "openai/test")
    }
}

#[tokio::test]
async fn a_job_that_reaches_its_budget_ends_with_exact_accounts() {
    let folder = tempfile::tempdir().unwrap();
    type Within = fn(i64, &File) -> JobSpec;
    let bounds: [(&str, i64, Within); 2] = [
        ("spec.budget.max_tokens", TOKENS, |bound, file| within(bound, 0, file)),
        ("spec.budget.max_cost_micros", CALL, |bound, file| within(0, bound, file)),
    ];
    for (field, unit, within) in bounds {
        let model = Model::start(editor).await;
        let server = Server::start(priced(&folder.path().join(field), &model)).await;
        let file = file(&server.channel, SEGMENTS).await;
        // What the first call may use at the most is far more than what it uses here.
        let refused = create(&server.channel, within(1, &file)).await.unwrap_err();
        assert_eq!(reason(&refused), "BUDGET_TOO_SMALL");
        let least: i64 = metadata(&refused, "needed").parse().unwrap();
        let job = run(&server.channel, within(least, &file)).await;
        ended_by(&job, field, (least + unit - 1) / unit, model.answered());
        server.drain().await;
    }
}

/// The rows of a job's own calls, added up, and how many it has from another job.
async fn rows(folder: &Path, job: &Job) -> [i64; 5] {
    let id = job.job_id.replace('-', "");
    let sum = |of: &str| format!("COALESCE(SUM(CASE WHEN taken_from IS NULL THEN {of} ELSE 0 END), 0)");
    let sums = ["1", "input_tokens", "output_tokens", "cost_micros"].map(sum).join(" || ' ' || ");
    let all = format!("SELECT {sums} || ' ' || COUNT(taken_from) FROM calls WHERE job_id = X'{id}'");
    let row = query(folder, &all).await.remove(0);
    let numbers: Vec<i64> = row.split(' ').map(|number| number.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

/// What the job says of the same.
fn accounts(job: &Job) -> [i64; 5] {
    let usage = job.progress.clone().unwrap().usage.unwrap();
    assert_eq!(usage.unreported_request_count, 0);
    let (calls, reused) = (usage.request_count, usage.reused_answer_count);
    [calls, usage.input_token_count, usage.output_token_count, usage.cost_micros.unwrap(), reused]
}

#[tokio::test]
async fn a_job_that_reached_its_budget_and_the_one_that_continues_it_say_what_their_calls_add_up_to() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(editor).await;
    let server = Server::start(priced(folder.path(), &model)).await;
    let file = file(&server.channel, SEGMENTS).await;
    let refused = create(&server.channel, within(0, 1, &file)).await.unwrap_err();
    let least: i64 = metadata(&refused, "needed").parse().unwrap();
    let stopped = run(&server.channel, within(0, least + 5 * CALL, &file)).await;
    assert_eq!(stopped.failure.clone().unwrap().reason, "BUDGET_EXHAUSTED");
    let paid = i64::try_from(model.answered()).unwrap();
    let next = JobSpec { continue_job_id: stopped.job_id.clone(), ..spec(&file, "openai/test") };
    let continued = run(&server.channel, next).await;
    assert_eq!(continued.status(), JobStatus::Completed, "{:?}", continued.failure);
    let rest = i64::try_from(model.answered()).unwrap() - paid;
    assert!(paid > 1 && rest > 1, "{paid} {rest}");
    for (job, calls, reused) in [(&stopped, paid, 0), (&continued, rest, paid)] {
        let (input, output) = (calls * TOKENS_IN as i64, calls * TOKENS_OUT as i64);
        let expected = [calls, input, output, calls * CALL, reused];
        assert_eq!(accounts(job), expected, "the ledger of the model");
        assert_eq!(rows(folder.path(), job).await, expected, "the rows");
    }
    server.drain().await;
}

#[tokio::test]
async fn what_the_operator_grants_a_job_ends_it() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(editor).await;
    let mut config = priced(folder.path(), &model);
    config.limits.cost_per_job = 20 * CALL as u64 - 1;
    let server = Server::start(config).await;
    let file = file(&server.channel, SEGMENTS).await;
    for number in 1..=2 {
        let job = run(&server.channel, spec(&file, "openai/test")).await;
        ended_by(&job, "limits.cost_per_job", 20, model.answered() / number);
    }
    let unpriced = create(&server.channel, spec(&file, "openai/other")).await.unwrap_err();
    assert_eq!(fields(&unpriced), ["spec.model"], "what cannot be counted is not let in");
    server.drain().await;
}

#[tokio::test]
async fn what_a_key_and_all_keys_may_spend_in_a_day_ends_jobs_and_is_not_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(editor).await;
    let mut config = priced(folder.path(), &model);
    config.limits.cost_per_day = 30 * CALL as u64;
    config.limits.total_cost_per_day = 50 * CALL as u64;
    let days = Arc::new(AtomicU64::new(0));
    let passed = Arc::clone(&days);
    let clock = Clock::from_fn(move || {
        let day = std::time::Duration::from_secs(86_400);
        DateTime::from_timestamp(1_800_014_400, 0).unwrap()
            + day * u32::try_from(passed.load(Ordering::SeqCst)).unwrap()
    });
    let server = Server::start_at(config, clock).await;
    let one = server.showing(Some(&server.make_key("", &[Scope::Read, Scope::Write]).await));
    let other = server.showing(Some(&server.make_key("", &[Scope::Read, Scope::Write]).await));
    let (mine, theirs) = (file(&one, SEGMENTS).await, file(&other, SEGMENTS).await);
    let refused_by = async |channel: &Channel, file: &File, setting: &str| {
        let refused = create(channel, spec(file, "openai/test")).await.unwrap_err();
        assert_eq!(
            (reason(&refused).as_str(), metadata(&refused, "setting").as_str()),
            ("RATE_LIMITED", setting)
        );
    };

    let first = run(&one, spec(&mine, "openai/test")).await;
    ended_by(&first, "limits.cost_per_day", 30, model.answered());
    refused_by(&one, &mine, "limits.cost_per_day").await;
    // Erasing gives nothing back.
    let mut jobs = JobServiceClient::new(one.clone());
    jobs.delete_job(DeleteJobRequest { job_id: first.job_id }).await.unwrap();
    refused_by(&one, &mine, "limits.cost_per_day").await;
    // Another key has its own bound, and shares that of the day.
    let second = run(&other, spec(&theirs, "openai/test")).await;
    ended_by(&second, "limits.total_cost_per_day", 20, model.answered() - 30);
    refused_by(&other, &theirs, "limits.total_cost_per_day").await;

    days.store(1, Ordering::SeqCst);
    let next = run(&one, spec(&mine, "openai/test")).await;
    ended_by(&next, "limits.cost_per_day", 30, model.answered() - 50);
    server.drain().await;
}
