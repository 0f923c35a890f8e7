//! `refineloop check`: what is wrong with files, without changing any.

use super::exit::{Exit, Failed};
use super::output;
use crate::domain::limits::Limits;
use crate::domain::segment::Severity;
use crate::xliff::{self, Problem, Rule};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// How many problems of one rule are told of one file; the rest is counted.
const MOST: u64 = 100;

#[derive(Debug, Args)]
#[command(after_help = "Try:  refineloop check examples/faults.en-de.xlf\n\n\
    Exits with 0, with 1 if a problem is as bad as --fail-on, with 3 if a file is not XLIFF or not well-formed.")]
pub(super) struct Arguments {
    /// The XLIFF files; `-` is standard input
    #[arg(value_name = "FILE", required_unless_present = "list")]
    files: Vec<PathBuf>,
    /// List the problems that are known, and check nothing
    #[arg(short, long)]
    list: bool,
    /// The form of the result
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The least severity that makes the command exit with 1
    #[arg(long, value_enum, default_value = "major")]
    fail_on: FailOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line each: file, line, column, severity, problem
    Text,
    /// One object at the end
    Json,
    /// An object each
    Jsonl,
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
    if arguments.list {
        list(arguments.format);
        return Ok(Exit::Done);
    }
    let mut told = Told { format: arguments.format, worst: None, refused: false, all: Vec::new() };
    for file in &arguments.files {
        told.file(file)?;
    }
    if arguments.format == Format::Json {
        output::result(&json!({ "problems": told.all }).to_string());
    }
    Ok(if told.refused {
        Exit::Input
    } else if told.worst.is_some_and(|worst| worst >= arguments.fail_on.severity()) {
        Exit::FailedSegments
    } else {
        Exit::Done
    })
}

/// What is told of the files.
struct Told {
    format: Format,
    worst: Option<Severity>,
    /// Whether a file could not be processed at all.
    refused: bool,
    /// What the object at the end holds.
    all: Vec<Value>,
}

/// A line of the result.
struct Line<'l> {
    file: &'l str,
    place: Option<(u64, u64)>,
    id: &'l str,
    severity: Severity,
    unit: &'l str,
    message: &'l str,
    hint: &'l str,
}

impl Told {
    fn file(&mut self, path: &Path) -> Result<(), Failed> {
        let name = path.display().to_string();
        let unread = |error: io::Error| Exit::Usage.because(format_args!("{name}: {error}"));
        let mut counts: BTreeMap<Rule, u64> = BTreeMap::new();
        let sink = |told: &mut Self, problem: Problem| {
            told.worst = told.worst.max(Some(problem.rule.severity()));
            let count = counts.entry(problem.rule).or_default();
            *count += 1;
            if *count <= MOST {
                told.problem(&name, &problem);
            }
        };
        let checked = if path == Path::new("-") {
            // A file is read twice, and may be larger than memory.
            let mut held = tempfile::tempfile().map_err(unread)?;
            io::copy(&mut io::stdin().lock(), &mut held).map_err(unread)?;
            self.through(held, sink)
        } else {
            self.through(File::open(path).map_err(unread)?, sink)
        };
        if let Err(error) = checked {
            if let xliff::Error::Io(error) = error {
                return Err(unread(error));
            }
            self.refusal(&name, &error);
        }
        for (rule, count) in counts.into_iter().filter(|(_, count)| *count > MOST) {
            output::note(&format!("{name}: {} more of {}", count - MOST, rule.id()));
        }
        Ok(())
    }

    fn through(
        &mut self,
        input: impl io::Read + io::Seek,
        mut sink: impl FnMut(&mut Self, Problem),
    ) -> Result<(), xliff::Error> {
        xliff::problems(input, &Limits::default(), |problem| {
            sink(self, problem);
            Ok(())
        })
    }

    fn problem(&mut self, file: &str, problem: &Problem) {
        self.line(&Line {
            file,
            place: Some((problem.line, problem.column)),
            id: problem.rule.id(),
            severity: problem.rule.severity(),
            unit: &problem.unit,
            message: &problem.message,
            hint: problem.rule.hint(),
        });
    }

    /// A file that is not processed at all.
    fn refusal(&mut self, file: &str, error: &xliff::Error) {
        self.refused = true;
        let id = match error {
            xliff::Error::Malformed { .. } => "not-well-formed",
            xliff::Error::Limit { .. } => "limit",
            xliff::Error::Unsupported { .. } | xliff::Error::Integrity { .. } | xliff::Error::Io(_) => {
                "not-xliff"
            }
        };
        self.line(&Line {
            file,
            place: error.place(),
            id,
            severity: Severity::Critical,
            unit: "",
            message: &error.found(),
            hint: &error.hint(),
        });
    }

    fn line(&mut self, line: &Line<'_>) {
        let Line { file, place, id, severity, unit, message, hint } = *line;
        let (row, column) = place.unwrap_or((1, 1));
        let object = || {
            json!({
                "file": file, "line": row, "column": column, "id": id, "severity": severity.as_str(),
                "unit": unit, "message": message, "hint": hint,
            })
        };
        match self.format {
            Format::Text => {
                output::result(&format!("{file}:{row}:{column}: {severity}: {message} [{id}]\n    {hint}"));
            }
            Format::Jsonl => output::result(&object().to_string()),
            Format::Json => self.all.push(object()),
        }
    }
}

fn list(format: Format) {
    let mut all = Vec::new();
    for rule in Rule::ALL {
        let (id, severity, hint) = (rule.id(), rule.severity(), rule.hint());
        match format {
            Format::Text => output::result(&format!("{id:<20} {severity:<9} {hint}")),
            Format::Json | Format::Jsonl => {
                let object = json!({ "id": id, "severity": severity.as_str(), "hint": hint });
                if format == Format::Jsonl { output::result(&object.to_string()) } else { all.push(object) }
            }
        }
    }
    if format == Format::Json {
        output::result(&json!({ "problems": all }).to_string());
    }
}
