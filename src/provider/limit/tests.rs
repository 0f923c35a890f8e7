//! A lane under a clock that the test moves: no caller sleeps. What needs a runtime is at the end:
//! waking those who wait, and those who give up waiting.

use super::lane::{Held, Pass, State, Wish};
use super::{Ending, Lane, Limiter, Load, Rates, Turn};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

const BASE: Duration = Duration::from_millis(500);
const OWNER: Uuid = Uuid::from_u128(1);
const FREE: Rates = Rates { concurrency: 4, requests_per_minute: 0, tokens_per_minute: 0 };

/// A lane and its clock.
struct World {
    lane: State<Uuid>,
    start: Instant,
    now: Instant,
}

impl World {
    fn new(rates: Rates) -> Self {
        let start = Instant::now();
        Self { lane: State::new(rates, BASE, start), start, now: start }
    }

    fn elapsed(&self) -> Duration {
        self.now - self.start
    }

    fn wish(&mut self, owner: Uuid, tokens: u64) {
        self.lane.wait(owner, Wish { who: owner, tokens, again: false });
    }

    /// Whether a call may go out now.
    fn try_now(&mut self, tokens: u64) -> Option<Pass> {
        self.wish(OWNER, tokens);
        let next = self.lane.next(self.now);
        self.lane.leave(OWNER, |_| true);
        next.ok().map(|(_, pass)| pass)
    }

    /// Waits until a call may go out.
    fn enter(&mut self, tokens: u64) -> Pass {
        self.wish(OWNER, tokens);
        loop {
            match self.lane.next(self.now) {
                Ok((_, pass)) => return pass,
                Err(Held::Until(until)) => self.now = until,
                Err(held) => panic!("held by {held:?}"),
            }
        }
    }

    fn end(&mut self, pass: Pass, ending: Ending, used: Option<u64>) -> Option<Turn> {
        self.lane.end(pass, ending, used, self.now)
    }

    /// Lets everybody call who waits, each call taking so long; says who began when.
    fn run(&mut self, duration: Duration) -> Vec<(Uuid, Duration)> {
        let (mut begun, mut flying) = (Vec::new(), Vec::<(Instant, Pass)>::new());
        loop {
            let held = match self.lane.next(self.now) {
                Ok((who, pass)) => {
                    begun.push((who, self.elapsed()));
                    flying.push((self.now + duration, pass));
                    continue;
                }
                Err(held) => held,
            };
            let end = flying.first().map(|(at, _)| *at);
            self.now = match (held, end) {
                (Held::Until(until), Some(end)) => until.min(end),
                (Held::Until(until), None) => until,
                (Held::Call | Held::Nobody, Some(end)) => end,
                (Held::Nobody, None) => return begun,
                (Held::Call, None) => panic!("somebody waits for a call that is not in flight"),
            };
            while let Some((_, pass)) = flying.first().copied().filter(|(at, _)| *at <= self.now) {
                flying.remove(0);
                self.end(pass, Ending::Good, None);
            }
        }
    }
}

#[test]
fn as_many_calls_are_in_flight_as_may_be() {
    let mut world = World::new(FREE);
    (0..40).for_each(|_| world.wish(OWNER, 1));
    let begun = world.run(Duration::from_secs(2));
    for (number, (_, at)) in begun.iter().enumerate() {
        assert_eq!(at.as_secs() as usize, number / 4 * 2, "no more than four, and no fewer");
    }
    assert_eq!((world.lane.in_flight(), world.lane.waiting()), (0, 0));
}

#[test]
fn calls_of_a_minute_are_counted_over_all_jobs_and_a_small_job_has_its_turn() {
    let mut world = World::new(Rates { concurrency: 100, requests_per_minute: 60, tokens_per_minute: 0 });
    let small = Uuid::from_u128(2);
    (0..180).for_each(|_| world.wish(OWNER, 1));
    (0..5).for_each(|_| world.wish(small, 1));
    let begun = world.run(Duration::from_secs(2));
    for (first, last) in begun.iter().zip(&begun[60..]) {
        assert!(last.1 - first.1 >= Duration::from_secs(60), "{first:?} {last:?}");
    }
    let waited = begun.iter().filter(|(who, _)| *who == small).map(|(_, at)| *at).max().unwrap();
    assert!(waited < Duration::from_secs(15), "the small job waited {waited:?}");
    assert!(begun.last().unwrap().1 < Duration::from_secs(200), "{:?}", begun.last());
}

#[test]
fn tokens_are_reserved_before_a_call_and_settled_after_it() {
    let mut world = World::new(Rates { concurrency: 100, requests_per_minute: 0, tokens_per_minute: 12_000 });
    let first = world.enter(1000);
    assert!(world.try_now(1).is_none(), "all that may be taken at once is reserved");
    world.end(first, Ending::Good, Some(100));
    let second = world.enter(900);
    assert_eq!(world.elapsed(), Duration::ZERO, "what was not used came back");
    // Of a call that tells nothing the reserve counts as used.
    world.end(second, Ending::Failed, None);
    world.enter(1000);
    assert_eq!(world.elapsed().as_secs(), 5);
}

#[test]
fn one_throttled_call_pauses_all_and_they_do_not_come_back_together() {
    let mut world = World::new(Rates { concurrency: 8, ..FREE });
    let flying: Vec<Pass> = (0..8).map(|_| world.enter(1)).collect();
    let asked = Duration::from_secs(7);
    for pass in flying {
        world.end(pass, Ending::Throttled(Some(asked)), None);
    }
    assert!(world.lane.is_held(world.now));
    let first = world.enter(1);
    assert_eq!(world.elapsed(), asked, "the provider's wish is kept to the end");
    assert!(world.try_now(1).is_none(), "one call goes first");
    world.end(first, Ending::Good, None);
    let two = [world.enter(1), world.enter(1)];
    assert!(world.try_now(1).is_none(), "then two");
    for pass in two {
        world.end(pass, Ending::Good, None);
    }
    let four: Vec<Pass> = std::iter::from_fn(|| world.try_now(1)).collect();
    assert_eq!(four.len(), 4, "up to half of what was too much");
}

#[test]
fn a_throttle_without_a_hint_is_waited_out_longer_each_time() {
    let mut world = World::new(Rates { concurrency: 1, ..FREE });
    let mut pauses = Vec::new();
    for _ in 0..8 {
        let before = world.now;
        let pass = world.enter(1);
        pauses.push(world.now - before);
        world.end(pass, Ending::Throttled(None), None);
    }
    assert_eq!(pauses[0], Duration::ZERO);
    assert!(pauses[1] >= Duration::from_secs(1), "{pauses:?}");
    assert!(pauses.is_sorted() && pauses[7] > Duration::from_secs(20), "{pauses:?}");
    assert!(pauses[7] <= Duration::from_secs(30), "{pauses:?}");
}

#[test]
fn a_provider_that_is_down_is_tried_by_one_call_at_a_time() {
    let mut world = World::new(Rates { concurrency: 100, ..FREE });
    let mut turns = Vec::new();
    while let Some(pass) = world.try_now(1) {
        turns.extend(world.end(pass, Ending::Failed, None));
    }
    assert_eq!(turns, [Turn::Down], "told once");
    let since = world.lane.failing_since().unwrap();
    for _ in 0..3 {
        let probe = world.enter(1);
        world.now += Duration::from_secs(60);
        assert!(world.try_now(1).is_none(), "nobody else while it is tried");
        assert_eq!(world.end(probe, Ending::Failed, None), None);
    }
    // One that is given up leaves the try to the next.
    let probe = world.enter(1);
    world.end(probe, Ending::Untold, None);
    let probe = world.enter(1);
    assert!(!world.lane.good_since(since));
    assert_eq!(world.end(probe, Ending::Good, None), Some(Turn::Up));
    assert!(world.lane.good_since(since) && world.lane.failing_since().is_none());
    assert!(world.try_now(1).is_some());
}

#[test]
fn a_used_up_quota_is_not_asked_for_by_everybody() {
    let mut world = World::new(FREE);
    let pass = world.enter(1);
    world.end(pass, Ending::Exhausted, None);
    let probe = world.enter(1);
    assert!(world.elapsed() > Duration::from_secs(20), "{:?}", world.elapsed());
    world.end(probe, Ending::Good, None);
    assert!(world.try_now(1).is_some());
}

/// A call that waits for its turn, once it is in the queue or through.
async fn waiting(lane: &Arc<Lane>) -> tokio::task::JoinHandle<super::Permit> {
    let before = lane.load().waiting;
    let waiter = tokio::spawn({
        let lane = Arc::clone(lane);
        async move { lane.enter(OWNER, 1, false).await }
    });
    while lane.load().waiting == before && !waiter.is_finished() {
        tokio::task::yield_now().await;
    }
    waiter
}

#[tokio::test]
async fn who_gives_up_waiting_leaves_no_trace() {
    let lane = Limiter::new(BASE).lane("provider/model", Rates { concurrency: 1, ..FREE });
    let permit = lane.enter(OWNER, 1, false).await;
    let (first, second) = (waiting(&lane).await, waiting(&lane).await);
    first.abort();
    assert!(first.await.is_err());
    assert_eq!(lane.load(), Load { in_flight: 1, waiting: 1, is_held: false });
    permit.end(Ending::Good, None);
    let permit = second.await.unwrap();
    // A right that comes when nobody wants it any more goes on to the next.
    let (third, fourth) = (waiting(&lane).await, waiting(&lane).await);
    permit.end(Ending::Good, None);
    third.abort();
    drop(third.await);
    drop(fourth.await.unwrap());
    assert_eq!(lane.load(), Load::default());
}

#[tokio::test]
async fn when_the_one_who_keeps_the_time_goes_the_next_one_does() {
    let rates = Rates { concurrency: 100, requests_per_minute: 600, tokens_per_minute: 0 };
    let lane = Limiter::new(BASE).lane("provider/model", rates);
    for _ in 0..50 {
        lane.enter(OWNER, 1, false).await.end(Ending::Good, None);
    }
    let (first, second) = (waiting(&lane).await, waiting(&lane).await);
    first.abort();
    drop(first.await);
    drop(second.await.unwrap());
    assert_eq!(lane.load(), Load::default());
}

#[test]
fn one_that_makes_no_call_leaves_no_trace() {
    let mut world = World::new(Rates { concurrency: 1, requests_per_minute: 12, tokens_per_minute: 1200 });
    for _ in 0..20 {
        let pass = world.try_now(100).unwrap();
        assert!(world.try_now(100).is_none(), "it has the one place");
        world.lane.give_back(pass, world.now);
    }
    assert_eq!((world.lane.in_flight(), world.lane.hold(world.now)), (0, None));
    // Neither does one that was to try a model that is down.
    let pass = world.enter(1);
    world.end(pass, Ending::Exhausted, None);
    let probe = world.enter(1);
    assert!(probe.probe);
    world.lane.give_back(probe, world.now);
    assert!(world.enter(1).probe, "another one tries it");
}
