//! What becomes of history in the hands of the tool that reads the file next.

/// What a dialect's importer does with earlier versions and notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryAdvice {
    /// It keeps them, or at least passes over them.
    Kept,
    /// It may drop them when it writes the file again.
    MayBeDropped,
    /// It may take an earlier version for the translation, or refuse what it does not expect.
    Harms,
}

/// What to expect of the importer of a dialect, by its name in the summary of a file.
#[must_use]
pub fn history(dialect: &str) -> HistoryAdvice {
    match dialect {
        "angular" | "xcode" | "qt" => HistoryAdvice::Harms,
        "sdlxliff" | "mqxliff" | "mxliff" | "txlf" => HistoryAdvice::MayBeDropped,
        _ => HistoryAdvice::Kept,
    }
}
