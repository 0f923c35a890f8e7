//! Terms of a glossary: what the owner of the translations wants said, avoided, or left alone.

use serde::{Deserialize, Serialize};

/// A term and its translation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The term in the source language; never empty.
    pub source: String,
    /// The translation to use; empty with `do_not_translate`, and where only forbidden ones are known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub target: String,
    /// Translations that must not be used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forbidden: Vec<String>,
    /// Whether the term stays as it is in the source.
    #[serde(default)]
    pub do_not_translate: bool,
    /// Whether case matters.
    #[serde(default)]
    pub case_sensitive: bool,
}
