//! What comes over the wire, good and bad, as bytes; no socket.

use crate::config::{SchemaMode, Wire};
use crate::domain::failure::FailureReason;
use crate::domain::usage::Usage;
use crate::provider::wire::tests::{asked, fails, reads, said};
use crate::provider::{Fail, FailKind, Finish, Reply, wire};
use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

fn decode(status: u16, headers: &HeaderMap, body: &[u8]) -> Result<Reply, Fail> {
    wire::decode(Wire::Openai, status, headers, body)
}

fn reply(text: impl Into<Value>, finish: &str) -> Value {
    json!({"choices": [{"message": {"role": "assistant", "content": text.into()}, "finish_reason": finish}]})
}

#[test]
fn a_request_has_exactly_what_the_format_knows() {
    let schema = json!({"type": "object", "properties": {"z": {}, "a": {}}});
    let question = json!({
        "model": "m/x:1",
        "messages": [
            {"role": "system", "content": "be good"},
            {"role": "user", "content": "job\n\nwork ⟦1⟧"},
        ],
        "max_tokens": 99,
    });
    let (url, body) = asked(Wire::Openai, SchemaMode::Strict);
    assert_eq!(url, "http://host/base/chat/completions");
    let mut expected = question.clone();
    let strict = json!({"name": "answer", "strict": true, "schema": schema});
    expected["response_format"] = json!({"type": "json_schema", "json_schema": strict});
    assert_eq!(body, expected);

    let (_, body) = asked(Wire::Openai, SchemaMode::Json);
    assert_eq!(body["response_format"], json!({"type": "json_object"}));
    assert!(body["messages"][0]["content"].as_str().unwrap().contains("\"z\""));

    let (_, body) = asked(Wire::Openai, SchemaMode::Tool);
    let mut expected = question;
    expected["tools"] = json!([{"type": "function", "function": {"name": "answer", "parameters": schema}}]);
    expected["tool_choice"] = json!({"type": "function", "function": {"name": "answer"}});
    assert_eq!(body, expected);

    let (_, body) = asked(Wire::Openai, SchemaMode::Prompt);
    assert!(body.get("response_format").is_none() && body.get("tools").is_none());
}

#[test]
fn completions_are_read() {
    let check = |body: Value, text: &str, finish: Finish| reads(Wire::Openai, &body, text, finish);
    check(reply("hi", "stop"), "hi", Finish::Stop);
    check(reply(json!([{"type": "text", "text": "a"}, {"text": "b"}]), "stop"), "ab", Finish::Stop);
    check(reply("cut", "length"), "cut", Finish::Length);
    check(reply(Value::Null, "length"), "", Finish::Length);
    check(reply(Value::Null, "content_filter"), "", Finish::Refused);
    check(json!({"choices": [{"message": {"content": "x"}}], "error": null}), "x", Finish::Stop);
    let refusal =
        json!({"choices": [{"message": {"content": null, "refusal": "no"}, "finish_reason": "stop"}]});
    check(refusal, "", Finish::Refused);
    let call = |arguments: Value| {
        let calls = json!([{"type": "function", "function": {"name": "answer", "arguments": arguments}}]);
        json!({"choices": [{"message": {"content": null, "tool_calls": calls}, "finish_reason": "tool_calls"}]})
    };
    check(call(json!("{\"items\":[]}")), "{\"items\":[]}", Finish::Stop);
    check(call(json!({"items": []})), "{\"items\":[]}", Finish::Stop);
}

#[test]
fn usage_is_what_is_billed_and_never_a_guess() {
    let check = |usage: Value, expected: Option<(u64, u64, u64, u64)>| {
        let mut body = reply("x", "stop");
        body["usage"] = usage;
        let expected = expected.map(|(input, cached, output, reasoning)| Usage {
            input_token_count: input,
            cached_input_token_count: cached,
            output_token_count: output,
            reasoning_token_count: reasoning,
            ..Usage::NOTHING
        });
        assert_eq!(said(Wire::Openai, &body), expected, "{body}");
    };
    check(json!({"prompt_tokens": 10, "completion_tokens": 4, "total_tokens": 14}), Some((10, 0, 4, 0)));
    check(
        json!({"prompt_tokens": 1469, "completion_tokens": 744, "total_tokens": 2496}),
        Some((1469, 0, 1027, 283)),
    );
    let details = json!({"cached_tokens": 8});
    check(
        json!({"prompt_tokens": 10, "completion_tokens": 4, "prompt_tokens_details": details}),
        Some((10, 8, 4, 0)),
    );
    let thought = json!({"reasoning_tokens": 3});
    check(
        json!({"prompt_tokens": 10, "completion_tokens": 4, "completion_tokens_details": thought}),
        Some((10, 0, 4, 3)),
    );
    check(json!({"prompt_tokens": 10, "total_tokens": 14}), Some((10, 0, 4, 0)));
    check(json!({"prompt_tokens": 10}), None);
    check(json!({"prompt_tokens": -3, "completion_tokens": 4}), None);
    check(json!({"prompt_tokens": 10, "completion_tokens": u64::MAX}), None);
    check(json!("free"), None);
    check(Value::Null, None);
}

#[test]
fn a_body_that_is_no_completion_is_the_servers_fault_or_a_bad_reply() {
    let check = |body: &[u8], expected: FailKind| {
        let got = decode(200, &HeaderMap::new(), body).unwrap_err();
        assert_eq!(got.kind, expected, "{}", String::from_utf8_lossy(body));
    };
    use FailKind::{BadReply, Unavailable};
    check(b"<html>back soon</html>", Unavailable);
    check(b"{}", Unavailable);
    check(br#"{"choices":null}"#, Unavailable);
    check(br#"{"choices":[]}"#, Unavailable);
    check(br#"{"choices":[{"message":{"content":"x"},"finish_reason":"error"}]}"#, Unavailable);
    check(br#"{"error":{"message":"oops"}}"#, Unavailable);
    check(br#"{"error":"oops"}"#, Unavailable);
    check(b"", BadReply);
    check(b"null", Unavailable);
    check(br#"{"choices":[{}]}"#, BadReply);
    check(br#"{"choices":[{"message":{"content":null},"finish_reason":"stop"}]}"#, BadReply);
    check(b"{\"choices\":[{\"message\":{\"content\":\"\xff\"}}]}", BadReply);
}

#[test]
fn a_bad_reply_that_was_paid_says_so() {
    let body = json!({"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 1}}).to_string();
    let got = decode(200, &HeaderMap::new(), body.as_bytes()).unwrap_err();
    assert_eq!(got.usage.map(|usage| usage.input_token_count), Some(5));
}

#[test]
fn every_status_has_one_meaning() {
    let check = |status: u16, error: Value, expected: FailKind| {
        fails(Wire::Openai, status, &json!({"error": error}), expected);
    };
    use FailKind::{ContextTooLong, Fatal, Refused, SchemaRefused, Throttled, Unavailable};
    let money = Fatal(FailureReason::ProviderRateLimited);
    check(429, json!({"code": "rate_limit_exceeded"}), Throttled);
    check(429, json!({"code": 429}), Throttled);
    check(429, json!({"message": "Quota exceeded for the input token count per minute"}), Throttled);
    let share = "Request too large for m on tokens per min (TPM): Limit 30000, Requested 40000";
    check(429, json!({"code": "rate_limit_exceeded", "message": share}), ContextTooLong);
    check(429, json!({"code": "insufficient_quota"}), money);
    check(429, json!({"type": "credit_balance_exhausted"}), money);
    check(429, json!({"details": [{"violations": [{"quotaId": "RequestsPerDayPerProject"}]}]}), money);
    check(402, json!({}), money);
    for status in [408, 409, 424, 500, 502, 503, 504, 529] {
        check(status, json!({}), Unavailable);
    }
    check(401, json!({}), Fatal(FailureReason::ProviderAuthFailed));
    check(403, json!({}), Fatal(FailureReason::ProviderAuthFailed));
    check(404, json!({}), Fatal(FailureReason::ProviderRefused));
    check(400, json!({"code": "unknown_parameter"}), Fatal(FailureReason::ProviderRefused));
    check(302, json!({}), Fatal(FailureReason::ProviderRefused));
    check(400, json!({"code": "context_length_exceeded"}), ContextTooLong);
    check(400, json!({"type": "exceed_context_size_error"}), ContextTooLong);
    check(413, json!({}), ContextTooLong);
    check(400, json!({"code": "content_filter"}), Refused);
    check(400, json!({"innererror": {"code": "ResponsibleAIPolicyViolation"}}), Refused);
    check(400, json!({"code": "invalid_prompt"}), Refused);
    check(400, json!({"message": "Incorrect API key provided: x"}), Fatal(FailureReason::ProviderAuthFailed));
    check(403, json!("Your team has used all available credits"), money);
    check(400, json!({"param": "response_format", "code": "unsupported_value"}), SchemaRefused);
    check(422, json!({"message": "`json_schema` is not one of text, json_object"}), SchemaRefused);
    check(500, json!({"message": "response_format"}), Unavailable);
    check(200, json!({"code": 429}), Throttled);
    check(200, json!({"code": "502"}), Unavailable);
    check(200, json!({"code": "rate_limit_exceeded"}), Throttled);
    check(200, json!({"code": "insufficient_quota"}), money);
    check(200, json!({"code": "whatever"}), Unavailable);
    let bound = "max_tokens is too large: 32768. This model supports at most 16384 completion tokens";
    check(400, json!({"param": "max_tokens", "message": bound}), ContextTooLong);
    let bound = "max_tokens: 32768 > 8192, which is the maximum allowed number of output tokens";
    check(400, json!({"type": "invalid_request_error", "message": bound}), ContextTooLong);
    let name = "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.";
    let refused = Fatal(FailureReason::ProviderRefused);
    check(400, json!({"code": "unsupported_parameter", "param": "max_tokens", "message": name}), refused);
}

#[test]
fn a_pause_is_found_in_headers_and_in_a_list_of_errors() {
    let mut headers = HeaderMap::new();
    headers.insert("retry-after", HeaderValue::from_static("7"));
    let got = decode(429, &headers, b"<html>").unwrap_err();
    assert_eq!(got.retry_after.map(|wait| wait.as_secs()), Some(7));
    let body = json!([{"error": {"code": 429, "details": [{"retryDelay": "12s"}]}}]).to_string();
    let got = decode(429, &HeaderMap::new(), body.as_bytes()).unwrap_err();
    assert_eq!((got.kind, got.retry_after.map(|wait| wait.as_secs())), (FailKind::Throttled, Some(12)));
}
