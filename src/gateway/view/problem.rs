//! The one body of all refusals: the original's `error` with the members of RFC 9457 beside it.

use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Why a request was refused.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(in crate::gateway) struct ProblemView {
    /// The reason and what belongs to it.
    pub(in crate::gateway) error: ErrorView,
    /// The page that explains the reason.
    #[serde(rename = "type")]
    pub(in crate::gateway) kind: String,
    /// The reason in words.
    pub(in crate::gateway) title: String,
    /// The HTTP status.
    pub(in crate::gateway) status: u16,
    /// The message again.
    pub(in crate::gateway) detail: String,
    /// The path that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(in crate::gateway) instance: Option<String>,
}

/// The reason of a refusal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Error)]
pub(in crate::gateway) struct ErrorView {
    /// The id of the request, as in the log.
    pub(in crate::gateway) request_id: String,
    /// The stable reason in lower snake case, such as `file_not_found`.
    pub(in crate::gateway) code: String,
    /// A sentence for a person. May change.
    pub(in crate::gateway) message: String,
    /// The dynamic parts of the reason, such as a limit and its setting.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(required = false)]
    pub(in crate::gateway) details: BTreeMap<String, String>,
    /// The fields that cannot stand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub(in crate::gateway) fields: Vec<FieldView>,
}

/// A field that cannot stand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FieldViolation)]
pub(in crate::gateway) struct FieldView {
    /// Its name in the body, the query or the headers.
    pub(in crate::gateway) field: String,
    /// What is wrong, and what would be right.
    pub(in crate::gateway) description: String,
    /// The kind of fault, such as `REQUIRED`.
    pub(in crate::gateway) rule: String,
}
