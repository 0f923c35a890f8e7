//! How many calls may be in flight: halved when the provider throttles, raised while it answers.
//!
//! After a cut it begins again with one call and doubles up to half of what was too much, so that
//! those who wait do not come back together; from there it grows by one a round of good answers
//! (AIMD with slow start, as TCP does it: RFC 5681, section 3.1).

use tokio::time::Instant;

/// The bound on calls in flight.
#[derive(Debug)]
pub(super) struct Window {
    /// The bound that was set; it is never exceeded.
    most: usize,
    /// The bound now; at least 1.
    now: usize,
    /// Up to here it doubles.
    threshold: usize,
    /// Good answers since it last grew.
    good: usize,
    /// Calls from before this moment were part of the last cut.
    cut: Option<Instant>,
}

impl Window {
    pub(super) fn new(most: usize) -> Self {
        let most = most.max(1);
        Self { most, now: most, threshold: most, good: 0, cut: None }
    }

    pub(super) fn size(&self) -> usize {
        self.now
    }

    /// A good answer.
    pub(super) fn grow(&mut self) {
        if self.now >= self.most {
            return;
        }
        self.good += 1;
        if self.now < self.threshold || self.good >= self.now {
            self.now += 1;
            self.good = 0;
        }
    }

    /// A call that began at `began` was too much.
    pub(super) fn shrink(&mut self, began: Instant, now: Instant) {
        // The others that were in flight with it tell the same once more.
        if self.cut.is_some_and(|cut| began <= cut) {
            return;
        }
        self.threshold = (self.now / 2).max(1);
        self.now = 1;
        self.good = 0;
        self.cut = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::Window;
    use std::time::Duration;
    use tokio::time::Instant;

    #[test]
    fn it_is_cut_once_for_all_calls_in_flight_and_grows_back() {
        let start = Instant::now();
        let later = start + Duration::from_secs(1);
        let mut window = Window::new(16);
        for _ in 0..16 {
            window.shrink(start, later);
        }
        assert_eq!((window.size(), window.threshold), (1, 8));
        let mut sizes = Vec::new();
        for _ in 0..7 {
            window.grow();
            sizes.push(window.size());
        }
        assert_eq!(sizes, [2, 3, 4, 5, 6, 7, 8], "one more for each good answer: doubled each round");
        for _ in 0..8 {
            assert_eq!(window.size(), 8);
            window.grow();
        }
        assert_eq!(window.size(), 9, "then one more each round");
        window.shrink(later + Duration::from_secs(1), later + Duration::from_secs(2));
        assert_eq!((window.size(), window.threshold), (1, 4));
        for _ in 0..1000 {
            window.grow();
        }
        assert_eq!(window.size(), 16, "never beyond what was set");
    }

    #[test]
    fn one_call_is_always_let_through() {
        let now = Instant::now();
        let mut window = Window::new(0);
        assert_eq!(window.size(), 1);
        window.shrink(now, now);
        window.shrink(now + Duration::from_secs(1), now + Duration::from_secs(2));
        assert_eq!(window.size(), 1);
    }
}
