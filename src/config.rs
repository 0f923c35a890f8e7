//! All settings in one tree: read once by the command line, checked once, handed down.
//!
//! Nothing else reads the environment. Secrets cannot be printed.

use crate::domain::limits;
use secrecy::SecretString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Everything the service can be told.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen. Without keys only loopback is allowed.
    pub listen: SocketAddr,
    /// The folder of the database and the files.
    pub data_dir: PathBuf,
    /// Bounds on what comes in.
    pub limits: Limits,
    /// How the job engine works.
    pub engine: Engine,
    /// How watches behave.
    pub watch: Watch,
    /// How long things are kept.
    pub retention: Retention,
    /// Providers of models, in the order they are listed.
    pub providers: Vec<Provider>,
}

/// Bounds on what comes in; each error names the setting.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The largest file, in bytes.
    pub file_bytes: u64,
    /// The largest text of a segment, in bytes of UTF-8.
    pub segment_bytes: usize,
    /// The largest attribute value, in bytes.
    pub attribute_bytes: usize,
    /// The most attributes of an element.
    pub attributes: usize,
    /// The deepest nesting of elements.
    pub depth: usize,
    /// The most segments of a file.
    pub segments: u64,
    /// The most bytes of texts in one page of a list.
    pub page_bytes: usize,
}

/// How the job engine works.
#[derive(Debug, Clone)]
pub struct Engine {
    /// Tasks in hand side by side. Most of them wait for models.
    pub tasks: usize,
    /// Tasks that compute side by side: reading, writing, builtin models.
    pub computing: usize,
    /// Model calls in flight side by side, over all jobs.
    pub calls: usize,
    /// How long a lease lasts without renewal.
    pub lease: Duration,
    /// How long to keep trying a provider that gives no good answer, before the job fails.
    pub outage: Duration,
    /// The shortest pause before a failed call is repeated; it doubles up to 30 s.
    pub retry_pause: Duration,
    /// How long a graceful stop may take.
    pub drain: Duration,
    /// The most time one model call may take, whatever its size.
    pub call_timeout: Duration,
}

/// How watches behave.
#[derive(Debug, Clone)]
pub struct Watch {
    /// A heartbeat is sent after this much silence.
    pub idle: Duration,
    /// A receiver that takes nothing for this long, while events wait, is cut off.
    pub stall: Duration,
    /// A stream is ended for re-balancing after this long.
    pub age: Duration,
    /// The most watches at the same time.
    pub streams: usize,
}

/// How long things are kept.
#[derive(Debug, Clone)]
pub struct Retention {
    /// Uploaded and refined files, unless the upload asks for less.
    pub files: Duration,
    /// Jobs and their segments, counted from their end.
    pub jobs: Duration,
}

/// A provider of models: where it is and how to prove who we are.
#[derive(Debug, Clone)]
pub struct Provider {
    /// The first part of its models' ids.
    pub name: String,
    /// The base URL of an OpenAI-compatible API, such as `https://api.openai.com/v1`.
    pub base_url: String,
    /// The key; a provider without one is off unless `key_optional`.
    pub key: Option<SecretString>,
    /// Whether the provider works without a key (a server of one's own).
    pub key_optional: bool,
}

impl Limits {
    /// Those of them that bound the reading of a file.
    #[must_use]
    pub fn reader(&self) -> limits::Limits {
        limits::Limits {
            segment_bytes: self.segment_bytes,
            attribute_bytes: self.attribute_bytes,
            attributes: self.attributes,
            depth: self.depth,
            segments: self.segments,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        let limits::Limits { segment_bytes, attribute_bytes, attributes, depth, segments } =
            limits::Limits::default();
        Self {
            file_bytes: 256 << 20,
            segment_bytes,
            attribute_bytes,
            attributes,
            depth,
            segments,
            page_bytes: 1 << 20,
        }
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self {
            tasks: 64,
            computing: 4,
            calls: 16,
            lease: Duration::from_secs(30),
            outage: Duration::from_secs(30 * 60),
            retry_pause: Duration::from_millis(500),
            drain: Duration::from_secs(30),
            call_timeout: Duration::from_secs(600),
        }
    }
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(15),
            stall: Duration::from_secs(60),
            age: Duration::from_secs(3600),
            streams: 10_000,
        }
    }
}

impl Default for Retention {
    fn default() -> Self {
        Self { files: Duration::from_secs(7 * 86_400), jobs: Duration::from_secs(30 * 86_400) }
    }
}
