//! What `refineloop refine` is asked, and the spec of the job it makes of that.

use crate::cli::exit::{Exit, Failed};
use crate::cli::glossary::Glossary;
use crate::cli::language;
use crate::cli::progress::Progress;
use crate::cli::settings::Providers;
use crate::domain::file::{LanguagePair, StoredFile};
use crate::domain::ids::FileId;
use crate::domain::job::{Budget, DEFAULT_MAX_REVISIONS, JobSpec, OutputMode, StatePolicy, Strategy};
use crate::domain::terms::Term;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The XLIFF file to refine; it is never modified
    pub(super) file: PathBuf,
    /// Where to write the refined file, `-` for standard output [default: NAME.refined.EXT]
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Also write all there is to know of the run, every segment with all its versions, as JSON
    #[arg(long, value_name = "FILE")]
    pub(super) history: Option<PathBuf>,
    /// Overwrite the output, and the history, if they exist
    #[arg(short, long)]
    pub(super) force: bool,
    /// Say what would be done and what it would cost, call no model and write nothing
    #[arg(short = 'n', long)]
    pub(super) dry_run: bool,
    /// The model that reviews and revises; `refineloop models` lists them
    #[arg(short, long, default_value = "builtin/rules")]
    pub(super) model: String,
    /// How the loop works [default: two_stage for medical, legal and financial domains, else single]
    #[arg(long, value_enum)]
    strategy: Option<Way>,
    /// Another model that judges candidates [default: the model itself]
    #[arg(long, default_value = "", hide_default_value = true, value_name = "MODEL")]
    verifier_model: String,
    /// The most revision rounds of a segment
    #[arg(long, default_value_t = DEFAULT_MAX_REVISIONS, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10))]
    max_revisions: u32,
    /// The subject of the text, such as medical
    #[arg(long, default_value = "", hide_default_value = true)]
    domain: String,
    /// The language of the notes [default: the source language]
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TAG", value_parser = language::tag)]
    note_language: String,
    /// What the file holds beside the final targets
    /// [default: full; none where a reader of the dialect takes versions for translations]
    #[arg(long, value_enum)]
    pub(super) output_mode: Option<Mode>,
    /// Further instructions for the model; `@FILE` reads them from a file
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TEXT")]
    custom_instructions: String,
    /// Terms to use, to avoid and to leave untranslated: TBX, CSV or TSV
    #[arg(long, value_name = "FILE")]
    pub(super) glossary: Option<PathBuf>,
    /// Checks not to make; say it several times, or join by commas
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    disable: Vec<String>,
    /// Checks to make that are off by themselves; their findings are told and change nothing
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    enable: Vec<String>,
    /// The folder of dictionaries that words are looked up in, as Hunspell has them: de_DE.aff beside de_DE.dic
    /// [env: REFINELOOP_CHECKS_DICTIONARIES]
    #[arg(long, value_name = "FOLDER")]
    pub(super) dictionaries: Option<PathBuf>,
    /// Stop once so many tokens are used, in and out together; the last call may pass it
    #[arg(long, default_value_t = 0, hide_default_value = true, value_name = "N")]
    max_tokens: u64,
    /// Stop once it has cost so much, in the currency of the model's price, such as 2.50; the last call may pass it
    #[arg(long, default_value = "0", hide_default_value = true, value_name = "AMOUNT", value_parser = micros)]
    max_cost: u64,
    /// Whether hyphens left over from line breaks are hidden from the model
    #[arg(long, default_value_t = true, action = clap::ArgAction::Set, value_name = "BOOL")]
    remove_hyphenation: bool,
    /// Leave segments of numbers alone as they are
    #[arg(long)]
    exclude_numeric_segments: bool,
    /// Refine approved, confirmed and final segments too
    #[arg(long)]
    include_protected: bool,
    /// What is written to the state attributes of changed segments
    #[arg(long, value_enum, default_value = "keep")]
    state_policy: Policy,
    /// Let inline codes go that the file itself lets go (canDelete of XLIFF 2)
    #[arg(long)]
    permissive_codes: bool,
    /// The source language where the file names none
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TAG", value_parser = language::tag)]
    source_language: String,
    /// The target language where the file names none
    #[arg(long, default_value = "", hide_default_value = true, value_name = "TAG", value_parser = language::tag)]
    target_language: String,
    /// How to show progress, on standard error
    #[arg(long, value_enum, default_value = "auto")]
    pub(super) progress: Progress,
    /// Print the summary as one object of JSON
    #[arg(long)]
    pub(super) json: bool,
    /// Print no summary
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// Where interrupted runs are kept
    #[arg(long, value_name = "FOLDER")]
    pub(super) state_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(super) providers: Providers,
}

/// How the loop works.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Way {
    /// Review and revision in one answer
    Single,
    /// A reviewer lists issues, an editor fixes those that hold
    #[value(name = "two_stage", alias = "two-stage")]
    TwoStage,
    /// Notes and findings; no target is changed
    #[value(name = "review_only", alias = "review-only")]
    ReviewOnly,
}

/// What the file holds beside the final targets.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Mode {
    /// Every version that was replaced, with notes
    Full,
    /// Every version that was replaced, no notes
    Translations,
    /// Final targets only
    None,
}

/// What is written to the state of changed segments.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Policy {
    /// States stay as they are
    Keep,
    /// Marked as wanting a person's review
    Review,
    /// Marked as machine output
    Machine,
}

impl Arguments {
    /// The spec of a job on a file, without a glossary.
    pub(super) fn spec(&self, file: FileId) -> Result<JobSpec, Failed> {
        let custom_instructions = match self.custom_instructions.strip_prefix('@') {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| Exit::Usage.because(format!("{path}: {error}")))?,
            None => self.custom_instructions.clone(),
        };
        Ok(JobSpec {
            max_revisions: self.max_revisions,
            domain: self.domain.clone(),
            note_language: self.note_language.clone(),
            output_mode: match self.output_mode {
                None | Some(Mode::Full) => OutputMode::Full,
                Some(Mode::Translations) => OutputMode::Translations,
                Some(Mode::None) => OutputMode::None,
            },
            custom_instructions,
            remove_hyphenation: self.remove_hyphenation,
            exclude_numeric_segments: self.exclude_numeric_segments,
            source_language: self.source_language.clone(),
            target_language: self.target_language.clone(),
            include_protected: self.include_protected,
            state_policy: match self.state_policy {
                Policy::Keep => StatePolicy::Keep,
                Policy::Review => StatePolicy::Review,
                Policy::Machine => StatePolicy::Machine,
            },
            permissive_codes: self.permissive_codes,
            strategy: match self.strategy {
                None => Strategy::usual(&self.domain),
                Some(Way::Single) => Strategy::Single,
                Some(Way::TwoStage) => Strategy::TwoStage,
                Some(Way::ReviewOnly) => Strategy::ReviewOnly,
            },
            verifier_model: self.verifier_model.clone(),
            disabled_checks: self.disable.clone(),
            enabled_checks: self.enable.clone(),
            budget: self.budget(),
            ..JobSpec::new(file, &self.model)
        })
    }

    /// What the job may use.
    pub(super) fn budget(&self) -> Budget {
        Budget { max_tokens: self.max_tokens, max_cost_micros: self.max_cost }
    }

    /// The terms for a file. A glossary that names languages is for one pair of them.
    pub(super) fn terms(&self, glossary: &Glossary, file: &StoredFile) -> Result<Vec<Term>, Failed> {
        let filled = |own: &str, given: &str| if own.is_empty() { given.to_owned() } else { own.to_owned() };
        let mut pairs: Vec<LanguagePair> = file
            .xliff
            .language_pairs
            .iter()
            .map(|pair| LanguagePair {
                source: filled(&pair.source, &self.source_language),
                target: filled(&pair.target, &self.target_language),
            })
            .collect();
        pairs.dedup();
        match &pairs[..] {
            [] => Ok(Vec::new()),
            [pair] => glossary.terms(pair),
            [first, others @ ..] => {
                let terms = glossary.terms(first)?;
                for other in others {
                    if glossary.terms(other)? != terms {
                        let text = "the file has several pairs of languages and the glossary another for each; \
                                    split the file, or give a table with the columns source and target";
                        return Err(Exit::Usage.because(text));
                    }
                }
                Ok(terms)
            }
        }
    }
}

/// An amount of money as millionths.
fn micros(text: &str) -> Result<u64, String> {
    let wrong = || "an amount such as 2.50, with at most six digits behind the point".to_owned();
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 6 {
        return Err(wrong());
    }
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let part: u64 = format!("{part:0<6}").parse().map_err(|_| wrong())?;
    whole.checked_mul(1_000_000).and_then(|micros| micros.checked_add(part)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::micros;

    #[test]
    fn an_amount_is_exact() {
        for (text, expected) in
            [("0", 0), ("2", 2_000_000), ("2.5", 2_500_000), ("0.000001", 1), ("12.34", 12_340_000)]
        {
            assert_eq!(micros(text), Ok(expected), "{text}");
        }
        for text in ["", ".5", "1.", "-1", "1,5", "1e3", "0.0000001", "99999999999999"] {
            assert!(micros(text).is_err(), "{text}");
        }
    }
}
