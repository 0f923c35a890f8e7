//! Why a file could not be read or written, with the place in it and the way out.
//!
//! No text of the file is in a message, only names of elements, attributes and settings.

use super::hint;
use std::borrow::Cow;

/// Why an XLIFF file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not well-formed XML, or not whole.
    #[error("line {line}, column {column}: not well-formed XML: {what}; {}", hint::malformed(.what))]
    Malformed {
        /// The line, from 1.
        line: u64,
        /// The column in characters, from 1.
        column: u64,
        /// What is wrong.
        what: String,
    },
    /// It is no XLIFF this version reads.
    #[error(
        "line {line}, column {column}: cannot process {what}; XLIFF 1.0 to 1.2 and 2.0 to 2.2 are read; {}",
        hint::unsupported(.what)
    )]
    Unsupported {
        /// The line, from 1.
        line: u64,
        /// The column in characters, from 1.
        column: u64,
        /// What was found: the root, the namespace, a DTD, an encoding.
        what: String,
    },
    /// It goes beyond a limit.
    #[error(
        "line {line}, column {column}: more than {most} {limit}; a file that needs more is read with a higher {setting}"
    )]
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

impl Error {
    /// The place in the file, from 1, if it has one.
    #[must_use]
    pub fn place(&self) -> Option<(u64, u64)> {
        match self {
            Self::Malformed { line, column, .. }
            | Self::Unsupported { line, column, .. }
            | Self::Limit { line, column, .. } => Some((*line, *column)),
            Self::Integrity { .. } | Self::Io(_) => None,
        }
    }

    /// What was found, without the place and the way out.
    #[must_use]
    pub fn found(&self) -> String {
        match self {
            Self::Malformed { what, .. } => format!("not well-formed XML: {what}"),
            Self::Unsupported { what, .. } => {
                format!("cannot process {what}; XLIFF 1.0 to 1.2 and 2.0 to 2.2 are read")
            }
            Self::Limit { limit, most, .. } => format!("more than {most} {limit}"),
            Self::Integrity { message, .. } => message.clone(),
            Self::Io(_) => self.to_string(),
        }
    }

    /// The way out.
    #[must_use]
    pub fn hint(&self) -> Cow<'static, str> {
        match self {
            Self::Malformed { what, .. } => hint::malformed(what),
            Self::Unsupported { what, .. } => hint::unsupported(what).into(),
            Self::Limit { setting, .. } => {
                format!("a file that needs more is read with a higher {setting}").into()
            }
            Self::Integrity { .. } => "tell us: this is no fault of the file".into(),
            Self::Io(_) => "see whether the file can be read, and try again".into(),
        }
    }
}
