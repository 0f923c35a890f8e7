//! So many a minute: a bucket that fills evenly.
//!
//! Exact integers: the level is counted in shares of one unit for each nanosecond of a minute.

use std::time::Duration;
use tokio::time::Instant;

/// Nanoseconds of a minute: the shares of one unit.
const MINUTE: i128 = 60_000_000_000;
/// The part of a minute's units that may be taken at once.
const BURST: u64 = 12;

/// A bucket of units, full at first. Whatever falls into any minute: at most the rate, as long as
/// nobody takes more at once than the bucket holds.
#[derive(Debug)]
pub(super) struct Bucket {
    /// The most it holds, in shares.
    holds: i128,
    /// What flows in, in shares a nanosecond.
    flow: i128,
    /// What is in it, in shares; below zero it is in debt.
    level: i128,
    /// When the level was reckoned.
    at: Instant,
}

impl Bucket {
    /// A bucket for `rate` units a minute; at least 1.
    pub(super) fn new(rate: u64, now: Instant) -> Self {
        let rate = rate.max(1);
        let burst = (rate / BURST).max(1);
        let holds = i128::from(burst) * MINUTE;
        // A minute sees the burst and what flows in behind it.
        Self { holds, flow: i128::from(rate - (burst - 1)), level: holds, at: now }
    }

    /// How long until `units` may be taken. More than it holds may be taken from a full one.
    pub(super) fn wait(&mut self, units: u64, now: Instant) -> Duration {
        self.fill(now);
        let wanted = (i128::from(units) * MINUTE).min(self.holds);
        let nanos = (wanted - self.level).max(0).saturating_add(self.flow - 1) / self.flow;
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// Takes `units`, also into debt.
    pub(super) fn take(&mut self, units: u64, now: Instant) {
        self.fill(now);
        self.level -= i128::from(units) * MINUTE;
    }

    /// Gives back what was taken and not used, or takes what was used beyond it.
    pub(super) fn settle(&mut self, taken: u64, used: u64, now: Instant) {
        self.fill(now);
        self.level = (self.level + (i128::from(taken) - i128::from(used)) * MINUTE).min(self.holds);
    }

    fn fill(&mut self, now: Instant) {
        let nanos = now.saturating_duration_since(self.at).as_nanos();
        let flown = i128::try_from(nanos).unwrap_or(i128::MAX).saturating_mul(self.flow);
        self.level = self.level.saturating_add(flown).min(self.holds);
        self.at = self.at.max(now);
    }
}

#[cfg(test)]
mod tests {
    use super::Bucket;
    use std::time::Duration;
    use tokio::time::Instant;

    const MINUTE: Duration = Duration::from_secs(60);

    /// The moments at which one caller after the other gets `units`.
    fn moments(rate: u64, units: u64, count: usize) -> Vec<Duration> {
        let start = Instant::now();
        let (mut bucket, mut now) = (Bucket::new(rate, start), start);
        (0..count)
            .map(|_| {
                now += bucket.wait(units, now);
                assert_eq!(bucket.wait(units, now), Duration::ZERO, "the wait was long enough");
                bucket.take(units, now);
                now - start
            })
            .collect()
    }

    #[test]
    fn no_minute_sees_more_than_the_rate_and_little_is_lost() {
        for rate in [1, 2, 7, 12, 60, 600, 3500] {
            let rate_as_count = usize::try_from(rate).unwrap();
            let taken = moments(rate, 1, 5 * rate_as_count);
            for (first, last) in taken.iter().zip(&taken[rate_as_count..]) {
                assert!(*last - *first >= MINUTE, "{rate} a minute: one more from {first:?} to {last:?}");
            }
            let whole = *taken.last().unwrap();
            assert!(whole <= MINUTE * 11 / 2, "{rate} a minute: five minutes' worth took {whole:?}");
        }
    }

    #[test]
    fn more_than_it_holds_is_taken_when_full_and_paid_off() {
        let taken = moments(1200, 1000, 4);
        // It holds 100, and 1101 a minute flow in: each debt of 900 and the next 100 take 54.5 s.
        assert_eq!(taken[0], Duration::ZERO);
        for pair in taken.windows(2) {
            assert_eq!((pair[1] - pair[0]).as_millis(), 54_495);
        }
    }

    #[test]
    fn what_was_reserved_and_not_used_comes_back() {
        let now = Instant::now();
        let mut bucket = Bucket::new(1200, now);
        bucket.take(100, now);
        bucket.settle(100, 30, now);
        assert_eq!(bucket.wait(70, now), Duration::ZERO);
        assert_ne!(bucket.wait(71, now), Duration::ZERO);
        bucket.settle(0, 70, now);
        assert_ne!(bucket.wait(1, now), Duration::ZERO, "what was used beyond it is taken");
        bucket.settle(u64::MAX, 0, now);
        assert_eq!(bucket.wait(100, now), Duration::ZERO);
        bucket.take(100, now);
        assert_ne!(bucket.wait(1, now), Duration::ZERO, "it never holds more than its burst");
    }
}
