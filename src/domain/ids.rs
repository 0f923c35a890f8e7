//! Identifiers. All of them are UUIDv7, so that they sort by their time of creation.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The text is not a hyphenated UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a UUID of the form 0198c0de-0000-7000-8000-000000000000")]
pub struct BadId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(Uuid);

        impl $name {
            /// A new identifier, later than all made before it in this process.
            #[must_use]
            #[allow(clippy::new_without_default, reason = "each call gives another value")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// The bare value, for storage.
            #[must_use]
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(value: Uuid) -> Self {
                Self(value)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                // `Uuid` also reads braces, URNs and bare hexadecimal; one value has one spelling here.
                if text.len() != 36 {
                    return Err(BadId);
                }
                Uuid::try_parse(text).map(Self).map_err(|_| BadId)
            }
        }
    };
}

id!(
    /// A stored file.
    FileId
);
id!(
    /// A job.
    JobId
);
id!(
    /// A task of the job engine: the unit that is leased.
    TaskId
);
id!(
    /// The report of the end of a job to its receiver.
    DeliveryId
);
id!(
    /// A finding that was dismissed.
    DismissalId
);

/// The owner of files and jobs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TenantId(String);

impl TenantId {
    /// The one tenant of a service without keys.
    #[must_use]
    pub fn default_tenant() -> Self {
        Self("default".to_owned())
    }

    /// The name, for storage.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for TenantId {
    fn from(value: String) -> Self {
        Self(value)
    }
}
