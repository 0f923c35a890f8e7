//! Rows of model calls: facts, kept whoever brings them.
//!
//! Every request that was paid for, or may have been, is a row; the totals of a job are sums over
//! them and nothing else. A row with an answer is what a resumed job replays.

use super::entity::calls;
use super::{Error, Result, Store};
use crate::domain::clock::Time;
use crate::domain::ids::{JobId, TenantId};
use crate::domain::model::Role;
use crate::domain::usage::Usage;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _, Set};
use std::collections::HashMap;
use uuid::Uuid;

/// A call that came to an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// SHA-256 of what was asked and of its place, in hexadecimal.
    pub key: String,
    /// The shard it belongs to.
    pub shard: i32,
    /// The group within the shard, from 0.
    pub group: i32,
    /// The round of the group, from 1.
    pub round: u32,
    /// The step of the round, from 0.
    pub step: u32,
    /// How often the same question was sent before.
    pub attempt: u32,
    /// What the model was asked to be.
    pub role: Role,
    /// The model that was asked, by its full id.
    pub model: String,
    /// What the provider says answered; empty if it does not say.
    pub model_version: String,
    /// SHA-256 of what was asked, wherever it was asked, in hexadecimal.
    pub prompt_hash: String,
    /// When it went out.
    pub sent_at: Time,
    /// When its answer or its failure was there.
    pub ended_at: Time,
    /// How it ended.
    pub outcome: CallOutcome,
    /// The text that came back, for outcomes that are answers.
    pub answer: Option<String>,
    /// What it used and cost, where that is known.
    pub usage: Option<Usage>,
    /// About the most it may have used and cost: what counts under bounds where nobody told.
    pub most: Usage,
}

/// How a call ended. The first four are answers, stored, replayed and never asked again; so are the
/// last of several bad replies and the last of several that were too slow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallOutcome {
    /// A complete answer, whatever it is worth.
    Answered,
    /// Cut at the output limit, or too long to be asked at all.
    Truncated,
    /// The model would not answer.
    Refused,
    /// Failed too often while others were answered: taken as the answer "none".
    GivenUp,
    /// Too slow.
    TimedOut,
    /// Told to wait.
    Throttled,
    /// Not reached, or broken off.
    Unavailable,
    /// Something came back that is no completion.
    BadReply,
    /// Refused for good: credentials, quota, a request the provider does not take.
    Fatal,
    /// An answer to a question that had one already.
    Duplicate,
}

/// What is known of a question that was asked before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The answer, if there is one.
    pub answer: Option<(CallOutcome, String)>,
    /// How often it was sent.
    pub attempts: u32,
    /// How often that ended by being too slow.
    pub timeouts: u32,
    /// How often it ended because nobody was reached, or it was broken off.
    pub unavailable: u32,
}

impl CallOutcome {
    const ALL: [Self; 10] = [
        Self::Answered,
        Self::Truncated,
        Self::Refused,
        Self::GivenUp,
        Self::TimedOut,
        Self::Throttled,
        Self::Unavailable,
        Self::BadReply,
        Self::Fatal,
        Self::Duplicate,
    ];

    /// The word for it in rows and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Truncated => "truncated",
            Self::Refused => "refused",
            Self::GivenUp => "given_up",
            Self::TimedOut => "timed_out",
            Self::Throttled => "throttled",
            Self::Unavailable => "unavailable",
            Self::BadReply => "bad_reply",
            Self::Fatal => "fatal",
            Self::Duplicate => "duplicate",
        }
    }

    fn parse(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text).ok_or(Error::Corrupt("call"))
    }
}

impl Store {
    /// What was asked before in a shard, by call key.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn known_calls(&self, job: JobId, shard: i32) -> Result<HashMap<String, Known>> {
        let rows = calls::Entity::find()
            .filter(calls::Column::JobId.eq(job.uuid()))
            .filter(calls::Column::Shard.eq(shard))
            .all(&self.reader)
            .await?;
        let mut known: HashMap<String, Known> = HashMap::new();
        for row in rows {
            let outcome = CallOutcome::parse(&row.outcome)?;
            let entry = known.entry(row.call_key).or_default();
            entry.attempts += 1;
            entry.timeouts += u32::from(outcome == CallOutcome::TimedOut);
            entry.unavailable += u32::from(outcome == CallOutcome::Unavailable);
            if let Some(answer) = row.answer {
                entry.answer = Some((outcome, answer));
            }
        }
        Ok(known)
    }
}

/// Stores calls. An answer to a question that has one already is kept as a row for the accounts,
/// without its text: the first writer wins. Tells the first answers, by key, where that was so: whoever decides
/// by another would decide differently when the job is replayed.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    tenant: &TenantId,
    job: JobId,
    calls: &[Call],
    now: Time,
) -> Result<HashMap<String, (CallOutcome, String)>> {
    if calls.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<_> = calls.iter().map(|call| (Uuid::now_v7(), call)).collect();
    let stored = calls::Entity::insert_many(rows.iter().map(|(id, call)| row(*id, tenant, job, call, now)))
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    if stored == rows.len() as u64 {
        return Ok(HashMap::new());
    }
    let there: Vec<Uuid> = calls::Entity::find()
        .select_only()
        .column(calls::Column::Id)
        .filter(calls::Column::Id.is_in(rows.iter().map(|(id, _)| *id)))
        .into_tuple()
        .all(db)
        .await?;
    let mut first = HashMap::new();
    for (id, call) in rows.iter().filter(|(id, _)| !there.contains(id)) {
        let spare = Call { outcome: CallOutcome::Duplicate, answer: None, ..(*call).clone() };
        calls::Entity::insert(row(*id, tenant, job, &spare, now)).exec_without_returning(db).await?;
        let known = calls::Entity::find()
            .filter(calls::Column::JobId.eq(job.uuid()))
            .filter(calls::Column::CallKey.eq(call.key.as_str()))
            .filter(calls::Column::Answer.is_not_null());
        let known = known.one(db).await?.ok_or(Error::Corrupt("call"))?;
        let answer = known.answer.unwrap_or_default();
        first.insert(call.key.clone(), (CallOutcome::parse(&known.outcome)?, answer));
    }
    Ok(first)
}

fn row(id: Uuid, tenant: &TenantId, job: JobId, call: &Call, now: Time) -> calls::ActiveModel {
    let number = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
    let whole = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    let tokens = |of: fn(&Usage) -> u64| call.usage.map(|usage| whole(of(&usage)));
    let cost = call.usage.and_then(|usage| usage.cost);
    let most = call.usage.is_none().then_some(call.most);
    let reserved = most.and_then(|most| most.cost);
    calls::ActiveModel {
        id: Set(id),
        tenant_id: Set(tenant.as_str().to_owned()),
        job_id: Set(job.uuid()),
        call_key: Set(call.key.clone()),
        shard: Set(call.shard),
        group_number: Set(call.group),
        round: Set(number(call.round)),
        step: Set(number(call.step)),
        attempt: Set(number(call.attempt)),
        role: Set(call.role.as_str().to_owned()),
        model: Set(call.model.clone()),
        outcome: Set(call.outcome.as_str().to_owned()),
        answer: Set(call.answer.clone()),
        input_tokens: Set(tokens(|usage| usage.input_token_count)),
        cached_input_tokens: Set(tokens(|usage| usage.cached_input_token_count)),
        cache_write_tokens: Set(tokens(|usage| usage.cache_write_input_token_count)),
        output_tokens: Set(tokens(|usage| usage.output_token_count)),
        cost_micros: Set(cost.map(|cost| whole(cost.micros))),
        currency: Set(cost.or(reserved).map(|cost| cost.currency.to_string())),
        reserved_tokens: Set(most.map(|most| whole(most.tokens()))),
        reserved_micros: Set(reserved.map(|cost| whole(cost.micros))),
        taken_from: Set(None),
        created_at: Set(now),
        prompt_hash: Set(Some(call.prompt_hash.clone())),
        model_version: Set(Some(call.model_version.clone()).filter(|version| !version.is_empty())),
        sent_at: Set(Some(call.sent_at)),
        ended_at: Set(Some(call.ended_at)),
        reasoning_tokens: Set(tokens(|usage| usage.reasoning_token_count)),
    }
}
