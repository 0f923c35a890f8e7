//! What a job says about the checks.

use super::spelling::Dictionaries;
use super::terms::Terms;
use crate::domain::pattern::Patterns;
use std::sync::LazyLock;

/// What a job says about the checks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Checks of level info whose findings are made, by id.
    pub enabled: Vec<String>,
    /// Checks whose findings are not made, by id; stronger than `enabled`.
    pub disabled: Vec<String>,
    /// The glossary.
    pub terms: Terms,
    /// Patterns of the operator.
    pub patterns: Patterns,
    /// What words are looked up in. Where there is one, spelling is checked unless it is switched off.
    pub dictionaries: Dictionaries,
}

static USUAL: LazyLock<Options> = LazyLock::new(Options::default);

impl Options {
    /// All checks but those of level info, no glossary, patterns and dictionaries.
    #[must_use]
    pub fn usual() -> &'static Self {
        &USUAL
    }
}
