//! `refineloop serve`.

use super::exit::{Exit, Failed};
use super::{Providers, first_key, folders, output};
use crate::config::Config;
use crate::domain::clock::Clock;
use crate::{Parts, shutdown};
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where to listen; without keys only loopback addresses are taken
    #[arg(long, env = "REFINELOOP_LISTEN", default_value = "127.0.0.1:50051", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// The folder of the database and the files
    #[arg(long, env = "REFINELOOP_DATA_DIR", value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    #[command(flatten)]
    providers: Providers,
}

pub(super) async fn run(arguments: Arguments, clock: Clock) -> Result<Exit, Failed> {
    if !arguments.listen.ip().is_loopback() {
        let message = format!(
            "{} is not a loopback address, and this version has no keys yet: anybody could use the \
             service. Listen on 127.0.0.1 and put a proxy that asks for a key in front of it",
            arguments.listen
        );
        return Err(Exit::Usage.because(message));
    }
    let data_dir = arguments.data_dir.clone().map_or_else(folders::data, Ok)?;
    let listener = TcpListener::bind(arguments.listen)
        .await
        .map_err(|error| Exit::Usage.because(format!("cannot listen on {}: {error}", arguments.listen)))?;
    let listen = listener.local_addr().map_err(|error| Exit::Internal.because(error))?;
    let config = Config { listen, data_dir, providers: arguments.providers.config(), ..Config::default() };
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
