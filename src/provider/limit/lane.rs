//! What is known of one model at one provider, as a plain function of time: who may call now.

use super::breaker::{Breaker, Gate};
use super::bucket::Bucket;
use super::queue::Queue;
use super::window::Window;
use super::{Ending, Hold, Rates};
use crate::provider::retry;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// One that wants to call.
#[derive(Debug)]
pub(super) struct Wish<T> {
    /// What is told when it may.
    pub(super) who: T,
    /// About how many tokens it uses.
    pub(super) tokens: u64,
    /// Whether it has called before, to no avail: then it goes before others of its owner.
    pub(super) again: bool,
}

/// One that may call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pass {
    pub(super) began: Instant,
    pub(super) tokens: u64,
    pub(super) probe: bool,
}

/// What keeps the first of those who wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// Nobody waits.
    Nobody,
    /// The end of a call that is in flight.
    Call,
    /// Time.
    Until(Instant),
}

/// What changed for those who look after the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Calls do not go out any more.
    Down,
    /// They do again.
    Up,
}

/// The state of a lane; `T` is whatever tells one that waits.
#[derive(Debug)]
pub(super) struct State<T> {
    queue: Queue<Wish<T>>,
    in_flight: usize,
    window: Window,
    requests: Option<Bucket>,
    tokens: Option<Bucket>,
    breaker: Breaker,
    paused_until: Option<Instant>,
    /// Throttles since the last good answer.
    throttled: u32,
    /// The first bad end since the last good answer.
    failing_since: Option<Instant>,
    good_at: Option<Instant>,
    /// The shortest pause of our own making.
    base: Duration,
}

impl<T> State<T> {
    pub(super) fn new(rates: Rates, base: Duration, now: Instant) -> Self {
        let bucket = |rate: u64| (rate > 0).then(|| Bucket::new(rate, now));
        Self {
            queue: Queue::default(),
            in_flight: 0,
            window: Window::new(rates.concurrency),
            requests: bucket(u64::from(rates.requests_per_minute)),
            tokens: bucket(rates.tokens_per_minute),
            breaker: Breaker::new(base),
            paused_until: None,
            throttled: 0,
            failing_since: None,
            good_at: None,
            base,
        }
    }

    pub(super) fn wait(&mut self, owner: Uuid, wish: Wish<T>) {
        let again = wish.again;
        self.queue.push(owner, wish, again);
    }

    pub(super) fn leave(&mut self, owner: Uuid, gone: impl Fn(&T) -> bool) {
        self.queue.remove(owner, |wish| gone(&wish.who));
    }

    pub(super) fn first(&self) -> Option<&T> {
        self.queue.first().map(|wish| &wish.who)
    }

    /// Lets the first of those who wait through, if it may.
    pub(super) fn next(&mut self, now: Instant) -> Result<(T, Pass), Held> {
        let Some(first) = self.queue.first() else { return Err(Held::Nobody) };
        let tokens = first.tokens;
        let probe = match self.breaker.gate(now) {
            Gate::Calls => false,
            Gate::Probe => true,
            Gate::Until(until) => return Err(Held::Until(until)),
            Gate::Closed => return Err(Held::Call),
        };
        if let Some(until) = self.paused_until.filter(|until| now < *until) {
            return Err(Held::Until(until));
        }
        if self.in_flight >= self.window.size() && !probe {
            return Err(Held::Call);
        }
        let requests = self.requests.as_mut().map_or(Duration::ZERO, |bucket| bucket.wait(1, now));
        let wait = self.tokens.as_mut().map_or(requests, |bucket| bucket.wait(tokens, now).max(requests));
        if !wait.is_zero() {
            return Err(Held::Until(now + wait));
        }
        let Some(wish) = self.queue.pop() else { return Err(Held::Nobody) };
        if let Some(bucket) = &mut self.requests {
            bucket.take(1, now);
        }
        if let Some(bucket) = &mut self.tokens {
            bucket.take(tokens, now);
        }
        if probe {
            self.breaker.probe();
        }
        self.in_flight += 1;
        Ok((wish.who, Pass { began: now, tokens, probe }))
    }

    /// A call ended; `used`: its tokens, if they are known.
    pub(super) fn end(
        &mut self,
        pass: Pass,
        ending: Ending,
        used: Option<u64>,
        now: Instant,
    ) -> Option<Turn> {
        self.in_flight = self.in_flight.saturating_sub(1);
        if let (Some(bucket), Some(used)) = (&mut self.tokens, used) {
            bucket.settle(pass.tokens, used, now);
        }
        let was_closed = self.breaker.is_closed();
        let mut bad = || {
            self.failing_since.get_or_insert(now);
        };
        match ending {
            Ending::Good => {
                self.failing_since = None;
                self.good_at = Some(now);
                self.throttled = 0;
                self.breaker.good();
                self.window.grow();
                (!was_closed).then_some(Turn::Up)
            }
            Ending::Throttled(asked) => {
                bad();
                // The provider is there: what it asks for is a pause.
                if pass.probe {
                    self.breaker.abandoned(now);
                }
                self.window.shrink(pass.began, now);
                if asked.is_none() && self.paused_until.is_some_and(|until| pass.began < until) {
                    // Told once by the pause that is on.
                    return None;
                }
                let pause = retry::pause(
                    self.throttled,
                    self.base.saturating_mul(3),
                    asked,
                    u64::from(self.throttled),
                );
                let pause = asked.map_or(pause, |asked| asked.max(Duration::from_millis(1)));
                self.throttled = self.throttled.saturating_add(1);
                let until = now + pause;
                self.paused_until = Some(self.paused_until.map_or(until, |old| old.max(until)));
                None
            }
            Ending::Failed => {
                bad();
                let down = self.breaker.failed(pass.probe, now);
                if down {
                    self.window.shrink(pass.began, now);
                }
                down.then_some(Turn::Down)
            }
            Ending::Exhausted => {
                bad();
                self.breaker.give_up(now).then_some(Turn::Down)
            }
            Ending::Useless => {
                bad();
                if pass.probe {
                    self.breaker.abandoned(now);
                }
                None
            }
            Ending::Untold => {
                if pass.probe {
                    self.breaker.abandoned(now);
                }
                None
            }
        }
    }

    /// One that was let through makes no call: it was never in flight.
    pub(super) fn give_back(&mut self, pass: Pass, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if let Some(bucket) = &mut self.requests {
            bucket.settle(1, 0, now);
        }
        if let Some(bucket) = &mut self.tokens {
            bucket.settle(pass.tokens, 0, now);
        }
        if pass.probe {
            self.breaker.abandoned(now);
        }
    }

    pub(super) fn failing_since(&self) -> Option<Instant> {
        self.failing_since
    }

    pub(super) fn good_since(&self, moment: Instant) -> bool {
        self.good_at.is_some_and(|at| at > moment)
    }

    pub(super) fn in_flight(&self) -> usize {
        self.in_flight
    }

    pub(super) fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Why calls are held back, if they are.
    pub(super) fn hold(&self, now: Instant) -> Option<Hold> {
        let since = self.failing_since.filter(|_| self.is_held(now))?;
        Some(Hold { since, is_down: !self.breaker.is_closed() })
    }

    /// Whether calls are held back although there is room for them.
    pub(super) fn is_held(&self, now: Instant) -> bool {
        !self.breaker.is_closed() || self.paused_until.is_some_and(|until| now < until)
    }
}
