//! The one port: what every call passes before a service or a route sees it.

use crate::config::Config;
use crate::gateway;
use crate::grpc::Service;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::service::Routes;
use tonic::transport::Server;

/// Calls on one connection side by side.
const STREAMS: u32 = 1024;
/// How long the transport may take to send what is left, after the last call of ours has ended.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Serves until the service's shutdown, then lets open calls finish. Watches end by themselves; the
/// caller bounds the wait.
///
/// # Errors
/// When the transport fails.
pub async fn serve(
    service: Service,
    config: Arc<Config>,
    listener: TcpListener,
) -> Result<(), tonic::transport::Error> {
    let shutdown = service.shutdown();
    let grpc = service.routes();
    let rest = gateway::routes(&service, &config);
    let router = grpc.merge(rest).layer(middleware::from_fn_with_state(service.clone(), guard));
    let serving = Server::builder()
        .accept_http1(true)
        .http2_keepalive_interval(Some(Duration::from_secs(30)))
        .http2_keepalive_timeout(Some(Duration::from_secs(20)))
        .max_concurrent_streams(STREAMS)
        .tcp_nodelay(true)
        .add_routes(Routes::from(router))
        .serve_with_incoming_shutdown(TcpListenerStream::new(listener), shutdown.clone().cancelled_owned());
    // Streams of health and reflection end only with their clients: once our own calls have ended,
    // the transport gets a moment to send what is left and is then closed.
    let ended = async {
        shutdown.cancelled().await;
        service.ended().await;
        tokio::time::sleep(LAST_WORDS).await;
    };
    tokio::select! {
        served = serving => served,
        () = ended => Ok(()),
    }
}

async fn guard(State(service): State<Service>, mut request: Request, next: Next) -> Response {
    let peer = std::net::IpAddr::from([127, 0, 0, 1]);
    let header = request.headers().get("authorization").map(|value| value.to_str().unwrap_or_default());
    let header = header.map(str::to_owned);
    let caller = match service.authenticate(header.as_deref(), peer).await {
        Ok(caller) => caller,
        Err(status) => return status.into_http(),
    };
    if let Err((_, status)) = service.admit(caller.as_ref(), peer) {
        return status.into_http();
    }
    if let Some(caller) = caller {
        request.extensions_mut().insert(caller);
    }
    next.run(request).await
}
