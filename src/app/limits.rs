//! How much one key or one address may do: calls, wrong keys, open watches.
//!
//! Counted in this process and in bounded memory: keys are as many as the operator makes, addresses
//! are counted in a fixed number of buckets.

use super::{Caller, Error};
use crate::config::Limits;
use crate::domain::key::KeyId;
use governor::RateLimiter;
use governor::clock::{Clock as _, DefaultClock, QuantaInstant};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Addresses share this many buckets, by a hash nobody outside can predict.
const BUCKETS: u64 = 1 << 18;
/// After this many checks those counts are dropped that no longer matter.
const SWEEP: u32 = 4096;
/// What a rate counts over.
const WINDOW: Duration = Duration::from_secs(60);

/// How many calls a caller may make, and has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Calls in a minute.
    pub limit: u32,
    /// Calls left now.
    pub remaining: u32,
    /// When all of them are there again.
    pub reset: Duration,
    /// When the next call will be taken, if this one is not; in whole seconds.
    pub retry_after: Option<Duration>,
}

/// Who is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Who {
    Key(KeyId),
    Address(u64),
}

type Governor = RateLimiter<Who, DefaultKeyedStateStore<Who>, DefaultClock, StateInformationMiddleware>;

/// The counts of a process.
#[derive(Debug)]
pub(super) struct Counts {
    requests: Option<Rate>,
    bad_keys: Option<Rate>,
    hasher: RandomState,
    watches: Mutex<HashMap<KeyId, usize>>,
    most_watches: usize,
}

/// A place among the watches of a key, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Held {
    counts: Arc<Counts>,
    key: Option<KeyId>,
}

impl Counts {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            requests: Rate::new(limits.requests_per_minute),
            bad_keys: Rate::new(limits.bad_keys_per_minute),
            hasher: RandomState::new(),
            watches: Mutex::default(),
            most_watches: limits.watches_per_key,
        }
    }

    /// Counts a call. `None`: calls are not bounded.
    pub(super) fn request(&self, caller: Option<&Caller>, peer: IpAddr) -> Option<Quota> {
        let rate = self.requests.as_ref()?;
        let key = caller.and_then(|caller| caller.key.clone());
        Some(rate.check(&key.map_or_else(|| self.address(peer), Who::Key)))
    }

    /// Counts a wrong key, and says what to answer.
    pub(super) fn bad_key(&self, peer: IpAddr) -> Error {
        let quota = self.bad_keys.as_ref().map(|rate| rate.check(&self.address(peer)));
        match quota.and_then(|quota| Some((quota.limit, quota.retry_after?))) {
            Some((limit, retry_after)) => {
                let setting = "limits.bad_keys_per_minute";
                Error::RateLimited { limit: limit.to_string(), setting, retry_after }
            }
            None => Error::ApiKeyInvalid,
        }
    }

    /// Takes a place among the watches of a key.
    pub(super) fn watch(self: &Arc<Self>, key: Option<&KeyId>) -> Result<Held, Error> {
        if let Some(key) = key {
            let mut open = self.watches.lock().unwrap_or_else(PoisonError::into_inner);
            let count = open.entry(key.clone()).or_default();
            if *count >= self.most_watches {
                let (limit, setting) = (self.most_watches, "limits.watches_per_key");
                return Err(Error::TooManyWatches { limit, setting });
            }
            *count += 1;
        }
        Ok(Held { counts: Arc::clone(self), key: key.cloned() })
    }

    /// Whoever has one address of IPv6 has all of its network: they count together.
    fn address(&self, peer: IpAddr) -> Who {
        let network = match peer.to_canonical() {
            IpAddr::V4(four) => u64::from(four.to_bits()),
            IpAddr::V6(six) => (six.to_bits() >> 64) as u64,
        };
        Who::Address(self.hasher.hash_one(network) % BUCKETS)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let Some(key) = &self.key else { return };
        let mut open = self.counts.watches.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(key) {
            *count -= 1;
            if *count == 0 {
                open.remove(key);
            }
        }
    }
}

/// A bound on events in a minute: so many at once, and then as they come back one by one.
#[derive(Debug)]
struct Rate {
    limit: NonZeroU32,
    governor: Governor,
    checks: AtomicU32,
}

impl Rate {
    /// `None` for 0: no bound.
    fn new(limit: u32) -> Option<Self> {
        let limit = NonZeroU32::new(limit)?;
        let governor = RateLimiter::keyed(governor::Quota::per_minute(limit))
            .with_middleware::<StateInformationMiddleware>();
        Some(Self { limit, governor, checks: AtomicU32::new(0) })
    }

    fn check(&self, who: &Who) -> Quota {
        if self.checks.fetch_add(1, Ordering::Relaxed).is_multiple_of(SWEEP) {
            self.governor.retain_recent();
        }
        let limit = self.limit.get();
        match self.governor.check_key(who) {
            Ok(left) => {
                let remaining = left.remaining_burst_capacity().min(limit);
                Quota { limit, remaining, reset: self.refill(limit - remaining), retry_after: None }
            }
            Err(until) => {
                let wait: Duration = until.wait_time_from(self.now());
                let whole = Duration::from_secs(wait.as_secs() + u64::from(wait.subsec_nanos() > 0));
                let retry_after = Some(whole.max(Duration::from_secs(1)));
                Quota { limit, remaining: 0, reset: self.refill(limit), retry_after }
            }
        }
    }

    fn now(&self) -> QuantaInstant {
        self.governor.clock().now()
    }

    /// How long it takes until `count` events are free again.
    fn refill(&self, count: u32) -> Duration {
        WINDOW * count / self.limit.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(requests_per_minute: u32, bad_keys_per_minute: u32) -> Arc<Counts> {
        let limits =
            Limits { requests_per_minute, bad_keys_per_minute, watches_per_key: 2, ..Limits::default() };
        Arc::new(Counts::new(&limits))
    }

    fn caller(key: &str) -> Caller {
        Caller { key: Some(KeyId::from(key.to_owned())), ..Caller::local() }
    }

    fn peer(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn calls_are_counted_by_key_and_without_one_by_address() {
        let counts = counts(3, 0);
        let here = peer("192.0.2.1");
        let first = counts.request(Some(&caller("a")), here).unwrap();
        assert_eq!((first.limit, first.remaining, first.retry_after), (3, 2, None));
        assert_eq!(first.reset, Duration::from_secs(20));
        for _ in 0..2 {
            assert_eq!(counts.request(Some(&caller("a")), here).unwrap().retry_after, None);
        }
        let refused = counts.request(Some(&caller("a")), here).unwrap();
        assert_eq!((refused.remaining, refused.reset), (0, WINDOW));
        let wait = refused.retry_after.unwrap();
        assert!(wait >= Duration::from_secs(1) && wait <= Duration::from_secs(20), "{wait:?}");
        assert_eq!(counts.request(Some(&caller("b")), here).unwrap().retry_after, None, "another key");
        assert_eq!(counts.request(None, here).unwrap().remaining, 2, "an address is no key");
        assert_eq!(self::counts(0, 0).request(None, here), None, "0 is no bound");
    }

    #[test]
    fn wrong_keys_are_counted_by_address_and_a_network_of_ipv6_is_one() {
        let counts = counts(0, 2);
        let check = |address: &str, reason: &str| {
            assert_eq!(counts.bad_key(peer(address)).reason(), reason, "{address}");
        };
        check("2001:db8::1", "API_KEY_INVALID");
        check("2001:db8::2", "API_KEY_INVALID");
        check("2001:db8::3", "RATE_LIMITED");
        check("2001:db8:0:1::1", "API_KEY_INVALID");
        check("192.0.2.1", "API_KEY_INVALID");
        check("::ffff:192.0.2.1", "API_KEY_INVALID");
        check("192.0.2.1", "RATE_LIMITED");
    }

    #[test]
    fn a_place_among_the_watches_of_a_key_comes_back_when_the_watch_ends() {
        let counts = counts(0, 0);
        let (one, other) = (KeyId::from("a".to_owned()), KeyId::from("b".to_owned()));
        let first = counts.watch(Some(&one)).unwrap();
        let second = counts.watch(Some(&one)).unwrap();
        assert_eq!(counts.watch(Some(&one)).unwrap_err().reason(), "TOO_MANY_WATCHES");
        let _another = counts.watch(Some(&other)).unwrap();
        let _nobody = counts.watch(None).unwrap();
        drop(first);
        let third = counts.watch(Some(&one)).unwrap();
        drop((second, third));
        assert!(!counts.watches.lock().unwrap().contains_key(&one), "nothing is kept of who has none");
    }
}
