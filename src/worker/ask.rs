//! One question to a model: looked up, else sent until it has an answer, and stored before use.

use super::commit::Commits;
use super::stop::{Stop, Why};
use super::{Result, Worker};
use crate::domain::digest;
use crate::domain::failure::{Failure, FailureReason};
use crate::domain::model::Role;
use crate::domain::price::Price;
use crate::domain::usage::Usage;
use crate::provider::{Endpoint, Fail, FailKind, Finish, Reply, deadline, retry};
use crate::refine::{Answer, Ask};
use crate::store::calls::{Call, CallOutcome, Known};
use crate::store::checkpoint::Checkpoint;
use crate::store::tasks::Task;
use crate::telemetry;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use tokio::time::Instant;
use tracing::Instrument as _;

/// After so many slow ends of one question it is given up.
const MOST_TIMEOUTS: u32 = 2;
/// After so many replies that are no completion a question is given up.
const MOST_BAD_REPLIES: u32 = 3;

/// What a group gets for its question.
pub(super) enum Told {
    /// An answer, stored.
    Answer(Answer),
    /// No answer, and no more questions: see [`Stop::why`].
    Stopped,
    /// The job cannot go on.
    Fatal(Failure),
}

/// What storing a call comes to.
enum Kept {
    /// It brought an answer.
    Answer(Answer),
    /// It brought none.
    Failed,
    /// The lease is gone.
    Lost,
}

impl Kept {
    /// What the group is told, if this is the end of its question.
    fn told(self) -> Option<Told> {
        match self {
            Self::Answer(answer) => Some(Told::Answer(answer)),
            Self::Lost => Some(Told::Stopped),
            Self::Failed => None,
        }
    }
}

/// The way to one model.
pub(super) struct Way {
    pub(super) endpoint: Endpoint,
    /// The full id of the model.
    pub(super) model: String,
    /// What it cost when the job was created.
    pub(super) price: Option<Price>,
}

impl Way {
    /// The configured provider: the part of the id that no user makes up.
    fn provider(&self) -> &str {
        self.model.split_once('/').map_or("", |(provider, _)| provider)
    }
}

/// A shard's way to its models.
pub(super) struct Line<'a> {
    pub(super) worker: &'a Worker,
    pub(super) task: &'a Task,
    pub(super) commits: &'a Commits,
    pub(super) stop: &'a Stop,
    pub(super) model: &'a Way,
    /// The model that judges candidates; it may be the same.
    pub(super) verifier: &'a Way,
    /// What was asked in this shard before.
    pub(super) known: &'a HashMap<String, Known>,
}

/// One question on its way.
struct Question<'a> {
    ask: &'a Ask,
    way: &'a Way,
    group: i32,
    key: String,
    attempt: u32,
    timeouts: u32,
    bad_replies: u32,
    began: Instant,
}

impl Line<'_> {
    /// Asks. A question that was answered before is not sent again.
    pub(super) async fn ask(&self, ask: &Ask, group: i32) -> Result<Told> {
        let way = match ask.role {
            Role::Reviewer | Role::Editor => self.model,
            Role::Verifier => self.verifier,
        };
        let key = self.key(ask, way, group);
        let known = self.known.get(&key);
        if let Some((outcome, text)) = known.and_then(|known| known.answer.clone()) {
            return Ok(Told::Answer(answer(outcome, text)));
        }
        let attempt = known.map_or(0, |known| known.attempts);
        let timeouts = known.map_or(0, |known| known.timeouts);
        let mut question =
            Question { ask, way, group, key, attempt, timeouts, bad_replies: 0, began: Instant::now() };
        loop {
            let Some(sent) = self.send(&question).await? else { return Ok(Told::Stopped) };
            if let Some(told) = self.settle(&mut question, sent).await? {
                return Ok(told);
            }
        }
    }

    /// Sends the question once; `None` if the shard stops before. A call in hand is not broken off.
    async fn send(&self, question: &Question<'_>) -> Result<Option<std::result::Result<Reply, Fail>>> {
        let permit = tokio::select! {
            biased;
            () = self.stop.wait() => return Ok(None),
            permit = self.worker.calls.acquire() => permit,
        };
        if permit.is_err() {
            return Ok(None);
        }
        let most = self.worker.config.engine.call_timeout;
        let deadline = deadline(question.ask.prompt.max_output_tokens).min(most);
        let span =
            tracing::info_span!("model call", provider = question.way.provider(), attempt = question.attempt);
        let endpoint = &question.way.endpoint;
        let call = self.worker.transport.call(endpoint, &question.ask.prompt, &question.key, deadline);
        Ok(Some(call.instrument(span).await))
    }

    /// Stores how a call ended, then says what follows; `None`: send it again.
    async fn settle(
        &self,
        question: &mut Question<'_>,
        sent: std::result::Result<Reply, Fail>,
    ) -> Result<Option<Told>> {
        let fail = match sent {
            Ok(reply) => {
                self.worker.outages.over(&question.way.model);
                let outcome = match reply.finish {
                    Finish::Stop => CallOutcome::Answered,
                    Finish::Length => CallOutcome::Truncated,
                    Finish::Refused => CallOutcome::Refused,
                };
                let kept = self.keep(question, outcome, Some(reply.text), reply.usage).await?;
                return Ok(kept.told());
            }
            Err(fail) => fail,
        };
        tracing::warn!(
            job.id = %self.task.job, model = question.way.model, attempt = question.attempt,
            error = %fail.message, "a model call failed"
        );
        let (outcome, last) = match fail.kind {
            FailKind::ContextTooLong => (CallOutcome::Truncated, true),
            FailKind::Refused => (CallOutcome::Refused, true),
            FailKind::TimedOut => {
                question.timeouts += 1;
                let last = question.timeouts >= MOST_TIMEOUTS;
                (if last { CallOutcome::GivenUp } else { CallOutcome::TimedOut }, last)
            }
            FailKind::BadReply => {
                question.bad_replies += 1;
                (CallOutcome::BadReply, question.bad_replies >= MOST_BAD_REPLIES)
            }
            FailKind::Throttled => (CallOutcome::Throttled, false),
            FailKind::Unavailable | FailKind::SchemaRefused => (CallOutcome::Unavailable, false),
            FailKind::Fatal(reason) => {
                self.keep(question, CallOutcome::Fatal, None, fail.usage).await?;
                return Ok(Some(Told::Fatal(Failure::new(reason, fail.message))));
            }
        };
        if let Some(told) = self.keep(question, outcome, last.then(String::new), fail.usage).await?.told() {
            return Ok(Some(told));
        }
        question.attempt += 1;
        // An old outage that nobody waited for does not count against a new question.
        let model = &question.way.model;
        let lasts = self.worker.outages.lasts(model).min(question.began.elapsed());
        let most = self.worker.config.engine.outage;
        if lasts >= most {
            self.worker.outages.over(model);
            let message = format!("no good answer for {} s; last: {}", lasts.as_secs(), fail.message);
            return Ok(Some(Told::Fatal(Failure::new(FailureReason::ProviderUnavailable, message))));
        }
        let base = self.worker.config.engine.retry_pause;
        let seed = question.key.bytes().fold(0_u64, |seed, byte| seed.wrapping_mul(31) + u64::from(byte));
        // However long the provider says to wait: the job waits no longer than an outage may last.
        let pause = retry::pause(question.attempt, base, fail.retry_after, seed).min(most - lasts);
        tokio::select! {
            () = self.stop.wait() => Ok(Some(Told::Stopped)),
            () = tokio::time::sleep(pause) => Ok(None),
        }
    }

    /// Stores a call; its answer may be used after this and not before.
    async fn keep(
        &self,
        question: &Question<'_>,
        outcome: CallOutcome,
        text: Option<String>,
        usage: Option<Usage>,
    ) -> Result<Kept> {
        let price = question.way.price;
        let usage = usage.map(|usage| Usage { cost: price.map(|price| price.cost(&usage)), ..usage });
        let call = Call {
            key: question.key.clone(),
            shard: self.task.number,
            group: question.group,
            round: question.ask.place.round,
            step: question.ask.place.step,
            attempt: question.attempt,
            role: question.ask.role,
            model: question.way.model.clone(),
            outcome,
            answer: text.clone(),
            usage,
        };
        let checkpoint = Checkpoint { task: self.task.clone(), calls: vec![call], results: Vec::new() };
        let receipt = self.commits.store(checkpoint).await?;
        counted(question, outcome, usage);
        if !receipt.held {
            self.stop.set(Why::Lost);
            return Ok(Kept::Lost);
        }
        Ok(text.map_or(Kept::Failed, |text| Kept::Answer(answer(outcome, text))))
    }

    /// What was asked, and where: the same question at another place is another question. How it was
    /// spelled for the provider is no part of it.
    fn key(&self, ask: &Ask, way: &Way, group: i32) -> String {
        let mut hash = Sha256::new();
        let place =
            format!("{}\n{}/{group}/{}/{}\n", way.model, self.task.number, ask.place.round, ask.place.step);
        hash.update(place.as_bytes());
        hash.update(ask.prompt.canonical().as_bytes());
        digest::hex(&hash.finalize())
    }
}

fn counted(question: &Question<'_>, outcome: CallOutcome, usage: Option<Usage>) {
    let provider = question.way.provider();
    telemetry::model_call(provider, outcome.as_str(), question.attempt > 0);
    if let Some(usage) = usage {
        telemetry::model_usage(provider, &usage);
    }
}

fn answer(outcome: CallOutcome, text: String) -> Answer {
    match outcome {
        // A reply that is no completion, again and again, is an answer without an item.
        CallOutcome::Answered | CallOutcome::BadReply => Answer::Text(text),
        CallOutcome::Truncated => Answer::Truncated,
        CallOutcome::Refused => Answer::Refused,
        CallOutcome::GivenUp
        | CallOutcome::TimedOut
        | CallOutcome::Throttled
        | CallOutcome::Unavailable
        | CallOutcome::Fatal
        | CallOutcome::Duplicate => Answer::TimedOut,
    }
}
