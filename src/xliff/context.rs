//! What surrounds a unit, from the tags around it.

use super::dialect::{self, Dialects};
use super::document::{Context, Version, named};
use super::facts::{Facts, note};
use super::fault::Fault;
use super::names::{Name, Ns, Scope};
use super::problem::Rule;
use super::scan::Attribute;
use super::size::Demands;
use super::tree::{Tree, unescape};
use super::v2;
use super::wellformed::short;
use crate::domain::file::LanguagePair;
use std::borrow::Cow;

/// A start tag that surrounds units, or is one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tag<'t, 'a> {
    /// Where it begins.
    pub(crate) start: usize,
    /// The name of the element.
    pub(crate) name: Name<'a>,
    /// The attributes.
    pub(crate) attributes: &'t [Attribute<'a>],
    /// The namespaces in force.
    pub(crate) scope: &'t Scope,
}

fn attribute<'a>(tag: &Tag<'_, 'a>, ns: Ns, local: &str) -> Option<Cow<'a, str>> {
    let found = tag.attributes.iter().find(|a| a.name.ns == ns && a.name.local == local);
    found.map(|a| unescape(a.raw))
}

fn plain(tag: &Tag<'_, '_>, local: &str) -> Option<String> {
    attribute(tag, Ns::Plain, local).map(String::from)
}

/// The value of an attribute that names something; empty if it is not there.
fn name_of(tag: &Tag<'_, '_>, ns: Ns, local: &str) -> String {
    named(&attribute(tag, ns, local).unwrap_or_default()).to_owned()
}

/// Whether the attributes of a unit say that it is approved.
pub(crate) fn is_approved(attributes: &[Attribute<'_>]) -> bool {
    let said = |a: &Attribute<'_>| a.name.local == "approved" && a.name.ns == Ns::Plain;
    attributes.iter().any(|a| said(a) && unescape(a.raw) == "yes")
}

/// The context of the root.
///
/// # Errors
/// What is no XLIFF that is read.
pub(crate) fn root(tag: &Tag<'_, '_>, facts: &mut Facts) -> Result<Context, Fault> {
    const FAMILY: &str = "urn:oasis:names:tc:xliff:document:";
    let refuse = |what: String| Err(Fault::unsupported(tag.start, what));
    match tag.name.local {
        "xliff" => {}
        "txml" => return refuse("a Wordfast file (root element txml), which is no XLIFF".to_owned()),
        other => return refuse(format!("a file with the root element {}", short(other))),
    }
    let declared = tag.scope.declared();
    let prefix = tag.name.prefix().trim_end_matches(':');
    let uri = declared.iter().rev().find(|(bound, _)| *bound == prefix).map_or("", |(_, uri)| *uri);
    let version = plain(tag, "version").unwrap_or_default();
    let structure = match uri.strip_prefix(FAMILY) {
        Some("1.2") => Version::One { full: true },
        Some("1.0" | "1.1") => Version::One { full: false },
        Some("2.0" | "2.1") => Version::Two { note_ref: false },
        Some("2.2") => Version::Two { note_ref: true },
        None if uri.is_empty() => {
            facts.odd(Rule::NoNamespace, "the root is in no namespace; read by its version".to_owned());
            match version.as_bytes() {
                [b'2', ..] => Version::Two { note_ref: version == "2.2" },
                _ => Version::One { full: version.starts_with("1.2") },
            }
        }
        Some(_) | None => return refuse(format!("the namespace {}", short(uri))),
    };
    let usual = match structure {
        Version::One { .. } => ["1.0", "1.1", "1.2"].contains(&version.as_str()),
        Version::Two { .. } => ["2.0", "2.1", "2.2"].contains(&version.as_str()),
    };
    if !usual {
        let shown = short(&version);
        facts.odd(Rule::OddVersion, format!("the version {shown:?} does not fit; read by its namespace"));
    } else if uri.strip_prefix(FAMILY).is_some_and(|of| of != version && !(of == "2.0" && version == "2.1"))
        && !uri.ends_with(":2.2")
    {
        facts.odd(
            Rule::OddVersion,
            format!("version {version} in the namespace {uri}; read by the namespace"),
        );
    }
    if !prefix.is_empty() {
        note(&mut facts.warnings, "the root has a prefix".to_owned());
    }
    facts.version = short(&version).to_owned();
    facts.dialect = dialect::of_root(&declared);
    let language = |name: &str| name_of(tag, Ns::Plain, name);
    Ok(Context {
        version: structure,
        dialects: Dialects::in_force(tag.scope),
        dialect: facts.dialect,
        file: 0,
        file_element: String::new(),
        languages: LanguagePair { source: language("srcLang"), target: language("trgLang") },
        translate: None,
        merged: false,
        demands: Demands::default(),
        approved_protects: true,
        excluded: false,
        xml_lang: attribute(tag, Ns::Xml, "lang").map(|language| named(&language).to_owned()),
    })
}

/// The context of a file element.
pub(crate) fn file(tag: &Tag<'_, '_>, parent: &Context, files: u64) -> Context {
    let mut context = container(tag, parent, true).into_owned();
    context.file = files;
    context.dialects = Dialects::in_force(tag.scope);
    context.merged = false;
    if matches!(parent.version, Version::Two { .. }) {
        context.file_element = name_of(tag, Ns::Plain, "id");
    } else {
        context.file_element = name_of(tag, Ns::Plain, "original");
        context.languages.source = name_of(tag, Ns::Plain, "source-language");
        context.languages.target = name_of(tag, Ns::Plain, "target-language");
        context.demands.store(tag.attributes);
    }
    context
}

/// What an element hands down to those inside it. `body` and 1.x `file` hand down nothing of XLIFF.
pub(crate) fn container<'c>(tag: &Tag<'_, '_>, parent: &'c Context, bare: bool) -> Cow<'c, Context> {
    let two = matches!(parent.version, Version::Two { .. });
    let dialects = parent.dialects.and_undeclared(tag.scope);
    let speaks = tag.attributes.iter().any(|attribute| hands_down(attribute.name.local.as_bytes()));
    if (!speaks || bare && !two) && dialects == parent.dialects {
        return Cow::Borrowed(parent);
    }
    let mut context = Context { dialects, ..parent.clone() };
    if bare && !two {
        return Cow::Owned(context);
    }
    match plain(tag, "translate").as_deref() {
        Some("no") => context.translate = Some(false),
        Some("yes") => context.translate = Some(true),
        // Any other word is no word on it; the nearest that is one counts.
        Some(_) | None => {}
    }
    context.merged |= plain(tag, "merged-trans").is_some_and(|merged| merged == "yes");
    context.demands = parent.demands.inside(tag.attributes, two);
    if two && let Some(language) = attribute(tag, Ns::Xml, "lang") {
        context.xml_lang = Some(named(&language).to_owned());
    }
    if two && let Some(list) = attribute(tag, Ns::Its, "localeFilterList") {
        let exclude = attribute(tag, Ns::Its, "localeFilterType").is_some_and(|kind| kind == "exclude");
        context.excluded = v2::locale_in(&list, &context.languages.target) == exclude;
    }
    Cow::Owned(context)
}

/// Whether the attributes of a unit say anything about what is inside, or that it is approved.
pub(crate) fn says_something(unit: &Tree<'_>) -> bool {
    unit.names(0).any(|(_, local)| local == b"approved" || hands_down(local))
}

/// Whether an attribute of this name says anything about what is inside.
fn hands_down(local: &[u8]) -> bool {
    matches!(
        local,
        b"translate"
            | b"merged-trans"
            | b"lang"
            | b"localeFilterList"
            | b"size-unit"
            | b"maxwidth"
            | b"minwidth"
            | b"maxbytes"
            | b"minbytes"
            | b"charclass"
            | b"maxlengthchars"
            | b"sizeRestriction"
            | b"storageRestriction"
            | b"allowedCharacters"
            | b"storageSize"
    )
}
