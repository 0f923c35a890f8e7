//! What all formats do with an answer of status 2xx before they look for their own members.

use super::failure;
use crate::domain::usage::Usage;
use crate::provider::{Fail, FailKind, Finish, Left, Reply};
use reqwest::header::HeaderMap;
use serde_json::Value;

/// More tokens than this in one call are a mistake of the provider.
const MOST_TOKENS: u64 = 1 << 40;
/// A longer name of a model is none.
const LONGEST_NAME: usize = 200;

/// A good answer's body and what it says it used.
///
/// # Errors
/// It is not UTF-8, not JSON, or an error in disguise.
pub(super) fn body(
    headers: &HeaderMap,
    bytes: &[u8],
    usage: impl Fn(&Value) -> Option<Usage>,
) -> Result<(Value, Option<Usage>), Fail> {
    // Strict: a replacement character would end up in somebody's translation.
    let text = std::str::from_utf8(bytes).map_err(|_| bad("the answer is not valid UTF-8", None))?;
    let body: Value = serde_json::from_str(text).map_err(|_| no_json(text))?;
    let usage = usage(&body);
    match failure::error_of(&body) {
        Some(error) => Err(Fail { usage: usage.map(Box::new), ..failure::hidden(headers, error) }),
        None => Ok((body, usage)),
    }
}

/// A page for people is another fault than JSON that breaks off.
fn no_json(text: &str) -> Fail {
    match text.trim_start().starts_with('<') {
        true => broken("the answer is a web page and not JSON", None),
        false => bad("the answer is not JSON", None),
    }
}

/// An answer that is no completion.
pub(super) fn bad(message: &str, usage: Option<Usage>) -> Fail {
    Fail { usage: usage.map(Box::new), ..Fail::new(FailKind::BadReply, message) }
}

/// An error of the server under status 200: as if it had said 502.
pub(super) fn broken(message: &str, usage: Option<Usage>) -> Fail {
    Fail { usage: usage.map(Box::new), ..Fail::new(FailKind::Unavailable, message) }
}

/// A completion; only one that was finished has to have a text.
pub(super) fn reply(text: Option<String>, finish: Finish, usage: Option<Usage>) -> Result<Reply, Fail> {
    match (finish, text) {
        (Finish::Stop, None) => Err(bad("the answer has no text", usage)),
        (_, text) => {
            let (model, left) = (String::new(), Left::default());
            Ok(Reply { text: text.unwrap_or_default(), finish, usage, model, left })
        }
    }
}

/// The name an answer gives to what wrote it; a name that is odd is none.
pub(super) fn name(answer: &Value, member: &str) -> String {
    let name = answer.get(member).and_then(Value::as_str).unwrap_or_default();
    let is_odd = name.len() > LONGEST_NAME || name.chars().any(char::is_control);
    if is_odd { String::new() } else { name.to_owned() }
}

/// A count of tokens; odd ones are no counts.
pub(super) fn count(usage: &Value, pointer: &str) -> Option<u64> {
    usage.pointer(pointer).and_then(Value::as_u64).filter(|count| *count <= MOST_TOKENS)
}

/// Usage whose input leaves the cache out; ours has it in. The members are those of the input, of what
/// was read from the cache and written to it, and of the output.
pub(super) fn beside_cache(usage: &Value, [input, read, written, output]: [&str; 4]) -> Option<Usage> {
    let read = count(usage, read).unwrap_or(0);
    let written = count(usage, written).unwrap_or(0);
    Some(Usage {
        input_token_count: count(usage, input)? + read + written,
        cached_input_token_count: read,
        cache_write_input_token_count: written,
        output_token_count: count(usage, output)?,
        ..Usage::NOTHING
    })
}

/// The texts of parts, joined; `None` if there is not one.
pub(super) fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> Option<String> {
    texts.map(str::to_owned).reduce(|all, text| all + &text)
}
