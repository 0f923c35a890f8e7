//! Findings on real translations: the valid files with targets of a corpus, which are right for the most
//! part, so that what a check finds often is likely to be a false alarm.

use crate::detect::refine;
use crate::doc::table;
use refineloop::refine::Settings;
use refineloop::xliff::{self, Limits};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// How many examples of a check are shown.
const EXAMPLES: usize = 25;

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    files: u64,
    segments: u64,
    flagged: u64,
    checks: BTreeMap<String, Check>,
}

#[derive(Debug, Default)]
struct Check {
    findings: u64,
    files: BTreeMap<String, u64>,
    examples: Vec<String>,
}

/// Reads the files that `INDEX.tsv` of a corpus calls valid and that have targets.
///
/// # Errors
/// The index or a file cannot be read.
pub fn run(corpus: &Path) -> io::Result<Found> {
    let index = fs::read_to_string(corpus.join("INDEX.tsv"))?;
    let mut lines = index.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().ok_or_else(|| io::Error::other("the index is empty"))?;
    let column = |name: &str| {
        head.iter()
            .position(|column| *column == name)
            .ok_or_else(|| io::Error::other(format!("no column {name}")))
    };
    let (path, targets, validity) = (column("path")?, column("has_targets")?, column("validity")?);
    let mut found = Found::default();
    for line in lines {
        let is = |column: usize, start: &str| line.get(column).is_some_and(|cell| cell.starts_with(start));
        if is(targets, "y") && line.get(validity) == Some(&"valid") {
            found.file(corpus, line[path])?;
        }
    }
    Ok(found)
}

impl Found {
    fn file(&mut self, corpus: &Path, name: &str) -> io::Result<()> {
        let mut segments = Vec::new();
        xliff::read(File::open(corpus.join(name))?, &Limits::default(), |segment| {
            let languages = &segment.languages;
            let known = !languages.source.is_empty() && !languages.target.is_empty();
            if known && languages.source != languages.target && !segment.target.text().trim().is_empty() {
                segments.push(segment);
            }
            Ok::<_, xliff::Error>(())
        })
        .map_err(|error| io::Error::other(format!("{name}: {error}")))?;
        self.files += 1;
        for result in refine(segments, &Settings::new("builtin/rules")) {
            self.segments += 1;
            self.flagged += u64::from(!result.findings_before.is_empty());
            for finding in &result.findings_before {
                let check = self.checks.entry(finding.check.to_string()).or_default();
                check.findings += 1;
                let seen = check.files.entry(name.to_owned()).or_default();
                *seen += 1;
                // A few of each file, so that one file does not fill the list.
                if *seen <= 2 && check.examples.len() < EXAMPLES {
                    let short = |text: String| text.chars().take(160).collect::<String>();
                    check.examples.push(format!(
                        "{name} {} [{}] {}\n      {}\n      {}",
                        result.id.unit,
                        result.languages.target,
                        finding.message,
                        short(result.source.to_string()),
                        short(result.original.to_string())
                    ));
                }
            }
        }
        Ok(())
    }

    /// Findings of each check per 1,000 segments.
    pub fn table(&self) -> String {
        let per_mille = |count: u64| format!("{:.2}", count as f64 * 1_000.0 / self.segments.max(1) as f64);
        let mut checks: Vec<_> = self.checks.iter().collect();
        checks.sort_by_key(|(_, check)| std::cmp::Reverse(check.findings));
        let mut rows = vec![vec![
            "segments with a finding".to_owned(),
            self.flagged.to_string(),
            per_mille(self.flagged),
            self.files.to_string(),
        ]];
        rows.extend(checks.into_iter().map(|(name, check)| {
            vec![
                format!("`{name}`"),
                check.findings.to_string(),
                per_mille(check.findings),
                check.files.len().to_string(),
            ]
        }));
        let head = ["Check", "Findings", "Per 1,000 segments", "Files"].map(str::to_owned);
        format!("{} files, {} segments with a target.\n\n{}", self.files, self.segments, table(&head, &rows))
    }

    /// Examples of each check, for a person to judge.
    pub fn examples(&self) -> String {
        let one = |(name, check): (&String, &Check)| {
            format!("== {name}: {}\n  {}\n", check.findings, check.examples.join("\n  "))
        };
        self.checks.iter().map(one).collect()
    }
}
