//! What is learned of a file as a whole, and the oddities that are told of it.

use super::Approval;
use super::problem::Rule;

/// What the walk learned of the whole file.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// The declared version.
    pub(crate) version: String,
    /// The dialect.
    pub(crate) dialect: &'static str,
    /// What approval means, where a unit has it.
    pub(crate) approval: Option<Approval>,
    /// Oddities.
    pub(crate) warnings: Vec<String>,
    /// The same, each with its rule.
    pub(crate) oddities: Vec<(Rule, String)>,
}

impl Facts {
    /// An oddity: a warning of the reader, a problem of the check.
    pub(crate) fn odd(&mut self, rule: Rule, warning: String) {
        self.oddities.push((rule, warning.clone()));
        note(&mut self.warnings, warning);
    }
}

/// Adds a warning unless there are many.
pub(crate) fn note(warnings: &mut Vec<String>, warning: String) {
    const MOST: usize = 20;
    if warnings.len() < MOST && !warnings.contains(&warning) {
        warnings.push(warning);
    }
}
