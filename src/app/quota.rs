//! What jobs may use in a day, in tokens and in money.

use super::{App, Caller, Error, Rule, Violation};
use crate::config::Limits;
use crate::domain::clock;
use crate::domain::job::JobSpec;
use crate::domain::model::is_builtin;
use crate::domain::price::{Cost, Currency};
use chrono::Days;

impl App {
    /// Refuses a new job where the tokens or the money of the day are used up, counted in UTC, or
    /// where its cost could not be counted. Builtin models use nothing. Jobs that have begun are
    /// stopped by the worker when they reach the same bounds.
    pub(super) async fn within_limits(&self, caller: &Caller, spec: &JobSpec) -> Result<(), Error> {
        if is_builtin(&spec.model) {
            return Ok(());
        }
        let limits = &self.config.limits;
        let wrong = self.unpriced(spec);
        if !wrong.is_empty() {
            return Err(Error::RequestInvalid(wrong));
        }
        let midnight = clock::day(self.clock.now());
        let money = |micros| Cost { micros, currency: limits.currency }.to_string();
        if let Some(key) =
            caller.key.as_ref().filter(|_| limits.tokens_per_day > 0 || limits.cost_per_day > 0)
        {
            let spent = self.store.spent_since(Some(key), midnight, limits.currency).await?;
            if limits.tokens_per_day > 0 && spent.tokens >= limits.tokens_per_day {
                return Err(self.until_tomorrow("limits.tokens_per_day", limits.tokens_per_day.to_string()));
            }
            if limits.cost_per_day > 0 && spent.micros >= limits.cost_per_day {
                return Err(self.until_tomorrow("limits.cost_per_day", money(limits.cost_per_day)));
            }
        }
        let total = limits.total_cost_per_day;
        if total > 0 && self.store.spent_since(None, midnight, limits.currency).await?.micros >= total {
            return Err(self.until_tomorrow("limits.total_cost_per_day", money(total)));
        }
        Ok(())
    }

    /// Models of a job whose cost could not be counted although the operator bounds it.
    fn unpriced(&self, spec: &JobSpec) -> Vec<Violation> {
        let Some(setting) = money_setting(&self.config.limits) else { return Vec::new() };
        let currency = self.config.limits.currency;
        let models = [("spec.model", &spec.model), ("spec.verifier_model", &spec.verifier_model)];
        let uncounted = |model: &str| {
            !model.is_empty() && self.catalog.price(model).map(|price| price.currency) != Some(currency)
        };
        models
            .into_iter()
            .filter(|(_, model)| uncounted(model))
            .map(|(field, model)| {
                Violation::new(field, Rule::UnknownValue, way_out(setting, model, currency))
            })
            .collect()
    }

    fn until_tomorrow(&self, setting: &'static str, limit: String) -> Error {
        let now = self.clock.now();
        let next = clock::day(now).checked_add_days(Days::new(1));
        let left = next.and_then(|next| (next - now).to_std().ok());
        Error::RateLimited { limit, setting, retry_after: left.unwrap_or_default() }
    }
}

/// The first of the bounds on money that is set.
fn money_setting(limits: &Limits) -> Option<&'static str> {
    let settings = [
        ("limits.cost_per_job", limits.cost_per_job),
        ("limits.cost_per_day", limits.cost_per_day),
        ("limits.total_cost_per_day", limits.total_cost_per_day),
    ];
    settings.into_iter().find(|(_, most)| *most > 0).map(|(name, _)| name)
}

fn way_out(setting: &str, model: &str, currency: Currency) -> String {
    format!(
        "the price of {model} in {currency} is not known, and {setting} bounds what jobs may spend; the operator \
         can give a price in the list of the provider's models, or lift the bound"
    )
}
