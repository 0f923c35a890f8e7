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
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// The body of a request. No sampling parameters: many models refuse them.
pub(in crate::provider) fn encode(model: &str, quirks: Quirks, prompt: &Prompt) -> Vec<u8> {
    let schema: Value = serde_json::from_str(prompt.schema).unwrap_or(Value::Bool(true));
    let mut body = json!({
        "model": model,
        "messages": [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": prompt.user},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": prompt.schema_name, "strict": true, "schema": schema},
        },
    });
    body[quirks.cap_field] = json!(prompt.max_output_tokens);
    body.to_string().into_bytes()
}
