//! How the ends of jobs are reported.

use super::form;
use ipnet::IpNet;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How the ends of jobs are reported.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Webhooks {
    /// Networks that may be reached although they are not public. A receiver inside one may also use
    /// `http` and any port.
    #[serde(with = "form::subnets")]
    pub allow_subnets: Vec<IpNet>,
    /// How long one attempt may take.
    #[serde(with = "form::duration")]
    pub timeout: Duration,
    /// The pauses before the attempts; after the last one the delivery is given up. The first attempt
    /// never waits, so the list begins with 0.
    #[serde(with = "form::durations")]
    pub schedule: Vec<Duration>,
    /// What secrets are sealed with: 32 bytes in base64. Without it a key is made and kept in the
    /// data folder.
    #[serde(serialize_with = "form::hidden")]
    pub sealing_key: Option<SecretString>,
}

impl Default for Webhooks {
    fn default() -> Self {
        const MINUTE: u64 = 60;
        const HOUR: u64 = 60 * MINUTE;
        let pauses = [0, 5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR];
        Self {
            allow_subnets: Vec::new(),
            timeout: Duration::from_secs(15),
            schedule: pauses.map(Duration::from_secs).to_vec(),
            sealing_key: None,
        }
    }
}
