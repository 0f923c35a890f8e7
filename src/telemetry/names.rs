//! All metrics: names, labels and what they tell. A label's values are few and never what a user wrote.

/// What a number means over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It only grows.
    Counter,
    /// It is what it is now.
    Gauge,
    /// Durations in seconds, counted by size.
    Histogram,
}

/// A metric.
#[derive(Debug)]
pub(super) struct Metric {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) labels: &'static [&'static str],
    pub(super) help: &'static str,
}

const fn counter(name: &'static str, labels: &'static [&'static str], help: &'static str) -> Metric {
    Metric { name, kind: Kind::Counter, labels, help }
}

const fn gauge(name: &'static str, labels: &'static [&'static str], help: &'static str) -> Metric {
    Metric { name, kind: Kind::Gauge, labels, help }
}

const fn histogram(name: &'static str, labels: &'static [&'static str], help: &'static str) -> Metric {
    Metric { name, kind: Kind::Histogram, labels, help }
}

pub(super) const BUILD: Metric =
    gauge("refineloop_build_info", &["version"], "Always 1; the label says which version runs.");
pub(super) const REQUESTS: Metric = counter(
    "refineloop_requests_total",
    &["protocol", "route", "code"],
    "Answered requests, by protocol (grpc, rest), route and status.",
);
pub(super) const REQUEST_DURATION: Metric = histogram(
    "refineloop_request_duration_seconds",
    &["protocol", "route"],
    "Time from a request's head to the end of its answer; of streams and long polls their whole life.",
);
pub(super) const JOBS: Metric =
    gauge("refineloop_jobs", &["status"], "Jobs in the store, over all tenants, by status.");
pub(super) const TASKS_READY: Metric =
    gauge("refineloop_tasks_ready", &[], "Depth of the queue: tasks that wait for a worker.");
pub(super) const DELIVERIES_PENDING: Metric =
    gauge("refineloop_webhook_deliveries_pending", &[], "Webhook deliveries that are not over.");
pub(super) const SEGMENTS: Metric =
    counter("refineloop_segments_finished_total", &["state"], "Segments that came to an end, by state.");
pub(super) const MODEL_CALLS: Metric = counter(
    "refineloop_model_calls_total",
    &["provider", "outcome"],
    "Calls to models that came to an end, by configured provider and outcome.",
);
pub(super) const MODEL_RETRIES: Metric =
    counter("refineloop_model_call_retries_total", &["provider"], "Those of them that repeated a question.");
pub(super) const ANSWERS_WRAPPED: Metric = counter(
    "refineloop_model_answers_wrapped_total",
    &["provider"],
    "Answers in which the JSON that was asked for had to be looked for: fences, prose or thoughts around it.",
);
pub(super) const TOKENS: Metric = counter(
    "refineloop_tokens_total",
    &["provider", "kind"],
    "Tokens as providers reported them, by kind: input, output, and cached_input and cache_write_input, which \
     are part of input.",
);
pub(super) const COST: Metric = counter(
    "refineloop_cost_micros_total",
    &["provider", "currency"],
    "What calls to models of known price cost, in millionths of the currency.",
);
pub(super) const LIMIT_LEFT: Metric = gauge(
    "refineloop_provider_limit_left",
    &["provider", "kind"],
    "What the provider said last is left of its limits, by kind: requests, tokens. No call waits for it.",
);
pub(super) const CALLS_IN_FLIGHT: Metric =
    gauge("refineloop_model_calls_in_flight", &["provider"], "Calls to models that are on their way.");
pub(super) const CALLS_WAITING: Metric = gauge(
    "refineloop_model_calls_waiting",
    &["provider"],
    "Calls to models that wait for their turn under the limits of the provider.",
);
pub(super) const MODELS_HELD: Metric = gauge(
    "refineloop_models_held",
    &["provider"],
    "Models to which no call goes out at present: the provider asked to wait, or does not answer.",
);
pub(super) const CHECKPOINT_DURATION: Metric = histogram(
    "refineloop_checkpoint_duration_seconds",
    &[],
    "Time from handing results over to having them on disk.",
);
pub(super) const WATCHES_OPEN: Metric =
    gauge("refineloop_watches_open", &[], "Open watches of jobs: gRPC streams, event streams, long polls.");
pub(super) const WEBHOOK_ATTEMPTS: Metric =
    counter("refineloop_webhook_attempts_total", &["outcome"], "Attempts to deliver a webhook, by outcome.");
pub(super) const UPLOADED: Metric =
    counter("refineloop_uploaded_bytes_total", &[], "Bytes of uploaded files.");

/// All of them.
pub(super) const ALL: [&Metric; 20] = [
    &BUILD,
    &REQUESTS,
    &REQUEST_DURATION,
    &JOBS,
    &TASKS_READY,
    &DELIVERIES_PENDING,
    &SEGMENTS,
    &MODEL_CALLS,
    &MODEL_RETRIES,
    &ANSWERS_WRAPPED,
    &TOKENS,
    &COST,
    &LIMIT_LEFT,
    &CALLS_IN_FLIGHT,
    &CALLS_WAITING,
    &MODELS_HELD,
    &CHECKPOINT_DURATION,
    &WATCHES_OPEN,
    &WEBHOOK_ATTEMPTS,
    &UPLOADED,
];

#[cfg(test)]
mod tests {
    use super::{ALL, Kind};

    #[test]
    fn names_follow_the_conventions_of_prometheus() {
        for metric in ALL {
            let name = metric.name;
            assert!(name.starts_with("refineloop_"), "{name}");
            assert_eq!(name.ends_with("_total"), metric.kind == Kind::Counter, "{name}");
            assert_eq!(name.ends_with("_seconds"), metric.kind == Kind::Histogram, "{name}");
            assert!(metric.help.ends_with('.'), "{name}");
        }
    }
}
