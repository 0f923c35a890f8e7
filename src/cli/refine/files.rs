//! The bytes of the one file, in and out, piece by piece: neither is ever whole in memory.

use super::Target;
use crate::app::{App, Caller};
use crate::cli::exit::Failed;
use crate::domain::ids::FileId;
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{Read as _, Seek as _, Write};
use std::path::Path;

/// Bytes read at a time.
const CHUNK: usize = 1 << 20;

/// Writes a file of the service to where it belongs; a file whole or not at all.
pub(super) async fn write(app: &App, caller: &Caller, id: FileId, target: &Target) -> Result<String, Failed> {
    match target {
        Target::Stdout => copy(app, caller, id, target, std::io::stdout()).await?,
        Target::File(path) => {
            // A name nobody else has: what lies beside the output is not ours to overwrite.
            let temporary = path.with_added_extension(format!("{}.part", uuid::Uuid::now_v7()));
            let failed = |error: std::io::Error| target.failed(&error);
            let file = File::create_new(&temporary).map_err(failed)?;
            let copied = copy(app, caller, id, target, file).await;
            let written = copied.and_then(|()| std::fs::rename(&temporary, path).map_err(failed));
            if let Err(failed) = written {
                let _not_there = std::fs::remove_file(&temporary);
                return Err(failed);
            }
        }
    }
    Ok(target.to_string())
}

/// Copies a file of the service, piece by piece; one that was damaged on the way fails at its end.
async fn copy(
    app: &App,
    caller: &Caller,
    id: FileId,
    target: &Target,
    mut out: impl Write,
) -> Result<(), Failed> {
    let (_, bytes) = app.download(caller, id, 0, 0).await?;
    let mut bytes = std::pin::pin!(bytes);
    while let Some(piece) = bytes.try_next().await.map_err(Failed::from)? {
        out.write_all(&piece).map_err(|error| target.failed(&error))?;
    }
    out.flush().map_err(|error| target.failed(&error))
}

/// The file to refine, read twice: for the hash that names its run, and to be taken in.
#[derive(Debug)]
pub(super) struct Input {
    file: File,
    pub(super) size: u64,
    pub(super) sha256: [u8; 32],
}

impl Input {
    pub(super) fn open(path: &Path) -> std::io::Result<Self> {
        let mut file = File::open(path)?;
        if !file.metadata()?.is_file() {
            // A pipe gives its bytes once.
            let mut copy = tempfile::tempfile()?;
            std::io::copy(&mut file, &mut copy)?;
            copy.rewind()?;
            file = copy;
        }
        let mut input = Self { file, size: 0, sha256: [0; 32] };
        let mut hash = Sha256::new();
        while let Some(chunk) = input.next()? {
            hash.update(&chunk);
            input.size += chunk.len() as u64;
        }
        input.sha256 = hash.finalize().into();
        input.file.rewind()?;
        Ok(input)
    }

    /// The next bytes; none at the end.
    pub(super) fn next(&mut self) -> std::io::Result<Option<Bytes>> {
        let mut chunk = Vec::with_capacity(CHUNK);
        (&mut self.file).take(CHUNK as u64).read_to_end(&mut chunk)?;
        Ok((!chunk.is_empty()).then(|| chunk.into()))
    }
}
