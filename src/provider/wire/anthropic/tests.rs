//! Anthropic's Messages, as bytes; no socket.

use crate::config::{SchemaMode, Wire};
use crate::domain::failure::FailureReason;
use crate::domain::usage::Usage;
use crate::provider::wire::tests::{asked, error, fails, reads, said};
use crate::provider::{FailKind, Finish};
use serde_json::{Value, json};

fn reply(text: &str, stop_reason: &str) -> Value {
    json!({
        "type": "message", "role": "assistant", "content": [{"type": "text", "text": text}],
        "stop_reason": stop_reason, "usage": {"input_tokens": 10, "output_tokens": 4},
    })
}

fn question() -> Value {
    json!({
        "model": "m/x:1", "max_tokens": 99, "system": "be good",
        "messages": [{"role": "user", "content": [
            {"type": "text", "text": "job", "cache_control": {"type": "ephemeral"}},
            {"type": "text", "text": "work ⟦1⟧"},
        ]}],
    })
}

#[test]
fn a_request_has_exactly_what_the_format_knows() {
    let (url, body) = asked(Wire::Anthropic, SchemaMode::Strict);
    assert_eq!(url, "http://host/base/messages");
    let mut expected = question();
    let schema = json!({"type": "object", "properties": {"z": {}, "a": {}}});
    expected["output_config"] = json!({"format": {"type": "json_schema", "schema": schema}});
    assert_eq!(body, expected);

    let (_, body) = asked(Wire::Anthropic, SchemaMode::Tool);
    let mut expected = question();
    expected["tools"] = json!([{"name": "answer", "input_schema": schema}]);
    expected["tool_choice"] = json!({"type": "tool", "name": "answer", "disable_parallel_tool_use": true});
    assert_eq!(body, expected);

    let (_, body) = asked(Wire::Anthropic, SchemaMode::Prompt);
    assert!(body["system"].as_str().unwrap().contains("\"z\""));
    assert!(body.get("output_config").is_none() && body.get("tools").is_none());
}

#[test]
fn messages_are_read() {
    let check = |body: &Value, text: &str, finish: Finish| reads(Wire::Anthropic, body, text, finish);
    check(&reply("hi", "end_turn"), "hi", Finish::Stop);
    check(&reply("cut", "max_tokens"), "cut", Finish::Length);
    check(&reply("cut", "model_context_window_exceeded"), "cut", Finish::Length);
    check(&reply("", "refusal"), "", Finish::Refused);
    check(&json!({"content": [], "stop_reason": "refusal"}), "", Finish::Refused);
    let mut thought = reply("hi", "end_turn");
    thought["content"] = json!([{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "hi"}]);
    check(&thought, "hi", Finish::Stop);
    let mut tool = reply("", "tool_use");
    tool["content"] = json!([{"type": "tool_use", "id": "t", "name": "answer", "input": {"items": []}}]);
    check(&tool, r#"{"items":[]}"#, Finish::Stop);
}

#[test]
fn the_cache_is_part_of_the_input() {
    let check = |usage: Value, expected: Option<(u64, u64, u64, u64)>| {
        let mut body = reply("x", "end_turn");
        body["usage"] = usage;
        let got = said(Wire::Anthropic, &body);
        let expected = expected.map(|(input, cached, written, output)| Usage {
            input_token_count: input,
            cached_input_token_count: cached,
            cache_write_input_token_count: written,
            output_token_count: output,
            ..Usage::NOTHING
        });
        assert_eq!(got, expected, "{body}");
    };
    check(json!({"input_tokens": 10, "output_tokens": 4}), Some((10, 0, 0, 4)));
    let cached = json!({"cache_read_input_tokens": 31, "cache_creation_input_tokens": 7});
    check(json!({"input_tokens": 1, "output_tokens": 4}), Some((1, 0, 0, 4)));
    let mut all = cached;
    all["input_tokens"] = json!(1);
    all["output_tokens"] = json!(4);
    check(all, Some((39, 31, 7, 4)));
    check(json!({"input_tokens": 10}), None);
    check(json!({"input_tokens": "10", "output_tokens": 4}), None);
    check(json!({"input_tokens": u64::MAX, "output_tokens": 4}), None);
    check(Value::Null, None);
}

#[test]
fn a_body_that_is_no_message_is_a_bad_reply() {
    for body in [&json!({}), &json!({"content": []}), &reply("hm", "pause_turn")] {
        fails(Wire::Anthropic, 200, body, FailKind::BadReply);
    }
}

#[test]
fn every_error_has_one_meaning() {
    use FailKind::{ContextTooLong, Fatal, SchemaRefused, Throttled, Unavailable};
    let check = |status: u16, kind: &str, message: &str, expected: FailKind| {
        let body = json!({"type": "error", "error": error(kind, message), "request_id": "r"});
        fails(Wire::Anthropic, status, &body, expected);
    };
    let (refused, auth) = (Fatal(FailureReason::ProviderRefused), Fatal(FailureReason::ProviderAuthFailed));
    let money = Fatal(FailureReason::ProviderRateLimited);
    check(400, "invalid_request_error", "messages: field required", refused);
    check(400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum", ContextTooLong);
    check(400, "invalid_request_error", "Your credit balance is too low to access the API", money);
    check(
        400,
        "invalid_request_error",
        "output_config.format: extra inputs are not permitted",
        SchemaRefused,
    );
    check(400, "invalid_request_error", "Output blocked by content filtering policy", FailKind::Refused);
    check(401, "authentication_error", "invalid x-api-key", auth);
    check(402, "billing_error", "", money);
    check(403, "permission_error", "", auth);
    check(404, "not_found_error", "model: m", refused);
    check(413, "request_too_large", "", ContextTooLong);
    check(429, "rate_limit_error", "", Throttled);
    check(500, "api_error", "", Unavailable);
    check(504, "timeout_error", "", Unavailable);
    check(529, "overloaded_error", "Overloaded", Unavailable);
    check(200, "overloaded_error", "Overloaded", Unavailable);
    check(200, "rate_limit_error", "", Throttled);
}
