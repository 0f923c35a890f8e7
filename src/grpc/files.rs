//! FileService.

use super::{Caller, Pace, Service, convert, status};
use crate::app::page::Page;
use crate::app::upload::{Begin, Upload};
use crate::app::{Error, Rule};
use crate::domain::file::StoredFile;
use crate::domain::key::Scope;
use crate::pb::file_service_server::FileService;
use crate::pb::upload_file_request::Payload;
use crate::pb::{
    DeleteFileRequest, DeleteFileResponse, DownloadFileRequest, DownloadFileResponse, File, GetFileRequest,
    GetFileResponse, ListFilesRequest, ListFilesResponse, UploadFileRequest, UploadFileResponse,
    UploadFileSpec, download_file_response,
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use std::pin::{Pin, pin};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming};

/// The largest chunk of an upload, in bytes.
const CHUNK_IN: usize = 1 << 20;
/// The largest chunk of a download, in bytes.
const CHUNK_OUT: usize = 64 << 10;

#[tonic::async_trait]
impl FileService for Service {
    async fn upload_file(
        &self,
        request: Request<Streaming<UploadFileRequest>>,
    ) -> Result<Response<UploadFileResponse>, Status> {
        let caller = self.caller(&request, Scope::Write)?;
        let mut messages = request.into_inner();
        let mut pace = self.pace();
        let spec = match pace.wait(messages.message()).await??.and_then(|message| message.payload) {
            Some(Payload::Spec(spec)) => spec,
            Some(Payload::Chunk(_)) => return Err(out_of_order("spec", "chunk")),
            None => return Err(out_of_order("spec", "nothing")),
        };
        let file = self.upload(&caller, spec, Repeat::BySpec, pace, messages.map(chunk)).await?;
        Ok(Response::new(UploadFileResponse { file: Some(file) }))
    }

    type DownloadFileStream = Pin<Box<dyn Stream<Item = Result<DownloadFileResponse, Status>> + Send>>;

    async fn download_file(
        &self,
        request: Request<DownloadFileRequest>,
    ) -> Result<Response<Self::DownloadFileStream>, Status> {
        let caller = self.caller(&request, Scope::Read)?;
        let request = request.into_inner();
        let (id, offset, limit) =
            convert::files::download(&request).map_err(|error| status::status(&error))?;
        let (file, bytes) =
            self.app.download(&caller, id, offset, limit).await.map_err(|error| status::status(&error))?;
        let open = self.tasks.token();
        let head = download_file_response::Payload::File(convert::files::file(file));
        let chunks = bytes.flat_map(|piece| stream::iter(cut(piece)));
        let payloads = stream::once(async { Ok(head) }).chain(chunks);
        let messages = payloads.map(move |payload| {
            // As long as the stream lives, the server waits for it.
            let _open = &open;
            payload.map(|payload| DownloadFileResponse { payload: Some(payload) })
        });
        Ok(Response::new(Box::pin(messages)))
    }

    async fn get_file(&self, request: Request<GetFileRequest>) -> Result<Response<GetFileResponse>, Status> {
        let caller = self.caller(&request, Scope::Read)?;
        let found = match convert::file_id("file_id", &request.into_inner().file_id) {
            Ok(id) => self.app.get_file(&caller, id).await,
            Err(error) => Err(error),
        };
        let file = found.map_err(|error| status::status(&error))?;
        Ok(Response::new(GetFileResponse { file: Some(convert::files::file(file)) }))
    }

    async fn list_files(
        &self,
        request: Request<ListFilesRequest>,
    ) -> Result<Response<ListFilesResponse>, Status> {
        let caller = self.caller(&request, Scope::Read)?;
        let request = request.into_inner();
        let origin = convert::files::origin(request.origin).map_err(|error| status::status(&error))?;
        let page = Page { size: request.page_size, token: request.page_token };
        let (files, next_page_token) =
            self.app.list_files(&caller, origin, &page).await.map_err(|error| status::status(&error))?;
        let files = files.into_iter().map(convert::files::file).collect();
        Ok(Response::new(ListFilesResponse { files, next_page_token }))
    }

    async fn delete_file(
        &self,
        request: Request<DeleteFileRequest>,
    ) -> Result<Response<DeleteFileResponse>, Status> {
        let caller = self.caller(&request, Scope::Write)?;
        let done = match convert::file_id("file_id", &request.into_inner().file_id) {
            Ok(id) => self.app.delete_file(&caller, id).await,
            Err(error) => Err(error),
        };
        done.map_err(|error| status::status(&error))?;
        Ok(Response::new(DeleteFileResponse {}))
    }
}

/// How a repeated upload is known again.
#[derive(Debug)]
pub(crate) enum Repeat {
    /// By its spec with the request id in it, before the bytes.
    BySpec,
    /// Under this request id, by its name and bytes.
    ByContent(String),
}

impl Service {
    /// How slowly an upload may come.
    pub(crate) fn pace(&self) -> Pace {
        let (pause, rate) = self.app.slowest();
        Pace::new(pause, rate)
    }

    /// Takes a file in, for both doors. One that fails is thrown away.
    pub(crate) async fn upload(
        &self,
        caller: &Caller,
        spec: UploadFileSpec,
        repeat: Repeat,
        pace: Pace,
        pieces: impl Stream<Item = Result<Bytes, Status>>,
    ) -> Result<File, Status> {
        let _open = self.tasks.token();
        let spec = convert::files::upload_spec(spec).map_err(|error| status::status(&error))?;
        let begun = self.app.begin_upload(caller, spec).await.map_err(|error| status::status(&error))?;
        let file = match (begun, repeat) {
            (Begin::Known(file), _) => *file,
            (Begin::Upload(upload), Repeat::BySpec) => {
                receive(*upload, pace, pieces, &self.app.shutdown()).await?
            }
            (Begin::Upload(upload), Repeat::ByContent(id)) => {
                receive(upload.repeatable_by_content(id), pace, pieces, &self.app.shutdown()).await?
            }
        };
        Ok(convert::files::file(file))
    }
}

/// Takes the bytes of an upload.
async fn receive(
    mut upload: Upload,
    mut pace: Pace,
    pieces: impl Stream<Item = Result<Bytes, Status>>,
    shutdown: &CancellationToken,
) -> Result<StoredFile, Status> {
    let mut pieces = pin!(pieces);
    let failed = loop {
        let piece = tokio::select! {
            piece = pace.wait(pieces.next()) => piece,
            () = shutdown.cancelled() => break status::status(&Error::ServerDraining),
        };
        let piece = match piece {
            Ok(None) => return upload.finish().await.map_err(|error| status::status(&error)),
            Ok(Some(Ok(piece))) => piece,
            Ok(Some(Err(broken))) | Err(broken) => break broken,
        };
        pace.came(piece.len());
        if let Err(error) = upload.write(piece).await {
            break status::status(&error);
        }
    };
    upload.abort().await;
    Err(failed)
}

/// The bytes in a message after the first.
fn chunk(message: Result<UploadFileRequest, Status>) -> Result<Bytes, Status> {
    match message?.payload {
        Some(Payload::Chunk(chunk)) if chunk.len() > CHUNK_IN => {
            let error = Error::invalid("chunk", Rule::TooLong, "a chunk holds at most 1 MiB");
            Err(status::status(&error))
        }
        Some(Payload::Chunk(chunk)) => Ok(Bytes::from(chunk)),
        Some(Payload::Spec(_)) => Err(out_of_order("chunk", "spec")),
        None => Err(out_of_order("chunk", "nothing")),
    }
}

fn out_of_order(expected: &'static str, got: &'static str) -> Status {
    status::status(&Error::UploadOutOfOrder { expected, got })
}

fn cut(piece: Result<Bytes, Error>) -> Vec<Result<download_file_response::Payload, Status>> {
    let mut bytes = match piece {
        Ok(bytes) => bytes,
        Err(error) => return vec![Err(status::status(&error))],
    };
    let mut chunks = Vec::new();
    while !bytes.is_empty() {
        let chunk = bytes.split_to(bytes.len().min(CHUNK_OUT));
        chunks.push(Ok(download_file_response::Payload::Chunk(chunk.to_vec())));
    }
    chunks
}
