//! Namespaces: which prefix means what, where.
//!
//! Only the families the rules depend on are told apart. A prefix that is never declared is
//! taken for what it conventionally means, because real files do that.

use std::collections::HashMap;

/// What a name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ns {
    /// The namespace of the root, XLIFF itself.
    Core,
    /// An attribute without a prefix.
    Plain,
    /// `xml:`.
    Xml,
    /// SDL Trados.
    Sdl,
    /// memoQ.
    MemoQ,
    /// Phrase, once Memsource.
    Phrase,
    /// Wordfast TXLF and GlobalLink.
    Gs4tr,
    /// XLIFF 2 translation candidates.
    Matches,
    /// XLIFF 2 metadata.
    Metadata,
    /// XLIFF 2 size restriction.
    Size,
    /// XLIFF 2 validation.
    Validation,
    /// ITS.
    Its,
    /// Anything else.
    Other,
}

/// The namespace of translation candidates.
pub(crate) const MATCHES: &str = "urn:oasis:names:tc:xliff:matches:2.0";
/// The namespace of metadata.
pub(crate) const METADATA: &str = "urn:oasis:names:tc:xliff:metadata:2.0";

/// URI, conventional prefix, family.
const KNOWN: [(&str, &str, Ns); 9] = [
    ("http://sdl.com/FileTypes/SdlXliff/1.0", "sdl", Ns::Sdl),
    ("MQXliff", "mq", Ns::MemoQ),
    ("http://www.memsource.com/mxlf/2.0", "m", Ns::Phrase),
    ("http://www.gs4tr.org/schema/xliff-ext", "gs4tr", Ns::Gs4tr),
    (MATCHES, "mtc", Ns::Matches),
    (METADATA, "mda", Ns::Metadata),
    ("urn:oasis:names:tc:xliff:sizerestriction:2.0", "slr", Ns::Size),
    ("urn:oasis:names:tc:xliff:validation:2.0", "val", Ns::Validation),
    ("http://www.w3.org/2005/11/its", "its", Ns::Its),
];

/// A name, taken apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name<'a> {
    /// As written.
    pub(crate) full: &'a str,
    /// After the colon.
    pub(crate) local: &'a str,
    /// What it belongs to.
    pub(crate) ns: Ns,
}

impl<'a> Name<'a> {
    /// The name of what is no element.
    pub(crate) const NONE: Self = Self { full: "", local: "", ns: Ns::Other };

    /// The prefix with its colon; empty if there is none.
    pub(crate) fn prefix(&self) -> &'a str {
        &self.full[..self.full.len() - self.local.len()]
    }
}

/// The declarations in force.
#[derive(Debug, Default)]
pub(crate) struct Scope<'a> {
    /// Depth, prefix and URI, outermost first.
    bindings: Vec<(usize, &'a str, &'a str)>,
    /// The same by prefix: every name is looked up, and a hostile file declares many.
    by_prefix: HashMap<&'a str, Vec<&'a str>>,
    core: Option<&'a str>,
    core_prefix: &'a str,
    /// Prefixes used without a declaration, each once, at most a few.
    pub(crate) undeclared: Vec<&'a str>,
}

impl<'a> Scope<'a> {
    /// A declaration on an element of this depth.
    pub(crate) fn declare(&mut self, depth: usize, prefix: &'a str, uri: &'a str) {
        self.bindings.push((depth, prefix, uri));
        self.by_prefix.entry(prefix).or_default().push(uri);
    }

    /// Forgets the declarations of elements deeper than `depth`.
    pub(crate) fn leave(&mut self, depth: usize) {
        while let Some((_, prefix, _)) = self.bindings.pop_if(|(at, _, _)| *at > depth) {
            if let Some(uris) = self.by_prefix.get_mut(prefix) {
                uris.pop();
            }
        }
    }

    /// Makes the namespace of the root the one of XLIFF, and tells it.
    pub(crate) fn adopt(&mut self, root: &'a str) -> Option<&'a str> {
        self.core_prefix = split(root).0;
        self.core = self.uri(self.core_prefix);
        self.core
    }

    /// An element's name.
    pub(crate) fn element(&mut self, full: &'a str) -> Name<'a> {
        let (prefix, local) = split(full);
        Name { full, local, ns: self.family(prefix) }
    }

    /// An attribute's name.
    pub(crate) fn attribute(&mut self, full: &'a str) -> Name<'a> {
        let (prefix, local) = split(full);
        let ns = if prefix.is_empty() || prefix == "xmlns" { Ns::Plain } else { self.family(prefix) };
        Name { full, local, ns }
    }

    /// The declarations in force, outermost first.
    pub(crate) fn declared(&self) -> Vec<(&'a str, &'a str)> {
        self.bindings.iter().map(|(_, prefix, uri)| (*prefix, *uri)).collect()
    }

    fn uri(&self, prefix: &str) -> Option<&'a str> {
        self.by_prefix.get(prefix)?.last().copied().filter(|uri| !uri.is_empty())
    }

    fn family(&mut self, prefix: &'a str) -> Ns {
        if prefix == "xml" {
            return Ns::Xml;
        }
        let Some(uri) = self.uri(prefix) else {
            if !prefix.is_empty() && self.undeclared.len() < 8 && !self.undeclared.contains(&prefix) {
                self.undeclared.push(prefix);
            }
            if self.core.is_none() && prefix == self.core_prefix {
                return Ns::Core;
            }
            let prefix = if prefix == "memsource" { "m" } else { prefix };
            return KNOWN.iter().find(|(_, usual, _)| *usual == prefix).map_or(Ns::Other, |(_, _, ns)| *ns);
        };
        if Some(uri) == self.core {
            return Ns::Core;
        }
        KNOWN.iter().find(|(known, _, _)| *known == uri).map_or(Ns::Other, |(_, _, ns)| *ns)
    }
}

fn split(full: &str) -> (&str, &str) {
    full.split_once(':').unwrap_or(("", full))
}
