//! Glossaries from files: TBX (2 and 3), CSV and TSV.

use super::exit::{Exit, Failed};
use crate::domain::file::LanguagePair;
use crate::domain::terms::{self, Term};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

mod table;
mod tbx;

/// The largest file, in bytes. What is taken from it is bounded by `domain::terms`.
const MOST_BYTES: u64 = 64 << 20;

/// A glossary as its file has it.
#[derive(Debug)]
pub(super) struct Glossary {
    path: PathBuf,
    /// The bytes, for whoever wants to know whether it is the same one.
    pub(super) bytes: Vec<u8>,
    entries: Vec<Entry>,
}

/// A concept: what it is called in which language.
#[derive(Debug, Default)]
struct Entry {
    /// Its line in the file, from 1.
    line: u64,
    names: Vec<Name>,
    do_not_translate: bool,
    case_sensitive: bool,
}

/// What a concept is called.
#[derive(Debug)]
struct Name {
    language: Language,
    text: String,
    standing: Standing,
}

/// The language of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Language {
    /// The source language, whichever it is.
    Source,
    /// The target language, whichever it is.
    Target,
    /// That of a tag.
    Tag(String),
}

/// Whether a name is to be used. The best is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Preferred,
    Admitted,
    Forbidden,
}

/// What is wrong with a file, and where.
#[derive(Debug, PartialEq, Eq)]
struct Wrong {
    line: u64,
    what: String,
}

impl Wrong {
    fn at(line: u64, what: impl Into<String>) -> Self {
        Self { line, what: what.into() }
    }
}

impl Glossary {
    /// Reads a glossary; its name says which form it has.
    ///
    /// # Errors
    /// What cannot be read, with the line.
    pub(super) fn read(path: &Path) -> Result<Self, Failed> {
        let failed =
            |what: &dyn std::fmt::Display| Exit::Usage.because(format_args!("{}: {what}", path.display()));
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(|error| failed(&error))?;
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(failed(&format_args!("a glossary has at most {MOST_BYTES} bytes")));
        }
        let text = str::from_utf8(&bytes).map_err(|error| {
            let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
            failed(&format_args!("line {line}: not UTF-8; save it as UTF-8"))
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let extension = path.extension().map(|extension| extension.to_ascii_lowercase());
        let entries = match extension.as_deref().and_then(|extension| extension.to_str()) {
            Some("tbx" | "xml") => tbx::read(text),
            Some("csv") => table::read(text, None),
            Some("tsv" | "tab" | "txt") => table::read(text, Some(b'\t')),
            Some(_) | None => return Err(failed(&"a glossary is a file of .tbx, .csv or .tsv")),
        };
        let entries =
            entries.map_err(|wrong| failed(&format_args!("line {}: {}", wrong.line, wrong.what)))?;
        if entries.is_empty() {
            return Err(failed(&"it has no entry"));
        }
        Ok(Self { path: path.to_owned(), bytes, entries })
    }

    /// The terms for a pair of languages.
    ///
    /// # Errors
    /// No entry is in both; or terms that cannot stand, with their line.
    pub(super) fn terms(&self, languages: &LanguagePair) -> Result<Vec<Term>, Failed> {
        let failed = |what: String| Exit::Usage.because(format_args!("{}: {what}", self.path.display()));
        let mut found: Vec<(u64, Term)> = Vec::new();
        for entry in &self.entries {
            entry.terms(languages, &mut found);
        }
        if found.is_empty() {
            let LanguagePair { source, target } = languages;
            let there = self.languages();
            return Err(failed(if there.is_empty() {
                "no entry has both a source and a target".to_owned()
            } else {
                format!("no entry is in both {source:?} and {target:?}; it has {}", there.join(", "))
            }));
        }
        let (lines, terms): (Vec<u64>, Vec<Term>) = found.into_iter().unzip();
        match terms::faults(&terms).first() {
            Some(fault) => {
                let line = fault.term.and_then(|at| lines.get(at));
                Err(failed(match line {
                    Some(line) => format!("line {line}: {}: {}", fault.part, fault.what),
                    None => fault.what.clone(),
                }))
            }
            None => Ok(terms),
        }
    }

    fn languages(&self) -> Vec<&str> {
        let names = self.entries.iter().flat_map(|entry| &entry.names);
        let tags = names.filter_map(|name| match &name.language {
            Language::Tag(tag) => Some(tag.as_str()),
            Language::Source | Language::Target => None,
        });
        let mut tags: Vec<&str> = tags.collect();
        tags.sort_unstable();
        tags.dedup();
        tags
    }
}

impl Entry {
    /// Every name in the source language, with what it is called in the target language.
    fn terms(&self, languages: &LanguagePair, found: &mut Vec<(u64, Term)>) {
        let sources = self.names_in(&Language::Source, &languages.source);
        let targets = self.names_in(&Language::Target, &languages.target);
        let mut used: Vec<_> = targets.iter().filter(|name| name.standing != Standing::Forbidden).collect();
        used.sort_by_key(|name| name.standing);
        let forbidden: Vec<String> = targets
            .iter()
            .filter(|name| name.standing == Standing::Forbidden)
            .map(|name| name.text.clone())
            .collect();
        if used.is_empty() && forbidden.is_empty() && !self.do_not_translate {
            return;
        }
        for source in sources {
            let term = |target: &str| Term {
                source: source.text.clone(),
                target: target.to_owned(),
                forbidden: forbidden.clone(),
                do_not_translate: self.do_not_translate,
                case_sensitive: self.case_sensitive,
            };
            if used.is_empty() {
                found.push((self.line, term("")));
            }
            found.extend(used.iter().map(|name| (self.line, term(&name.text))));
        }
    }

    /// The names in a language: of the very tag if there are any, else of the same language in other
    /// regions.
    fn names_in(&self, side: &Language, tag: &str) -> Vec<&Name> {
        let names = |matches: &dyn Fn(&str) -> bool| -> Vec<&Name> {
            let fits = |name: &&Name| match &name.language {
                Language::Tag(own) => matches(own),
                own @ (Language::Source | Language::Target) => own == side,
            };
            self.names.iter().filter(fits).collect()
        };
        let exact = names(&|own| own.eq_ignore_ascii_case(tag));
        if !exact.is_empty() {
            return exact;
        }
        let language = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let wanted = language(tag);
        if wanted.is_empty() { exact } else { names(&|own| language(own) == wanted) }
    }
}

#[cfg(test)]
mod tests;
