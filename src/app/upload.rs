//! Taking a file in: bounded while it arrives, checked before it counts.

use super::{App, Caller, Error, Rule, Violation};
use crate::blob::{Name, Writer};
use crate::domain::digest;
use crate::domain::file::{StoredFile, XliffSummary};
use crate::domain::ids::FileId;
use crate::store::files::Inserted;
use crate::store::requests::{Kind, Request, Seen};
use crate::telemetry;
use crate::xliff;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::time::Duration;
use tracing::Instrument as _;

/// The longest name of a file, in characters.
const FILENAME: usize = 255;

/// What a caller says of an upload before its bytes.
#[derive(Debug, Clone, Default)]
pub struct UploadSpec {
    /// The name to keep, without a path.
    pub filename: String,
    /// The length, if it is known.
    pub size_bytes: Option<u64>,
    /// The SHA-256, if it is known.
    pub sha256: Option<String>,
    /// How long to keep the file.
    pub retention: Option<Duration>,
    /// The client's id of this request.
    pub request_id: Option<String>,
}

/// How an upload begins.
#[derive(Debug)]
pub enum Begin {
    /// Its bytes are awaited.
    Upload(Box<Upload>),
    /// The same upload came before; this is its file.
    Known(Box<StoredFile>),
}

/// An upload in progress. Nothing is kept of it unless [`Upload::finish`] succeeds.
#[derive(Debug)]
pub struct Upload {
    app: App,
    caller: Caller,
    spec: UploadSpec,
    request: Option<Request>,
    /// The client's id of a request that is told from others by the bytes, known at their end.
    content_request: Option<String>,
    id: FileId,
    writer: Option<Writer>,
    hash: Sha256,
    size: u64,
}

impl App {
    /// How slowly the bytes of an upload may come: the longest pause, and the least a second.
    #[must_use]
    pub fn slowest(&self) -> (Duration, u64) {
        (self.config.limits.body_idle, self.config.limits.body_rate)
    }

    /// Begins an upload.
    ///
    /// # Errors
    /// `REQUEST_INVALID`, `REQUEST_ID_REUSED`, `FILE_TOO_LARGE`, `STORAGE_FULL`.
    pub async fn begin_upload(&self, caller: &Caller, spec: UploadSpec) -> Result<Begin, Error> {
        check(&spec)?;
        let max_bytes = self.config.limits.file_bytes;
        if spec.size_bytes.is_some_and(|size| size > max_bytes) {
            return Err(Error::FileTooLarge { max_bytes });
        }
        let request = spec.request_id.clone().map(|id| Request { id, fingerprint: fingerprint(&spec) });
        if let Some(request) = &request {
            match self.store.seen(&caller.tenant, Kind::File, request).await? {
                Some(Seen::Same(first)) => {
                    let file = self.get_file(caller, FileId::from(first)).await?;
                    return Ok(Begin::Known(Box::new(file)));
                }
                Some(Seen::Other(first)) => return Err(Error::RequestIdReused { first: first.to_string() }),
                None => {}
            }
        }
        let id = FileId::new();
        let writer = self.blob.writer(Name::File(id)).await?;
        Ok(Begin::Upload(Box::new(Upload {
            app: self.clone(),
            caller: caller.clone(),
            spec,
            request,
            content_request: None,
            id,
            writer: Some(writer),
            hash: Sha256::new(),
            size: 0,
        })))
    }
}

impl Upload {
    /// Makes the upload repeatable under `id` by what it holds: another one under the same id is the
    /// same if name and bytes are. For clients that say nothing of the bytes before they send them.
    #[must_use]
    pub fn repeatable_by_content(mut self, id: String) -> Self {
        self.content_request = Some(id);
        self
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// `FILE_TOO_LARGE` or `SIZE_MISMATCH` at the first byte too many; `STORAGE_FULL`.
    pub async fn write(&mut self, chunk: Bytes) -> Result<(), Error> {
        self.size += chunk.len() as u64;
        let max_bytes = self.app.config.limits.file_bytes;
        if self.size > max_bytes {
            return Err(Error::FileTooLarge { max_bytes });
        }
        if let Some(expected) = self.spec.size_bytes.filter(|expected| self.size > *expected) {
            return Err(Error::SizeMismatch { expected, actual: self.size });
        }
        self.hash.update(&chunk);
        if let Some(writer) = &mut self.writer {
            writer.write(chunk).await?;
        }
        Ok(())
    }

    /// Ends the file: length, hash and structure are checked, then it is stored. It goes to its end
    /// also when the caller goes away: in between there are bytes that no row knows.
    ///
    /// # Errors
    /// `SIZE_MISMATCH`, `CHECKSUM_MISMATCH`, `XLIFF_MALFORMED`, `XLIFF_UNSUPPORTED`, `STORAGE_FULL`;
    /// nothing is kept then.
    pub async fn finish(self) -> Result<StoredFile, Error> {
        let ending = tokio::spawn(self.end().in_current_span());
        ending.await.map_err(|error| Error::Internal(Box::new(error)))?
    }

    async fn end(mut self) -> Result<StoredFile, Error> {
        if let Some(expected) = self.spec.size_bytes.filter(|expected| *expected != self.size) {
            self.abort().await;
            return Err(Error::SizeMismatch { expected, actual: self.size });
        }
        let sha256 = digest::hex(&std::mem::take(&mut self.hash).finalize());
        if let Some(expected) = self.spec.sha256.clone().filter(|expected| *expected != sha256) {
            self.abort().await;
            return Err(Error::ChecksumMismatch { expected, actual: sha256 });
        }
        if let Some(writer) = self.writer.take() {
            writer.finish().await?;
        }
        let (blob, id) = (self.app.blob.clone(), self.id);
        let stored = self.store(sha256).await;
        if !matches!(&stored, Ok(file) if file.id == id) {
            // Refused, or another upload with the same request id was first: these bytes have no row.
            blob.delete(Name::File(id)).await?;
        }
        stored
    }

    /// Throws away what came so far. A failure to do so is left to the sweep.
    pub async fn abort(&mut self) {
        if let Some(writer) = self.writer.take()
            && let Err(error) = writer.abort().await
        {
            tracing::warn!(file.id = %self.id, %error, "an upload could not be thrown away");
        }
    }

    async fn store(self, sha256: String) -> Result<StoredFile, Error> {
        let limits = self.app.config.limits.reader();
        let xliff = self.app.with_file(self.id, move |file| summarise(file, &limits)).await?;
        let now = self.app.clock.now();
        let most = self.app.config.retention.files;
        let keep = self.spec.retention.map_or(most, |asked| asked.min(most));
        let by_content = self.content_request.map(|id| {
            let fingerprint = digest::sha256(format!("{:?} {sha256}", self.spec.filename));
            Request { id, fingerprint }
        });
        let request = by_content.or(self.request);
        let file = StoredFile {
            id: self.id,
            filename: self.spec.filename,
            job: None,
            size_bytes: self.size,
            sha256,
            xliff,
            created_at: now,
            expires_at: now + keep,
        };
        match self.app.store.insert_file(&self.caller.tenant, &file, request.as_ref()).await? {
            Inserted::New => {
                telemetry::uploaded(file.size_bytes);
                Ok(file)
            }
            Inserted::Known(first) => self.app.get_file(&self.caller, first).await,
            Inserted::Clash(first) => Err(Error::RequestIdReused { first: first.to_string() }),
        }
    }
}

fn summarise(file: File, limits: &xliff::Limits) -> Result<XliffSummary, Error> {
    xliff::read(file, limits, |_| Ok::<(), xliff::Error>(())).map_err(Error::from)
}

impl From<xliff::Error> for Error {
    fn from(error: xliff::Error) -> Self {
        let message = error.to_string();
        match error {
            xliff::Error::Malformed { line, column, .. } => Self::XliffMalformed { message, line, column },
            xliff::Error::Unsupported { line, column, .. } => {
                Self::XliffUnsupported { message, line, column, setting: None }
            }
            xliff::Error::Limit { line, column, setting, .. } => {
                Self::XliffUnsupported { message, line, column, setting: Some(setting) }
            }
            other @ (xliff::Error::Io(_) | xliff::Error::Integrity { .. }) => Self::Internal(Box::new(other)),
        }
    }
}

fn check(spec: &UploadSpec) -> Result<(), Error> {
    let mut wrong = Vec::new();
    let name = &spec.filename;
    if name.is_empty() {
        wrong.push(Violation::new("spec.filename", Rule::Required, "the name to keep the file under"));
    } else if name.chars().count() > FILENAME {
        wrong.push(Violation::new("spec.filename", Rule::TooLong, "at most 255 characters"));
    } else if name.contains(['/', '\\']) || name.chars().any(char::is_control) || name == "." || name == ".."
    {
        wrong.push(Violation::new("spec.filename", Rule::BadFormat, "a name without a path"));
    }
    let digits = |text: &String| text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if spec.sha256.as_ref().is_some_and(|sha256| sha256.len() != 64 || !digits(sha256)) {
        let text = "64 lower-case hexadecimal digits";
        wrong.push(Violation::new("spec.sha256", Rule::BadFormat, text));
    }
    if spec.retention.is_some_and(|keep| keep.is_zero()) {
        wrong.push(Violation::new("spec.retention", Rule::OutOfRange, "must be longer than 0"));
    }
    wrong.extend(super::spec::request_id("spec.request_id", spec.request_id.as_deref()));
    if wrong.is_empty() { Ok(()) } else { Err(Error::RequestInvalid(wrong)) }
}

fn fingerprint(spec: &UploadSpec) -> String {
    let UploadSpec { filename, size_bytes, sha256, retention, request_id: _ } = spec;
    digest::sha256(format!("{filename:?} {size_bytes:?} {sha256:?} {retention:?}"))
}
