//! What the jobs of a key may use in a day.

use super::{App, Caller, Error};
use crate::domain::clock;
use chrono::Days;

impl App {
    /// Refuses a new job of a key whose jobs have used up the tokens of the day, counted in UTC. A
    /// job that has begun is finished: half a file is of use to nobody, and its calls are paid for.
    pub(super) async fn within_tokens(&self, caller: &Caller) -> Result<(), Error> {
        let limit = self.config.limits.tokens_per_day;
        let Some(key) = caller.key.as_ref().filter(|_| limit > 0) else { return Ok(()) };
        let now = self.clock.now();
        let midnight = clock::day(now);
        if self.store.tokens_since(key, midnight).await? < limit {
            return Ok(());
        }
        let left = midnight.checked_add_days(Days::new(1)).and_then(|next| (next - now).to_std().ok());
        let setting = "limits.tokens_per_day";
        Err(Error::RateLimited { limit, setting, retry_after: left.unwrap_or_default() })
    }
}
