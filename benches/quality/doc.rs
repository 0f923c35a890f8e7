//! `docs/quality.md`: what a run found goes between markers; the words around them are written by hand.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where the tables are kept.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)
}

/// Puts a part into the document, in the place of the last one of this name.
///
/// # Errors
/// The document cannot be read or written, or has no place for the part.
pub fn replace(part: &str, text: &str) -> io::Result<()> {
    let path = path("quality.md");
    let document = fs::read_to_string(&path)?;
    let (begin, end) = (format!("<!-- generated: {part} -->"), format!("<!-- end of {part} -->"));
    let missing = || io::Error::other(format!("docs/quality.md has no part {part}"));
    let start = document.find(&begin).ok_or_else(missing)? + begin.len();
    let stop = start + document[start..].find(&end).ok_or_else(missing)?;
    fs::write(path, format!("{}\n\n{}\n\n{}", &document[..start], text.trim(), &document[stop..]))
}

/// A table of Markdown.
pub fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rule = vec!["---".to_owned(); head.len()];
    let body: String = rows.iter().map(|row| line(row)).collect();
    format!("{}{}{body}", line(head), line(&rule))
}
