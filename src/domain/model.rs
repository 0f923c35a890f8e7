//! Models as callers see them.

use super::price::Price;

/// Whether a model, by its full id, is part of the program: it asks nobody and costs nothing.
#[must_use]
pub fn is_builtin(id: &str) -> bool {
    id.starts_with("builtin/")
}

/// What a model is asked to be in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Finds what is wrong, and in the strategy `single` mends it in the same answer.
    Reviewer,
    /// Mends what was found.
    Editor,
    /// Compares two versions without knowing which is which.
    Verifier,
}

impl Role {
    /// The word for it in rows and metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::Editor => "editor",
            Self::Verifier => "verifier",
        }
    }
}

/// A model a job may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// What a job names it by: `PROVIDER/NAME`.
    pub id: String,
    /// Its name for people.
    pub display_name: String,
    /// What it does, in a sentence.
    pub description: String,
    /// The first part of the id.
    pub provider: String,
    /// Whether a job may use it now.
    pub enabled: bool,
    /// How many tokens it reads and writes in one call; 0 where that means nothing or is unknown.
    pub context_token_count: u64,
    /// What it costs; absent if that is not known.
    pub price: Option<Price>,
}
