//! What the tables of all formats share, and what holds for all of them.

use super::{Target, decode, encode, lower, path};
use crate::config::{Body, SchemaMode, Wire};
use crate::domain::failure::FailureReason;
use crate::domain::usage::Usage;
use crate::provider::endpoint::Quirks;
use crate::provider::{FailKind, Finish, Prompt};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

const WIRES: [Wire; 4] = [Wire::Openai, Wire::Anthropic, Wire::Gemini, Wire::Converse];

pub(super) fn prompt() -> Prompt {
    Prompt {
        system: "be good".to_owned(),
        job: "job".to_owned(),
        work: "work ⟦1⟧".to_owned(),
        schema_name: "answer",
        schema: r#" {"type":"object","properties":{"z":{},"a":{}}} "#,
        max_output_tokens: 99,
    }
}

fn quirks() -> Quirks {
    Quirks {
        token_limit_field: "max_tokens".to_owned(),
        max_output_tokens: None,
        schema: SchemaMode::Strict,
        cache_point: true,
        temperature: None,
        body: Body::new(),
    }
}

fn request(wire: Wire, mode: SchemaMode, quirks: &Quirks) -> (String, String) {
    let target = Target { base_url: "http://host/base/", model: "m/x:1", quirks, mode };
    let request = encode(wire, &target, &prompt());
    (request.url, String::from_utf8(request.body).unwrap())
}

/// The URL and the body of a request.
pub(super) fn asked(wire: Wire, mode: SchemaMode) -> (String, Value) {
    let (url, body) = request(wire, mode, &quirks());
    (url, serde_json::from_str(&body).unwrap())
}

/// An answer that is a completion.
pub(super) fn reads(wire: Wire, body: &Value, text: &str, finish: Finish) {
    let got = decode(wire, 200, &HeaderMap::new(), body.to_string().as_bytes()).unwrap();
    assert_eq!((got.text.as_str(), got.finish), (text, finish), "{body}");
}

/// The usage of an answer that is a completion.
pub(super) fn said(wire: Wire, body: &Value) -> Option<Usage> {
    decode(wire, 200, &HeaderMap::new(), body.to_string().as_bytes()).unwrap().usage
}

/// An answer that is none.
pub(super) fn fails(wire: Wire, status: u16, body: &Value, expected: FailKind) {
    fails_with(wire, status, &[], body, expected);
}

pub(super) fn fails_with(
    wire: Wire,
    status: u16,
    headers: &[(&'static str, &'static str)],
    body: &Value,
    expected: FailKind,
) {
    let headers =
        headers.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
    let got = decode(wire, status, &headers.collect(), body.to_string().as_bytes()).unwrap_err();
    assert_eq!(got.kind, expected, "{status} {body}");
}

pub(super) fn error(kind: &str, message: &str) -> Value {
    json!({"type": kind, "message": message})
}

#[test]
fn what_a_provider_says_of_repeating_counts() {
    let money = FailKind::Fatal(FailureReason::ProviderRateLimited);
    let refused = FailKind::Fatal(FailureReason::ProviderRefused);
    let denied = FailKind::Fatal(FailureReason::ProviderAuthFailed);
    for (status, says, expected) in [
        (429, "false", money),
        (429, "true", FailKind::Throttled),
        (400, "true", FailKind::Unavailable),
        (400, "false", refused),
        (401, "true", denied),
        (302, "true", refused),
        (402, "true", money),
        // A job that waits for its provider is not the repetition this speaks of.
        (500, "false", FailKind::Unavailable),
    ] {
        for wire in WIRES {
            fails_with(wire, status, &[("x-should-retry", says)], &json!({}), expected);
        }
    }
}

#[test]
fn equal_prompts_give_equal_bytes_and_the_order_of_a_schema_is_kept() {
    for wire in WIRES {
        for mode in [SchemaMode::Strict, SchemaMode::Json, SchemaMode::Tool, SchemaMode::Prompt] {
            let (_, one) = request(wire, mode, &quirks());
            assert_eq!(one, request(wire, mode, &quirks()).1);
            let place = |name: &str| one.replace("\\\"", "\"").find(name);
            assert!(place("\"z\"").is_some() && place("\"z\"") < place("\"a\""), "{wire:?} {mode:?}: {one}");
        }
    }
}

#[test]
fn no_format_sends_a_temperature_unasked_and_what_is_laid_over_arrives() {
    let place = |wire: Wire| match wire {
        Wire::Openai | Wire::Anthropic => "/temperature",
        Wire::Gemini => "/generationConfig/temperature",
        Wire::Converse => "/inferenceConfig/temperature",
    };
    for wire in WIRES {
        let (_, plain) = asked(wire, SchemaMode::Strict);
        assert!(plain.pointer(place(wire)).is_none(), "{plain}");
        let body = json!({"more": 1}).as_object().unwrap().clone();
        let (_, text) =
            request(wire, SchemaMode::Strict, &Quirks { temperature: Some(0.5), body, ..quirks() });
        let body: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((body.pointer(place(wire)), &body["more"]), (Some(&json!(0.5)), &json!(1)));
    }
}

#[test]
fn no_more_output_is_asked_for_than_a_model_writes() {
    for wire in WIRES {
        let asked = |most| {
            let (_, text) =
                request(wire, SchemaMode::Strict, &Quirks { max_output_tokens: most, ..quirks() });
            text
        };
        assert!(asked(Some(7)).contains(":7") && !asked(Some(7)).contains(":99"), "{}", asked(Some(7)));
        assert_eq!(asked(Some(100)), asked(None));
    }
}

#[test]
fn a_bad_body_is_bad_in_every_format() {
    use FailKind::{BadReply, Unavailable};
    for wire in WIRES {
        let bodies: [(&[u8], FailKind); 5] = [
            (b"<html>back soon</html>", Unavailable),
            (b"{\"error\":\"oops\"}", Unavailable),
            (b"", BadReply),
            (b"{", BadReply),
            (b"{\"text\":\"\xff\"}", BadReply),
        ];
        for (body, expected) in bodies {
            let got = decode(wire, 200, &HeaderMap::new(), body).unwrap_err();
            assert_eq!(got.kind, expected, "{wire:?} {}", String::from_utf8_lossy(body));
        }
    }
}

#[test]
fn no_message_repeats_what_a_body_says() {
    for wire in WIRES {
        for status in [200, 302, 400, 401, 404, 422, 429, 500] {
            let error = json!({"message": "sk-secret", "code": "sk-secret", "type": "sk-secret"});
            let body = json!({"error": error, "message": "sk-secret"}).to_string();
            let got = decode(wire, status, &HeaderMap::new(), body.as_bytes()).unwrap_err();
            assert!(!format!("{got:?}").contains("secret"), "{got:?}");
        }
    }
}

#[test]
fn each_format_has_its_ways_down_to_the_prompt_alone() {
    let ways = |wire: Wire| {
        let ways = std::iter::successors(Some(SchemaMode::Strict), |mode| lower(wire, *mode));
        ways.collect::<Vec<_>>()
    };
    let all = [SchemaMode::Strict, SchemaMode::Json, SchemaMode::Tool, SchemaMode::Prompt];
    assert_eq!(ways(Wire::Openai), all);
    assert_eq!(ways(Wire::Gemini), all);
    let without_json = [SchemaMode::Strict, SchemaMode::Tool, SchemaMode::Prompt];
    assert_eq!(ways(Wire::Anthropic), without_json);
    assert_eq!(ways(Wire::Converse), without_json);
}

#[test]
fn a_name_is_one_part_of_a_path_whatever_is_in_it() {
    let check = |name: &str, expected: &str| assert_eq!(path("http://h/v1/", &["a", name]), expected);
    check("x", "http://h/v1/a/x");
    check("nova:0", "http://h/v1/a/nova%3A0");
    check("../?k=1#é", "http://h/v1/a/..%2F%3Fk%3D1%23%C3%A9");
}
