//! The one place that asks what time it is, so that tests can say it.

use chrono::{DateTime, SubsecRound as _, Utc};
use std::sync::Arc;

/// A moment in UTC, in microseconds: the finest both databases keep.
pub type Time = DateTime<Utc>;

/// When the day of a moment began, in UTC.
#[must_use]
pub fn day(time: Time) -> Time {
    time.date_naive().and_time(chrono::NaiveTime::MIN).and_utc()
}

/// Tells the time. Cheap to clone.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Time + Send + Sync>);

impl Clock {
    /// The clock of the machine.
    #[must_use]
    pub fn system() -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is the clock that is handed down")]
        Self(Arc::new(Utc::now))
    }

    /// A clock that answers what `now` answers.
    pub fn from_fn(now: impl Fn() -> Time + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Now, cut to microseconds.
    #[must_use]
    pub fn now(&self) -> Time {
        (self.0)().trunc_subsecs(6)
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}
