//! The bytes of the one file, in and out, piece by piece: neither is ever whole in memory.

use crate::app::{App, Caller};
use crate::cli::exit::{Exit, Failed};
use crate::cli::target::{self, Target};
use crate::domain::ids::FileId;
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

/// Bytes read at a time.
const CHUNK: usize = 1 << 20;

/// Writes a file of the service to where it belongs; a file whole or not at all. One that was damaged
/// on the way fails at its end.
pub(super) async fn write(app: &App, caller: &Caller, id: FileId, to: &Target) -> Result<String, Failed> {
    let (_, bytes) = app.download(caller, id, 0, 0).await?;
    match to {
        Target::Stdout => {
            let failed = |error: std::io::Error| Exit::Usage.because(format!("{to}: {error}"));
            let mut bytes = std::pin::pin!(bytes);
            let mut out = std::io::stdout();
            while let Some(piece) = bytes.try_next().await? {
                out.write_all(&piece).map_err(failed)?;
            }
            out.flush().map_err(failed)?;
        }
        Target::File(path) => target::write(path, bytes).await?,
    }
    Ok(to.to_string())
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
