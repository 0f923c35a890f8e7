//! The state machine over one group: which call is wanted next, and what its answer means.
//!
//! Rounds are the group's own. In a round the still active segments are asked for in one call;
//! what is missing from its answer is asked for once more, alone; what is too much for the model
//! is asked for in halves.

use super::batch::Group;
use super::hyphen::{self, Words};
use super::prompt::{self, Context};
use super::reply;
use super::track::Track;
use super::{Engine, Settings, align, rules};
use crate::domain::failure::FailureReason;
use crate::domain::model::Role;
use crate::domain::segment::{Segment, SegmentResult, Severity, StopReason};
use crate::provider;
use std::collections::VecDeque;

/// What a machine wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// An answer to this.
    Ask(Ask),
    /// Nothing any more: every segment has ended.
    Done,
}

/// A call that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Where in the loop it stands.
    pub place: AskPlace,
    /// Who is asked: the model of the job, or for [`Role::Verifier`] that of the verifier.
    pub role: Role,
    /// What to ask.
    pub prompt: provider::Prompt,
}

/// The place of a call in its group; together with the bytes of the request it names the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AskPlace {
    /// The round, from 1.
    pub round: u32,
    /// The call within the round, from 1.
    pub step: u32,
}

/// What became of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The model wrote this.
    Text(String),
    /// The answer or the question was too long.
    Truncated,
    /// The model or its provider declined.
    Refused,
    /// There was no answer in time, also not when asked again. Smaller questions are quicker.
    TimedOut,
}

/// The loop on one group.
#[derive(Debug)]
pub struct Machine {
    settings: Settings,
    context: Context,
    ids: Vec<String>,
    tracks: Vec<Track>,
    round: u32,
    step: u32,
    queue: VecDeque<Work>,
    /// The call that was handed out and not answered yet.
    asked: Option<Work>,
    stopped: bool,
}

/// Segments to ask for in one call, by their place in the group.
#[derive(Debug, Clone)]
struct Work {
    places: Vec<usize>,
    /// Whether this is the second time in the round.
    again: bool,
}

impl Machine {
    /// The loop on a group that nothing was asked about yet. Sources are shown without leftover
    /// hyphens if the job wants it; words to compare with are those of the group.
    #[must_use]
    pub fn new(group: Group, settings: &Settings) -> Self {
        let context = Context::of(&group);
        // Only a model reads the shown source.
        let joins = settings.remove_hyphenation && settings.engine == Engine::Model;
        let words = joins.then(|| Words::of(group.segments.iter().map(|segment| &segment.source)));
        let track = |segment: Segment| {
            let shown = match &words {
                Some(words) => hyphen::removed(&segment.source, words),
                None => segment.source.clone(),
            };
            Track::new(segment, &shown, settings.permissive_codes)
        };
        let tracks: Vec<_> = group.segments.into_iter().map(track).collect();
        Self {
            settings: settings.clone(),
            context,
            ids: (1..=tracks.len()).map(|number| format!("s{number}")).collect(),
            tracks,
            round: 0,
            step: 0,
            queue: VecDeque::new(),
            asked: None,
            stopped: false,
        }
    }

    /// What is wanted now. Asked again without an answer in between, it says the same again.
    /// The built-in engines run to their end here and never ask.
    pub fn step(&mut self) -> Step {
        if self.stopped {
            return Step::Done;
        }
        match self.settings.engine {
            Engine::Rules => self.tracks.iter_mut().for_each(|track| rules::run(track, &self.settings)),
            Engine::Echo => self.tracks.iter_mut().for_each(|track| track.stop(StopReason::Clean)),
            Engine::Model => {}
        }
        let work = match self.asked.take().or_else(|| self.next_work()) {
            Some(work) => work,
            None => {
                self.stopped = true;
                return Step::Done;
            }
        };
        let parts: Vec<_> = work.places.iter().map(|&at| (self.ids[at].as_str(), &self.tracks[at])).collect();
        let prompt = prompt::build(&self.context, &parts, &self.settings);
        self.asked = Some(work);
        Step::Ask(Ask {
            place: AskPlace { round: self.round, step: self.step },
            role: Role::Reviewer,
            prompt,
        })
    }

    /// Takes the answer to the call that was handed out last; without one it does nothing.
    pub fn answer(&mut self, answer: Answer) {
        let Some(work) = self.asked.take() else { return };
        match answer {
            Answer::Text(text) => self.read(&text, &work),
            Answer::Truncated => {
                self.halve(work, FailureReason::ReplyUnusable, "the model's answer did not come to its end");
            }
            Answer::TimedOut => {
                self.halve(work, FailureReason::ReplyUnusable, "the model gave no answer in time");
            }
            Answer::Refused => {
                self.halve(
                    work,
                    FailureReason::ProviderRefused,
                    "the model declined to answer for this text",
                );
            }
        }
    }

    /// The segments that have ended since the last call, in the order of the file.
    pub fn finished(&mut self) -> Vec<SegmentResult> {
        let mut results: Vec<_> = self.tracks.iter_mut().filter_map(Track::report).collect();
        if self.settings.engine == Engine::Rules {
            // Nobody has looked at what rules cannot repair.
            for result in &mut results {
                result.needs_review |=
                    result.findings_after.iter().any(|found| found.severity >= Severity::Major);
            }
        }
        results
    }

    /// Ends every segment that has had a round and is not through, with the best it has; the
    /// others are left without a result. The machine is done then.
    pub fn stop(&mut self, reason: StopReason) {
        for track in self.tracks.iter_mut().filter(|track| track.has_begun()) {
            track.stop(reason);
        }
        self.asked = None;
        self.queue.clear();
        self.stopped = true;
    }

    fn next_work(&mut self) -> Option<Work> {
        if self.queue.is_empty() {
            let places: Vec<_> = (0..self.tracks.len()).filter(|&at| self.tracks[at].is_active()).collect();
            if places.is_empty() {
                return None;
            }
            self.round += 1;
            self.step = 0;
            self.queue.push_back(Work { places, again: false });
        }
        self.step += 1;
        self.queue.pop_front()
    }

    fn read(&mut self, text: &str, work: &Work) {
        let mut items = reply::items(text);
        let mut missing = Vec::new();
        for &at in &work.places {
            let track = &mut self.tracks[at];
            match items.remove(&self.ids[at]) {
                Some(item) if align::is_aligned(&item.anchor, &track.shown_source, work.places.len()) => {
                    track.take(self.round, item, &self.settings);
                }
                Some(item) if work.again => track.misaligned(self.round, &item, &self.settings),
                None if work.again => {
                    track.fail(FailureReason::ReplyUnusable, "the model gave no usable answer, asked twice");
                }
                Some(_) | None => missing.push(at),
            }
        }
        if !missing.is_empty() {
            self.queue.push_front(Work { places: missing, again: true });
        }
    }

    fn halve(&mut self, work: Work, reason: FailureReason, message: &str) {
        let Work { mut places, again } = work;
        if let [alone] = places[..] {
            return self.tracks[alone].fail(reason, message);
        }
        let second = places.split_off(places.len() / 2);
        self.queue.push_front(Work { places: second, again });
        self.queue.push_front(Work { places, again });
    }
}

#[cfg(test)]
mod tests;
