//! Terms of a glossary: what the owner of the translations wants said, avoided, or left alone.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The most terms of a glossary.
pub const MOST_TERMS: usize = 5000;
/// The longest term, in characters.
pub const LONGEST_TERM: usize = 500;
/// The most bytes of all terms together.
pub const MOST_BYTES: usize = 1 << 20;
/// The most forbidden translations of a term.
const MOST_FORBIDDEN: usize = 100;
/// The most terms of one source.
const MOST_OF_ONE: usize = 50;
/// The most faults that are told.
const MOST_FAULTS: usize = 16;

/// A term and its translation. Several of one source are translations to choose from.
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

/// What kind of fault a glossary has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Something is missing.
    Missing,
    /// A text is too long, or holds what no text holds.
    BadText,
    /// There are too many, or too much.
    TooMany,
    /// Two things contradict each other.
    Conflict,
}

/// What cannot stand in a glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The place of the term, from 0; none if it is about all.
    pub term: Option<usize>,
    /// The part of the term.
    pub part: &'static str,
    /// The kind.
    pub kind: FaultKind,
    /// What is wrong and what would be right; no text of the glossary.
    pub what: String,
}

/// What cannot stand in a glossary, at most some of it.
#[must_use]
pub fn faults(terms: &[Term]) -> Vec<Fault> {
    let mut faults = Vec::new();
    if terms.len() > MOST_TERMS {
        let what = format!("{} terms, at most {MOST_TERMS} are taken", terms.len());
        return vec![Fault { term: None, part: "", kind: FaultKind::TooMany, what }];
    }
    let bytes: usize = terms.iter().flat_map(Term::texts).map(|(_, text)| text.len()).sum();
    if bytes > MOST_BYTES {
        let what = format!("{bytes} bytes of terms, at most {MOST_BYTES} are taken");
        return vec![Fault { term: None, part: "", kind: FaultKind::TooMany, what }];
    }
    let mut of_source: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, term) in terms.iter().enumerate() {
        let fault = term.fault().or_else(|| {
            let same = of_source.entry(term.source.to_lowercase()).or_default();
            let earlier = same.iter().find(|other| terms[**other].contradicts(term)).copied();
            same.push(at);
            if same.len() > MOST_OF_ONE {
                let what = format!("at most {MOST_OF_ONE} of the same source");
                return Some((FaultKind::TooMany, "source", what));
            }
            earlier.map(|other| {
                (FaultKind::Conflict, "source", format!("contradicts term {} of the same source", other + 1))
            })
        });
        if let Some((kind, part, what)) = fault {
            faults.push(Fault { term: Some(at), part, kind, what });
            if faults.len() == MOST_FAULTS {
                break;
            }
        }
    }
    faults
}

impl Term {
    fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let forbidden = self.forbidden.iter().map(|text| ("forbidden", text.as_str()));
        [("source", self.source.as_str()), ("target", self.target.as_str())].into_iter().chain(forbidden)
    }

    fn fault(&self) -> Option<(FaultKind, &'static str, String)> {
        for (part, text) in self.texts() {
            if text.chars().count() > LONGEST_TERM {
                return Some((FaultKind::BadText, part, format!("at most {LONGEST_TERM} characters")));
            }
            if text.contains('\0') {
                return Some((FaultKind::BadText, part, "without the character U+0000".to_owned()));
            }
        }
        if self.forbidden.len() > MOST_FORBIDDEN {
            return Some((FaultKind::TooMany, "forbidden", format!("at most {MOST_FORBIDDEN}")));
        }
        if self.source.trim().is_empty() {
            return Some((FaultKind::Missing, "source", "the term in the source language".to_owned()));
        }
        if self.forbidden.iter().any(|text| text.trim().is_empty()) {
            return Some((FaultKind::Missing, "forbidden", "no empty ones".to_owned()));
        }
        if self.target.trim().is_empty() && self.forbidden.is_empty() && !self.do_not_translate {
            let what = "a translation, or forbidden ones, or do_not_translate";
            return Some((FaultKind::Missing, "target", what.to_owned()));
        }
        if self.do_not_translate && !self.target.is_empty() && self.target != self.source {
            let what = "none with do_not_translate: the term stays as it is in the source";
            return Some((FaultKind::Conflict, "target", what.to_owned()));
        }
        let used = if self.do_not_translate { &self.source } else { &self.target };
        if self.forbidden.iter().any(|text| self.same(text, used)) {
            return Some((FaultKind::Conflict, "forbidden", "it is the translation to use".to_owned()));
        }
        None
    }

    /// Whether what one of two terms of one source wants is what the other forbids.
    fn contradicts(&self, other: &Self) -> bool {
        if (self.case_sensitive || other.case_sensitive) && self.source != other.source {
            return false;
        }
        let forbids = |one: &Self, two: &Self| {
            !two.target.is_empty() && one.forbidden.iter().any(|text| one.same(text, &two.target))
        };
        self.do_not_translate != other.do_not_translate || forbids(self, other) || forbids(other, self)
    }

    fn same(&self, one: &str, two: &str) -> bool {
        one == two || (!self.case_sensitive && one.to_lowercase() == two.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(source: &str, target: &str, forbidden: &[&str]) -> Term {
        let forbidden = forbidden.iter().map(|text| (*text).to_owned()).collect();
        Term { source: source.to_owned(), target: target.to_owned(), forbidden, ..Term::default() }
    }

    fn kept(source: &str, target: &str) -> Term {
        Term { do_not_translate: true, ..term(source, target, &[]) }
    }

    #[test]
    fn what_cannot_stand_is_told_with_its_place() {
        use FaultKind::{BadText, Conflict, Missing, TooMany};
        let check = |terms: &[Term], expected: Option<(FaultKind, Option<usize>, &str)>| {
            let got = faults(terms);
            assert_eq!(got.first().map(|one| (one.kind, one.term, one.part)), expected, "{terms:?}");
        };
        check(&[], None);
        check(&[term("disk", "Platte", &[]), term("disk", "Scheibe", &["Disk"]), kept("X", "X")], None);
        check(&[term("disk", "", &["Disk"])], None);
        check(&[term(" ", "Platte", &[])], Some((Missing, Some(0), "source")));
        check(&[kept("X", ""), term("disk", "", &[])], Some((Missing, Some(1), "target")));
        check(&[term("disk", "Platte", &[""])], Some((Missing, Some(0), "forbidden")));
        check(&[term("disk", &"ä".repeat(500), &[])], None);
        check(&[term("disk", &"ä".repeat(501), &[])], Some((BadText, Some(0), "target")));
        check(&[term("di\0sk", "Platte", &[])], Some((BadText, Some(0), "source")));
        check(&[kept("X", "Y")], Some((Conflict, Some(0), "target")));
        check(&[term("disk", "Platte", &["platte"])], Some((Conflict, Some(0), "forbidden")));
        check(&[term("disk", "Platte", &[]), kept("Disk", "")], Some((Conflict, Some(1), "source")));
        check(&[term("disk", "Platte", &["A"]), term("disk", "A", &[])], Some((Conflict, Some(1), "source")));
        let exact = Term { case_sensitive: true, ..kept("Disk", "") };
        check(&[term("disk", "Platte", &[]), exact], None);
        check(&vec![term("disk", "Platte", &[]); 51], Some((TooMany, Some(50), "source")));
        check(&[term("disk", "Platte", &["x"; 101])], Some((TooMany, Some(0), "forbidden")));
        check(&vec![term("disk", "Platte", &[]); 5001], Some((TooMany, None, "")));
        check(&vec![term("disk", &"x".repeat(400), &[]); 3000], Some((TooMany, None, "")));
    }
}
