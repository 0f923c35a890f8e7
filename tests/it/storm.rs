//! A model in front of which everything goes wrong, one call in five: the job completes, no segment
//! is worse for it, and the accounts are those of the model, to the token and the micro-unit.

mod weather;

use crate::harness::{create, document, download, finished, spec, upload};
use crate::kill::{Process, query};
use crate::large::full;
use crate::model::Model;
use refineloop::check;
use refineloop::pb::job_service_client::JobServiceClient;
use refineloop::pb::{Finding, JobStatus, ListSegmentsRequest, Segment, SegmentState};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;
use weather::{Ledger, Sky};

/// What comes out of a job in a storm.
struct Outcome {
    usage: refineloop::pb::Usage,
    /// The sum over the rows of its calls, in micro-units.
    row_micros: u64,
    told: String,
}

/// Longer than any answer takes that is not held back on purpose.
const DEADLINE: &str = "5s";

/// The settings of the process: short pauses, a price of every kind of token.
fn settings(folder: &Path, base_url: &str) -> String {
    let path = folder.join("storm.toml");
    let prices: String = weather::PRICE
        .iter()
        .map(|(name, micros)| format!("{name} = {}.{:06}\n", micros / 1_000_000, micros % 1_000_000))
        .collect();
    let text = format!(
        "[engine]\nretry_pause = \"1ms\"\ncall_timeout = \"{DEADLINE}\"\n\
         [[providers]]\nname = \"storm\"\nbase_url = \"{base_url}\"\nkey_optional = true\n\
         [[providers.models]]\nname = \"test\"\n[providers.models.price]\n{prices}"
    );
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Runs a job of `count` segments under a sky, through the real binary, and judges what it made.
async fn ride_out(count: usize, sky: Sky) -> (Outcome, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let weather = weather::Weather::new(sky);
    let model = Model::start(weather.script()).await;
    let settings = settings(folder.path(), &model.base_url);
    let process = Process::start_with(folder.path(), &model.base_url, &["--config", &settings]).await;
    let input = document(count);
    let file = upload(&process.channel, "a.xlf", input.as_bytes()).await.unwrap();
    let begin = Instant::now();
    let id = create(&process.channel, spec(&file, "storm/test")).await.unwrap().job_id;
    let job = finished(&process.channel, &id).await;
    let wall = begin.elapsed();
    assert_eq!(job.status(), JobStatus::Completed, "{:?}", job.failure);
    let progress = job.progress.unwrap();
    assert_eq!(progress.finished_count, i64::try_from(count).unwrap());

    let segments = segments(&process, &id).await;
    assert_eq!(segments.len(), count);
    let mut ends = BTreeMap::<String, usize>::new();
    for segment in &segments {
        is_no_worse(segment);
        *ends.entry(segment.stop_reason.clone()).or_default() += 1;
    }
    let better = segments.iter().filter(|segment| segment.state() == SegmentState::Changed).count();
    assert!(better * 2 > count, "only {better} of {count} segments are better: {ends:?}");
    // The file holds what the segments say, and every other byte of the input.
    let right = segments.iter().filter(|segment| segment.target.contains("richtig")).count();
    let output = String::from_utf8(download(&process.channel, &job.output_file_id).await).unwrap();
    assert_eq!(output.matches("richtig").count(), right);
    assert_eq!(output.replace("richtig", "falsch"), input);

    let micros = query(folder.path(), "SELECT CAST(TOTAL(cost_micros) AS INTEGER) || '' FROM calls").await;
    process.kill();
    let ledger = weather.ledger();
    let told = format!(
        "{count} segments, {} calls in {:.1} s, {} of them with a fault of {} kinds; \
         {better} segments better; ends: {ends:?}",
        ledger.calls,
        wall.as_secs_f64(),
        ledger.faults.values().sum::<u64>(),
        ledger.faults.len(),
    );
    let outcome = Outcome { usage: progress.usage.unwrap(), row_micros: micros[0].parse().unwrap(), told };
    (outcome, ledger)
}

/// A segment stands as it came in or is mended; none has another code or more hard faults than before.
fn is_no_worse(segment: &Segment) {
    let hard = |findings: &[Finding]| findings.iter().filter(|found| check::is_hard(&found.check)).count();
    assert!(hard(&segment.findings_after) <= hard(&segment.findings_before), "{segment:?}");
    let codes = |text: &str| text.matches(['⟦', '⟧', '/']).map(str::to_owned).collect::<String>();
    assert_eq!(codes(&segment.target), codes(&segment.original_target), "{segment:?}");
    let mended = segment.original_target.replace("falsch", "richtig");
    assert!(segment.target == segment.original_target || segment.target == mended, "{segment:?}");
    assert_eq!(segment.state() == SegmentState::Changed, segment.target == mended, "{segment:?}");
}

async fn segments(process: &Process, job: &str) -> Vec<Segment> {
    let mut client = JobServiceClient::new(process.channel.clone());
    let (mut all, mut page_token) = (Vec::new(), String::new());
    loop {
        let request =
            ListSegmentsRequest { job_id: job.to_owned(), page_size: 1000, page_token, ..Default::default() };
        let page = client.list_segments(request).await.unwrap().into_inner();
        all.extend(page.segments);
        if page.next_page_token.is_empty() {
            return all;
        }
        page_token = page.next_page_token;
    }
}

/// The accounts of the job are the ledger of the model.
fn agree(outcome: &Outcome, ledger: &Ledger) {
    let count = |value: u64| i64::try_from(value).unwrap();
    let usage = &outcome.usage;
    assert_eq!(usage.request_count, count(ledger.calls), "every request is accounted for");
    assert_eq!(usage.unreported_request_count, count(ledger.silent));
    assert_eq!(usage.input_token_count, count(ledger.told.input));
    assert_eq!(usage.cached_input_token_count, count(ledger.told.cached));
    assert_eq!(usage.cache_write_input_token_count, count(ledger.told.written));
    assert_eq!(usage.output_token_count, count(ledger.told.output));
    assert_eq!(outcome.row_micros, ledger.micros, "to the micro-unit");
    let whole = (ledger.silent == 0).then(|| count(ledger.micros));
    assert_eq!(usage.cost_micros, whole, "a sum with gaps is no cost");
    // Not by a macro, whose text the test runner keeps to itself: the gate shows how it went.
    let mut shown = std::io::stderr();
    writeln!(shown, "storm: {}", outcome.told).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_in_a_storm_of_all_faults_completes_and_nothing_is_worse() {
    let (outcome, ledger) = ride_out(if full() { 2000 } else { 300 }, Sky::AllFaults).await;
    if full() {
        assert!(
            ledger.faults.len() * 5 > weather::KINDS * 4,
            "nearly every kind came up: {:?}",
            ledger.faults
        );
    }
    assert!(ledger.silent > 0, "some calls told nothing of what they used");
    agree(&outcome, &ledger);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_every_answer_tells_what_it_used_the_job_tells_its_cost_to_the_micro_unit() {
    let (outcome, ledger) = ride_out(300, Sky::ToldFaults).await;
    assert!(ledger.faults.len() > 3, "{:?}", ledger.faults);
    assert_eq!(ledger.silent, 0);
    agree(&outcome, &ledger);
    assert_eq!(outcome.usage.currency, "USD");
}
