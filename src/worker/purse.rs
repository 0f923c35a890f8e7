//! The bounds a job's calls are under: its own budget, and what the operator grants a job, a key and
//! all jobs of a day.
//!
//! An account lives as long as a shard holds it; what was spent before is then read from the store
//! again. Calls are stored before they are settled, so nothing is missed in between.

use super::account::{Account, Amount, Full, Reserve, Unit};
use super::{Result, Worker};
use crate::domain::clock::{self, Time};
use crate::domain::failure::{Failure, FailureReason};
use crate::domain::ids::JobId;
use crate::domain::key::KeyId;
use crate::domain::price::{Currency, Price};
use crate::domain::usage::Usage;
use crate::provider::Prompt;
use crate::store::jobs::Work;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// Whose spending an account counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Scope {
    Job(JobId),
    Key(KeyId, Time),
    All(Time),
}

/// The accounts that are in use.
#[derive(Debug, Default)]
pub(super) struct Accounts(Mutex<HashMap<(&'static str, Scope), Weak<Account>>>);

impl Accounts {
    fn find(&self, name: &'static str, scope: &Scope) -> Option<Arc<Account>> {
        let accounts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        accounts.get(&(name, scope.clone()))?.upgrade()
    }

    /// Shares an account; one that somebody else has opened meanwhile wins, with what it knows.
    fn share(&self, scope: Scope, account: Account) -> Arc<Account> {
        let mut accounts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (account.name, scope);
        if let Some(known) = accounts.get(&key).and_then(Weak::upgrade) {
            return known;
        }
        accounts.retain(|_, account| account.strong_count() > 0);
        let account = Arc::new(account);
        accounts.insert(key, Arc::downgrade(&account));
        account
    }
}

/// What a shard pays from.
#[derive(Debug)]
pub(super) struct Purse {
    accounts: Vec<Arc<Account>>,
    /// The day its accounts are of.
    pub(super) day: Time,
}

/// What is put aside for one call.
#[derive(Debug)]
pub(super) struct Reserved(Vec<Reserve>);

impl Purse {
    /// Waits for calls in flight that may leave room under every bound, and puts nothing aside.
    ///
    /// # Errors
    /// A bound is reached; which one.
    pub(super) async fn room(&self) -> std::result::Result<(), Failure> {
        for account in &self.accounts {
            if !account.room().await {
                return Err(reached(account));
            }
        }
        Ok(())
    }

    /// Puts aside what a call may use; `None`: calls in flight may use all that is left.
    ///
    /// # Errors
    /// A bound is reached; which one.
    pub(super) fn reserve(&self, amount: Amount) -> std::result::Result<Option<Reserved>, Failure> {
        let mut reserved = Vec::with_capacity(self.accounts.len());
        for account in &self.accounts {
            match account.reserve(amount) {
                Ok(reserve) => reserved.push(reserve),
                Err(Full::ForNow) => return Ok(None),
                Err(Full::ForGood) => return Err(reached(account)),
            }
        }
        Ok(Some(Reserved(reserved)))
    }
}

fn reached(account: &Account) -> Failure {
    Failure::new(FailureReason::BudgetExhausted, account.to_string())
}

impl Reserved {
    /// The call ended; `None`: nobody knows what it used.
    pub(super) fn settle(self, used: Option<Amount>) {
        self.0.into_iter().for_each(|reserve| reserve.settle(used));
    }
}

impl Amount {
    /// What a call of known usage takes; its cost counts where it is known.
    pub(super) fn used(usage: &Usage) -> Self {
        Self { tokens: usage.tokens(), micros: usage.cost.map_or(0, |cost| cost.micros) }
    }

    /// About the most a call may take.
    pub(super) fn most(prompt: &Prompt, price: Option<Price>) -> Self {
        let usage = prompt.most();
        Self::used(&Usage { cost: price.map(|price| price.most(&usage)), ..usage })
    }
}

impl Worker {
    /// The purse of a job's shard, with what was spent so far.
    pub(super) async fn purse(&self, job: JobId, work: &Work) -> Result<Purse> {
        let limits = &self.config.limits;
        let day = clock::day(self.clock.now());
        let budget = &work.spec.budget;
        let currency = work.prices.model.map_or(limits.currency, |price| price.currency);
        let key = |name, unit, most| work.key.clone().map(|key| (name, Scope::Key(key, day), unit, most));
        let money = Unit::Micros(limits.currency);
        let bounds = [
            Some(("spec.budget.max_tokens", Scope::Job(job), Unit::Tokens, budget.max_tokens)),
            Some((
                "spec.budget.max_cost_micros",
                Scope::Job(job),
                Unit::Micros(currency),
                budget.max_cost_micros,
            )),
            Some(("limits.cost_per_job", Scope::Job(job), money, limits.cost_per_job)),
            key("limits.tokens_per_day", Unit::Tokens, limits.tokens_per_day),
            key("limits.cost_per_day", money, limits.cost_per_day),
            Some(("limits.total_cost_per_day", Scope::All(day), money, limits.total_cost_per_day)),
        ];
        let mut accounts = Vec::new();
        for (name, scope, unit, most) in bounds.into_iter().flatten().filter(|(.., most)| *most > 0) {
            let account = match self.accounts.find(name, &scope) {
                Some(account) => account,
                None => {
                    let spent = self.spent(&scope, unit).await?;
                    self.accounts.share(scope, Account::new(name, unit, most, spent))
                }
            };
            accounts.push(account);
        }
        Ok(Purse { accounts, day })
    }

    async fn spent(&self, scope: &Scope, unit: Unit) -> Result<u64> {
        let currency = |unit| match unit {
            Unit::Tokens => Currency::USD,
            Unit::Micros(currency) => currency,
        };
        let spent = match scope {
            Scope::Job(job) => self.store.spent_by(*job, currency(unit)).await?,
            Scope::Key(key, day) => self.store.spent_since(Some(key), *day, currency(unit)).await?,
            Scope::All(day) => self.store.spent_since(None, *day, currency(unit)).await?,
        };
        Ok(match unit {
            Unit::Tokens => spent.tokens,
            Unit::Micros(_) => spent.micros,
        })
    }
}
