//! What becomes of a history that is written into a tool's files.

use super::table::DIALECTS;

/// Whether a history is safe in the files of a dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryAdvice {
    /// The tool keeps it, or passes over it.
    Harmless,
    /// The tool may drop it on import; the file is read all the same.
    MayBeDropped,
    /// The tool may take an old version for the translation, or refuse the file: write none unless asked to.
    OffByDefault,
}

/// What is known of a dialect, by the name in [`XliffSummary`](crate::domain::file::XliffSummary).
/// A name that is not known is the standard's.
#[must_use]
pub fn history(dialect: &str) -> HistoryAdvice {
    let known = DIALECTS.iter().find(|known| known.name == dialect);
    known.map_or(HistoryAdvice::Harmless, |known| known.history)
}
