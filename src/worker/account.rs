//! What may still be spent under one bound: reserved before a call, settled after it.
//!
//! A call goes out while what is spent and what others in flight may spend is below the bound, so a
//! bound is passed by one call at the most.

use crate::domain::price::Currency;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// What a bound counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Tokens, in and out together.
    Tokens,
    /// Micro-units of a currency.
    Micros(Currency),
}

/// A call's share of each unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) tokens: u64,
    /// 0 where the price is not known: such calls cannot be counted.
    pub(super) micros: u64,
}

impl Amount {
    fn of(self, unit: Unit) -> u64 {
        match unit {
            Unit::Tokens => self.tokens,
            Unit::Micros(_) => self.micros,
        }
    }
}

/// One bound and what was spent under it, shared by all calls it holds for.
#[derive(Debug)]
pub(super) struct Account {
    /// The setting or the field of the job that sets the bound.
    pub(super) name: &'static str,
    unit: Unit,
    most: u64,
    state: Mutex<State>,
    freed: Notify,
}

#[derive(Debug, Clone, Copy)]
struct State {
    spent: u64,
    reserved: u64,
}

/// Whether a call may go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    Yes,
    /// Not while others are in flight, who may use less than they reserved.
    Later,
    /// The bound is reached.
    Never,
}

/// What is put aside for a call that is on its way. What it does not settle it gives back.
#[derive(Debug)]
#[must_use = "it is given back when it is dropped"]
pub(super) struct Reserve {
    account: Arc<Account>,
    amount: u64,
}

impl Account {
    /// A bound of which so much was spent before.
    pub(super) fn new(name: &'static str, unit: Unit, most: u64, spent: u64) -> Self {
        Self { name, unit, most, state: Mutex::new(State { spent, reserved: 0 }), freed: Notify::new() }
    }

    /// Puts a call's amount aside, waiting for calls in flight that may leave room; `None`: the bound
    /// is reached. Dropping the future leaves no trace.
    pub(super) async fn reserve(self: &Arc<Self>, amount: Amount) -> Option<Reserve> {
        let amount = amount.of(self.unit);
        loop {
            let freed = self.freed.notified();
            tokio::pin!(freed);
            // From here on no end of a call is missed.
            freed.as_mut().enable();
            match self.take(amount) {
                Room::Yes => return Some(Reserve { account: Arc::clone(self), amount }),
                Room::Never => return None,
                Room::Later => freed.await,
            }
        }
    }

    fn take(&self, amount: u64) -> Room {
        let mut state = self.state();
        if state.spent >= self.most {
            return Room::Never;
        }
        if state.spent.saturating_add(state.reserved) >= self.most {
            return Room::Later;
        }
        state.reserved = state.reserved.saturating_add(amount);
        Room::Yes
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The bound in the words of its unit.
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let State { spent, .. } = *self.state();
        match self.unit {
            Unit::Tokens => write!(f, "{} is {} tokens, of which {spent} are used", self.name, self.most),
            Unit::Micros(currency) => {
                let amount = |micros: u64| format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
                write!(
                    f,
                    "{} is {} {currency}, of which {} are spent",
                    self.name,
                    amount(self.most),
                    amount(spent)
                )
            }
        }
    }
}

impl Reserve {
    /// The call used so much; `None`: nobody knows, and what was reserved counts as used.
    pub(super) fn settle(mut self, used: Option<Amount>) {
        let used = used.map_or(self.amount, |used| used.of(self.account.unit));
        self.close(used);
    }

    fn close(&mut self, used: u64) {
        let mut state = self.account.state();
        state.reserved = state.reserved.saturating_sub(self.amount);
        state.spent = state.spent.saturating_add(used);
        self.amount = 0;
        drop(state);
        self.account.freed.notify_waiters();
    }
}

impl Drop for Reserve {
    fn drop(&mut self) {
        if self.amount > 0 {
            self.close(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Account, Amount, Unit};
    use crate::domain::price::Currency;
    use futures_util::FutureExt as _;
    use std::sync::Arc;

    fn tokens(tokens: u64) -> Amount {
        Amount { tokens, micros: 0 }
    }

    #[tokio::test]
    async fn a_call_waits_for_those_in_flight_and_is_refused_once_the_bound_is_reached() {
        let account = Arc::new(Account::new("spec.budget.max_tokens", Unit::Tokens, 1000, 100));
        let first = account.reserve(tokens(500)).await.unwrap();
        let second = account.reserve(tokens(500)).await.unwrap();
        assert!(account.reserve(tokens(1)).now_or_never().is_none(), "all of it may be used");
        // The first used less than it had reserved: there is room.
        let (third, ()) = tokio::join!(account.reserve(tokens(300)), async {
            tokio::task::yield_now().await;
            first.settle(Some(tokens(100)));
        });
        drop(third.unwrap());
        second.settle(None);
        assert_eq!(account.to_string(), "spec.budget.max_tokens is 1000 tokens, of which 700 are used");
        account.reserve(tokens(900)).await.unwrap().settle(Some(tokens(450)));
        assert!(account.reserve(tokens(1)).await.is_none(), "passed by one call, and no other");
    }

    #[tokio::test]
    async fn money_is_counted_in_its_own_unit() {
        let unit = Unit::Micros(Currency::USD);
        let account = Arc::new(Account::new("limits.cost_per_day", unit, 2_500_000, 0));
        let call = Amount { tokens: 9_000_000, micros: 2_000_000 };
        account.reserve(call).await.unwrap().settle(Some(Amount { tokens: 1, micros: 2_600_000 }));
        assert!(account.reserve(Amount { tokens: 1, micros: 1 }).await.is_none());
        let told = account.to_string();
        assert_eq!(told, "limits.cost_per_day is 2.500000 USD, of which 2.600000 are spent");
    }
}
