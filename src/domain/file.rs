//! Stored files and what the reader found in them.

use super::clock::Time;
use super::ids::{FileId, JobId};
use serde::{Deserialize, Serialize};

/// A stored XLIFF file. It never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Its identifier.
    pub id: FileId,
    /// The name to show and to save under, without a path; at most 255 characters.
    pub filename: String,
    /// The job that wrote it; `None` for an upload.
    pub job: Option<JobId>,
    /// Its length in bytes.
    pub size_bytes: u64,
    /// SHA-256 of its bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// What the reader found in it.
    pub xliff: XliffSummary,
    /// When it was stored.
    pub created_at: Time,
    /// When its bytes are removed.
    pub expires_at: Time,
}

/// Where a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileOrigin {
    /// Sent by a client.
    Upload,
    /// Written by a job.
    Job,
}

/// What an XLIFF file declares and contains.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct XliffSummary {
    /// The version the file declares, as written.
    pub version: String,
    /// The tool family whose extensions were recognised; `standard` if none.
    pub dialect: String,
    /// The language pairs, each once, in the order of the file, as written; empty where the file names none.
    pub language_pairs: Vec<LanguagePair>,
    /// How many segments it holds.
    pub segment_count: u64,
    /// How many of them hold a non-empty target and may be changed.
    pub refinable_count: u64,
    /// Words in the sources of the refinable segments (UAX #29; dictionary words where a script has no spaces).
    pub word_count: u64,
    /// Oddities of a file that is processed all the same, in English, at most a few.
    pub warnings: Vec<String>,
}

/// A source and a target language, as BCP 47 tags or as the file spells them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LanguagePair {
    /// The language translated from; empty where the file names none.
    pub source: String,
    /// The language translated into; empty where the file names none.
    pub target: String,
}
