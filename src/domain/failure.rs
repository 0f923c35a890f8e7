//! Why a job or a segment failed: data of the job, never the status of a call.

use super::segment::StopReason;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The closed list of reasons in `Failure.reason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FailureReason {
    /// The provider refused the credentials.
    ProviderAuthFailed,
    /// The provider's quota or credit is used up; waiting does not help.
    ProviderRateLimited,
    /// No good answer came from the provider for longer than the operator waits.
    ProviderUnavailable,
    /// The provider refused the request itself, or declined to answer for this text.
    ProviderRefused,
    /// The model answered, but nothing usable, even when asked again.
    ReplyUnusable,
    /// A bound of the job was reached.
    BudgetExhausted,
    /// The stored input could not be read again.
    InputUnreadable,
    /// Workers died on it again and again.
    WorkerLost,
    /// A fault of the service.
    Internal,
}

impl FailureReason {
    /// The reason as clients see it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ProviderAuthFailed => "PROVIDER_AUTH_FAILED",
            Self::ProviderRateLimited => "PROVIDER_RATE_LIMITED",
            Self::ProviderUnavailable => "PROVIDER_UNAVAILABLE",
            Self::ProviderRefused => "PROVIDER_REFUSED",
            Self::ReplyUnusable => "REPLY_UNUSABLE",
            Self::BudgetExhausted => "BUDGET_EXHAUSTED",
            Self::InputUnreadable => "INPUT_UNREADABLE",
            Self::WorkerLost => "WORKER_LOST",
            Self::Internal => "INTERNAL",
        }
    }

    /// Why segments end that were in work when it struck.
    #[must_use]
    pub fn stops(self) -> StopReason {
        match self {
            Self::BudgetExhausted => StopReason::Budget,
            Self::ProviderAuthFailed
            | Self::ProviderRateLimited
            | Self::ProviderUnavailable
            | Self::ProviderRefused
            | Self::ReplyUnusable
            | Self::InputUnreadable
            | Self::WorkerLost
            | Self::Internal => StopReason::Error,
        }
    }

    /// Whether a new job with the same spec may succeed.
    #[must_use]
    pub fn retryable(self) -> bool {
        match self {
            Self::ProviderRateLimited | Self::ProviderUnavailable | Self::WorkerLost | Self::Internal => true,
            Self::ProviderAuthFailed
            | Self::ProviderRefused
            | Self::ReplyUnusable
            | Self::BudgetExhausted
            | Self::InputUnreadable => false,
        }
    }
}

impl fmt::Display for FailureReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a job or a segment failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The machine-readable reason.
    pub reason: FailureReason,
    /// What happened, in English. Holds no secret and no text of the file.
    pub message: String,
}

impl Failure {
    /// A failure with a sentence for the person who runs the job.
    pub fn new(reason: FailureReason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into() }
    }
}

/// An error with its causes, for a log: `what failed: because: because`.
#[must_use]
pub fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        text = format!("{text}: {source}");
        cause = source.source();
    }
    text
}
