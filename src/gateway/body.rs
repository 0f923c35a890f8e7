//! The body of a new job: the original's members first, then the rest of the contract's `JobSpec`
//! under its own names.

use super::error::Fault;
use super::json::Object;
use crate::pb;

/// The most of a budget.
const MOST: i64 = i64::MAX;

/// Reads what a job is asked to do.
///
/// # Errors
/// `REQUEST_INVALID` naming the member.
pub(super) fn job_spec(mut body: Object) -> Result<pb::JobSpec, Fault> {
    let body = &mut body;
    let model = required(body, "model", "a model, such as builtin/rules")?;
    let file_id = required(body, "file_id", "the file_id that POST /files answered")?;
    Ok(pb::JobSpec {
        file_id,
        model,
        // Absent is 0, which the contract reads as its default.
        max_revisions: body.number("max_revisions", 1, 10)?.and_then(|n| i32::try_from(n).ok()).unwrap_or(0),
        domain: body.text("domain")?,
        note_language: body.text("note_language")?,
        output_mode: body
            .word("output_mode", "full, translations or none", output_mode)?
            .unwrap_or_default()
            .into(),
        custom_instructions: body.text("custom_instructions")?,
        remove_hyphenation: body.flag("remove_hyphenation")?,
        exclude_numeric_segments: body.flag("exclude_numeric_segments")?.unwrap_or(false),
        strategy: body
            .word("strategy", "single, two_stage or review_only", strategy)?
            .unwrap_or_default()
            .into(),
        verifier_model: body.text("verifier_model")?,
        glossary: body.objects("glossary")?.into_iter().map(term).collect::<Result<_, _>>()?,
        budget: body.object("budget")?.map(budget).transpose()?,
        disabled_checks: body.texts("disabled_checks")?,
        enabled_checks: body.texts("enabled_checks")?,
        webhook: webhook(body)?,
        labels: body.labels("labels")?,
        source_language: body.text("source_language")?,
        target_language: body.text("target_language")?,
        state_policy: body
            .word("state_policy", "keep, review or machine", state_policy)?
            .unwrap_or_default()
            .into(),
        include_protected: body.flag("include_protected")?.unwrap_or(false),
        permissive_codes: body.flag("permissive_codes")?.unwrap_or(false),
        continue_job_id: body.text("continue_job_id")?,
    })
}

fn required(body: &mut Object, name: &str, expected: &str) -> Result<String, Fault> {
    Some(body.text(name)?).filter(|text| !text.is_empty()).ok_or_else(|| Fault::required(name, expected))
}

fn webhook(body: &mut Object) -> Result<Option<pb::Webhook>, Fault> {
    let (url, secret) = (body.text("webhook_url")?, body.text("webhook_secret")?);
    let asked = !url.is_empty() || !secret.is_empty();
    Ok(asked.then_some(pb::Webhook { url, secret }))
}

fn term(mut term: Object) -> Result<pb::Term, Fault> {
    Ok(pb::Term {
        source: term.text("source")?,
        target: term.text("target")?,
        forbidden: term.texts("forbidden")?,
        do_not_translate: term.flag("do_not_translate")?.unwrap_or(false),
        case_sensitive: term.flag("case_sensitive")?.unwrap_or(false),
    })
}

fn budget(mut budget: Object) -> Result<pb::Budget, Fault> {
    Ok(pb::Budget {
        max_tokens: budget.number("max_tokens", 0, MOST)?.unwrap_or(0),
        max_cost_micros: budget.number("max_cost_micros", 0, MOST)?.unwrap_or(0),
    })
}

fn output_mode(word: &str) -> Option<pb::OutputMode> {
    match word {
        "full" => Some(pb::OutputMode::Full),
        "translations" => Some(pb::OutputMode::Translations),
        "none" => Some(pb::OutputMode::None),
        _ => None,
    }
}

fn strategy(word: &str) -> Option<pb::Strategy> {
    match word {
        "single" => Some(pb::Strategy::Single),
        "two_stage" => Some(pb::Strategy::TwoStage),
        "review_only" => Some(pb::Strategy::ReviewOnly),
        _ => None,
    }
}

fn state_policy(word: &str) -> Option<pb::StatePolicy> {
    match word {
        "keep" => Some(pb::StatePolicy::Keep),
        "review" => Some(pb::StatePolicy::Review),
        "machine" => Some(pb::StatePolicy::Machine),
        _ => None,
    }
}
