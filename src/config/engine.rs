//! How the job engine works, how watches behave, how long things are kept.

use super::form;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How the job engine works.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Engine {
    /// Tasks in hand side by side. Most of them wait for models.
    pub tasks: usize,
    /// Tasks that compute side by side: reading, writing, builtin models.
    pub computing: usize,
    /// Model calls in flight side by side, over all jobs and models.
    pub calls: usize,
    /// Those of them to one model whose provider has no `concurrency` of its own.
    pub calls_per_model: usize,
    /// How long a lease lasts without renewal.
    #[serde(with = "form::duration")]
    pub lease: Duration,
    /// How long to keep trying a provider that gives no good answer, or a disk or a database that fails,
    /// before the job fails.
    #[serde(with = "form::duration")]
    pub outage: Duration,
    /// The shortest pause before a failed call is repeated; it doubles up to 30 s.
    #[serde(with = "form::duration")]
    pub retry_pause: Duration,
    /// How long a graceful stop may take.
    #[serde(with = "form::duration")]
    pub drain: Duration,
    /// The most time one model call may take, whatever its size.
    #[serde(with = "form::duration")]
    pub call_timeout: Duration,
}

/// How watches behave.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Watch {
    /// A heartbeat is sent after this much silence.
    #[serde(with = "form::duration")]
    pub idle: Duration,
    /// A receiver that takes nothing for this long, while events or the rest of any answer wait, is
    /// cut off.
    #[serde(with = "form::duration")]
    pub stall: Duration,
    /// A stream is ended for re-balancing after this long.
    #[serde(with = "form::duration")]
    pub age: Duration,
    /// The most watches at the same time.
    pub streams: usize,
    /// How often an open watch looks whether its key is still good.
    #[serde(with = "form::duration")]
    pub recheck: Duration,
}

/// How long things are kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Uploaded and refined files, unless the upload asks for less.
    #[serde(with = "form::duration")]
    pub files: Duration,
    /// Jobs and their segments, counted from their end.
    #[serde(with = "form::duration")]
    pub jobs: Duration,
}

impl Default for Engine {
    fn default() -> Self {
        Self {
            tasks: 128,
            computing: 4,
            calls: 512,
            calls_per_model: 16,
            lease: Duration::from_secs(30),
            outage: Duration::from_secs(30 * 60),
            retry_pause: Duration::from_millis(500),
            drain: Duration::from_secs(30),
            call_timeout: Duration::from_secs(600),
        }
    }
}

/// Groups of a shard that can be counted on to ask. A shard begins with ten, but stays in hand until its
/// slowest group ends: with as many shards as that, calls are never wanting while any are left to make
/// (`docs/quality.md`, *Time and tokens*).
const GROUPS: usize = 2;

impl Engine {
    /// How many shards of a model to which so many calls may be in flight are in hand: what keeps all of them
    /// busy, and never all places.
    #[must_use]
    pub fn shards_in_hand(&self, calls: usize) -> usize {
        (calls / GROUPS + 2).min(self.tasks - self.tasks / 4).max(1)
    }
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(15),
            stall: Duration::from_secs(60),
            age: Duration::from_secs(3600),
            streams: 10_000,
            recheck: Duration::from_secs(60),
        }
    }
}

impl Default for Retention {
    fn default() -> Self {
        Self { files: Duration::from_secs(7 * 86_400), jobs: Duration::from_secs(30 * 86_400) }
    }
}

#[cfg(test)]
mod tests {
    use super::Engine;

    #[test]
    fn shards_in_hand_grow_with_the_calls_and_leave_places_to_other_models() {
        let check = |tasks: usize, calls: usize, expected: usize| {
            let engine = Engine { tasks, ..Engine::default() };
            assert_eq!(engine.shards_in_hand(calls), expected, "{tasks} {calls}");
        };
        check(64, 1, 2);
        check(64, 16, 10);
        check(64, 32, 18);
        check(64, 1_000, 48);
        check(1, 16, 1);
    }
}
