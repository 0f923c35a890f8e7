//! `Idempotency-Key`: repeating a request is harmless. The key becomes the request id of the
//! contract; here is only what that cannot know, that the first request is still running.

use super::error::Fault;
use crate::domain::ids::TenantId;
use crate::grpc::in_progress;
use axum::http::HeaderMap;
use sha2::{Digest as _, Sha256};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::{Builder, Uuid};

/// The header.
const HEADER: &str = "idempotency-key";
/// The longest key, in characters.
const LONGEST: usize = 255;

/// The keys that are being worked on.
#[derive(Debug, Clone, Default)]
pub(super) struct Running(Arc<Mutex<HashSet<(TenantId, Uuid)>>>);

/// Holds a key until the request that shows it has ended, however it ends.
#[derive(Debug)]
pub(super) struct Held {
    running: Running,
    key: (TenantId, Uuid),
}

impl Running {
    /// Takes the key of a request.
    ///
    /// # Errors
    /// `REQUEST_IN_PROGRESS` if another one shows the same key now.
    pub(super) fn hold(&self, tenant: &TenantId, key: Uuid) -> Result<Held, Fault> {
        let key = (tenant.clone(), key);
        let new = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
        if new { Ok(Held { running: self.clone(), key }) } else { Err(in_progress().into()) }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.running.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

/// The request id that the key of a request to `route` stands for, if it shows one.
///
/// # Errors
/// `REQUEST_INVALID` for a key that is none, or two of them.
pub(super) fn request_id(headers: &HeaderMap, route: &str) -> Result<Option<Uuid>, Fault> {
    let mut shown = headers.get_all(HEADER).iter();
    let Some(first) = shown.next() else { return Ok(None) };
    let key = first.to_str().ok().and_then(key).filter(|_| shown.next().is_none());
    let key =
        key.ok_or_else(|| Fault::invalid("Idempotency-Key", "one key of 1 to 255 visible ASCII characters"))?;
    let digest = Sha256::digest(format!("{route}\n{key}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Ok(Some(Builder::from_custom_bytes(bytes).into_uuid()))
}

/// The key in a header: a string of structured fields (RFC 8941), or bare.
fn key(value: &str) -> Option<String> {
    let value = value.trim();
    let key = match value.strip_prefix('"') {
        None => value.to_owned(),
        Some(rest) => unquote(rest.strip_suffix('"')?)?,
    };
    let visible = key.bytes().all(|byte| byte.is_ascii_graphic());
    ((1..=LONGEST).contains(&key.len()) && visible).then_some(key)
}

fn unquote(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => plain.push(letters.next().filter(|next| matches!(next, '"' | '\\'))?),
            '"' => return None,
            other => plain.push(other),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_quoted_or_bare() {
        let check =
            |value: &str, expected: Option<&str>| assert_eq!(key(value).as_deref(), expected, "{value}");
        check("abc-1", Some("abc-1"));
        check(r#""abc-1""#, Some("abc-1"));
        check(r#""a\"b\\c""#, Some(r#"a"b\c"#));
        check(r#""a"b""#, None);
        check(r#""a\x""#, None);
        check(r#"""#, None);
        check(r#""""#, None);
        check("", None);
        check("two words", None);
        check("ü", None);
        check(&"k".repeat(255), Some(&"k".repeat(255)));
        check(&"k".repeat(256), None);
    }

    #[test]
    fn one_key_is_held_once_and_let_go_with_its_request() {
        let (running, tenant, key) = (Running::default(), TenantId::default_tenant(), Uuid::now_v7());
        let held = running.hold(&tenant, key).unwrap();
        assert!(running.hold(&tenant, key).is_err());
        assert!(running.hold(&tenant, Uuid::now_v7()).is_ok());
        drop(held);
        assert!(running.hold(&tenant, key).is_ok());
    }
}
