//! Dismissals, both ways.

use super::time;
use crate::app::{Error, Rule};
use crate::domain::dismissal::Dismissal;
use crate::domain::ids::DismissalId;
use crate::pb;

pub(crate) fn dismissal_id(text: &str) -> Result<DismissalId, Error> {
    text.parse().map_err(|_| super::bad_id("dismissal_id", text))
}

/// The number of a segment.
pub(crate) fn number(value: i64) -> Result<u64, Error> {
    let number = u64::try_from(value).ok().filter(|number| *number > 0);
    number.ok_or_else(|| Error::invalid("segment_number", Rule::OutOfRange, "counted from 1"))
}

pub(crate) fn dismissal(dismissal: Dismissal) -> pb::Dismissal {
    pb::Dismissal {
        dismissal_id: dismissal.id.to_string(),
        check: dismissal.check,
        segment_hash: dismissal.segment.to_string(),
        note: dismissal.note,
        dismissed_by: dismissal.by,
        dismissed_at: Some(time(dismissal.at)),
    }
}
