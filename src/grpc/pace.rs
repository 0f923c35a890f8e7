//! How slowly the bytes of an upload may come. Counts only the time we wait for the sender: a slow
//! disk of ours is not held against it.

use super::status;
use crate::app::Error;
use std::future::Future;
use std::time::Duration;
use tokio::time::Instant;
use tonic::Status;

/// The time every sender has before its average counts.
const GRACE: Duration = Duration::from_secs(30);

/// The patience with one sender.
#[derive(Debug)]
pub(crate) struct Pace {
    pause: Duration,
    rate: u64,
    waited: Duration,
    bytes: u64,
}

impl Pace {
    /// At most `pause` without a byte; after the first half minute at least `rate` bytes a second.
    pub(super) fn new(pause: Duration, rate: u64) -> Self {
        Self { pause, rate, waited: Duration::ZERO, bytes: 0 }
    }

    /// Notes what came.
    pub(crate) fn came(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
    }

    /// Waits for what the sender owes.
    ///
    /// # Errors
    /// `UPLOAD_TOO_SLOW`.
    pub(crate) async fn wait<T>(&mut self, owed: impl Future<Output = T>) -> Result<T, Status> {
        let began = Instant::now();
        let came = tokio::time::timeout(self.patience(), owed).await;
        self.waited(began.elapsed());
        came.map_err(|_late| status::status(&Error::UploadTooSlow))
    }

    /// Notes a wait that was measured elsewhere.
    pub(crate) fn waited(&mut self, time: Duration) {
        self.waited += time;
    }

    /// How long the sender may still take over its next bytes.
    pub(crate) fn patience(&self) -> Duration {
        // A rate of 0 asks for nothing.
        let earned = self.bytes.checked_div(self.rate).map_or(Duration::MAX, Duration::from_secs);
        self.pause.min(earned.max(GRACE).saturating_sub(self.waited))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_secs(15);

    #[test]
    fn a_sender_has_half_a_minute_and_then_what_its_bytes_earned() {
        let check = |bytes, waited, expected| {
            let pace = Pace { pause: PAUSE, rate: 1000, waited: Duration::from_secs(waited), bytes };
            assert_eq!(pace.patience(), Duration::from_secs(expected), "{bytes} after {waited} s");
        };
        check(0, 0, 15);
        check(0, 20, 10);
        check(0, 30, 0);
        check(100_000, 30, 15);
        check(100_000, 95, 5);
        check(100_000, 101, 0);
    }

    #[test]
    fn without_a_rate_only_pauses_count() {
        let pace = Pace { pause: PAUSE, rate: 0, waited: Duration::from_secs(9999), bytes: 0 };
        assert_eq!(pace.patience(), PAUSE);
    }
}
