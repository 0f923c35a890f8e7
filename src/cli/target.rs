//! Where results of a run go: refused before anything is paid for, written whole or not at all.

use super::exit::{Exit, Failed};
use crate::app::Error;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::pin::pin;

/// Where the refined file goes.
#[derive(Debug)]
pub(super) enum Target {
    /// Standard output.
    Stdout,
    /// A file of this name.
    File(PathBuf),
}

impl Target {
    /// The place that was named, or one beside the input.
    ///
    /// # Errors
    /// A place that cannot be written to, or may not be.
    pub(super) fn of(output: Option<&Path>, input: &Path, force: bool) -> Result<Self, Failed> {
        let path = match output {
            Some(path) if path.as_os_str() == "-" => return Ok(Self::Stdout),
            Some(path) => path.to_owned(),
            None => with_word(input, "refined"),
        };
        if !input.is_file() {
            return Err(Exit::Usage.because(format!("{} is no file", input.display())));
        }
        // Also where a result that is not the whole one would go.
        for path in [&path, &with_word(&path, "partial")] {
            may_write(path, input, force)?;
        }
        Ok(Self::File(path))
    }

    /// Whether a file of this name may be written beside this result.
    ///
    /// # Errors
    /// As `of`; also the name of the result itself.
    pub(super) fn beside(&self, path: &Path, input: &Path, force: bool) -> Result<(), Failed> {
        let absolute = |path: &Path| std::path::absolute(path).ok();
        let taken = match self {
            Self::Stdout => Vec::new(),
            Self::File(output) => vec![absolute(output), absolute(&with_word(output, "partial"))],
        };
        if taken.contains(&absolute(path)) {
            return Err(Exit::Usage.because("the history is the output; give it another name"));
        }
        may_write(path, input, force)
    }

    /// Where a result goes that is not the whole one.
    pub(super) fn partial(&self) -> Self {
        match self {
            Self::Stdout => Self::Stdout,
            Self::File(path) => Self::File(with_word(path, "partial")),
        }
    }

    /// Whether it goes to standard output.
    pub(super) fn is_stdout(&self) -> bool {
        matches!(self, Self::Stdout)
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Stdout => f.write_str("standard output"),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

fn may_write(path: &Path, input: &Path, force: bool) -> Result<(), Failed> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if path.is_dir() || parent.is_some_and(|parent| !parent.is_dir()) {
        let message = format!("{} cannot be written: no such folder, or a folder itself", path.display());
        return Err(Exit::Usage.because(message));
    }
    let same = || Some(path.canonicalize().ok()? == input.canonicalize().ok()?);
    if same() == Some(true) {
        return Err(Exit::Usage.because("the output is the input; the input is never modified"));
    }
    if path.exists() && !force {
        return Err(Exit::Usage.because(format!("{} exists; --force overwrites it", path.display())));
    }
    Ok(())
}

/// Writes a file, piece by piece, under its name only once it is whole.
///
/// # Errors
/// What a piece says, and what the file system says.
pub(super) async fn write(
    path: &Path,
    pieces: impl Stream<Item = Result<Bytes, Error>>,
) -> Result<(), Failed> {
    let failed = |error: std::io::Error| Exit::Usage.because(format!("{}: {error}", path.display()));
    // A name nobody else has: what lies beside the result is not ours to overwrite.
    let temporary = path.with_added_extension(format!("{}.part", uuid::Uuid::now_v7()));
    let written = async {
        let mut file = File::create_new(&temporary).map_err(failed)?;
        let mut pieces = pin!(pieces);
        while let Some(piece) = pieces.next().await {
            file.write_all(&piece?).map_err(failed)?;
        }
        std::fs::rename(&temporary, path).map_err(failed)
    };
    let written = written.await;
    if written.is_err() {
        let _not_there = std::fs::remove_file(&temporary);
    }
    written
}

/// `guide.xlf` becomes `guide.refined.xlf`.
fn with_word(path: &Path, word: &str) -> PathBuf {
    match path.extension() {
        Some(extension) => path.with_extension(format!("{word}.{}", extension.to_string_lossy())),
        None => path.with_extension(word),
    }
}
