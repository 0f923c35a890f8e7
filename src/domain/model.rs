//! Models as callers see them.

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
}
