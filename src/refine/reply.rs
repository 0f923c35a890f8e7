//! What is taken from a model's answer: item by item, by id, never by position.
//!
//! Everything here is untrusted. Lengths are bounded, control characters are taken out, and what
//! cannot be understood is treated as if it were not there.

use super::verify::Better;
use crate::domain::segment::{Issue, Severity};
use serde_json::{Deserializer, Value};
use std::collections::{HashMap, HashSet};

/// The most issues taken of one item.
const MOST_ISSUES: usize = 20;
/// The most characters of a note or an explanation.
const LONGEST_NOTE: usize = 500;
/// The most characters of a span.
const LONGEST_SPAN: usize = 1_000;
/// The most places at which JSON is looked for in prose.
const MOST_TRIES: usize = 32;

/// MQM categories of the answer; anything else is `other`.
const CATEGORIES: [&str; 18] = [
    "accuracy/mistranslation",
    "accuracy/omission",
    "accuracy/addition",
    "accuracy/untranslated",
    "accuracy/dnt",
    "terminology/wrong",
    "terminology/inconsistent",
    "linguistic/grammar",
    "linguistic/spelling",
    "linguistic/punctuation",
    "style/register",
    "style/awkward",
    "locale/number",
    "locale/date",
    "locale/unit",
    "locale/quotes",
    "locale/address",
    "markup/tag",
];

/// What the model says about one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// The beginning of the source it believes to speak about; may be empty.
    pub(super) anchor: String,
    /// What it thinks of the target.
    pub(super) verdict: Verdict,
    /// What it finds wrong.
    pub(super) issues: Vec<Issue>,
    /// The targets it proposes, in the shown form: one, for a critical issue also a second; none if
    /// it proposes none.
    pub(super) revised: Vec<String>,
    /// A note to the people who read the translation.
    pub(super) note: String,
}

/// What a model thinks of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing to change.
    Ok,
    /// To be changed.
    Revise,
    /// It cannot tell.
    Unsure,
}

/// What an editor makes of one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edited {
    /// The beginning of the source it believes to speak about; may be empty.
    pub(super) anchor: String,
    /// The targets it proposes, in the shown form: one or two.
    pub(super) revised: Vec<String>,
    /// A note to the people who read the translation.
    pub(super) note: String,
}

/// Which of two versions of one segment a verifier prefers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Compared {
    /// The beginning of the source it believes to speak about; may be empty.
    pub(super) anchor: String,
    /// The better version.
    pub(super) better: Better,
}

/// Whether an answer is more than the object that was asked for: a fence, prose or thoughts around it.
#[must_use]
pub fn is_wrapped(answer: &str) -> bool {
    let answer = answer.trim();
    !(answer.starts_with('{') && answer.ends_with('}'))
}

/// The valid items of a review by id, which also revises if the strategy says so.
pub(super) fn reviews(answer: &str, revises: bool) -> HashMap<String, Item> {
    by_id(answer, |value| item(value, revises))
}

/// The valid items of an editor's answer by id.
pub(super) fn edits(answer: &str) -> HashMap<String, Edited> {
    by_id(answer, |value| {
        let revised = proposals(value);
        (!revised.is_empty()).then(|| Edited {
            anchor: text(value, "anchor", LONGEST_NOTE),
            revised,
            note: text(value, "note", LONGEST_NOTE),
        })
    })
}

/// The valid items of a verifier's answer by id.
pub(super) fn comparisons(answer: &str) -> HashMap<String, Compared> {
    by_id(answer, |value| {
        let better = match value.get("better")?.as_str()?.trim().to_ascii_lowercase().as_str() {
            "a" => Better::A,
            "b" => Better::B,
            "tie" => Better::Tie,
            _ => return None,
        };
        Some(Compared { anchor: text(value, "anchor", LONGEST_NOTE), better })
    })
}

/// The valid items of an answer by id. An id that occurs twice is dropped: nobody can say which
/// of the two is meant.
fn by_id<T>(answer: &str, item: impl Fn(&Value) -> Option<T>) -> HashMap<String, T> {
    let mut found = HashMap::new();
    let mut twice = HashSet::new();
    for value in values(without_thoughts(answer)) {
        let Some(id) = value.get("id").and_then(id) else { continue };
        match item(&value) {
            Some(item) if !twice.contains(&id) => {
                if found.insert(id.clone(), item).is_some() {
                    found.remove(&id);
                    twice.insert(id);
                }
            }
            Some(_) => {}
            None => {
                found.remove(&id);
                twice.insert(id);
            }
        }
    }
    found
}

/// A text of a model for people: at most `longest` characters, and none that XML forbids, that
/// steers a terminal or that turns the reading direction of what stands around it.
pub(super) fn cleaned(text: &str, longest: usize) -> String {
    let keep = |character: &char| match character {
        '\n' | '\t' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => false,
        other => !other.is_control(),
    };
    text.chars().filter(keep).take(longest).collect()
}

/// Drops everything up to the end of the model's thoughts. An answer that begins with its value has
/// none: there the word is part of a text.
fn without_thoughts(answer: &str) -> &str {
    if answer.trim_start().starts_with(['{', '[', '`']) {
        return answer;
    }
    answer.split_once("</think>").map_or(answer, |(_, rest)| rest)
}

/// The items of the first JSON value in `answer` that holds some; of a broken list those before
/// the break.
fn values(answer: &str) -> Vec<Value> {
    let trimmed = answer.trim();
    if let Ok(value) = serde_json::from_str::<Value>(trimmed) {
        let inner = value.as_str().and_then(|text| serde_json::from_str(text.trim()).ok());
        return list(inner.unwrap_or(value)).unwrap_or_default();
    }
    for (at, _) in trimmed.match_indices(['{', '[']).take(MOST_TRIES) {
        let mut stream = Deserializer::from_str(&trimmed[at..]).into_iter::<Value>();
        if let Some(Ok(value)) = stream.next()
            && let Some(items) = list(value)
        {
            return items;
        }
        // The whole does not close: it may be a list that breaks off.
        let broken = broken_list(&trimmed[at..]);
        if !broken.is_empty() {
            return broken;
        }
    }
    Vec::new()
}

/// The items in a value: `{"items": […]}`, a bare list, or one bare item.
fn list(value: Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(items) if items.iter().any(Value::is_object) => Some(items),
        Value::Object(mut object) => match object.remove("items") {
            Some(Value::Array(items)) => Some(items),
            Some(item @ Value::Object(_)) => Some(vec![item]),
            _ if object.contains_key("id") => Some(vec![Value::Object(object)]),
            _ => None,
        },
        Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// The whole objects at the beginning of a list that breaks off.
fn broken_list(text: &str) -> Vec<Value> {
    let Some(start) = text.find('[') else { return Vec::new() };
    let mut rest = &text[start + 1..];
    let mut items = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let mut stream = Deserializer::from_str(rest).into_iter::<Value>();
        match stream.next() {
            Some(Ok(value @ Value::Object(_))) if value.get("id").is_some() => items.push(value),
            _ => return items,
        }
        rest = &rest[stream.byte_offset()..];
    }
}

fn id(value: &Value) -> Option<String> {
    value.as_str().map(|id| id.trim().to_owned()).filter(|id| !id.is_empty())
}

fn item(value: &Value, revises: bool) -> Option<Item> {
    let verdict = match value.get("verdict")?.as_str()?.trim().to_ascii_lowercase().as_str() {
        "ok" => Verdict::Ok,
        "revise" => Verdict::Revise,
        "unsure" => Verdict::Unsure,
        _ => return None,
    };
    let revised = if revises && verdict == Verdict::Revise { proposals(value) } else { Vec::new() };
    // A revision without a text is no answer; an empty text is one, and a gate refuses it.
    if revises && verdict == Verdict::Revise && revised.is_empty() {
        return None;
    }
    let issues = value.get("issues").and_then(Value::as_array);
    Some(Item {
        anchor: text(value, "anchor", LONGEST_NOTE),
        verdict,
        issues: issues.into_iter().flatten().filter_map(issue).take(MOST_ISSUES).collect(),
        revised,
        note: text(value, "note", LONGEST_NOTE),
    })
}

/// The texts a model proposes, the second only if there is one.
fn proposals(value: &Value) -> Vec<String> {
    let of = |field| value.get(field).and_then(Value::as_str);
    let second = of("alternative").filter(|text| !text.trim().is_empty());
    of("revised")
        .map_or_else(Vec::new, |first| std::iter::once(first).chain(second).map(str::to_owned).collect())
}

fn issue(value: &Value) -> Option<Issue> {
    let category = value.get("cat")?.as_str()?.trim().to_ascii_lowercase();
    let category = CATEGORIES.into_iter().find(|known| *known == category).unwrap_or("other");
    let severity = match value.get("sev").and_then(Value::as_str).unwrap_or_default() {
        "critical" => Severity::Critical,
        "major" => Severity::Major,
        _ => Severity::Minor,
    };
    Some(Issue {
        category: category.to_owned(),
        severity,
        source_span: text(value, "src_span", LONGEST_SPAN),
        target_span: text(value, "tgt_span", LONGEST_SPAN),
        explanation: text(value, "why", LONGEST_NOTE),
        confidence: value.get("conf").and_then(percent),
    })
}

/// How sure it is, in percent. Some models write a fraction whatever they are asked for.
fn percent(value: &Value) -> Option<u8> {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().trim_end_matches('%').parse().ok())?;
    let percent = if number <= 1.0 { number * 100.0 } else { number };
    (0.0..=100.0).contains(&percent).then(|| percent.round() as u8)
}

fn text(value: &Value, field: &str, longest: usize) -> String {
    cleaned(value.get(field).and_then(Value::as_str).unwrap_or_default(), longest)
}

#[cfg(test)]
mod tests;
