//! The one definition of tag integrity: may this candidate stand in place of that target?
//!
//! The predicate of XLIFF write-back (P0–P11). The loop's gates and the writer both ask it, so a
//! text that passed a gate is never refused by the writer.

mod bounds;
mod codes;
mod layout;
mod order;
mod spans;
#[cfg(test)]
mod tests;
mod texts;

use super::bound::Bound;
use super::segment::Segment;
use super::text::{Code, CodedText};

/// What a candidate is measured against.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The codes of the segment.
    pub codes: &'a [Code],
    /// The source text.
    pub source: &'a CodedText,
    /// The target as it came in.
    pub original: &'a CodedText,
    /// The most characters the file allows.
    pub max_chars: Option<u64>,
    /// What else the file demands.
    pub bounds: &'a [Bound],
    /// Whether codes that the file lets go may be dropped.
    pub permissive: bool,
}

impl<'a> Frame<'a> {
    /// What candidates of a segment are measured against.
    #[must_use]
    pub fn of(segment: &'a Segment, permissive: bool) -> Self {
        Self {
            codes: &segment.codes,
            source: &segment.source,
            original: &segment.target,
            max_chars: segment.max_chars,
            bounds: &segment.bounds,
            permissive,
        }
    }
}

/// What a candidate breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// What is wrong, in English, naming codes by number; for the model and the report.
    pub message: String,
    /// Where a character is wrong, how many stand before it; codes are not counted.
    pub at: Option<usize>,
}

/// The rules, grouped as the gates are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Codes: provenance, multiset, pairing, nesting, order, spans that keep content (P1–P6).
    Codes,
    /// Placeholders in plain text (P7).
    Placeholders,
    /// Protected spans and annotations (P8), words the file demands (P10).
    Protected,
    /// Outer whitespace and line breaks (P9).
    Whitespace,
    /// Limits of size (P10).
    Length,
    /// Characters that XML or the file forbids, bidi and format characters (P0, P10, P11).
    Characters,
}

/// Whether `candidate` may stand in place of the original target.
///
/// Where original and source differ, what either of them has is right: a candidate may keep the
/// original as it is or repair it after the source, and nothing else.
///
/// # Errors
/// The first rule the candidate breaks.
pub fn check(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    codes::check(frame, candidate)?;
    texts::check(frame, candidate)?;
    bounds::check(frame, candidate)
}

/// What a target misses of the demands of its file, whatever the original was like.
#[must_use]
pub fn unmet(bounds: &[Bound], source: &CodedText, target: &CodedText) -> Vec<Violation> {
    bounds::unmet_by(bounds, source, target)
}

fn broken<T>(message: impl Into<String>) -> Result<T, Violation> {
    Err(Violation::new(Rule::Codes, message))
}

impl Violation {
    fn new(rule: Rule, message: impl Into<String>) -> Self {
        Self { rule, message: message.into(), at: None }
    }
}
