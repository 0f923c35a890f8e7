//! When nothing is sent at all: after failures in a row, until one call that tries it has succeeded.

use crate::provider::retry;
use std::time::Duration;
use tokio::time::Instant;

/// Failures in a row that open it.
const FAILURES: u32 = 5;

/// Closed while calls succeed.
#[derive(Debug)]
pub(super) struct Breaker {
    state: State,
    /// Failures since the last good answer while closed.
    failures: u32,
    /// How often it opened since the last good answer.
    opened: u32,
    /// The shortest pause before it is tried again.
    base: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Closed,
    /// Nothing is sent before this moment.
    Open(Instant),
    /// One call is trying it.
    Probing,
}

/// What it lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    /// Calls.
    Calls,
    /// One call, and no other before that has ended.
    Probe,
    /// Nothing before this moment.
    Until(Instant),
    /// Nothing before the call that tries it has ended.
    Closed,
}

impl Breaker {
    pub(super) fn new(base: Duration) -> Self {
        Self { state: State::Closed, failures: 0, opened: 0, base }
    }

    pub(super) fn gate(&self, now: Instant) -> Gate {
        match self.state {
            State::Closed => Gate::Calls,
            State::Open(until) if now < until => Gate::Until(until),
            State::Open(_) => Gate::Probe,
            State::Probing => Gate::Closed,
        }
    }

    /// The call that tries it was sent.
    pub(super) fn probe(&mut self) {
        self.state = State::Probing;
    }

    /// Whether it lets calls through.
    pub(super) fn is_closed(&self) -> bool {
        self.state == State::Closed
    }

    /// A good answer, of whichever call.
    pub(super) fn good(&mut self) {
        *self = Self::new(self.base);
    }

    /// A call failed; `probe`: the one that tried it. Says whether it opened now.
    pub(super) fn failed(&mut self, probe: bool, now: Instant) -> bool {
        if probe {
            self.open(now);
            return false;
        }
        self.failures = self.failures.saturating_add(1);
        let opens = self.state == State::Closed && self.failures >= FAILURES;
        if opens {
            self.open(now);
        }
        opens
    }

    /// No call helps before an operator does something: tried rarely.
    pub(super) fn give_up(&mut self, now: Instant) -> bool {
        let opens = self.state == State::Closed;
        self.opened = u32::MAX;
        self.open(now);
        opens
    }

    /// The call that tried it told nothing: another one may.
    pub(super) fn abandoned(&mut self, now: Instant) {
        self.state = State::Open(now);
    }

    fn open(&mut self, now: Instant) {
        let pause = retry::pause(self.opened, self.base, None, u64::from(self.opened));
        self.opened = self.opened.saturating_add(1);
        self.state = State::Open(now + pause);
    }
}

#[cfg(test)]
mod tests {
    use super::{Breaker, FAILURES, Gate};
    use std::time::Duration;
    use tokio::time::Instant;

    #[test]
    fn it_opens_after_failures_in_a_row_and_one_call_tries_it() {
        let mut now = Instant::now();
        let mut breaker = Breaker::new(Duration::from_secs(1));
        for _ in 1..FAILURES {
            assert!(!breaker.failed(false, now));
        }
        breaker.good();
        for _ in 1..FAILURES {
            assert!(!breaker.failed(false, now));
            assert_eq!(breaker.gate(now), Gate::Calls);
        }
        assert!(breaker.failed(false, now), "opened");
        assert!(!breaker.failed(false, now), "calls that were in flight with it open it no second time");
        let mut pauses = Vec::new();
        for _ in 0..8 {
            let Gate::Until(until) = breaker.gate(now) else { panic!("{:?}", breaker.gate(now)) };
            pauses.push(until - now);
            now = until;
            assert_eq!(breaker.gate(now), Gate::Probe);
            breaker.probe();
            assert_eq!(breaker.gate(now), Gate::Closed, "one at a time");
            breaker.failed(true, now);
        }
        assert!(pauses.is_sorted(), "{pauses:?}");
        assert!(pauses[0] <= Duration::from_secs(1) && pauses[7] <= Duration::from_secs(30));
        assert!(pauses[7] > Duration::from_secs(20), "{pauses:?}");
        breaker.good();
        assert_eq!(breaker.gate(now), Gate::Calls);
    }

    #[test]
    fn a_call_that_tried_it_and_told_nothing_leaves_the_try_to_another() {
        let now = Instant::now();
        let mut breaker = Breaker::new(Duration::from_secs(1));
        assert!(breaker.give_up(now));
        assert!(matches!(breaker.gate(now), Gate::Until(until) if until - now > Duration::from_secs(20)));
        breaker.probe();
        breaker.abandoned(now);
        assert_eq!(breaker.gate(now), Gate::Probe);
    }
}
