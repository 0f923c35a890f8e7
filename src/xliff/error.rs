//! Why a file could not be read or written, with the place in it and the way out.
//!
//! No text of the file is in a message, only names of elements, attributes and settings.

/// Why an XLIFF file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not well-formed XML, or not whole.
    #[error("line {line}, column {column}: not well-formed XML: {what}; repair or export the file again")]
    Malformed {
        /// The line, from 1.
        line: u64,
        /// The column in characters, from 1.
        column: u64,
        /// What is wrong.
        what: String,
    },
    /// It is no XLIFF this version reads.
    #[error("line {line}, column {column}: cannot process {what}; XLIFF 1.0 to 1.2 and 2.0 to 2.2 are read")]
    Unsupported {
        /// The line, from 1.
        line: u64,
        /// The column in characters, from 1.
        column: u64,
        /// What was found: the root, the namespace, a DTD, an encoding.
        what: String,
    },
    /// It goes beyond a limit.
    #[error("line {line}, column {column}: more than {most} for {limit}; the limit is the setting {setting}")]
    Limit {
        /// The line, from 1.
        line: u64,
        /// The column in characters, from 1.
        column: u64,
        /// What is limited.
        limit: &'static str,
        /// The setting that limits it.
        setting: &'static str,
        /// The most that is allowed.
        most: u64,
    },
    /// A new target would damage the file. The caller's gates should have refused it.
    #[error("segment {segment}: the new target would damage the file: {message}")]
    Integrity {
        /// The number of the segment.
        segment: u64,
        /// What it would break.
        message: String,
    },
    /// Reading the input or writing the output failed.
    #[error("the file could not be read or written")]
    Io(#[from] std::io::Error),
}
