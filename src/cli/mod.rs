//! The command line: what people type, and what it exits with. The only place that reads the
//! environment and the only one that prints.

use crate::config::{LogFormat, Provider};
use crate::domain::clock::Clock;
use crate::telemetry;
use clap::{Args, Parser, Subcommand};
use secrecy::SecretString;
use std::process::ExitCode;

mod exit;
mod folders;
mod job;
mod models;
mod output;
mod progress;
mod refine;
mod serve;
mod summary;
mod watch;
mod webhooks;

pub use exit::Exit;

/// Reviews, revises and checks translated XLIFF files, segment by segment.
#[derive(Debug, Parser)]
#[command(name = "refineloop", version, propagate_version = true)]
#[command(after_help = "Try:  refineloop refine examples/faults.en-de.xlf -o refined.xlf")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    log: Log,
}

#[derive(Debug, Args)]
struct Log {
    /// What to log, as a tracing filter: error, warn, info, debug, or refineloop=debug,warn
    #[arg(long, global = true, env = "REFINELOOP_LOG", value_name = "FILTER")]
    log: Option<String>,
    /// The form of the log on standard error
    #[arg(long, global = true, value_enum, default_value = "text")]
    log_format: LogFormat,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Refine a file here and now, without a server
    Refine(Box<refine::Arguments>),
    /// Serve files, jobs and models over gRPC
    Serve(serve::Arguments),
    /// Follow a job of a server to its end
    Watch(watch::Arguments),
    /// List the models jobs may name
    Models(models::Arguments),
    /// Look at the reports of ended jobs, and send them again
    Webhooks(webhooks::Arguments),
}

/// How to reach models. Keys come from the environment (`OPENAI_API_KEY`): on the command line
/// everybody on the machine could read them.
#[derive(Debug, Args)]
struct Providers {
    /// The base URL of another server that speaks the OpenAI API; a key is then optional
    #[arg(long, env = "OPENAI_BASE_URL", value_name = "URL")]
    openai_base_url: Option<String>,
}

/// Where OpenAI itself is.
const OPENAI: &str = "https://api.openai.com/v1";

impl Providers {
    fn config(&self) -> Vec<Provider> {
        let base_url = self.openai_base_url.clone().filter(|text| !text.is_empty());
        vec![Provider {
            name: "openai".to_owned(),
            key_optional: base_url.is_some(),
            base_url: base_url.unwrap_or_else(|| OPENAI.to_owned()),
            key: environment("OPENAI_API_KEY").map(SecretString::from),
        }]
    }
}

/// What the environment says; an empty value is none.
fn environment(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Runs a command and says what the process exits with.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let default = if matches!(cli.command, Command::Serve(_)) { "info" } else { "error" };
    telemetry::start(cli.log.log.as_deref().unwrap_or(default), cli.log.log_format);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Exit::Internal.explain(&format!("no runtime: {error}")),
    };
    let done = runtime.block_on(async {
        match cli.command {
            Command::Refine(arguments) => Box::pin(refine::run(*arguments, Clock::system())).await,
            Command::Serve(arguments) => Box::pin(serve::run(arguments, Clock::system())).await,
            Command::Watch(arguments) => watch::run(arguments).await,
            Command::Models(arguments) => models::run(arguments).await,
            Command::Webhooks(arguments) => webhooks::run(arguments).await,
        }
    });
    match done {
        Ok(exit) => exit.into(),
        Err(failed) => failed.exit.explain(&failed.message),
    }
}
