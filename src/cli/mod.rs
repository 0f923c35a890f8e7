//! The command line: what people type, and what it exits with. The only place that reads the
//! environment and the only one that prints.

use crate::config::{Log as LogSettings, LogFormat, Traces};
use crate::domain::clock::Clock;
use crate::telemetry;
use clap::{Args, Parser, Subcommand};
use std::process::ExitCode;

mod check;
mod client;
mod config;
mod dismissals;
mod exit;
mod first_key;
mod folders;
mod glossary;
mod job;
mod keys;
mod language;
mod models;
mod output;
mod progress;
mod refine;
mod serve;
mod settings;
mod summary;
mod target;
mod watch;
mod webhooks;

pub use exit::Exit;
use settings::Providers;

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
    /// [env: REFINELOOP_LOG]
    #[arg(long, global = true, value_name = "FILTER")]
    log: Option<String>,
    /// The form of the log on standard error
    #[arg(long, global = true, value_enum)]
    log_format: Option<LogFormat>,
}

impl Log {
    /// The log of a command that is no server: only what went wrong, unless more is asked for.
    fn of_client(&self) -> LogSettings {
        let filter = self.log.clone().or_else(|| environment("REFINELOOP_LOG"));
        LogSettings {
            filter: filter.unwrap_or_else(|| "error".to_owned()),
            format: self.log_format.unwrap_or_default(),
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Refine a file here and now, without a server
    Refine(Box<refine::Arguments>),
    /// Say what is wrong with files, without changing them
    Check(check::Arguments),
    /// Say that a finding of a job is right as it is, for all later jobs
    Dismiss(dismissals::Dismiss),
    /// Look at what was dismissed, and take it back
    Dismissals(dismissals::Arguments),
    /// Serve files, jobs and models over gRPC
    Serve(serve::Arguments),
    /// Show or check the settings of a server
    Config(config::Arguments),
    /// Follow a job of a server to its end
    Watch(watch::Arguments),
    /// List the models jobs may name
    Models(models::Arguments),
    /// Make, list, replace and end the keys of a server
    Keys(Box<keys::Arguments>),
    /// Look at the reports of ended jobs, and send them again
    Webhooks(Box<webhooks::Arguments>),
}

/// What the environment says; an empty value is none.
fn environment(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Runs a command and says what the process exits with.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    // A server's log is among its settings.
    let _telemetry = match cli.command {
        Command::Serve(_) => None,
        Command::Config(_)
        | Command::Check(_)
        | Command::Dismiss(_)
        | Command::Dismissals(_)
        | Command::Refine(_)
        | Command::Watch(_)
        | Command::Models(_)
        | Command::Keys(_)
        | Command::Webhooks(_) => Some(telemetry::start(&cli.log.of_client(), &Traces::default())),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Exit::Internal.explain(&format!("no runtime: {error}")),
    };
    let done = runtime.block_on(async {
        match cli.command {
            Command::Refine(arguments) => Box::pin(refine::run(*arguments, Clock::system())).await,
            Command::Serve(arguments) => Box::pin(serve::run(&arguments, &cli.log, Clock::system())).await,
            Command::Check(arguments) => check::run(&arguments),
            Command::Dismiss(arguments) => dismissals::dismiss(arguments).await,
            Command::Dismissals(arguments) => dismissals::run(arguments).await,
            Command::Config(arguments) => config::run(&arguments, &cli.log),
            Command::Watch(arguments) => watch::run(arguments).await,
            Command::Models(arguments) => models::run(arguments).await,
            Command::Keys(arguments) => Box::pin(keys::run(*arguments, Clock::system())).await,
            Command::Webhooks(arguments) => Box::pin(webhooks::run(*arguments)).await,
        }
    });
    match done {
        Ok(exit) => exit.into(),
        Err(failed) => failed.exit.explain(&failed.message),
    }
}
