//! The contract's list of reasons why a call fails. Both doors answer from this list; the words of
//! a transport (status codes) are theirs.

use std::fmt;

/// Why a call fails. The message is for the caller: it holds no text of a file and no secret.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Fields of the request that cannot stand.
    #[error("{}", list(.0))]
    RequestInvalid(Vec<Violation>),
    /// A page token this service did not give out, or with other arguments.
    #[error("the page token does not belong to this request; begin again without one")]
    PageTokenInvalid,
    /// The messages of an upload came in the wrong order.
    #[error("an upload is one spec and then chunks: expected {expected}, got {got}")]
    UploadOutOfOrder {
        /// What should have come.
        expected: &'static str,
        /// What came.
        got: &'static str,
    },
    /// More bytes than the service takes.
    #[error("the file is larger than {max_bytes} bytes (setting limits.file_bytes)")]
    FileTooLarge {
        /// The limit.
        max_bytes: u64,
    },
    /// Another length than announced.
    #[error("{expected} bytes were announced, {actual} came")]
    SizeMismatch {
        /// What was announced.
        expected: u64,
        /// What came; for a longer file, what had come when it was refused.
        actual: u64,
    },
    /// Another hash than announced.
    #[error("the SHA-256 of the bytes is {actual}, announced was {expected}")]
    ChecksumMismatch {
        /// What was announced.
        expected: String,
        /// What the bytes give.
        actual: String,
    },
    /// Not well-formed.
    #[error("{message}")]
    XliffMalformed {
        /// The whole sentence, with the place.
        message: String,
        /// Line, from 1.
        line: u64,
        /// Column in characters, from 1.
        column: u64,
    },
    /// Well-formed, but not XLIFF that can be processed.
    #[error("{message}")]
    XliffUnsupported {
        /// The whole sentence, with the place.
        message: String,
        /// Line, from 1.
        line: u64,
        /// Column in characters, from 1.
        column: u64,
        /// The setting that would allow it, if one would.
        setting: Option<&'static str>,
    },
    /// No such file.
    #[error("there is no file {0}")]
    FileNotFound(String),
    /// The file's time is over.
    #[error("the file {0} has expired; upload it again")]
    FileExpired(String),
    /// The stored bytes are not those that were stored.
    #[error("the stored bytes of file {0} are damaged")]
    FileCorrupted(String),
    /// No such job.
    #[error("there is no job {0}")]
    JobNotFound(String),
    /// No such model.
    #[error("there is no model {0}; ListModels names those there are")]
    ModelNotFound(String),
    /// The model cannot be used now.
    #[error(
        "the model {0} is off: its provider has no credentials (docs/providers.md says which variable or setting holds them)"
    )]
    ModelDisabled(String),
    /// The request id stands for another request.
    #[error("this request_id was used for another request")]
    RequestIdReused {
        /// What that request made.
        first: String,
    },
    /// The job is over.
    #[error("the job is {state} already")]
    JobAlreadyFinished {
        /// Its status.
        state: &'static str,
    },
    /// The job is not over.
    #[error("the job is {state}; cancel it or wait for its end")]
    JobNotFinished {
        /// Its status.
        state: &'static str,
    },
    /// An unfinished job reads the file.
    #[error("the job {job} reads this file and is not over")]
    FileInUse {
        /// That job.
        job: String,
    },
    /// Nothing to send from there on.
    #[error("the file has {size_bytes} bytes; the offset is beyond its end")]
    OffsetPastEnd {
        /// The length of the file.
        size_bytes: u64,
    },
    /// The job has not reached this number.
    #[error("the job has reached {last_sequence} only")]
    CursorAhead {
        /// Its newest number.
        last_sequence: i64,
    },
    /// The call needs a key and has none.
    #[error("this needs a key: send authorization: Bearer KEY")]
    ApiKeyMissing,
    /// No such key.
    #[error("this key is not known; keys begin with rl_ and are shown once, when they are made")]
    ApiKeyInvalid,
    /// The key's time is over, or it was revoked.
    #[error("this key has expired or was revoked; ask the operator for another")]
    ApiKeyExpired,
    /// The key may not do this.
    #[error("this needs a key with the scope {scope}")]
    ScopeMissing {
        /// The scope.
        scope: &'static str,
    },
    /// No such key to manage.
    #[error("there is no usable key {0}")]
    KeyNotFound(String),
    /// No such delivery.
    #[error("there is no delivery {0}")]
    DeliveryNotFound(String),
    /// No such dismissal.
    #[error("there is no dismissal {0}; ListDismissals names those there are")]
    DismissalNotFound(String),
    /// Not even the first call of the job fits its budget.
    #[error(
        "the budget is too small: the first call alone takes about {needed} of {what}, allowed are {allowed}"
    )]
    BudgetTooSmall {
        /// What is counted: `max_tokens` or `max_cost_micros`.
        what: &'static str,
        /// About what the first call takes.
        needed: u64,
        /// What the budget allows.
        allowed: u64,
    },
    /// The same request is being worked on now.
    #[error("a request with this Idempotency-Key is still running; repeat it when it has ended")]
    RequestInProgress,
    /// The sender is too slow.
    #[error("the bytes came too slowly (settings limits.body_idle and limits.body_rate)")]
    UploadTooSlow,
    /// As many jobs wait as allowed.
    #[error("{limit} jobs are waiting already (setting limits.queued_jobs)")]
    QueueFull {
        /// The limit.
        limit: u64,
    },
    /// A key has done what it may in this time.
    #[error("more than {limit} in this time (setting {setting}); again in {} s", .retry_after.as_secs())]
    RateLimited {
        /// How much is allowed, with its unit if it is money.
        limit: String,
        /// The setting.
        setting: &'static str,
        /// When it will be allowed again.
        retry_after: std::time::Duration,
    },
    /// As many watches as allowed are open.
    #[error("{limit} watches are open already (setting {setting})")]
    TooManyWatches {
        /// The limit.
        limit: usize,
        /// The setting.
        setting: &'static str,
    },
    /// No room for files.
    #[error("no space is left to store files")]
    StorageFull,
    /// The receiver of a watch took nothing while events waited.
    #[error("the watch took nothing for too long; watch again after {last_sequence}")]
    WatchStalled {
        /// The last number that was sent.
        last_sequence: i64,
    },
    /// The server is going down.
    #[error("the server is shutting down; call again in a moment")]
    ServerDraining,
    /// The watch has been open long enough.
    #[error("the watch is ended to re-balance load; watch again after the last sequence")]
    WatchRotated,
    /// The database does not answer.
    #[error("the store cannot be reached; call again in a moment")]
    StoreUnavailable,
    /// A fault of ours. The cause goes to the log.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A field that cannot stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The path of the field in the request, such as `spec.max_revisions`.
    pub field: String,
    /// What is wrong, and what would be right.
    pub description: String,
    /// The kind of fault.
    pub rule: Rule,
}

/// Kinds of faults of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// It is missing.
    Required,
    /// It is not of the form it must have.
    BadFormat,
    /// It is too small or too large.
    OutOfRange,
    /// It is too long.
    TooLong,
    /// There are too many of it.
    TooMany,
    /// A value this version does not know.
    UnknownValue,
    /// It contradicts another one.
    Conflict,
}

impl Rule {
    /// The word in the contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "REQUIRED",
            Self::BadFormat => "BAD_FORMAT",
            Self::OutOfRange => "OUT_OF_RANGE",
            Self::TooLong => "TOO_LONG",
            Self::TooMany => "TOO_MANY",
            Self::UnknownValue => "UNKNOWN_VALUE",
            Self::Conflict => "CONFLICT",
        }
    }
}

impl Violation {
    /// A violation of a rule.
    pub fn new(field: impl Into<String>, rule: Rule, description: impl Into<String>) -> Self {
        Self { field: field.into(), description: description.into(), rule }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.description)
    }
}

fn list(violations: &[Violation]) -> String {
    violations.iter().map(Violation::to_string).collect::<Vec<_>>().join("; ")
}

impl Error {
    /// The stable reason.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self {
            Self::RequestInvalid(_) => "REQUEST_INVALID",
            Self::PageTokenInvalid => "PAGE_TOKEN_INVALID",
            Self::UploadOutOfOrder { .. } => "UPLOAD_OUT_OF_ORDER",
            Self::FileTooLarge { .. } => "FILE_TOO_LARGE",
            Self::SizeMismatch { .. } => "SIZE_MISMATCH",
            Self::ChecksumMismatch { .. } => "CHECKSUM_MISMATCH",
            Self::XliffMalformed { .. } => "XLIFF_MALFORMED",
            Self::XliffUnsupported { .. } => "XLIFF_UNSUPPORTED",
            Self::FileNotFound(_) => "FILE_NOT_FOUND",
            Self::FileExpired(_) => "FILE_EXPIRED",
            Self::FileCorrupted(_) => "FILE_CORRUPTED",
            Self::JobNotFound(_) => "JOB_NOT_FOUND",
            Self::ModelNotFound(_) => "MODEL_NOT_FOUND",
            Self::ModelDisabled(_) => "MODEL_DISABLED",
            Self::RequestIdReused { .. } => "REQUEST_ID_REUSED",
            Self::JobAlreadyFinished { .. } => "JOB_ALREADY_FINISHED",
            Self::JobNotFinished { .. } => "JOB_NOT_FINISHED",
            Self::FileInUse { .. } => "FILE_IN_USE",
            Self::OffsetPastEnd { .. } => "OFFSET_PAST_END",
            Self::CursorAhead { .. } => "CURSOR_AHEAD",
            Self::ApiKeyMissing => "API_KEY_MISSING",
            Self::ApiKeyInvalid => "API_KEY_INVALID",
            Self::ApiKeyExpired => "API_KEY_EXPIRED",
            Self::ScopeMissing { .. } => "SCOPE_MISSING",
            Self::KeyNotFound(_) => "KEY_NOT_FOUND",
            Self::DeliveryNotFound(_) => "DELIVERY_NOT_FOUND",
            Self::DismissalNotFound(_) => "DISMISSAL_NOT_FOUND",
            Self::BudgetTooSmall { .. } => "BUDGET_TOO_SMALL",
            Self::RequestInProgress => "REQUEST_IN_PROGRESS",
            Self::UploadTooSlow => "UPLOAD_TOO_SLOW",
            Self::QueueFull { .. } => "QUEUE_FULL",
            Self::RateLimited { .. } => "RATE_LIMITED",
            Self::TooManyWatches { .. } => "TOO_MANY_WATCHES",
            Self::StorageFull => "STORAGE_FULL",
            Self::WatchStalled { .. } => "WATCH_STALLED",
            Self::ServerDraining => "SERVER_DRAINING",
            Self::WatchRotated => "WATCH_ROTATED",
            Self::StoreUnavailable => "STORE_UNAVAILABLE",
            Self::Internal(_) => "INTERNAL",
        }
    }

    /// One field that cannot stand.
    pub fn invalid(field: &str, rule: Rule, description: impl Into<String>) -> Self {
        Self::RequestInvalid(vec![Violation::new(field, rule, description)])
    }
}

impl From<crate::store::Error> for Error {
    fn from(error: crate::store::Error) -> Self {
        use crate::store::Error as Store;
        match error {
            Store::Unavailable(_) => Self::StoreUnavailable,
            Store::Full => Self::StorageFull,
            other @ (Store::Database(_)
            | Store::Corrupt(_)
            | Store::Locked(_)
            | Store::SealingKey(_)
            | Store::Seal
            | Store::Folder { .. }
            | Store::CutOff) => Self::Internal(Box::new(other)),
        }
    }
}

impl From<crate::blob::Error> for Error {
    fn from(error: crate::blob::Error) -> Self {
        use crate::blob::Error as Blob;
        match error {
            Blob::Full => Self::StorageFull,
            other @ (Blob::Missing | Blob::Store(_) | Blob::Folder { .. }) => Self::Internal(Box::new(other)),
        }
    }
}
