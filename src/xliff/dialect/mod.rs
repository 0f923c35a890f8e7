//! Whose XLIFF it is, and what that changes.
//!
//! `table` lists the tools; a file for each of them that locks in its own way. A tool shows itself
//! by a namespace, declared wherever, by its usual prefix where that is not declared, or by
//! attributes and tools of a file element. What is not in the table follows the standard alone.

mod advice;
mod mqxliff;
mod mxliff;
mod sdlxliff;
mod signs;
mod table;
mod txlf;

pub use advice::{HistoryAdvice, history};
pub(crate) use signs::{of_file, of_header, of_unit};
pub(crate) use table::STANDARD;

use super::found::Locks;
use super::names::Scope;
use super::tree::Tree;
use std::collections::HashMap;
use table::{Approved, DIALECTS};

/// What dialects say about a unit and its segments.
#[derive(Debug, Default)]
pub(crate) struct UnitLocks {
    /// What holds for the whole unit.
    unit: Locks,
    /// What holds if the unit is not segmented.
    whole: Locks,
    /// What holds for single segments, by `mid`.
    segments: HashMap<String, Locks>,
}

impl UnitLocks {
    /// What holds for a segment; `mid` if the unit is segmented.
    pub(crate) fn of(&self, mid: Option<&str>) -> Locks {
        match mid {
            Some(mid) => self.unit.and(self.segments.get(mid).copied().unwrap_or_default()),
            None => self.segments.values().fold(self.unit.and(self.whole), |all, one| all.and(*one)),
        }
    }
}

/// The locking rules in force.
///
/// Rules that look at attributes of their own family hold in any file: files are merged, and some
/// use a family without declaring it. Only SDL draws conclusions from what is absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Dialects {
    /// Whether this is a file of SDL, where units without definitions are structure.
    sdl: bool,
}

impl Dialects {
    /// What holds from the element on whose declarations are in force.
    pub(crate) fn in_force(scope: &Scope) -> Self {
        Self { sdl: scope.declared().iter().any(|(_, uri)| of_namespace(uri) == Some(sdlxliff::NAME)) }
    }

    /// The same, and what a prefix tells that is used and never declared.
    #[must_use]
    pub(crate) fn and_undeclared(self, scope: &Scope) -> Self {
        Self { sdl: self.sdl || scope.undeclared.iter().any(|prefix| prefix == "sdl") }
    }

    /// What the dialects say about a unit.
    pub(crate) fn locks(self, tree: &Tree<'_>) -> UnitLocks {
        let mut locks = UnitLocks::default();
        // Each rule looks at names of its own family alone.
        if tree.extended {
            for rule in DIALECTS.iter().filter_map(|dialect| dialect.locks) {
                rule(tree, &mut locks);
            }
        }
        if self.sdl && !sdlxliff::is_defined(tree) {
            locks.whole.not_translatable = true;
        }
        locks
    }
}

/// The dialect a namespace tells.
pub(crate) fn of_namespace(uri: &str) -> Option<&'static str> {
    DIALECTS.iter().find(|dialect| dialect.namespaces.contains(&uri)).map(|dialect| dialect.name)
}

/// The first dialect among those whose namespaces are declared at the root, or the standard.
pub(crate) fn of_root(declared: &[(&str, &str)]) -> &'static str {
    let used = |uri: &&str| declared.iter().any(|(_, found)| found == uri);
    DIALECTS.iter().find(|dialect| dialect.namespaces.iter().any(used)).map_or(STANDARD, |d| d.name)
}

/// The dialect at the end of a file: `known`, or what shows itself further down or without a declaration.
pub(crate) fn of_scope(scope: &Scope, known: &'static str) -> &'static str {
    if !is_open(known) {
        return known;
    }
    let deeper = DIALECTS.iter().find(|dialect| scope.dialects.contains(&dialect.name));
    let usual = |prefix: &&str| scope.undeclared.iter().any(|found| found == prefix);
    let found = deeper.or_else(|| DIALECTS.iter().find(|dialect| dialect.prefixes.iter().any(usual)));
    found.map_or(known, |dialect| dialect.name)
}

/// Whether `approved` is no sign of approval with this tool, but a flag to publish.
pub(crate) fn approval_publishes(name: &str) -> bool {
    DIALECTS.iter().any(|dialect| dialect.name == name && dialect.approved == Approved::Publishes)
}

/// Whether a better name may come: Okapi's extensions are in what many tools write.
fn is_open(name: &str) -> bool {
    name == STANDARD || name == "okapi"
}
