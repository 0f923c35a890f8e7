//! Reasons to gRPC statuses: the only place that names a code.

use crate::app::{Error, Rule, Violation};
use crate::domain::failure::chain;
use std::collections::HashMap;
use std::time::Duration;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, StatusExt as _};

/// The domain of our reasons.
const DOMAIN: &str = "refineloop";
/// The most field violations told; clients drop statuses over 8 KiB.
const VIOLATIONS: usize = 16;
/// The longest text in a status, in characters.
const TEXT: usize = 200;
/// When a client may call again where nothing better is known.
const RETRY: Duration = Duration::from_millis(500);

/// The status of an error, with the details a client acts on.
pub(super) fn status(error: &Error) -> Status {
    let mut details = ErrorDetails::new();
    details.set_error_info(error.reason(), DOMAIN, metadata(error));
    match error {
        Error::RequestInvalid(violations) => {
            details.set_bad_request(fields(violations));
        }
        Error::FileNotFound(name) | Error::FileExpired(name) | Error::FileCorrupted(name) => {
            details.set_resource_info("file", short(name, TEXT), "", "");
        }
        Error::JobNotFound(name) => {
            details.set_resource_info("job", short(name, TEXT), "", "");
        }
        Error::ModelNotFound(name) => {
            details.set_resource_info("model", short(name, TEXT), "", "");
        }
        Error::KeyNotFound(name) => {
            details.set_resource_info("key", short(name, TEXT), "", "");
        }
        Error::DeliveryNotFound(name) => {
            details.set_resource_info("delivery", short(name, TEXT), "", "");
        }
        Error::DismissalNotFound(name) => {
            details.set_resource_info("dismissal", short(name, TEXT), "", "");
        }
        Error::TooManyWatches { .. }
        | Error::QueueFull { .. }
        | Error::RequestInProgress
        | Error::ServerDraining
        | Error::WatchRotated
        | Error::StoreUnavailable => {
            details.set_retry_info(Some(RETRY));
        }
        Error::RateLimited { retry_after, .. } => {
            details.set_retry_info(Some(*retry_after));
        }
        Error::Internal(cause) => {
            let cause = chain(cause.as_ref());
            tracing::error!(error = cause, "a call failed");
        }
        Error::PageTokenInvalid
        | Error::UploadOutOfOrder { .. }
        | Error::FileTooLarge { .. }
        | Error::SizeMismatch { .. }
        | Error::ChecksumMismatch { .. }
        | Error::XliffMalformed { .. }
        | Error::XliffUnsupported { .. }
        | Error::ModelDisabled(_)
        | Error::BudgetTooSmall { .. }
        | Error::RequestIdReused { .. }
        | Error::JobAlreadyFinished { .. }
        | Error::JobNotFinished { .. }
        | Error::FileInUse { .. }
        | Error::OffsetPastEnd { .. }
        | Error::CursorAhead { .. }
        | Error::StorageFull
        | Error::ApiKeyMissing
        | Error::ApiKeyInvalid
        | Error::ApiKeyExpired
        | Error::ScopeMissing { .. }
        | Error::UploadTooSlow
        | Error::WatchStalled { .. } => {}
    }
    if let Some(request) = crate::telemetry::request_id() {
        details.set_request_info(request, "");
    }
    Status::with_error_details(code(error), short(&error.to_string(), 2 * TEXT), details)
}

/// A part of a REST request that cannot be read, or does not stand.
pub(crate) fn invalid(field: &str, description: &str) -> Status {
    status(&Error::invalid(field, Rule::BadFormat, description))
}

/// A part of a REST request that is not there and has to be.
pub(crate) fn required(field: &str, description: &str) -> Status {
    status(&Error::invalid(field, Rule::Required, description))
}

/// A REST request that shows no key where one is needed.
pub(crate) fn key_missing() -> Status {
    status(&Error::ApiKeyMissing)
}

/// A REST request whose twin is being worked on.
pub(crate) fn in_progress() -> Status {
    status(&Error::RequestInProgress)
}

/// A call that took longer than its client waits.
pub(super) fn deadline_exceeded() -> Status {
    Status::new(Code::DeadlineExceeded, "the deadline of the call has passed")
}

/// The body of a request stopped coming.
pub(crate) fn too_slow() -> Status {
    status(&Error::UploadTooSlow)
}

/// A watch of the health beyond those that fit.
pub(crate) fn crowded() -> Status {
    Status::new(Code::ResourceExhausted, "too many watch the health already; ask Check instead")
}

/// A call of a service there is not.
pub(crate) fn unknown_service() -> Status {
    Status::new(Code::Unimplemented, "there is no such service here; reflection lists those there are")
}

/// What answered a call has panicked. Where, the panic has told itself.
pub(crate) fn panicked() -> Status {
    status(&Error::Internal("a panic".into()))
}

/// The word for a code as it stands in `grpc-status`.
pub(crate) fn word(code: &[u8]) -> String {
    format!("{:?}", Code::from_bytes(code))
}

/// What a REST client is told of a failed call.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    /// The HTTP status.
    pub(crate) http: u16,
    /// The reason, in upper snake case.
    pub(crate) reason: String,
    /// The sentence.
    pub(crate) message: String,
    /// The id of the request, if it has one.
    pub(crate) request_id: Option<String>,
    /// The dynamic parts of the reason.
    pub(crate) metadata: HashMap<String, String>,
    /// Fields that cannot stand: path, description, rule.
    pub(crate) fields: Vec<(String, String, String)>,
    /// When to call again.
    pub(crate) retry_after: Option<Duration>,
}

/// The status of a call as REST tells it: by the reason where that differs from the mechanical
/// mapping of the code.
pub(crate) fn problem(status: &Status) -> Problem {
    let details = status.get_error_details();
    let (reason, metadata) = match details.error_info() {
        Some(info) => (info.reason.clone(), info.metadata.clone()),
        None => (transport_reason(status.code()).to_owned(), HashMap::new()),
    };
    let fields = details.bad_request().map(|bad| bad.field_violations.clone()).unwrap_or_default();
    Problem {
        http: http(&reason, status.code()),
        reason,
        message: status.message().to_owned(),
        request_id: details.request_info().map(|info| info.request_id.clone()),
        metadata,
        fields: fields.into_iter().map(|one| (one.field, one.description, one.reason)).collect(),
        retry_after: details.retry_info().and_then(|info| info.retry_delay),
    }
}

fn http(reason: &str, code: Code) -> u16 {
    match reason {
        "FILE_TOO_LARGE" => 413,
        "REQUEST_ID_REUSED" => 422,
        "JOB_NOT_FINISHED" => 409,
        "UPLOAD_TOO_SLOW" => 408,
        _ => match code {
            Code::Ok => 200,
            Code::InvalidArgument | Code::FailedPrecondition | Code::OutOfRange => 400,
            Code::Unauthenticated => 401,
            Code::PermissionDenied => 403,
            Code::NotFound => 404,
            Code::AlreadyExists | Code::Aborted => 409,
            Code::Cancelled => 499,
            Code::ResourceExhausted => 429,
            Code::Unimplemented => 501,
            Code::Unavailable => 503,
            Code::DeadlineExceeded => 504,
            Code::Unknown | Code::Internal | Code::DataLoss => 500,
        },
    }
}

/// The reason of a status that the transport made.
fn transport_reason(code: Code) -> &'static str {
    match code {
        Code::Cancelled => "CANCELLED",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::InvalidArgument | Code::OutOfRange | Code::ResourceExhausted => "REQUEST_INVALID",
        Code::Ok
        | Code::Unknown
        | Code::NotFound
        | Code::AlreadyExists
        | Code::PermissionDenied
        | Code::FailedPrecondition
        | Code::Aborted
        | Code::Internal
        | Code::Unavailable
        | Code::DataLoss
        | Code::Unauthenticated => "INTERNAL",
    }
}

fn code(error: &Error) -> Code {
    match error {
        Error::RequestInvalid(_)
        | Error::PageTokenInvalid
        | Error::UploadOutOfOrder { .. }
        // Not RESOURCE_EXHAUSTED: clients retry that for ever.
        | Error::FileTooLarge { .. }
        | Error::SizeMismatch { .. }
        | Error::ChecksumMismatch { .. }
        | Error::XliffMalformed { .. }
        | Error::XliffUnsupported { .. } => Code::InvalidArgument,
        Error::FileNotFound(_)
        | Error::FileExpired(_)
        | Error::JobNotFound(_)
        | Error::ModelNotFound(_)
        | Error::KeyNotFound(_)
        | Error::DeliveryNotFound(_)
        | Error::DismissalNotFound(_) => Code::NotFound,
        Error::ApiKeyMissing | Error::ApiKeyInvalid | Error::ApiKeyExpired => Code::Unauthenticated,
        Error::ScopeMissing { .. } => Code::PermissionDenied,
        Error::UploadTooSlow => Code::DeadlineExceeded,
        Error::FileCorrupted(_) => Code::DataLoss,
        Error::RequestIdReused { .. } => Code::AlreadyExists,
        Error::ModelDisabled(_)
        | Error::BudgetTooSmall { .. }
        | Error::JobAlreadyFinished { .. }
        | Error::JobNotFinished { .. }
        | Error::FileInUse { .. } => Code::FailedPrecondition,
        Error::OffsetPastEnd { .. } | Error::CursorAhead { .. } => Code::OutOfRange,
        Error::TooManyWatches { .. }
        | Error::QueueFull { .. }
        | Error::RateLimited { .. }
        | Error::StorageFull => Code::ResourceExhausted,
        Error::WatchStalled { .. } | Error::RequestInProgress => Code::Aborted,
        Error::ServerDraining | Error::WatchRotated | Error::StoreUnavailable => Code::Unavailable,
        Error::Internal(_) => Code::Internal,
    }
}

fn metadata(error: &Error) -> HashMap<String, String> {
    let pairs: Vec<(&str, String)> = match error {
        Error::UploadOutOfOrder { expected, got } => {
            vec![("expected", (*expected).to_owned()), ("got", (*got).to_owned())]
        }
        Error::FileTooLarge { max_bytes } => vec![("maxSizeBytes", max_bytes.to_string())],
        Error::SizeMismatch { expected, actual } => {
            vec![("expected", expected.to_string()), ("actual", actual.to_string())]
        }
        Error::ChecksumMismatch { expected, actual } => {
            vec![("expected", expected.clone()), ("actual", actual.clone())]
        }
        Error::XliffMalformed { line, column, message } => {
            vec![("line", line.to_string()), ("column", column.to_string()), ("what", short(message, TEXT))]
        }
        Error::XliffUnsupported { line, column, message, setting } => {
            let mut pairs = vec![
                ("line", line.to_string()),
                ("column", column.to_string()),
                ("what", short(message, TEXT)),
            ];
            pairs.extend(setting.map(|setting| ("setting", setting.to_owned())));
            pairs
        }
        Error::ModelDisabled(model) => vec![("model", short(model, TEXT))],
        Error::RequestIdReused { first } => vec![("first", first.clone())],
        Error::JobAlreadyFinished { state } | Error::JobNotFinished { state } => {
            vec![("state", (*state).to_owned())]
        }
        Error::FileInUse { job } => vec![("job", job.clone())],
        Error::OffsetPastEnd { size_bytes } => vec![("sizeBytes", size_bytes.to_string())],
        Error::CursorAhead { last_sequence } | Error::WatchStalled { last_sequence } => {
            vec![("lastSequence", last_sequence.to_string())]
        }
        Error::TooManyWatches { limit, setting } => {
            vec![("limit", limit.to_string()), ("setting", (*setting).to_owned())]
        }
        Error::QueueFull { limit } => {
            vec![("limit", limit.to_string()), ("setting", "limits.queued_jobs".to_owned())]
        }
        Error::RateLimited { limit, setting, .. } => {
            vec![("limit", limit.clone()), ("setting", (*setting).to_owned())]
        }
        Error::ScopeMissing { scope } => vec![("requiredScope", (*scope).to_owned())],
        Error::BudgetTooSmall { what, needed, allowed } => vec![
            ("field", format!("spec.budget.{what}")),
            ("needed", needed.to_string()),
            ("allowed", allowed.to_string()),
        ],
        Error::RequestInvalid(_)
        | Error::PageTokenInvalid
        | Error::FileNotFound(_)
        | Error::FileExpired(_)
        | Error::FileCorrupted(_)
        | Error::JobNotFound(_)
        | Error::ModelNotFound(_)
        | Error::StorageFull
        | Error::ApiKeyMissing
        | Error::ApiKeyInvalid
        | Error::ApiKeyExpired
        | Error::KeyNotFound(_)
        | Error::DeliveryNotFound(_)
        | Error::DismissalNotFound(_)
        | Error::RequestInProgress
        | Error::UploadTooSlow
        | Error::ServerDraining
        | Error::WatchRotated
        | Error::StoreUnavailable
        | Error::Internal(_) => Vec::new(),
    };
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn fields(violations: &[Violation]) -> Vec<FieldViolation> {
    violations
        .iter()
        .take(VIOLATIONS)
        .map(|violation| FieldViolation {
            field: short(&violation.field, TEXT),
            description: short(&violation.description, TEXT),
            reason: violation.rule.as_str().to_owned(),
            ..FieldViolation::default()
        })
        .collect()
}

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
