//! One question to a model: looked up, else sent until it has an answer, and stored before use.
//!
//! A call goes out when its model's lane lets it through, the job's purse then holds it and the
//! process has room for it; waiting for any of these ends when the shard stops.

use super::account::Amount;
use super::commit::Commits;
use super::keys::Keys;
use super::purse::{Purse, Reserved};
use super::question::{self, Question};
use super::stop::{Stop, Why};
use super::tries::{Next, Tries, ending};
use super::{Result, Worker};
use crate::domain::clock;
use crate::domain::failure::Failure;
use crate::domain::model::Role;
use crate::domain::price::Price;
use crate::domain::usage::Usage;
use crate::provider::limit::{Ending, Lane, Permit, Turn};
use crate::provider::{Endpoint, Fail, FailKind, Finish, Reply, deadline, retry};
use crate::refine::{Answer, Ask, is_wrapped};
use crate::store::calls::{Call, CallOutcome, Known};
use crate::store::checkpoint::Checkpoint;
use crate::store::jobs::Work;
use crate::store::tasks::Task;
use crate::telemetry;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{Mutex, SemaphorePermit};
use tokio::time::Instant;
use tracing::Instrument as _;

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
    /// Where its calls wait for their turn.
    pub(super) lane: Arc<Lane>,
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
    pub(super) work: &'a Work,
    pub(super) commits: &'a Commits,
    pub(super) stop: &'a Stop,
    pub(super) model: &'a Way,
    /// The model that judges candidates; it may be the same.
    pub(super) verifier: &'a Way,
    /// What was asked in this shard before.
    pub(super) known: &'a HashMap<String, Known>,
    /// What its calls are paid from.
    pub(super) purse: Mutex<Arc<Purse>>,
}

/// All that a call needs before it goes out.
struct Ready<'a> {
    reserved: Reserved,
    permit: Permit,
    /// Room in the process; nobody closes that.
    _room: Option<SemaphorePermit<'a>>,
}

impl Line<'_> {
    /// Asks. A question that was answered before is not sent again. `began`: since when the group waits
    /// for an answer, be it by other questions before this one.
    pub(super) async fn ask(&self, ask: &Ask, group: i32, keys: Keys, began: Instant) -> Result<Told> {
        let way = self.way(ask);
        let known = self.known.get(&keys.call);
        let troubled = known.is_some_and(|known| known.timeouts + known.unavailable > 0);
        if let Some((outcome, text)) = known.and_then(|known| known.answer.clone()) {
            return Ok(Told::Answer(question::told(ask.patience, troubled, outcome, text)));
        }
        let attempt = known.map_or(0, |known| known.attempts);
        let tries = Tries::after_timeouts(ask.patience, known.map_or(0, |known| known.timeouts));
        let mut question = Question {
            ask,
            way,
            group,
            keys,
            attempt,
            tries,
            troubled,
            began,
            failed: None,
            sent: began,
            sent_at: self.worker.clock.now(),
            well: false,
        };
        loop {
            let ready = tokio::select! {
                biased;
                () = self.stop.wait() => return Ok(Told::Stopped),
                ready = self.ready(&question) => ready?,
            };
            // From here on the call is not broken off, whatever stops the shard.
            let told = match ready {
                Ok(ready) => {
                    (question.sent, question.sent_at) = (Instant::now(), self.worker.clock.now());
                    question.well = question.others_answered();
                    let (reply, reserved) = self.send(&question, ready).await;
                    self.settle(&mut question, reply, reserved).await?
                }
                Err(failure) => Some(Told::Fatal(failure)),
            };
            if let Some(told) = told {
                return Ok(told);
            }
        }
    }

    /// Waits for what a call needs; fails if the job cannot wait any longer or its purse is empty.
    async fn ready(&self, question: &Question<'_>) -> Result<std::result::Result<Ready<'_>, Failure>> {
        let way = question.way;
        let most = Amount::most(&question.ask.prompt, way.price);
        let waiting = async {
            loop {
                if let Err(failure) = self.purse().await?.room().await {
                    return Ok(Err(failure));
                }
                // Only whoever may call puts money aside: what waits for a model that is down would
                // keep it from the jobs of others.
                let again = question.failed.is_some();
                let permit = way.lane.enter(self.task.job.uuid(), most.tokens, again).await;
                match self.purse().await?.reserve(most) {
                    Ok(Some(reserved)) => {
                        let _room = self.worker.calls.acquire().await.ok();
                        return Ok(Ok(Ready { reserved, permit, _room }));
                    }
                    Ok(None) => permit.give_back(),
                    Err(failure) => {
                        permit.give_back();
                        return Ok(Err(failure));
                    }
                }
            }
        };
        tokio::select! {
            ready = waiting => ready,
            failure = self.outage(question) => Ok(Err(failure)),
        }
    }

    /// What the shard's calls are paid from today.
    async fn purse(&self) -> Result<Arc<Purse>> {
        let mut purse = self.purse.lock().await;
        if purse.day != clock::day(self.worker.clock.now()) {
            *purse = Arc::new(self.worker.purse(self.task.job, self.work).await?);
        }
        Ok(Arc::clone(&purse))
    }

    /// Ends when a question has waited in vain for as long as an outage may last.
    async fn outage(&self, question: &Question<'_>) -> Failure {
        let most = self.worker.config.engine.outage;
        loop {
            let left = most.saturating_sub(question.in_vain());
            if left.is_zero() {
                return question.given_up(None);
            }
            tokio::time::sleep(left).await;
        }
    }

    /// Sends the question once.
    async fn send(
        &self,
        question: &Question<'_>,
        ready: Ready<'_>,
    ) -> (std::result::Result<Reply, Fail>, Reserved) {
        let most = self.worker.config.engine.call_timeout;
        let deadline = deadline(question.ask.prompt.max_output_tokens).min(most);
        let way = question.way;
        let span = tracing::info_span!("model call", provider = way.provider(), attempt = question.attempt);
        let call =
            self.worker.transport.call(&way.endpoint, &question.ask.prompt, &question.keys.call, deadline);
        let reply = call.instrument(span).await;
        let (how, usage) = match &reply {
            Ok(reply) => (Ending::Good, reply.usage),
            Err(fail) => (ending(fail, self.worker.config.engine.outage), fail.usage.as_deref().copied()),
        };
        match ready.permit.end(how, usage.map(|usage| usage.tokens())) {
            Some(Turn::Down) => {
                tracing::warn!(model = way.model, "the model is down: calls wait until one succeeds");
            }
            Some(Turn::Up) => tracing::info!(model = way.model, "the model is back"),
            None => {}
        }
        (reply, ready.reserved)
    }

    /// Stores how a call ended, then says what follows; `None`: send it again.
    async fn settle(
        &self,
        question: &mut Question<'_>,
        reply: std::result::Result<Reply, Fail>,
        reserved: Reserved,
    ) -> Result<Option<Told>> {
        let fail = match reply {
            Ok(reply) => {
                let outcome = match reply.finish {
                    Finish::Stop => CallOutcome::Answered,
                    Finish::Length => CallOutcome::Truncated,
                    Finish::Refused => CallOutcome::Refused,
                };
                telemetry::provider_left(question.way.provider(), reply.left.requests, reply.left.tokens);
                if outcome == CallOutcome::Answered && is_wrapped(&reply.text) {
                    telemetry::model_answer_wrapped(question.way.provider());
                    tracing::debug!(model = question.way.model, "an answer is more than its JSON");
                }
                let answer = Some((reply.text, reply.model));
                let kept = self.keep(question, outcome, answer, reply.usage, reserved).await?;
                return Ok(kept.told());
            }
            Err(fail) => fail,
        };
        tracing::warn!(
            job.id = %self.task.job, model = question.way.model, attempt = question.attempt,
            duration_ms = question.sent.elapsed().as_millis(), error = %fail.message, "a model call failed"
        );
        let well = if fail.kind == FailKind::TimedOut { question.well } else { question.others_answered() };
        let (outcome, next) = question.tries.after(fail.kind, well);
        question.troubled |= matches!(outcome, CallOutcome::TimedOut | CallOutcome::Unavailable);
        let answer = (next == Next::Last).then(Default::default);
        let kept = self.keep(question, outcome, answer, fail.usage.map(|usage| *usage), reserved).await?;
        if let Next::Fatal(reason) = next {
            return Ok(Some(Told::Fatal(Failure::new(reason, fail.message))));
        }
        if let Some(told) = kept.told() {
            return Ok(Some(told));
        }
        question.attempt += 1;
        question.failed = Some((Instant::now(), fail.message));
        let left = self.worker.config.engine.outage.saturating_sub(question.in_vain());
        if left.is_zero() || fail.retry_after.is_some_and(|asked| asked > left) {
            return Ok(Some(Told::Fatal(question.given_up(fail.retry_after))));
        }
        if next == Next::Again {
            return Ok(None);
        }
        let base = self.worker.config.engine.retry_pause;
        let seed =
            question.keys.call.bytes().fold(0_u64, |seed, byte| seed.wrapping_mul(31) + u64::from(byte));
        let pause = retry::pause(question.tries.count(), base, fail.retry_after, seed).min(left);
        tokio::select! {
            () = self.stop.wait() => Ok(Some(Told::Stopped)),
            () = tokio::time::sleep(pause) => Ok(None),
        }
    }

    /// Stores a call; its answer, a text and the name of what wrote it, may be used after this and not
    /// before.
    async fn keep(
        &self,
        question: &Question<'_>,
        outcome: CallOutcome,
        answer: Option<(String, String)>,
        usage: Option<Usage>,
        reserved: Reserved,
    ) -> Result<Kept> {
        let (price, ended_at) = (question.way.price, self.worker.clock.now());
        let (text, model_version) = answer.unzip();
        let usage = usage.map(|usage| Usage { cost: price.map(|price| price.cost(&usage)), ..usage });
        let most = question.ask.prompt.most();
        let most = Usage { cost: price.map(|price| price.most(&most)), ..most };
        let call = Call {
            key: question.keys.call.clone(),
            shard: self.task.number,
            group: question.group,
            round: question.ask.place.round,
            step: question.ask.place.step,
            attempt: question.attempt,
            role: question.ask.role,
            model: question.way.model.clone(),
            model_version: model_version.unwrap_or_default(),
            prompt_hash: question.keys.prompt.clone(),
            sent_at: question.sent_at,
            ended_at,
            outcome,
            answer: text.clone(),
            usage,
            most,
        };
        let checkpoint = Checkpoint { task: self.task.clone(), calls: vec![call], results: Vec::new() };
        let receipt = self.commits.store(checkpoint).await?;
        // Only now: whoever opens the account anew finds the call in the store.
        reserved.settle(usage.as_ref().map(Amount::used));
        counted(question, outcome, usage);
        if !receipt.held {
            self.stop.set(Why::Lost);
            return Ok(Kept::Lost);
        }
        // The question may have been answered before: then that answer is the one a replay finds.
        let stored = receipt.first.or_else(|| text.map(|text| (outcome, text)));
        Ok(stored.map_or(Kept::Failed, |stored| Kept::Answer(question.told(stored))))
    }

    /// What tells a question from all others of the job.
    pub(super) fn keys(&self, ask: &Ask, group: i32) -> Keys {
        Keys::of(&self.way(ask).model, self.task.job, self.task.number, group, ask)
    }

    /// The way to whom a question is for.
    fn way(&self, ask: &Ask) -> &Way {
        match ask.role {
            Role::Reviewer | Role::Editor => self.model,
            Role::Verifier => self.verifier,
        }
    }
}

fn counted(question: &Question<'_>, outcome: CallOutcome, usage: Option<Usage>) {
    let provider = question.way.provider();
    telemetry::model_call(provider, outcome.as_str(), question.attempt > 0);
    if let Some(usage) = usage {
        telemetry::model_usage(provider, &usage);
    }
}
