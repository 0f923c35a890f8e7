//! The two files of a dictionary: which there are, how large they may be, in which encoding they are.

use super::{Error, flags};
use crate::check::Dictionary;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::fmt::Display;
use std::fs::File;
use std::io::Read as _;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

/// The largest file; the largest there are have some 8 MB.
const LARGEST: u64 = 32 << 20;
/// What tells a dictionary from others of its name, in hexadecimal digits.
const DIGEST: usize = 16;

/// The names of the dictionaries in a folder, sorted.
///
/// # Errors
/// It cannot be read, or has none.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let wrong = |what: &dyn Display| Error { path: folder.to_owned(), what: what.to_string() };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| wrong(&error))? {
        let path = entry.map_err(|error| wrong(&error))?.path();
        let is_affixes = path.extension().is_some_and(|extension| extension == "aff");
        if is_affixes && path.with_extension("dic").exists() {
            // A name that is no text is that of no language.
            names.extend(path.file_stem().and_then(|name| name.to_str()).map(str::to_owned));
        }
    }
    names.sort_unstable();
    if names.is_empty() {
        Err(wrong(&"no dictionary, such as de_DE.aff beside de_DE.dic"))
    } else {
        Ok(names)
    }
}

/// The two files of a dictionary.
pub(super) struct Files {
    affixes: Part,
    words: Part,
    /// What tells them from others.
    pub(super) digest: String,
}

/// One of them.
struct Part {
    path: PathBuf,
    bytes: Vec<u8>,
}

/// Reads the files of a dictionary.
///
/// # Errors
/// They cannot be read, or are too large.
pub(super) fn read(folder: &Path, name: &str) -> Result<Files, Error> {
    let part = |extension: &str| {
        let path = folder.join(format!("{name}.{extension}"));
        bytes(&path).map_err(|what| Error { path: path.clone(), what }).map(|bytes| Part { path, bytes })
    };
    let (affixes, words) = (part("aff")?, part("dic")?);
    let digest = digest([&affixes.bytes, &words.bytes]);
    Ok(Files { affixes, words, digest })
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let said = |error: std::io::Error| error.to_string();
    // To open a pipe would be to wait for somebody who writes into it.
    if !std::fs::metadata(path).map_err(said)?.is_file() {
        return Err("no file".to_owned());
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(said)?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(said)?;
    if bytes.len() as u64 > LARGEST { Err(format!("more than {LARGEST} bytes")) } else { Ok(bytes) }
}

impl Files {
    /// How many bytes they have.
    pub(super) fn size(&self) -> u64 {
        (self.affixes.bytes.len() + self.words.bytes.len()) as u64
    }

    /// The dictionary they are.
    ///
    /// # Errors
    /// They are none.
    pub(super) fn dictionary(&self, name: &str) -> Result<Dictionary, Error> {
        let [affixes, words] = self.texts()?;
        // The reader of the format is not ours, and files are what they are.
        match catch_unwind(|| Dictionary::read(name, &self.digest, &affixes, &words)) {
            Ok(read) => read.map_err(|error| self.words.error(&error)),
            Err(_) => Err(self.words.error(&"no dictionary of Hunspell: its reader broke off")),
        }
    }

    fn texts(&self) -> Result<[Cow<'_, str>; 2], Error> {
        let encoding = encoding(&self.affixes.bytes).map_err(|what| self.affixes.error(&what))?;
        let parts = [&self.affixes, &self.words];
        let decoded = parts.map(|part| encoding.decode(&part.bytes));
        let Some(broken) = decoded.iter().position(|(.., is_broken)| *is_broken) else {
            return Ok(decoded.map(|(text, ..)| text));
        };
        let by_flags = (encoding == UTF_8)
            .then(|| flags::affixes(&self.affixes.bytes).zip(flags::words(&self.words.bytes)))
            .flatten();
        by_flags.map(|(affixes, words)| [affixes.into(), words.into()]).ok_or_else(|| {
            parts[broken].error(&format_args!("not in {}, which it says it is", encoding.name()))
        })
    }

    /// What there is to say of them as a whole.
    pub(super) fn error(&self, what: &dyn Display) -> Error {
        self.words.error(what)
    }
}

impl Part {
    fn error(&self, what: &dyn Display) -> Error {
        Error { path: self.path.clone(), what: what.to_string() }
    }
}

/// The encoding that the affixes say both files are in.
fn encoding(affixes: &[u8]) -> Result<&'static Encoding, String> {
    if affixes.starts_with(b"\xEF\xBB\xBF") {
        return Ok(UTF_8);
    }
    let said =
        affixes.split(|byte| matches!(byte, b'\n' | b'\r')).find_map(|line| line.strip_prefix(b"SET "));
    // Where nothing is said, Hunspell takes Latin-1.
    let Some(said) = said else { return Ok(WINDOWS_1252) };
    let said = String::from_utf8_lossy(said).trim().to_ascii_lowercase();
    let label = match said.strip_prefix("microsoft-").unwrap_or(&said) {
        "tis620-2533" => "tis-620",
        label => label,
    };
    Encoding::for_label(label.as_bytes()).ok_or_else(|| format!("the encoding {said} is not known"))
}

fn digest(files: [&[u8]; 2]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update((file.len() as u64).to_be_bytes());
        hash.update(file);
    }
    let mut digest = crate::domain::digest::hex(&hash.finalize());
    digest.truncate(DIGEST);
    digest
}
