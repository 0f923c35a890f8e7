//! The operator's dictionaries: a folder of files as Hunspell has them, `de_DE.aff` beside `de_DE.dic`.
//!
//! Each is read when a language first asks for it, and kept. What a dictionary is good for is the business of
//! `check`, which sees no files.

mod choose;
mod files;
mod flags;

use crate::check::Dictionary;
use crate::domain::locale::Locale;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The most bytes of files that are read into memory, over all dictionaries: those of some 25 languages. In memory
/// they take about five times as much.
const MOST_BYTES: u64 = 64 << 20;

/// Why a dictionary is not to be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {what}", path.display())]
pub struct Error {
    /// The file, or the folder.
    pub path: PathBuf,
    /// What is wrong with it.
    pub what: String,
}

/// A dictionary that was tried.
type Tried = Arc<OnceLock<Result<Arc<Dictionary>, Error>>>;

/// A folder of dictionaries, or none. What is in it is looked at once: another dictionary of the same name is
/// seen by the next process.
#[derive(Debug)]
pub struct Library {
    folder: PathBuf,
    /// The names of its dictionaries, sorted.
    names: Vec<String>,
    tried: Mutex<HashMap<String, Tried>>,
    kept: Mutex<Kept>,
}

/// The dictionaries that were read.
#[derive(Debug)]
struct Kept {
    /// By what is in their files: distributions give one dictionary many names.
    by_digest: HashMap<String, Dictionary>,
    /// How many bytes there is room for.
    room: u64,
}

impl Default for Library {
    fn default() -> Self {
        let kept = Mutex::new(Kept { by_digest: HashMap::new(), room: MOST_BYTES });
        Self { folder: PathBuf::new(), names: Vec::new(), tried: Mutex::default(), kept }
    }
}

impl Library {
    /// The dictionaries of a folder; those of no folder are none.
    ///
    /// # Errors
    /// A folder that cannot be read, or has no dictionary.
    pub fn open(folder: Option<&Path>) -> Result<Self, Error> {
        let Some(folder) = folder else { return Ok(Self::default()) };
        let names = files::names(folder)?;
        Ok(Self { folder: folder.to_owned(), names, ..Self::default() })
    }

    /// The dictionary that is best for a language, if there is one for it. Reads files: it may take a second.
    ///
    /// # Errors
    /// Files that cannot be read, are too large, or are no dictionary.
    pub fn find(&self, locale: &Locale) -> Result<Option<Arc<Dictionary>>, Error> {
        choose::best(locale, &self.names).map(|name| self.load(name)).transpose()
    }

    /// The dictionary that an earlier [`Library::find`] gave, maybe that of another process.
    ///
    /// # Errors
    /// As of `find`; also if it is another one by now, or gone.
    pub fn again(&self, name: &str, digest: &str) -> Result<Arc<Dictionary>, Error> {
        let wrong =
            |what: &str| Error { path: self.folder.join(format!("{name}.dic")), what: what.to_owned() };
        if !self.names.iter().any(|known| known == name) {
            return Err(wrong("the dictionary is gone"));
        }
        let dictionary = self.load(name)?;
        if dictionary.digest() == digest { Ok(dictionary) } else { Err(wrong("the dictionary has changed")) }
    }

    fn load(&self, name: &str) -> Result<Arc<Dictionary>, Error> {
        let tried = {
            let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(tried.entry(name.to_owned()).or_default())
        };
        // Whoever comes while it is read waits for it.
        tried.get_or_init(|| self.read(name).map(Arc::new)).clone()
    }

    /// Reads a dictionary, unless the same was read by another name. One at a time: until one is read, nobody knows
    /// how much room it leaves.
    fn read(&self, name: &str) -> Result<Dictionary, Error> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let files = files::read(&self.folder, name)?;
        if let Some(same) = kept.by_digest.get(&files.digest) {
            return Ok(same.called(name));
        }
        let Some(room) = kept.room.checked_sub(files.size()) else {
            return Err(files.error(&"no room for one more dictionary"));
        };
        let dictionary = files.dictionary(name)?;
        kept.by_digest.insert(files.digest, dictionary.called(name));
        kept.room = room;
        Ok(dictionary)
    }
}

#[cfg(test)]
mod tests;
