//! The state machine over one group: which call is wanted next, and what its answer means.
//!
//! Rounds are the group's own. In a round the still active segments are reviewed, by the job's settings
//! twice, then those of them that wait for an editor are edited, then candidates are compared with what was there, in one order
//! and in the other. What is missing from an answer is asked for once more, alone; what is too much
//! for the model is asked for in halves. Calls that do not wait for each other make a wave, and may be
//! made side by side.

use super::batch::Group;
use super::brief::Brief;
use super::hyphen;
use super::prompt::{Context, Task};
use super::subject::Subject;
use super::track::{Next, Track};
use super::work::{Kind, Late, Work, batches};
use super::{Engine, Settings, align, reply};
use crate::domain::failure::FailureReason;
use crate::domain::job::Strategy;
use crate::domain::model::Role;
use crate::domain::segment::{Gate, Segment, SegmentResult, Severity, StopReason};
use crate::domain::served::Part;
use crate::provider;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

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
    /// How often it may end by being too slow.
    pub patience: Patience,
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
    /// There was no answer in time, as often as [`Ask::patience`] says.
    TimedOut,
    /// There was one to a [`Patience::Proof`], after others that did not come.
    Late,
    /// All calls about it failed while others were answered.
    Failed,
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
    /// Calls that do not wait for each other, with their steps, and the answers to the first of them.
    wave: Vec<(u32, Work)>,
    answers: Vec<Answer>,
    /// What was answered with something usable at least once.
    understood: HashSet<Kind>,
    /// What was asked about one text alone because nothing had been understood so far.
    probed: HashSet<Kind>,
    /// The answers of the model, and of the verifier.
    heard: [Heard; 2],
    neighbour: Neighbour,
    stopped: bool,
}

impl Machine {
    /// The loop on a group of a file of which nothing else is known.
    #[must_use]
    pub fn new(group: Group, settings: &Settings) -> Self {
        Self::of(group, settings, &Brief::default())
    }

    /// The loop on a group that nothing was asked about yet. Sources are shown without leftover
    /// hyphens if the job wants it.
    #[must_use]
    pub fn of(group: Group, settings: &Settings, brief: &Brief) -> Self {
        let context = Context::of(&group, settings, brief);
        // Only a model reads the shown source.
        let joins = settings.remove_hyphenation && settings.engine == Engine::Model;
        let options = Arc::new(brief.options(settings));
        let told = brief.told(settings).map(Arc::new);
        let track = |segment: Segment| {
            let shown = match joins {
                true => hyphen::removed(&segment, brief.broken()),
                false => segment.source.clone(),
            };
            let of_file = brief.findings(segment.id.number);
            let subject = Subject::of(segment, settings.permissive_codes, Arc::clone(&options));
            Track::of(subject.telling(told.clone()), &shown, of_file)
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
            wave: Vec::new(),
            answers: Vec::new(),
            understood: HashSet::new(),
            probed: HashSet::new(),
            heard: Default::default(),
            neighbour: Neighbour::default(),
            stopped: false,
        }
    }

    fn ask(&self, step: u32, work: &Work) -> Ask {
        let (ids, tracks, settings) = (&self.ids, &self.tracks, &self.settings);
        let parts = || work.places.iter().map(|&at| (ids[at].as_str(), &tracks[at]));
        let (role, prompt) = match work.kind {
            Kind::Review => {
                let parts: Vec<_> = parts().collect();
                (Role::Reviewer, self.context.ask(Task::Review, &parts, settings, work.raised))
            }
            Kind::Edit => {
                let parts: Vec<_> = parts().collect();
                (Role::Editor, self.context.ask(Task::Edit, &parts, settings, work.raised))
            }
            Kind::Verify => {
                let is_proof = work.late == Late::Proof;
                let pair = |track: &Track| if is_proof { Some(track.twice()) } else { track.pair() };
                let pairs: Vec<_> =
                    parts().filter_map(|(id, track)| Some((id, track, pair(track)?))).collect();
                (Role::Verifier, self.context.compare(&pairs, work.raised))
            }
        };
        let patience = late::patience(work);
        Ask { place: AskPlace { round: self.round, step }, role, prompt, patience }
    }

    /// Takes the answer to a call of the wave.
    fn take(&mut self, step: u32, work: Work, answer: Answer) {
        let bearers = self.bearers(&work);
        let lengths: Vec<_> = bearers.iter().map(|&at| self.tracks[at].length()).collect();
        for (&at, part) in bearers.iter().zip(Part::of(self.round, step, &lengths)) {
            self.tracks[at].note_part(part);
        }
        let Some(work) = self.hear(work, &answer) else { return };
        let (reason, message) = match answer {
            Answer::Text(text) => return self.read(&text, work),
            Answer::Truncated if work.places.len() == 1 && !work.raised => {
                return self.queue.push_front(Work { raised: true, ..work });
            }
            Answer::TimedOut | Answer::Late => return self.too_late(work),
            Answer::Truncated => (FailureReason::ReplyUnusable, "the model's answer did not come to its end"),
            Answer::Failed => (FailureReason::ReplyUnusable, "all calls about it failed, others did not"),
            Answer::Refused => (FailureReason::ProviderRefused, "the model declined to answer for this text"),
        };
        self.halve(work, reason, message);
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
    /// others are left without a result. The machine is done then. Answers that are there count, also
    /// those of a wave that is not whole.
    pub fn stop(&mut self, reason: StopReason) {
        self.take_answers();
        for track in self.tracks.iter_mut().filter(|track| track.has_begun()) {
            track.stop(reason);
        }
        self.queue.clear();
        self.stopped = true;
    }

    fn next_work(&mut self) -> Option<Work> {
        loop {
            if self.queue.is_empty() {
                self.fill();
            }
            let work = self.queue.pop_front()?;
            let work = self.wanted(work).and_then(|work| self.turn(work));
            let Some(work) = work.and_then(|work| self.due(work)) else { continue };
            self.step += 1;
            return Some(work);
        }
    }

    /// Queues what is wanted next: what the round still waits for, else another round.
    fn fill(&mut self) {
        let policy = &self.settings.policy;
        let waiting = |wanted: fn(&Next) -> bool| {
            let tracks = self.tracks.iter().enumerate();
            let active = tracks.filter(|(_, track)| track.is_active() && wanted(track.next()));
            active.map(|(at, _)| at).collect::<Vec<_>>()
        };
        let edits = waiting(|next| matches!(next, Next::Edit(_)));
        let orders = [0, 1].map(|order| {
            let tracks = self.tracks.iter().enumerate();
            let here = |next: &Next| matches!(next, Next::Verify(contest) if contest.asked() == order);
            tracks
                .filter(|(_, track)| track.is_active() && here(track.next()))
                .map(|(at, _)| at)
                .collect::<Vec<_>>()
        });
        let (kind, places, most) = if !edits.is_empty() {
            (Kind::Edit, edits, policy.edit_segments)
        } else if let Some(places) = orders.into_iter().find(|places| !places.is_empty()) {
            (Kind::Verify, places, policy.verify_pairs)
        } else {
            let most = match self.settings.strategy {
                Strategy::Single => policy.revise_segments,
                Strategy::TwoStage | Strategy::ReviewOnly => policy.review_segments,
            };
            self.round += 1;
            self.step = 0;
            (Kind::Review, waiting(|next| matches!(next, Next::Review)), most)
        };
        self.queue.extend(batches(kind, &places, most));
        self.queue_second_reviews();
    }

    fn read(&mut self, text: &str, work: Work) {
        let missing = match work.kind {
            Kind::Review => {
                let revises = self.settings.strategy == Strategy::Single;
                let claims = |item: &reply::Item| Claims::of(&item.anchor, &item.revised);
                self.each(reply::reviews(text, revises), &work, claims, |track, round, told, settings| {
                    reviews::take(track, round, work.is_second, told, settings);
                })
            }
            Kind::Edit => {
                let claims = |item: &reply::Edited| Claims::of(&item.anchor, &item.revised);
                self.each(reply::edits(text), &work, claims, |track, round, item, settings| match item {
                    Told::Item(item) => track.edited(round, &item, settings),
                    Told::OfAnother(item) => track.misaligned(round, &item.revised, settings),
                    Told::Nothing => track.fail(FailureReason::ReplyUnusable, NOTHING),
                })
            }
            Kind::Verify => {
                let claims = |item: &reply::Compared| Claims::of(&item.anchor, &[]);
                self.each(reply::comparisons(text), &work, claims, |track, round, item, settings| {
                    match item {
                        Told::Item(item) => track.compared(round, Some(item.better), settings),
                        // Who does not answer does not prefer the candidate.
                        Told::OfAnother(_) | Told::Nothing => track.compared(round, None, settings),
                    }
                })
            }
        };
        let Some(missing) = missing else { return self.not_understood(work) };
        self.understood.insert(work.kind);
        if !missing.is_empty() {
            self.queue.push_front(Work { places: missing, again: true, ..work });
        }
    }

    /// Hands each segment of a call its item; gives those to ask for once more, or `None` where there
    /// is no usable item at all.
    fn each<T>(
        &mut self,
        mut items: HashMap<String, T>,
        work: &Work,
        claims: impl Fn(&T) -> Claims,
        mut take: impl FnMut(&mut Track, u32, Told<T>, &Settings),
    ) -> Option<Vec<usize>> {
        if items.is_empty() {
            return None;
        }
        let told = |at: usize, item: T| {
            if self.is_aligned(at, &claims(&item), &work.places) {
                Told::Item(item)
            } else {
                Told::OfAnother(item)
            }
        };
        let told: Vec<_> = work
            .places
            .iter()
            .map(|&at| (at, items.remove(&self.ids[at]).map_or(Told::Nothing, |item| told(at, item))))
            .collect();
        let mut missing = Vec::new();
        for (at, told) in told {
            match told {
                Told::OfAnother(_) | Told::Nothing if !work.again => missing.push(at),
                told @ (Told::Item(_) | Told::OfAnother(_) | Told::Nothing) => {
                    take(&mut self.tracks[at], self.round, told, &self.settings)
                }
            }
        }
        Some(missing)
    }

    /// Whether an item that bears the id of a segment is about it and not about another of its call.
    fn is_aligned(&self, at: usize, claims: &Claims, places: &[usize]) -> bool {
        if !self.settings.gates.has(Gate::Alignment) {
            return true;
        }
        let target = |at: usize| self.tracks[at].shown_target();
        align::is_aligned(&claims.anchor, &self.tracks[at].shown_source, places.len())
            && claims.text.as_ref().is_none_or(|text| {
                let others = places.iter().filter(|other| **other != at);
                !align::is_of_another(text, &target(at), others.map(|other| target(*other)))
            })
    }
}

/// Why a segment fails that is missing from the answers.
const NOTHING: &str = "the model gave no usable answer, asked twice";

/// What an item says about whose it is.
struct Claims {
    /// The beginning of its source.
    anchor: String,
    /// Its target.
    text: Option<String>,
}

impl Claims {
    fn of(anchor: &str, revised: &[String]) -> Self {
        Self { anchor: anchor.to_owned(), text: revised.first().cloned() }
    }
}

/// What an answer says of a segment.
enum Told<T> {
    /// This.
    Item(T),
    /// Asked twice, something that belongs to another segment.
    OfAnother(T),
    /// Asked twice, nothing.
    Nothing,
}

mod late;
mod reviews;
mod split;
mod wave;

pub use late::Patience;
use late::{Heard, Neighbour};

#[cfg(test)]
mod tests;
