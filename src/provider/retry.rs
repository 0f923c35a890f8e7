//! How long to wait before a failed call is repeated.

use std::time::Duration;

/// The longest pause of our own making. A provider may ask for more.
const LONGEST: Duration = Duration::from_secs(30);

/// The pause before repetition number `attempt` (from 0): `base`, doubled each time, at most 30 s,
/// less up to a quarter by `jitter_seed`, so that callers that failed together do not come back
/// together. `retry_after` is a floor, also where it is longer.
#[must_use]
pub fn pause(attempt: u32, base: Duration, retry_after: Option<Duration>, jitter_seed: u64) -> Duration {
    let doubled = base.saturating_mul(1u32.checked_shl(attempt.min(31)).unwrap_or(u32::MAX)).min(LONGEST);
    let share = u32::try_from(mix(jitter_seed ^ u64::from(attempt)) % 256).unwrap_or(0);
    let jittered = doubled - doubled / 4 * share / 256;
    jittered.max(retry_after.unwrap_or_default())
}

/// SplitMix64: spreads neighbouring seeds.
fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, pause};
    use std::time::Duration;

    #[test]
    fn pauses_double_up_to_half_a_minute_and_lose_at_most_a_quarter() {
        let base = Duration::from_millis(500);
        for (attempt, full) in [(0, 500), (1, 1_000), (3, 4_000), (6, 30_000), (90, 30_000)] {
            let full = Duration::from_millis(full);
            for seed in 0..200 {
                let got = pause(attempt, base, None, seed);
                assert!(got <= full && got >= full / 4 * 3, "{attempt} {seed}: {got:?}");
            }
        }
        assert_eq!(pause(u32::MAX, Duration::MAX, None, 7), pause(u32::MAX, LONGEST, None, 7));
    }

    #[test]
    fn what_the_provider_asks_for_is_a_floor() {
        let asked = Duration::from_secs(90);
        assert_eq!(pause(0, Duration::from_millis(500), Some(asked), 1), asked);
        let short = pause(5, Duration::from_secs(1), Some(Duration::from_secs(1)), 1);
        assert!(short > Duration::from_secs(20), "{short:?}");
    }
}
