//! Counting: a function for each thing that is counted, and the text that Prometheus reads.
//!
//! There is one recorder a process, made when it is first needed; tests start many servers in one.

use super::names::{self, Kind, Metric};
use crate::domain::usage::Usage;
use metrics::Label;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::Duration;

/// Upper bounds of histograms, in seconds: from a checkpoint's sync to a long poll.
const BUCKETS: [f64; 14] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();

/// Everything counted so far, in Prometheus' text format.
#[must_use]
pub fn render_metrics() -> String {
    recorder().render()
}

/// A request was answered to its end. `route` is the route's own name, never the path a client wrote.
pub fn request_done(protocol: &str, route: &str, code: &str, duration: Duration) {
    count(&names::REQUESTS, &[protocol, route, code], 1);
    time(&names::REQUEST_DURATION, &[protocol, route], duration);
}

/// The state of the store, as of now. Also folds what was timed since, so that it takes no more memory.
pub fn stored(
    jobs: impl IntoIterator<Item = (&'static str, u64)>,
    tasks_ready: u64,
    deliveries_pending: u64,
) {
    for (status, number) in jobs {
        set(&names::JOBS, &[status], number);
    }
    set(&names::TASKS_READY, &[], tasks_ready);
    set(&names::DELIVERIES_PENDING, &[], deliveries_pending);
    recorder().run_upkeep();
}

/// So many segments came to an end in this state.
pub fn segments_finished(state: &'static str, number: u64) {
    count(&names::SEGMENTS, &[state], number);
}

/// A call to a model came to an end; `repeated`: the question had been sent before.
pub fn model_call(provider: &str, outcome: &'static str, repeated: bool) {
    count(&names::MODEL_CALLS, &[provider, outcome], 1);
    count(&names::MODEL_RETRIES, &[provider], u64::from(repeated));
}

/// An answer had to be looked for in what stands around it.
pub fn model_answer_wrapped(provider: &str) {
    count(&names::ANSWERS_WRAPPED, &[provider], 1);
}

/// What a call used and cost.
pub fn model_usage(provider: &str, usage: &Usage) {
    let kinds = [
        ("input", usage.input_token_count),
        ("cached_input", usage.cached_input_token_count),
        ("cache_write_input", usage.cache_write_input_token_count),
        ("output", usage.output_token_count),
    ];
    for (kind, number) in kinds {
        count(&names::TOKENS, &[provider, kind], number);
    }
    if let Some(cost) = usage.cost {
        count(&names::COST, &[provider, cost.currency.as_str()], cost.micros);
    }
}

/// What a provider said is left of its limits.
pub fn provider_left(provider: &str, requests: Option<u64>, tokens: Option<u64>) {
    for (kind, number) in [("requests", requests), ("tokens", tokens)] {
        if let Some(number) = number {
            set(&names::LIMIT_LEFT, &[provider, kind], number);
        }
    }
}

/// How the models of a provider are doing, now.
pub fn models(provider: &str, in_flight: usize, waiting: usize, held: usize) {
    set(&names::CALLS_IN_FLIGHT, &[provider], in_flight as u64);
    set(&names::CALLS_WAITING, &[provider], waiting as u64);
    set(&names::MODELS_HELD, &[provider], held as u64);
}

/// Results were on disk after this time.
pub fn checkpoint_done(duration: Duration) {
    time(&names::CHECKPOINT_DURATION, &[], duration);
}

/// An attempt to deliver a webhook ended; `outcome` is one of a few words.
pub fn webhook_attempt(outcome: &'static str) {
    count(&names::WEBHOOK_ATTEMPTS, &[outcome], 1);
}

/// A file was taken in.
pub fn uploaded(bytes: u64) {
    count(&names::UPLOADED, &[], bytes);
}

/// A watch that counts as open as long as this lives.
#[derive(Debug)]
pub struct OpenWatch(());

impl OpenWatch {
    /// Counts one more.
    #[must_use]
    pub fn begin() -> Self {
        gauge(&names::WATCHES_OPEN, &[]).increment(1.0);
        Self(())
    }
}

impl Drop for OpenWatch {
    fn drop(&mut self) {
        gauge(&names::WATCHES_OPEN, &[]).decrement(1.0);
    }
}

fn recorder() -> &'static PrometheusHandle {
    RECORDER.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        let builder = builder.set_buckets(&BUCKETS).expect("the list of buckets is not empty");
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        // Fails only where another recorder was installed before, by a program around this library.
        let _ = metrics::set_global_recorder(recorder);
        for metric in names::ALL {
            match metric.kind {
                Kind::Counter => metrics::describe_counter!(metric.name, metric.help),
                Kind::Gauge => metrics::describe_gauge!(metric.name, metric.help),
                Kind::Histogram => metrics::describe_histogram!(metric.name, metric.help),
            }
        }
        metrics::gauge!(names::BUILD.name, labels(&names::BUILD, &[env!("CARGO_PKG_VERSION")])).set(1.0);
        handle
    })
}

fn labels(metric: &Metric, values: &[&str]) -> Vec<Label> {
    debug_assert_eq!(metric.labels.len(), values.len(), "{}", metric.name);
    metric.labels.iter().zip(values).map(|(label, value)| Label::new(*label, (*value).to_owned())).collect()
}

fn count(metric: &'static Metric, values: &[&str], by: u64) {
    recorder();
    metrics::counter!(metric.name, labels(metric, values)).increment(by);
}

fn gauge(metric: &'static Metric, values: &[&str]) -> metrics::Gauge {
    recorder();
    metrics::gauge!(metric.name, labels(metric, values))
}

#[expect(clippy::cast_precision_loss, reason = "Prometheus knows nothing but floats")]
fn set(metric: &'static Metric, values: &[&str], to: u64) {
    gauge(metric, values).set(to as f64);
}

fn time(metric: &'static Metric, values: &[&str], duration: Duration) {
    recorder();
    metrics::histogram!(metric.name, labels(metric, values)).record(duration);
}

#[cfg(test)]
mod tests {
    use super::{OpenWatch, model_call, model_usage, render_metrics, stored};
    use crate::domain::price::{Cost, Currency};
    use crate::domain::usage::Usage;

    #[test]
    fn what_is_counted_is_rendered_with_its_help_and_labels() {
        model_call("unit-test", "answered", false);
        model_call("unit-test", "answered", true);
        let cost = Some(Cost { micros: 12, currency: Currency::USD });
        let usage = Usage { input_token_count: 7, cached_input_token_count: 3, cost, ..Usage::NOTHING };
        model_usage("unit-test", &usage);
        stored([("queued", 2), ("completed", 0)], 5, 1);
        let open = OpenWatch::begin();
        let text = render_metrics();
        drop(open);
        for line in [
            "# TYPE refineloop_model_calls_total counter",
            "refineloop_model_calls_total{provider=\"unit-test\",outcome=\"answered\"} 2",
            "refineloop_model_call_retries_total{provider=\"unit-test\"} 1",
            "refineloop_tokens_total{provider=\"unit-test\",kind=\"cached_input\"} 3",
            "refineloop_cost_micros_total{provider=\"unit-test\",currency=\"USD\"} 12",
            "refineloop_jobs{status=\"queued\"} 2",
            "refineloop_tasks_ready 5",
            "# HELP refineloop_watches_open Open watches",
        ] {
            assert!(text.contains(line), "{line} is missing:\n{text}");
        }
    }
}
