//! What a model is asked, laid out from what never changes to what changes with every call, so
//! that providers can cache the beginning.
//!
//! All that comes from outside is put in as JSON data: no text of a file can end its own quotation.

use super::Settings;
use super::batch::{Group, tokens};
use super::track::Track;
use crate::domain::text::OPEN_MARK;
use crate::provider::Prompt;
use serde::Serialize;
use std::collections::BTreeMap;

const SYSTEM: &str = include_str!("system.txt");
const SCHEMA: &str = include_str!("schema.json");
/// The bounds of an answer: room for hidden reasoning below, what most models can write above.
const OUTPUT_TOKENS: std::ops::RangeInclusive<u32> = 2_048..=16_384;
/// The most findings and refusals shown with a segment, notes of the file's authors, and the most
/// characters of each.
const MOST_LINES: usize = 10;
const MOST_NOTES: usize = 3;
const LONGEST_LINE: usize = 300;

/// What stands around the segments of a call.
#[derive(Debug)]
pub(super) struct Context {
    /// Sources and targets of the segments before.
    pub(super) before: Vec<(String, String)>,
    /// The source of the segment after.
    pub(super) after: Option<String>,
}

impl Context {
    /// The context of a group.
    pub(super) fn of(group: &Group) -> Self {
        Self { before: group.before.clone(), after: group.after.clone() }
    }
}

#[derive(Serialize)]
struct Job<'a> {
    source_language: &'a str,
    target_language: &'a str,
    note_language: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    domain: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    instructions: &'a str,
}

#[derive(Serialize)]
struct Around<'a> {
    before: Vec<Neighbour<'a>>,
    after: Option<&'a str>,
}

#[derive(Serialize)]
struct Neighbour<'a> {
    src: &'a str,
    tgt: &'a str,
}

#[derive(Serialize)]
struct Work<'a> {
    id: &'a str,
    src: &'a str,
    tgt: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_chars: Option<u64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    codes: BTreeMap<u32, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    may_drop: Vec<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tried: Vec<String>,
}

/// The question about some segments of a group, with their ids.
pub(super) fn build(context: &Context, work: &[(&str, &Track)], settings: &Settings) -> Prompt {
    let languages =
        work.first().map(|(_, track)| track.subject.segment.languages.clone()).unwrap_or_default();
    let note_language = [settings.note_language.as_str(), &languages.source, "en"];
    let job = Job {
        source_language: &languages.source,
        target_language: &languages.target,
        note_language: note_language.into_iter().find(|tag| !tag.is_empty()).unwrap_or("en"),
        domain: &settings.domain,
        instructions: &settings.custom_instructions,
    };
    let around = Around {
        before: context.before.iter().map(|(src, tgt)| Neighbour { src, tgt }).collect(),
        after: context.after.as_deref(),
    };
    let segments: Vec<_> = work.iter().map(|(id, track)| segment(id, track)).collect();
    let answer: u32 = work.iter().map(|(_, track)| answer_tokens(track)).fold(1_024, u32::saturating_add);
    Prompt {
        system: SYSTEM.to_owned(),
        job: format!("JOB\n{}", json(&job)),
        work: format!("CONTEXT\n{}\n\nSEGMENTS\n{}", json(&around), json(&segments)),
        schema_name: "review",
        schema: SCHEMA,
        max_output_tokens: answer.clamp(*OUTPUT_TOKENS.start(), *OUTPUT_TOKENS.end()),
    }
}

fn segment<'a>(id: &'a str, track: &'a Track) -> Work<'a> {
    let segment = &track.subject.segment;
    let findings = track.best().findings.iter().map(|found| format!("{}: {}", found.check, found.message));
    let subject = &track.subject;
    let shown = || segment.codes.iter().filter(|code| !subject.framing.has(code.number));
    let hints = shown().filter(|code| !code.hint.is_empty());
    let may_drop = shown().filter(|code| subject.permissive && code.can_delete && code.in_target);
    Work {
        id,
        src: &track.shown_source,
        tgt: subject.framing.inside(&track.best().text).to_string(),
        max_chars: segment.max_chars,
        codes: hints.map(|code| (code.number, quoted(&code.hint))).collect(),
        may_drop: may_drop.map(|code| code.number).collect(),
        notes: segment.notes.iter().take(MOST_NOTES).map(|note| quoted(&cut(note))).collect(),
        findings: findings.take(MOST_LINES).map(|finding| cut(&finding)).collect(),
        tried: track.tried.iter().rev().take(MOST_LINES).rev().map(|reason| cut(reason)).collect(),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST_LINE).collect()
}

/// What looks like a code in a text that has none is no code.
fn quoted(text: &str) -> String {
    text.replace(OPEN_MARK, "⟦⟦")
}

/// Scaffold, a few issues, and a target that may grow.
fn answer_tokens(track: &Track) -> u32 {
    let longer = tokens(&track.shown_source).max(tokens(&track.best().text.to_string()));
    longer.saturating_mul(2).saturating_add(200)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings, numbers and lists of them always serialize")
}

#[cfg(test)]
mod tests;
