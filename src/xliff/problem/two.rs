//! The elements of a `unit`: which stand where, with which attributes and identifiers.

use super::FileFacts;
use super::report::{Report, short, shown};
use super::rule::Rule;
use super::schema::{self, Element, INLINE};
use super::{codes, modules, references, value};
use crate::xliff::document::Context;
use crate::xliff::names::{Name, Ns};
use crate::xliff::tree::Tree;
use std::collections::HashSet;

/// Looks at a unit.
pub(super) fn unit(facts: &mut FileFacts, context: &Context, tree: &Tree<'_>, report: &mut Report) {
    elements(tree, report);
    order(tree, report);
    contents(tree, report);
    languages(facts, context, tree, report);
    let parts: Vec<usize> =
        tree.children(0).filter(|child| tree.is(*child, "segment") || tree.is(*child, "ignorable")).collect();
    ids(tree, &parts, report);
    codes::check(tree, &parts, report);
    references::check(facts, tree, &parts, report);
    modules::unit(facts, context, tree, report);
}

/// Each element of the core for itself and for where it stands; what is in extensions is their business.
fn elements(tree: &Tree<'_>, report: &mut Report) {
    let mut open: Vec<(usize, &Element)> = Vec::new();
    let mut nodes = 0..tree.node(0).mate + 1;
    while let Some(at) = nodes.next() {
        while open.last().is_some_and(|(end, _)| *end <= at) {
            open.pop();
        }
        if !tree.is_element(at) {
            continue;
        }
        let Name { local, ns, full } = tree.node(at).name;
        let mate = tree.node(at).mate.max(at);
        let parent = open.last().map(|(_, parent)| *parent);
        let known = (ns == Ns::Core).then(|| schema::of(local)).flatten();
        let fits = match (parent, ns) {
            (None, _) => true,
            (Some(parent), Ns::Core) => parent.children.contains(&local),
            (Some(parent), _) => parent.holds_others,
        };
        if !fits {
            let parent = parent.map_or("", |parent| parent.name);
            report.node(Rule::UnexpectedElement, tree, at, format!("{} in {parent}", short(full)));
        }
        let Some(known) = known else {
            nodes.start = mate + 1;
            continue;
        };
        attributes(tree, at, known, report);
        open.push((mate, known));
    }
}

fn attributes(tree: &Tree<'_>, at: usize, known: &Element, report: &mut Report) {
    let has = |name: &str| tree.plain(at, name).is_some();
    for name in known.required.iter().filter(|name| !has(name)) {
        report.node(Rule::MissingAttribute, tree, at, format!("{} without {name}", known.name));
    }
    for attribute in tree.attributes(at) {
        let Name { local, ns, full } = attribute.name;
        let value = crate::xliff::tree::unescape(attribute.raw);
        let says = |what: &str| format!("{what} of {}", shown(tree, at));
        if ns == Ns::Plain && full != "xmlns" && !full.starts_with("xmlns:") {
            if !known.required.contains(&local) && !known.optional.contains(&local) {
                report.add(Rule::UnknownAttribute, attribute.at, says(short(full)));
            } else if matches!(local, "id" | "startRef" | "copyOf") && !value::is_name_token(&value) {
                report.add(Rule::BadId, attribute.at, says(local));
            } else if !value::is_allowed(local, &value) {
                report.add(Rule::BadValue, attribute.at, says(local));
            } else if local == "state" && !value::is_state_of_two(&value) {
                report.add(Rule::BadState, attribute.at, says("the state"));
            } else if local == "subState" && !value::is_prefixed(&value) {
                report.add(Rule::BadValue, attribute.at, says("subState"));
            } else if local == "hex" && !value::is_code_point(&value) {
                report.add(Rule::BadCodePoint, attribute.at, says("hex"));
            }
        } else if !known.open && !matches!(ns, Ns::Plain | Ns::Xml | Ns::Plural) {
            report.add(Rule::UnknownAttribute, attribute.at, says(short(full)));
        }
        if ns == Ns::Xml && local == "lang" && !value::is_language(&value) {
            report.add(Rule::BadLanguage, attribute.at, says("xml:lang"));
        }
    }
    if has("subState") && !has("state") {
        report.node(Rule::SubWithoutMain, tree, at, "subState without state");
    }
    if let Some(sub) = tree.plain(at, "subType") {
        match tree.plain(at, "type") {
            None => report.node(Rule::SubWithoutMain, tree, at, "subType without type"),
            Some(kind) if !value::goes_with(&kind, &sub) => {
                report.node(Rule::BadValue, tree, at, format!("subType of {}", shown(tree, at)));
            }
            Some(_) => {}
        }
    }
}

/// Notes, then original data, then segments; extensions before them all.
fn order(tree: &Tree<'_>, report: &mut Report) {
    let mut highest = 0;
    for child in tree.children(0).filter(|child| tree.is_element(*child)) {
        let Name { local, ns, full } = tree.node(child).name;
        let rank = match (ns, local) {
            (Ns::Core, "notes") => 2,
            (Ns::Core, "originalData") => 4,
            (Ns::Core, "segment" | "ignorable") => 5,
            (Ns::Core, _) => continue,
            _ => 1,
        };
        if rank < highest {
            report.node(Rule::UnexpectedElement, tree, child, format!("{} too late in unit", short(full)));
        }
        // Notes and original data stand once.
        highest = highest.max(if rank % 2 == 0 { rank + 1 } else { rank }).min(5);
    }
}

/// What must be in what.
fn contents(tree: &Tree<'_>, report: &mut Report) {
    if tree.child(0, "segment").is_none() {
        report.node(Rule::MissingElement, tree, 0, "a unit without a segment");
    }
    for child in tree.children(0).filter(|child| tree.is_element(*child)) {
        let name = tree.node(child).name.local;
        let needs = match name {
            "segment" | "ignorable" => "source",
            "notes" => "note",
            "originalData" => "data",
            _ => continue,
        };
        if tree.node(child).name.ns != Ns::Core {
            continue;
        }
        let grandchildren = || tree.children(child).filter(|grandchild| tree.is_element(*grandchild));
        if !grandchildren().any(|grandchild| tree.is(grandchild, needs)) {
            report.node(Rule::MissingElement, tree, child, format!("{name} without {needs}"));
        }
        if needs == "source" {
            for (index, grandchild) in grandchildren().enumerate() {
                let expected = ["source", "target"].get(index).is_some_and(|name| tree.is(grandchild, name));
                if !expected && (tree.is(grandchild, "source") || tree.is(grandchild, "target")) {
                    let what = tree.node(grandchild).name.local;
                    let message = format!("{what} out of place in {name}");
                    report.node(Rule::UnexpectedElement, tree, grandchild, message);
                }
            }
            let empty = |target: &usize| tree.inner(*target).is_empty();
            if let Some(target) = tree.child(child, "target").filter(empty).filter(|_| name == "segment") {
                report.node(Rule::EmptyTarget, tree, target, "an empty target");
            }
        }
    }
}

/// Source and target are in the languages of the root.
fn languages(facts: &mut FileFacts, context: &Context, tree: &Tree<'_>, report: &mut Report) {
    let inherited = tree.attribute(0, Ns::Xml, "lang").map(String::from).or(context.xml_lang.clone());
    let own = &context.languages;
    for part in tree.children(0).filter(|child| tree.is(*child, "segment") || tree.is(*child, "ignorable")) {
        for (name, expected) in [("source", &own.source), ("target", &own.target)] {
            let Some(node) = tree.child(part, name) else { continue };
            let written = tree.attribute(node, Ns::Xml, "lang").map(String::from);
            let differs = |found: &String| !expected.is_empty() && !value::same_language(found, expected);
            if let Some(found) = written.or_else(|| inherited.clone()).filter(differs) {
                let message = format!("{name} in {}, not in {}", short(&found), short(expected));
                report.node(Rule::WrongLanguage, tree, node, message);
            }
            if name == "target" && expected.is_empty() && !std::mem::replace(&mut facts.told_no_target, true)
            {
                report.node(Rule::NoTargetLanguage, tree, node, "a target, and no trgLang");
            }
        }
    }
}

/// Identifiers are unique among segments and the codes of one side; those of notes and data among themselves.
fn ids(tree: &Tree<'_>, parts: &[usize], report: &mut Report) {
    let mut unique = |nodes: &mut dyn Iterator<Item = usize>, seen: &mut HashSet<String>| {
        for node in nodes {
            if let Some(id) = tree.plain(node, "id")
                && !seen.insert(id.clone().into_owned())
            {
                report.node(Rule::DuplicateId, tree, node, format!("{} twice in a unit", shown(tree, node)));
            }
        }
    };
    let mut segments = HashSet::new();
    unique(&mut parts.iter().copied(), &mut segments);
    for side in ["source", "target"] {
        let inline =
            parts.iter().filter_map(|part| tree.child(*part, side)).flat_map(|side| tree.inner(side));
        let mut inline =
            inline.filter(|node| tree.is_element(*node) && INLINE.iter().any(|name| tree.is(*node, name)));
        unique(&mut inline, &mut segments.clone());
    }
    for (list, entry) in [("notes", "note"), ("originalData", "data")] {
        let entries = tree.children(0).filter(|child| tree.is(*child, list));
        let mut entries = entries.flat_map(|list| tree.children(list)).filter(|child| tree.is(*child, entry));
        unique(&mut entries, &mut HashSet::new());
    }
}
