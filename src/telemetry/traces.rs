//! Traces: spans of ours, sent to an OTLP receiver in batches.

use opentelemetry::KeyValue;
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithTonicConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tonic::transport::ClientTlsConfig;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;

/// The sender of spans to this address. It connects when there is something to send, in the tokio
/// runtime this is called in.
pub(super) fn provider(endpoint: &str) -> Result<SdkTracerProvider, opentelemetry_otlp::ExporterBuildError> {
    let exporter = SpanExporter::builder().with_tonic().with_endpoint(endpoint);
    let exporter = if endpoint.starts_with("https:") {
        exporter.with_tls_config(ClientTlsConfig::new().with_enabled_roots())
    } else {
        exporter
    };
    // Empty: what else would describe us is read from the environment.
    let resource = Resource::builder_empty()
        .with_service_name("refineloop")
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build();
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter.build()?).with_resource(resource).build())
}

/// Ours alone: the transport that sends spans makes spans too.
pub(super) fn filter() -> Targets {
    Targets::new().with_target("refineloop", LevelFilter::INFO)
}
