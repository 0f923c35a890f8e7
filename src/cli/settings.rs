//! Where settings come from: the file, the environment and the flags, gathered for `config::load`.

use super::exit::{Exit, Failed};
use super::{Log, environment, folders};
use crate::config::{Config, Faults, Flag, Given, Loaded, is_of_a_provider, load};
use crate::dictionaries::Library;
use crate::domain::pattern::Patterns;
use clap::{Args, ValueEnum as _};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The settings of a server that have a flag; all others are in the file and the environment.
#[derive(Debug, Args)]
pub(super) struct Settings {
    /// Where to listen [env: REFINELOOP_LISTEN] [default: 127.0.0.1:50051]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// The folder of the database and the files [env: REFINELOOP_DATA_DIR]
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// A proxy in front ends TLS and tells the client's address [env: REFINELOOP_BEHIND_PROXY]
    #[arg(long)]
    behind_proxy: bool,
    /// Listen beyond loopback without TLS and without a proxy [env: REFINELOOP_INSECURE]
    #[arg(long)]
    insecure: bool,
    /// The certificate and those above it, in PEM [env: REFINELOOP_TLS_CERT]
    #[arg(long, value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// The key of the certificate, in PEM [env: REFINELOOP_TLS_KEY]
    #[arg(long, value_name = "FILE")]
    tls_key: Option<PathBuf>,
    #[command(flatten)]
    providers: Providers,
}

/// How to reach models. Keys come from the environment (`OPENAI_API_KEY`) or the file of settings: on
/// the command line everybody on the machine could read them.
#[derive(Debug, Args)]
pub(super) struct Providers {
    /// The file of settings [env: REFINELOOP_CONFIG] [default: refineloop/refineloop.toml in
    /// ~/.config, if it exists]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The base URL of another server that speaks the OpenAI API; a key is then optional
    /// [env: OPENAI_BASE_URL]
    #[arg(long, value_name = "URL")]
    openai_base_url: Option<String>,
}

impl Settings {
    /// The settings of a server: complete, but not yet checked.
    pub(super) fn load(&self, log: &Log) -> Result<Loaded, Failed> {
        let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        let switch = |on: bool| on.then(|| "true".to_owned());
        let format = log.log_format.and_then(|format| format.to_possible_value());
        let flags = [
            ("--listen", "listen", self.listen.map(|address| address.to_string())),
            ("--data-dir", "data_dir", path(&self.data_dir)),
            ("--behind-proxy", "behind_proxy", switch(self.behind_proxy)),
            ("--insecure", "insecure", switch(self.insecure)),
            ("--tls-cert", "tls.cert", path(&self.tls_cert)),
            ("--tls-key", "tls.key", path(&self.tls_key)),
            ("--log", "log.filter", log.log.clone()),
            ("--log-format", "log.format", format.map(|format| format.get_name().to_owned())),
        ];
        let flags =
            flags.into_iter().filter_map(|(name, key, value)| Some(Flag { name, key, value: value? }));
        let mut loaded = load(&Given { flags: flags.collect(), ..self.providers.given() })?;
        if loaded.config.data_dir.as_os_str().is_empty() {
            loaded.config.data_dir = folders::data()?;
        }
        Ok(loaded)
    }
}

impl Providers {
    /// The settings of a command that only wants to reach models: the rest of the file and of the
    /// environment has to be readable and is left alone.
    pub(super) fn config(&self) -> Result<Config, Failed> {
        let config = load(&self.given())?.config;
        config.validate_providers()?;
        Ok(Config { providers: config.providers, ..Config::default() })
    }

    /// The same for one that runs jobs, and maybe names a folder of dictionaries.
    pub(super) fn config_of_jobs(&self, folder: Option<&Path>) -> Result<Config, Failed> {
        let config = with_dictionaries(load(&self.given())?.config, folder)?;
        config.validate_providers()?;
        Ok(Config { providers: config.providers, checks: config.checks, ..Config::default() })
    }

    fn given(&self) -> Given {
        Given { openai_base_url: self.openai_base_url.clone(), ..given(self.config.clone()) }
    }
}

/// What is given without flags; the file is the one that is named, or the usual one.
fn given(named: Option<PathBuf>) -> Given {
    let named = named.or_else(|| environment("REFINELOOP_CONFIG").map(PathBuf::from));
    Given {
        file: named.or_else(|| folders::settings().filter(|path| path.exists())),
        environment: ours(),
        flags: Vec::new(),
        openai_base_url: None,
    }
}

/// The variables that may be settings.
fn ours() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .filter(|(name, _)| name.starts_with("REFINELOOP_") || is_of_a_provider(name))
        .map(|(name, value)| (name, value.to_string_lossy().into_owned()))
        .collect()
}

/// What the checks are given, for a command that wants nothing else of the settings: the rest of the file and
/// of the environment has to be readable and is left alone.
pub(super) fn checks(file: Option<&Path>, folder: Option<&Path>) -> Result<(Library, Patterns), Failed> {
    let checks = with_dictionaries(load(&given(file.map(Path::to_owned)))?.config, folder)?.checks;
    let library =
        Library::open(checks.dictionaries.as_deref()).map_err(|error| Exit::Usage.because(error))?;
    Ok((library, checks.patterns))
}

/// Settings with the folder of `--dictionaries`, if it was used: a path, which may be no text, as values of settings
/// are.
fn with_dictionaries(mut config: Config, folder: Option<&Path>) -> Result<Config, Failed> {
    if let Some(folder) = folder {
        config.checks.dictionaries = Some(folder.to_owned());
    }
    config.validate_checks()?;
    Ok(config)
}

impl From<Faults> for Failed {
    fn from(faults: Faults) -> Self {
        Exit::Usage.because(format!("the settings cannot stand:\n{faults}"))
    }
}

#[cfg(test)]
mod tests {
    use super::with_dictionaries;
    use crate::config::Config;
    use crate::dictionaries::Library;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    #[test]
    fn a_folder_of_dictionaries_may_have_a_name_that_is_no_text() {
        let folder = tempfile::tempdir().unwrap();
        let words = folder.path().join(OsStr::from_bytes(b"w\xF6rter"));
        std::fs::create_dir(&words).unwrap();
        std::fs::write(words.join("de.aff"), "SET UTF-8\n").unwrap();
        std::fs::write(words.join("de.dic"), "1\nHaus\n").unwrap();
        let config = with_dictionaries(Config::default(), Some(&words)).ok().unwrap();
        assert!(Library::open(config.checks.dictionaries.as_deref()).is_ok());
        let gone = folder.path().join("w\u{FFFD}rter");
        assert!(with_dictionaries(Config::default(), Some(&gone)).is_err());
    }
}
