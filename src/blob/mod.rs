//! File bytes in an object store: uploads, outputs and the chunks of jobs.
//!
//! An object is complete and synced to disk before its name exists. Whether it counts is for the
//! row in the store to say; objects without a row are left-overs and swept.

use crate::domain::clock::Time;
use crate::domain::ids::{FileId, JobId};
use bytes::Bytes;
use futures_util::{Stream, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{GetOptions, GetRange, ObjectMeta, ObjectStore, ObjectStoreExt as _, WriteMultipart};
use std::fs::DirBuilder;
use std::ops::Range;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

mod sink;

pub use sink::Sink;

/// What can go wrong with file bytes.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such object.
    #[error("the object is missing")]
    Missing,
    /// There is no room left.
    #[error("no space is left for files")]
    Full,
    /// The object store failed.
    #[error("the object store failed")]
    Store(#[source] object_store::Error),
    /// The folder cannot be used.
    #[error("the folder {path} cannot be used")]
    Folder {
        /// The folder.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// Shorthand of this module.
pub type Result<T> = std::result::Result<T, Error>;

/// The name of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// The bytes of a file.
    File(FileId),
    /// The segments of a shard of a job.
    Shard(JobId, i32),
    /// Where the followers of the segments of a shard of a job are listed.
    Followers(JobId, i32),
    /// Who repeats earlier segments, for all shards of a job.
    Following(JobId),
    /// What is known of the whole file of a job.
    Facts(JobId),
}

/// The objects of the service. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blob {
    objects: Arc<dyn ObjectStore>,
    folder: Arc<PathBuf>,
}

/// An object that is being written. Dropped unfinished, it leaves nothing under its name.
#[derive(Debug)]
pub struct Writer {
    upload: WriteMultipart,
}

/// Parts of an upload that may wait for the disk side by side.
const PARTS_IN_FLIGHT: usize = 4;

impl Blob {
    /// Opens the objects in a local folder, creating it, and removes what unfinished uploads of an
    /// earlier process left there.
    ///
    /// # Errors
    /// [`Error::Folder`] if it cannot be used.
    pub fn open(folder: &Path) -> Result<Self> {
        let failed = |source| Error::Folder { path: folder.display().to_string(), source };
        for part in ["files", "jobs"] {
            // They hold texts of users.
            DirBuilder::new().recursive(true).mode(0o700).create(folder.join(part)).map_err(failed)?;
        }
        sweep_staging(&folder.join("files")).map_err(failed)?;
        for job in std::fs::read_dir(folder.join("jobs")).map_err(failed)? {
            sweep_staging(&job.map_err(failed)?.path()).map_err(failed)?;
        }
        // Off by default: without it a crash of the machine may lose a file that was acknowledged.
        let objects = LocalFileSystem::new_with_prefix(folder).map_err(Error::Store)?.with_fsync(true);
        Ok(Self { objects: Arc::new(objects), folder: Arc::new(folder.to_owned()) })
    }

    /// Begins to write an object.
    ///
    /// # Errors
    /// Whatever the store says.
    pub async fn writer(&self, name: Name) -> Result<Writer> {
        let upload = self.objects.put_multipart(&name.path()).await.map_err(error)?;
        Ok(Writer { upload: WriteMultipart::new(upload) })
    }

    /// Writes an object whole, replacing it.
    ///
    /// # Errors
    /// Whatever the store says.
    pub async fn put(&self, name: Name, bytes: Bytes) -> Result<()> {
        self.objects.put(&name.path(), bytes.into()).await.map_err(error)?;
        Ok(())
    }

    /// Reads an object whole.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is none.
    pub async fn get(&self, name: Name) -> Result<Bytes> {
        let found = self.objects.get(&name.path()).await.map_err(error)?;
        found.bytes().await.map_err(error)
    }

    /// Reads a part of an object; the end may lie behind its own.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is none.
    pub async fn range(&self, name: Name, range: Range<u64>) -> Result<Bytes> {
        self.objects.get_range(&name.path(), range).await.map_err(error)
    }

    /// Reads an object from `offset` on, piece by piece, at the pace of the reader.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is none.
    pub async fn stream(
        &self,
        name: Name,
        offset: u64,
    ) -> Result<impl Stream<Item = Result<Bytes>> + Send + use<>> {
        let options =
            GetOptions { range: (offset > 0).then_some(GetRange::Offset(offset)), ..GetOptions::default() };
        let found = self.objects.get_opts(&name.path(), options).await.map_err(error)?;
        Ok(found.into_stream().map_err(error))
    }

    /// Removes an object; one that is not there is fine.
    ///
    /// # Errors
    /// Whatever the store says.
    pub async fn delete(&self, name: Name) -> Result<()> {
        forgive_missing(self.objects.delete(&name.path()).await.map_err(error))
    }

    /// Removes the chunks of a job with their folder, half-written ones included: they hold texts.
    ///
    /// # Errors
    /// Whatever the folder says.
    pub async fn delete_shards(&self, job: JobId) -> Result<()> {
        let path = self.folder.join("jobs").join(job.to_string());
        match tokio::fs::remove_dir_all(&path).await {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::Folder { path: path.display().to_string(), source })
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// The jobs that have chunks here.
    ///
    /// # Errors
    /// Whatever the folder says.
    pub fn jobs(&self) -> Result<Vec<JobId>> {
        let path = self.folder.join("jobs");
        let failed = |source| Error::Folder { path: path.display().to_string(), source };
        let mut jobs = Vec::new();
        for entry in std::fs::read_dir(&path).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            jobs.extend(name.to_str().and_then(|name| name.parse::<JobId>().ok()));
        }
        Ok(jobs)
    }

    /// The files that have bytes here, and when those were written.
    ///
    /// # Errors
    /// Whatever the store says.
    pub async fn files(&self) -> Result<Vec<(FileId, Time)>> {
        let prefix = ObjectPath::from("files");
        let found: Vec<_> = self.objects.list(Some(&prefix)).try_collect().await.map_err(error)?;
        let file =
            |object: &ObjectMeta| Some((object.location.filename()?.parse().ok()?, object.last_modified));
        Ok(found.iter().filter_map(file).collect())
    }
}

impl Name {
    fn path(self) -> ObjectPath {
        match self {
            Self::File(id) => ObjectPath::from(format!("files/{id}")),
            Self::Shard(job, number) => ObjectPath::from(format!("jobs/{job}/{number}.json")),
            Self::Followers(job, number) => ObjectPath::from(format!("jobs/{job}/{number}.followers.json")),
            Self::Facts(job) => ObjectPath::from(format!("jobs/{job}/facts.json")),
            Self::Following(job) => ObjectPath::from(format!("jobs/{job}/following.jsonl")),
        }
    }
}

impl Writer {
    /// Appends bytes; waits if the disk is behind.
    ///
    /// # Errors
    /// Whatever the store says.
    pub async fn write(&mut self, bytes: Bytes) -> Result<()> {
        self.upload.wait_for_capacity(PARTS_IN_FLIGHT).await.map_err(error)?;
        self.upload.put(bytes);
        Ok(())
    }

    /// Makes the object appear under its name.
    ///
    /// # Errors
    /// Whatever the store says.
    pub async fn finish(self) -> Result<()> {
        self.upload.finish().await.map_err(error)?;
        Ok(())
    }

    /// Throws away what was written.
    ///
    /// # Errors
    /// Whatever the store says.
    pub async fn abort(self) -> Result<()> {
        self.upload.abort().await.map_err(error)
    }
}

fn forgive_missing(done: Result<()>) -> Result<()> {
    match done {
        Err(Error::Missing) => Ok(()),
        other => other,
    }
}

fn error(error: object_store::Error) -> Error {
    if matches!(error, object_store::Error::NotFound { .. }) {
        return Error::Missing;
    }
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(source) = cause {
        let io = source.downcast_ref::<std::io::Error>();
        if io.is_some_and(|io| io.kind() == std::io::ErrorKind::StorageFull) {
            return Error::Full;
        }
        cause = source.source();
    }
    Error::Store(error)
}

/// The local store writes an upload as `NAME#1` beside its place; a killed process leaves it.
fn sweep_staging(folder: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path: PathBuf = entry?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().contains('#')) {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}
