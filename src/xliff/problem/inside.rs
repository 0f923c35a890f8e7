//! What modules of XLIFF 2 demand of what stands around them in a unit: change tracking, and text
//! where only elements may stand.

use super::report::{Report, short};
use super::rule::Rule;
use crate::xliff::names::Ns;
use crate::xliff::scan::Kind;
use crate::xliff::tree::Tree;
use std::borrow::Cow;
use std::collections::HashSet;

/// Elements of modules that hold elements alone.
const HOLDERS: [(Ns, &[&str]); 7] = [
    (Ns::Glossary, &["glossary", "glossEntry"]),
    (Ns::Metadata, &["metadata", "metaGroup"]),
    (Ns::Matches, &["matches", "match"]),
    (Ns::Resources, &["resourceData", "resourceItem"]),
    (Ns::Changes, &["changeTrack", "revisions", "revision"]),
    (Ns::Size, &["profiles", "data"]),
    (Ns::Validation, &["validation"]),
];

/// Looks for text directly in an element that holds elements alone.
pub(super) fn stray(tree: &Tree<'_>, node: usize, report: &mut Report) {
    let name = tree.node(node).name;
    if !HOLDERS.iter().any(|(ns, names)| *ns == name.ns && names.contains(&name.local)) {
        return;
    }
    let is_text = |child: &usize| {
        let child = tree.node(*child);
        match child.kind {
            Kind::Text => !tree.text[child.bytes].trim().is_empty(),
            Kind::CData | Kind::Reference => true,
            Kind::Open | Kind::Close | Kind::Empty | Kind::Comment | Kind::Instruction => false,
        }
    };
    if let Some(text) = tree.children(node).find(is_text) {
        report.node(Rule::UnexpectedElement, tree, text, format!("text directly in {}", short(name.full)));
    }
}

/// Revisions are of one thing, and an item of them is its content or one of its attributes.
///
/// `elements` are the elements of XLIFF itself in the unit.
pub(super) fn revisions(tree: &Tree<'_>, node: usize, elements: &[usize], report: &mut Report) {
    let of = match tree.plain(node, "ref") {
        None => {
            let kind = tree.plain(node, "appliesTo").unwrap_or_default();
            let mut alike = elements.iter().filter(|element| tree.is(**element, &kind));
            // One of several is meant, and each could be named.
            let named =
                alike.clone().count() > 1 && alike.all(|element| tree.plain(*element, "id").is_some());
            if named {
                report.node(Rule::MissingAttribute, tree, node, "revisions of one of several without ref");
            }
            None
        }
        Some(to) => {
            let found = elements.iter().find(|element| tree.plain(**element, "id").as_ref() == Some(&to));
            if found.is_none() {
                report.node(Rule::DanglingReference, tree, node, "ref of revisions finds nothing");
            }
            found.copied()
        }
    };
    for revision in tree.children(node).filter(|child| tree.is_element(*child)) {
        let mut seen: HashSet<Cow<'_, str>> = HashSet::new();
        for item in tree.children(revision).filter(|child| tree.is_element(*child)) {
            let Some(property) = tree.plain(item, "property") else { continue };
            let has = |of: usize| tree.attributes(of).any(|attribute| attribute.name.full == property);
            if property != "content" && of.is_some_and(|of| !has(of)) {
                let message = format!("property {}, which what it is about does not have", short(&property));
                report.node(Rule::BadValue, tree, item, message);
            }
            if !seen.insert(property) {
                report.node(Rule::BadValue, tree, item, "a property twice in one revision");
            }
        }
    }
}
