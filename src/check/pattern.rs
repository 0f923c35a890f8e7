//! Patterns that the operator or the job gives: a check of their own making.

use super::Id;
use super::view::{Report, View};
use crate::domain::segment::Severity;
use regex::{Regex, RegexBuilder};

/// A regular expression for source or target, and what to say where it holds.
///
/// A finding is made where the source matches `source` and the target matches `target`; with
/// `required`, where the source matches and the target does not. What is not given matches.
/// Texts are matched in their shown form (`⟦1⟧`).
#[derive(Debug, Clone)]
pub struct Pattern {
    source: Option<Regex>,
    target: Option<Regex>,
    required: bool,
    languages: Vec<String>,
    message: String,
    severity: Severity,
}

/// Why a pattern is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Neither side is given.
    #[error("neither a source nor a target pattern is given")]
    Empty,
    /// It cannot be read, or is too large.
    #[error("the {0} pattern cannot be read, or is larger than 64 KiB when compiled")]
    Unreadable(&'static str),
    /// There is nothing to say.
    #[error("the message is empty or longer than 200 characters")]
    Message,
}

/// The largest automaton of a pattern, in bytes.
const LARGEST: usize = 64 << 10;
const LONGEST_MESSAGE: usize = 200;

impl Pattern {
    /// A pattern for these target languages (primary subtags; all if empty).
    ///
    /// # Errors
    /// A side that is no regular expression of the crate `regex`, none at all, no message.
    pub fn new(
        [source, target]: [Option<&str>; 2],
        required: bool,
        languages: Vec<String>,
        message: &str,
        severity: Severity,
    ) -> Result<Self, PatternError> {
        let read = |pattern: Option<&str>, side| {
            let built = pattern.map(|text| RegexBuilder::new(text).size_limit(LARGEST).build());
            built.transpose().map_err(|_| PatternError::Unreadable(side))
        };
        let (source, target) = (read(source, "source")?, read(target, "target")?);
        if source.is_none() && target.is_none() || required && target.is_none() {
            return Err(PatternError::Empty);
        }
        if message.trim().is_empty() || message.chars().count() > LONGEST_MESSAGE {
            return Err(PatternError::Message);
        }
        Ok(Self { source, target, required, languages, message: message.to_owned(), severity })
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        let texts = |pattern: &Self| {
            [&pattern.source, &pattern.target]
                .map(|side| side.as_ref().map(|regex| regex.as_str().to_owned()))
        };
        texts(self) == texts(other)
            && (self.required, &self.languages, &self.message, self.severity)
                == (other.required, &other.languages, &other.message, other.severity)
    }
}

impl Eq for Pattern {}

/// Patterns that hold (`user-regex`).
pub(super) fn user_regex(view: &View<'_>, report: &mut Report) {
    let patterns = &view.pair.options.patterns;
    if patterns.is_empty() {
        return;
    }
    let (source, target) = (view.pair.source.to_string(), view.pair.target.to_string());
    let language = &view.pair.target_locale.language;
    for pattern in
        patterns.iter().filter(|pattern| pattern.languages.is_empty() || pattern.languages.contains(language))
    {
        if pattern.source.as_ref().is_some_and(|regex| !regex.is_match(&source)) {
            continue;
        }
        let found = pattern.target.as_ref().map(|regex| regex.find(&target));
        let span = match (pattern.required, found) {
            (true, Some(Some(_))) | (false, Some(None)) => continue,
            (false, Some(Some(found))) if !found.is_empty() => {
                let place = |byte: usize| u32::try_from(target[..byte].chars().count()).unwrap_or(u32::MAX);
                Some((place(found.start()), place(found.end())))
            }
            (_, _) => None,
        };
        report.add(Id::UserRegex, pattern.severity, pattern.message.clone(), span);
    }
}
