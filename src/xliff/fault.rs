//! What is wrong at an offset of a file: an error as soon as its line is known.

use super::error::Error;
use super::position::Place;

/// What is wrong, and where.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The offset.
    pub(crate) at: usize,
    /// The element that it is about and that began before.
    pub(crate) begun: Option<Begun>,
    what: What,
}

/// An open element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Begun {
    /// How many elements are open with it.
    pub(crate) depth: usize,
    /// Where its start tag is.
    pub(crate) at: usize,
}

#[derive(Debug)]
enum What {
    Malformed(String),
    /// What is said before and after the place of an element.
    Open(String, String),
    Unsupported(String),
    Limit {
        limit: &'static str,
        setting: &'static str,
        most: u64,
    },
}

impl Fault {
    /// It is not well-formed.
    pub(crate) fn malformed(at: usize, what: impl Into<String>) -> Self {
        Self { at, begun: None, what: What::Malformed(what.into()) }
    }

    /// An element does not end as it should; where it begins is told between two texts.
    pub(crate) fn open(at: usize, begun: Begun, before: String, after: String) -> Self {
        Self { at, begun: Some(begun), what: What::Open(before, after) }
    }

    /// It is not what is read.
    pub(crate) fn unsupported(at: usize, what: impl Into<String>) -> Self {
        Self { at, begun: None, what: What::Unsupported(what.into()) }
    }

    /// It goes beyond a limit.
    pub(crate) fn limit(at: usize, limit: &'static str, setting: &'static str, most: usize) -> Self {
        Self { at, begun: None, what: What::Limit { limit, setting, most: most as u64 } }
    }

    /// The same, so much further in the file.
    pub(crate) fn moved(self, by: usize) -> Self {
        Self { at: self.at + by, ..self }
    }

    /// The error, its place known.
    pub(crate) fn in_place(self, place: Place) -> Error {
        self.in_places(place, None)
    }

    /// The error, its place known and that of the element it is about.
    pub(crate) fn in_places(self, Place { line, column }: Place, begun: Option<Place>) -> Error {
        match self.what {
            What::Malformed(what) => Error::Malformed { line, column, what },
            What::Open(before, after) => {
                let begun = begun.map(|Place { line, column }| format!(" (line {line}, column {column})"));
                let what = format!("{before}{}{after}", begun.unwrap_or_default());
                Error::Malformed { line, column, what }
            }
            What::Unsupported(what) => Error::Unsupported { line, column, what },
            What::Limit { limit, setting, most } => Error::Limit { line, column, limit, setting, most },
        }
    }
}
