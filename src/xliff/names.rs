//! Namespaces: which prefix means what, where.
//!
//! Only the families the rules depend on are told apart. A prefix that is never declared is
//! taken for what it conventionally means, because real files do that.

use super::Limits;
use super::fault::Fault;
use super::scan::Attribute;
use super::wellformed::short;
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
    /// XLIFF 2 glossary.
    Glossary,
    /// XLIFF 2 resource data.
    Resources,
    /// XLIFF 2 format style.
    Style,
    /// XLIFF 2 change tracking.
    Changes,
    /// ITS.
    Its,
    /// XLIFF 2.2 plural, gender and select.
    Plural,
    /// Anything else.
    Other,
}

/// The namespace of `xml:`.
const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// The namespace of translation candidates.
pub(crate) const MATCHES: &str = "urn:oasis:names:tc:xliff:matches:2.0";
/// The namespace of metadata.
pub(crate) const METADATA: &str = "urn:oasis:names:tc:xliff:metadata:2.0";
/// The namespace of ITS.
pub(crate) const ITS: &str = "http://www.w3.org/2005/11/its";

/// URI, conventional prefix, family.
const KNOWN: [(&str, &str, Ns); 14] = [
    ("http://sdl.com/FileTypes/SdlXliff/1.0", "sdl", Ns::Sdl),
    ("MQXliff", "mq", Ns::MemoQ),
    ("http://www.memsource.com/mxlf/2.0", "m", Ns::Phrase),
    ("http://www.gs4tr.org/schema/xliff-ext", "gs4tr", Ns::Gs4tr),
    (MATCHES, "mtc", Ns::Matches),
    (METADATA, "mda", Ns::Metadata),
    ("urn:oasis:names:tc:xliff:sizerestriction:2.0", "slr", Ns::Size),
    ("urn:oasis:names:tc:xliff:validation:2.0", "val", Ns::Validation),
    ("urn:oasis:names:tc:xliff:glossary:2.0", "gls", Ns::Glossary),
    ("urn:oasis:names:tc:xliff:resourcedata:2.0", "res", Ns::Resources),
    ("urn:oasis:names:tc:xliff:fs:2.0", "fs", Ns::Style),
    ("urn:oasis:names:tc:xliff:changetracking:2.0", "ctr", Ns::Changes),
    (ITS, "its", Ns::Its),
    ("urn:oasis:names:tc:xliff:pgs:1.0", "pgs", Ns::Plural),
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

/// A declaration.
#[derive(Debug)]
struct Binding {
    depth: usize,
    prefix: Box<str>,
    uri: Box<str>,
}

/// The declarations in force.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// Outermost first.
    bindings: Vec<Binding>,
    /// The same by prefix: every name is looked up, and a hostile file declares many.
    by_prefix: HashMap<Box<str>, Vec<usize>>,
    /// How many bytes they have.
    bytes: usize,
    core: Option<Box<str>>,
    core_prefix: Box<str>,
    /// What names without a prefix belong to, which nearly all names are; `None` where it must be found.
    bare: Option<Ns>,
    /// What the prefix that was asked for last stands for, while that is the same.
    last: Option<(Box<str>, Ns)>,
    /// Whether anything was of ITS so far.
    pub(crate) its: bool,
    /// Prefixes used without a declaration, each once, at most a few.
    pub(crate) undeclared: Vec<String>,
    /// The dialects whose namespaces were declared anywhere, each once.
    pub(crate) dialects: Vec<&'static str>,
}

impl Scope {
    /// Takes what the start tag of an element of this depth declares.
    ///
    /// # Errors
    /// What the namespaces of XML do not allow; more declarations in force than the limits do.
    pub(crate) fn enter(
        &mut self,
        depth: usize,
        start: usize,
        attributes: &[Attribute<'_>],
        limits: &Limits,
    ) -> Result<(), Fault> {
        for attribute in attributes {
            let prefix = match attribute.name.full {
                "xmlns" => "",
                full => match full.strip_prefix("xmlns:") {
                    Some(prefix) => prefix,
                    None => continue,
                },
            };
            let uri = attribute.raw;
            if prefix == "xmlns"
                || (prefix == "xml") != (uri == XML)
                || (uri.is_empty() && !prefix.is_empty())
            {
                return Err(Fault::malformed(attribute.at, "a namespace declaration XML does not allow"));
            }
            self.declare(depth, prefix, uri);
        }
        let most = limits.attributes;
        if self.bindings.len() > most {
            return Err(Fault::limit(start, "namespace declarations in force", "limits.attributes", most));
        }
        let most = limits.tag_bytes;
        if self.bytes > most {
            return Err(Fault::limit(start, "bytes of namespace declarations", "limits.tag_bytes", most));
        }
        if let Some(attribute) = self.twice(attributes) {
            let what = format!("the attribute {} twice in one namespace", short(attribute.name.local));
            return Err(Fault::malformed(attribute.at, what));
        }
        Ok(())
    }

    /// A declaration on an element of this depth.
    fn declare(&mut self, depth: usize, prefix: &str, uri: &str) {
        if let Some(dialect) = super::dialect::of_namespace(uri)
            && !self.dialects.contains(&dialect)
        {
            self.dialects.push(dialect);
        }
        self.bytes += prefix.len() + uri.len();
        self.by_prefix.entry(prefix.into()).or_default().push(self.bindings.len());
        self.bindings.push(Binding { depth, prefix: prefix.into(), uri: uri.into() });
        self.forget();
    }

    /// An attribute that is there twice, by two prefixes of one namespace.
    fn twice<'t, 'a>(&self, attributes: &'t [Attribute<'a>]) -> Option<&'t Attribute<'a>> {
        let prefix = |attribute: &Attribute<'a>| attribute.name.prefix().trim_end_matches(':');
        let same = |one: &Attribute<'a>, other: &Attribute<'a>| {
            one.name.local == other.name.local
                && self.uri(prefix(one)).is_some_and(|uri| self.uri(prefix(other)) == Some(uri))
        };
        let at = |at: &usize| !prefix(&attributes[*at]).is_empty();
        let mut all = (1..attributes.len()).filter(at).map(|at| attributes.split_at(at));
        all.find_map(|(before, rest)| {
            before.iter().any(|one| !prefix(one).is_empty() && same(one, &rest[0])).then_some(&rest[0])
        })
    }

    /// Forgets the declarations of elements deeper than `depth`.
    #[inline]
    pub(crate) fn leave(&mut self, depth: usize) {
        if self.bindings.last().is_none_or(|binding| binding.depth <= depth) {
            return;
        }
        while let Some(binding) = self.bindings.pop_if(|binding| binding.depth > depth) {
            self.bytes -= binding.prefix.len() + binding.uri.len();
            if let Some(all) = self.by_prefix.get_mut(&binding.prefix) {
                all.pop();
                // A file may have a prefix of its own on every unit.
                if all.is_empty() {
                    self.by_prefix.remove(&binding.prefix);
                }
            }
            self.forget();
        }
    }

    /// Makes the namespace of the root the one of XLIFF.
    pub(crate) fn adopt(&mut self, root: &str) {
        self.core_prefix = split(root).0.into();
        self.core = self.uri(&self.core_prefix).map(Box::from);
        self.forget();
    }

    /// Names may belong to something else from here on.
    fn forget(&mut self) {
        (self.bare, self.last) = (None, None);
    }

    /// What an element with this prefix belongs to; also an attribute that has one.
    #[inline]
    pub(crate) fn family(&mut self, prefix: &str) -> Ns {
        if !prefix.is_empty() {
            if let Some((last, ns)) = &self.last
                && **last == *prefix
            {
                return *ns;
            }
            let ns = self.find(prefix);
            self.last = Some((prefix.into(), ns));
            return ns;
        }
        if let Some(ns) = self.bare {
            return ns;
        }
        let ns = self.find(prefix);
        self.bare = Some(ns);
        ns
    }

    /// What names without a prefix belong to, if that is known already.
    pub(crate) fn bare(&self) -> Option<Ns> {
        self.bare
    }

    /// The depth of the innermost element that declares something; 0 if none does.
    pub(crate) fn deepest(&self) -> usize {
        self.bindings.last().map_or(0, |binding| binding.depth)
    }

    /// What a prefix stands for, if it is declared.
    pub(crate) fn uri(&self, prefix: &str) -> Option<&str> {
        let index = *self.by_prefix.get(prefix)?.last()?;
        Some(&*self.bindings[index].uri).filter(|uri| !uri.is_empty())
    }

    /// The declarations in force, outermost first.
    pub(crate) fn declared(&self) -> Vec<(&str, &str)> {
        self.below(0).collect()
    }

    /// The declarations in force on elements deeper than `depth`.
    pub(crate) fn below(&self, depth: usize) -> impl Iterator<Item = (&str, &str)> {
        let first = self.bindings.partition_point(|binding| binding.depth <= depth);
        self.bindings[first..].iter().map(|binding| (&*binding.prefix, &*binding.uri))
    }

    fn find(&mut self, prefix: &str) -> Ns {
        let ns = self.look_up(prefix);
        self.its |= ns == Ns::Its;
        ns
    }

    fn look_up(&mut self, prefix: &str) -> Ns {
        if prefix == "xml" {
            return Ns::Xml;
        }
        let Some(uri) = self.uri(prefix) else {
            if !prefix.is_empty()
                && self.undeclared.len() < 8
                && !self.undeclared.iter().any(|known| known == prefix)
            {
                self.undeclared.push(prefix.to_owned());
            }
            if self.core.is_none() && prefix == &*self.core_prefix {
                return Ns::Core;
            }
            let prefix = if prefix == "memsource" { "m" } else { prefix };
            return KNOWN.iter().find(|(_, usual, _)| *usual == prefix).map_or(Ns::Other, |(_, _, ns)| *ns);
        };
        if Some(uri) == self.core.as_deref() {
            return Ns::Core;
        }
        KNOWN.iter().find(|(known, _, _)| *known == uri).map_or(Ns::Other, |(_, _, ns)| *ns)
    }
}

fn split(full: &str) -> (&str, &str) {
    full.split_once(':').unwrap_or(("", full))
}
