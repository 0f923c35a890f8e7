//! Bedrock's Converse, as bytes; no socket.

use crate::config::{SchemaMode, Wire};
use crate::domain::failure::FailureReason;
use crate::domain::usage::Usage;
use crate::provider::wire::tests::{asked, fails, fails_with, reads, said};
use crate::provider::{FailKind, Finish};
use serde_json::{Value, json};

fn reply(text: &str, stop_reason: &str) -> Value {
    json!({
        "output": {"message": {"role": "assistant", "content": [{"text": text}]}}, "stopReason": stop_reason,
        "usage": {"inputTokens": 10, "outputTokens": 4, "totalTokens": 14},
    })
}

fn question() -> Value {
    json!({
        "system": [{"text": "be good"}],
        "messages": [{"role": "user", "content": [
            {"text": "job"}, {"cachePoint": {"type": "default"}}, {"text": "work ⟦1⟧"},
        ]}],
        "inferenceConfig": {"maxTokens": 99},
    })
}

#[test]
fn a_request_has_exactly_what_the_format_knows() {
    let (url, body) = asked(Wire::Converse, SchemaMode::Strict);
    assert_eq!(url, "http://host/base/model/m%2Fx%3A1/converse");
    let schema = r#"{"type":"object","properties":{"z":{},"a":{}}}"#;
    let mut expected = question();
    let structure = json!({"jsonSchema": {"schema": schema, "name": "answer"}});
    expected["outputConfig"] = json!({"textFormat": {"type": "json_schema", "structure": structure}});
    assert_eq!(body, expected);

    let (_, body) = asked(Wire::Converse, SchemaMode::Tool);
    let mut expected = question();
    let schema: Value = serde_json::from_str(schema).unwrap();
    expected["toolConfig"] = json!({
        "tools": [{"toolSpec": {"name": "answer", "inputSchema": {"json": schema}}}],
        "toolChoice": {"tool": {"name": "answer"}},
    });
    assert_eq!(body, expected);

    let (_, body) = asked(Wire::Converse, SchemaMode::Prompt);
    assert!(body["system"][0]["text"].as_str().unwrap().contains("\"z\""));
    assert!(body.get("outputConfig").is_none() && body.get("toolConfig").is_none());
}

#[test]
fn messages_are_read() {
    let check = |body: &Value, text: &str, finish: Finish| reads(Wire::Converse, body, text, finish);
    check(&reply("hi", "end_turn"), "hi", Finish::Stop);
    check(&reply("cut", "max_tokens"), "cut", Finish::Length);
    check(&reply("cut", "model_context_window_exceeded"), "cut", Finish::Length);
    check(&reply("no", "content_filtered"), "no", Finish::Refused);
    check(&reply("no", "guardrail_intervened"), "no", Finish::Refused);
    let mut tool = reply("", "tool_use");
    tool["output"]["message"]["content"] =
        json!([{"toolUse": {"toolUseId": "t", "name": "answer", "input": {"items": []}}}]);
    check(&tool, r#"{"items":[]}"#, Finish::Stop);
    let mut thought = reply("", "end_turn");
    thought["output"]["message"]["content"] =
        json!([{"reasoningContent": {"reasoningText": {"text": "hm"}}}, {"text": "hi"}]);
    check(&thought, "hi", Finish::Stop);
}

#[test]
fn the_cache_is_part_of_the_input() {
    let check = |usage: Value, expected: Option<(u64, u64, u64, u64)>| {
        let mut body = reply("x", "end_turn");
        body["usage"] = usage;
        let expected = expected.map(|(input, cached, written, output)| Usage {
            input_token_count: input,
            cached_input_token_count: cached,
            cache_write_input_token_count: written,
            output_token_count: output,
            ..Usage::NOTHING
        });
        assert_eq!(said(Wire::Converse, &body), expected, "{body}");
    };
    check(json!({"inputTokens": 10, "outputTokens": 4}), Some((10, 0, 0, 4)));
    let cached =
        json!({"inputTokens": 1, "outputTokens": 4, "cacheReadInputTokens": 31, "cacheWriteInputTokens": 7});
    check(cached, Some((39, 31, 7, 4)));
    check(json!({"inputTokens": -1, "outputTokens": 4}), None);
    check(Value::Null, None);
}

#[test]
fn a_body_that_is_no_message_is_a_bad_reply() {
    for body in [&json!({}), &json!({"message": "oops"}), &reply("x", "malformed_model_output")] {
        fails(Wire::Converse, 200, body, FailKind::BadReply);
    }
}

#[test]
fn every_error_has_one_meaning() {
    use FailKind::{ContextTooLong, Fatal, SchemaRefused, Throttled, Unavailable};
    let check = |status: u16, kind: &'static str, message: &str, expected: FailKind| {
        let headers = [("x-amzn-errortype", kind)];
        fails_with(Wire::Converse, status, &headers, &json!({"message": message}), expected);
    };
    let (refused, auth) = (Fatal(FailureReason::ProviderRefused), Fatal(FailureReason::ProviderAuthFailed));
    let money = Fatal(FailureReason::ProviderRateLimited);
    let invalid = "ValidationException:http://internal.amazon.com/coral/";
    check(400, invalid, "The provided model identifier is invalid.", refused);
    check(400, invalid, "Input is too long for requested model.", ContextTooLong);
    check(400, invalid, "This model doesn't support tool use.", SchemaRefused);
    check(400, invalid, "outputConfig is not supported by this model.", SchemaRefused);
    check(400, "ServiceQuotaExceededException", "", money);
    check(400, "ThrottlingException", "Too many requests", Throttled);
    check(403, "AccessDeniedException", "", auth);
    check(404, "ResourceNotFoundException", "", refused);
    check(408, "ModelTimeoutException", "", Unavailable);
    check(424, "ModelErrorException", "", Unavailable);
    check(429, "ThrottlingException", "Too many tokens, please wait", Throttled);
    check(429, "ThrottlingException", "Too many tokens per day, please wait", money);
    check(429, "ModelNotReadyException", "", Throttled);
    check(500, "InternalServerException", "", Unavailable);
    check(503, "ServiceUnavailableException", "", Unavailable);
}
