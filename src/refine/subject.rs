//! A segment as the loop looks at it: with its locales read and its checks at hand.

use super::framing::Framing;
use super::remarks;
use crate::check::{self, Dictionary, Options, Pair};
use crate::domain::integrity::{self, Frame, Violation};
use crate::domain::locale::Locale;
use crate::domain::segment::{Finding, Segment};
use crate::domain::terms::Term;
use crate::domain::text::{Code, CodedText};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{Arc, LazyLock, OnceLock};

/// The remarks that no candidate may add, and nothing else.
static REMARKS: LazyLock<Options> = LazyLock::new(|| {
    let names: Vec<String> = remarks::guarding().map(|id| id.as_str().to_owned()).collect();
    remarks::alone(&names, &[])
});

/// A segment and what rules need to know of it.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    /// The segment as it was read.
    pub(super) segment: Segment,
    /// Its source language.
    pub(super) source_locale: Locale,
    /// Its target language.
    pub(super) target_locale: Locale,
    /// Whether codes that the file lets go may be dropped.
    pub(super) permissive: bool,
    /// The codes around both texts, which the model does not see.
    pub(super) framing: Framing,
    /// What is said about the checks, here without those whose findings a person has dismissed.
    pub(super) options: Arc<Options>,
    /// The same of remarks, if the client wants to be told any.
    told: Option<Arc<Options>>,
    /// The terms of the glossary that the source has.
    pub(super) terms: Vec<Term>,
    /// The checks whose new findings were a reason to refuse a candidate for the best version so far.
    pub(super) insisted: Vec<Cow<'static, str>>,
}

/// A target text and what the checks find in it.
#[derive(Debug, Clone)]
pub(super) struct Version {
    /// The text.
    pub(super) text: CodedText,
    /// What the checks find.
    pub(super) findings: Vec<Finding>,
    /// What [`Subject::remarks`] found: every candidate is held against the same version.
    remarks: OnceLock<Vec<Finding>>,
    /// What [`Subject::differences`] counted.
    differences: OnceLock<usize>,
}

impl Subject {
    /// A segment of a job that says nothing about checks and terms.
    #[cfg(test)]
    pub(super) fn new(segment: Segment, permissive: bool) -> Self {
        Self::of(segment, permissive, Arc::default())
    }

    /// Reads the locales of a segment.
    pub(super) fn of(segment: Segment, permissive: bool, options: Arc<Options>) -> Self {
        let source_locale = Locale::parse(&segment.languages.source);
        let target_locale = Locale::parse(&segment.languages.target);
        let framing = Framing::of(&segment.codes, &segment.source, &segment.target);
        let options = if segment.dismissed.is_empty() {
            options
        } else {
            let mut options = Arc::unwrap_or_clone(options);
            options.disabled.extend(segment.dismissed.iter().cloned());
            Arc::new(options)
        };
        let terms =
            options.terms.found(&segment.source.text(), &source_locale).into_iter().cloned().collect();
        Self {
            segment,
            source_locale,
            target_locale,
            permissive,
            framing,
            options,
            told: None,
            terms,
            insisted: Vec::new(),
        }
    }

    /// The same for a client that wants to be told remarks.
    pub(super) fn telling(self, told: Option<Arc<Options>>) -> Self {
        Self { told, ..self }
    }

    /// The remarks on a target that the client wants to be told.
    pub(super) fn told(&self, text: &CodedText) -> Vec<Finding> {
        let Some(options) = &self.told else { return Vec::new() };
        let mut found = check::remarks(&Pair { options, ..self.pair(text) });
        found.retain(|found| !self.segment.dismissed.iter().any(|name| *name == found.check));
        found
    }

    /// What its words are looked up in.
    pub(super) fn dictionary(&self) -> Option<&Dictionary> {
        self.told.as_ref()?.dictionaries.of(&self.target_locale)
    }

    /// The source and a target, for a check.
    pub(super) fn pair<'a>(&'a self, target: &'a CodedText) -> Pair<'a> {
        Pair {
            codes: &self.segment.codes,
            source: &self.segment.source,
            target,
            source_locale: &self.source_locale,
            target_locale: &self.target_locale,
            max_chars: self.segment.max_chars,
            bounds: &self.segment.bounds,
            part: self.segment.part,
            claim: self.segment.claim.as_ref(),
            options: &self.options,
        }
    }

    /// A target with its findings.
    pub(super) fn version(&self, text: CodedText) -> Version {
        let pair = self.pair(&text);
        let findings = if self.permissive {
            // What may go is not missed.
            let there: HashSet<u32> = text.tokens().map(|token| token.number).collect();
            let codes = pair.codes.iter().filter(|code| !code.can_delete || there.contains(&code.number));
            let codes: Vec<Code> = codes.cloned().collect();
            check::findings(&Pair { codes: &codes, ..pair })
        } else {
            check::findings(&pair)
        };
        Version { text, findings, remarks: OnceLock::new(), differences: OnceLock::new() }
    }

    /// Hard findings in a target that a person has dismissed: they drive nothing and count for nothing,
    /// yet no candidate may add one.
    pub(super) fn dismissed(&self, text: &CodedText) -> Vec<Finding> {
        let dismissed = &self.segment.dismissed;
        if dismissed.is_empty() {
            return Vec::new();
        }
        let mut found = check::findings(&Pair { options: Options::usual(), ..self.pair(text) });
        found.retain(|found| {
            check::is_hard(&found.check) && dismissed.iter().any(|name| *name == found.check)
        });
        found
    }

    /// The remarks on a target that no candidate may add to.
    pub(super) fn remarks<'v>(&self, version: &'v Version) -> &'v [Finding] {
        version.remarks.get_or_init(|| {
            let mut found = check::remarks(&Pair { options: &REMARKS, ..self.pair(&version.text) });
            found.retain(|found| !self.options.disabled.iter().any(|name| *name == found.check));
            found
        })
    }

    /// Whether `candidate` may stand in the file in place of the original target.
    ///
    /// # Errors
    /// The first rule it breaks.
    pub(super) fn integrity(&self, candidate: &CodedText) -> Result<(), Violation> {
        integrity::check(&Frame::of(&self.segment, self.permissive), candidate)
    }

    /// In how many numbers, or their units, a version differs from the source.
    pub(super) fn differences(&self, version: &Version) -> usize {
        *version.differences.get_or_init(|| self.number_differences(&version.text))
    }

    /// In how many numbers, or their units, `target` differs from the source.
    pub(super) fn number_differences(&self, target: &CodedText) -> usize {
        let source = &self.segment.source;
        check::number_differences(source, &self.source_locale, target, &self.target_locale)
    }

    /// Whether two targets hold the same numbers.
    pub(super) fn has_numbers_of(&self, target: &CodedText, other: &CodedText) -> bool {
        let locale = &self.target_locale;
        check::number_differences(target, locale, other, locale) == 0
    }
}

impl Version {
    /// The findings that no candidate may add to.
    pub(super) fn hard(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| check::is_hard(&finding.check))
    }

    /// How bad it is: hard findings, then the others. Smaller is better.
    pub(super) fn rank(&self) -> (usize, usize) {
        let hard = self.hard().count();
        (hard, self.findings.len() - hard)
    }
}
