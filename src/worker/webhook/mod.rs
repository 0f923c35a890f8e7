//! Reports the end of a job to its receiver: one attempt, its record, and when the next is due.
//!
//! At least once: who dies between sending and recording sends again, under the same identifier.
//! No address of a receiver is logged: it may hold a token.

use super::{Result, Worker};
use crate::domain::clock::Time;
use crate::domain::webhook::Attempt;
use crate::store::tasks::Task;
use crate::store::webhooks::{Due, Next, Signing};
use crate::telemetry;
use tokio::time::Instant;

mod message;
mod schedule;
mod send;
mod sign;

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    /// The receiver took it.
    Taken(u16),
    /// Another attempt may do better; the receiver may have asked for a pause.
    Failed { status: u16, error: String, pause: Option<std::time::Duration> },
    /// No attempt will do better.
    Hopeless { status: u16, error: String },
}

impl Worker {
    /// Makes one attempt and notes it.
    pub(super) async fn deliver(&self, task: &Task) -> Result<()> {
        let Some(due) = self.store.due(task.job).await? else { return Ok(()) };
        let Some(job) = self.store.job(&task.tenant, task.job).await? else { return Ok(()) };
        let (at, begun) = (self.clock.now(), Instant::now());
        let outcome = self.attempt(&due, &message::body(&job)?, at).await;
        let (status, error, next) = match outcome {
            Outcome::Taken(status) => (status, String::new(), Next::Delivered),
            Outcome::Hopeless { status, error } => (status, error, Next::GivenUp),
            Outcome::Failed { status, error, pause } => {
                let next = schedule::next(
                    &self.config.webhooks.schedule,
                    &due,
                    self.clock.now(),
                    pause,
                    job.expires_at,
                );
                (status, error, next)
            }
        };
        telemetry::webhook_attempt(if matches!(next, Next::Delivered) { "delivered" } else { "failed" });
        let millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(delivery.id = %due.id, job.id = %task.job, status, ?next, error, "webhook attempted");
        self.store.settle(task, Attempt { at, status, error, millis }, next).await?;
        Ok(())
    }

    /// Gives a delivery up that workers die of.
    pub(super) async fn give_delivery_up(&self, task: &Task) -> Result<()> {
        let error = "the service was stopped while sending, again and again".to_owned();
        let attempt = Attempt { at: self.clock.now(), status: 0, error, millis: 0 };
        self.store.settle(task, attempt, Next::GivenUp).await?;
        Ok(())
    }

    async fn attempt(&self, due: &Due, body: &str, at: Time) -> Outcome {
        let seconds = at.timestamp();
        let signature = match &due.secret {
            Signing::None => None,
            Signing::With(secret) => Some(sign::signature(secret, due.id, seconds, body)),
            Signing::Lost => {
                let error =
                    "the secret cannot be opened: it was sealed with another key than the present one";
                return Outcome::Hopeless { status: 0, error: error.to_owned() };
            }
        };
        let message = send::Message { id: due.id, seconds, signature, body };
        send::send(&due.url, &message, &self.config.webhooks, at).await
    }
}
