//! Lines for people, in the form that editors and terminals make links of.

use super::{Form, Out};
use crate::cli::check::line::Line;
use std::io::{self, Write as _};

pub(super) struct Text(pub(super) Out);

impl Form for Text {
    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        let Line { file, place: (row, column), severity, message, check, hint, .. } = line;
        writeln!(self.0, "{file}:{row}:{column}: {severity}: {message} [{check}] {}", line.within())?;
        if hint.is_empty() { Ok(()) } else { writeln!(self.0, "    {hint}") }
    }

    fn end_file(&mut self) -> io::Result<()> {
        self.0.flush()
    }

    fn end(&mut self, _refused: bool) -> io::Result<()> {
        self.0.flush()
    }
}
