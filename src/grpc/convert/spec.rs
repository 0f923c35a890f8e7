//! What a job may be asked, both ways.

use super::{bad_id, file_id};
use crate::app::jobs::NewJob;
use crate::app::{Error, Rule, Violation};
use crate::domain::job::{Budget, DEFAULT_MAX_REVISIONS, JobSpec, OutputMode, StatePolicy, Strategy};
use crate::domain::terms::Term;
use crate::pb;
use secrecy::SecretString;

/// Reads a request for a job.
pub(crate) fn new_job(mut wire: Option<pb::JobSpec>, request_id: String) -> Result<NewJob, Error> {
    let webhook = wire.as_mut().and_then(|spec| spec.webhook.as_mut());
    let secret = webhook.map(|webhook| std::mem::take(&mut webhook.secret));
    let usual_output =
        wire.as_ref().is_some_and(|spec| spec.output_mode == i32::from(pb::OutputMode::Unspecified));
    Ok(NewJob {
        spec: spec(wire)?,
        usual_output,
        webhook_secret: secret.filter(|secret| !secret.is_empty()).map(SecretString::from),
        request_id: Some(request_id).filter(|id| !id.is_empty()),
    })
}

/// Reads a spec, with the contract's defaults filled in.
pub(crate) fn spec(spec: Option<pb::JobSpec>) -> Result<JobSpec, Error> {
    let Some(spec) = spec else {
        return Err(Error::invalid("spec", Rule::Required, "what the job is to do"));
    };
    let mut wrong: Vec<Violation> = Vec::new();
    if spec.webhook.as_ref().is_some_and(|webhook| webhook.url.is_empty()) {
        wrong.push(Violation::new("spec.webhook.url", Rule::Required, "where to report the end of the job"));
    }
    let file = file_id("spec.file_id", &spec.file_id);
    let max_revisions = match u32::try_from(spec.max_revisions) {
        Ok(0) => DEFAULT_MAX_REVISIONS,
        Ok(rounds) => rounds,
        // The range itself is the service's to check; below zero there is no number to hand on.
        Err(_) => 0,
    };
    let output_mode = match pb::OutputMode::try_from(spec.output_mode) {
        Ok(pb::OutputMode::Unspecified | pb::OutputMode::Full) => OutputMode::Full,
        Ok(pb::OutputMode::Translations) => OutputMode::Translations,
        Ok(pb::OutputMode::None) => OutputMode::None,
        Err(_) => {
            wrong.push(Violation::new("spec.output_mode", Rule::UnknownValue, "full, translations or none"));
            OutputMode::Full
        }
    };
    let state_policy = match pb::StatePolicy::try_from(spec.state_policy) {
        Ok(pb::StatePolicy::Unspecified | pb::StatePolicy::Keep) => StatePolicy::Keep,
        Ok(pb::StatePolicy::Review) => StatePolicy::Review,
        Ok(pb::StatePolicy::Machine) => StatePolicy::Machine,
        Err(_) => {
            wrong.push(Violation::new("spec.state_policy", Rule::UnknownValue, "keep, review or machine"));
            StatePolicy::Keep
        }
    };
    let strategy = match pb::Strategy::try_from(spec.strategy) {
        Ok(pb::Strategy::Unspecified) => Strategy::usual(&spec.domain),
        Ok(pb::Strategy::Single) => Strategy::Single,
        Ok(pb::Strategy::TwoStage) => Strategy::TwoStage,
        Ok(pb::Strategy::ReviewOnly) => Strategy::ReviewOnly,
        Err(_) => {
            let rule = Rule::UnknownValue;
            wrong.push(Violation::new("spec.strategy", rule, "single, two_stage or review_only"));
            Strategy::Single
        }
    };
    let continue_job = match spec.continue_job_id.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| bad_id("spec.continue_job_id", id))?),
    };
    let budget = spec.budget.unwrap_or_default();
    let (Ok(max_tokens), Ok(max_cost_micros)) =
        (u64::try_from(budget.max_tokens), u64::try_from(budget.max_cost_micros))
    else {
        return Err(Error::invalid("spec.budget", Rule::OutOfRange, "0 for no bound, or more"));
    };
    let file = match (file, wrong.is_empty()) {
        (Ok(file), true) => file,
        (Err(error), true) => return Err(error),
        (_, false) => return Err(Error::RequestInvalid(wrong)),
    };
    Ok(JobSpec {
        file,
        model: spec.model,
        max_revisions,
        domain: spec.domain,
        note_language: spec.note_language,
        output_mode,
        custom_instructions: spec.custom_instructions,
        remove_hyphenation: spec.remove_hyphenation.unwrap_or(true),
        exclude_numeric_segments: spec.exclude_numeric_segments,
        labels: spec.labels.into_iter().collect(),
        source_language: spec.source_language,
        target_language: spec.target_language,
        include_protected: spec.include_protected,
        state_policy,
        permissive_codes: spec.permissive_codes,
        webhook_url: spec.webhook.map(|webhook| webhook.url).unwrap_or_default(),
        strategy,
        verifier_model: spec.verifier_model,
        glossary: spec.glossary.into_iter().map(term).collect(),
        disabled_checks: spec.disabled_checks,
        enabled_checks: spec.enabled_checks,
        budget: Budget { max_tokens, max_cost_micros },
        continue_job,
    })
}

fn term(term: pb::Term) -> Term {
    let pb::Term { source, target, forbidden, do_not_translate, case_sensitive } = term;
    Term { source, target, forbidden, do_not_translate, case_sensitive }
}

fn outward_term(term: Term) -> pb::Term {
    let Term { source, target, forbidden, do_not_translate, case_sensitive } = term;
    pb::Term { source, target, forbidden, do_not_translate, case_sensitive }
}

/// A way the loop works.
pub(super) fn strategy(strategy: Strategy) -> pb::Strategy {
    match strategy {
        Strategy::Single => pb::Strategy::Single,
        Strategy::TwoStage => pb::Strategy::TwoStage,
        Strategy::ReviewOnly => pb::Strategy::ReviewOnly,
    }
}

/// A spec as it was understood.
pub(crate) fn outward(spec: JobSpec) -> pb::JobSpec {
    let output_mode = match spec.output_mode {
        OutputMode::Full => pb::OutputMode::Full,
        OutputMode::Translations => pb::OutputMode::Translations,
        OutputMode::None => pb::OutputMode::None,
    };
    let state_policy = match spec.state_policy {
        StatePolicy::Keep => pb::StatePolicy::Keep,
        StatePolicy::Review => pb::StatePolicy::Review,
        StatePolicy::Machine => pb::StatePolicy::Machine,
    };
    pb::JobSpec {
        file_id: spec.file.to_string(),
        model: spec.model,
        max_revisions: i32::try_from(spec.max_revisions).unwrap_or(i32::MAX),
        domain: spec.domain,
        note_language: spec.note_language,
        output_mode: output_mode.into(),
        custom_instructions: spec.custom_instructions,
        remove_hyphenation: Some(spec.remove_hyphenation),
        exclude_numeric_segments: spec.exclude_numeric_segments,
        strategy: strategy(spec.strategy).into(),
        verifier_model: spec.verifier_model,
        glossary: spec.glossary.into_iter().map(outward_term).collect(),
        budget: (spec.budget != Budget::default()).then(|| pb::Budget {
            max_tokens: i64::try_from(spec.budget.max_tokens).unwrap_or(i64::MAX),
            max_cost_micros: i64::try_from(spec.budget.max_cost_micros).unwrap_or(i64::MAX),
        }),
        disabled_checks: spec.disabled_checks,
        enabled_checks: spec.enabled_checks,
        continue_job_id: spec.continue_job.map(|id| id.to_string()).unwrap_or_default(),
        labels: spec.labels.into_iter().collect(),
        source_language: spec.source_language,
        target_language: spec.target_language,
        state_policy: state_policy.into(),
        include_protected: spec.include_protected,
        permissive_codes: spec.permissive_codes,
        webhook: Some(spec.webhook_url)
            .filter(|url| !url.is_empty())
            .map(|url| pb::Webhook { url, secret: String::new() }),
    }
}
