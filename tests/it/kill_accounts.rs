//! What was paid is known after a kill: in tokens and in money, and so a bound holds across all lives
//! of the process.

use crate::harness::{create, document, finished, metadata, spec, upload};
use crate::kill::{Budget, Process, assert_unfinished, query, until};
use crate::model::{Model, TOKENS_IN, TOKENS_OUT};
use refineloop::pb::{self, JobSpec, JobStatus};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// What a call costs at the price below, in micro-units: 100 × 3 + 40 × 12.5.
const CALL: i64 = 800;
const PRICE: &str = "[[providers]]\nname = \"openai\"\nbase_url = \"http://127.0.0.1:9/v1\"\nkey_optional = true\n\
    [[providers.models]]\nname = \"test\"\n[providers.models.price]\ncurrency = \"EUR\"\ninput = 3.0\noutput = 12.5\n";
/// Answers of each life that is cut short.
const LIVES: [usize; 4] = [1, 5, 2, 4];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accounts_are_those_of_the_model_after_every_kill_and_a_budget_holds_across_them() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("settings.toml");
    std::fs::write(&settings, PRICE).unwrap();
    let budget = Arc::new(Budget::default());
    let model = Model::start(budget.script()).await;
    let start = async || {
        let more = ["--config", settings.to_str().unwrap()];
        Process::start_with(folder.path(), &model.base_url, &more).await
    };
    let mut process = start().await;
    let file = upload(&process.channel, "a.xlf", document(1600).as_bytes()).await.unwrap();
    let within = |max_cost_micros| {
        let budget = Some(pb::Budget { max_tokens: 0, max_cost_micros });
        JobSpec { budget, ..spec(&file, "openai/test") }
    };
    let refused = create(&process.channel, within(1)).await.unwrap_err();
    // Some calls more than what the first one may cost at the most.
    let bound = metadata(&refused, "needed").parse::<i64>().unwrap() + 30 * CALL;
    budget.grant(LIVES[0]);
    let id = create(&process.channel, within(bound)).await.unwrap().job_id;

    let mut answered = 0;
    for (life, answers) in LIVES.into_iter().enumerate() {
        answered += answers as i64;
        until(&format!("life {life}: its answers are stored"), async || {
            accounts(folder.path()).await == spent(answered)
        })
        .await;
        process.kill();
        // What the dead process had sent is not to use up the next one's answers.
        budget.grant(0);
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_unfinished(folder.path()).await;
        assert_eq!(i64::try_from(model.answered()).unwrap(), answered, "life {life}");
        assert_eq!(accounts(folder.path()).await, spent(answered), "life {life}");
        budget.grant(LIVES.get(life + 1).copied().unwrap_or(usize::MAX));
        process = start().await;
    }
    let job = finished(&process.channel, &id).await;
    assert_eq!(job.status(), JobStatus::Failed);
    assert_eq!(job.failure.unwrap().reason, "BUDGET_EXHAUSTED");
    let calls = (bound + CALL - 1) / CALL;
    assert_eq!(i64::try_from(model.answered()).unwrap(), calls, "passed by one call at the most");
    assert_eq!(accounts(folder.path()).await, spent(calls));
    let usage = job.progress.unwrap().usage.unwrap();
    assert_eq!((usage.request_count, usage.cost_micros), (calls, Some(calls * CALL)));
    assert_eq!((usage.currency.as_str(), usage.unreported_request_count), ("EUR", 0));
    process.kill();
}

/// The rows of so many calls, added up.
fn spent(calls: i64) -> String {
    let (input, output) = (calls * TOKENS_IN as i64, calls * TOKENS_OUT as i64);
    format!("{calls} {input} {output} {}", calls * CALL)
}

async fn accounts(folder: &Path) -> String {
    let sums = "SELECT COUNT(*) || ' ' || COALESCE(SUM(input_tokens), 0) || ' ' || \
                COALESCE(SUM(output_tokens), 0) || ' ' || COALESCE(SUM(cost_micros), 0) FROM calls";
    query(folder, sums).await.remove(0)
}
