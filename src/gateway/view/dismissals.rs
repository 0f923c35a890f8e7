//! Dismissals as REST shows them.

use super::set_time;
use crate::pb;
use serde::Serialize;
use utoipa::ToSchema;

/// A finding that was dismissed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Dismissal)]
pub(in crate::gateway) struct DismissalView {
    /// The identifier.
    #[schema(format = "uuid")]
    dismissal_id: String,
    /// The check.
    check: String,
    /// What tells the segment: SHA-256 over source, target and languages, in hexadecimal.
    segment_hash: String,
    /// Why; may be empty.
    note: String,
    /// The key it was dismissed with.
    dismissed_by: String,
    /// When.
    #[schema(format = "date-time")]
    dismissed_at: String,
}

impl From<pb::Dismissal> for DismissalView {
    fn from(dismissal: pb::Dismissal) -> Self {
        Self {
            dismissed_at: set_time(dismissal.dismissed_at.as_ref()),
            dismissal_id: dismissal.dismissal_id,
            check: dismissal.check,
            segment_hash: dismissal.segment_hash,
            note: dismissal.note,
            dismissed_by: dismissal.dismissed_by,
        }
    }
}
