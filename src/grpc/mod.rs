//! The gRPC services: one file a service, each method converts, calls `app`, converts.
//!
//! Knows neither files' formats nor the store; errors become statuses in `status` alone.

use crate::app::App;
use crate::pb;
use crate::pb::file_service_server::FileServiceServer;
use crate::pb::job_service_server::JobServiceServer;
use crate::pb::model_service_server::ModelServiceServer;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic::transport::Server;
use tonic_health::server::HealthReporter;

mod convert;
mod files;
mod jobs;
mod models;
mod status;
mod watch;

/// The largest message taken in: a chunk of 1 MiB and its frame.
const MESSAGE: usize = 3 << 19;
/// Calls on one connection side by side.
const STREAMS: u32 = 1024;
/// How long the transport may take to send what is left, after the last call of ours has ended.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// How often the health of the store is looked at.
const HEALTH: Duration = Duration::from_secs(5);

/// The one implementation of all services.
#[derive(Debug, Clone)]
struct Service {
    app: App,
    tasks: TaskTracker,
}

/// Serves until `shutdown`, then lets open calls finish. Watches end by themselves, as the app is
/// told of the shutdown too; the caller bounds the wait.
///
/// # Errors
/// When the transport fails.
pub async fn serve(
    app: App,
    listener: TcpListener,
    shutdown: CancellationToken,
) -> Result<(), tonic::transport::Error> {
    let tasks = TaskTracker::new();
    let service = Service { app: app.clone(), tasks: tasks.clone() };
    let (reporter, health) = tonic_health::server::health_reporter();
    tasks.spawn(report(reporter, app, shutdown.clone()));
    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(pb::DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let serving = Server::builder()
        .http2_keepalive_interval(Some(Duration::from_secs(30)))
        .http2_keepalive_timeout(Some(Duration::from_secs(20)))
        .max_concurrent_streams(STREAMS)
        .tcp_nodelay(true)
        .add_service(FileServiceServer::new(service.clone()).max_decoding_message_size(MESSAGE))
        .add_service(JobServiceServer::new(service.clone()).max_decoding_message_size(MESSAGE))
        .add_service(ModelServiceServer::new(service).max_decoding_message_size(MESSAGE))
        .add_service(health)
        .add_service(reflection().build_v1().expect("our own descriptors were compiled by the build"))
        .add_service(reflection().build_v1alpha().expect("our own descriptors were compiled by the build"))
        .serve_with_incoming_shutdown(TcpListenerStream::new(listener), shutdown.clone().cancelled_owned());
    // Streams of health and reflection end only with their clients: once our own calls have ended,
    // the transport gets a moment to send what is left and is then closed.
    let ended = async {
        shutdown.cancelled().await;
        tasks.close();
        tasks.wait().await;
        tokio::time::sleep(LAST_WORDS).await;
    };
    tokio::select! {
        served = serving => served,
        () = ended => Ok(()),
    }
}

/// Tells the truth about health: serving while the store answers and no shutdown has begun.
async fn report(reporter: HealthReporter, app: App, shutdown: CancellationToken) {
    loop {
        if !shutdown.is_cancelled() && app.is_healthy().await {
            reporter.set_serving::<FileServiceServer<Service>>().await;
            reporter.set_serving::<JobServiceServer<Service>>().await;
            reporter.set_serving::<ModelServiceServer<Service>>().await;
            reporter.set_service_status("", tonic_health::ServingStatus::Serving).await;
        } else {
            reporter.set_not_serving::<FileServiceServer<Service>>().await;
            reporter.set_not_serving::<JobServiceServer<Service>>().await;
            reporter.set_not_serving::<ModelServiceServer<Service>>().await;
            reporter.set_service_status("", tonic_health::ServingStatus::NotServing).await;
        }
        if shutdown.is_cancelled() {
            return;
        }
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = tokio::time::sleep(HEALTH) => {}
        }
    }
}
