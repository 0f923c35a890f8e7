//! Bounds on what comes in.

use super::form;
use crate::domain::limits;
use crate::domain::price::Currency;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Bounds on what comes in; each error names the setting.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The largest file, in bytes.
    #[serde(with = "form::size")]
    pub file_bytes: u64,
    /// The largest text of a segment, in bytes of UTF-8.
    #[serde(with = "form::size")]
    pub segment_bytes: usize,
    /// The largest attribute value, in bytes.
    #[serde(with = "form::size")]
    pub attribute_bytes: usize,
    /// The most attributes of an element.
    pub attributes: usize,
    /// The deepest nesting of elements.
    pub depth: usize,
    /// The most segments of a file.
    pub segments: u64,
    /// The largest start tag, in bytes: all its attributes together.
    #[serde(with = "form::size")]
    pub tag_bytes: usize,
    /// The largest unit, in bytes, long texts beside its segments left out.
    #[serde(with = "form::size")]
    pub unit_bytes: usize,
    /// The most bytes of texts in one page of a list.
    #[serde(with = "form::size")]
    pub page_bytes: usize,
    /// The most calls a key may make in a minute; 0 for no bound.
    pub requests_per_minute: u32,
    /// The most wrong keys an address may show in a minute, after which it is refused for a while.
    pub bad_keys_per_minute: u32,
    /// The most watches, event streams and long polls a key may hold open.
    pub watches_per_key: usize,
    /// The longest a long poll is held.
    #[serde(with = "form::duration")]
    pub wait: Duration,
    /// The most unfinished jobs, over all tenants.
    pub queued_jobs: u64,
    /// The most dismissed findings of a tenant.
    pub dismissals: u64,
    /// The most tokens, in and out together, the jobs of a key may use in a day of UTC; 0 for no bound.
    pub tokens_per_day: u64,
    /// The currency of the bounds on money. Models whose price is unknown or in another currency
    /// cannot be used under them.
    pub currency: Currency,
    /// The most money a job may spend, in micro-units; 0 for no bound.
    #[serde(with = "form::money")]
    pub cost_per_job: u64,
    /// The most money the jobs of a key may spend in a day of UTC, in micro-units; 0 for no bound.
    #[serde(with = "form::money")]
    pub cost_per_day: u64,
    /// The most money all jobs together may spend in a day of UTC, in micro-units; 0 for no bound.
    #[serde(with = "form::money")]
    pub total_cost_per_day: u64,
    /// The most connections.
    pub connections: usize,
    /// How long the head of a request may take.
    #[serde(with = "form::duration")]
    pub head: Duration,
    /// The longest pause in the body of a request.
    #[serde(with = "form::duration")]
    pub body_idle: Duration,
    /// The least a body has to bring over the time it takes, in bytes a second.
    #[serde(with = "form::size")]
    pub body_rate: u64,
}

impl Limits {
    /// Those of them that bound the reading of a file.
    #[must_use]
    pub fn reader(&self) -> limits::Limits {
        limits::Limits {
            segment_bytes: self.segment_bytes,
            attribute_bytes: self.attribute_bytes,
            attributes: self.attributes,
            depth: self.depth,
            segments: self.segments,
            tag_bytes: self.tag_bytes,
            unit_bytes: self.unit_bytes,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        let limits::Limits {
            segment_bytes,
            attribute_bytes,
            attributes,
            depth,
            segments,
            tag_bytes,
            unit_bytes,
        } = limits::Limits::default();
        Self {
            file_bytes: 256 << 20,
            segment_bytes,
            attribute_bytes,
            attributes,
            depth,
            segments,
            tag_bytes,
            unit_bytes,
            page_bytes: 1 << 20,
            requests_per_minute: 6000,
            bad_keys_per_minute: 20,
            watches_per_key: 1000,
            wait: Duration::from_secs(30),
            queued_jobs: 10_000,
            dismissals: 100_000,
            tokens_per_day: 0,
            currency: Currency::USD,
            cost_per_job: 0,
            cost_per_day: 0,
            total_cost_per_day: 0,
            connections: 10_000,
            head: Duration::from_secs(10),
            body_idle: Duration::from_secs(15),
            body_rate: 1024,
        }
    }
}
