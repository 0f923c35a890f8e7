//! Reasons to gRPC statuses: the only place that names a code.

use crate::app::{Error, Violation};
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
        Error::TooManyWatches { .. }
        | Error::ServerDraining
        | Error::WatchRotated
        | Error::StoreUnavailable => {
            details.set_retry_info(Some(RETRY));
        }
        Error::Internal(cause) => {
            let request = uuid::Uuid::now_v7().to_string();
            let cause = chain(cause.as_ref());
            tracing::error!(request.id = request, error = cause, "a call failed");
            details.set_request_info(request, "");
        }
        Error::PageTokenInvalid
        | Error::UploadOutOfOrder { .. }
        | Error::FileTooLarge { .. }
        | Error::SizeMismatch { .. }
        | Error::ChecksumMismatch { .. }
        | Error::XliffMalformed { .. }
        | Error::XliffUnsupported { .. }
        | Error::ModelDisabled(_)
        | Error::RequestIdReused { .. }
        | Error::JobAlreadyFinished { .. }
        | Error::JobNotFinished { .. }
        | Error::FileInUse { .. }
        | Error::OffsetPastEnd { .. }
        | Error::CursorAhead { .. }
        | Error::StorageFull
        | Error::WatchStalled { .. } => {}
    }
    Status::with_error_details(code(error), short(&error.to_string(), 2 * TEXT), details)
}

/// A call that took longer than its client waits.
pub(super) fn deadline_exceeded() -> Status {
    Status::new(Code::DeadlineExceeded, "the deadline of the call has passed")
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
        Error::FileNotFound(_) | Error::FileExpired(_) | Error::JobNotFound(_) | Error::ModelNotFound(_) => {
            Code::NotFound
        }
        Error::FileCorrupted(_) => Code::DataLoss,
        Error::RequestIdReused { .. } => Code::AlreadyExists,
        Error::ModelDisabled(_)
        | Error::JobAlreadyFinished { .. }
        | Error::JobNotFinished { .. }
        | Error::FileInUse { .. } => Code::FailedPrecondition,
        Error::OffsetPastEnd { .. } | Error::CursorAhead { .. } => Code::OutOfRange,
        Error::TooManyWatches { .. } | Error::StorageFull => Code::ResourceExhausted,
        Error::WatchStalled { .. } => Code::Aborted,
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
        Error::TooManyWatches { limit } => vec![("limit", limit.to_string())],
        Error::RequestInvalid(_)
        | Error::PageTokenInvalid
        | Error::FileNotFound(_)
        | Error::FileExpired(_)
        | Error::FileCorrupted(_)
        | Error::JobNotFound(_)
        | Error::ModelNotFound(_)
        | Error::StorageFull
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
