//! Gemini's `generateContent`. The compatible endpoint tells less of tokens, so it is not used.

use super::answer::{bad, body, broken, count, joined, name, reply};
use super::json::{Json, object, one, plain, raw, text};
use super::{Target, path};
use crate::config::SchemaMode;
use crate::domain::usage::Usage;
use crate::provider::{Fail, Finish, Prompt, Reply, Request};
use reqwest::header::HeaderMap;
use serde_json::Value;

/// The request.
pub(super) fn encode(target: &Target<'_>, prompt: &Prompt) -> Request {
    let part = |words: &str| object([("text", text(words))]);
    let parts = Json::List(vec![part(&prompt.job), part(&prompt.work)]);
    let mut settings = object([("maxOutputTokens", plain(target.output_tokens(prompt)))]);
    if matches!(target.mode, SchemaMode::Strict | SchemaMode::Json) {
        settings.push("responseMimeType", text("application/json"));
    }
    if target.mode == SchemaMode::Strict {
        // `responseSchema` is a dialect of its own that knows no `additionalProperties`.
        settings.push("responseJsonSchema", raw(prompt.schema));
    }
    if let Some(temperature) = target.quirks.temperature {
        settings.push("temperature", plain(temperature));
    }
    let mut request = object([
        ("systemInstruction", object([("parts", one(part(&target.system(prompt))))])),
        ("contents", one(object([("role", text("user")), ("parts", parts)]))),
        ("generationConfig", settings),
    ]);
    if target.mode == SchemaMode::Tool {
        let name = || text(prompt.schema_name);
        let declared = object([("name", name()), ("parametersJsonSchema", raw(prompt.schema))]);
        request.push("tools", one(object([("functionDeclarations", one(declared))])));
        let forced = object([("mode", text("ANY")), ("allowedFunctionNames", one(name()))]);
        request.push("toolConfig", object([("functionCallingConfig", forced)]));
    }
    request.lay(&target.quirks.body);
    let url = path(target.base_url, &["models", target.model]) + ":generateContent";
    Request { url, body: request.into_bytes() }
}

/// What an answer of status 2xx means.
///
/// # Errors
/// It holds no candidate, or the model did not end by itself.
pub(super) fn decode(headers: &HeaderMap, bytes: &[u8]) -> Result<Reply, Fail> {
    let (answer, usage) = body(headers, bytes, usage)?;
    let Some(candidate) = answer.pointer("/candidates/0") else {
        return match answer.pointer("/promptFeedback/blockReason").and_then(Value::as_str) {
            Some(_) => reply(None, Finish::Refused, usage),
            None => Err(broken("the answer has no candidates", usage)),
        };
    };
    let parts = || candidate.pointer("/content/parts").and_then(Value::as_array).into_iter().flatten();
    // Summaries of what the model thought are no part of what it says.
    let said = parts().filter(|part| part.get("thought").and_then(Value::as_bool) != Some(true));
    let texts = said.filter_map(|part| part.get("text")?.as_str());
    let call = parts().find_map(|part| part.pointer("/functionCall/args"));
    let finish = match candidate.get("finishReason").and_then(Value::as_str) {
        Some("MAX_TOKENS") => Finish::Length,
        Some("SAFETY" | "RECITATION" | "LANGUAGE" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "SPII") => {
            Finish::Refused
        }
        Some(
            "MALFORMED_RESPONSE"
            | "MALFORMED_FUNCTION_CALL"
            | "UNEXPECTED_TOOL_CALL"
            | "TOO_MANY_TOOL_CALLS"
            | "OTHER",
        ) => return Err(bad("the model broke off", usage)),
        Some(_) | None => Finish::Stop,
    };
    let reply = reply(call.map(Value::to_string).or_else(|| joined(texts)), finish, usage)?;
    Ok(Reply { model: name(&answer, "modelVersion"), ..reply })
}

/// What it says of tokens. Thoughts are billed as output and counted beside it.
fn usage(answer: &Value) -> Option<Usage> {
    let usage = answer.get("usageMetadata")?;
    let optional = |pointer: &str| count(usage, pointer).unwrap_or(0);
    let input = count(usage, "/promptTokenCount")? + optional("/toolUsePromptTokenCount");
    // What is zero is left out there, so the total counts as well.
    let rest = count(usage, "/totalTokenCount").and_then(|total| total.checked_sub(input));
    let said = count(usage, "/candidatesTokenCount");
    let thought = count(usage, "/thoughtsTokenCount");
    let output = said.or(thought).map(|_| said.unwrap_or(0) + thought.unwrap_or(0)).max(rest)?;
    Some(Usage {
        input_token_count: input,
        cached_input_token_count: optional("/cachedContentTokenCount").min(input),
        output_token_count: output,
        reasoning_token_count: thought.unwrap_or_else(|| output - said.unwrap_or(output)).min(output),
        ..Usage::NOTHING
    })
}

#[cfg(test)]
mod tests;
