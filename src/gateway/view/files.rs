//! Files.

use super::{set_time, text};
use crate::pb;
use serde::Serialize;
use utoipa::ToSchema;

/// A stored file: the original's six members, then ours.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = File)]
pub(in crate::gateway) struct FileView {
    /// The identifier.
    #[schema(format = "uuid")]
    file_id: String,
    /// The name it was uploaded under.
    filename: String,
    /// Its length in bytes.
    size: i64,
    /// When it was stored.
    #[schema(format = "date-time")]
    created_at: String,
    /// The same: a file never changes.
    #[schema(format = "date-time")]
    updated_at: String,
    /// When its bytes are removed.
    #[schema(format = "date-time")]
    expires_at: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    sha256: String,
    /// The job that wrote it; absent for an upload.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = "uuid")]
    job_id: Option<String>,
    /// What the reader found in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    xliff: Option<XliffView>,
}

/// What an XLIFF file declares and contains.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Xliff)]
struct XliffView {
    /// The version it declares.
    version: String,
    /// The tool family whose extensions were recognised.
    dialect: String,
    /// Its language pairs, each once.
    language_pairs: Vec<PairView>,
    /// How many segments it holds.
    segments: i64,
    /// How many of them are refined.
    refinable: i64,
    /// How many words the sources of those hold.
    words: i64,
}

/// Languages as BCP 47 tags; empty where the file names none.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LanguagePair)]
struct PairView {
    source: String,
    target: String,
}

impl From<pb::File> for FileView {
    fn from(file: pb::File) -> Self {
        let created_at = set_time(file.created_at.as_ref());
        Self {
            file_id: file.file_id,
            filename: file.filename,
            size: file.size_bytes,
            updated_at: created_at.clone(),
            created_at,
            expires_at: set_time(file.expires_at.as_ref()),
            sha256: file.sha256,
            job_id: text(file.job_id),
            xliff: file.xliff.map(XliffView::from),
        }
    }
}

impl From<pb::XliffSummary> for XliffView {
    fn from(xliff: pb::XliffSummary) -> Self {
        let pairs = xliff.language_pairs.into_iter();
        Self {
            version: xliff.version,
            dialect: xliff.dialect,
            language_pairs: pairs.map(|pair| PairView { source: pair.source, target: pair.target }).collect(),
            segments: xliff.segment_count,
            refinable: xliff.refinable_count,
            words: xliff.word_count,
        }
    }
}
