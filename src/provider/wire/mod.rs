//! Wire formats: pure functions from a prompt to a request and from bytes to a reply, one file a
//! format. None of them knows a socket, a key or a clock.

mod answer;
mod anthropic;
mod converse;
mod failure;
mod gemini;
mod hint;
mod json;
mod openai;

use super::endpoint::Quirks;
use super::{Fail, Prompt, Reply, Request};
use crate::config::{SchemaMode, Wire};
use reqwest::header::HeaderMap;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Whom a request is for, and in which way it is asked.
pub(super) struct Target<'a> {
    pub(super) base_url: &'a str,
    pub(super) model: &'a str,
    pub(super) quirks: &'a Quirks,
    pub(super) mode: SchemaMode,
}

impl Target<'_> {
    /// How long the answer may get.
    fn output_tokens(&self, prompt: &Prompt) -> u32 {
        let most = self.quirks.max_output_tokens.unwrap_or(u32::MAX);
        prompt.max_output_tokens.min(most)
    }

    /// The instructions; where the server is told no schema, it is in them.
    fn system<'p>(&self, prompt: &'p Prompt) -> Cow<'p, str> {
        match self.mode {
            SchemaMode::Strict | SchemaMode::Tool => Cow::Borrowed(&prompt.system),
            SchemaMode::Json | SchemaMode::Prompt => {
                let schema = prompt.schema.trim();
                Cow::Owned(format!(
                    "{}\n\nThe answer is one JSON object of this JSON Schema:\n{schema}",
                    prompt.system
                ))
            }
        }
    }
}

/// The request for a prompt: the same bytes for the same prompt and target, always.
pub(super) fn encode(wire: Wire, target: &Target<'_>, prompt: &Prompt) -> Request {
    match wire {
        Wire::Openai => openai::encode(target, prompt),
        Wire::Anthropic => anthropic::encode(target, prompt),
        Wire::Gemini => gemini::encode(target, prompt),
        Wire::Converse => converse::encode(target, prompt),
    }
}

/// What an answer means.
///
/// # Errors
/// Everything that is no completion, by what the caller has to do about it.
pub(super) fn decode(wire: Wire, status: u16, headers: &HeaderMap, body: &[u8]) -> Result<Reply, Fail> {
    if !(200..300).contains(&status) {
        return Err(failure(status, headers, body));
    }
    let reply = match wire {
        Wire::Openai => openai::decode(headers, body),
        Wire::Anthropic => anthropic::decode(headers, body),
        Wire::Gemini => gemini::decode(headers, body),
        Wire::Converse => converse::decode(headers, body),
    }?;
    Ok(Reply { left: hint::left(headers), ..reply })
}

/// What an answer of another status than 2xx means.
pub(super) fn failure(status: u16, headers: &HeaderMap, body: &[u8]) -> Fail {
    failure::of_body(status, headers, body)
}

/// Headers that every request of a format has.
pub(super) fn headers(wire: Wire) -> &'static [(&'static str, &'static str)] {
    match wire {
        // The version of the interface that all of this is about.
        Wire::Anthropic => &[("anthropic-version", "2023-06-01")],
        Wire::Openai | Wire::Gemini | Wire::Converse => &[],
    }
}

/// The next way to ask for JSON where a server does not know this one; `None` behind the last.
pub(super) fn lower(wire: Wire, mode: SchemaMode) -> Option<SchemaMode> {
    let ways = [SchemaMode::Strict, SchemaMode::Json, SchemaMode::Tool, SchemaMode::Prompt];
    ways.into_iter().filter(|way| way.is_known_to(wire)).find(|way| *way > mode)
}

/// The header a key goes into, and whether as a bearer token.
pub(super) fn key_header(wire: Wire) -> &'static str {
    match wire {
        Wire::Openai | Wire::Converse => "authorization",
        Wire::Anthropic => "x-api-key",
        Wire::Gemini => "x-goog-api-key",
    }
}

/// A URL: each part is one segment of the path, whatever is in it.
pub(super) fn path(base_url: &str, parts: &[&str]) -> String {
    let mut url = base_url.trim_end_matches('/').to_owned();
    for part in parts {
        url.push('/');
        for byte in part.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    url.push(char::from(byte))
                }
                // Writing to a String does not fail.
                _ => drop(write!(url, "%{byte:02X}")),
            }
        }
    }
    url
}

#[cfg(test)]
mod tests;
