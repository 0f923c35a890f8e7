//! OpenAI Chat Completions, as OpenAI and the servers that speak like it understand it.
//!
//! Pure: bytes out, bytes in. Nothing of a body goes into a message, since bodies can hold keys
//! and texts; only short machine words (error codes) decide anything.

use super::hint;
use crate::domain::failure::FailureReason;
use crate::domain::usage::Usage;
use crate::provider::endpoint::Quirks;
use crate::provider::{Fail, FailKind, Finish, Prompt, Reply};
use reqwest::header::HeaderMap;
use serde_json::Value;

/// The body of a request. No sampling parameters: many models refuse them.
///
/// It is put together as text because the order of the schema's properties is the order in which
/// models write them, and a map of `serde_json` would sort them.
pub(in crate::provider) fn encode(model: &str, quirks: Quirks, prompt: &Prompt) -> Vec<u8> {
    let quoted = |text: &str| Value::from(text).to_string();
    format!(
        concat!(
            r#"{{"model":{model},"messages":[{{"role":"system","content":{system}}},"#,
            r#"{{"role":"user","content":{user}}}],"response_format":{{"type":"json_schema","#,
            r#""json_schema":{{"name":{name},"strict":true,"schema":{schema}}}}},{cap_field}:{cap}}}"#,
        ),
        model = quoted(model),
        system = quoted(&prompt.system),
        user = quoted(&prompt.user()),
        name = quoted(prompt.schema_name),
        schema = prompt.schema.trim(),
        cap_field = quoted(quirks.cap_field),
        cap = prompt.max_output_tokens,
    )
    .into_bytes()
}

/// What an answer means.
///
/// # Errors
/// Everything that is no completion, by what the caller has to do about it.
pub(in crate::provider) fn decode(status: u16, headers: &HeaderMap, body: &[u8]) -> Result<Reply, Fail> {
    if (200..300).contains(&status) {
        return completion(headers, body);
    }
    let body = serde_json::from_slice::<Value>(body).ok();
    let error = body.as_ref().and_then(error_of);
    Err(failure(status, headers, error))
}

fn completion(headers: &HeaderMap, body: &[u8]) -> Result<Reply, Fail> {
    let bad = |message: &str| Fail::new(FailKind::BadReply, message);
    // Strict: a replacement character would end up in somebody's translation.
    let text = std::str::from_utf8(body).map_err(|_| bad("the answer is not valid UTF-8"))?;
    let body: Value = serde_json::from_str(text).map_err(|_| bad("the answer is not JSON"))?;
    let usage = body.get("usage").and_then(usage);
    let bad = |message: &str| Fail { usage, ..bad(message) };
    if let Some(error) = error_of(&body) {
        return Err(Fail { usage, ..hidden_failure(headers, error) });
    }
    let choice = body.get("choices").and_then(|choices| choices.get(0));
    let choice = choice.ok_or_else(|| bad("the answer has no choices"))?;
    let message = choice.get("message");
    let content = message.and_then(|message| message.get("content")).and_then(content);
    let refusal = message.and_then(|message| message.get("refusal")).and_then(Value::as_str);
    let finish = match choice.get("finish_reason").and_then(Value::as_str) {
        Some("length" | "max_tokens" | "MAX_TOKENS") => Finish::Length,
        Some("content_filter" | "refusal" | "SAFETY") => Finish::Refused,
        Some("error") => return Err(bad("the model ended with an error")),
        _ if refusal.is_some_and(|refusal| !refusal.is_empty()) => Finish::Refused,
        _ => Finish::Stop,
    };
    match (finish, content) {
        (Finish::Stop, None) => Err(bad("the answer has no text")),
        (_, content) => Ok(Reply { text: content.unwrap_or_default(), finish, usage }),
    }
}

/// The text of a message: a string, or a list of parts.
fn content(content: &Value) -> Option<String> {
    if let Some(text) = content.as_str() {
        return Some(text.to_owned());
    }
    let parts = content.as_array()?;
    Some(parts.iter().filter_map(|part| part.get("text")?.as_str()).collect())
}

/// The error of a body: an object, or the first of a list (Gemini's compatible endpoint).
fn error_of(body: &Value) -> Option<&Value> {
    let body = body.get(0).unwrap_or(body);
    body.get("error").filter(|error| !error.is_null())
}

/// An error under status 200: the status may be in the body.
fn hidden_failure(headers: &HeaderMap, error: &Value) -> Fail {
    let code = error.get("code");
    let number = code.and_then(|code| code.as_u64().or_else(|| code.as_str()?.parse().ok()));
    let status = number.and_then(|number| u16::try_from(number).ok()).filter(|s| (400..600).contains(s));
    let words = Words::of(Some(error));
    match status {
        Some(status) => failure(status, headers, Some(error)),
        None if words.is_money() || words.is_throttle() => failure(429, headers, Some(error)),
        None if words.is_refusal() || words.is_too_long() => failure(400, headers, Some(error)),
        None => Fail::new(FailKind::BadReply, "the answer is an error under status 200"),
    }
}

fn failure(status: u16, headers: &HeaderMap, error: Option<&Value>) -> Fail {
    let words = Words::of(error);
    let kind = match status {
        _ if words.is_too_long() && (400..500).contains(&status) => FailKind::ContextTooLong,
        _ if words.is_refusal() && (400..500).contains(&status) => FailKind::Refused,
        402 => FailKind::Fatal(FailureReason::ProviderRateLimited),
        429 if words.is_money() => FailKind::Fatal(FailureReason::ProviderRateLimited),
        429 => FailKind::Throttled,
        408 | 409 | 424 | 425 | 500..=599 => FailKind::Unavailable,
        401 | 403 => FailKind::Fatal(FailureReason::ProviderAuthFailed),
        413 => FailKind::ContextTooLong,
        _ => FailKind::Fatal(FailureReason::ProviderRefused),
    };
    let message = match (kind, status) {
        (FailKind::ContextTooLong, _) => "the request is longer than the model reads".to_owned(),
        (FailKind::Refused, _) => "the provider declined to answer".to_owned(),
        (_, 300..=399) => {
            format!("the provider answered with a redirect ({status}), which is never followed")
        }
        (_, 401 | 403) => format!("the provider did not accept the key (status {status})"),
        (_, 404) => "the provider knows no such model or address (status 404)".to_owned(),
        (FailKind::Fatal(FailureReason::ProviderRateLimited), _) => {
            format!("the quota or credit at the provider is used up (status {status})")
        }
        _ => format!("the provider answered with status {status}"),
    };
    Fail { retry_after: hint::retry_after(headers, error), ..Fail::new(kind, message) }
}

/// The machine words of an error, joined; the place where providers say what is meant.
struct Words(String);

impl Words {
    fn of(error: Option<&Value>) -> Self {
        let field = |pointer: &str| error.and_then(|e| e.pointer(pointer)).and_then(Value::as_str);
        let fixed =
            ["/code", "/type", "/status", "/innererror/code"].map(|pointer| field(pointer).unwrap_or(""));
        let details = error.and_then(|error| error.get("details")).and_then(Value::as_array);
        let quotas = details.into_iter().flatten().filter_map(|detail| detail.get("violations")?.as_array());
        let quotas = quotas.flatten().filter_map(|violation| violation.get("quotaId")?.as_str());
        let words: Vec<_> = fixed.into_iter().chain(quotas).collect();
        Self(words.join(" ").to_ascii_lowercase())
    }

    fn has(&self, any: &[&str]) -> bool {
        any.iter().any(|word| self.0.contains(word))
    }

    /// Quotas that do not come back by waiting a little.
    fn is_money(&self) -> bool {
        self.has(&["insufficient_quota", "credit_balance", "spend_limit", "billing", "perday"])
    }

    fn is_throttle(&self) -> bool {
        self.has(&["rate_limit", "resource_exhausted", "too_many_requests"])
    }

    fn is_refusal(&self) -> bool {
        self.has(&["content_filter", "content_policy", "responsibleaipolicy", "moderation"])
    }

    fn is_too_long(&self) -> bool {
        self.has(&["context_length", "exceed_context_size", "context_window", "string_above_max_length"])
    }
}

/// Usage in the terms of `domain`: some servers leave hidden reasoning out of the completion but
/// not out of the total, and all of it is billed.
fn usage(usage: &Value) -> Option<Usage> {
    let number = |pointer: &str| usage.pointer(pointer).and_then(Value::as_u64);
    let input = number("/prompt_tokens")?;
    let output = number("/completion_tokens").unwrap_or(0);
    let total = number("/total_tokens").unwrap_or(0);
    Some(Usage {
        input_token_count: input,
        cached_input_token_count: number("/prompt_tokens_details/cached_tokens").unwrap_or(0).min(input),
        output_token_count: output.max(total.saturating_sub(input)),
        ..Usage::NOTHING
    })
}

#[cfg(test)]
mod tests;
