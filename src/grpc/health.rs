//! Health by the standard protocol: serving while the store answers and no shutdown has begun.

use super::Service;
use crate::pb::admin_service_server::AdminServiceServer;
use crate::pb::file_service_server::FileServiceServer;
use crate::pb::job_service_server::JobServiceServer;
use crate::pb::model_service_server::ModelServiceServer;
use std::time::Duration;
use tonic::server::NamedService;
use tonic_health::ServingStatus;
use tonic_health::pb::health_server::{Health, HealthServer};
use tonic_health::server::HealthReporter;

/// How often the health of the store is looked at.
const HEALTH: Duration = Duration::from_secs(5);

/// What is told of, each by its name; the empty one is the whole.
const NAMES: [&str; 5] = [
    "",
    FileServiceServer::<Service>::NAME,
    JobServiceServer::<Service>::NAME,
    ModelServiceServer::<Service>::NAME,
    AdminServiceServer::<Service>::NAME,
];

/// The health service, kept true until the shutdown.
pub(super) fn service(service: &Service) -> HealthServer<impl Health> {
    let (reporter, health) = tonic_health::server::health_reporter();
    service.tasks.spawn(report(reporter, service.clone()));
    health
}

async fn report(reporter: HealthReporter, service: Service) {
    let shutdown = service.shutdown();
    loop {
        let status =
            if service.is_ready().await { ServingStatus::Serving } else { ServingStatus::NotServing };
        for name in NAMES {
            reporter.set_service_status(name, status).await;
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
