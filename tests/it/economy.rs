//! What a job would cost, what it may cost, and what was paid for before: told and kept to.

use crate::command_line::{refineloop, run};
use crate::harness::{
    Server, config_with_model, create, document, download, fields, finished, metadata, reason, spec, upload,
};
use crate::model::{Act, Model, TOKENS_IN, TOKENS_OUT, editor};
use crate::rest::{Rest, body};
use refineloop::config::{Config, PriceList, ProviderModel};
use refineloop::domain::key::Scope;
use refineloop::pb::{Budget, EstimateJobRequest, EstimateJobResponse, Job, JobSpec, JobStatus};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Segments of some shards' worth of groups.
const SEGMENTS: usize = 300;

/// A model that turns everything away after so many good answers.
async fn limited(answers: u64) -> (Model, Arc<AtomicU64>) {
    let left = Arc::new(AtomicU64::new(answers));
    let budget = Arc::clone(&left);
    let model = Model::start(move |asked| {
        let granted = budget.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if granted.is_ok() { editor(asked) } else { Act::Status(401, "") }
    })
    .await;
    (model, left)
}

async fn estimate(server: &Server, spec: JobSpec) -> EstimateJobResponse {
    server.jobs().estimate_job(EstimateJobRequest { spec: Some(spec) }).await.unwrap().into_inner()
}

fn priced(mut config: Config) -> Config {
    let price = PriceList {
        currency: "USD".to_owned(),
        input: 1_000_000,
        cached_input: Some(100_000),
        cache_write: None,
        output: 2_000_000,
    };
    let model = ProviderModel { name: "test".to_owned(), price: Some(price), ..ProviderModel::default() };
    config.providers[0].models = vec![model];
    config
}

#[tokio::test]
async fn an_estimate_counts_what_would_be_asked_and_asks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(editor).await;
    let server = Server::start(priced(config_with_model(folder.path(), &model.base_url))).await;
    let text = document(60).replacen("<trans-unit id=\"u2\"", "<trans-unit translate=\"no\" id=\"u2\"", 1);
    let file = upload(&server.channel, "a.xlf", text.as_bytes()).await.unwrap();
    let told = estimate(&server, spec(&file, "openai/test")).await;
    assert_eq!((told.segment_count, told.distinct_count), (60, 59));
    assert_eq!(told.skipped, [("not_translatable".to_owned(), 1)].into());
    let (low, high) = (told.low.unwrap(), told.high.unwrap());
    assert_eq!(low.request_count, 3, "24 segments a call");
    assert!(high.request_count > low.request_count && high.input_token_count > low.input_token_count);
    let plain = low.input_token_count - low.cached_input_token_count;
    // Rounded once over all of it: 1, 0.1 and 2 micro-units a token.
    let cost = (plain * 10 + low.cached_input_token_count + low.output_token_count * 20 + 5) / 10;
    assert_eq!((low.cost_micros, low.currency.as_str()), (Some(cost), "USD"));
    assert!(high.cost_micros.unwrap() > cost);

    let unpriced = estimate(&server, spec(&file, "openai/other")).await.low.unwrap();
    assert_eq!((unpriced.cost_micros, unpriced.input_token_count), (None, low.input_token_count));
    let builtin = estimate(&server, spec(&file, "builtin/rules")).await;
    for usage in [builtin.low.unwrap(), builtin.high.unwrap()] {
        assert_eq!((usage.request_count, usage.input_token_count, usage.cost_micros), (0, 0, Some(0)));
    }
    assert!(model.keys().is_empty(), "no model was called");

    // Nothing is found in a file without faults: the calls are those of the low estimate.
    let clean = document(60).replace("falsch", "richtig");
    let file = upload(&server.channel, "b.xlf", clean.as_bytes()).await.unwrap();
    let low = estimate(&server, spec(&file, "openai/test")).await.low.unwrap();
    let job = create(&server.channel, spec(&file, "openai/test")).await.unwrap();
    let job = finished(&server.channel, &job.job_id).await;
    assert_eq!(job.progress.unwrap().usage.unwrap().request_count, low.request_count);
    server.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_door_tells_the_same_estimate() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(editor).await;
    let rest = Rest::with(config_with_model(&folder.path().join("data"), &model.base_url)).await;
    let file = rest.file(60).await;
    let asked = json!({"file_id": file, "model": "openai/test"});
    let told = body(rest.post("/refineloop/jobs/estimate", &asked).await).await;
    assert_eq!((&told["segments"], &told["distinct"]), (&json!(60), &json!(60)));
    assert!(told["low"]["input_tokens"].as_u64().unwrap() < told["high"]["input_tokens"].as_u64().unwrap());
    std::fs::write(folder.path().join("paper.xlf"), document(60)).unwrap();
    let dry = |arguments: &[&str]| {
        let mut command = refineloop(folder.path());
        command
            .env("OPENAI_BASE_URL", &model.base_url)
            .args(["refine", "paper.xlf", "--dry-run"])
            .args(arguments);
        run(&mut command)
    };
    let (code, out, err) = dry(&["-m", "openai/test", "--json"]);
    assert_eq!(code, 0, "{err}");
    let object: Value = serde_json::from_str(&out).unwrap();
    for (ours, theirs) in [("segments", "segments"), ("distinct", "distinct")] {
        assert_eq!(object[ours], told[theirs]);
    }
    for (which, member) in [("low", "calls"), ("low", "input_tokens"), ("high", "output_tokens")] {
        assert_eq!(object[which][member], told[which][member], "{which} {member}");
    }
    let (_, out, _) = dry(&["-m", "openai/test"]);
    assert!(out.contains("60 segments") && out.contains("price of openai/test is not known"), "{out}");
    let (_, out, _) = dry(&[]);
    assert!(out.contains("no model is asked; it costs nothing"), "{out}");
    assert!(model.keys().is_empty(), "no model was called");
    assert!(!folder.path().join("paper.refined.xlf").exists());
    assert_eq!(std::fs::read_dir(folder.path().join("state/refineloop")).unwrap().count(), 0);
    rest.drain().await;
}

#[tokio::test]
async fn a_budget_that_nothing_can_be_done_within_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let model = Model::start(editor).await;
    let server = Server::start(priced(config_with_model(folder.path(), &model.base_url))).await;
    let file = upload(&server.channel, "a.xlf", document(3).as_bytes()).await.unwrap();
    let with = |model: &str, max_tokens, max_cost_micros| JobSpec {
        budget: Some(Budget { max_tokens, max_cost_micros }),
        ..spec(&file, model)
    };
    for (tokens, cost, field) in [(10, 0, "spec.budget.max_tokens"), (0, 10, "spec.budget.max_cost_micros")] {
        let refused = create(&server.channel, with("openai/test", tokens, cost)).await.unwrap_err();
        assert_eq!(reason(&refused), "BUDGET_TOO_SMALL");
        assert_eq!(
            (metadata(&refused, "field").as_str(), metadata(&refused, "allowed").as_str()),
            (field, "10")
        );
        assert!(metadata(&refused, "needed").parse::<u64>().unwrap() > 10);
        let request = EstimateJobRequest { spec: Some(with("openai/test", tokens, cost)) };
        assert_eq!(reason(&server.jobs().estimate_job(request).await.unwrap_err()), "BUDGET_TOO_SMALL");
    }
    let refused = create(&server.channel, with("openai/other", 0, 1_000_000)).await.unwrap_err();
    assert_eq!(fields(&refused), ["spec.budget.max_cost_micros"]);
    assert!(refused.message().contains("max_tokens"), "it names the way out: {refused:?}");
    let negative = create(&server.channel, with("openai/test", -1, 0)).await.unwrap_err();
    assert_eq!(reason(&negative), "REQUEST_INVALID");
    let builtin = create(&server.channel, with("builtin/rules", 1, 0)).await.unwrap();
    assert!(builtin.warnings.iter().any(|line| line.starts_with("budget has no effect")), "{builtin:?}");
    let enough = create(&server.channel, with("openai/test", 100_000, 10_000_000)).await.unwrap();
    assert_eq!(finished(&server.channel, &enough.job_id).await.status(), JobStatus::Completed);
    assert_eq!(enough.spec.unwrap().budget.unwrap().max_tokens, 100_000);
    server.drain().await;
}

fn usage(job: &Job) -> refineloop::pb::Usage {
    job.progress.clone().unwrap().usage.unwrap()
}

/// Runs a job that is stopped by `spec` or by the model, then one that continues it, then one that had
/// no bound: what is asked, and what comes out.
async fn stopped_and_continued(folder: &Path, answers: u64, slack: Option<i64>, failure: &str) {
    let (model, left) = limited(answers).await;
    let server = Server::start(config_with_model(folder, &model.base_url)).await;
    let file = upload(&server.channel, "a.xlf", document(SEGMENTS).as_bytes()).await.unwrap();
    let with = |max_tokens| {
        let budget = Some(Budget { max_tokens, max_cost_micros: 0 });
        JobSpec { budget, ..spec(&file, "openai/test") }
    };
    let stopped = match slack {
        None => spec(&file, "openai/test"),
        Some(slack) => {
            let refused = create(&server.channel, with(1)).await.unwrap_err();
            with(metadata(&refused, "needed").parse::<i64>().unwrap() + slack)
        }
    };
    let first = create(&server.channel, stopped).await.unwrap();
    let first = finished(&server.channel, &first.job_id).await;
    assert_eq!(
        (first.status(), first.failure.clone().unwrap().reason.as_str()),
        (JobStatus::Failed, failure)
    );
    let paid = model.answered();
    assert!(paid > 0, "something was paid for");

    left.store(u64::MAX / 2, Ordering::SeqCst);
    let asked_before: HashSet<String> = model.keys().into_iter().collect();
    let before = model.keys().len();
    let next = JobSpec { continue_job_id: first.job_id.clone(), ..spec(&file, "openai/test") };
    let second = create(&server.channel, next).await.unwrap();
    let second = finished(&server.channel, &second.job_id).await;
    assert_eq!(second.status(), JobStatus::Completed, "{:?}", second.failure);
    let asked = model.keys().len() - before;

    let whole = create(&server.channel, spec(&file, "openai/test")).await.unwrap();
    let whole = finished(&server.channel, &whole.job_id).await;
    let all = model.keys().len() - before - asked;
    assert_eq!(asked as u64 + paid, all as u64, "what was answered is not asked again");
    assert!(!asked_before.is_empty());
    let (used, full) = (usage(&second), usage(&whole));
    assert_eq!(used.request_count, asked as i64);
    assert_eq!(used.input_token_count, TOKENS_IN as i64 * asked as i64, "and costs nothing again");
    assert_eq!(used.output_token_count, TOKENS_OUT as i64 * asked as i64);
    assert_eq!((used.reused_answer_count, full.reused_answer_count), (paid as i64, 0));
    assert_eq!(
        download(&server.channel, &second.output_file_id).await,
        download(&server.channel, &whole.output_file_id).await
    );
    server.drain().await;
}

#[tokio::test]
async fn a_job_that_failed_is_continued_without_paying_twice() {
    let folder = tempfile::tempdir().unwrap();
    Box::pin(stopped_and_continued(folder.path(), 5, None, "PROVIDER_AUTH_FAILED")).await;
}

#[tokio::test]
async fn a_job_that_reached_its_budget_is_continued_without_paying_twice() {
    let folder = tempfile::tempdir().unwrap();
    // A call is reckoned at its most before it is made; what it used is less, so some calls fit.
    let some_calls = 4 * (TOKENS_IN + TOKENS_OUT) as i64;
    Box::pin(stopped_and_continued(folder.path(), u64::MAX / 2, Some(some_calls), "BUDGET_EXHAUSTED")).await;
}

#[tokio::test]
async fn only_an_ended_job_of_the_tenant_on_the_same_file_is_continued() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(crate::harness::config(folder.path())).await;
    let file = upload(&server.channel, "a.xlf", document(2).as_bytes()).await.unwrap();
    let first = create(&server.channel, spec(&file, "builtin/echo")).await.unwrap();
    let first = finished(&server.channel, &first.job_id).await;
    let with = |file, id: &str| JobSpec { continue_job_id: id.to_owned(), ..spec(file, "builtin/echo") };
    let unknown = "018f4e9c-0000-7000-8000-000000000009";
    let refused = create(&server.channel, with(&file, unknown)).await.unwrap_err();
    assert_eq!(reason(&refused), "JOB_NOT_FOUND");
    let refused = create(&server.channel, with(&file, "no id")).await.unwrap_err();
    assert_eq!(fields(&refused), ["spec.continue_job_id"]);
    let other = upload(&server.channel, "b.xlf", document(3).as_bytes()).await.unwrap();
    let refused = create(&server.channel, with(&other, &first.job_id)).await.unwrap_err();
    assert_eq!(fields(&refused), ["spec.continue_job_id"]);
    let again = upload(&server.channel, "a.xlf", document(2).as_bytes()).await.unwrap();
    assert_ne!(again.file_id, file.file_id);
    let going_on = create(&server.channel, with(&again, &first.job_id)).await.unwrap();
    assert!(going_on.warnings.iter().any(|line| line.starts_with("continue_job_id has no effect")));

    let stranger = server.showing(Some(&server.make_key("other", &[Scope::Read, Scope::Write]).await));
    let theirs = upload(&stranger, "a.xlf", document(2).as_bytes()).await.unwrap();
    for id in [&first.job_id[..], unknown] {
        let refused = create(&stranger, with(&theirs, id)).await.unwrap_err();
        assert_eq!(reason(&refused), "JOB_NOT_FOUND", "a foreign job is as unknown as one that never was");
    }
    server.drain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_goes_on_with_what_a_failed_run_has_paid_for() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.xlf"), document(SEGMENTS)).unwrap();
    let (model, left) = limited(5).await;
    let refine = || {
        let mut command = refineloop(folder.path());
        command.env("OPENAI_BASE_URL", &model.base_url);
        command.args(["refine", "a.xlf", "-o", "b.xlf", "-m", "openai/test", "--force", "--json"]);
        tokio::task::spawn_blocking(move || run(&mut command))
    };
    let (code, _, err) = refine().await.unwrap();
    assert_eq!(code, 7, "{err}");
    assert!(err.contains("what was done is kept"), "{err}");
    let paid = model.answered();
    left.store(u64::MAX / 2, Ordering::SeqCst);
    let (code, out, err) = refine().await.unwrap();
    assert_eq!(code, 0, "{err}");
    let summary: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(summary["usage"]["reused_answers"], paid);
    assert_eq!(
        std::fs::read_to_string(folder.path().join("b.xlf")).unwrap().matches("richtig").count(),
        SEGMENTS
    );
    assert_eq!(std::fs::read_dir(folder.path().join("state/refineloop")).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interrupted_run_goes_on_under_another_budget() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.xlf"), document(SEGMENTS)).unwrap();
    // The first run gets three answers and then none.
    let (model, rung, resumed) = Model::breaks_after_three(|| Act::Hang).await;
    let command = |most: &str| {
        let mut command = refineloop(folder.path());
        command.env("OPENAI_BASE_URL", &model.base_url);
        command.args(["refine", "a.xlf", "-o", "b.xlf", "-m", "openai/test", "--json", "--max-tokens", most]);
        command
    };
    let mut first = command("1000000").spawn().unwrap();
    rung.notified().await;
    first.kill().unwrap();
    first.wait().unwrap();
    resumed.store(true, Ordering::SeqCst);
    let mut small = command("1");
    let (code, _, err) = tokio::task::spawn_blocking(move || run(&mut small)).await.unwrap();
    assert!(code == 2 && err.contains("max_tokens"), "a budget that holds no call is told: {code} {err}");
    let mut large = command("2000000");
    let (code, out, err) = tokio::task::spawn_blocking(move || run(&mut large)).await.unwrap();
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("going on with the answers of a run"), "{err}");
    let summary: Value = serde_json::from_str(&out).unwrap();
    assert!(summary["usage"]["reused_answers"].as_u64().unwrap() > 0, "{summary}");
}
