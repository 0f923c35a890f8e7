//! Where things lie: the data folder of a server, the state of an interrupted `refine`, the settings.
//! By the XDG base directory specification.

use super::environment;
use super::exit::{Exit, Failed};
use std::path::PathBuf;

/// The default data folder.
pub(super) fn data() -> Result<PathBuf, Failed> {
    base("XDG_DATA_HOME", ".local/share")
        .ok_or_else(|| Exit::Usage.because("there is no home folder; say --data-dir"))
}

/// The default folder for the state of interrupted runs.
pub(super) fn state() -> Result<PathBuf, Failed> {
    base("XDG_STATE_HOME", ".local/state")
        .ok_or_else(|| Exit::Usage.because("there is no home folder; say --state-dir"))
}

/// Where the file of settings is looked for.
pub(super) fn settings() -> Option<PathBuf> {
    Some(base("XDG_CONFIG_HOME", ".config")?.join("refineloop.toml"))
}

fn base(variable: &str, below_home: &str) -> Option<PathBuf> {
    // The specification has relative paths ignored.
    let xdg = environment(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = xdg.or_else(|| Some(PathBuf::from(environment("HOME")?).join(below_home)))?;
    Some(base.join("refineloop"))
}
