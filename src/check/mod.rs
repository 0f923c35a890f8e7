//! Deterministic findings on a segment, and the repairs that are certain.

use crate::domain::locale::Locale;
use crate::domain::segment::Finding;
use crate::domain::text::{Code, CodedText};

/// A source and a target to compare.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The codes of the segment.
    pub codes: &'a [Code],
    /// The source text.
    pub source: &'a CodedText,
    /// The target text.
    pub target: &'a CodedText,
    /// The source language.
    pub source_locale: &'a Locale,
    /// The target language.
    pub target_locale: &'a Locale,
    /// The most characters the file allows in the target.
    pub max_chars: Option<u64>,
}

/// A repaired target and what it repaired.
#[derive(Debug, Clone)]
pub struct Repair {
    /// The target after all certain repairs.
    pub target: CodedText,
    /// The findings the repairs were made for, as found in the target before.
    pub fixed: Vec<Finding>,
}

/// What the checks find in the target, in the order of the list of checks, then of position.
#[must_use]
pub fn findings(pair: &Pair<'_>) -> Vec<Finding> {
    let _ = pair;
    Vec::new()
}

/// Whether a finding of this check is a fault no candidate may add.
#[must_use]
pub fn is_hard(check: &str) -> bool {
    let _ = check;
    false
}

/// All repairs of which exactly one result is right; `None` if there is nothing to repair.
#[must_use]
pub fn repair(pair: &Pair<'_>) -> Option<Repair> {
    let _ = pair;
    None
}
