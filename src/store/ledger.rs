//! The calls of segments, told with them: read beside a page, never stored twice.

use super::entity::calls;
use super::{Error, Result, Store};
use crate::domain::clock::Time;
use crate::domain::ids::JobId;
use crate::domain::price::Cost;
use crate::domain::segment::SegmentResult;
use crate::domain::served::{CallRecord, GroupPlace, Part, Served, short};
use crate::domain::usage::Usage;
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// A request without its answer.
#[derive(FromQueryResult)]
struct Row {
    call_key: String,
    shard: i32,
    group_number: i32,
    role: String,
    model: String,
    outcome: String,
    is_answer: bool,
    input_tokens: Option<i64>,
    cached_input_tokens: Option<i64>,
    cache_write_tokens: Option<i64>,
    output_tokens: Option<i64>,
    reasoning_tokens: Option<i64>,
    cost_micros: Option<i64>,
    currency: Option<String>,
    taken_from: Option<Uuid>,
    prompt_hash: Option<String>,
    model_version: Option<String>,
    sent_at: Option<Time>,
    ended_at: Option<Time>,
}

impl Row {
    /// What the request used.
    fn usage(&self) -> Result<Usage> {
        let tokens = |stored: Option<i64>| stored.unwrap_or_default().unsigned_abs();
        let cost = match (self.cost_micros, &self.currency) {
            (Some(micros), Some(code)) => {
                let currency = code.parse().map_err(|_| Error::Corrupt("currency"))?;
                Some(Cost { micros: micros.unsigned_abs(), currency })
            }
            _ => None,
        };
        Ok(Usage {
            request_count: 1,
            unreported_count: u64::from(self.input_tokens.is_none()),
            reused_count: 0,
            input_token_count: tokens(self.input_tokens),
            cached_input_token_count: tokens(self.cached_input_tokens),
            cache_write_input_token_count: tokens(self.cache_write_tokens),
            output_token_count: tokens(self.output_tokens),
            reasoning_token_count: tokens(self.reasoning_tokens),
            cost,
        })
    }
}

impl Store {
    /// Fills in the calls of segments that were read.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn tell_calls<'r>(
        &self,
        job: JobId,
        results: impl Iterator<Item = &'r mut SegmentResult> + Send,
    ) -> Result<()> {
        let mut results: Vec<_> =
            results.filter(|result| result.group.is_some() && !result.parts.is_empty()).collect();
        if results.is_empty() {
            return Ok(());
        }
        let mut groups: BTreeMap<i32, BTreeSet<i32>> = BTreeMap::new();
        for place in results.iter().filter_map(|result| result.group) {
            groups.entry(place.shard).or_default().insert(place.group);
        }
        let groups: Vec<_> = groups.into_iter().collect();
        let mut rows = Vec::new();
        for groups in groups.chunks(SHARDS) {
            let of_groups = groups.iter().fold(Condition::any(), |any, (shard, groups)| {
                let here = Condition::all().add(calls::Column::Shard.eq(*shard));
                any.add(here.add(calls::Column::GroupNumber.is_in(groups.iter().copied())))
            });
            let found = calls::Entity::find()
                .select_only()
                .columns(COLUMNS)
                .column_as(calls::Column::Answer.is_not_null(), "is_answer")
                .filter(calls::Column::JobId.eq(job.uuid()))
                .filter(of_groups)
                .order_by_asc(calls::Column::Id)
                .into_model::<Row>()
                .all(&self.reader)
                .await?;
            rows.extend(found);
        }
        let calls = calls_of(rows)?;
        for result in &mut results {
            let Some(group) = result.group else { continue };
            let served = |part: &Part| {
                let call = calls.get(&(group, part.call))?;
                Some(Served { part: *part, call: Arc::clone(call) })
            };
            result.calls = result.parts.iter().filter_map(served).collect();
        }
        Ok(())
    }
}

/// So many shards are asked about at once: SQLite takes expressions up to a depth of 1,000.
const SHARDS: usize = 200;

const COLUMNS: [calls::Column; 18] = {
    use calls::Column::{
        CacheWriteTokens, CachedInputTokens, CallKey, CostMicros, Currency, EndedAt, GroupNumber,
        InputTokens, Model, ModelVersion, Outcome, OutputTokens, PromptHash, ReasoningTokens, Role, SentAt,
        Shard, TakenFrom,
    };
    [
        CallKey,
        Shard,
        GroupNumber,
        Role,
        Model,
        Outcome,
        InputTokens,
        CachedInputTokens,
        CacheWriteTokens,
        OutputTokens,
        ReasoningTokens,
        CostMicros,
        Currency,
        TakenFrom,
        PromptHash,
        ModelVersion,
        SentAt,
        EndedAt,
    ]
};

/// The requests of each question together, in the order they were stored.
fn calls_of(rows: Vec<Row>) -> Result<HashMap<(GroupPlace, u64), Arc<CallRecord>>> {
    let mut questions: HashMap<_, Vec<Row>> = HashMap::new();
    for row in rows {
        let group = GroupPlace { shard: row.shard, group: row.group_number };
        questions.entry((group, short(&row.call_key))).or_default().push(row);
    }
    questions.into_iter().map(|(question, rows)| Ok((question, Arc::new(call(&rows)?)))).collect()
}

/// What the requests for one question come to. The one with the answer says what answered.
fn call(rows: &[Row]) -> Result<CallRecord> {
    let last = rows.last().ok_or(Error::Corrupt("call"))?;
    let told = rows.iter().find(|row| row.is_answer).unwrap_or(last);
    // What was taken over was paid for by another job.
    let made = || rows.iter().filter(|row| row.taken_from.is_none());
    let used = made().map(Row::usage).reduce(|one, other| Ok(one?.plus(other?)));
    let usage = Usage {
        reused_count: rows.iter().filter(|row| row.taken_from.is_some()).count() as u64,
        ..used.transpose()?.unwrap_or_default()
    };
    Ok(CallRecord {
        key: told.call_key.clone(),
        role: told.role.clone(),
        model: told.model.clone(),
        model_version: told.model_version.clone().unwrap_or_default(),
        prompt_hash: told.prompt_hash.clone().unwrap_or_default(),
        outcome: told.outcome.clone(),
        started_at: rows.iter().filter_map(|row| row.sent_at).min(),
        ended_at: rows.iter().filter_map(|row| row.ended_at).max(),
        usage,
        taken_from: told.taken_from.map(JobId::from),
    })
}
