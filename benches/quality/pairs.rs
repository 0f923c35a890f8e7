//! Findings on pairs of English and another language, one a line: where from, language, source, target. For
//! catalogues of messages, which are many more than files of XLIFF, and a sample of each check to be read.

use crate::doc::table;
use refineloop::check::{self, Options, Pair};
use refineloop::domain::locale::Locale;
use refineloop::domain::text::CodedText;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;

/// How many findings of a check are shown.
const SAMPLE: usize = 40;

/// What was found of a check: how many, in how many languages, and which of them are shown.
#[derive(Default)]
struct Check {
    findings: u64,
    languages: BTreeMap<String, u64>,
    shown: Vec<String>,
}

/// The table of findings, and a sample of each check, drawn by chance.
///
/// # Errors
/// The file cannot be read.
pub fn run(path: &Path) -> io::Result<String> {
    let english = Locale::parse("en");
    let mut draws = fastrand::Rng::with_seed(21);
    let mut checks: BTreeMap<String, Check> = BTreeMap::new();
    let mut count = 0_u64;
    for line in BufReader::new(File::open(path)?).lines() {
        let line = line?;
        let cells: Vec<&str> = line.split('\t').collect();
        let [origin, language, source, target] = cells[..] else { continue };
        count += 1;
        let texts = [source, target].map(|text| CodedText::plain(&unescaped(text)));
        let locale = Locale::parse(language);
        let pair = Pair {
            codes: &[],
            source: &texts[0],
            target: &texts[1],
            source_locale: &english,
            target_locale: &locale,
            max_chars: None,
            bounds: &[],
            part: false,
            claim: None,
            options: Options::usual(),
        };
        for finding in check::findings(&pair) {
            let check = checks.entry(finding.check.to_string()).or_default();
            check.findings += 1;
            let of_language = check.languages.entry(language.to_owned()).or_default();
            *of_language += 1;
            // Every finding has the same chance to be shown (a reservoir).
            let place = draws.u64(0..check.findings);
            let text = || format!("{origin} {language} [{}]\n    {source}\n    {target}", finding.message);
            if check.shown.len() < SAMPLE {
                check.shown.push(text());
            } else if let Some(shown) = usize::try_from(place).ok().and_then(|at| check.shown.get_mut(at)) {
                *shown = text();
            }
        }
    }
    let mut found: Vec<(String, Check)> = checks.into_iter().collect();
    found.sort_by_key(|(_, check)| std::cmp::Reverse(check.findings));
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|(name, check)| {
            let per_mille = format!("{:.2}", check.findings as f64 * 1_000.0 / count.max(1) as f64);
            vec![
                format!("`{name}`"),
                check.findings.to_string(),
                per_mille,
                check.languages.len().to_string(),
            ]
        })
        .collect();
    let head = ["Check", "Findings", "Per 1,000 messages", "Languages"].map(str::to_owned);
    let samples: String =
        found.iter().map(|(name, check)| format!("== {name}\n  {}\n", check.shown.join("\n  "))).collect();
    Ok(format!("{count} messages\n\n{}\n{samples}", table(&head, &rows)))
}

fn unescaped(text: &str) -> String {
    let mut chars = text.chars();
    std::iter::from_fn(|| {
        Some(match chars.next()? {
            '\\' => match chars.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                c => c,
            },
            c => c,
        })
    })
    .collect()
}
