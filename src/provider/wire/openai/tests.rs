//! What comes over the wire, good and bad, as bytes; no socket.

use super::{decode, encode};
use crate::domain::failure::FailureReason;
use crate::domain::usage::Usage;
use crate::provider::endpoint::Quirks;
use crate::provider::{FailKind, Finish, Prompt};
use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

fn reply(text: impl Into<Value>, finish: &str) -> Value {
    json!({"choices": [{"message": {"role": "assistant", "content": text.into()}, "finish_reason": finish}]})
}

#[test]
fn a_request_has_exactly_what_the_format_knows() {
    let prompt = Prompt {
        system: "be \"good\"".to_owned(),
        job: "line".to_owned(),
        work: "line ⟦1⟧".to_owned(),
        schema_name: "answer",
        schema: r#" {"type":"object","properties":{"z":{},"a":{}}} "#,
        max_output_tokens: 99,
    };
    let body = encode("m/x", Quirks { cap_field: "max_tokens" }, &prompt);
    let text = String::from_utf8(body.clone()).unwrap();
    assert!(text.find(r#""z""#) < text.find(r#""a""#), "the order of properties is kept");
    let expected = json!({
        "model": "m/x",
        "messages": [
            {"role": "system", "content": "be \"good\""},
            {"role": "user", "content": "line\n\nline ⟦1⟧"},
        ],
        "response_format": {"type": "json_schema", "json_schema": {
            "name": "answer", "strict": true, "schema": {"type": "object", "properties": {"z": {}, "a": {}}},
        }},
        "max_tokens": 99,
    });
    assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), expected);
}

#[test]
fn completions_are_read() {
    let check = |body: Value, text: &str, finish: Finish| {
        let got = decode(200, &HeaderMap::new(), body.to_string().as_bytes()).unwrap();
        assert_eq!((got.text.as_str(), got.finish), (text, finish), "{body}");
    };
    check(reply("hi", "stop"), "hi", Finish::Stop);
    check(reply(json!([{"type": "text", "text": "a"}, {"text": "b"}]), "stop"), "ab", Finish::Stop);
    check(reply("cut", "length"), "cut", Finish::Length);
    check(reply(Value::Null, "length"), "", Finish::Length);
    check(reply(Value::Null, "content_filter"), "", Finish::Refused);
    check(json!({"choices": [{"message": {"content": "x"}}], "error": null}), "x", Finish::Stop);
    let refusal =
        json!({"choices": [{"message": {"content": null, "refusal": "no"}, "finish_reason": "stop"}]});
    check(refusal, "", Finish::Refused);
}

#[test]
fn usage_is_what_is_billed_and_never_a_guess() {
    let check = |usage: Value, expected: Option<(u64, u64, u64)>| {
        let mut body = reply("x", "stop");
        body["usage"] = usage;
        let got = decode(200, &HeaderMap::new(), body.to_string().as_bytes()).unwrap().usage;
        let expected = expected.map(|(input, cached, output)| Usage {
            input_token_count: input,
            cached_input_token_count: cached,
            output_token_count: output,
            ..Usage::NOTHING
        });
        assert_eq!(got, expected, "{body}");
    };
    check(json!({"prompt_tokens": 10, "completion_tokens": 4, "total_tokens": 14}), Some((10, 0, 4)));
    check(
        json!({"prompt_tokens": 1469, "completion_tokens": 744, "total_tokens": 2496}),
        Some((1469, 0, 1027)),
    );
    let details = json!({"cached_tokens": 8});
    check(
        json!({"prompt_tokens": 10, "completion_tokens": 4, "prompt_tokens_details": details}),
        Some((10, 8, 4)),
    );
    check(json!({"prompt_tokens": -3, "completion_tokens": 4}), None);
    check(json!("free"), None);
    check(Value::Null, None);
}

#[test]
fn a_body_that_is_no_completion_is_a_bad_reply() {
    let check = |body: &[u8]| {
        let got = decode(200, &HeaderMap::new(), body).unwrap_err();
        assert_eq!(got.kind, FailKind::BadReply, "{}", String::from_utf8_lossy(body));
    };
    check(b"<html>log in</html>");
    check(b"");
    check(b"null");
    check(b"{}");
    check(br#"{"choices":null}"#);
    check(br#"{"choices":[]}"#);
    check(br#"{"choices":[{}]}"#);
    check(br#"{"choices":[{"message":{"content":null},"finish_reason":"stop"}]}"#);
    check(br#"{"choices":[{"message":{"content":"x"},"finish_reason":"error"}]}"#);
    check(br#"{"error":{"message":"oops"}}"#);
    check(br#"{"error":"oops"}"#);
    check(b"{\"choices\":[{\"message\":{\"content\":\"\xff\"}}]}");
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
        let body = json!({"error": error}).to_string();
        let got = decode(status, &HeaderMap::new(), body.as_bytes()).unwrap_err();
        assert_eq!(got.kind, expected, "{status} {body}");
    };
    use FailKind::{BadReply, ContextTooLong, Fatal, Refused, Throttled, Unavailable};
    let money = Fatal(FailureReason::ProviderRateLimited);
    check(429, json!({"code": "rate_limit_exceeded"}), Throttled);
    check(429, json!({"code": 429}), Throttled);
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
    check(200, json!({"code": 429}), Throttled);
    check(200, json!({"code": "502"}), Unavailable);
    check(200, json!({"code": "rate_limit_exceeded"}), Throttled);
    check(200, json!({"code": "insufficient_quota"}), money);
    check(200, json!({"code": "whatever"}), BadReply);
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

#[test]
fn no_message_repeats_what_the_body_says() {
    for status in [200, 302, 400, 401, 404, 429, 500] {
        let body = json!({"error": {"message": "key sk-secret", "code": "sk-secret", "type": "sk-secret"}});
        let got = decode(status, &HeaderMap::new(), body.to_string().as_bytes()).unwrap_err();
        assert!(!format!("{got:?}").contains("secret"), "{got:?}");
    }
}
