//! `refineloop check --list`: what is known, by name.

use super::{Format, level};
use crate::check;
use crate::cli::exit::{Exit, Failed};
use crate::cli::output;
use crate::xliff::Rule;
use serde_json::{Value, json};

pub(super) fn print(format: Format) -> Result<Exit, Failed> {
    let all = rules().chain(checks());
    match format {
        Format::Text => all.for_each(|one| {
            let word = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
            let (check, severity, about) = (word("check"), word("severity"), word("about"));
            let repaired = if one["repaired"] == true { " Repaired." } else { "" };
            output::result(&format!("{check:<26} {:<4} {severity:<9} {about}{repaired}", word("default")));
        }),
        Format::Jsonl => all.for_each(|one| output::result(&one.to_string())),
        Format::Json => output::result(&json!({ "checks": all.collect::<Vec<_>>() }).to_string()),
        Format::Sarif | Format::Junit => {
            return Err(Exit::Usage.because("--list is told as text, json or jsonl"));
        }
    }
    Ok(Exit::Done)
}

fn rules() -> impl Iterator<Item = Value> {
    Rule::ALL.iter().map(|rule| {
        json!({
            "check": rule.id(), "kind": "structure", "default": "on", "severity": rule.severity().as_str(),
            "about": rule.hint(), "repaired": false,
        })
    })
}

fn checks() -> impl Iterator<Item = Value> {
    check::catalog().iter().map(|id| {
        json!({
            "check": id.as_str(), "kind": "text", "default": level(id.level()),
            "severity": id.severities().1.as_str(), "category": id.category(),
            "about": id.about(), "repaired": id.is_repaired(),
        })
    })
}
