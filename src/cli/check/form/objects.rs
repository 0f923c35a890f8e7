//! JSON: an object a line, or one object with all of them.

use super::{Form, List, Out};
use crate::cli::check::line::Line;
use std::io::{self, Write as _};

/// An object a line.
pub(super) struct Lines(pub(super) Out);

impl Form for Lines {
    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        writeln!(self.0, "{}", line.object())
    }

    fn end_file(&mut self) -> io::Result<()> {
        self.0.flush()
    }

    fn end(&mut self, _refused: bool) -> io::Result<()> {
        self.0.flush()
    }
}

/// One object.
pub(super) struct Object {
    out: Out,
    findings: List,
}

impl Object {
    pub(super) fn new(out: Out) -> Self {
        Self { out, findings: List::default() }
    }
}

impl Form for Object {
    fn begin(&mut self) -> io::Result<()> {
        write!(self.out, "{{\"findings\":[")
    }

    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        self.findings.add(&mut self.out, &line.object())
    }

    fn end(&mut self, _refused: bool) -> io::Result<()> {
        writeln!(self.out, "\n]}}")?;
        self.out.flush()
    }
}
