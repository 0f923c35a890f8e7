//! Every rpc with the wrong key: of another tenant, of another scope, with none.
//!
//! The list of rpcs comes from the compiled contract: one that is not classified here fails.

use crate::dismissals::dismissed;
use crate::harness::{Channel, Server, config, document, metadata, reason, refine, spec};
use bytes::{Buf as _, BufMut as _};
use prost::Message;
use prost_types::FileDescriptorSet;
use refineloop::domain::key::Scope;
use refineloop::pb;
use std::collections::BTreeSet;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::{Request, Status};
use tonic_types::StatusExt as _;

const UNKNOWN: &str = "018f4e9c-0000-7000-8000-000000000009";
const UNKNOWN_KEY: &str = "000000000000";

/// What an rpc is about, and with it what a stranger is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// A file or a job by its id: as if there were none.
    Id,
    /// Whatever the tenant has: nothing.
    List,
    /// Only what it brings itself.
    Own,
    /// The service: the operator's.
    Service,
    /// What everybody may know.
    Everybody,
}

/// The ids in a call.
struct Ids<'a> {
    file: &'a str,
    job: &'a str,
    dismissal: &'a str,
}

impl Ids<'_> {
    /// Ids of things that never were.
    const UNKNOWN: Self = Self { file: UNKNOWN, job: UNKNOWN, dismissal: UNKNOWN };
}

struct Rpc {
    name: &'static str,
    scope: Option<Scope>,
    about: About,
    request: Vec<u8>,
}

/// Every rpc, called with these ids.
fn rpcs(ids: &Ids<'_>) -> Vec<Rpc> {
    use About::{Everybody, Id, List, Own, Service};
    let (file, job) = (|| ids.file.to_owned(), || ids.job.to_owned());
    let spec = || Some(spec(&pb::File { file_id: file(), ..Default::default() }, "builtin/echo"));
    let upload = pb::UploadFileSpec { filename: "own.xlf".to_owned(), ..Default::default() };
    let payload = Some(pb::upload_file_request::Payload::Spec(upload));
    let key = || UNKNOWN_KEY.to_owned();
    let rpc = |name, scope, about, request| Rpc { name, scope: Some(scope), about, request };
    let (read, write, admin) = (Scope::Read, Scope::Write, Scope::Admin);
    vec![
        rpc("UploadFile", write, Own, bytes(&pb::UploadFileRequest { payload })),
        rpc(
            "DownloadFile",
            read,
            Id,
            bytes(&pb::DownloadFileRequest { file_id: file(), ..Default::default() }),
        ),
        rpc("GetFile", read, Id, bytes(&pb::GetFileRequest { file_id: file() })),
        rpc("ListFiles", read, List, bytes(&pb::ListFilesRequest::default())),
        rpc("DeleteFile", write, Id, bytes(&pb::DeleteFileRequest { file_id: file() })),
        rpc(
            "CreateJob",
            write,
            Id,
            bytes(&pb::CreateJobRequest { spec: spec(), request_id: UNKNOWN.to_owned() }),
        ),
        rpc("EstimateJob", read, Id, bytes(&pb::EstimateJobRequest { spec: spec() })),
        rpc("GetJob", read, Id, bytes(&pb::GetJobRequest { job_id: job() })),
        rpc("ListJobs", read, List, bytes(&pb::ListJobsRequest { file_id: file(), ..Default::default() })),
        rpc("CancelJob", write, Id, bytes(&pb::CancelJobRequest { job_id: job() })),
        rpc("DeleteJob", write, Id, bytes(&pb::DeleteJobRequest { job_id: job() })),
        rpc("WatchJob", read, Id, bytes(&pb::WatchJobRequest { job_id: job(), ..Default::default() })),
        rpc(
            "ListSegments",
            read,
            Id,
            bytes(&pb::ListSegmentsRequest { job_id: job(), ..Default::default() }),
        ),
        rpc("ExportHistory", read, Id, bytes(&pb::ExportHistoryRequest { job_id: job() })),
        rpc(
            "DismissFinding",
            write,
            Id,
            bytes(&pb::DismissFindingRequest {
                job_id: job(),
                segment_number: 1,
                check: "space-punct".to_owned(),
                note: String::new(),
            }),
        ),
        rpc("ListDismissals", read, List, bytes(&pb::ListDismissalsRequest::default())),
        rpc(
            "RestoreFinding",
            write,
            Id,
            bytes(&pb::RestoreFindingRequest { dismissal_id: ids.dismissal.to_owned() }),
        ),
        rpc("CreateKey", admin, Service, bytes(&pb::CreateKeyRequest::default())),
        rpc("ListKeys", admin, Service, bytes(&pb::ListKeysRequest::default())),
        rpc("RotateKey", admin, Service, bytes(&pb::RotateKeyRequest { key_id: key(), overlap: None })),
        rpc("RevokeKey", admin, Service, bytes(&pb::RevokeKeyRequest { key_id: key() })),
        rpc(
            "ListDeliveries",
            admin,
            Service,
            bytes(&pb::ListDeliveriesRequest { job_id: job(), ..Default::default() }),
        ),
        rpc("Redeliver", admin, Service, bytes(&pb::RedeliverRequest { delivery_id: UNKNOWN.to_owned() })),
        rpc("GetSystem", admin, Service, bytes(&pb::GetSystemRequest {})),
        Rpc {
            name: "ListModels",
            scope: None,
            about: Everybody,
            request: bytes(&pb::ListModelsRequest::default()),
        },
    ]
}

fn bytes(message: &impl Message) -> Vec<u8> {
    message.encode_to_vec()
}

/// The paths of all rpcs of the contract.
fn paths() -> Vec<String> {
    let contract = FileDescriptorSet::decode(pb::DESCRIPTORS).unwrap();
    let ours = contract.file.iter().filter(|file| file.package() == "refineloop.v1");
    let services = ours.flat_map(|file| &file.service);
    services
        .flat_map(|service| {
            service.method.iter().map(|rpc| format!("/refineloop.v1.{}/{}", service.name(), rpc.name()))
        })
        .collect()
}

fn path(name: &str) -> String {
    let end = format!("/{name}");
    paths().into_iter().find(|path| path.ends_with(&end)).unwrap()
}

/// Calls any rpc with one message, and collects what comes back.
async fn call(channel: &Channel, path: &str, request: Vec<u8>) -> Result<Vec<Vec<u8>>, Status> {
    let mut client = tonic::client::Grpc::new(channel.clone());
    client.ready().await.unwrap();
    let messages = Request::new(tokio_stream::once(request));
    let mut answers = client.streaming(messages, path.parse().unwrap(), Raw).await?.into_inner();
    let mut all = Vec::new();
    while let Some(answer) = answers.message().await? {
        all.push(answer);
    }
    Ok(all)
}

/// Messages as their bytes.
#[derive(Debug, Clone, Copy)]
struct Raw;

impl Codec for Raw {
    type Encode = Vec<u8>;
    type Decode = Vec<u8>;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Vec<u8>;
    type Error = Status;

    fn encode(&mut self, item: Vec<u8>, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put_slice(&item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Vec<u8>;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Vec<u8>>, Status> {
        let mut item = vec![0; buffer.remaining()];
        buffer.copy_to_slice(&mut item);
        Ok(Some(item))
    }
}

#[test]
fn every_rpc_of_the_contract_is_classified() {
    let known: BTreeSet<String> = rpcs(&Ids::UNKNOWN).iter().map(|rpc| path(rpc.name)).collect();
    assert_eq!(known, paths().into_iter().collect());
}

/// All a client can tell one refusal from another by, without the id it sent itself and the id of
/// the request, which is another each time.
fn told(status: &Status, sent: &[&str]) -> String {
    let details = String::from_utf8_lossy(status.details()).into_owned();
    let told = format!("{:?} {} {details}", status.code(), status.message());
    let request = status.get_error_details().request_info().map(|info| info.request_id.clone());
    let ids = sent.iter().copied().chain(request.as_deref());
    ids.fold(told, |told, id| told.replace(id, "ID"))
}

#[tokio::test]
async fn an_id_of_another_tenant_is_as_unknown_as_one_that_never_was() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let text = document(3).replace("falsch.", "falsch .");
    let (job, output) = refine(&server.channel, "a.xlf", text.as_bytes(), "builtin/echo").await;
    let dismissal = dismissed(&server.channel, &job.job_id, 1, "space-punct").await.unwrap().remove(0);
    let input = job.spec.clone().unwrap().file_id;
    // Even a key that may do everything reaches files and jobs of its own tenant only.
    for scopes in [&[Scope::Read, Scope::Write][..], &Scope::ALL] {
        let stranger = server.showing(Some(&server.make_key("other", scopes).await));
        for file in [&input, &job.output_file_id] {
            let dismissal = &dismissal.dismissal_id;
            let foreign = rpcs(&Ids { file, job: &job.job_id, dismissal });
            let unknown = rpcs(&Ids::UNKNOWN);
            for (foreign, unknown) in foreign.into_iter().zip(unknown) {
                let path = path(foreign.name);
                let answer = call(&stranger, &path, foreign.request).await;
                match foreign.about {
                    About::Id => {
                        let status = answer.expect_err(&path);
                        let never = call(&stranger, &path, unknown.request).await.expect_err(&path);
                        assert_eq!(
                            told(&status, &[file, &job.job_id, dismissal]),
                            told(&never, &[UNKNOWN]),
                            "{path}: {}",
                            reason(&status)
                        );
                        assert!(reason(&status).ends_with("_NOT_FOUND"), "{path}: {status:?}");
                    }
                    About::List => assert_eq!(answer.unwrap(), [Vec::<u8>::new()], "{path}"),
                    About::Service if !scopes.contains(&Scope::Admin) => {
                        assert_eq!(reason(&answer.expect_err(&path)), "SCOPE_MISSING", "{path}");
                    }
                    About::Own | About::Service | About::Everybody => {}
                }
            }
        }
    }
    assert_eq!(crate::harness::job(&server.channel, &job.job_id).await, job, "and nothing was done to it");
    assert_eq!(crate::harness::download(&server.channel, &job.output_file_id).await, output);
    assert_eq!(dismissed(&server.channel, &job.job_id, 1, "space-punct").await.unwrap(), [dismissal]);
    server.drain().await;
}

#[tokio::test]
async fn a_request_id_of_another_tenant_is_free() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let stranger = server.showing(Some(&server.make_key("other", &[Scope::Write]).await));
    let mut ids = BTreeSet::new();
    for (channel, name) in [(&server.channel, "a.xlf"), (&stranger, "b.xlf")] {
        let spec = pb::UploadFileSpec {
            filename: name.to_owned(),
            request_id: UNKNOWN.to_owned(),
            ..Default::default()
        };
        let file = crate::harness::upload_with(channel, spec, document(1).as_bytes()).await.unwrap();
        ids.insert(file.file_id);
    }
    assert_eq!(ids.len(), 2);
    server.drain().await;
}

#[tokio::test]
async fn nothing_is_open_without_a_key_but_models_health_and_reflection() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    let (job, _) = refine(&server.channel, "a.xlf", document(3).as_bytes(), "builtin/echo").await;
    let nobody = server.showing(None);
    for rpc in rpcs(&Ids { file: &job.output_file_id, job: &job.job_id, dismissal: UNKNOWN }) {
        let answer = call(&nobody, &path(rpc.name), rpc.request).await;
        if rpc.about == About::Everybody {
            answer.expect(rpc.name);
        } else {
            assert_eq!(reason(&answer.expect_err(rpc.name)), "API_KEY_MISSING", "{}", rpc.name);
        }
    }
    call(&nobody, "/grpc.health.v1.Health/Check", Vec::new()).await.unwrap();
    let list =
        tonic_reflection::pb::v1::server_reflection_request::MessageRequest::ListServices(String::new());
    let list = tonic_reflection::pb::v1::ServerReflectionRequest {
        host: String::new(),
        message_request: Some(list),
    };
    call(&nobody, "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", bytes(&list)).await.unwrap();
    server.drain().await;
}

#[tokio::test]
async fn a_key_may_do_only_what_its_scopes_say() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(config(folder.path())).await;
    for held in Scope::ALL {
        let channel = server.showing(Some(&server.make_key("", &[held]).await));
        for rpc in rpcs(&Ids::UNKNOWN) {
            let answer = call(&channel, &path(rpc.name), rpc.request).await;
            let refused = answer.err().filter(|status| reason(status) == "SCOPE_MISSING");
            match rpc.scope.filter(|needed| *needed != held) {
                Some(needed) => {
                    let status = refused.unwrap_or_else(|| panic!("{} with {held:?} alone", rpc.name));
                    assert_eq!(metadata(&status, "requiredScope"), needed.as_str(), "{}", rpc.name);
                }
                None => assert!(refused.is_none(), "{} with {held:?}", rpc.name),
            }
        }
    }
    server.drain().await;
}
