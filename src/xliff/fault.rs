//! What is wrong at an offset of a file: an error as soon as its line is known.

use super::error::Error;
use super::position::Place;

/// What is wrong, and where.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The offset.
    pub(crate) at: usize,
    what: What,
}

#[derive(Debug)]
enum What {
    Malformed(String),
    Unsupported(String),
    Limit { limit: &'static str, setting: &'static str, most: u64 },
}

impl Fault {
    /// It is not well-formed.
    pub(crate) fn malformed(at: usize, what: impl Into<String>) -> Self {
        Self { at, what: What::Malformed(what.into()) }
    }

    /// It is not what is read.
    pub(crate) fn unsupported(at: usize, what: impl Into<String>) -> Self {
        Self { at, what: What::Unsupported(what.into()) }
    }

    /// It goes beyond a limit.
    pub(crate) fn limit(at: usize, limit: &'static str, setting: &'static str, most: usize) -> Self {
        Self { at, what: What::Limit { limit, setting, most: most as u64 } }
    }

    /// The error, its place known.
    pub(crate) fn in_place(self, Place { line, column }: Place) -> Error {
        match self.what {
            What::Malformed(what) => Error::Malformed { line, column, what },
            What::Unsupported(what) => Error::Unsupported { line, column, what },
            What::Limit { limit, setting, most } => Error::Limit { line, column, limit, setting, most },
        }
    }
}
