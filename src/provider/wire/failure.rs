//! What a refusal means, whoever speaks: gateways put one vendor's words into another's form, so all
//! of them are known everywhere.
//!
//! Only machine words and a few fixed phrases decide. Nothing of a body goes into a message, since
//! bodies can hold keys and texts.

use super::hint;
use crate::domain::failure::FailureReason;
use crate::provider::{Fail, FailKind};
use reqwest::header::HeaderMap;
use serde_json::Value;

/// The error of a body: a member of it, or of the first of a list (Gemini's compatible endpoint).
pub(super) fn error_of(body: &Value) -> Option<&Value> {
    let body = body.get(0).unwrap_or(body);
    body.get("error").filter(|error| !error.is_null())
}

/// An error under status 200: the status may be in the body.
pub(super) fn hidden(headers: &HeaderMap, error: &Value) -> Fail {
    let code = error.get("code");
    let number = code.and_then(|code| code.as_u64().or_else(|| code.as_str()?.parse().ok()));
    let status = number.and_then(|number| u16::try_from(number).ok()).filter(|s| (400..600).contains(s));
    let words = Words::of(headers, Some(error));
    match status {
        Some(status) => failure(status, headers, Some(error)),
        None if words.is_money() || words.is_throttle() => failure(429, headers, Some(error)),
        None if words.is_overload() => failure(503, headers, Some(error)),
        None if words.is_refusal() || words.is_too_long() => failure(400, headers, Some(error)),
        None => Fail::new(FailKind::Unavailable, "the answer is an error under status 200"),
    }
}

/// An answer that is no success. Bedrock's error is the body itself.
pub(super) fn of_body(status: u16, headers: &HeaderMap, body: &[u8]) -> Fail {
    let body = serde_json::from_slice::<Value>(body).ok();
    let error = body.as_ref().map(|body| error_of(body).unwrap_or(body));
    failure(status, headers, error)
}

fn failure(status: u16, headers: &HeaderMap, error: Option<&Value>) -> Fail {
    let words = Words::of(headers, error);
    // Whether a request that failed is worth repeating the provider knows best; whether one that got no
    // answer is, an outage decides.
    let kind = match (kind(status, &words), hint::should_retry(headers)) {
        (FailKind::Fatal(FailureReason::ProviderRefused), Some(true)) if status >= 400 => {
            FailKind::Unavailable
        }
        (FailKind::Throttled, Some(false)) => FailKind::Fatal(FailureReason::ProviderRateLimited),
        (kind, _) => kind,
    };
    let message = match (kind, status) {
        (FailKind::ContextTooLong, _) if words.is_too_much_to_write() => {
            "more output is asked for than the model writes; its max_output_tokens is a setting".to_owned()
        }
        (FailKind::ContextTooLong, _) => "the request is longer than the model reads".to_owned(),
        (FailKind::Refused, _) => "the provider declined to answer".to_owned(),
        (FailKind::SchemaRefused, _) => "the provider does not know this way to ask for JSON".to_owned(),
        (_, 300..=399) => {
            format!("the provider answered with a redirect ({status}), which is never followed")
        }
        (FailKind::Fatal(FailureReason::ProviderAuthFailed), _) => {
            format!("the provider did not accept the key (status {status})")
        }
        (_, 404) => "the provider knows no such model or address (status 404)".to_owned(),
        (FailKind::Fatal(FailureReason::ProviderRateLimited), _) => {
            format!("the quota or credit at the provider is used up (status {status})")
        }
        _ => format!("the provider answered with status {status}"),
    };
    Fail { retry_after: hint::retry_after(headers, error), ..Fail::new(kind, message) }
}

fn kind(status: u16, words: &Words) -> FailKind {
    match status {
        400 | 413 | 422 if words.is_too_long() => FailKind::ContextTooLong,
        // A smaller group asks for less.
        400 | 422 if words.is_too_much_to_write() => FailKind::ContextTooLong,
        // Larger than a whole minute's share: waiting does not make it smaller.
        429 if words.is_larger_than_its_limit() => FailKind::ContextTooLong,
        400 | 403 | 422 | 451 if words.is_refusal() => FailKind::Refused,
        402 => FailKind::Fatal(FailureReason::ProviderRateLimited),
        400 | 403 | 429 if words.is_money() => FailKind::Fatal(FailureReason::ProviderRateLimited),
        429 => FailKind::Throttled,
        // Bedrock throttles under 400 in places.
        400 if words.is_throttle() => FailKind::Throttled,
        408 | 409 | 424 | 425 | 500..=599 => FailKind::Unavailable,
        401 | 403 => FailKind::Fatal(FailureReason::ProviderAuthFailed),
        400 if words.is_bad_key() => FailKind::Fatal(FailureReason::ProviderAuthFailed),
        413 => FailKind::ContextTooLong,
        400 | 422 if words.is_schema() => FailKind::SchemaRefused,
        _ => FailKind::Fatal(FailureReason::ProviderRefused),
    }
}

/// How much of a message is looked at.
const LONGEST_MESSAGE: usize = 4_000;

/// The places where providers say what is meant: words for machines, and a message for people.
struct Words {
    machine: String,
    message: String,
}

impl Words {
    fn of(headers: &HeaderMap, error: Option<&Value>) -> Self {
        let field = |pointer: &str| error.and_then(|e| e.pointer(pointer)).and_then(Value::as_str);
        let fixed =
            ["/code", "/type", "/status", "/param", "/innererror/code", "/details/error_code", "/__type"];
        let fixed = fixed.map(|pointer| field(pointer).unwrap_or(""));
        let header = headers.get("x-amzn-errortype").and_then(|value| value.to_str().ok()).unwrap_or("");
        // Google's details: the reason of an `ErrorInfo`, the quotas of a `QuotaFailure`.
        let details = || {
            let details = error.and_then(|error| error.get("details")).and_then(Value::as_array);
            details.into_iter().flatten()
        };
        let reasons = details().filter_map(|detail| detail.get("reason")?.as_str());
        let quotas = details().filter_map(|detail| detail.get("violations")?.as_array()).flatten();
        let quotas = quotas.filter_map(|violation| violation.get("quotaId")?.as_str());
        let words: Vec<_> = fixed.into_iter().chain([header]).chain(reasons).chain(quotas).collect();
        let message =
            field("/message").or_else(|| field("/Message")).or_else(|| error?.as_str()).unwrap_or("");
        Self {
            machine: words.join(" ").to_ascii_lowercase(),
            message: message.chars().take(LONGEST_MESSAGE).collect::<String>().to_ascii_lowercase(),
        }
    }

    fn has(&self, words: &[&str], phrases: &[&str]) -> bool {
        words.iter().any(|word| self.machine.contains(word))
            || phrases.iter().any(|phrase| self.message.contains(phrase))
    }

    /// Quotas that do not come back by waiting a little.
    fn is_money(&self) -> bool {
        self.has(
            &[
                "insufficient_quota",
                "credit_balance",
                "spend_limit",
                "billing",
                "perday",
                "servicequotaexceeded",
            ],
            &["credit balance is too low", "tokens per day", "used all available credits"],
        )
    }

    fn is_throttle(&self) -> bool {
        self.has(&["rate_limit", "resource_exhausted", "too_many_requests", "throttling"], &[])
    }

    fn is_overload(&self) -> bool {
        self.has(&["overloaded", "unavailable", "api_error", "server_error"], &[])
    }

    fn is_refusal(&self) -> bool {
        self.has(
            &["content_filter", "content_policy", "responsibleaipolicy", "moderation", "invalid_prompt"],
            &["blocked by content filtering policy", "violates usage guidelines"],
        )
    }

    fn is_too_long(&self) -> bool {
        self.has(
            &["context_length", "exceed_context_size", "context_window", "string_above_max_length"],
            &[
                "prompt is too long",
                "input is too long",
                "maximum context length",
                "exceed context limit",
                "input token count",
                "too many input tokens",
            ],
        )
    }

    /// The bound of the answer is beyond what the model writes; not that its name is unknown.
    fn is_too_much_to_write(&self) -> bool {
        const BOUNDS: &[&str] =
            &["max_tokens", "max_completion_tokens", "max_output_tokens", "maxoutputtokens"];
        const EXCEEDED: &[&str] = &[
            "too large",
            "maximum",
            "at most",
            "exceed",
            "less than or equal",
            "valid range",
            "supported range",
        ];
        self.has(BOUNDS, BOUNDS)
            && self.has(&[], EXCEEDED)
            && !self.has(&["unsupported"], &["unsupported", "instead"])
    }

    fn is_larger_than_its_limit(&self) -> bool {
        self.has(&[], &["request too large for"])
    }

    fn is_bad_key(&self) -> bool {
        self.has(&["api_key_invalid", "invalid_api_key"], &["incorrect api key", "api key not valid"])
    }

    /// What is complained of is the way an answer in JSON was asked for.
    fn is_schema(&self) -> bool {
        const WAYS: &[&str] = &[
            "response_format",
            "json_schema",
            "json_object",
            "responsejsonschema",
            "response_json_schema",
            "response_schema",
            "responsemimetype",
            "response_mime_type",
            "output_config",
            "outputconfig",
            "textformat",
            "structured output",
            "json mode",
            "tool_choice",
            "toolchoice",
            "toolconfig",
            "tool use",
            "function calling",
        ];
        self.has(WAYS, WAYS)
    }
}
