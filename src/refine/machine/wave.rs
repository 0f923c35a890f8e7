//! Which calls are wanted now, and that what their answers come to does not depend on which is first.

use super::super::Engine;
use super::super::rules;
use super::{Answer, Ask, Machine, Step};
use crate::domain::segment::StopReason;

impl Machine {
    /// What is wanted first now. Asked again without an answer in between, it says the same again.
    /// The built-in engines run to their end here and never ask.
    pub fn step(&mut self) -> Step {
        self.wave().into_iter().next().map_or(Step::Done, Step::Ask)
    }

    /// All that is wanted now: calls that do not wait for each other, to be answered in this order. None
    /// if every segment has ended.
    pub fn wave(&mut self) -> Vec<Ask> {
        if self.stopped {
            return Vec::new();
        }
        match self.settings.engine {
            Engine::Rules => {
                self.tracks.iter_mut().for_each(|track| rules::run(track, &self.settings));
            }
            Engine::Echo => self.tracks.iter_mut().for_each(|track| track.stop(StopReason::Clean)),
            Engine::Model => {}
        }
        if self.wave.is_empty() {
            self.begin_wave();
            self.stopped = self.wave.is_empty();
        }
        self.wave.iter().skip(self.answers.len()).map(|(step, work)| self.ask(*step, work)).collect()
    }

    /// The next call, and with one that nothing went wrong with all others like it that follow. Whether
    /// and how anything else is asked for depends on answers.
    fn begin_wave(&mut self) {
        let Some(first) = self.next_work() else { return };
        let is_fresh = first.is_fresh();
        self.wave.push((self.step, first));
        while is_fresh && self.queue.front().is_some_and(|work| work.is_fresh()) {
            self.step += 1;
            self.wave.extend(self.queue.pop_front().map(|work| (self.step, work)));
        }
    }

    /// Takes the answer to the first call of the wave that has none; without one it does nothing. What
    /// the answers come to is decided in the order of the calls, once all are there.
    pub fn answer(&mut self, answer: Answer) {
        if self.answers.len() < self.wave.len() {
            self.answers.push(answer);
        }
        if self.answers.len() == self.wave.len() {
            self.take_answers();
        }
    }

    pub(super) fn take_answers(&mut self) {
        let (wave, answers) = (std::mem::take(&mut self.wave), std::mem::take(&mut self.answers));
        for ((step, work), answer) in wave.into_iter().zip(answers) {
            self.take(step, work, answer);
        }
    }
}
