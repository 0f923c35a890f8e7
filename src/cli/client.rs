//! Reaching a server: where it is, how the line is secured, which key is shown.

use super::exit::{Exit, Failed};
use super::{environment, folders};
use crate::domain::failure::chain;
use clap::Args;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tonic::metadata::AsciiMetadataValue;
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Uri};
use tonic::{Request, Status};

/// Where a server listens unless something else was said.
const SERVER: &str = "http://127.0.0.1:50051";
/// How long making a connection may take.
const CONNECT: Duration = Duration::from_secs(5);

/// Which server, and how to reach it. The key comes from `REFINELOOP_API_KEY`: on the command line
/// everybody on the machine could read it.
#[derive(Debug, Args)]
// Flattened into commands whose own group has this name.
#[group(skip)]
pub(super) struct Arguments {
    /// The server to ask [env: REFINELOOP_SERVER] [default: http://127.0.0.1:50051]
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// The data folder of a server on this machine, for its initial key [env: REFINELOOP_DATA_DIR]
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// Also trust the certificates in this PEM file
    #[arg(long, value_name = "FILE")]
    ca_cert: Option<PathBuf>,
    /// Send the key even over a plain connection to another machine
    #[arg(long)]
    insecure_server: bool,
}

/// A connection that shows the key with every call.
pub(super) type Connection = InterceptedService<Channel, Credentials>;

/// The key to show, if there is one.
#[derive(Debug, Clone)]
pub(super) struct Credentials(Option<AsciiMetadataValue>);

impl Interceptor for Credentials {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(value) = &self.0 {
            request.metadata_mut().insert("authorization", value.clone());
        }
        Ok(request)
    }
}

impl Arguments {
    /// The server that was named, if one was.
    pub(super) fn server(&self) -> Option<String> {
        self.server.clone().or_else(|| environment("REFINELOOP_SERVER"))
    }

    /// Connects.
    pub(super) async fn connect(&self) -> Result<Connection, Failed> {
        let server = Server::parse(self.server().as_deref().unwrap_or(SERVER))?;
        let credentials = self.credentials(&server)?;
        let mut endpoint = Endpoint::from(server.uri.clone()).connect_timeout(CONNECT);
        if server.encrypted {
            endpoint =
                endpoint.tls_config(self.tls()?).map_err(|error| Exit::Usage.because(chain(&error)))?;
        }
        let channel = endpoint.connect().await;
        let unreachable =
            |error| Exit::Unreachable.because(format!("{} cannot be reached: {}", server.uri, chain(&error)));
        Ok(InterceptedService::new(channel.map_err(unreachable)?, credentials))
    }

    fn tls(&self) -> Result<ClientTlsConfig, Failed> {
        let tls = ClientTlsConfig::new().with_native_roots();
        let Some(path) = &self.ca_cert else { return Ok(tls) };
        let pem = std::fs::read(path).map_err(|error| cannot_read(path, &error))?;
        Ok(tls.ca_certificate(Certificate::from_pem(pem)))
    }

    fn credentials(&self, server: &Server) -> Result<Credentials, Failed> {
        let key = match environment("REFINELOOP_API_KEY") {
            Some(key) => Some(key),
            None if server.local => self.initial_key()?,
            None => None,
        };
        let Some(key) = key else { return Ok(Credentials(None)) };
        if !server.encrypted && !server.local && !self.insecure_server {
            let message = format!(
                "{} is another machine and the connection is not encrypted: anybody in between could \
                 read the key. Use https://, or say --insecure-server",
                server.uri
            );
            return Err(Exit::Usage.because(message));
        }
        let value = format!("Bearer {}", key.trim()).parse::<AsciiMetadataValue>();
        let mut value = value.map_err(|_| Exit::Usage.because("the key holds characters no key has"))?;
        value.set_sensitive(true);
        Ok(Credentials(Some(value)))
    }

    /// The key a server on this machine made at its first start, if it can be read.
    fn initial_key(&self) -> Result<Option<String>, Failed> {
        // Without a home folder there is no default place, and no key to find in it.
        let named = self.data_dir.clone().or_else(|| environment("REFINELOOP_DATA_DIR").map(PathBuf::from));
        let Some(folder) = named.or_else(|| folders::data().ok()) else { return Ok(None) };
        let path = folder.join(super::first_key::FILE);
        match std::fs::read_to_string(&path) {
            Ok(key) => Ok(Some(key)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(cannot_read(&path, &error)),
        }
    }
}

fn cannot_read(path: &Path, error: &std::io::Error) -> Failed {
    Exit::Usage.because(format!("{} cannot be read: {error}", path.display()))
}

/// The address of a server and what it says about the line.
#[derive(Debug)]
struct Server {
    uri: Uri,
    encrypted: bool,
    local: bool,
}

impl Server {
    fn parse(text: &str) -> Result<Self, Failed> {
        let url = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let no_address = |why: &str| Exit::Usage.because(format!("{url} is no address: {why}"));
        let uri: Uri = url.parse().map_err(|_| no_address("write http://HOST:PORT or https://HOST:PORT"))?;
        let encrypted = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            Some(_) | None => return Err(no_address("it begins with neither http:// nor https://")),
        };
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let local = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        Ok(Self { uri, encrypted, local })
    }
}

/// What a refused call comes to.
pub(super) fn failed(status: &Status) -> Failed {
    match reason(status).as_deref() {
        Some(
            "JOB_NOT_FOUND"
            | "FILE_NOT_FOUND"
            | "FILE_EXPIRED"
            | "KEY_NOT_FOUND"
            | "DELIVERY_NOT_FOUND"
            | "DISMISSAL_NOT_FOUND",
        ) => Exit::NotFound.because(status.message()),
        Some("REQUEST_INVALID" | "CURSOR_AHEAD" | "PAGE_TOKEN_INVALID" | "JOB_NOT_FINISHED") => {
            Exit::Usage.because(status.message())
        }
        Some("API_KEY_MISSING" | "API_KEY_INVALID" | "API_KEY_EXPIRED" | "SCOPE_MISSING") => Exit::Key
            .because(format!(
                "{} (the key is taken from REFINELOOP_API_KEY, else, for a server on this machine, from \
                 the file initial-key in its data folder)",
                status.message()
            )),
        Some(_) | None => Exit::Unreachable.because(status.message()),
    }
}

/// The reason in a status, if the server gave one.
pub(super) fn reason(status: &Status) -> Option<String> {
    use tonic_types::StatusExt as _;
    status.get_details_error_info().map(|info| info.reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_of_all_commands_fit_together() {
        <crate::cli::Cli as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn only_loopback_counts_as_this_machine() {
        for (text, encrypted, local) in [
            ("http://127.0.0.1:50051", false, true),
            ("127.0.0.2:1", false, true),
            ("http://[::1]:50051", false, true),
            ("localhost:50051", false, true),
            ("https://localhost", true, true),
            ("http://192.168.1.1:50051", false, false),
            ("http://127.0.0.1.example.com", false, false),
            ("https://refine.example.com", true, false),
        ] {
            let server = Server::parse(text).unwrap();
            assert_eq!((server.encrypted, server.local), (encrypted, local), "{text}");
        }
        for text in ["ftp://127.0.0.1", "http://", "http:// a"] {
            assert_eq!(Server::parse(text).unwrap_err().exit, Exit::Usage, "{text}");
        }
    }
}
