//! Anthropic's Messages.

use super::answer::{bad, beside_cache, body, joined, name, reply};
use super::json::{Json, object, one, plain, raw, text};
use super::{Target, path};
use crate::config::SchemaMode;
use crate::domain::usage::Usage;
use crate::provider::{Fail, Finish, Prompt, Reply, Request};
use reqwest::header::HeaderMap;
use serde_json::Value;

/// The request. The breakpoint of the cache goes behind the job: all before it is the same for its
/// other calls.
pub(super) fn encode(target: &Target<'_>, prompt: &Prompt) -> Request {
    let breakpoint = object([("type", text("ephemeral"))]);
    let job = object([("type", text("text")), ("text", text(&prompt.job)), ("cache_control", breakpoint)]);
    let work = object([("type", text("text")), ("text", text(&prompt.work))]);
    let message = object([("role", text("user")), ("content", Json::List(vec![job, work]))]);
    let mut request = object([
        ("model", text(target.model)),
        ("max_tokens", plain(target.output_tokens(prompt))),
        ("system", text(&target.system(prompt))),
        ("messages", one(message)),
    ]);
    match target.mode {
        SchemaMode::Strict => {
            let format = object([("type", text("json_schema")), ("schema", raw(prompt.schema))]);
            request.push("output_config", object([("format", format)]));
        }
        SchemaMode::Tool => {
            let tool = object([("name", text(prompt.schema_name)), ("input_schema", raw(prompt.schema))]);
            request.push("tools", one(tool));
            let choice = [
                ("type", text("tool")),
                ("name", text(prompt.schema_name)),
                ("disable_parallel_tool_use", plain(true)),
            ];
            request.push("tool_choice", object(choice));
        }
        SchemaMode::Json | SchemaMode::Prompt => {}
    }
    if let Some(temperature) = target.quirks.temperature {
        request.push("temperature", plain(temperature));
    }
    request.lay(&target.quirks.body);
    Request { url: path(target.base_url, &["messages"]), body: request.into_bytes() }
}

/// What an answer of status 2xx means.
///
/// # Errors
/// It is no message, or the model did not end by itself.
pub(super) fn decode(headers: &HeaderMap, bytes: &[u8]) -> Result<Reply, Fail> {
    let (answer, usage) = body(headers, bytes, usage)?;
    let parts = || answer.get("content").and_then(Value::as_array).into_iter().flatten();
    let kind = |part: &Value, kind| part.get("type").and_then(Value::as_str) == Some(kind);
    let texts = parts().filter(|part| kind(part, "text")).filter_map(|part| part.get("text")?.as_str());
    let tool = parts().find(|part| kind(part, "tool_use")).and_then(|part| part.get("input"));
    let finish = match answer.get("stop_reason").and_then(Value::as_str) {
        Some("max_tokens" | "model_context_window_exceeded") => Finish::Length,
        Some("refusal" | "content_filter") => Finish::Refused,
        Some("pause_turn") => return Err(bad("the model paused instead of ending", usage)),
        Some(_) | None => Finish::Stop,
    };
    let reply = reply(tool.map(Value::to_string).or_else(|| joined(texts)), finish, usage)?;
    Ok(Reply { model: name(&answer, "model"), ..reply })
}

/// What it says of tokens.
fn usage(answer: &Value) -> Option<Usage> {
    beside_cache(
        answer.get("usage")?,
        ["/input_tokens", "/cache_read_input_tokens", "/cache_creation_input_tokens", "/output_tokens"],
    )
}

#[cfg(test)]
mod tests;
