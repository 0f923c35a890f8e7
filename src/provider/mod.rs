//! Calls to language models: what is asked, what came back, and what a failure means.
//!
//! It sends one bounded request and reads one bounded answer. It never retries, stores nothing,
//! knows no job and no segment; whoever calls decides what a failure costs.

mod endpoint;
mod key;
mod known;
#[cfg(feature = "sigv4")]
mod sigv4;
mod site;
mod wire;

pub mod catalog;
pub mod check;
pub mod limit;
pub mod retry;
pub mod transport;

pub use endpoint::Endpoint;
use endpoint::Request;
pub use transport::Transport;

use crate::domain::failure::FailureReason;
use crate::domain::usage::Usage;
use std::time::Duration;

/// Bytes of a question that are a token, at the least in most texts.
const BYTES_A_TOKEN: u64 = 3;

/// What a model is asked, free of any provider's format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The instructions, the same for every call of a prompt version.
    pub system: String,
    /// The job: the same for all its calls, so that providers can cache what comes up to here.
    pub job: String,
    /// The context and the segments: what changes from call to call.
    pub work: String,
    /// The name of the schema of the answer.
    pub schema_name: &'static str,
    /// The JSON Schema of the answer. Static, so that providers can cache what comes before it.
    pub schema: &'static str,
    /// The most tokens the answer may have.
    pub max_output_tokens: u32,
}

impl Prompt {
    /// What is asked, in one form whatever the wire: equal for equal prompts and for no others.
    #[must_use]
    pub fn canonical(&self) -> String {
        let Self { system, job, work, schema_name, schema, max_output_tokens } = self;
        serde_json::json!([system, job, work, schema_name, schema, max_output_tokens]).to_string()
    }

    /// About the most a call with it may use: three bytes a token, and the whole bound of the answer.
    #[must_use]
    pub fn most(&self) -> Usage {
        let bytes = self.system.len() + self.job.len() + self.work.len() + self.schema.len();
        Usage {
            input_token_count: bytes as u64 / BYTES_A_TOKEN,
            output_token_count: self.max_output_tokens.into(),
            ..Usage::NOTHING
        }
    }

    /// The whole message of the user.
    #[must_use]
    pub fn user(&self) -> String {
        format!("{}\n\n{}", self.job, self.work)
    }
}

/// A completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// What the model wrote; untrusted.
    pub text: String,
    /// Why it stopped writing. To be looked at before the text.
    pub finish: Finish,
    /// What the provider says it used; `None` if it does not say, which is not nothing.
    pub usage: Option<Usage>,
    /// What it says answered, such as a dated version of the model; empty if it does not say.
    pub model: String,
    /// What it says is left of its limits.
    pub left: Left,
}

/// What a provider says is left of its limits at the moment. The formats differ and some say nonsense:
/// it is shown to operators, and no call waits for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Left {
    /// Calls.
    pub requests: Option<u64>,
    /// Tokens.
    pub tokens: Option<u64>,
}

/// Why a model stopped writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// It was done.
    Stop,
    /// It reached the bound of the answer.
    Length,
    /// It declined, or a filter of the provider did.
    Refused,
}

/// A call without a completion.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fail {
    /// What it means for the caller.
    pub kind: FailKind,
    /// How long the provider asks to wait.
    pub retry_after: Option<Duration>,
    /// What happened, in English; no key, no prompt and no text of the body.
    pub message: String,
    /// What it used all the same; `None` if nobody says, which is not nothing.
    pub usage: Option<Box<Usage>>,
}

/// What a failed call means for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailKind {
    /// Too many requests or tokens; to be repeated later.
    Throttled,
    /// No connection, a reset, or a fault of the provider; to be repeated.
    Unavailable,
    /// Our own deadline passed.
    TimedOut,
    /// An answer that is no completion; to be repeated a few times.
    BadReply,
    /// No repetition helps: the job fails for this reason.
    Fatal(FailureReason),
    /// The request is larger than the model reads; to be split.
    ContextTooLong,
    /// The provider declines to answer for this text; to be split.
    Refused,
    /// The model does not know this way to ask for JSON. It will be asked in another from now on; to be
    /// repeated.
    SchemaRefused,
}

impl Fail {
    fn new(kind: FailKind, message: impl Into<String>) -> Self {
        Self { kind, retry_after: None, message: message.into(), usage: None }
    }

    /// The same failure of a call that is not charged for, unless it says otherwise.
    fn free(self) -> Self {
        Self { usage: self.usage.or_else(|| Some(Box::new(Usage::NOTHING))), ..self }
    }
}

/// How long one call may take as a whole: 30 s, and a second for 20 tokens of the answer's bound,
/// at most 600 s.
#[must_use]
pub fn deadline(max_output_tokens: u32) -> Duration {
    Duration::from_secs((30 + u64::from(max_output_tokens) / 20).min(600))
}

/// Makes ring the TLS provider of the process. Doing it twice does no harm.
pub fn install_tls() {
    // `Err` means that one is installed already, which is what is wanted.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

#[cfg(test)]
mod tests {
    use super::deadline;

    #[test]
    fn a_deadline_grows_with_the_answer_up_to_ten_minutes() {
        for (tokens, seconds) in [(0, 30), (2_000, 130), (100_000, 600), (u32::MAX, 600)] {
            assert_eq!(deadline(tokens).as_secs(), seconds, "{tokens}");
        }
    }
}
