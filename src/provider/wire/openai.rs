//! OpenAI Chat Completions, as OpenAI and the servers that speak like it understand it.

use super::answer::{body, broken, count, joined, name, reply};
use super::json::{Json, object, one, plain, raw, text};
use super::{Target, path};
use crate::config::SchemaMode;
use crate::domain::usage::Usage;
use crate::provider::{Fail, Finish, Prompt, Reply, Request};
use reqwest::header::HeaderMap;
use serde_json::Value;

/// The request.
pub(super) fn encode(target: &Target<'_>, prompt: &Prompt) -> Request {
    let message = |role: &str, words: &str| object([("role", text(role)), ("content", text(words))]);
    let messages = vec![message("system", &target.system(prompt)), message("user", &prompt.user())];
    let mut request = object([("model", text(target.model)), ("messages", Json::List(messages))]);
    let name = || text(prompt.schema_name);
    match target.mode {
        SchemaMode::Strict => {
            let schema = object([("name", name()), ("strict", plain(true)), ("schema", raw(prompt.schema))]);
            let format = object([("type", text("json_schema")), ("json_schema", schema)]);
            request.push("response_format", format);
        }
        SchemaMode::Json => request.push("response_format", object([("type", text("json_object"))])),
        SchemaMode::Tool => {
            let function = object([("name", name()), ("parameters", raw(prompt.schema))]);
            let tool = object([("type", text("function")), ("function", function)]);
            request.push("tools", one(tool));
            let choice = object([("type", text("function")), ("function", object([("name", name())]))]);
            request.push("tool_choice", choice);
        }
        SchemaMode::Prompt => {}
    }
    request.push(&target.quirks.token_limit_field, plain(target.output_tokens(prompt)));
    if let Some(temperature) = target.quirks.temperature {
        request.push("temperature", plain(temperature));
    }
    request.lay(&target.quirks.body);
    let url = path(target.base_url, &["chat", "completions"]);
    Request { url, body: request.into_bytes() }
}

/// What an answer of status 2xx means.
///
/// # Errors
/// It is no completion, or the model did not end by itself.
pub(super) fn decode(headers: &HeaderMap, bytes: &[u8]) -> Result<Reply, Fail> {
    let (answer, usage) = body(headers, bytes, usage)?;
    let choice = answer.pointer("/choices/0").ok_or_else(|| broken("the answer has no choices", usage))?;
    let message = choice.get("message");
    let said = message.and_then(|message| content(message.get("content")?));
    let call = message.and_then(|message| message.pointer("/tool_calls/0/function/arguments"));
    // Text by the book; some servers hand over the object itself.
    let call = call.map(|call| call.as_str().map_or_else(|| call.to_string(), str::to_owned));
    let refusal = message.and_then(|message| message.get("refusal")).and_then(Value::as_str);
    let finish = match choice.get("finish_reason").and_then(Value::as_str) {
        Some("length" | "max_tokens" | "MAX_TOKENS") => Finish::Length,
        Some("content_filter" | "refusal" | "SAFETY") => Finish::Refused,
        Some("error") => return Err(broken("the model ended with an error", usage)),
        _ if refusal.is_some_and(|refusal| !refusal.is_empty()) => Finish::Refused,
        Some(_) | None => Finish::Stop,
    };
    let reply = reply(call.or(said), finish, usage)?;
    Ok(Reply { model: name(&answer, "model"), ..reply })
}

/// The text of a message: a string, or a list of parts.
fn content(content: &Value) -> Option<String> {
    if let Some(text) = content.as_str() {
        return Some(text.to_owned());
    }
    joined(content.as_array()?.iter().filter_map(|part| part.get("text")?.as_str()))
}

/// What it says of tokens: some servers leave hidden reasoning out of the completion but not out of
/// the total, and all of it is billed.
fn usage(answer: &Value) -> Option<Usage> {
    let usage = answer.get("usage")?;
    let input = count(usage, "/prompt_tokens")?;
    let rest = count(usage, "/total_tokens").and_then(|total| total.checked_sub(input));
    let said = count(usage, "/completion_tokens");
    let output = said.max(rest)?;
    let hidden = count(usage, "/completion_tokens_details/reasoning_tokens").unwrap_or(0);
    let part = |pointer: &str| count(usage, pointer).unwrap_or(0).min(input);
    let cached = part("/prompt_tokens_details/cached_tokens");
    Some(Usage {
        input_token_count: input,
        cached_input_token_count: cached,
        cache_write_input_token_count: part("/prompt_tokens_details/cache_write_tokens").min(input - cached),
        output_token_count: output,
        reasoning_token_count: hidden.max(output - said.unwrap_or(output)).min(output),
        ..Usage::NOTHING
    })
}

#[cfg(test)]
mod tests;
