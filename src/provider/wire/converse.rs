//! Amazon Bedrock's Converse.

use super::answer::{bad, beside_cache, body, joined, reply};
use super::json::{Json, object, one, plain, raw, text};
use super::{Target, path};
use crate::config::SchemaMode;
use crate::domain::usage::Usage;
use crate::provider::{Fail, Finish, Prompt, Reply, Request};
use reqwest::header::HeaderMap;
use serde_json::Value;

/// The request. The breakpoint of the cache goes behind the job, where the model knows one.
pub(super) fn encode(target: &Target<'_>, prompt: &Prompt) -> Request {
    let part = |words: &str| object([("text", text(words))]);
    let mut content = vec![part(&prompt.job)];
    if target.quirks.cache_point {
        content.push(object([("cachePoint", object([("type", text("default"))]))]));
    }
    content.push(part(&prompt.work));
    let mut inference = object([("maxTokens", plain(target.output_tokens(prompt)))]);
    if let Some(temperature) = target.quirks.temperature {
        inference.push("temperature", plain(temperature));
    }
    let mut request = object([
        ("system", one(part(&target.system(prompt)))),
        ("messages", one(object([("role", text("user")), ("content", Json::List(content))]))),
        ("inferenceConfig", inference),
    ]);
    let name = || text(prompt.schema_name);
    match target.mode {
        SchemaMode::Strict => {
            // The schema travels as text in this one.
            let schema = object([("schema", text(prompt.schema.trim())), ("name", name())]);
            let structure = object([("jsonSchema", schema)]);
            let format = object([("type", text("json_schema")), ("structure", structure)]);
            request.push("outputConfig", object([("textFormat", format)]));
        }
        SchemaMode::Tool => {
            let input = object([("json", raw(prompt.schema))]);
            let tool = object([("toolSpec", object([("name", name()), ("inputSchema", input)]))]);
            let choice = object([("tool", object([("name", name())]))]);
            request.push("toolConfig", object([("tools", one(tool)), ("toolChoice", choice)]));
        }
        SchemaMode::Json | SchemaMode::Prompt => {}
    }
    request.lay(&target.quirks.body);
    let url = path(target.base_url, &["model", target.model, "converse"]);
    Request { url, body: request.into_bytes() }
}

/// What an answer of status 2xx means.
///
/// # Errors
/// It is no message, or the model did not end by itself.
pub(super) fn decode(headers: &HeaderMap, bytes: &[u8]) -> Result<Reply, Fail> {
    let (answer, usage) = body(headers, bytes, usage)?;
    let parts = || answer.pointer("/output/message/content").and_then(Value::as_array).into_iter().flatten();
    let texts = parts().filter_map(|part| part.get("text")?.as_str());
    let tool = parts().find_map(|part| part.pointer("/toolUse/input"));
    let finish = match answer.get("stopReason").and_then(Value::as_str) {
        Some("max_tokens" | "model_context_window_exceeded") => Finish::Length,
        Some("content_filtered" | "content_filter" | "guardrail_intervened" | "refusal") => Finish::Refused,
        Some("malformed_model_output" | "malformed_tool_use") => {
            return Err(bad("the model broke off", usage));
        }
        Some(_) | None => Finish::Stop,
    };
    reply(tool.map(Value::to_string).or_else(|| joined(texts)), finish, usage)
}

/// What it says of tokens.
fn usage(answer: &Value) -> Option<Usage> {
    beside_cache(
        answer.get("usage")?,
        ["/inputTokens", "/cacheReadInputTokens", "/cacheWriteInputTokens", "/outputTokens"],
    )
}

#[cfg(test)]
mod tests;
