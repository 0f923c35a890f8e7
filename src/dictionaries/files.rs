//! The two files of a dictionary: which there are, how large they may be, in which encoding they are.

use super::Error;
use crate::check::Dictionary;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use sha2::{Digest as _, Sha256};
use std::fmt::Display;
use std::fs::File;
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

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

/// Reads a dictionary; `fits` says whether there is room for so many bytes.
///
/// # Errors
/// Files that cannot be read, are too large, or are no dictionary.
pub(super) fn read(folder: &Path, name: &str, fits: impl Fn(u64) -> bool) -> Result<Dictionary, Error> {
    let [affixes, words] = ["aff", "dic"].map(|extension| folder.join(format!("{name}.{extension}")));
    let wrong = |path: &Path, what: &dyn Display| Error { path: path.to_owned(), what: what.to_string() };
    let bytes = |path: &Path| {
        let mut bytes = Vec::new();
        // To open a pipe would be to wait for somebody who writes into it.
        if !std::fs::metadata(path).map_err(|error| wrong(path, &error))?.is_file() {
            return Err(wrong(path, &"no file"));
        }
        let file = File::open(path).map_err(|error| wrong(path, &error))?;
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| wrong(path, &error))?;
        let size = bytes.len() as u64;
        if size > LARGEST {
            return Err(wrong(path, &format_args!("more than {LARGEST} bytes")));
        }
        if fits(size) { Ok(bytes) } else { Err(wrong(path, &"no room for one more dictionary")) }
    };
    let [affix_bytes, word_bytes] = [bytes(&affixes)?, bytes(&words)?];
    let encoding = encoding(&affix_bytes).map_err(|what| wrong(&affixes, &what))?;
    let text = |path: &Path, bytes| {
        let (text, _, is_broken) = encoding.decode(bytes);
        if is_broken {
            Err(wrong(path, &format_args!("not in {}, which it says it is", encoding.name())))
        } else {
            Ok(text)
        }
    };
    let texts = [text(&affixes, &affix_bytes)?, text(&words, &word_bytes)?];
    let digest = digest([&affix_bytes, &word_bytes]);
    // The reader of the format is not ours, and files are what they are.
    let read = catch_unwind(AssertUnwindSafe(|| Dictionary::read(name, &digest, &texts[0], &texts[1])));
    match read {
        Ok(read) => read.map_err(|error| wrong(&words, &error)),
        Err(_) => Err(wrong(&words, &"no dictionary of Hunspell: its reader broke off")),
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
