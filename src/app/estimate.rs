//! What a job would do and cost, without creating it.

use super::{App, Caller, Error, Rule, jobs};
use crate::domain::ids::TenantId;
use crate::domain::job::{Budget, JobSpec};
use crate::domain::price::{Cost, Currency, Prices};
use crate::domain::repeats::Repeats;
use crate::domain::segment::Segment;
use crate::domain::usage::Usage;
use crate::refine::batch::{Batcher, Group};
use crate::refine::{Admission, Brief, Engine, Estimator, Facts, Forecast, Machine, Settings, Step, admit};
use crate::xliff;
use std::collections::BTreeMap;

/// What a job would do and cost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Estimate {
    /// How many segments the file holds.
    pub segment_count: u64,
    /// How many would be left alone, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// How many differ from every earlier one.
    pub distinct_count: u64,
    /// What the calls take if nothing is found.
    pub low: Usage,
    /// What they take if much is found.
    pub high: Usage,
}

/// Why a pass over a file ends early.
enum Stopped {
    /// There is nothing more to learn.
    Enough,
    Failed(Error),
}

impl From<xliff::Error> for Stopped {
    fn from(error: xliff::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl App {
    /// Reads the file as a job would, and counts segments, skips, tokens and cost. No model is called.
    ///
    /// # Errors
    /// As `create_job`.
    pub async fn estimate_job(&self, caller: &Caller, spec: JobSpec) -> Result<Estimate, Error> {
        jobs::valid(&spec, &self.config.webhooks, None)?;
        let (file, engine) = self.usable(caller, &spec).await?;
        self.continued(caller, &spec, &file).await?;
        let settings = jobs::settings(&spec, engine, &self.config);
        let prices = self.prices(&spec);
        self.within_budget(&caller.tenant, &spec, &settings, &prices, &file.filename).await?;
        let brief = brief(&spec, &file.filename);
        let dismissed = self.store.dismissed(&caller.tenant).await?;
        let limits = self.config.limits.reader();
        self.with_file(spec.file, move |file| {
            let admission = Admission::from(&spec);
            let mut estimate = Estimate::default();
            let mut seen = Repeats::default();
            let mut batcher = Batcher::of(&settings);
            let mut estimator = Estimator::new(&settings, &brief);
            xliff::read(file, &limits, |mut segment| {
                estimate.segment_count += 1;
                segment.fill_languages(&spec.source_language, &spec.target_language);
                segment.dismissed = dismissed.checks(&segment).to_vec();
                estimator.take(&segment);
                if let Some(reason) = admit(&segment, &admission) {
                    *estimate.skipped.entry(reason.as_str().to_owned()).or_default() += 1;
                    return Ok(());
                }
                let number = segment.id.number;
                let key = segment.repetition().map_err(|error| Error::Internal(Box::new(error)))?;
                if seen.first(&key, number) == number {
                    batcher.push(segment).into_iter().for_each(|group| estimator.push(group));
                }
                Ok::<(), Error>(())
            })?;
            batcher.finish().into_iter().for_each(|group| estimator.push(group));
            estimate.distinct_count = seen.len() as u64;
            let (low, high) = estimator.finish();
            (estimate.low, estimate.high) = (priced(low, &prices, engine), priced(high, &prices, engine));
            Ok(estimate)
        })
        .await
    }

    /// Refuses a budget that no work can be done within: one in money where a price is not known, one
    /// that does not hold the first call.
    pub(super) async fn within_budget(
        &self,
        tenant: &TenantId,
        spec: &JobSpec,
        settings: &Settings,
        prices: &Prices,
        file_name: &str,
    ) -> Result<(), Error> {
        let budget = spec.budget;
        if settings.engine != Engine::Model || budget == Budget::default() {
            return Ok(());
        }
        if budget.max_cost_micros > 0 {
            priced_alike(spec, prices)?;
        }
        let Some(group) = self.first_group(tenant, spec, settings).await? else { return Ok(()) };
        let Step::Ask(ask) = Machine::of(group, settings, &brief(spec, file_name)).step() else {
            return Ok(());
        };
        let call = ask.prompt.most();
        if budget.max_tokens > 0 && call.tokens() > budget.max_tokens {
            let (needed, allowed) = (call.tokens(), budget.max_tokens);
            return Err(Error::BudgetTooSmall { what: "max_tokens", needed, allowed });
        }
        let cost = prices.model.map_or(0, |price| price.most(&call).micros);
        if budget.max_cost_micros > 0 && cost > budget.max_cost_micros {
            let allowed = budget.max_cost_micros;
            return Err(Error::BudgetTooSmall { what: "max_cost_micros", needed: cost, allowed });
        }
        Ok(())
    }

    /// The segments of the first call.
    async fn first_group(
        &self,
        tenant: &TenantId,
        spec: &JobSpec,
        settings: &Settings,
    ) -> Result<Option<Group>, Error> {
        let mut batcher = Batcher::of(settings);
        let dismissed = self.store.dismissed(tenant).await?;
        let limits = self.config.limits.reader();
        let (source, target) = (spec.source_language.clone(), spec.target_language.clone());
        let admission = Admission::from(spec);
        self.with_file(spec.file, move |file| {
            let (mut seen, mut first) = (Repeats::default(), None);
            let read = xliff::read(file, &limits, |mut segment: Segment| {
                segment.fill_languages(&source, &target);
                segment.dismissed = dismissed.checks(&segment).to_vec();
                if admit(&segment, &admission).is_some() {
                    return Ok(());
                }
                let failed = |error| Stopped::Failed(Error::Internal(Box::new(error)));
                let number = segment.id.number;
                if seen.first(&segment.repetition().map_err(failed)?, number) == number {
                    first = batcher.push(segment);
                }
                if first.is_some() { Err(Stopped::Enough) } else { Ok(()) }
            });
            match read {
                Ok(_) | Err(Stopped::Enough) => Ok(first.or_else(|| batcher.finish())),
                Err(Stopped::Failed(error)) => Err(error),
            }
        })
        .await
    }
}

/// What the prompts of a job say of its file, as far as it is known before the file is read.
fn brief(spec: &JobSpec, file_name: &str) -> Brief {
    let facts =
        Facts { file_name: file_name.to_owned(), glossary: spec.glossary.clone(), ..Facts::default() };
    Brief::new(facts)
}

/// A budget in money needs the prices of all models, in one currency.
fn priced_alike(spec: &JobSpec, prices: &Prices) -> Result<(), Error> {
    let refused = |text: String| {
        let violation = Error::invalid("spec.budget.max_cost_micros", Rule::UnknownValue, text);
        Err(violation)
    };
    match (prices.model, prices.verifier) {
        (Some(model), Some(verifier)) if model.currency != verifier.currency => {
            refused("the models have prices in different currencies; bound the job by max_tokens".to_owned())
        }
        (Some(_), Some(_)) => Ok(()),
        (model, _) => {
            let unknown = if model.is_none() { &spec.model } else { spec.judge() };
            refused(format!(
                "the price of {unknown} is not known; bound the job by max_tokens, or set the price in the \
                 [[providers]] section of the settings"
            ))
        }
    }
}

/// Both models together, with their cost where it is known. Nothing is asked of a builtin one, which
/// costs nothing.
fn priced(forecast: Forecast, prices: &Prices, engine: Engine) -> Usage {
    let Forecast { model, verifier } = forecast;
    let cost = if engine == Engine::Model {
        let of_model = prices.model.map(|price| price.cost(&model));
        let of_verifier = if verifier.request_count == 0 {
            of_model.map(|cost| Cost { micros: 0, ..cost })
        } else {
            prices.verifier.map(|price| price.cost(&verifier))
        };
        of_model
            .zip(of_verifier)
            .filter(|(one, two)| one.currency == two.currency)
            .map(|(one, two)| Cost { micros: one.micros.saturating_add(two.micros), currency: one.currency })
    } else {
        Some(Cost { micros: 0, currency: Currency::USD })
    };
    Usage {
        request_count: model.request_count + verifier.request_count,
        input_token_count: model.input_token_count + verifier.input_token_count,
        cached_input_token_count: model.cached_input_token_count + verifier.cached_input_token_count,
        output_token_count: model.output_token_count + verifier.output_token_count,
        cost,
        ..Usage::default()
    }
}
