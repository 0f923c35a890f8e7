//! The forms of the result. Each is written while files are read; none is gathered whole.

use super::Format;
use super::line::Line;
use crate::domain::segment::Severity;
use std::io::{self, BufWriter, Stdout, Write};
use std::path::Path;

mod junit;
mod objects;
mod sarif;
mod text;

/// How findings become output.
pub(super) trait Form: Send {
    /// What stands before all files.
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// A file is looked at.
    fn begin_file(&mut self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    /// A finding in the file.
    fn line(&mut self, line: &Line<'_>) -> io::Result<()>;

    /// The file was looked at.
    fn end_file(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// What stands after all files; `refused` if one of them could not be processed.
    fn end(&mut self, refused: bool) -> io::Result<()>;
}

/// Standard output, a piece at a time.
type Out = BufWriter<Stdout>;

/// The form that was asked for; `fail_on` is the least severity that counts as a failure.
pub(super) fn of(format: Format, fail_on: Severity) -> Box<dyn Form> {
    let out = BufWriter::new(io::stdout());
    match format {
        Format::Text => Box::new(text::Text(out)),
        Format::Jsonl => Box::new(objects::Lines(out)),
        Format::Json => Box::new(objects::Object::new(out)),
        Format::Sarif => Box::new(sarif::Sarif::new(out)),
        Format::Junit => Box::new(junit::Junit::new(out, fail_on)),
    }
}

/// Writes values with a comma between them.
#[derive(Debug, Default)]
struct List {
    any: bool,
}

impl List {
    fn add(&mut self, out: &mut impl Write, value: &serde_json::Value) -> io::Result<()> {
        let before = if std::mem::replace(&mut self.any, true) { ",\n" } else { "\n" };
        write!(out, "{before}{value}")
    }
}
