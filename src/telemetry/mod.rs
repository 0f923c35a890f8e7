//! What is told of the service while it runs: logs, metrics, traces. Never text of a file, a prompt or
//! a key.

use crate::config::{Log, LogFormat, Traces};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::SdkTracerProvider;
use std::io::IsTerminal as _;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

mod metrics;
mod names;
mod request;
mod traces;

pub use metrics::{
    OpenWatch, checkpoint_done, model_answer_wrapped, model_call, model_usage, models, provider_left,
    render_metrics, request_done, segments_finished, stored, uploaded, webhook_attempt,
};
pub use request::{request_id, request_span, with_request_id};

/// Sends what is left of the traces when it is dropped, for a few seconds at the most.
#[derive(Debug)]
#[must_use = "traces end with it"]
pub struct Guard(Option<SdkTracerProvider>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.0.as_ref().map(SdkTracerProvider::shutdown) {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

/// What a panic tells: the place, and not what it says, which may quote text of a file.
fn panicked(panic: &std::panic::PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "a part of the program panicked; please report this place");
}

/// Starts logging to standard error and, with an endpoint, tracing; for traces only inside a tokio
/// runtime of several threads. A filter that is none falls back to `info`. A second call in a process
/// changes nothing.
pub fn start(log: &Log, traces: &Traces) -> Guard {
    let filter = EnvFilter::try_new(&log.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = std::io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(colours);
    let lines = match log.format {
        LogFormat::Text => lines.with_target(false).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let provider = traces.otlp_endpoint.as_deref().map(traces::provider);
    let (provider, failed) = match provider.transpose() {
        Ok(provider) => (provider, None),
        Err(error) => (None, Some(error)),
    };
    let spans = provider.as_ref().map(|provider| {
        tracing_opentelemetry::layer()
            .with_tracer(provider.tracer("refineloop"))
            .with_filter(traces::filter())
    });
    std::panic::set_hook(Box::new(panicked));
    let _already_started =
        tracing_subscriber::registry().with(lines.with_filter(filter)).with(spans).try_init();
    if let Some(error) = failed {
        tracing::error!(%error, "there are no traces: the sender cannot be made");
    }
    Guard(provider)
}
