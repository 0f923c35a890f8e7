//! The modules of XLIFF 2: metadata, glossary, matches, resource data, size restriction, validation,
//! format style, change tracking; and the notes outside of units.
//!
//! An element tells most of it alone, wherever it stands; what needs those around it is looked at in
//! units, which are held.

use super::FileFacts;
use super::inside;
use super::report::{Report, short};
use super::rule::Rule;
use super::value;
use crate::xliff::document::Context;
use crate::xliff::names::{Name, Ns};
use crate::xliff::scan::Attribute;
use crate::xliff::tree::{Tree, unescape};
use std::borrow::Cow;
use std::collections::HashSet;

/// The identifiers of what holds them until it ends: a glossary, matches …
#[derive(Debug, Default)]
pub(super) struct Ids([HashSet<u64>; 5]);

/// A start tag.
#[derive(Clone, Copy)]
pub(super) struct Element<'e, 'a> {
    pub(super) at: usize,
    pub(super) name: Name<'a>,
    pub(super) attributes: &'e [Attribute<'a>],
}

impl<'a> Element<'_, 'a> {
    fn value(&self, ns: Ns, local: &str) -> Option<Cow<'a, str>> {
        let mut all = self.attributes.iter();
        all.find(|a| a.name.ns == ns && a.name.local == local).map(|a| unescape(a.raw))
    }

    fn plain(&self, local: &str) -> Option<Cow<'a, str>> {
        self.value(Ns::Plain, local)
    }

    fn says(&self, what: &str) -> String {
        format!("{} of {}", short(what), short(self.name.full))
    }

    fn require(&self, local: &str, report: &mut Report) {
        if self.plain(local).is_none() {
            report.add(Rule::MissingAttribute, self.at, format!("{} without {local}", short(self.name.full)));
        }
    }

    fn among(&self, local: &str, values: &[&str], report: &mut Report) {
        if self.plain(local).is_some_and(|value| !values.contains(&&*value)) {
            report.add(Rule::BadValue, self.at, self.says(local));
        }
    }
}

/// Looks at an element outside of units; the notes of a unit are looked at with the unit.
pub(super) fn outside(facts: &mut FileFacts, at: Element<'_, '_>, report: &mut Report) {
    match (at.name.ns, at.name.local) {
        (Ns::Core, "notes") => holder(facts, 4, at, report),
        (Ns::Core, "note") => id(facts, 4, at, report),
        _ => {}
    }
    element(facts, at, report);
}

/// Looks at an element and its attributes, of whatever namespace it is.
pub(super) fn element(facts: &mut FileFacts, element: Element<'_, '_>, report: &mut Report) {
    match (element.name.ns, element.name.local) {
        (Ns::Metadata, "metadata") => holder(facts, 0, element, report),
        (Ns::Metadata, "metaGroup") => {
            id(facts, 0, element, report);
            element.among("appliesTo", &["source", "target", "ignorable"], report);
        }
        (Ns::Metadata, "meta") => {
            element.require("type", report);
            let others = |a: &&Attribute<'_>| a.name.ns == Ns::Plain && !a.name.full.starts_with("xmlns");
            for other in element.attributes.iter().filter(others).filter(|a| a.name.local != "type") {
                report.add(Rule::UnknownAttribute, other.at, element.says(other.name.full));
            }
        }
        (Ns::Glossary, "glossary") => holder(facts, 1, element, report),
        (Ns::Glossary, "glossEntry" | "translation") => id(facts, 1, element, report),
        (Ns::Matches, "matches") => holder(facts, 2, element, report),
        (Ns::Matches, "match") => a_match(facts, element, report),
        (Ns::Resources, "resourceData") => holder(facts, 3, element, report),
        (Ns::Resources, "resourceItem") => {
            id(facts, 3, element, report);
            element.among("context", &["yes", "no"], report);
        }
        (Ns::Resources, "resourceItemRef") => {
            id(facts, 3, element, report);
            element.require("ref", report);
        }
        (Ns::Resources, "reference") => element.require("href", report),
        (Ns::Validation, "rule") => rule(element, report),
        (Ns::Changes, "revisions") => element.require("appliesTo", report),
        (Ns::Changes, "item") => element.require("property", report),
        _ => {}
    }
    sizes(facts, element, report);
    style(element, report);
}

/// What holds identifiers begins: those of another are not its own.
fn holder(facts: &mut FileFacts, of: usize, element: Element<'_, '_>, report: &mut Report) {
    facts.modules.0[of].clear();
    if element.plain("id").is_some_and(|id| !value::is_name_token(&id)) {
        report.add(Rule::BadId, element.at, element.says("id"));
    }
}

fn id(facts: &mut FileFacts, of: usize, element: Element<'_, '_>, report: &mut Report) {
    let Some(id) = element.plain("id") else { return };
    if !value::is_name_token(&id) {
        report.add(Rule::BadId, element.at, element.says("id"));
    }
    let hash = facts.hasher()(&id);
    if !facts.modules.0[of].insert(hash) {
        let message = format!("{} {} twice", short(element.name.full), short(&id));
        report.add(Rule::DuplicateId, element.at, message);
    }
}

fn a_match(facts: &mut FileFacts, element: Element<'_, '_>, report: &mut Report) {
    id(facts, 2, element, report);
    element.require("ref", report);
    element.among("type", &["am", "mt", "icm", "idm", "tb", "tm", "other"], report);
    if element.plain("subType").is_some() && element.plain("type").is_none() {
        report.add(Rule::SubWithoutMain, element.at, "subType without type");
    }
    for name in ["matchSuitability", "matchQuality", "similarity"] {
        let percent =
            |value: &str| value.trim().parse::<f64>().is_ok_and(|value| (0.0..=100.0).contains(&value));
        if element.plain(name).is_some_and(|value| !percent(&value)) {
            report.add(Rule::BadValue, element.at, element.says(name));
        }
    }
}

/// A rule has one test, and what refines it fits the test.
fn rule(element: Element<'_, '_>, report: &mut Report) {
    let tests = ["isPresent", "isNotPresent", "startsWith", "endsWith"];
    let own = tests.iter().filter(|name| element.plain(name).is_some()).count();
    let foreign =
        element.attributes.iter().filter(|a| a.name.ns != Ns::Plain && a.name.ns != Ns::Xml).count();
    if own + foreign == 0 {
        report.add(Rule::MissingAttribute, element.at, "a rule without a test");
    } else if own + foreign > 1 {
        report.add(Rule::BadValue, element.at, "a rule with more than one test");
    }
    let refines = |name: &str, tests: &[&str]| {
        element.plain(name).is_some() && !tests.iter().any(|test| element.plain(test).is_some())
    };
    if refines("occurs", &["isPresent", "isNotPresent"])
        || refines("existsInSource", &["isPresent", "startsWith", "endsWith"])
    {
        report.add(Rule::BadValue, element.at, "a rule whose test cannot be refined so");
    }
    if element.plain("occurs").is_some_and(|times| !times.trim().parse::<u64>().is_ok_and(|times| times > 0))
    {
        report.add(Rule::BadValue, element.at, element.says("occurs"));
    }
    for name in ["caseSensitive", "existsInSource", "disabled"] {
        element.among(name, &["yes", "no"], report);
    }
    element.among("normalization", &["none", "nfc", "nfd"], report);
}

/// Whether an element holds data that sizes refer to.
pub(super) fn is_data(name: &Name<'_>) -> bool {
    name.ns == Ns::Size && name.local == "data"
}

/// The attributes of size restriction, on whatever element.
fn sizes(facts: &mut FileFacts, element: Element<'_, '_>, report: &mut Report) {
    if element.name.ns == Ns::Size && element.name.local == "profiles" {
        let general = element.plain("generalProfile").unwrap_or_default();
        facts.foreign_sizes = !general.is_empty() && !general.starts_with("xliff:");
    }
    let mut infos = 0;
    for attribute in element.attributes.iter().filter(|a| a.name.ns == Ns::Size) {
        let value = unescape(attribute.raw);
        let fits = match attribute.name.local {
            "sizeRestriction" | "storageRestriction" if element.name.ns != Ns::Size => is_restriction(&value),
            "equivStorage" => value.trim().parse::<u64>().is_ok(),
            // The profiles of the standard count; what another one writes is its own business.
            "sizeInfo" => {
                infos += 1;
                facts.foreign_sizes || value.trim().parse::<u64>().is_ok()
            }
            "sizeInfoRef" => {
                infos += 1;
                if !facts.sizes.contains(&facts.hasher()(&value)) {
                    let message = format!("{} finds no data", element.says(attribute.name.full));
                    report.add(Rule::DanglingReference, attribute.at, message);
                }
                true
            }
            _ => true,
        };
        if !fits {
            report.add(Rule::BadValue, attribute.at, element.says(attribute.name.full));
        }
        at_isolated_end(element, attribute, report);
    }
    if infos > 1 {
        report.add(
            Rule::BadValue,
            element.at,
            format!("{} with sizeInfo and sizeInfoRef", short(element.name.full)),
        );
    }
}

/// `most`, or `least,most`, where `*` is no bound.
fn is_restriction(value: &str) -> bool {
    let bound = |value: &str| value == "*" || value.parse::<u64>().is_ok();
    match value.split_once(',') {
        Some((least, most)) => value != "*,*" && least.trim().parse::<u64>().is_ok() && bound(most.trim()),
        None => bound(value.trim()),
    }
}

/// The attributes of format style.
fn style(element: Element<'_, '_>, report: &mut Report) {
    for attribute in element.attributes.iter().filter(|a| a.name.ns == Ns::Style) {
        match attribute.name.local {
            "fs" if !HTML.contains(&&*unescape(attribute.raw)) => {
                report.add(Rule::BadValue, attribute.at, element.says(attribute.name.full));
            }
            "subFs" if element.value(Ns::Style, "fs").is_none() => {
                report.add(Rule::SubWithoutMain, attribute.at, "subFs without fs");
            }
            "fs" | "subFs" => {}
            _ => report.add(Rule::UnknownAttribute, attribute.at, element.says(attribute.name.full)),
        }
        at_isolated_end(element, attribute, report);
    }
}

/// The end of a pair says nothing of its own unless it is isolated.
fn at_isolated_end(element: Element<'_, '_>, attribute: &Attribute<'_>, report: &mut Report) {
    let is_end = element.name.ns == Ns::Core && element.name.local == "ec";
    if is_end && element.plain("isolated").is_none_or(|isolated| isolated != "yes") {
        let message = format!("{}, which is not isolated", element.says(attribute.name.full));
        report.add(Rule::UnknownAttribute, attribute.at, message);
    }
}

/// Looks at the modules in a unit.
pub(super) fn unit(facts: &mut FileFacts, context: &Context, tree: &Tree<'_>, report: &mut Report) {
    if !tree.extended {
        return;
    }
    let nodes = || std::iter::once(0).chain(tree.inner(0)).filter(|node| tree.is_element(*node));
    let core = |node: &usize| *node > 0 && tree.node(*node).name.ns == Ns::Core;
    let elements: Vec<usize> = nodes().filter(core).collect();
    let ids: HashSet<Cow<'_, str>> = elements.iter().filter_map(|node| tree.plain(*node, "id")).collect();
    for data in tree.children(0).filter(|child| is_data(&tree.node(*child).name)) {
        for node in tree.inner(data).filter(|node| tree.is_element(*node)) {
            facts.sizes.extend(tree.plain(node, "id").map(|id| facts.hasher()(&id)));
        }
    }
    for node in nodes() {
        let (name, at) = (tree.node(node).name, tree.node(node).bytes.start);
        element(facts, Element { at, name, attributes: &tree.attributes(node).collect::<Vec<_>>() }, report);
        match (name.ns, name.local) {
            (Ns::Matches, "match") => {
                let Some(to) = tree.plain(node, "ref") else { continue };
                match to.strip_prefix('#') {
                    None => report.node(Rule::BadValue, tree, node, "ref of a match that begins without #"),
                    // A path that names file and unit is another file's business.
                    Some(id) if !id.contains(['=', '/']) && !ids.contains(id) => {
                        report.node(Rule::DanglingReference, tree, node, "ref of a match finds nothing");
                    }
                    Some(_) => {}
                }
            }
            (Ns::Glossary, "glossEntry") => {
                let explains =
                    |child: usize| matches!(tree.node(child).name.local, "translation" | "definition");
                if !tree.children(node).any(explains) {
                    let message = "a glossEntry with neither translation nor definition";
                    report.node(Rule::MissingElement, tree, node, message);
                }
            }
            (Ns::Resources, "source" | "target") => resource(context, tree, node, report),
            (Ns::Changes, "revisions") => inside::revisions(tree, node, &elements, report),
            _ => {}
        }
        inside::stray(tree, node, report);
    }
}

/// A resource is inside or elsewhere, that of the source in the language of the file.
fn resource(context: &Context, tree: &Tree<'_>, node: usize, report: &mut Report) {
    let name = tree.node(node).name;
    let is_inside = tree.children(node).any(|child| tree.is_element(child));
    if is_inside == tree.plain(node, "href").is_some() {
        let message = format!("{} with content and href, or neither", short(name.full));
        report.node(Rule::BadValue, tree, node, message);
    }
    let expected = &context.languages.source;
    let own = tree.attribute(node, Ns::Xml, "lang").filter(|_| name.local == "source");
    if !expected.is_empty() && own.is_some_and(|own| !value::same_language(&own, expected)) {
        report.node(Rule::WrongLanguage, tree, node, format!("xml:lang of {}", short(name.full)));
    }
}

/// The elements of HTML that format style names.
const HTML: &[&str] = &[
    "a",
    "b",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "i",
    "img",
    "label",
    "legend",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "select",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
];
