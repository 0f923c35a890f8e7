//! One question on its way to a model: how often it was sent, since when it waits, what became of it.

use super::ask::Way;
use super::keys::Keys;
use super::tries::Tries;
use crate::domain::clock::Time;
use crate::domain::failure::{Failure, FailureReason};
use crate::refine::{Answer, Ask, Patience};
use crate::store::calls::CallOutcome;
use std::time::Duration;
use tokio::time::Instant;

/// One question on its way.
pub(super) struct Question<'a> {
    pub(super) ask: &'a Ask,
    pub(super) way: &'a Way,
    pub(super) group: i32,
    pub(super) keys: Keys,
    pub(super) attempt: u32,
    pub(super) tries: Tries,
    /// Whether a call of it was too late, or its provider not there.
    pub(super) troubled: bool,
    /// Since when its group waits for an answer.
    pub(super) began: Instant,
    /// When it last failed, and how.
    pub(super) failed: Option<(Instant, String)>,
    /// When it was last sent: to measure, and to tell.
    pub(super) sent: Instant,
    pub(super) sent_at: Time,
    /// Whether others were answered between its last failure and that.
    pub(super) well: bool,
}

impl Question<'_> {
    /// Whether others were answered since it last failed.
    pub(super) fn others_answered(&self) -> bool {
        self.failed.as_ref().is_some_and(|(at, _)| self.way.lane.good_since(*at))
    }

    /// How long it has waited without one good answer to anybody. An old outage that nobody waited
    /// for does not count against a new question.
    pub(super) fn in_vain(&self) -> Duration {
        let since = self.way.lane.failing_since();
        since.map_or(Duration::ZERO, |since| since.max(self.began).elapsed())
    }

    /// What the group is told by an answer that is stored.
    pub(super) fn told(&self, (outcome, text): (CallOutcome, String)) -> Answer {
        told(self.ask.patience, self.troubled, outcome, text)
    }

    /// The job waits no longer. `asked`: what the provider asks to wait.
    pub(super) fn given_up(&self, asked: Option<Duration>) -> Failure {
        let waited = self.in_vain().as_secs();
        let last = self.failed.as_ref().map_or("nothing was sent since", |(_, message)| message);
        let message = match asked {
            Some(asked) => format!(
                "the provider asks to wait {} s, which is longer than engine.outage lets a job wait; it said: {last}",
                asked.as_secs()
            ),
            None => format!("no good answer for {waited} s (engine.outage); last: {last}"),
        };
        Failure::new(FailureReason::ProviderUnavailable, message)
    }
}

/// What a group is told by an answer. `troubled`: calls of the question came to nothing before.
pub(super) fn told(patience: Patience, troubled: bool, outcome: CallOutcome, text: String) -> Answer {
    match outcome {
        CallOutcome::Answered | CallOutcome::Truncated | CallOutcome::Refused
            if troubled && patience == Patience::Proof =>
        {
            Answer::Late
        }
        // A reply that is no completion, again and again, is an answer without an item.
        CallOutcome::Answered | CallOutcome::BadReply => Answer::Text(text),
        CallOutcome::Truncated => Answer::Truncated,
        CallOutcome::Refused => Answer::Refused,
        CallOutcome::TimedOut => Answer::TimedOut,
        CallOutcome::GivenUp
        | CallOutcome::Throttled
        | CallOutcome::Unavailable
        | CallOutcome::Fatal
        | CallOutcome::Duplicate => Answer::Failed,
    }
}
