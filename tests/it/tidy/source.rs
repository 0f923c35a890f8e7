//! Rust sources as the rules of `tidy` see them: text, code without comments and literals, literals.
//!
//! Knows enough of Rust's tokens to blank what is no code, and nothing of the rules.

use regex::Regex;
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::{LazyLock, Mutex};

/// Something found in a file: a name, or how a rule is broken and what to do about it.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) what: String,
}

/// A file with its code (comments and literals blanked, same length) and its literals by line.
pub(super) struct Source {
    pub(super) path: String,
    pub(super) text: String,
    code: String,
    pub(super) literals: Vec<(usize, String)>,
}

impl Source {
    pub(super) fn new(path: &str, text: &str) -> Self {
        // A lifetime has no second quote, so only whole character literals are tokens.
        let token = pattern(r#"//|/\*|(?-u:\b)[bc]?r\#*"|"|'(?:\\.[^'\n]*|[^'\\\n])'"#);
        let closing_quote = pattern(r#"^(?s:[^"\\]|\\.)*""#);
        let mut code = text.to_owned().into_bytes();
        let mut literals = Vec::new();
        let mut at = 0;
        while let Some(opening) = token.find_at(text, at) {
            let rest = &text[opening.end()..];
            let until = |end: &str| rest.find(end).map_or(rest.len(), |found| found + end.len());
            let length = match opening.as_str() {
                "//" => rest.find('\n').unwrap_or(rest.len()),
                "/*" => until("*/"),
                "\"" => closing_quote.find(rest).map_or(rest.len(), |found| found.end()),
                raw if raw.ends_with('"') => until(&format!("\"{}", "#".repeat(raw.matches('#').count()))),
                _character => 0,
            };
            at = opening.end() + length;
            if opening.as_str().ends_with('"') {
                let literal = rest[..length].trim_end_matches('#').trim_end_matches('"');
                literals.push((line_of(text, opening.start()), literal.to_owned()));
            }
            code[opening.start()..at].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        }
        let code = String::from_utf8(code).expect("whole tokens are blanked with ASCII");
        Self { path: path.to_owned(), text: text.to_owned(), code, literals }
    }

    /// `check` for `src/check/tags.rs` and `src/check.rs`; `lib` for `src/lib.rs`.
    pub(super) fn module(&self) -> &str {
        self.path.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default()
    }

    /// How many `super` lead from this file's module to the crate root.
    pub(super) fn depth(&self) -> usize {
        let folders = self.path.trim_start_matches("src/").split('/').count();
        folders - usize::from(self.path.ends_with("/mod.rs"))
    }

    pub(super) fn at(&self, line: usize, what: &str) -> Finding {
        Finding { path: self.path.clone(), line, what: what.to_owned() }
    }

    /// A finding at each line where the code matches.
    pub(super) fn each(&self, regex: &str, what: &str) -> Vec<Finding> {
        let found = pattern(regex);
        let mut lines: Vec<_> =
            found.find_iter(&self.code).map(|m| line_of(&self.code, m.end() - 1)).collect();
        lines.dedup();
        lines.into_iter().map(|line| self.at(line, what)).collect()
    }

    /// The first group of each match, with its line.
    pub(super) fn names(&self, regex: &str) -> Vec<Finding> {
        let found = pattern(regex);
        let groups = found.captures_iter(&self.code).filter_map(|found| found.get(1));
        groups.map(|name| self.at(line_of(&self.code, name.start()), name.as_str())).collect()
    }

    pub(super) fn mentions(&self, what: &str) -> bool {
        self.code.contains(what)
    }

    /// The names directly below the crate root that the code reaches, by `crate::…` or by enough
    /// `super::…`, one by one or as `{a, b}`, in `use` or in the middle of an expression.
    pub(super) fn reached(&self) -> Vec<Finding> {
        let path = pattern(r"\b(crate|super(?:\s*::\s*super)*)\s*::\s*(?:(?<group>\{)|(?<name>\w+))");
        let mut reached = Vec::new();
        for found in path.captures_iter(&self.code) {
            // Inside an inline module one `super` more leads to the root, so this may find a name
            // too many, never one too few.
            let supers = found[1].matches("super").count();
            if supers > 0 && supers < self.depth() {
                continue;
            }
            if let Some(group) = found.name("group") {
                reached.extend(self.group_heads(group.end()));
            } else if let Some(name) = found.name("name") {
                reached.push(self.at(line_of(&self.code, name.start()), name.as_str()));
            }
        }
        reached
    }

    /// The first words of the items of `{a::b, c}`, from just behind its brace.
    fn group_heads(&self, start: usize) -> Vec<Finding> {
        let (mut depth, mut item, mut heads) = (1, start, Vec::new());
        for (at, mark) in self.code[start..].match_indices(['{', '}', ',']) {
            if depth == 1 {
                let text = &self.code[item..start + at];
                let head = text.trim_start().split([':', ' ', '\n']).next().unwrap_or_default();
                let line = line_of(&self.code, item + text.len() - text.trim_start().len());
                heads.extend((!head.is_empty()).then(|| self.at(line, head)));
            }
            match mark {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            item = start + at + 1;
        }
        heads
    }
}

/// The files under a folder, which must hold some: a rule over nothing would always pass.
pub(super) fn files(folder: &str, extension: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("a folder of the project") {
            let entry = entry.expect("a readable entry");
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                folders.push(path);
            } else if path.ends_with(&format!(".{extension}")) {
                found.push(Source::new(&path, &read(&path)));
            }
        }
    }
    assert!(!found.is_empty(), "no .{extension} under {folder}");
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

pub(super) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text[..at].matches('\n').count()
}

/// A compiled regular expression, compiled once: that takes longer than to run it over a file.
pub(super) fn pattern(regex: &str) -> Regex {
    static COMPILED: LazyLock<Mutex<HashMap<String, Regex>>> = LazyLock::new(Mutex::default);
    let mut compiled = COMPILED.lock().expect("no test panics while it holds the lock");
    let new = || Regex::new(regex).expect("a regular expression of this test");
    compiled.entry(regex.to_owned()).or_insert_with(new).clone()
}
