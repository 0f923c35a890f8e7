//! One segment on its way through the loop: its versions, its rounds, and how it ends.

use super::Settings;
use super::gate::{self, Refusal};
use super::reply::{Item, Verdict, cleaned};
use super::subject::{Subject, Version};
use super::triage::{self, Style};
use crate::domain::failure::{Failure, FailureReason};
use crate::domain::segment::{
    EndReason, Gate, Issue, Outcome, Revision, Segment, SegmentResult, SegmentState, StopReason,
};
use crate::domain::text::CodedText;
use unicode_normalization::UnicodeNormalization as _;

/// So many rounds in a row without an accepted candidate end the loop.
const PATIENCE: u32 = 2;

/// A segment in the loop.
#[derive(Debug)]
pub(super) struct Track {
    /// The segment and its locales.
    pub(super) subject: Subject,
    /// The source as the model reads it.
    pub(super) shown_source: String,
    /// Why earlier candidates of the best version were refused, in English; newest last.
    pub(super) tried: Vec<String>,
    /// The original and the accepted versions, oldest first; never empty.
    versions: Vec<Version>,
    /// For each accepted version the place of its revision.
    accepted_in: Vec<usize>,
    revisions: Vec<Revision>,
    strikes: u32,
    begun: bool,
    end: Option<(StopReason, Option<Failure>)>,
    reported: bool,
}

impl Track {
    /// A segment that has had no round yet, and its source as the model is to read it.
    pub(super) fn new(segment: Segment, source: &CodedText, permissive: bool) -> Self {
        let subject = Subject::new(segment, permissive);
        let shown_source = subject.framing.inside(source).to_string();
        let original = subject.version(subject.segment.target.clone());
        Self {
            subject,
            shown_source,
            tried: Vec::new(),
            versions: vec![original],
            accepted_in: Vec::new(),
            revisions: Vec::new(),
            strikes: 0,
            begun: false,
            end: None,
            reported: false,
        }
    }

    /// The best version so far.
    pub(super) fn best(&self) -> &Version {
        self.versions.last().expect("the original is always there")
    }

    /// Whether the loop goes on for it.
    pub(super) fn is_active(&self) -> bool {
        self.end.is_none()
    }

    /// Whether a round on it was finished.
    pub(super) fn has_begun(&self) -> bool {
        self.begun
    }

    /// Takes what the model said about it in a round.
    pub(super) fn take(&mut self, round: u32, item: Item, settings: &Settings) {
        self.begun = true;
        let style = if settings.custom_instructions.is_empty() { Style::Ignored } else { Style::Wanted };
        let issues = triage::kept(item.issues, &self.subject, self.best(), style);
        let hard = self.best().hard().next().map(|found| format!("{}: {}", found.check, found.message));
        let record = Record { round, issues, note: item.note, model: settings.model.clone() };
        match (item.verdict, hard) {
            (Verdict::Unsure, _) => self.unchanged(record, Some(StopReason::Unsure)),
            (Verdict::Ok, None) => self.unchanged(record, Some(StopReason::Clean)),
            (Verdict::Revise, None) if record.issues.is_empty() => {
                self.unchanged(record, Some(StopReason::Clean));
            }
            (Verdict::Ok, Some(hard)) => {
                self.unchanged(record, None);
                self.strike(format!("round {round}: called ok, but a check still finds {hard}"));
            }
            (Verdict::Revise, _) => {
                let candidate = gate::read(&self.subject, self.best(), &item.revised);
                self.judge(record, candidate, &item.revised);
            }
        }
        if self.is_active() && round >= settings.max_revisions {
            self.stop(StopReason::MaxRevisions);
        }
    }

    /// Takes an answer that, asked for twice, belongs to another segment.
    pub(super) fn misaligned(&mut self, round: u32, item: &Item, settings: &Settings) {
        self.begun = true;
        let record = Record { round, issues: Vec::new(), note: String::new(), model: settings.model.clone() };
        let refusal = Refusal { gate: Gate::Alignment, reason: "it answers for another source".to_owned() };
        self.refused(record, refusal, &item.revised);
        if self.is_active() && round >= settings.max_revisions {
            self.stop(StopReason::MaxRevisions);
        }
    }

    /// Takes a candidate that a rule made, for its own findings.
    pub(super) fn take_repair(
        &mut self,
        round: u32,
        target: CodedText,
        issues: Vec<Issue>,
        note: String,
        model: &str,
    ) {
        self.begun = true;
        let shown = target.to_string();
        self.judge(Record { round, issues, note, model: model.to_owned() }, Ok(target), &shown);
    }

    /// Ends it with what nobody but a person can settle.
    pub(super) fn leave(&mut self, round: u32, issues: Vec<Issue>, note: String, model: &str) {
        self.begun = true;
        self.unchanged(Record { round, issues, note, model: model.to_owned() }, Some(StopReason::Fixpoint));
    }

    /// Ends it with the best version so far.
    pub(super) fn stop(&mut self, reason: StopReason) {
        self.begun = true;
        self.end.get_or_insert((reason, None));
    }

    /// Ends it since nothing usable came from the model.
    pub(super) fn fail(&mut self, reason: FailureReason, message: &str) {
        self.begun = true;
        self.end.get_or_insert((StopReason::Error, Some(Failure::new(reason, message))));
    }

    /// Its result, once, after its end.
    pub(super) fn report(&mut self) -> Option<SegmentResult> {
        let (reason, failure) = self.end.clone()?;
        if std::mem::replace(&mut self.reported, true) {
            return None;
        }
        let revisions = std::mem::take(&mut self.revisions);
        let (segment, best) = (&self.subject.segment, self.best());
        let accepted: Vec<_> = self.versions[1..].iter().map(|version| version.text.clone()).collect();
        let state = match (accepted.is_empty(), &failure) {
            (false, _) => SegmentState::Changed,
            (true, None) => SegmentState::Unchanged,
            (true, Some(_)) => SegmentState::Failed,
        };
        Some(SegmentResult {
            id: segment.id.clone(),
            languages: segment.languages.clone(),
            state,
            reason: EndReason::Stop(reason),
            source: segment.source.clone(),
            original: segment.target.clone(),
            accepted,
            revisions,
            findings_before: self.versions[0].findings.clone(),
            findings_after: best.findings.clone(),
            needs_review: failure.is_some() || reason == StopReason::Unsure || best.hard().next().is_some(),
            failure,
        })
    }

    fn judge(&mut self, record: Record, candidate: Result<CodedText, Refusal>, shown: &str) {
        let candidate = match candidate {
            // Composed or decomposed, it reads the same: how the file writes it is no fault.
            Ok(candidate) if composed(&candidate) == composed(&self.best().text) => {
                return self.unchanged(record, Some(StopReason::Fixpoint));
            }
            Ok(candidate) => candidate,
            Err(refusal) => return self.refused(record, refusal, shown),
        };
        if let Some(first) = self.seen(&candidate) {
            self.take_back(first);
            return self.unchanged(record, Some(StopReason::Oscillation));
        }
        match gate::pass(&self.subject, self.best(), &record.issues, candidate) {
            Ok(version) => {
                self.revisions.push(record.revision(version.text.to_string(), Outcome::Accepted, None));
                self.accepted_in.push(self.revisions.len() - 1);
                self.versions.push(version);
                self.strikes = 0;
                self.tried.clear();
            }
            Err(refusal) => self.refused(record, refusal, shown),
        }
    }

    fn refused(&mut self, record: Record, refusal: Refusal, shown: &str) {
        let shown = cleaned(shown, gate::longest(&self.subject, self.best()));
        let shown = self.subject.framing.shown_around(&shown);
        let Refusal { gate, reason } = refusal;
        let tried = format!("round {}: refused by {gate}: {reason}", record.round);
        self.revisions.push(record.revision(shown, Outcome::Rejected, Some(gate)));
        self.strike(tried);
    }

    fn unchanged(&mut self, record: Record, stop: Option<StopReason>) {
        let target = self.best().text.to_string();
        self.revisions.push(record.revision(target, Outcome::Unchanged, None));
        if let Some(reason) = stop {
            self.stop(reason);
        }
    }

    fn strike(&mut self, tried: String) {
        self.tried.push(tried);
        self.strikes += 1;
        if self.strikes >= PATIENCE {
            self.stop(StopReason::NoImprovement);
        }
    }

    /// The version before the best one that reads like `candidate`.
    fn seen(&self, candidate: &CodedText) -> Option<usize> {
        let folded = |text: &CodedText| composed(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let candidate = folded(candidate);
        self.versions[..self.versions.len() - 1].iter().position(|version| folded(&version.text) == candidate)
    }

    /// Goes back to the best of the versions that the loop went round in, the oldest of equals.
    /// What comes after it was accepted for a while and is not the target any more.
    fn take_back(&mut self, first: usize) {
        let ranked = (first..self.versions.len()).map(|at| (self.versions[at].rank(), at));
        let kept = ranked.min().map_or(first, |(_, at)| at);
        self.versions.truncate(kept + 1);
        for revision in self.accepted_in.drain(kept..) {
            self.revisions[revision].outcome = Outcome::Rejected;
            self.revisions[revision].rejected_by = Some(Gate::Oscillation);
        }
    }
}

fn composed(text: &CodedText) -> String {
    text.to_string().nfc().collect()
}

/// What a round leaves behind, but for its candidate.
struct Record {
    round: u32,
    issues: Vec<Issue>,
    note: String,
    model: String,
}

impl Record {
    fn revision(self, target: String, outcome: Outcome, rejected_by: Option<Gate>) -> Revision {
        let Self { round, issues, note, model } = self;
        Revision { round, target, outcome, rejected_by, note, issues, model }
    }
}
