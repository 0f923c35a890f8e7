//! JUnit's XML as continuous integration reads it: a suite for each file, a case for each finding; a
//! finding that does not fail the run is a case that passed, and says what it is in its output.

use super::{Form, Out};
use crate::cli::check::line::{Kind, Line};
use crate::domain::segment::Severity;
use std::fmt::Write as _;
use std::io::{self, Seek as _, Write as _};
use std::path::Path;
use tempfile::SpooledTempFile;

/// Beyond so many bytes the cases of a file wait on disk for the counts that stand before them.
const IN_MEMORY: usize = 1 << 20;

pub(super) struct Junit {
    out: Out,
    fail_on: Severity,
    name: String,
    cases: SpooledTempFile,
    tests: u64,
    failures: u64,
    errors: u64,
}

impl Junit {
    pub(super) fn new(out: Out, fail_on: Severity) -> Self {
        let cases = SpooledTempFile::new(IN_MEMORY);
        Self { out, fail_on, name: String::new(), cases, tests: 0, failures: 0, errors: 0 }
    }
}

impl Form for Junit {
    fn begin(&mut self) -> io::Result<()> {
        writeln!(
            self.out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"refineloop check\">"
        )
    }

    fn begin_file(&mut self, path: &Path) -> io::Result<()> {
        self.name = escaped(&path.display().to_string());
        self.cases = SpooledTempFile::new(IN_MEMORY);
        (self.tests, self.failures, self.errors) = (0, 0, 0);
        Ok(())
    }

    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        self.tests += 1;
        let (check, message) = (escaped(line.check), escaped(&line.message));
        let within = escaped(&line.within());
        let ((row, column), severity) = (line.place, line.severity);
        let mut inner = format!("{row}:{column} {severity} {message}");
        if !line.hint.is_empty() {
            let _ = write!(inner, "\n{}", escaped(&line.hint));
        }
        let element = if line.kind == Kind::Refusal {
            self.errors += 1;
            format!("<error message=\"{message}\" type=\"{check}\">{inner}</error>")
        } else if severity >= self.fail_on {
            self.failures += 1;
            format!("<failure message=\"{message}\" type=\"{check}\">{inner}</failure>")
        } else {
            format!("<system-out>{inner}</system-out>")
        };
        writeln!(
            self.cases,
            "<testcase classname=\"{check}\" name=\"{check} {row}:{column} {within}\" file=\"{}\" line=\"{row}\">\
             {element}</testcase>",
            self.name
        )
    }

    fn end_file(&mut self) -> io::Result<()> {
        if self.tests == 0 {
            self.tests = 1;
            writeln!(
                self.cases,
                "<testcase classname=\"refineloop\" name=\"no findings\" file=\"{}\"/>",
                self.name
            )?;
        }
        writeln!(
            self.out,
            "<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
            self.name, self.tests, self.failures, self.errors
        )?;
        self.cases.rewind()?;
        io::copy(&mut self.cases, &mut self.out)?;
        writeln!(self.out, "</testsuite>")
    }

    fn end(&mut self, _refused: bool) -> io::Result<()> {
        writeln!(self.out, "</testsuites>")?;
        self.out.flush()
    }
}

/// Text for an attribute or an element; what XML cannot hold becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' | '\r' => {
                let _ = write!(escaped, "&#{};", u32::from(character));
            }
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}
