//! How often one question is sent: what follows from a call that failed.

use crate::domain::failure::FailureReason;
use crate::provider::limit::Ending;
use crate::provider::{Fail, FailKind};
use crate::refine::Patience;
use crate::store::calls::CallOutcome;
use std::time::Duration;

/// After so many slow ends, with others answered in between, a question is given up that has to tell
/// an outage from its own fault.
const MOST_TIMEOUTS: u32 = 2;
/// After so many replies that are no completion a question is given up.
const MOST_BAD_REPLIES: u32 = 3;
/// After so many failures of one question, with others answered in between, it is given up.
const MOST_FAILURES: u32 = 5;

/// What one question has gone through. Being told to wait counts as nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tries {
    patience: Patience,
    timeouts: u32,
    /// Those of them that were not an outage: others were answered between the one before and the call.
    late_alone: u32,
    bad_replies: u32,
    failures: u32,
    /// Those of them that were not an outage: others were answered since the one before.
    alone: u32,
}

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// This is the answer: none.
    Last,
    /// Sent again after a pause of its own.
    AfterPause,
    /// Sent again as soon as the provider's lane lets it through.
    Again,
    /// The job cannot go on.
    Fatal(FailureReason),
}

impl Tries {
    /// A question whose earlier calls, of another process, ended so often by being too slow.
    pub(super) fn after_timeouts(patience: Patience, timeouts: u32) -> Self {
        Self { patience, timeouts, late_alone: 0, bad_replies: 0, failures: 0, alone: 0 }
    }

    /// Counts a failure. `well`: other questions were answered since this one last failed; if it was
    /// too slow, before it was sent again: what comes while it is out may be the end of an outage.
    pub(super) fn after(&mut self, kind: FailKind, well: bool) -> (CallOutcome, Next) {
        match kind {
            FailKind::ContextTooLong => (CallOutcome::Truncated, Next::Last),
            FailKind::Refused => (CallOutcome::Refused, Next::Last),
            FailKind::Throttled => (CallOutcome::Throttled, Next::Again),
            // The transport asks in another way now; it says itself when there is none left.
            FailKind::SchemaRefused => (CallOutcome::Unavailable, Next::Again),
            FailKind::Fatal(reason) => (CallOutcome::Fatal, Next::Fatal(reason)),
            FailKind::TimedOut => {
                self.timeouts += 1;
                self.late_alone += u32::from(well || self.late_alone == 0);
                let last = match self.patience {
                    Patience::Once => true,
                    Patience::Twice => self.timeouts >= 2,
                    Patience::Outage | Patience::Proof => self.late_alone >= MOST_TIMEOUTS,
                };
                (CallOutcome::TimedOut, if last { Next::Last } else { Next::AfterPause })
            }
            FailKind::BadReply => {
                self.bad_replies += 1;
                // What a gateway says while its model is out proves nothing, unless others are answered.
                let last = self.bad_replies >= MOST_BAD_REPLIES && (self.patience != Patience::Proof || well);
                (CallOutcome::BadReply, if last { Next::Last } else { Next::AfterPause })
            }
            FailKind::Unavailable => {
                self.failures += 1;
                // With nobody answered it is an outage, which is never the question's fault.
                self.alone += u32::from(well || self.alone == 0);
                match self.alone >= MOST_FAILURES {
                    true => (CallOutcome::GivenUp, Next::Last),
                    false => (CallOutcome::Unavailable, Next::AfterPause),
                }
            }
        }
    }

    /// How often it failed, for the length of the pause.
    pub(super) fn count(self) -> u32 {
        self.timeouts + self.bad_replies + self.failures
    }
}

/// What a failed call tells of the provider's health.
///
/// `longest`: after so long a call is sent whatever the provider asked for, to see how it is.
pub(super) fn ending(fail: &Fail, longest: Duration) -> Ending {
    let asked = fail.retry_after.map(|asked| asked.min(longest));
    match fail.kind {
        FailKind::Throttled => Ending::Throttled(asked),
        // A provider that says when to come back is overloaded, not broken.
        FailKind::Unavailable if asked.is_some() => Ending::Throttled(asked),
        FailKind::Unavailable | FailKind::TimedOut => Ending::Failed,
        FailKind::BadReply => Ending::Useless,
        FailKind::ContextTooLong | FailKind::Refused => Ending::Good,
        FailKind::Fatal(FailureReason::ProviderRateLimited) => Ending::Exhausted,
        FailKind::SchemaRefused | FailKind::Fatal(_) => Ending::Untold,
    }
}

#[cfg(test)]
mod tests {
    use super::{Next, Tries, ending};
    use crate::domain::failure::FailureReason;
    use crate::provider::limit::Ending;
    use crate::provider::{Fail, FailKind};
    use crate::refine::Patience;
    use crate::store::calls::CallOutcome;
    use std::time::Duration;

    /// How often a question is sent that always fails like this; at most 100 times.
    fn sent(kind: FailKind, well: bool) -> (usize, CallOutcome) {
        sent_with(Patience::Twice, kind, well)
    }

    fn sent_with(patience: Patience, kind: FailKind, well: bool) -> (usize, CallOutcome) {
        let mut tries = Tries::after_timeouts(patience, 0);
        let mut ends = (0..100).map(|_| tries.after(kind, well));
        let mut count = 0;
        let mut last = CallOutcome::Unavailable;
        let outcome = ends.find_map(|(outcome, next)| {
            (count, last) = (count + 1, outcome);
            matches!(next, Next::Last | Next::Fatal(_)).then_some(outcome)
        });
        (count, outcome.unwrap_or(last))
    }

    #[test]
    fn a_question_is_given_up_for_what_it_causes_and_for_nothing_else() {
        assert_eq!(sent(FailKind::TimedOut, false), (2, CallOutcome::TimedOut));
        assert_eq!(sent_with(Patience::Once, FailKind::TimedOut, false), (1, CallOutcome::TimedOut));
        for patience in [Patience::Outage, Patience::Proof] {
            assert_eq!(sent_with(patience, FailKind::TimedOut, true), (2, CallOutcome::TimedOut));
            let outage = (100, CallOutcome::TimedOut);
            assert_eq!(sent_with(patience, FailKind::TimedOut, false), outage, "{patience:?}");
        }
        assert_eq!(sent(FailKind::BadReply, false), (3, CallOutcome::BadReply));
        let nothing = sent_with(Patience::Proof, FailKind::BadReply, false);
        assert_eq!(nothing, (100, CallOutcome::BadReply), "it proves nothing");
        let answered = sent_with(Patience::Proof, FailKind::BadReply, true);
        assert_eq!(answered, (3, CallOutcome::BadReply), "those of others prove it");
        assert_eq!(sent(FailKind::Unavailable, true), (5, CallOutcome::GivenUp));
        assert_eq!(sent(FailKind::Unavailable, false), (100, CallOutcome::Unavailable), "an outage");
        assert_eq!(sent(FailKind::Throttled, true), (100, CallOutcome::Throttled), "never an attempt");
        assert_eq!(sent(FailKind::ContextTooLong, true), (1, CallOutcome::Truncated));
        assert_eq!(sent(FailKind::Refused, true), (1, CallOutcome::Refused));
        let money = FailKind::Fatal(FailureReason::ProviderRateLimited);
        assert_eq!(sent(money, true), (1, CallOutcome::Fatal), "a used-up quota is never asked again");
    }

    #[test]
    fn nobody_waits_for_a_day_before_a_call_is_tried() {
        let day = Duration::from_secs(86_400);
        let fail =
            Fail { kind: FailKind::Throttled, retry_after: Some(day), message: String::new(), usage: None };
        let longest = Duration::from_secs(1800);
        assert_eq!(ending(&fail, longest), Ending::Throttled(Some(longest)));
        assert_eq!(ending(&fail, day * 2), Ending::Throttled(Some(day)));
    }

    #[test]
    fn being_told_to_wait_between_failures_counts_as_nothing() {
        let mut tries = Tries::after_timeouts(Patience::Twice, 0);
        for _ in 0..4 {
            assert_eq!(tries.after(FailKind::Unavailable, true).1, Next::AfterPause);
            for _ in 0..10 {
                assert_eq!(tries.after(FailKind::Throttled, true).1, Next::Again);
            }
        }
        assert_eq!(tries.count(), 4);
        assert_eq!(tries.after(FailKind::Unavailable, true).1, Next::Last);
    }
}
