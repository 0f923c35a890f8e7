//! What a job says about the checks.

use crate::domain::terms::Term;

/// What a job says about the checks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Checks of level info whose findings are made, by id.
    pub enabled: Vec<String>,
    /// Checks whose findings are not made, by id; stronger than `enabled`.
    pub disabled: Vec<String>,
    /// The glossary.
    pub terms: Vec<Term>,
}

impl Options {
    /// All checks but those of level info, and no glossary.
    pub const USUAL: &'static Self = &Self { enabled: Vec::new(), disabled: Vec::new(), terms: Vec::new() };
}
