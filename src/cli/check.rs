//! `refineloop check`: what is wrong with files, without changing any.
//!
//! One pass over a file tells what is wrong with its structure and what the checks find in its texts;
//! nothing of a file is held but a unit and what the checks over the whole file keep.

use super::exit::{Exit, Failed};
use super::{language, output};
use crate::check::{self, Level};
use crate::domain::segment::Severity;
use crate::xliff;
use clap::{Args, ValueEnum};
use form::Form;
use look::Look;
use std::fs::File;
use std::io::{self, Seek as _};
use std::path::{Path, PathBuf};

mod dismissed;
mod form;
mod line;
mod list;
mod look;
mod waiting;

/// How many findings of one check are told of one file in the form for people; the rest is counted.
const MOST: u64 = 100;

#[derive(Debug, Args)]
#[command(after_help = "Try:  refineloop check examples/faults.en-de.xlf\n\n\
    Exits with 0, with 1 if a finding is as bad as --fail-on, with 3 if a file is not XLIFF or not well-formed.")]
pub(super) struct Arguments {
    /// The XLIFF files; `-` is standard input
    #[arg(value_name = "FILE", required_unless_present = "list")]
    files: Vec<PathBuf>,
    /// List all checks, and check nothing
    #[arg(short, long)]
    list: bool,
    /// The form of the result
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The least severity that makes the command exit with 1
    #[arg(long, value_enum, default_value = "major")]
    fail_on: FailOn,
    /// Also make these checks, which are off by themselves; say it several times, or join by commas
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    enable: Vec<String>,
    /// Do not make these checks
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    disable: Vec<String>,
    /// Terms to use, to avoid and to leave untranslated: TBX, CSV or TSV
    #[arg(long, value_name = "FILE")]
    glossary: Option<PathBuf>,
    /// The folder of dictionaries that words are looked up in, as Hunspell has them: de_DE.aff beside de_DE.dic.
    /// With one spelling is checked, unless it is disabled [env: REFINELOOP_CHECKS_DICTIONARIES]
    #[arg(long, value_name = "FOLDER")]
    dictionaries: Option<PathBuf>,
    /// The file of settings, of which the section `checks` counts [env: REFINELOOP_CONFIG]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Findings that are right as they are: lines of JSON, as `dismissals list --json` writes them
    #[arg(long, value_name = "FILE")]
    dismissed: Option<PathBuf>,
    /// The most findings of one check that are told of one file; 0 for all [default: 100 as text, else all]
    #[arg(long, value_name = "N")]
    most: Option<u64>,
    /// The source language where the file names none
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TAG", value_parser = language::tag)]
    source_language: String,
    /// The target language where the file names none
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TAG", value_parser = language::tag)]
    target_language: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line each: file, line, column, severity, what was found, check, unit
    Text,
    /// One object
    Json,
    /// An object each
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit's XML, for reports of continuous integration
    Junit,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    Minor,
    Major,
    Critical,
}

impl FailOn {
    fn severity(self) -> Severity {
        match self {
            Self::Minor => Severity::Minor,
            Self::Major => Severity::Major,
            Self::Critical => Severity::Critical,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failed> {
    known(arguments.enable.iter().chain(&arguments.disable))?;
    if arguments.list {
        return list::print(arguments.format);
    }
    let fail_on = arguments.fail_on.severity();
    let mut form = form::of(arguments.format, fail_on);
    let mut look = Look::new(arguments)?;
    let told = all(arguments, &mut look, form.as_mut());
    match told {
        Ok(()) => {}
        Err(Broken::Failed(failed)) => return Err(failed),
        // A reader that has seen enough is no fault of ours.
        Err(Broken::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(Broken::Output(error)) => {
            return Err(Exit::Usage.because(format_args!("standard output: {error}")));
        }
    }
    Ok(if look.refused {
        Exit::Input
    } else if look.worst.is_some_and(|worst| worst >= fail_on) {
        Exit::FailedSegments
    } else {
        Exit::Done
    })
}

/// Why the check as a whole does not go on.
#[derive(Debug)]
enum Broken {
    Failed(Failed),
    Output(io::Error),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Failed> for Broken {
    fn from(failed: Failed) -> Self {
        Self::Failed(failed)
    }
}

fn all(arguments: &Arguments, look: &mut Look, form: &mut dyn Form) -> Result<(), Broken> {
    form.begin()?;
    let mut unread = None;
    for path in &arguments.files {
        let name = path.display().to_string();
        let file = match open(path) {
            Ok(file) => file,
            // The report stays whole, and the other files are looked at.
            Err(error) => {
                if let Some(earlier) = unread.replace(format!("{name}: {error}")) {
                    output::note(&earlier);
                }
                continue;
            }
        };
        form.begin_file(path)?;
        for (check, count) in look.file(path, &file, form)? {
            output::note(&format!("{name}: {count} more of {check}"));
        }
        form.end_file()?;
    }
    form.end(look.refused)?;
    match unread {
        Some(last) => Err(Exit::Usage.because(last).into()),
        None => Ok(()),
    }
}

/// A file that can be read twice.
fn open(path: &Path) -> io::Result<File> {
    let from_pipe = |mut input: &mut dyn io::Read| {
        let mut copy = tempfile::tempfile()?;
        io::copy(&mut input, &mut copy)?;
        copy.rewind()?;
        Ok(copy)
    };
    if path == Path::new("-") {
        return from_pipe(&mut io::stdin().lock());
    }
    let mut file = File::open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { from_pipe(&mut file) }
}

/// Refuses names that are no checks.
fn known<'n>(mut names: impl Iterator<Item = &'n String>) -> Result<(), Failed> {
    let is_known = |name: &str| {
        check::catalog().iter().any(|id| id.as_str() == name)
            || xliff::Rule::ALL.iter().any(|rule| rule.id() == name)
    };
    match names.find(|name| !is_known(name)) {
        Some(name) => {
            let text = format_args!("there is no check {name:?}; `refineloop check --list` names them all");
            Err(Exit::Usage.because(text))
        }
        None => Ok(()),
    }
}

/// The words a level is told by.
fn level(level: Level) -> &'static str {
    match level {
        Level::Hard | Level::Soft => "on",
        Level::Info => "off",
    }
}
