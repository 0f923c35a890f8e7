//! One connection: TLS, then HTTP/1.1 or HTTP/2 by its first bytes, each step within its time.

use super::stall::Impatient;
use super::tls::Tls;
use crate::grpc::Peer;
use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// Calls on one connection side by side.
const STREAMS: u32 = 1024;
/// How often a silent HTTP/2 connection is asked whether it lives, and how long it may take to say so.
const PING: Duration = Duration::from_secs(30);
const PONG: Duration = Duration::from_secs(20);
/// The largest head of a request on HTTP/2.
const HEAD: u32 = 16 << 10;
/// The same on HTTP/1.1, where hyper-util bounds the head by the read buffer, which bodies use as
/// well.
const BUFFER: usize = 64 << 10;
/// What may be on its way unread: of one call, and of a connection. The second is larger, so that
/// one call that is not read does not hold up the others.
const STREAM_WINDOW: u32 = 512 << 10;
const CONNECTION_WINDOW: u32 = 2 << 20;

/// How HTTP is spoken. The head of a request on HTTP/1.1, and the pause before it, last `head` at
/// most.
pub(super) fn builder(head: Duration) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(head).max_buf_size(BUFFER).keep_alive(true);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING)
        .keep_alive_timeout(PONG)
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(HEAD)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW);
    builder
}

/// What all connections share.
pub(super) struct Door {
    pub(super) router: Router,
    pub(super) http: Builder<TokioExecutor>,
    pub(super) tls: Option<Arc<Tls>>,
    /// How long the handshake, and then the head of the first request, may take.
    pub(super) head: Duration,
    /// How long the other end may take nothing of what is sent.
    pub(super) stall: Duration,
    /// Asks connections to end when their calls have ended.
    pub(super) shutdown: CancellationToken,
    /// Ends them now.
    pub(super) cut: CancellationToken,
}

impl Door {
    /// Serves one connection to its end. What goes wrong on it is its client's business.
    pub(super) async fn serve(&self, stream: TcpStream, ip: IpAddr) {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection broke off before its first byte");
            return;
        }
        let stream = Impatient::new(stream, self.stall);
        let Some(tls) = &self.tls else { return self.talk(stream, ip).await };
        let greeting = tokio::time::timeout(self.head, tls.acceptor().accept(stream));
        let greeted = tokio::select! {
            greeted = greeting => greeted,
            () = self.shutdown.cancelled() => return,
        };
        match greeted {
            Ok(Ok(stream)) => self.talk(stream, ip).await,
            Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
            Err(_elapsed) => tracing::debug!("a TLS handshake took too long"),
        }
    }

    async fn talk<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(&self, stream: S, ip: IpAddr) {
        let begun = Arc::new(AtomicBool::new(false));
        let service = service_fn(|mut request: Request<Incoming>| {
            begun.store(true, Ordering::Relaxed);
            request.extensions_mut().insert(Peer { ip });
            self.router.clone().oneshot(request)
        });
        let mut connection = pin!(self.http.serve_connection(TokioIo::new(stream), service));
        // hyper times the head of a request on HTTP/1.1, but neither the first bytes, by which the
        // protocol is told, nor the pause before the first request on HTTP/2.
        let mut silence = pin!(tokio::time::sleep(self.head));
        let (mut first, mut open) = (true, true);
        loop {
            tokio::select! {
                ended = connection.as_mut() => {
                    if let Err(error) = ended {
                        tracing::debug!(error, "a connection broke off");
                    }
                    return;
                }
                () = &mut silence, if first => {
                    if !begun.load(Ordering::Relaxed) {
                        tracing::debug!("a connection without a request was cut");
                        return;
                    }
                    first = false;
                }
                () = self.shutdown.cancelled(), if open => {
                    open = false;
                    connection.as_mut().graceful_shutdown();
                }
                () = self.cut.cancelled() => return,
            }
        }
    }
}
