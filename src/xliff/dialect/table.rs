//! The tools that are known by name, each with everything that differs from the standard.

use super::advice::HistoryAdvice::{self, Harmless, MayBeDropped, OffByDefault};
use super::{UnitLocks, mqxliff, mxliff, sdlxliff, txlf};
use crate::xliff::tree::Tree;

/// The name of a file without a known dialect.
pub(crate) const STANDARD: &str = "standard";

/// What a dialect says about the unit at node 0.
pub(super) type Rule = fn(&Tree<'_>, &mut UnitLocks);

/// What `approved="yes"` means to a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Approved {
    /// A person approved the unit, as the standard has it.
    Protects,
    /// The unit may be shown to users; usually all are.
    Publishes,
}

/// A tool's way with XLIFF.
#[derive(Debug)]
pub(super) struct Dialect {
    /// Its name in reports.
    pub(super) name: &'static str,
    /// Namespaces of its extensions.
    pub(super) namespaces: &'static [&'static str],
    /// The prefixes it usually binds to them, for files that forget to.
    pub(super) prefixes: &'static [&'static str],
    /// How it locks and confirms beside the standard's ways.
    pub(super) locks: Option<Rule>,
    /// What approval means to it.
    pub(super) approved: Approved,
    /// What becomes of a history in its files.
    pub(super) history: HistoryAdvice,
}

const fn named(name: &'static str, history: HistoryAdvice) -> Dialect {
    Dialect { name, namespaces: &[], prefixes: &[], locks: None, approved: Approved::Protects, history }
}

const fn by_namespace(
    name: &'static str,
    namespaces: &'static [&'static str],
    prefixes: &'static [&'static str],
    locks: Option<Rule>,
    history: HistoryAdvice,
) -> Dialect {
    Dialect { name, namespaces, prefixes, locks, approved: Approved::Protects, history }
}

/// Where a file declares several, the first counts: those that lock come before those that do not.
pub(super) const DIALECTS: [Dialect; 15] = [
    by_namespace(
        sdlxliff::NAME,
        &["http://sdl.com/FileTypes/SdlXliff/1.0"],
        &["sdl"],
        Some(sdlxliff::locks),
        MayBeDropped,
    ),
    by_namespace("mqxliff", &["MQXliff"], &["mq"], Some(mqxliff::locks), MayBeDropped),
    by_namespace(
        "mxliff",
        &["http://www.memsource.com/mxlf/2.0", "http://www.memsource.com/xliff2.0/1.0"],
        &["m", "memsource"],
        Some(mxliff::locks),
        MayBeDropped,
    ),
    by_namespace(
        "txlf",
        &["http://www.gs4tr.org/schema/xliff-ext"],
        &["gs4tr"],
        Some(txlf::locks),
        MayBeDropped,
    ),
    by_namespace("worldserver", &["http://www.idiominc.com/ws/asset"], &["iws"], None, Harmless),
    by_namespace("across", &["AcrossXliff"], &["ax"], None, Harmless),
    by_namespace("xtm", &["urn:xliff-xtm-extensions"], &["xtm"], None, Harmless),
    by_namespace("qt", &["urn:trolltech:names:ts:document:1.0"], &["trolltech"], None, OffByDefault),
    by_namespace("okapi", &["okapi-framework:xliff-extensions"], &["okp"], None, Harmless),
    named("matecat", Harmless),
    named("angular", OffByDefault),
    named("xcode", OffByDefault),
    named("symfony", Harmless),
    // Every label that is shown is approved, so approval protects nothing.
    Dialect { approved: Approved::Publishes, ..named("typo3", Harmless) },
    // Its translation tools throw away alternatives they did not write.
    named("business-central", MayBeDropped),
];
