//! How many calls go to a model at a time and a minute, and when none does.
//!
//! A lane is one model at one provider, and so one key: its limits are counted together, and a
//! provider that throttles one call pauses them all. Callers wait in turn, job by job; one that
//! gives up waiting leaves no trace. There is no I/O and no task here: whoever waits keeps the time.

mod breaker;
mod bucket;
mod lane;
mod queue;
mod window;

pub use lane::Turn;

use lane::{Held, Pass, State, Wish};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;
use uuid::Uuid;

/// The bounds of a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// The most calls in flight; at least 1.
    pub concurrency: usize,
    /// The most calls a minute; 0 for no bound.
    pub requests_per_minute: u32,
    /// The most tokens a minute, in and out together; 0 for no bound.
    pub tokens_per_minute: u64,
}

/// How a call ended, as far as the provider's health goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The provider works, whatever its answer is worth.
    Good,
    /// Too much; with how long the provider asks to wait.
    Throttled(Option<Duration>),
    /// Not reached, broken, or too slow.
    Failed,
    /// Its quota or credit is used up: more calls do not help.
    Exhausted,
    /// Something came back that is no answer, or a refusal of the key or the request.
    Useless,
    /// The call was given up before it had told anything.
    Untold,
}

/// All lanes.
#[derive(Debug)]
pub struct Limiter {
    lanes: Mutex<HashMap<String, Arc<Lane>>>,
    base: Duration,
}

/// One model at one provider.
#[derive(Debug)]
pub struct Lane(Mutex<State<Arc<Waiter>>>);

/// How a lane is doing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Calls in flight.
    pub in_flight: usize,
    /// Calls that wait for their turn.
    pub waiting: usize,
    /// Whether none goes out at present, by the provider's wish or because it is down.
    pub is_held: bool,
}

/// Why no call of a lane goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// Since when there was no good answer.
    pub since: Instant,
    /// Whether calls failed, rather than were asked to wait.
    pub is_down: bool,
}

/// One that waits, or has been let through and does not know yet.
#[derive(Debug)]
struct Waiter {
    told: Notify,
    pass: Mutex<Option<Pass>>,
}

/// The right to make one call.
#[derive(Debug)]
#[must_use = "the call counts as in flight while it lives"]
pub struct Permit {
    lane: Arc<Lane>,
    pass: Option<Pass>,
}

impl Limiter {
    /// No lane yet. `base`: the shortest pause after a failure; after a throttle without a hint it is
    /// three times that.
    #[must_use]
    pub fn new(base: Duration) -> Self {
        Self { lanes: Mutex::default(), base }
    }

    /// The lane of a model by its full id. Its bounds are those it was first asked for with.
    #[must_use]
    pub fn lane(&self, model: &str, rates: Rates) -> Arc<Lane> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = lanes
            .entry(model.to_owned())
            .or_insert_with(|| Arc::new(Lane(Mutex::new(State::new(rates, self.base, Instant::now())))));
        Arc::clone(lane)
    }

    /// Why no call to a model goes out, if that is so.
    #[must_use]
    pub fn hold(&self, model: &str) -> Option<Hold> {
        let lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        lanes.get(model)?.state().hold(Instant::now())
    }

    /// How each lane is doing, by the model's full id.
    #[must_use]
    pub fn loads(&self) -> Vec<(String, Load)> {
        let lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        lanes.iter().map(|(model, lane)| (model.clone(), lane.load())).collect()
    }
}

impl Lane {
    /// Waits for the right to make a call of about so many tokens; `again`: the owner's same call
    /// failed before, and goes before its others. Dropping the future gives the place in the queue,
    /// or the right, back.
    pub async fn enter(self: &Arc<Self>, owner: Uuid, tokens: u64, again: bool) -> Permit {
        let waiter = Arc::new(Waiter { told: Notify::new(), pass: Mutex::default() });
        self.state().wait(owner, Wish { who: Arc::clone(&waiter), tokens, again });
        let mut place = Place { lane: self, owner, waiter: &waiter, waits: true };
        loop {
            let until = self.pump();
            if let Some(pass) = waiter.taken() {
                place.waits = false;
                return Permit { lane: Arc::clone(self), pass: Some(pass) };
            }
            // Only the first keeps the time; whoever becomes the first is told.
            match until.filter(|_| self.is_first(&waiter)) {
                Some(until) => tokio::select! {
                    () = place.waiter.told.notified() => {}
                    () = tokio::time::sleep_until(until) => {}
                },
                None => place.waiter.told.notified().await,
            }
        }
    }

    /// Since when there was no good answer, if the last one was none.
    #[must_use]
    pub fn failing_since(&self) -> Option<Instant> {
        self.state().failing_since()
    }

    /// Whether a good answer came after a moment.
    #[must_use]
    pub fn good_since(&self, moment: Instant) -> bool {
        self.state().good_since(moment)
    }

    /// How it is doing.
    #[must_use]
    pub fn load(&self) -> Load {
        let state = self.state();
        Load {
            in_flight: state.in_flight(),
            waiting: state.waiting(),
            is_held: state.is_held(Instant::now()),
        }
    }

    fn state(&self) -> MutexGuard<'_, State<Arc<Waiter>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_first(&self, waiter: &Arc<Waiter>) -> bool {
        self.state().first().is_some_and(|first| Arc::ptr_eq(first, waiter))
    }

    /// Lets through whoever may go; says until when the first of the others is held by time.
    fn pump(&self) -> Option<Instant> {
        let mut state = self.state();
        let mut moved = false;
        loop {
            match state.next(Instant::now()) {
                Ok((waiter, pass)) => {
                    waiter.pass.lock().unwrap_or_else(PoisonError::into_inner).replace(pass);
                    waiter.told.notify_one();
                    moved = true;
                }
                Err(Held::Until(until)) => {
                    if let (true, Some(first)) = (moved, state.first()) {
                        first.told.notify_one();
                    }
                    return Some(until);
                }
                Err(Held::Nobody | Held::Call) => return None,
            }
        }
    }

    /// Looks again after a change: the first may go, or has another time to keep.
    fn changed(&self) {
        if self.pump().is_some()
            && let Some(first) = self.state().first()
        {
            first.told.notify_one();
        }
    }
}

impl Waiter {
    fn taken(&self) -> Option<Pass> {
        self.pass.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A place in the queue, given back when it is dropped.
struct Place<'a> {
    lane: &'a Arc<Lane>,
    owner: Uuid,
    waiter: &'a Arc<Waiter>,
    waits: bool,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if !self.waits {
            return;
        }
        self.lane.state().leave(self.owner, |who| Arc::ptr_eq(who, self.waiter));
        // Let through at the last moment: the right goes to the next.
        if let Some(pass) = self.waiter.taken() {
            drop(Permit { lane: Arc::clone(self.lane), pass: Some(pass) });
        } else {
            self.lane.changed();
        }
    }
}

impl Permit {
    /// The call has ended. `used`: the tokens it used, if that is known. Says whether the provider
    /// went down or came back by it.
    pub fn end(mut self, ending: Ending, used: Option<u64>) -> Option<Turn> {
        self.finish(ending, used)
    }

    /// No call is made: as if it had never been let through.
    pub fn give_back(mut self) {
        if let Some(pass) = self.pass.take() {
            self.lane.state().give_back(pass, Instant::now());
            self.lane.changed();
        }
    }

    fn finish(&mut self, ending: Ending, used: Option<u64>) -> Option<Turn> {
        let pass = self.pass.take()?;
        let turn = self.lane.state().end(pass, ending, used, Instant::now());
        self.lane.changed();
        turn
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.finish(Ending::Untold, None);
    }
}

#[cfg(test)]
mod tests;
