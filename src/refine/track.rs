//! One segment on its way through the loop: its versions, its rounds, and how it ends.

use super::Settings;
use super::attribute::{self, Attributed};
use super::gate::{self, Refusal};
use super::remarks::is_remark;
use super::reply::{Edited, Item, Verdict, cleaned};
use super::subject::{Subject, Version};
use super::triage::{self, Fingerprint};
use super::verify::{self, Better, Contest, Pair};
use crate::domain::failure::{Failure, FailureReason};
use crate::domain::job::Strategy;
use crate::domain::segment::{Finding, Gate, Issue, Outcome, Revision, StopReason};
use crate::domain::served::Part;
use crate::domain::text::CodedText;
use crate::domain::trail::Trail;
use record::Record;
use reviews::Reviews;
use std::collections::HashSet;
use versions::{Versions, folded};
use weigh::Weighed;

mod open;
pub(super) mod record;
mod report;
pub(super) mod reviews;
mod versions;
mod weigh;

/// A segment in the loop.
#[derive(Debug)]
pub(super) struct Track {
    /// The segment and its locales.
    pub(super) subject: Subject,
    /// The source as the model reads it.
    pub(super) shown_source: String,
    /// Why earlier candidates of the best version were refused, in English; newest last.
    pub(super) tried: Vec<String>,
    versions: Versions,
    /// What the checks over the whole file found in the original.
    of_file: Vec<Finding>,
    revisions: Vec<Revision>,
    /// What the round waits for.
    next: Next,
    reviews: Reviews,
    /// Issues whose edits the verifier refused, and the texts it refused.
    refused: HashSet<Fingerprint>,
    refused_texts: HashSet<String>,
    strikes: u32,
    begun: bool,
    /// Whether a model said anything of it.
    is_reviewed: bool,
    /// Whether the last review left issues that nobody was to correct.
    is_open: bool,
    end: Option<(StopReason, Option<Failure>)>,
    reported: bool,
    /// Its part in each call that was answered.
    parts: Vec<Part>,
}

/// What a segment waits for.
#[derive(Debug)]
pub(super) enum Next {
    /// The review of the next round.
    Review,
    /// The editor.
    Edit(Record),
    /// The verifier.
    Verify(Box<Contest>),
}

impl Track {
    /// A segment that has had no round yet, and its source as the model is to read it.
    pub(super) fn of(subject: Subject, source: &CodedText, of_file: &[Finding]) -> Self {
        let stays = |found: &&Finding| !subject.options.disabled.iter().any(|check| *check == found.check);
        let of_file = of_file.iter().filter(stays).cloned().collect();
        let shown_source = subject.framing.inside(source).to_string();
        let version = subject.version(subject.segment.target.clone());
        Self {
            subject,
            shown_source,
            tried: Vec::new(),
            versions: Versions::of(version),
            of_file,
            revisions: Vec::new(),
            next: Next::Review,
            reviews: Reviews::default(),
            refused: HashSet::new(),
            refused_texts: HashSet::new(),
            strikes: 0,
            begun: false,
            is_reviewed: false,
            is_open: false,
            end: None,
            reported: false,
            parts: Vec::new(),
        }
    }

    /// The same for a job that says nothing about checks and terms.
    #[cfg(test)]
    pub(super) fn new(
        segment: crate::domain::segment::Segment,
        source: &CodedText,
        permissive: bool,
    ) -> Self {
        Self::of(Subject::new(segment, permissive), source, &[])
    }

    /// The best version so far.
    pub(super) fn best(&self) -> &Version {
        self.versions.best()
    }

    /// What is found in the best version, but for remarks; what was found over the whole file holds for the
    /// original.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.best().findings.iter().chain(self.of_file().iter().filter(|found| !is_remark(found)))
    }

    /// What was found over the whole file in the best version.
    fn of_file(&self) -> &[Finding] {
        if self.versions.is_original() { &self.of_file } else { &[] }
    }

    /// The best version as the model reads it.
    pub(super) fn shown_target(&self) -> String {
        self.subject.framing.inside(&self.best().text).to_string()
    }

    /// How much text of it a call holds.
    pub(super) fn length(&self) -> u64 {
        let target: usize = self.best().text.texts().map(str::len).sum();
        (self.shown_source.len() + target) as u64
    }

    /// Notes its part in a call that was answered.
    pub(super) fn note_part(&mut self, part: Part) {
        self.parts.push(part);
    }

    /// Whether the loop goes on for it.
    pub(super) fn is_active(&self) -> bool {
        self.end.is_none()
    }

    /// Whether a round on it was finished.
    pub(super) fn has_begun(&self) -> bool {
        self.begun
    }

    /// What it waits for.
    pub(super) fn next(&self) -> &Next {
        &self.next
    }

    /// The issues an editor is to correct.
    pub(super) fn to_edit(&self) -> &[Issue] {
        match &self.next {
            Next::Edit(record) => &record.issues,
            Next::Review | Next::Verify(_) => &[],
        }
    }

    /// The pair the verifier is to see next; `None` if it waits for no verifier.
    pub(super) fn pair(&self) -> Option<Pair> {
        let Next::Verify(contest) = &self.next else { return None };
        let inside = |text: &CodedText| self.subject.framing.inside(text).to_string();
        let (before, candidate) = (inside(&self.best().text), inside(&contest.candidate.version.text));
        Some(contest.pair(self.subject.segment.id.number, before, candidate))
    }

    /// The best version beside itself, for a verifier whose answer does not matter.
    pub(super) fn twice(&self) -> Pair {
        let shown = self.shown_target();
        Pair { a: shown.clone(), b: shown, candidate_first: false }
    }

    /// Takes what the model said about it in a round.
    pub(super) fn take(&mut self, round: u32, item: Item, settings: &Settings) {
        let (issues, dropped) = self.sorted(item.issues, settings);
        let record = Record::of(round, settings).with(issues, dropped, item.note);
        self.judge(record, item.verdict, &item.revised, settings);
    }

    /// Does what the issues that hold and the verdict of a round ask for.
    fn judge(&mut self, record: Record, verdict: Verdict, revised: &[String], settings: &Settings) {
        (self.begun, self.is_reviewed) = (true, true);
        let round = record.round;
        let hard = self.best().hard().next().map(|found| format!("{}: {}", found.check, found.message));
        if verdict != Verdict::Unsure {
            self.versions.judge(record.score(settings));
        }
        let is_clean = hard.is_none() && (verdict == Verdict::Ok || record.issues.is_empty());
        match (verdict, settings.strategy, hard) {
            (Verdict::Unsure, ..) => self.unchanged(record, Some(StopReason::Unsure)),
            _ if is_clean => self.unchanged(record, Some(StopReason::Clean)),
            (_, Strategy::ReviewOnly, _) => {
                self.is_open = !record.issues.is_empty();
                self.unchanged(record, Some(StopReason::Fixpoint));
            }
            (_, Strategy::TwoStage, _) => self.next = Next::Edit(record),
            (Verdict::Ok, Strategy::Single, hard) => {
                self.unchanged(record, None);
                let found = hard.unwrap_or_default();
                self.strike(format!("round {round}: called ok, but a check still finds {found}"), settings);
            }
            (Verdict::Revise, Strategy::Single, _) => self.propose(record, revised, settings),
        }
        self.close(round, settings);
    }

    /// Takes what the editor made of it.
    pub(super) fn edited(&mut self, round: u32, item: &Edited, settings: &Settings) {
        if let Next::Edit(mut record) = std::mem::replace(&mut self.next, Next::Review) {
            if !item.note.is_empty() {
                record.note.clone_from(&item.note);
            }
            self.propose(record, &item.revised, settings);
        }
        self.close(round, settings);
    }

    /// Takes what the verifier said of the pair it saw; `None` if it said nothing usable.
    pub(super) fn compared(&mut self, round: u32, better: Option<Better>, settings: &Settings) {
        let Some(pair) = self.pair() else { return };
        let Next::Verify(mut contest) = std::mem::replace(&mut self.next, Next::Review) else { return };
        match contest.take(pair.candidate_first, better) {
            verify::Verdict::Open => self.next = Next::Verify(contest),
            verify::Verdict::Better => self.accept(*contest, settings),
            verify::Verdict::NotBetter => self.not_better(*contest, settings),
        }
        self.close(round, settings);
    }

    /// Takes an answer that, asked for twice, belongs to another segment.
    pub(super) fn misaligned(&mut self, round: u32, revised: &[String], settings: &Settings) {
        self.begun = true;
        let record = match std::mem::replace(&mut self.next, Next::Review) {
            Next::Edit(record) => record,
            Next::Review | Next::Verify(_) => Record::of(round, settings),
        };
        let reason = "it answers for another source".to_owned();
        let refusal = Refusal { gate: Gate::Alignment, reason, adds: None };
        let shown = revised.first().map_or("", String::as_str);
        self.refused(record, refusal, shown, settings);
        self.close(round, settings);
    }

    /// Takes a candidate that a rule made, for its own findings. `refused`: what is said instead if it
    /// is not taken.
    pub(super) fn take_repair(
        &mut self,
        round: u32,
        target: CodedText,
        (issues, note): (Vec<Issue>, String),
        refused: impl FnOnce() -> (Vec<Issue>, String),
        settings: &Settings,
    ) {
        self.begun = true;
        let shown = target.to_string();
        let mut record = Record::of(round, settings).with(issues, Vec::new(), note);
        let weighed = self.known(&target).map_or_else(
            || {
                let version = gate::pass(&self.subject, self.best(), &record.issues, target, settings.gates)?;
                let changes = attribute::repairs(self.best(), &version);
                Ok(Weighed::Candidate(Attributed { version, changes, local: true }))
            },
            Ok,
        );
        if weighed.is_err() {
            let (issues, note) = refused();
            record = Record::of(round, settings).with(issues, Vec::new(), note);
        }
        self.settle(record, weighed, &shown, settings);
    }

    /// Ends it with what nobody but a person can settle.
    pub(super) fn leave(&mut self, round: u32, issues: Vec<Issue>, note: String, settings: &Settings) {
        self.begun = true;
        let record = Record::of(round, settings).with(issues, Vec::new(), note);
        self.unchanged(record, Some(StopReason::Fixpoint));
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

    fn settle(
        &mut self,
        record: Record,
        weighed: Result<Weighed, Refusal>,
        shown: &str,
        settings: &Settings,
    ) {
        match weighed {
            Ok(Weighed::Same) => self.unchanged(record, Some(StopReason::Fixpoint)),
            Ok(Weighed::Seen(first)) => {
                self.keep_best(first);
                self.unchanged(record, Some(StopReason::Oscillation));
            }
            Ok(Weighed::Candidate(candidate)) => {
                let contest = Contest::new(record, candidate, shown.to_owned());
                if contest.candidate.local || !settings.policy.verify || !settings.gates.has(Gate::Verifier) {
                    self.accept(contest, settings);
                } else {
                    self.next = Next::Verify(Box::new(contest));
                }
            }
            Err(refusal) => self.refused(record, refusal, shown, settings),
        }
    }

    fn accept(&mut self, contest: Contest, settings: &Settings) {
        let (wins, votes, verifier) = (contest.wins(), contest.votes().to_vec(), contest.verifier(settings));
        let Contest { record, candidate: Attributed { version, changes, .. }, .. } = contest;
        let trail = Trail { changes, votes, verifier, ..Trail::default() };
        self.revisions.push(record.revision(version.text.to_string(), Outcome::Accepted, None, trail));
        self.versions.push(version, wins, self.revisions.len() - 1);
        self.strikes = 0;
        self.tried.clear();
        self.subject.insisted.clear();
    }

    fn not_better(&mut self, contest: Contest, settings: &Settings) {
        self.refused.extend(contest.record.issues.iter().map(triage::fingerprint));
        self.refused_texts.insert(folded(&contest.candidate.version.text));
        let (votes, verifier) = (contest.votes().to_vec(), contest.verifier(settings));
        let Contest { record, candidate, shown, .. } = contest;
        let trail = Trail { votes, verifier, changes: candidate.changes, ..Trail::default() };
        let reason = "compared with what is there it is not better".to_owned();
        let refusal = Refusal { gate: Gate::Verifier, reason, adds: None };
        self.refused_with(record, refusal, &shown, trail, settings);
    }

    fn refused(&mut self, record: Record, refusal: Refusal, shown: &str, settings: &Settings) {
        self.refused_with(record, refusal, shown, Trail::default(), settings);
    }

    fn refused_with(
        &mut self,
        record: Record,
        refusal: Refusal,
        shown: &str,
        trail: Trail,
        settings: &Settings,
    ) {
        let shown = cleaned(shown, gate::longest(&self.subject, self.best()));
        let shown = self.subject.framing.shown_around(&shown);
        let Refusal { gate, reason, adds } = refusal;
        self.subject.insisted.extend(adds);
        let tried = format!("round {}: refused by {gate}: {reason}", record.round);
        let trail = Trail { reason, ..trail };
        self.revisions.push(record.revision(shown, Outcome::Rejected, Some(gate), trail));
        self.strike(tried, settings);
    }

    fn unchanged(&mut self, record: Record, stop: Option<StopReason>) {
        let target = self.best().text.to_string();
        self.revisions.push(record.revision(target, Outcome::Unchanged, None, Trail::default()));
        if let Some(reason) = stop {
            self.stop(reason);
        }
    }

    fn strike(&mut self, tried: String, settings: &Settings) {
        self.tried.push(tried);
        self.strikes += 1;
        if self.strikes >= settings.policy.patience {
            self.stop(StopReason::NoImprovement);
        }
    }

    /// Ends it with its last round, if that one waits for nothing.
    fn close(&mut self, round: u32, settings: &Settings) {
        if self.is_active() && matches!(self.next, Next::Review) && round >= settings.max_revisions {
            self.stop(StopReason::MaxRevisions);
        }
    }

    /// Goes back to the best of the versions from `first` on. What comes after it was accepted for a
    /// while and is not the target any more.
    fn keep_best(&mut self, first: usize) {
        for revision in self.versions.keep_best(first) {
            self.revisions[revision].outcome = Outcome::Rejected;
            self.revisions[revision].rejected_by = Some(Gate::Oscillation);
        }
    }
}
