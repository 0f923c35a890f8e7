//! `refineloop serve`.

use super::exit::{Exit, Failed};
use super::settings::Settings;
use super::{Log, first_key, output};
use crate::config::Config;
use crate::domain::clock::Clock;
use crate::{Parts, shutdown, telemetry};
use clap::Args;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    settings: Settings,
}

pub(super) async fn run(arguments: &Arguments, log: &Log, clock: Clock) -> Result<Exit, Failed> {
    let loaded = arguments.settings.load(log)?;
    loaded.validate()?;
    let config = loaded.config;
    // To the end: what is left of the traces is sent when the service has stopped.
    let _telemetry = telemetry::start(&config.log, &config.traces);
    for warning in loaded.warnings {
        tracing::warn!("{warning}");
    }
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| Exit::Usage.because(format!("cannot listen on {}: {error}", config.listen)))?;
    let listen = listener.local_addr().map_err(|error| Exit::Internal.because(error))?;
    let config = Config { listen, ..config };
    let stop = CancellationToken::new();
    shutdown::on_signal(stop.clone()).map_err(|error| Exit::Internal.because(error))?;
    let folder = config.data_dir.clone();
    let parts = Parts::open(config, clock, stop.clone()).await?;
    first_key::announce(&parts.app, listen, &folder).await?;
    // Scripts wait for this line: from here on calls are answered.
    output::note(&format!("refineloop {} listening on {listen}", env!("CARGO_PKG_VERSION")));
    output::note(&format!("data in {}", folder.display()));
    parts.serve(listener, stop).await?;
    Ok(Exit::Done)
}
