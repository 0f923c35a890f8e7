//! `refineloop config`: the settings a server would run with, shown or checked.

use super::exit::{Exit, Failed};
use super::settings::Settings;
use super::{Log, output};
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print all settings in effect as TOML, and where each that is not a default comes from; no secret
    Show(Settings),
    /// Say `ok`, or everything that cannot stand
    Check(Settings),
}

pub(super) fn run(arguments: &Arguments, log: &Log) -> Result<Exit, Failed> {
    let (What::Show(settings) | What::Check(settings)) = &arguments.what;
    let loaded = settings.load(log)?;
    for warning in &loaded.warnings {
        output::note(&format!("warning: {warning}"));
    }
    match arguments.what {
        What::Show(_) => output::result(loaded.show().trim_end()),
        What::Check(_) => {
            loaded.validate()?;
            output::result("ok");
        }
    }
    Ok(Exit::Done)
}
