//! What a job may ask for: the ranges of its fields, and what has no effect with its model.

use super::{Rule, Violation, webhooks};
use crate::check;
use crate::config::Webhooks;
use crate::domain::job::{Budget, JobSpec, MOST_REVISIONS, OutputMode, Strategy};
use crate::domain::locale::is_tag;
use crate::domain::terms::{self, FaultKind, Term};
use crate::refine::Engine;
use crate::xliff::{self, HistoryAdvice};

/// The longest id of a model, in characters.
const MODEL: usize = 200;
/// The longest domain, in characters.
const DOMAIN: usize = 200;
/// The longest custom instructions, in characters.
const INSTRUCTIONS: usize = 8000;
/// The most labels.
const LABELS: usize = 16;
/// The longest key or value of a label, in characters.
const LABEL: usize = 63;

/// Fields that cannot stand.
pub(super) fn violations(spec: &JobSpec, settings: &Webhooks) -> Vec<Violation> {
    let mut wrong: Vec<Violation> = webhooks::bad_url(&spec.webhook_url, settings).into_iter().collect();
    let mut add = |field: &str, rule, text: &str| {
        wrong.push(Violation::new(format!("spec.{field}"), rule, text));
    };
    if spec.model.is_empty() {
        add("model", Rule::Required, "a model, such as builtin/rules");
    } else if spec.model.chars().count() > MODEL || spec.model.chars().any(char::is_control) {
        add("model", Rule::BadFormat, "PROVIDER/NAME of at most 200 characters");
    }
    if !(1..=MOST_REVISIONS).contains(&spec.max_revisions) {
        add("max_revisions", Rule::OutOfRange, "1 to 10, or 0 for the default of 6");
    }
    if spec.domain.chars().count() > DOMAIN {
        add("domain", Rule::TooLong, "at most 200 characters");
    }
    if spec.custom_instructions.chars().count() > INSTRUCTIONS {
        add("custom_instructions", Rule::TooLong, "at most 8000 characters");
    }
    // A database may refuse it, and no instruction needs it.
    for (field, text) in [("domain", &spec.domain), ("custom_instructions", &spec.custom_instructions)] {
        if text.contains('\0') {
            add(field, Rule::BadFormat, "without the character U+0000");
        }
    }
    for (field, tag) in [
        ("note_language", &spec.note_language),
        ("source_language", &spec.source_language),
        ("target_language", &spec.target_language),
    ] {
        if !tag.is_empty() && !is_tag(tag) {
            add(field, Rule::BadFormat, "a BCP 47 language tag, such as de or zh-Hant-TW");
        }
    }
    if spec.labels.len() > LABELS {
        add("labels", Rule::TooMany, "at most 16");
    }
    if spec.labels.iter().any(|(key, value)| key.chars().count() > LABEL || value.chars().count() > LABEL) {
        add("labels", Rule::TooLong, "keys and values of at most 63 characters");
    }
    wrong.extend(glossary(&spec.glossary));
    for (field, names) in
        [("disabled_checks", &spec.disabled_checks), ("enabled_checks", &spec.enabled_checks)]
    {
        if let Some(at) = names.iter().position(|name| check::Id::parse(name).is_none()) {
            let field = format!("spec.{field}[{at}]");
            let text = "there is no such check; docs/checks.md and `refineloop check --list` name them all";
            wrong.push(Violation::new(field, Rule::UnknownValue, text));
        }
    }
    wrong
}

fn glossary(given: &[Term]) -> impl Iterator<Item = Violation> {
    terms::faults(given).into_iter().map(|fault| {
        let field = match (fault.term, fault.part) {
            (Some(at), part) => format!("spec.glossary[{at}].{part}"),
            (None, _) => "spec.glossary".to_owned(),
        };
        let rule = match fault.kind {
            FaultKind::Missing => Rule::Required,
            FaultKind::BadText => Rule::TooLong,
            FaultKind::TooMany => Rule::TooMany,
            FaultKind::Conflict => Rule::Conflict,
        };
        Violation::new(field, rule, fault.what)
    })
}

/// Whether a request id is a UUID.
pub(super) fn request_id(field: &str, id: Option<&str>) -> Option<Violation> {
    let bad = id.is_some_and(|id| uuid::Uuid::try_parse(id).is_err());
    bad.then(|| Violation::new(field, Rule::BadFormat, "a UUID"))
}

/// Settles what the file will hold beside its targets, and tells what the caller should know of it.
pub(super) fn beside_the_targets(spec: &mut JobSpec, usual: bool, dialect: &str) -> Option<String> {
    let advice = xliff::history(dialect);
    if usual && advice == HistoryAdvice::OffByDefault {
        spec.output_mode = OutputMode::None;
        return Some(format!(
            "output_mode is none: a reader of {dialect} files may take earlier versions for the translation; \
             ask for full or translations to have them all the same"
        ));
    }
    let flagged = match advice {
        HistoryAdvice::Harmless => false,
        HistoryAdvice::MayBeDropped | HistoryAdvice::OffByDefault => spec.output_mode != OutputMode::None,
    };
    flagged.then(|| {
        format!("history_may_be_dropped: tools for {dialect} files may not keep what is beside the targets")
    })
}

/// Options that do nothing with the chosen model.
pub(super) fn without_effect(spec: &JobSpec, engine: Engine) -> Vec<String> {
    let given = |text: &str| !text.is_empty();
    // What the domain chose was not asked for.
    let asked = spec.strategy != Strategy::usual(&spec.domain);
    let options = [
        ("custom_instructions", given(&spec.custom_instructions), engine != Engine::Model),
        ("domain", given(&spec.domain), engine != Engine::Model),
        ("note_language", given(&spec.note_language), engine == Engine::Echo),
        ("strategy two_stage", spec.strategy == Strategy::TwoStage && asked, engine != Engine::Model),
        ("verifier_model", given(&spec.verifier_model), engine != Engine::Model),
        ("budget", spec.budget != Budget::default(), engine != Engine::Model),
        ("continue_job_id", spec.continue_job.is_some(), engine != Engine::Model),
    ];
    options
        .iter()
        .filter(|(_, given, idle)| *given && *idle)
        .map(|(option, ..)| format!("{option} has no effect with {}", spec.model))
        .collect()
}
