//! What is known of a whole file before the loop begins: the same for all its groups.

use super::hyphen::Pair;
use super::{Settings, remarks};
use crate::check::{Dictionaries, Options, Terms};
use crate::domain::file::LanguagePair;
use crate::domain::segment::Finding;
use crate::domain::terms::Term;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The stored form of a [`Brief`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The name of the file.
    pub file_name: String,
    /// The terms of the glossary that occur in the file, in the order of the glossary.
    pub glossary: Vec<Term>,
    /// What the file itself says again and again in the same words.
    pub recurring: Vec<Recurring>,
    /// What the checks over the whole file find, by the number of the segment.
    pub findings: BTreeMap<u64, Vec<Finding>>,
    /// What stands before and after a hyphen and a space where the file shows that it is one word.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub broken: BTreeSet<(String, String)>,
    /// The sentences that tell what the file is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gist: Vec<String>,
    /// What words are looked up in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dictionaries: Vec<Pinned>,
}

/// A dictionary that a job began with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pinned {
    /// The language it is for, as the file names it.
    pub language: String,
    /// What people know it by.
    pub name: String,
    /// What tells it from others of its name.
    pub digest: String,
}

/// What a file says again and again in one language pair.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurring {
    /// The languages, as its segments name them.
    pub languages: LanguagePair,
    /// Source and usual target, sorted by source.
    pub terms: Vec<Term>,
}

/// What the loop may know of the whole file. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Brief(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    file_name: String,
    glossary: Terms,
    recurring: Vec<(LanguagePair, Terms)>,
    findings: BTreeMap<u64, Vec<Finding>>,
    broken: BTreeSet<(String, String)>,
    gist: Vec<String>,
    none: Terms,
    dictionaries: Dictionaries,
}

impl Brief {
    /// A brief from its facts, with no dictionaries.
    #[must_use]
    pub fn new(facts: Facts) -> Self {
        Self::of(facts, Dictionaries::default())
    }

    /// A brief from its facts, and the dictionaries they name.
    #[must_use]
    pub fn of(facts: Facts, dictionaries: Dictionaries) -> Self {
        let Facts { file_name, glossary, recurring, findings, broken, gist, dictionaries: _ } = facts;
        let recurring = recurring.into_iter().map(|pair| (pair.languages, pair.terms.into())).collect();
        let glossary = glossary.into();
        let none = Terms::default();
        Self(Arc::new(Inner { file_name, glossary, recurring, findings, broken, gist, none, dictionaries }))
    }

    pub(super) fn file_name(&self) -> &str {
        &self.0.file_name
    }

    /// The terms of the glossary.
    pub(super) fn glossary(&self) -> &Terms {
        &self.0.glossary
    }

    /// The terms of the file itself in a language pair.
    pub(super) fn recurring(&self, languages: &LanguagePair) -> &Terms {
        let of_pair = self.0.recurring.iter().find(|(pair, _)| pair == languages);
        of_pair.map_or(&self.0.none, |(_, terms)| terms)
    }

    /// What the checks over the whole file find in a segment.
    pub(super) fn findings(&self, number: u64) -> &[Finding] {
        self.0.findings.get(&number).map_or(&[], Vec::as_slice)
    }

    /// The words that a hyphen and a space broke.
    pub(super) fn broken(&self) -> &BTreeSet<Pair> {
        &self.0.broken
    }

    /// The sentences that tell what the file is about.
    pub(super) fn gist(&self) -> &[String] {
        &self.0.gist
    }

    /// What a job with this brief says about the checks.
    pub(super) fn options(&self, settings: &Settings) -> Options {
        Options {
            disabled: settings.disabled_checks.clone(),
            terms: self.0.glossary.clone(),
            patterns: settings.patterns.clone(),
            ..Options::default()
        }
    }

    /// What it says about the remarks that are told; `None` if it wants none.
    pub(super) fn told(&self, settings: &Settings) -> Option<Options> {
        let dictionaries = &self.0.dictionaries;
        (!settings.enabled_checks.is_empty() || !dictionaries.is_empty()).then(|| Options {
            terms: self.0.glossary.clone(),
            dictionaries: dictionaries.clone(),
            ..remarks::alone(&settings.enabled_checks, &settings.disabled_checks)
        })
    }
}
