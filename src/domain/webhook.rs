//! The report of the end of a job: to whom, signed with what, and how far it is.
//!
//! The rules of addresses are in `receiver` and `address`; nothing here resolves a name or sends.

use super::clock::Time;
use super::ids::{DeliveryId, JobId, TenantId};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::SecretSlice;
use serde::{Deserialize, Serialize};

pub mod address;
pub mod receiver;

/// The shortest and the longest secret, in bytes.
const SECRET: std::ops::RangeInclusive<usize> = 24..=64;
/// How a secret begins that is given in base64.
const PREFIX: &str = "whsec_";

/// How far a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// The job is not over yet.
    Waiting,
    /// To be sent, for the first time or again.
    Pending,
    /// Taken by the receiver.
    Delivered,
    /// Given up.
    Failed,
}

impl DeliveryState {
    /// All of them, in order of life.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Pending, Self::Delivered, Self::Failed];

    /// The word rows and people see.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

/// A delivery as it is now, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its identifier, the same in every attempt.
    pub id: DeliveryId,
    /// The job.
    pub job: JobId,
    /// Whose job it is.
    pub tenant: TenantId,
    /// Where it goes.
    pub url: String,
    /// How far it is.
    pub state: DeliveryState,
    /// The last attempts, oldest first.
    pub attempts: Vec<Attempt>,
    /// When the next attempt is due.
    pub next_at: Option<Time>,
    /// When the job was created.
    pub created_at: Time,
}

/// One attempt to deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When it began.
    pub at: Time,
    /// The status of the answer; 0 if there was none.
    pub status: u16,
    /// Why it failed; empty if it did not. Holds nothing the receiver sent.
    pub error: String,
    /// How long it took.
    pub millis: u64,
}

/// Reads a signing secret: `whsec_` and base64, or the bytes themselves. `None`: it is neither, or
/// too short or too long.
#[must_use]
pub fn secret(text: &str) -> Option<SecretSlice<u8>> {
    let bytes = match text.strip_prefix(PREFIX) {
        Some(encoded) => STANDARD.decode(encoded).ok()?,
        None => text.as_bytes().to_vec(),
    };
    SECRET.contains(&bytes.len()).then(|| bytes.into())
}

#[cfg(test)]
mod tests {
    use super::secret;
    use secrecy::ExposeSecret as _;

    #[test]
    fn a_secret_has_24_to_64_bytes_plain_or_in_base64() {
        let check = |text: &str, expected: Option<&[u8]>| {
            assert_eq!(secret(text).as_ref().map(|read| read.expose_secret()), expected, "{text}");
        };
        let plain = "0123456789abcdef01234567";
        check(plain, Some(plain.as_bytes()));
        check("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", Some(plain.as_bytes()));
        check(&plain[1..], None);
        check(&"x".repeat(64), Some(&[b'x'; 64]));
        check(&"x".repeat(65), None);
        check("whsec_MDEyMw==", None);
        check("whsec_this is no base64, however long it may be", None);
        check("", None);
    }
}
