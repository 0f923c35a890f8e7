//! TLS of both protocols: certificates from files, read again when the operator says so.

use super::Error;
use crate::config::{self, ClientAuth};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::signal::unix::{SignalKind, signal};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::danger::ClientCertVerifier;
use tokio_rustls::rustls::server::{NoClientAuth, WebPkiClientVerifier};
use tokio_rustls::rustls::{RootCertStore, ServerConfig, crypto};
use tokio_util::sync::CancellationToken;

/// What may be spoken inside, best first.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// The certificate that is shown, and whose certificates are asked for.
pub struct Tls {
    files: config::Tls,
    current: RwLock<Arc<ServerConfig>>,
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").field("files", &self.files).finish_non_exhaustive()
    }
}

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// A file that cannot be read, or cannot be used; the message names it and says why.
    pub fn load(files: &config::Tls) -> Result<Self, Error> {
        Ok(Self { files: files.clone(), current: RwLock::new(Arc::new(read(files)?)) })
    }

    /// Reads the files again. Connections that stand keep what they have.
    ///
    /// # Errors
    /// As [`Self::load`]; what was read before goes on being used.
    pub(super) fn reload(&self) -> Result<(), Error> {
        let read = Arc::new(read(&self.files)?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = read;
        Ok(())
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        TlsAcceptor::from(Arc::clone(&current))
    }
}

/// Reads the files again at each SIGHUP, until the shutdown. The signal is listened for as soon as
/// this returns: before, it would end the process.
pub(super) fn reload_on_signal(
    tls: Arc<Tls>,
    shutdown: CancellationToken,
) -> Result<impl Future<Output = ()> + Send, Error> {
    let mut hangup = signal(SignalKind::hangup()).map_err(Error::Signal)?;
    Ok(async move {
        loop {
            tokio::select! {
                _ = hangup.recv() => {}
                () = shutdown.cancelled() => return,
            }
            match tls.reload() {
                Ok(()) => tracing::info!("the certificates were read again"),
                Err(error) => tracing::error!(%error, "the certificates stay as they were"),
            }
        }
    })
}

fn read(files: &config::Tls) -> Result<ServerConfig, Error> {
    let provider = Arc::new(crypto::ring::default_provider());
    let pair = |reason| Error::Pair { cert: files.cert.clone(), key: files.key.clone(), reason };
    let certificates = certificates("tls.cert", &files.cert)?;
    let key =
        PrivateKeyDer::from_pem_file(&files.key).map_err(|reason| file("tls.key", &files.key, reason))?;
    let mut config = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(pair)?
        .with_client_cert_verifier(verifier(files, provider)?)
        .with_single_cert(certificates, key)
        .map_err(pair)?;
    config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
    Ok(config)
}

fn verifier(
    files: &config::Tls,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ClientCertVerifier>, Error> {
    let (word, optional) = match files.client_auth {
        ClientAuth::Off => return Ok(Arc::new(NoClientAuth)),
        ClientAuth::Optional => ("optional", true),
        ClientAuth::Require => ("require", false),
    };
    let path = files.client_ca.as_ref().ok_or(Error::NoAuthority(word))?;
    let authority = |reason: String| Error::Authority { path: path.clone(), reason };
    let mut roots = RootCertStore::empty();
    for certificate in certificates("tls.client_ca", path)? {
        roots.add(certificate).map_err(|error| authority(error.to_string()))?;
    }
    let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
    let builder = if optional { builder.allow_unauthenticated() } else { builder };
    builder.build().map_err(|error| authority(error.to_string()))
}

fn certificates(setting: &'static str, path: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    let read = || {
        let all = CertificateDer::pem_file_iter(path)?.collect::<Result<Vec<_>, _>>()?;
        if all.is_empty() { Err(pem::Error::NoItemsFound) } else { Ok(all) }
    };
    read().map_err(|reason| file(setting, path, reason))
}

fn file(setting: &'static str, path: &Path, reason: pem::Error) -> Error {
    Error::File { setting, path: path.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_broke_leave_what_is_shown_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
        let pair = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        std::fs::write(&cert, pair.cert.pem()).unwrap();
        std::fs::write(&key, pair.signing_key.serialize_pem()).unwrap();
        let files = config::Tls { cert: cert.clone(), key, client_ca: None, client_auth: ClientAuth::Off };
        let tls = Tls::load(&files).unwrap();
        let first = Arc::clone(tls.acceptor().config());
        std::fs::write(&cert, "half a certif").unwrap();
        tls.reload().unwrap_err();
        assert!(Arc::ptr_eq(&first, tls.acceptor().config()));
        std::fs::write(&cert, pair.cert.pem()).unwrap();
        tls.reload().unwrap();
        assert!(!Arc::ptr_eq(&first, tls.acceptor().config()));
    }
}
