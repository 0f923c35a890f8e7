//! Who may do what: keys, their identifiers and the scopes they carry.
//!
//! Knows neither where keys are stored nor how they are shown.

use super::clock::Time;
use super::ids::TenantId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

pub mod text;

/// The text is no identifier of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of a key")]
pub struct BadKeyId;

/// The public part of a key: what lists, logs and rows call it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KeyId(String);

impl KeyId {
    /// The text, for storage.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for KeyId {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl FromStr for KeyId {
    type Err = BadKeyId;

    fn from_str(text: &str) -> Result<Self, BadKeyId> {
        let good = text.len() == text::ID && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if good { Ok(Self(text.to_owned())) } else { Err(BadKeyId) }
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a key may do. None of them implies another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Look at files, jobs and segments, and download.
    Read,
    /// Upload, create, cancel and erase.
    Write,
    /// Keys, deliveries, system: the operator's.
    Admin,
    /// Read the metrics.
    Metrics,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Read, Self::Write, Self::Admin, Self::Metrics];

    /// The word clients, rows and logs see.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
            Self::Metrics => "metrics",
        }
    }
}

/// A key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The public part of its text.
    pub id: KeyId,
    /// Whose files and jobs it reaches.
    pub tenant: TenantId,
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// The key that made it.
    pub created_by: Option<KeyId>,
    /// When it was made.
    pub created_at: Time,
    /// When it ends, if it does.
    pub expires_at: Option<Time>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Time>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Time>,
}

impl Key {
    /// Whether it opens anything at `now`.
    #[must_use]
    pub fn is_good(&self, now: Time) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }
}
