//! What a command exits with, and the words that go with it.

use super::output;
use crate::app;
use crate::domain::failure::chain;
use std::fmt;
use std::process::ExitCode;

/// How a command ends. Scripts rely on the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Done, but some segments failed, or problems were found.
    FailedSegments = 1,
    /// The command or a setting cannot stand; nothing was done.
    Usage = 2,
    /// The file cannot be taken.
    Input = 3,
    /// The server wants a key, another key, or one that may do more.
    Key = 4,
    /// Nothing of that name, or expired.
    NotFound = 5,
    /// A server or a model could not be reached.
    Unreachable = 6,
    /// The job failed.
    JobFailed = 7,
    /// A fault of ours.
    Internal = 70,
    /// Stopped by the user.
    Interrupted = 130,
}

/// A command that did not do what it was asked.
#[derive(Debug)]
pub(super) struct Failed {
    pub(super) exit: Exit,
    pub(super) message: String,
}

impl Exit {
    /// Prints why, and returns the number.
    pub(super) fn explain(self, message: &str) -> ExitCode {
        output::note(&format!("refineloop: {message}"));
        self.into()
    }

    pub(super) fn because(self, message: impl fmt::Display) -> Failed {
        Failed { exit: self, message: message.to_string() }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<app::Error> for Failed {
    fn from(error: app::Error) -> Self {
        use app::Error as App;
        let exit = match &error {
            App::RequestInvalid(_)
            | App::PageTokenInvalid
            | App::UploadOutOfOrder { .. }
            | App::ModelNotFound(_)
            | App::ModelDisabled(_)
            | App::BudgetTooSmall { .. }
            | App::RequestIdReused { .. }
            | App::JobAlreadyFinished { .. }
            | App::JobNotFinished { .. }
            | App::FileInUse { .. }
            | App::OffsetPastEnd { .. }
            | App::CursorAhead { .. } => Exit::Usage,
            App::FileTooLarge { .. }
            | App::SizeMismatch { .. }
            | App::ChecksumMismatch { .. }
            | App::XliffMalformed { .. }
            | App::XliffUnsupported { .. } => Exit::Input,
            App::FileNotFound(_)
            | App::FileExpired(_)
            | App::JobNotFound(_)
            | App::KeyNotFound(_)
            | App::DeliveryNotFound(_)
            | App::DismissalNotFound(_) => Exit::NotFound,
            App::ApiKeyMissing | App::ApiKeyInvalid | App::ApiKeyExpired | App::ScopeMissing { .. } => {
                Exit::Key
            }
            App::TooManyWatches { .. }
            | App::QueueFull { .. }
            | App::RateLimited { .. }
            | App::RequestInProgress
            | App::UploadTooSlow
            | App::WatchStalled { .. }
            | App::ServerDraining
            | App::WatchRotated
            | App::StoreUnavailable => Exit::Unreachable,
            App::FileCorrupted(_) | App::StorageFull | App::Internal(_) => Exit::Internal,
        };
        Self { exit, message: chain(&error) }
    }
}

impl From<crate::Error> for Failed {
    fn from(error: crate::Error) -> Self {
        Self { exit: Exit::Usage, message: chain(&error) }
    }
}
