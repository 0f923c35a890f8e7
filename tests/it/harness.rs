//! What every test needs: a server in this process, a client, files that are written here.

use refineloop::Parts;
use refineloop::app::keys::NewKey;
use refineloop::app::{App, Caller};
use refineloop::config::{Config, Engine, Provider};
use refineloop::domain::clock::Clock;
use refineloop::domain::key::Scope;
use refineloop::pb::admin_service_client::AdminServiceClient;
use refineloop::pb::file_service_client::FileServiceClient;
use refineloop::pb::job_event::Kind;
use refineloop::pb::job_service_client::JobServiceClient;
use refineloop::pb::upload_file_request::Payload;
use refineloop::pb::{
    CreateJobRequest, DownloadFileRequest, File, GetJobRequest, Job, JobEvent, JobSpec, JobStatus,
    OutputMode, UploadFileRequest, UploadFileSpec, WatchJobRequest, download_file_response,
};
use secrecy::ExposeSecret as _;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tonic::metadata::AsciiMetadataValue;
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::{Request, Status, transport};

/// A connection that shows a key, or none.
pub(crate) type Channel = InterceptedService<transport::Channel, Shows>;

/// Shows a key with every call.
#[derive(Debug, Clone)]
pub(crate) struct Shows(Option<AsciiMetadataValue>);

impl Interceptor for Shows {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(value) = &self.0 {
            request.metadata_mut().insert("authorization", value.clone());
        }
        Ok(request)
    }
}

/// A connection that shows `key`.
pub(crate) fn showing(channel: transport::Channel, key: Option<&str>) -> Channel {
    let value = key.map(|key| format!("Bearer {key}").parse().unwrap());
    InterceptedService::new(channel, Shows(value))
}

/// A service in this process, and a key that may do everything.
pub(crate) struct Server {
    pub(crate) channel: Channel,
    pub(crate) address: String,
    pub(crate) key: String,
    app: App,
    transport: transport::Channel,
    stop: CancellationToken,
    served: JoinHandle<Result<(), refineloop::Error>>,
}

impl Server {
    pub(crate) async fn start(config: Config) -> Self {
        // The settings are large, and all tests hold what starts a server.
        Box::pin(Self::start_at(config, Clock::system())).await
    }

    pub(crate) async fn start_at(config: Config, clock: Clock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let stop = CancellationToken::new();
        let parts = Parts::open(config, clock, stop.clone()).await.unwrap();
        let app = parts.app.clone();
        let served = tokio::spawn(parts.serve(listener, stop.clone()));
        let transport = transport::Channel::from_shared(address.clone()).unwrap().connect().await.unwrap();
        let key = make_key(&app, "", &Scope::ALL).await;
        let channel = showing(transport.clone(), Some(&key));
        Self { channel, address, key, app, transport, stop, served }
    }

    /// Makes another key; an empty tenant is the default one.
    pub(crate) async fn make_key(&self, tenant: &str, scopes: &[Scope]) -> String {
        make_key(&self.app, tenant, scopes).await
    }

    /// A connection that shows another key, or none.
    pub(crate) fn showing(&self, key: Option<&str>) -> Channel {
        showing(self.transport.clone(), key)
    }

    /// Asks it to stop, without waiting.
    pub(crate) fn stop(&self) {
        self.stop.cancel();
    }

    /// Stops it and waits until it has drained.
    pub(crate) async fn drain(self) {
        self.stop.cancel();
        drop((self.channel, self.transport));
        self.served.await.unwrap().unwrap();
    }

    pub(crate) fn files(&self) -> FileServiceClient<Channel> {
        FileServiceClient::new(self.channel.clone())
    }

    pub(crate) fn jobs(&self) -> JobServiceClient<Channel> {
        JobServiceClient::new(self.channel.clone())
    }

    pub(crate) fn admin(&self) -> AdminServiceClient<Channel> {
        AdminServiceClient::new(self.channel.clone())
    }
}

pub(crate) async fn make_key(app: &App, tenant: &str, scopes: &[Scope]) -> String {
    let new = NewKey {
        name: "test".to_owned(),
        tenant: tenant.to_owned(),
        scopes: scopes.to_vec(),
        lifetime: None,
    };
    let (_, text) = app.create_key(&Caller::local(), new).await.unwrap();
    text.expose_secret().to_owned()
}

/// Settings for a test: everything on `folder`, short pauses.
pub(crate) fn config(folder: &Path) -> Config {
    Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        data_dir: folder.to_owned(),
        engine: Engine { retry_pause: Duration::from_millis(1), ..Engine::default() },
        ..Config::default()
    }
}

/// The same, with a model behind `base_url`.
pub(crate) fn config_with_model(folder: &Path, base_url: &str) -> Config {
    let provider = Provider {
        name: "openai".to_owned(),
        base_url: base_url.to_owned(),
        key_optional: true,
        ..Provider::default()
    };
    Config { providers: vec![provider], ..config(folder) }
}

pub(crate) async fn upload(channel: &Channel, name: &str, bytes: &[u8]) -> Result<File, Status> {
    let spec = UploadFileSpec { filename: name.to_owned(), ..UploadFileSpec::default() };
    upload_with(channel, spec, bytes).await
}

pub(crate) async fn upload_with(
    channel: &Channel,
    spec: UploadFileSpec,
    bytes: &[u8],
) -> Result<File, Status> {
    let mut messages = vec![UploadFileRequest { payload: Some(Payload::Spec(spec)) }];
    messages.extend(
        bytes
            .chunks(64 << 10)
            .map(|chunk| UploadFileRequest { payload: Some(Payload::Chunk(chunk.to_vec())) }),
    );
    let mut client = FileServiceClient::new(channel.clone());
    let answer = client.upload_file(tokio_stream::iter(messages)).await?;
    Ok(answer.into_inner().file.unwrap())
}

pub(crate) fn spec(file: &File, model: &str) -> JobSpec {
    JobSpec {
        file_id: file.file_id.clone(),
        model: model.to_owned(),
        output_mode: OutputMode::None.into(),
        ..JobSpec::default()
    }
}

pub(crate) async fn create(channel: &Channel, spec: JobSpec) -> Result<Job, Status> {
    let mut client = JobServiceClient::new(channel.clone());
    let request = CreateJobRequest { spec: Some(spec), request_id: String::new() };
    Ok(client.create_job(request).await?.into_inner().job.unwrap())
}

pub(crate) async fn job(channel: &Channel, id: &str) -> Job {
    let mut client = JobServiceClient::new(channel.clone());
    client.get_job(GetJobRequest { job_id: id.to_owned() }).await.unwrap().into_inner().job.unwrap()
}

/// All events of a watch, to its end.
pub(crate) async fn events(
    channel: &Channel,
    id: &str,
    after: i64,
    segments: bool,
) -> Result<Vec<JobEvent>, Status> {
    let mut client = JobServiceClient::new(channel.clone());
    let request =
        WatchJobRequest { job_id: id.to_owned(), after_sequence: after, include_segments: segments };
    let mut stream = client.watch_job(request).await?.into_inner();
    let mut events = Vec::new();
    while let Some(message) = stream.message().await? {
        events.push(message.event.unwrap());
    }
    Ok(events)
}

/// Waits for the end of a job and returns it as it is then.
pub(crate) async fn finished(channel: &Channel, id: &str) -> Job {
    let events = events(channel, id, 0, false).await.unwrap();
    match events.into_iter().last().unwrap().kind.unwrap() {
        Kind::Finished(job) => job,
        other => panic!("the last event of a watch is finished, not {other:?}"),
    }
}

pub(crate) async fn download(channel: &Channel, id: &str) -> Vec<u8> {
    let mut client = FileServiceClient::new(channel.clone());
    let request = DownloadFileRequest { file_id: id.to_owned(), ..DownloadFileRequest::default() };
    let mut stream = client.download_file(request).await.unwrap().into_inner();
    let mut bytes = Vec::new();
    while let Some(message) = stream.message().await.unwrap() {
        if let Some(download_file_response::Payload::Chunk(chunk)) = message.payload {
            bytes.extend(chunk);
        }
    }
    bytes
}

/// Uploads, refines and downloads.
pub(crate) async fn refine(channel: &Channel, name: &str, bytes: &[u8], model: &str) -> (Job, Vec<u8>) {
    let file = upload(channel, name, bytes).await.unwrap();
    let job = create(channel, spec(&file, model)).await.unwrap();
    let job = finished(channel, &job.job_id).await;
    assert_eq!(job.status(), JobStatus::Completed, "{:?}", job.failure);
    let output = download(channel, &job.output_file_id).await;
    (job, output)
}

/// The reason in a status.
pub(crate) fn reason(status: &Status) -> String {
    use tonic_types::StatusExt as _;
    status.get_details_error_info().map_or_else(|| format!("{status:?}"), |info| info.reason)
}

/// A value of a status' metadata.
pub(crate) fn metadata(status: &Status, key: &str) -> String {
    use tonic_types::StatusExt as _;
    let info = status.get_details_error_info().expect("every error carries ErrorInfo");
    info.metadata.get(key).cloned().unwrap_or_default()
}

/// The fields a status complains of.
pub(crate) fn fields(status: &Status) -> Vec<String> {
    use tonic_types::StatusExt as _;
    let request = status.get_details_bad_request().map(|bad| bad.field_violations).unwrap_or_default();
    request.into_iter().map(|violation| violation.field).collect()
}

/// An XLIFF 1.2 file of `count` different segments, each with a code and the word `falsch` in the
/// target, which [`crate::model::editor`] replaces by `richtig`.
pub(crate) fn document(count: usize) -> String {
    let mut units = String::new();
    for number in 1..=count {
        writeln!(
            units,
            r#"<trans-unit id="u{number}"><source>Step {number}: the <g id="1">value</g> is right.</source><target>Schritt {number}: der <g id="1">Wert</g> ist falsch.</target></trans-unit>"#
        )
        .unwrap();
    }
    wrap(&units)
}

/// Units in the frame of an XLIFF 1.2 file, English to German.
pub(crate) fn wrap(units: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="test" source-language="en" target-language="de" datatype="plaintext"><body>
{units}</body></file>
</xliff>
"#
    )
}
