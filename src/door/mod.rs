//! The one port: what every call passes before a service or a route sees it. Knows connections,
//! headers and keys; not what a call means.

use crate::config::Config;
use crate::gateway;
use crate::grpc::Service;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_rustls::rustls;
use tokio_rustls::rustls::pki_types::pem;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic_web::GrpcWebLayer;
use tower_http::catch_panic::CatchPanicLayer;

mod accept;
mod answer;
mod body;
mod fallback;
mod guard;
mod http;
mod observe;
mod stall;
mod tls;

pub use tls::Tls;

/// How long the transport may take to send what is left, after the last call of ours has ended.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Why the port cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of the TLS settings cannot be read.
    #[error("{setting} {}: {reason}", path.display())]
    File {
        /// The setting that names it.
        setting: &'static str,
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: pem::Error,
    },
    /// Certificate and key cannot be used.
    #[error("tls.cert {} with tls.key {}: {reason}", cert.display(), key.display())]
    Pair {
        /// The file of the certificate.
        cert: PathBuf,
        /// The file of its key.
        key: PathBuf,
        /// What is wrong with them.
        reason: rustls::Error,
    },
    /// Certificates of clients cannot be checked.
    #[error("tls.client_ca {}: {reason}", path.display())]
    Authority {
        /// The file of those who sign them.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Certificates of clients are wanted, and nobody is named who signs them.
    #[error("tls.client_auth is {0}, so tls.client_ca has to name who signs the clients' certificates")]
    NoAuthority(&'static str),
    /// The signal to read the certificates again cannot be listened for.
    #[error("SIGHUP cannot be listened for")]
    Signal(#[source] std::io::Error),
}

/// Serves until the service's shutdown, then lets open calls finish. Watches end by themselves; the
/// caller bounds the wait. Dropped, it cuts all connections.
///
/// # Errors
/// `SIGHUP` cannot be listened for.
pub async fn serve(
    service: Service,
    config: Arc<Config>,
    tls: Option<Tls>,
    listener: TcpListener,
) -> Result<(), Error> {
    let shutdown = service.shutdown();
    let connections = TaskTracker::new();
    let cut = CancellationToken::new();
    let _cut_when_dropped = cut.clone().drop_guard();
    let tls = tls.map(Arc::new);
    if let Some(tls) = &tls {
        connections.spawn(tls::reload_on_signal(Arc::clone(tls), shutdown.clone())?);
    }
    let door = http::Door {
        router: routes(&service, &config),
        http: http::builder(config.limits.head),
        tls,
        head: config.limits.head,
        stall: config.watch.stall,
        shutdown: shutdown.clone(),
        cut: cut.clone(),
    };
    accept::accept(listener, config.limits.connections, &connections, door).await;
    connections.close();
    // Streams of health and reflection end only with their clients: once our own calls have ended,
    // the transport gets a moment to send what is left and is then closed.
    let ended = async {
        service.ended().await;
        tokio::time::sleep(LAST_WORDS).await;
    };
    tokio::select! {
        () = connections.wait() => {}
        () = ended => {}
    }
    Ok(())
}

/// Both protocols. From the outside in: gRPC-web becomes gRPC (so that what the guard refuses is
/// framed as well), the guard, panics (inside the guard: their answers are counted and have an id).
fn routes(service: &Service, config: &Arc<Config>) -> Router {
    let guard = guard::Guard {
        service: service.clone(),
        behind_proxy: config.behind_proxy,
        health_watches: Arc::new(Semaphore::new(guard::HEALTH_WATCHES)),
    };
    let guard = from_fn_with_state(guard, guard::guard);
    let grpc = service
        .routes()
        .layer(CatchPanicLayer::custom(answer::panicked_grpc))
        .layer(guard.clone())
        .layer(GrpcWebLayer::new());
    let rest = gateway::routes(service, config)
        .layer(from_fn(fallback::unknown_call))
        .layer(CatchPanicLayer::custom(answer::panicked_rest))
        .layer(guard);
    grpc.merge(rest)
}
