//! What a proposed text is worth before anybody compares it.

use super::Track;
use super::record::Record;
use super::versions::{Known, folded};
use crate::domain::segment::{Gate, Severity};
use crate::domain::text::CodedText;
use crate::refine::Settings;
use crate::refine::attribute::{self, Attributed};
use crate::refine::gate::{self, Refusal};

/// What becomes of a text that a model proposes, before anybody compares it.
pub(super) enum Weighed {
    /// It is the best version.
    Same,
    /// It is an earlier version.
    Seen(usize),
    /// It passed the gates.
    Candidate(Attributed),
}

impl Track {
    /// Takes one text, or two of which the better one counts.
    pub(super) fn propose(&mut self, record: Record, texts: &[String], settings: &Settings) {
        let critical = record.issues.iter().any(|issue| issue.severity == Severity::Critical);
        let mut best: Option<(Result<Weighed, Refusal>, &String)> = None;
        for text in texts.iter().take(if critical { 2 } else { 1 }) {
            let weighed = self.weigh(&record, text, settings);
            let replaces = match (&best, &weighed) {
                (None, _) => true,
                (Some((Ok(Weighed::Candidate(one)), _)), Ok(Weighed::Candidate(other))) => {
                    other.version.rank() < one.version.rank()
                }
                (Some((Ok(Weighed::Candidate(_)), _)), _) => false,
                (Some(_), Ok(Weighed::Candidate(_))) => true,
                (Some(_), _) => false,
            };
            if replaces {
                best = Some((weighed, text));
            }
        }
        if let Some((weighed, text)) = best {
            self.settle(record, weighed, text, settings);
        }
    }

    fn weigh(&self, record: &Record, shown: &str, settings: &Settings) -> Result<Weighed, Refusal> {
        let (subject, best) = (&self.subject, self.best());
        let text = gate::read(subject, best, shown, settings.gates)?;
        if let Some(known) = self.known(&text) {
            return Ok(known);
        }
        let version = gate::pass(subject, best, &record.issues, text, settings.gates)?;
        let candidate = attribute::attribute(subject, best, &record.issues, version, settings)?;
        // Without what was taken back it may be a text that is known.
        let text = &candidate.version.text;
        if self.refused_texts.contains(&folded(text)) {
            return gate::refuse(Gate::Verifier, "it was compared before, and was not better");
        }
        Ok(self.known(text).unwrap_or(Weighed::Candidate(candidate)))
    }

    /// Whether a text is or was the target.
    pub(super) fn known(&self, text: &CodedText) -> Option<Weighed> {
        self.versions.known(text).map(|at| match at {
            Known::Best => Weighed::Same,
            Known::Earlier(at) => Weighed::Seen(at),
        })
    }
}
