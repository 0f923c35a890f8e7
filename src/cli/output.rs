//! Printing: results to standard output, everything else to standard error.

use std::io::Write as _;

/// A line of the result. A reader that has gone away is no fault of ours.
pub(super) fn result(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// A line for the person at the terminal.
pub(super) fn note(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
