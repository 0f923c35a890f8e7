//! Between the words of the contract and those of the domain. Nothing else: no defaults of the
//! service, no rules of the loop.

use crate::app::{Error, Rule};
use crate::domain::clock::Time;
use crate::domain::ids::{FileId, JobId};

pub(super) mod admin;
pub(super) mod deliveries;
pub(super) mod dismissals;
pub(super) mod events;
pub(super) mod files;
pub(super) mod jobs;
pub(super) mod models;
mod scores;
pub(super) mod segments;
mod served;
pub(super) mod spec;

/// What a field of an identifier must look like.
const UUID: &str = "a UUID, lower case and hyphenated, as the service gave it out";

pub(super) fn file_id(field: &str, text: &str) -> Result<FileId, Error> {
    text.parse().map_err(|_| bad_id(field, text))
}

pub(super) fn job_id(text: &str) -> Result<JobId, Error> {
    text.parse().map_err(|_| bad_id("job_id", text))
}

fn bad_id(field: &str, text: &str) -> Error {
    let rule = if text.is_empty() { Rule::Required } else { Rule::BadFormat };
    Error::invalid(field, rule, UUID)
}

fn time(time: Time) -> prost_types::Timestamp {
    prost_types::Timestamp {
        seconds: time.timestamp(),
        // Below a thousand million by definition.
        nanos: i32::try_from(time.timestamp_subsec_nanos()).unwrap_or_default(),
    }
}

/// A count as the contract has it. Counts of ours never reach the bound.
fn count(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
