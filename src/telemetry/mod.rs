//! Logs: to standard error, as text or JSON, never with text of a file, a prompt or a key.

use crate::config::LogFormat;
use tracing_subscriber::EnvFilter;

mod request;

pub use request::{request_id, with_request_id};

/// Starts logging. `filter` is a `tracing` filter such as `info` or `refineloop=debug,warn`;
/// nonsense in it falls back to `info`. A second call does nothing.
pub fn start(filter: &str, format: LogFormat) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let _already_started = match format {
        LogFormat::Text => log.with_target(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
}
