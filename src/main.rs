//! Parses the command line and calls `cli`.

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    refineloop::cli::run(refineloop::cli::Cli::parse())
}
