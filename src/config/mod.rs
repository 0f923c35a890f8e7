//! All settings in one tree: read once by the command line, checked once, handed down.
//!
//! `load` lays flags over the environment over a file over the defaults, `validate` says what cannot
//! stand, `show` prints. The environment comes as an argument. Secrets cannot be printed.

use crate::domain::pattern::Patterns;
use crate::domain::policy::Policy;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::PathBuf;

mod engine;
mod fault;
mod form;
mod keys;
mod limits;
mod load;
mod presets;
mod provider;
mod secrets;
mod show;
mod validate;
mod webhooks;

pub use engine::{Engine, Retention, Watch};
pub use fault::{Fault, Faults};
pub use keys::{Key, keys, variable};
pub use limits::Limits;
pub use load::{Flag, Given, Loaded, load};
pub use presets::{Preset, is_of_a_provider, preset, presets};
pub use provider::{Body, PriceList, Provider, ProviderModel, SchemaMode, Wire};
pub use webhooks::Webhooks;

/// Everything the service can be told.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The folder of the database and the files.
    pub data_dir: PathBuf,
    /// Whether a proxy stands before the service that ends TLS and tells the client's address.
    pub behind_proxy: bool,
    /// Whether to listen beyond loopback without TLS and without a proxy.
    pub insecure: bool,
    /// Encryption of both protocols; plain without.
    pub tls: Option<Tls>,
    /// Bounds on what comes in.
    pub limits: Limits,
    /// How the job engine works.
    pub engine: Engine,
    /// What the loop takes for enough and for too much. Pinned in a job when it is created.
    pub r#loop: Policy,
    /// What the checks are given.
    pub checks: Checks,
    /// How watches behave.
    pub watch: Watch,
    /// How long things are kept.
    pub retention: Retention,
    /// How the ends of jobs are reported.
    pub webhooks: Webhooks,
    /// What is logged, and how.
    pub log: Log,
    /// Where traces go.
    pub traces: Traces,
    /// Providers of models, in the order they are listed.
    pub providers: Vec<Provider>,
}

/// Encryption of both protocols.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// The certificate and those above it, in PEM.
    pub cert: PathBuf,
    /// Its key, in PEM.
    pub key: PathBuf,
    /// Who signs the certificates of clients, in PEM.
    pub client_ca: Option<PathBuf>,
    /// Whether clients show a certificate.
    pub client_auth: ClientAuth,
}

/// Whether clients show a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClientAuth {
    /// They are not asked.
    #[default]
    Off,
    /// One that is shown must be good.
    Optional,
    /// Without a good one there is no connection.
    Require,
}

/// What the checks are given.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Checks {
    /// The folder of dictionaries that words are looked up in; none switches spelling off.
    pub dictionaries: Option<PathBuf>,
    /// Checks of the operator's own making (`user-regex`). Pinned in a job when it is created.
    #[serde(skip_serializing_if = "Patterns::is_empty")]
    pub patterns: Patterns,
}

/// What is logged, and how.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// A `tracing` filter such as `info` or `refineloop=debug,warn`.
    pub filter: String,
    /// The form of a line.
    pub format: LogFormat,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// A line for people.
    #[default]
    Text,
    /// A line of JSON for machines.
    Json,
}

/// Where traces go.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Traces {
    /// An OTLP receiver over gRPC, such as `http://127.0.0.1:4317`; none switches traces off.
    pub otlp_endpoint: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 50051)),
            data_dir: PathBuf::new(),
            behind_proxy: false,
            insecure: false,
            tls: None,
            limits: Limits::default(),
            engine: Engine::default(),
            r#loop: Policy::default(),
            checks: Checks::default(),
            watch: Watch::default(),
            retention: Retention::default(),
            webhooks: Webhooks::default(),
            log: Log::default(),
            traces: Traces::default(),
            providers: Vec::new(),
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info".to_owned(), format: LogFormat::Text }
    }
}
