//! What got no answer in time: whether the text is the cause or the provider.
//!
//! A question about several texts is asked in halves: smaller ones are quicker. One text alone waits
//! until the others of its group were asked, and then gets another try. It is given up only if the
//! model answered something else right before that try and at once after it; where the group has
//! nothing left to ask, a text that was answered before is asked about again for that, or one of
//! another group. Where no answer comes to anything the provider is out, which is never the fault of
//! a text.

use super::super::subject::Subject;
use super::super::track::Track;
use super::super::work::{Kind, Late, Tried, Work};
use super::{Answer, Machine};
use crate::domain::failure::FailureReason;
use crate::domain::segment::{Segment, StopReason};
use std::sync::Arc;

/// After so many tries, with answers to others in between, a text is given up.
const TRIES: u32 = 2;
/// So often a try is forgiven because the provider was out: one that always seems to be ends nothing.
const MOST_OUTAGES: u32 = 5;
/// Why a segment fails whose question is never answered.
const TOO_LATE: &str = "the model gave no answer in time, but to others";

/// How often a question may end by being too slow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Twice; then less is asked for.
    Twice,
    /// Once; then others are asked first.
    Once,
    /// Until it is known that the model answers others and not this.
    Outage,
    /// The same, and only whether there is an answer matters: [`Answer::Late`] is one.
    Proof,
}

/// What was heard of a model.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// How many answers.
    answers: u32,
    /// The text that was asked about last of those that got one.
    about: Option<usize>,
    /// Whether the last question got none in time.
    is_silent: bool,
    /// How often it was out, as a proof has shown.
    outages: u32,
}

/// A text of another group, to compare with where this one has none that was answered.
#[derive(Debug, Default)]
pub(super) enum Neighbour {
    #[default]
    None,
    /// Not needed so far.
    Segment(Box<Segment>),
    /// Its place behind the segments of the group.
    At(usize),
}

impl Machine {
    /// The same, and a text of another group of the job that may be asked about to see whether the
    /// model answers. Nothing is made of the answer.
    #[must_use]
    pub fn beside(self, neighbour: Option<Segment>) -> Self {
        let neighbour = neighbour.map_or_else(Neighbour::default, |one| Neighbour::Segment(Box::new(one)));
        Self { neighbour, ..self }
    }

    /// The place of the neighbour.
    fn neighbour(&mut self) -> Option<usize> {
        let at = match std::mem::take(&mut self.neighbour) {
            Neighbour::None => return None,
            Neighbour::At(at) => at,
            Neighbour::Segment(segment) => {
                let options = Arc::clone(&self.tracks.first()?.subject.options);
                let source = segment.source.clone();
                let subject = Subject::of(*segment, self.settings.permissive_codes, options);
                let mut track = Track::of(subject, &source, &[]);
                // It takes no part: its own machine reports it.
                track.stop(StopReason::Clean);
                track.report();
                self.tracks.push(track);
                self.ids.push(format!("s{}", self.tracks.len()));
                self.tracks.len() - 1
            }
        };
        self.neighbour = Neighbour::At(at);
        Some(at)
    }

    /// Whom a call is counted for: a proof for those who need it.
    pub(super) fn bearers(&self, work: &Work) -> Vec<usize> {
        let waits = self.queue.front().filter(|_| work.late == Late::Proof);
        waits.unwrap_or(work).places.clone()
    }

    /// Notes whether there was an answer; gives the question back if what it says matters.
    pub(super) fn hear(&mut self, work: Work, answer: &Answer) -> Option<Work> {
        let is_proof = work.late == Late::Proof;
        let heard = &mut self.heard[side(work.kind)];
        match answer {
            // A proof that gets no answer at all ends only when others get theirs.
            _ if is_proof => {}
            Answer::TimedOut => {
                heard.is_silent = true;
                return Some(work);
            }
            // Nothing but failures; nothing but replies that are no answers.
            Answer::Failed => return Some(work),
            Answer::Text(text) if text.is_empty() => return Some(work),
            Answer::Text(_) | Answer::Truncated | Answer::Refused | Answer::Late => {}
        }
        let before = heard.answers;
        heard.answers += 1;
        heard.is_silent = false;
        heard.about = work.places.first().copied().or(heard.about);
        if *answer == Answer::Late && heard.outages < MOST_OUTAGES {
            heard.outages += 1;
            self.forgive(work.kind, before);
        }
        (!is_proof).then_some(Work { late: Late::Never, ..work })
    }

    /// The last tries, since which nothing was heard, fell into an outage.
    fn forgive(&mut self, kind: Kind, heard: u32) {
        for work in self.queue.iter_mut().filter(|work| side(work.kind) == side(kind)) {
            if let Late::Waits { times, answers } = &mut work.late
                && *answers == heard
            {
                *times -= 1;
            }
        }
    }

    /// There was no answer in time.
    pub(super) fn too_late(&mut self, work: Work) {
        if work.places.len() > 1 {
            return self.halve(work, FailureReason::ReplyUnusable, TOO_LATE);
        }
        let times = match work.late {
            Late::Patient | Late::Proof => return self.end_late(work),
            Late::Waits { times, .. } => times + 1,
            Late::Never => 1,
        };
        let answers = self.heard[side(work.kind)].answers;
        self.queue.push_back(Work { late: Late::Waits { times, answers }, ..work });
    }

    /// What is to be asked now where a text waits that was too late; `None`: something else first.
    pub(super) fn turn(&mut self, work: Work) -> Option<Work> {
        let Late::Waits { times, answers } = work.late else { return Some(work) };
        if self.queue.iter().any(|other| !matches!(other.late, Late::Waits { .. })) {
            self.queue.push_back(work);
            return None;
        }
        let heard = &self.heard[side(work.kind)];
        if times >= TRIES && heard.answers > answers {
            self.end_late(work);
            return None;
        }
        if times < TRIES && heard.answers > answers && !heard.is_silent {
            return Some(work);
        }
        let Some(at) = heard.about.or_else(|| self.neighbour()) else {
            return Some(Work { late: Late::Patient, ..work });
        };
        let kind = if work.kind == Kind::Edit { Kind::Review } else { work.kind };
        let (places, tried, late) = (vec![at], Tried::Never, Late::Proof);
        let proof = Work { kind, places, again: false, whole: false, raised: false, tried, late, ..work };
        self.queue.push_front(work);
        Some(proof)
    }

    fn end_late(&mut self, work: Work) {
        for at in work.places {
            self.give_up(at, work.kind, FailureReason::ReplyUnusable, TOO_LATE);
        }
    }
}

/// How often a question may end by being too slow.
pub(super) fn patience(work: &Work) -> Patience {
    match work.late {
        Late::Proof => Patience::Proof,
        Late::Patient => Patience::Outage,
        Late::Never | Late::Waits { .. } if work.places.len() == 1 => Patience::Once,
        Late::Never | Late::Waits { .. } => Patience::Twice,
    }
}

/// Which of the two models is asked.
fn side(kind: Kind) -> usize {
    usize::from(kind == Kind::Verify)
}
