//! Objects for code that blocks: read from a file, written through a [`Sink`].
//!
//! What goes through here is never whole in memory, whatever its size.

use super::{Blob, Error, Name, Result, Writer, error};
use bytes::Bytes;
use futures_util::StreamExt as _;
use object_store::{GetResultPayload, ObjectStoreExt as _};
use std::fs::File;
use std::io::{self, Write};
use tokio::io::{AsyncSeekExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc;
use tokio::task::JoinError;

/// Bytes handed over at a time.
const PIECE: usize = 256 << 10;
/// Pieces that may wait for the disk.
const PIECES: usize = 4;

/// An object that blocking code writes; see [`Blob::write_blocking`].
#[derive(Debug)]
pub struct Sink {
    buffer: Vec<u8>,
    pieces: mpsc::Sender<Bytes>,
}

impl Blob {
    /// An object to read from any place, with blocking reads. What is not a local file is copied to
    /// one without a name, piece by piece.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is none.
    pub async fn file(&self, name: Name) -> Result<File> {
        match self.objects.get(&name.path()).await.map_err(error)?.payload {
            GetResultPayload::File(file, _) => Ok(file),
            GetResultPayload::Stream(mut pieces) => {
                let mut copy = tokio::fs::File::from_std(self.scratch()?);
                while let Some(piece) = pieces.next().await {
                    copy.write_all(&piece.map_err(error)?).await.map_err(|source| self.failed(source))?;
                }
                copy.flush().await.map_err(|source| self.failed(source))?;
                copy.rewind().await.map_err(|source| self.failed(source))?;
                Ok(copy.into_std().await)
            }
        }
    }

    /// A file without a name, on the disk of the objects: what is put in it goes with whoever holds
    /// it, also at a kill.
    ///
    /// # Errors
    /// [`Error::Full`], or [`Error::Folder`] if there can be none.
    pub fn scratch(&self) -> Result<File> {
        tempfile::tempfile_in(self.folder.as_path()).map_err(|source| self.failed(source))
    }

    /// Writes an object from blocking code, at the pace of the disk. It has its name when this
    /// returns its value, and leaves nothing behind if `work` fails or panics or this is dropped.
    ///
    /// # Errors
    /// Whatever the store says, or else what `work` does.
    pub async fn write_blocking<T, E>(
        &self,
        name: Name,
        work: impl FnOnce(&mut Sink) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + From<JoinError> + Send + 'static,
    {
        let mut writer = self.writer(name).await?;
        let (pieces, waiting) = mpsc::channel(PIECES);
        let working = tokio::task::spawn_blocking(move || {
            let mut sink = Sink { buffer: Vec::with_capacity(PIECE), pieces };
            let value = work(&mut sink)?;
            // It fails only if the other end has failed, which tells why.
            let _gone = sink.flush();
            Ok::<T, E>(value)
        });
        // Also when the disk fails the other end is waited for: it sees its sink closed.
        let taken = take(&mut writer, waiting).await;
        match (taken, working.await) {
            (Ok(()), Ok(Ok(value))) => {
                writer.finish().await?;
                Ok(value)
            }
            (taken, worked) => {
                // What it cannot remove is swept at the next start; the first error is the one to tell.
                let _left_over = writer.abort().await;
                taken?;
                worked?
            }
        }
    }

    fn failed(&self, source: io::Error) -> Error {
        if source.kind() == io::ErrorKind::StorageFull {
            return Error::Full;
        }
        Error::Folder { path: self.folder.display().to_string(), source }
    }
}

async fn take(writer: &mut Writer, mut waiting: mpsc::Receiver<Bytes>) -> Result<()> {
    while let Some(piece) = waiting.recv().await {
        writer.write(piece).await?;
    }
    Ok(())
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let fits = bytes.len().min(PIECE - self.buffer.len());
        self.buffer.extend_from_slice(&bytes[..fits]);
        if self.buffer.len() == PIECE {
            self.flush()?;
        }
        Ok(fits)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE));
        let sent = self.pieces.blocking_send(piece.into());
        sent.map_err(|_| io::Error::new(io::ErrorKind::BrokenPipe, "the object is not written any more"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Blob, Error, JoinError, Name, PIECE, PIECES, Write as _};
    use crate::domain::ids::FileId;
    use object_store::memory::InMemory;
    use std::io::{Read as _, Seek as _, SeekFrom};
    use std::sync::Arc;

    #[derive(Debug, thiserror::Error)]
    enum Failed {
        #[error("blob")]
        Blob(#[from] Error),
        #[error("cut off")]
        CutOff(#[from] JoinError),
        #[error("given up")]
        GivenUp,
    }

    fn local() -> (tempfile::TempDir, Blob) {
        let folder = tempfile::tempdir().unwrap();
        let blob = Blob::open(folder.path()).unwrap();
        (folder, blob)
    }

    fn names(folder: &tempfile::TempDir) -> usize {
        std::fs::read_dir(folder.path().join("files")).unwrap().count()
    }

    async fn check_reading(blob: &Blob) {
        let name = Name::File(FileId::new());
        assert!(matches!(blob.file(name).await, Err(Error::Missing)));
        let bytes: Vec<u8> = (0..3 * PIECE + 5).map(|at| (at % 251) as u8).collect();
        blob.put(name, bytes.clone().into()).await.unwrap();
        let mut file = blob.file(name).await.unwrap();
        let mut read = Vec::new();
        file.read_to_end(&mut read).unwrap();
        assert!(read == bytes);
        file.seek(SeekFrom::Start(PIECE as u64)).unwrap();
        read.clear();
        file.read_to_end(&mut read).unwrap();
        assert!(read == bytes[PIECE..]);
    }

    #[tokio::test]
    async fn an_object_can_be_read_from_any_place_wherever_it_is_kept() {
        let (_folder, blob) = local();
        check_reading(&blob).await;
        check_reading(&Blob { objects: Arc::new(InMemory::new()), ..blob }).await;
    }

    #[tokio::test]
    async fn what_blocking_code_writes_is_the_object() {
        let (folder, blob) = local();
        let name = Name::File(FileId::new());
        let bytes: Vec<u8> = (0..9 * PIECE + 5).map(|at| (at % 251) as u8).collect();
        let written = bytes.clone();
        let value = blob.write_blocking(name, move |sink| {
            // In pieces that fit nowhere.
            written.chunks(70_001).for_each(|piece| sink.write_all(piece).unwrap());
            Ok::<_, Failed>(7)
        });
        assert_eq!(value.await.unwrap(), 7);
        assert!(blob.get(name).await.unwrap() == bytes);
        assert_eq!(names(&folder), 1);
    }

    #[tokio::test]
    async fn work_that_fails_or_panics_leaves_no_trace() {
        let (folder, blob) = local();
        let name = Name::File(FileId::new());
        let failed = blob.write_blocking(name, |sink| {
            sink.write_all(&vec![1; 9 * PIECE]).unwrap();
            Err::<(), _>(Failed::GivenUp)
        });
        assert!(matches!(failed.await, Err(Failed::GivenUp)));
        let panicked = blob.write_blocking(name, |sink| {
            assert!(sink.write_all(&vec![1; 9 * PIECE]).is_err(), "it panics, for it is fine");
            Ok::<_, Failed>(())
        });
        assert!(matches!(panicked.await, Err(Failed::CutOff(_))));
        assert!(matches!(blob.get(name).await, Err(Error::Missing)));
        assert_eq!(names(&folder), 0);
    }

    #[tokio::test]
    async fn a_writer_whose_reader_is_gone_stops_and_never_holds_more_than_its_pieces() {
        let (sender, mut taken) = tokio::sync::mpsc::channel(PIECES);
        let writing = tokio::task::spawn_blocking(move || {
            let mut sink = super::Sink { buffer: Vec::with_capacity(PIECE), pieces: sender };
            (0_u64..).find(|_| sink.write_all(&[0; 1000]).is_err())
        });
        for _ in 0..10 {
            assert!(taken.recv().await.unwrap().len() <= PIECE);
            assert!(taken.len() <= PIECES);
        }
        drop(taken);
        assert!(writing.await.unwrap().is_some());
    }

    #[tokio::test]
    async fn writing_that_is_dropped_leaves_nothing_under_its_name() {
        let (_folder, blob) = local();
        let name = Name::File(FileId::new());
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let (ended, has_ended) = tokio::sync::oneshot::channel();
        let writing = blob.write_blocking(name, move |sink| {
            begun.send(()).unwrap();
            while sink.write_all(&[0; 1000]).is_ok() {}
            ended.send(()).unwrap();
            Ok::<_, Failed>(())
        });
        tokio::select! {
            _ = writing => panic!("it never ends by itself"),
            _ = has_begun => {}
        }
        has_ended.await.unwrap();
        assert!(matches!(blob.get(name).await, Err(Error::Missing)));
    }
}
