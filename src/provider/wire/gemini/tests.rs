//! Gemini's `generateContent`, as bytes; no socket.

use crate::config::{SchemaMode, Wire};
use crate::domain::failure::FailureReason;
use crate::domain::usage::Usage;
use crate::provider::wire::tests::{asked, fails, reads, said};
use crate::provider::{FailKind, Finish};
use serde_json::{Value, json};

fn reply(text: &str, finish_reason: &str) -> Value {
    json!({"candidates": [
        {"content": {"role": "model", "parts": [{"text": text}]}, "finishReason": finish_reason},
    ]})
}

fn question() -> Value {
    json!({
        "systemInstruction": {"parts": [{"text": "be good"}]},
        "contents": [{"role": "user", "parts": [{"text": "job"}, {"text": "work ⟦1⟧"}]}],
        "generationConfig": {"maxOutputTokens": 99},
    })
}

#[test]
fn a_request_has_exactly_what_the_format_knows() {
    let schema = json!({"type": "object", "properties": {"z": {}, "a": {}}});
    let (url, body) = asked(Wire::Gemini, SchemaMode::Strict);
    assert_eq!(url, "http://host/base/models/m%2Fx%3A1:generateContent");
    let mut expected = question();
    expected["generationConfig"]["responseMimeType"] = json!("application/json");
    expected["generationConfig"]["responseJsonSchema"] = schema.clone();
    assert_eq!(body, expected);

    let (_, body) = asked(Wire::Gemini, SchemaMode::Json);
    assert_eq!(
        body["generationConfig"],
        json!({"maxOutputTokens": 99, "responseMimeType": "application/json"})
    );
    assert!(body["systemInstruction"]["parts"][0]["text"].as_str().unwrap().contains("\"z\""));

    let (_, body) = asked(Wire::Gemini, SchemaMode::Tool);
    let mut expected = question();
    let declared = json!({"name": "answer", "parametersJsonSchema": schema});
    expected["tools"] = json!([{"functionDeclarations": [declared]}]);
    expected["toolConfig"] =
        json!({"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["answer"]}});
    assert_eq!(body, expected);

    let (_, body) = asked(Wire::Gemini, SchemaMode::Prompt);
    assert_eq!(body["generationConfig"], json!({"maxOutputTokens": 99}));
}

#[test]
fn candidates_are_read() {
    let check = |body: &Value, text: &str, finish: Finish| reads(Wire::Gemini, body, text, finish);
    check(&reply("hi", "STOP"), "hi", Finish::Stop);
    check(&reply("cut", "MAX_TOKENS"), "cut", Finish::Length);
    check(&json!({"candidates": [{"finishReason": "MAX_TOKENS"}]}), "", Finish::Length);
    for reason in ["SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII"] {
        check(&json!({"candidates": [{"finishReason": reason}]}), "", Finish::Refused);
    }
    check(&json!({"promptFeedback": {"blockReason": "SAFETY"}}), "", Finish::Refused);
    let parts = json!([{"text": "hm", "thought": true}, {"text": "a"}, {"text": "b"}]);
    check(
        &json!({"candidates": [{"content": {"parts": parts}, "finishReason": "STOP"}]}),
        "ab",
        Finish::Stop,
    );
    let call = json!([{"functionCall": {"name": "answer", "args": {"items": []}}}]);
    let call = json!({"candidates": [{"content": {"parts": call}, "finishReason": "STOP"}]});
    check(&call, r#"{"items":[]}"#, Finish::Stop);
}

#[test]
fn thoughts_are_output() {
    let check = |usage: Value, expected: Option<(u64, u64, u64, u64)>| {
        let mut body = reply("x", "STOP");
        body["usageMetadata"] = usage;
        let expected = expected.map(|(input, cached, output, reasoning)| Usage {
            input_token_count: input,
            cached_input_token_count: cached,
            output_token_count: output,
            reasoning_token_count: reasoning,
            ..Usage::NOTHING
        });
        assert_eq!(said(Wire::Gemini, &body), expected, "{body}");
    };
    let usage = |rest: Value| {
        let mut usage = json!({"promptTokenCount": 10, "candidatesTokenCount": 4});
        usage.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        usage
    };
    check(usage(json!({})), Some((10, 0, 4, 0)));
    check(usage(json!({"thoughtsTokenCount": 6, "totalTokenCount": 20})), Some((10, 0, 10, 6)));
    check(usage(json!({"totalTokenCount": 20})), Some((10, 0, 10, 6)));
    check(usage(json!({"cachedContentTokenCount": 8})), Some((10, 8, 4, 0)));
    check(json!({"promptTokenCount": 10, "totalTokenCount": 10}), Some((10, 0, 0, 0)));
    check(json!({"candidatesTokenCount": 4}), None);
    check(json!({"promptTokenCount": 10}), None);
    check(Value::Null, None);
}

#[test]
fn a_body_without_an_answer_is_the_servers_fault_or_a_bad_reply() {
    for body in [&json!({}), &json!({"candidates": []})] {
        fails(Wire::Gemini, 200, body, FailKind::Unavailable);
    }
    for body in [&reply("x", "MALFORMED_RESPONSE"), &reply("x", "OTHER")] {
        fails(Wire::Gemini, 200, body, FailKind::BadReply);
    }
    fails(Wire::Gemini, 200, &json!({"candidates": [{"finishReason": "STOP"}]}), FailKind::BadReply);
}

#[test]
fn every_error_has_one_meaning() {
    use FailKind::{ContextTooLong, Fatal, SchemaRefused, Throttled, Unavailable};
    let check = |code: u16, status: &str, message: &str, details: Value, expected: FailKind| {
        let error = json!({"code": code, "message": message, "status": status, "details": details});
        fails(Wire::Gemini, code, &json!({"error": error}), expected);
    };
    let (refused, auth) = (Fatal(FailureReason::ProviderRefused), Fatal(FailureReason::ProviderAuthFailed));
    let money = Fatal(FailureReason::ProviderRateLimited);
    let invalid = "INVALID_ARGUMENT";
    check(400, invalid, "Request contains an invalid argument.", json!([]), refused);
    check(400, invalid, "API key not valid.", json!([{"reason": "API_KEY_INVALID"}]), auth);
    check(400, invalid, "The input token count (2) exceeds the maximum (1)", json!([]), ContextTooLong);
    check(
        400,
        invalid,
        "Invalid JSON payload: unknown name \"responseJsonSchema\"",
        json!([]),
        SchemaRefused,
    );
    check(403, "PERMISSION_DENIED", "", json!([]), auth);
    check(404, "NOT_FOUND", "", json!([]), refused);
    check(429, "RESOURCE_EXHAUSTED", "", json!([{"retryDelay": "12.5s"}]), Throttled);
    let day = json!([{"violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}]);
    check(429, "RESOURCE_EXHAUSTED", "", day, money);
    check(500, "INTERNAL", "", json!([]), Unavailable);
    check(503, "UNAVAILABLE", "", json!([]), Unavailable);
    check(504, "DEADLINE_EXCEEDED", "", json!([]), Unavailable);
}
