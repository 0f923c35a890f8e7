//! Looking at files, handing them out, deleting them.

use super::page::Page;
use super::{App, Caller, Error};
use crate::blob::{self, Name};
use crate::domain::digest;
use crate::domain::file::{FileOrigin, StoredFile};
use crate::domain::ids::FileId;
use crate::store::files::{Deletion, Found};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};

impl App {
    /// Describes a file.
    ///
    /// # Errors
    /// `FILE_NOT_FOUND`, `FILE_EXPIRED`.
    pub async fn get_file(&self, caller: &Caller, id: FileId) -> Result<StoredFile, Error> {
        match self.store.file(&caller.tenant, id).await? {
            Some(Found::Here(file)) => Ok(*file),
            Some(Found::Expired { .. }) => Err(Error::FileExpired(id.to_string())),
            None => Err(Error::FileNotFound(id.to_string())),
        }
    }

    /// A page of files, newest first, and the token of the next page.
    ///
    /// # Errors
    /// A bad page.
    pub async fn list_files(
        &self,
        caller: &Caller,
        origin: Option<FileOrigin>,
        page: &Page,
    ) -> Result<(Vec<StoredFile>, String), Error> {
        let cursor = page.open(50, &format!("files {origin:?}"))?;
        let before = cursor.after::<FileId>()?;
        let mut files = self.store.files(&caller.tenant, origin, before, cursor.size + 1).await?;
        let more = files.len() as u64 > cursor.size;
        files.truncate(usize::try_from(cursor.size).unwrap_or(usize::MAX));
        let token =
            files.last().filter(|_| more).map_or_else(String::new, |last| cursor.token(&last.id.to_string()));
        Ok((files, token))
    }

    /// Deletes a file and its bytes.
    ///
    /// # Errors
    /// `FILE_NOT_FOUND`, `FILE_IN_USE`.
    pub async fn delete_file(&self, caller: &Caller, id: FileId) -> Result<(), Error> {
        match self.store.delete_file(&caller.tenant, id).await? {
            Deletion::Deleted => Ok(self.blob.delete(Name::File(id)).await?),
            Deletion::Unknown => Err(Error::FileNotFound(id.to_string())),
            Deletion::InUse(job) => Err(Error::FileInUse { job: job.to_string() }),
        }
    }

    /// The bytes of a file from `offset` on, at most `limit` (0: all). A whole download that does
    /// not match the stored hash ends with `FILE_CORRUPTED`.
    ///
    /// # Errors
    /// `FILE_NOT_FOUND`, `FILE_EXPIRED`, `OFFSET_PAST_END`, `FILE_CORRUPTED`.
    pub async fn download(
        &self,
        caller: &Caller,
        id: FileId,
        offset: u64,
        limit: u64,
    ) -> Result<(StoredFile, impl Stream<Item = Result<Bytes, Error>> + Send + use<>), Error> {
        let file = self.get_file(caller, id).await?;
        if offset > file.size_bytes {
            return Err(Error::OffsetPastEnd { size_bytes: file.size_bytes });
        }
        let left = file.size_bytes - offset;
        let wanted = if limit == 0 { left } else { limit.min(left) };
        // A range that is empty cannot be asked of an object store.
        let bytes = if wanted == 0 {
            None
        } else {
            match self.blob.stream(Name::File(id), offset).await {
                Ok(bytes) => Some(bytes),
                Err(blob::Error::Missing) => return Err(Error::FileCorrupted(id.to_string())),
                Err(error) => return Err(error.into()),
            }
        };
        let whole = wanted == file.size_bytes;
        let checked = Checked { file: file.clone(), hash: whole.then(Sha256::new), wanted };
        Ok((file, futures_util::stream::iter(bytes).flatten().checked(checked)))
    }
}

/// Counts and hashes what goes out.
struct Checked {
    file: StoredFile,
    hash: Option<Sha256>,
    wanted: u64,
}

impl Checked {
    fn take(&mut self, mut bytes: Bytes) -> Bytes {
        bytes.truncate(usize::try_from(self.wanted).unwrap_or(usize::MAX));
        self.wanted -= bytes.len() as u64;
        if let Some(hash) = &mut self.hash {
            hash.update(&bytes);
        }
        bytes
    }

    /// What is wrong once everything was sent.
    fn verdict(&mut self) -> Option<Error> {
        let short = self.wanted > 0;
        let altered = self.hash.take().is_some_and(|hash| digest::hex(&hash.finalize()) != self.file.sha256);
        (short || altered).then(|| Error::FileCorrupted(self.file.id.to_string()))
    }
}

/// Puts the check behind a stream of bytes.
trait CheckedStream: Stream<Item = blob::Result<Bytes>> + Sized {
    fn checked(self, check: Checked) -> impl Stream<Item = Result<Bytes, Error>> {
        let state = (Box::pin(self), check, false);
        futures_util::stream::unfold(state, |(mut bytes, mut check, over)| async move {
            if over {
                return None;
            }
            if check.wanted > 0
                && let Some(next) = bytes.next().await
            {
                let item = next.map(|piece| check.take(piece)).map_err(Error::from);
                let over = item.is_err();
                return Some((item, (bytes, check, over)));
            }
            check.verdict().map(|error| (Err(error), (bytes, check, true)))
        })
    }
}

impl<S: Stream<Item = blob::Result<Bytes>>> CheckedStream for S {}
