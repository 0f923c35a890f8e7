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

/// Why nothing was put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Full {
    /// Calls in flight may use all that is left.
    ForNow,
    /// The bound is reached.
    ForGood,
}

impl State {
    fn room(self, most: u64) -> Room {
        if self.spent >= most {
            Room::Never
        } else if self.spent.saturating_add(self.reserved) >= most {
            Room::Later
        } else {
            Room::Yes
        }
    }
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

    /// Waits for calls in flight that may leave room, and puts nothing aside; `false`: the bound is
    /// reached.
    pub(super) async fn room(&self) -> bool {
        loop {
            let freed = self.freed.notified();
            tokio::pin!(freed);
            // From here on no end of a call is missed.
            freed.as_mut().enable();
            let room = self.state().room(self.most);
            match room {
                Room::Yes => return true,
                Room::Never => return false,
                Room::Later => freed.await,
            }
        }
    }

    /// Puts a call's amount aside, if there is room for it.
    pub(super) fn reserve(self: &Arc<Self>, amount: Amount) -> Result<Reserve, Full> {
        let amount = amount.of(self.unit);
        let mut state = self.state();
        match state.room(self.most) {
            Room::Yes => {
                state.reserved = state.reserved.saturating_add(amount);
                Ok(Reserve { account: Arc::clone(self), amount })
            }
            Room::Later => Err(Full::ForNow),
            Room::Never => Err(Full::ForGood),
        }
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
    use super::{Account, Amount, Full, Unit};
    use crate::domain::price::Currency;
    use futures_util::FutureExt as _;
    use std::sync::Arc;

    fn tokens(tokens: u64) -> Amount {
        Amount { tokens, micros: 0 }
    }

    #[tokio::test]
    async fn a_call_waits_for_those_in_flight_and_is_refused_once_the_bound_is_reached() {
        let account = Arc::new(Account::new("spec.budget.max_tokens", Unit::Tokens, 1000, 100));
        let first = account.reserve(tokens(500)).unwrap();
        let second = account.reserve(tokens(500)).unwrap();
        assert!(account.room().now_or_never().is_none(), "all of it may be used");
        assert_eq!(account.reserve(tokens(1)).unwrap_err(), Full::ForNow);
        // The first used less than it had reserved: there is room.
        let (room, ()) = tokio::join!(account.room(), async {
            tokio::task::yield_now().await;
            first.settle(Some(tokens(100)));
        });
        assert!(room);
        drop(account.reserve(tokens(300)).unwrap());
        second.settle(None);
        assert_eq!(account.to_string(), "spec.budget.max_tokens is 1000 tokens, of which 700 are used");
        account.reserve(tokens(900)).unwrap().settle(Some(tokens(450)));
        assert!(!account.room().await, "passed by one call, and no other");
        assert_eq!(account.reserve(tokens(1)).unwrap_err(), Full::ForGood);
    }

    #[tokio::test]
    async fn money_is_counted_in_its_own_unit() {
        let unit = Unit::Micros(Currency::USD);
        let account = Arc::new(Account::new("limits.cost_per_day", unit, 2_500_000, 0));
        let call = Amount { tokens: 9_000_000, micros: 2_000_000 };
        account.reserve(call).unwrap().settle(Some(Amount { tokens: 1, micros: 2_600_000 }));
        assert!(!account.room().await);
        let told = account.to_string();
        assert_eq!(told, "limits.cost_per_day is 2.500000 USD, of which 2.600000 are spent");
    }
}
