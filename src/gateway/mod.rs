//! REST: JSON and paths to the gRPC services, called in this process.
//!
//! Knows the words of the original's interface and of ours beside it; what they do is the services'.

use crate::config::Config;
use crate::grpc::Service;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use std::sync::Arc;
use utoipa::OpenApi as _;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

mod ask;
mod body;
mod dismissals;
mod disposition;
mod docs;
mod download;
pub(crate) mod error;
mod events;
mod files;
mod history;
mod idempotency;
mod jobs;
mod json;
mod models;
mod multipart;
mod openapi;
mod part;
mod probes;
mod range;
mod schema;
mod segments;
mod upload;
mod view;
mod wait;

/// The largest body that is not a file: as the largest message of gRPC.
const BODY: usize = 3 << 19;

/// What every route has at hand. Cheap to clone.
#[derive(Debug, Clone)]
struct Gateway {
    service: Service,
    config: Arc<Config>,
    running: idempotency::Running,
}

/// The routes of the REST interface. They expect a `Caller` among the extensions of a request that
/// shows a good key.
pub fn routes(service: &Service, config: &Arc<Config>) -> Router {
    let gateway = Gateway {
        service: service.clone(),
        config: Arc::clone(config),
        running: idempotency::Running::default(),
    };
    let (api, collected) = api().split_for_parts();
    Router::new()
        .merge(api.clone())
        .nest("/v1", api)
        .merge(probes::routes())
        .merge(docs::routes(&openapi::describe(&collected)))
        .method_not_allowed_fallback(error::method_not_allowed)
        .fallback(error::route_not_found)
        .layer(middleware::from_fn(error::render))
        .with_state(gateway)
}

/// The description of the interface, as `/openapi.json` shows it.
#[must_use]
pub fn description() -> serde_json::Value {
    openapi::describe(api().get_openapi())
}

fn api() -> OpenApiRouter<Gateway> {
    OpenApiRouter::with_openapi(openapi::Collected::openapi())
        .routes(routes!(upload::create).layer(DefaultBodyLimit::disable()))
        .routes(routes!(files::list))
        .routes(routes!(files::describe, files::delete))
        .routes(routes!(download::content))
        .routes(routes!(models::list))
        .routes(routes!(jobs::create, jobs::list))
        .routes(routes!(jobs::estimate))
        .routes(routes!(jobs::get, jobs::delete))
        .routes(routes!(jobs::cancel))
        .routes(routes!(segments::list))
        .routes(routes!(dismissals::create))
        .routes(routes!(dismissals::list))
        .routes(routes!(dismissals::delete))
        .routes(routes!(history::export))
        .routes(routes!(events::watch))
        .layer(DefaultBodyLimit::max(BODY))
}
