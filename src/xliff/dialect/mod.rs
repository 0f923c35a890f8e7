//! Whose XLIFF it is, by what it declares; one file for each family that locks in its own way.

mod mqxliff;
mod mxliff;
mod sdlxliff;
mod txlf;

use super::found::Locks;
use super::scan::Attribute;
use super::tree::{Tree, unescape};
use std::collections::HashMap;

/// What a dialect says about the unit at node 0.
type Rule = fn(&Tree<'_>, &mut UnitLocks);

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

/// Namespace, name, locking rule.
const FAMILIES: [(&str, &str, Option<Rule>); 7] = [
    ("http://sdl.com/FileTypes/SdlXliff/1.0", "sdlxliff", Some(sdlxliff::locks)),
    ("MQXliff", "mqxliff", Some(mqxliff::locks)),
    ("http://www.memsource.com/mxlf/2.0", "mxliff", Some(mxliff::locks)),
    ("http://www.gs4tr.org/schema/xliff-ext", "txlf", Some(txlf::locks)),
    ("AcrossXliff", "across", None),
    ("urn:xliff-xtm-extensions", "xtm", None),
    ("okapi-framework:xliff-extensions", "okapi", None),
];

/// The name of a file without a known dialect.
pub(crate) const STANDARD: &str = "standard";

/// The locking rules in force.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dialects(Vec<Rule>);

impl Dialects {
    /// What the dialects say about a unit.
    pub(crate) fn locks(&self, tree: &Tree<'_>) -> UnitLocks {
        let mut locks = UnitLocks::default();
        self.0.iter().for_each(|rule| rule(tree, &mut locks));
        locks
    }
}

/// The dialects the root declares, and the name of the first.
pub(crate) fn of_root(declared: &[(&str, &str)], attributes: &[Attribute<'_>]) -> (Dialects, &'static str) {
    let used = |uri: &str| declared.iter().any(|(_, found)| *found == uri);
    let name = FAMILIES.iter().find(|(uri, _, _)| used(uri)).map_or(STANDARD, |(_, name, _)| *name);
    // Rules that look at attributes of their own family hold in any file: some declare the family
    // further down or not at all. Only SDL draws conclusions from what is absent.
    let holds = |family: &str, uri: &str| family != "sdlxliff" || used(uri);
    let rules = FAMILIES.iter().filter(|(uri, family, _)| holds(family, uri));
    let rules = rules.filter_map(|(_, _, rule)| *rule).collect();
    (Dialects(rules), of_file(attributes, name))
}

/// The dialect after a look at the attributes of a file element.
pub(crate) fn of_file(attributes: &[Attribute<'_>], known: &'static str) -> &'static str {
    if known != STANDARD {
        return known;
    }
    let is = |local: &str, fits: fn(&str) -> bool| {
        attributes.iter().any(|a| a.name.full == local && fits(&unescape(a.raw)))
    };
    if is("tool-id", |id| id.starts_with("matecat-converter")) {
        "matecat"
    } else if is("original", |name| name == "ng2.template" || name == "ng.template") {
        "angular"
    } else if is("tool-id", |id| id == "com.apple.dt.xcode") {
        "xcode"
    } else if is("product-name", |_| true)
        && is("original", |name| name.starts_with("messages") || name.starts_with("EXT:"))
    {
        "typo3"
    } else {
        STANDARD
    }
}
