//! The elements of a `trans-unit`: which stand where, segments by mid, codes and what they pair with.

use super::FileFacts;
use super::report::{Report, short, shown};
use super::rule::Rule;
use super::value;
use crate::xliff::document::Context;
use crate::xliff::names::{Name, Ns};
use crate::xliff::tree::Tree;
use std::collections::{HashMap, HashSet};

/// Elements in texts that stand for markup.
const CODES: [&str; 8] = ["g", "x", "bx", "ex", "bpt", "ept", "ph", "it"];

/// Looks at a unit.
pub(super) fn unit(facts: &mut FileFacts, context: &Context, tree: &Tree<'_>, report: &mut Report) {
    if tree.plain(0, "id").is_none() {
        report.node(Rule::MissingAttribute, tree, 0, "trans-unit without id");
    }
    children(tree, report);
    let one_of = |node: usize, name: &str, allowed: fn(&str) -> bool| {
        tree.plain(node, name).is_some_and(|value| !allowed(&value))
    };
    for name in ["approved", "translate"] {
        if one_of(0, name, |value| matches!(value, "yes" | "no")) {
            report.node(Rule::BadValue, tree, 0, format!("{name} of {}", shown(tree, 0)));
        }
    }
    let target = tree.child(0, "target");
    let texts = ["source", "seg-source", "target"].map(|name| tree.child(0, name));
    for text in texts.into_iter().flatten() {
        let language = tree.attribute(text, Ns::Xml, "lang");
        if language.is_some_and(|language| !value::is_language(&language)) {
            report.node(Rule::BadLanguage, tree, text, "xml:lang of a text");
        }
        codes(tree, text, report);
    }
    if let Some(target) = target {
        if one_of(target, "state", value::is_state) {
            report.node(Rule::BadState, tree, target, "state of a target");
        }
        if one_of(target, "state-qualifier", value::is_qualifier) {
            report.node(Rule::BadState, tree, target, "state-qualifier of a target");
        }
        if tree.inner(target).is_empty() {
            report.node(Rule::EmptyTarget, tree, target, "an empty target");
        } else {
            differ(tree, target, report);
        }
        let named = !context.languages.target.is_empty() || tree.attribute(target, Ns::Xml, "lang").is_some();
        if !named && !std::mem::replace(&mut facts.told_no_target, true) {
            report.node(Rule::NoTargetLanguage, tree, target, "a target, and no target-language");
        }
    }
    mids(tree, report);
    references(facts, tree, report);
}

/// Source, seg-source, target, then notes and alternatives, then extensions.
fn children(tree: &Tree<'_>, report: &mut Report) {
    if tree.child(0, "source").is_none() {
        report.node(Rule::MissingElement, tree, 0, "trans-unit without source");
    }
    let mut last = 0;
    for child in tree.children(0).filter(|child| tree.is_element(*child)) {
        let Name { local, ns, full } = tree.node(child).name;
        let rank = match (ns, local) {
            (Ns::Core, "source") => 1,
            (Ns::Core, "seg-source") => 2,
            (Ns::Core, "target") => 3,
            (Ns::Core, "context-group" | "count-group" | "prop-group" | "note" | "alt-trans") => 4,
            (Ns::Core, _) => {
                report.node(Rule::UnexpectedElement, tree, child, format!("{} in trans-unit", short(full)));
                continue;
            }
            _ => 5,
        };
        if rank < last || rank == last && rank < 4 {
            let how = if rank == last { "a second" } else { "too late:" };
            report.node(Rule::UnexpectedElement, tree, child, format!("{how} {} in trans-unit", short(full)));
        }
        last = last.max(rank);
    }
}

/// Codes have what identifies them, and each end its other end.
fn codes(tree: &Tree<'_>, text: usize, report: &mut Report) {
    let mut open: HashMap<(bool, String), Vec<usize>> = HashMap::new();
    let inner = tree.inner(text).filter(|node| tree.is_element(*node));
    for node in inner.filter(|node| tree.node(*node).name.ns == Ns::Core) {
        let local = tree.node(node).name.local;
        let needs: &[&str] = match local {
            "it" => &["id", "pos"],
            "mrk" => &["mtype"],
            "sub" => &[],
            local if CODES.contains(&local) => &["id"],
            _ => {
                report.node(Rule::UnexpectedElement, tree, node, format!("{} in a text", short(local)));
                continue;
            }
        };
        for name in needs.iter().filter(|name| tree.plain(node, name).is_none()) {
            report.node(Rule::MissingAttribute, tree, node, format!("{local} without {name}"));
        }
        let id = tree.plain(node, "id").unwrap_or_default();
        let key = tree.plain(node, "rid").map_or_else(|| format!("id {id}"), |rid| format!("rid {rid}"));
        let key = (matches!(local, "bpt" | "ept"), key);
        match local {
            "bpt" | "bx" => open.entry(key).or_default().push(node),
            "ept" | "ex" if open.get_mut(&key).and_then(Vec::pop).is_none() => {
                let message = format!("{} without its beginning before it", shown(tree, node));
                report.node(Rule::UnpairedCode, tree, node, message);
            }
            _ => {}
        }
    }
    // A pair may end in another segment of the unit, but all of the unit is one text.
    let mut left: Vec<usize> = open.into_values().flatten().collect();
    left.sort_unstable();
    for node in left {
        report.node(Rule::UnpairedCode, tree, node, format!("{} without its end", shown(tree, node)));
    }
}

/// The codes of source and target, each as often.
fn differ(tree: &Tree<'_>, target: usize, report: &mut Report) {
    let Some(source) = tree.child(0, "source") else { return };
    let count = |text: usize| {
        let mut counts: HashMap<(&str, String), i64> = HashMap::new();
        for node in tree.inner(text).filter(|node| tree.is_element(*node)) {
            let name = tree.node(node).name;
            if name.ns == Ns::Core && CODES.contains(&name.local) {
                let id = tree.plain(node, "id").unwrap_or_default().into_owned();
                *counts.entry((name.local, id)).or_default() += 1;
            }
        }
        counts
    };
    let (mut counts, of_target) = (count(source), count(target));
    for (code, many) in of_target {
        *counts.entry(code).or_default() -= many;
    }
    let missing: i64 = counts.values().filter(|many| **many > 0).sum();
    let added: i64 = -counts.values().filter(|many| **many < 0).sum::<i64>();
    if missing + added > 0 {
        let codes = |count: i64| format!("{count} {}", if count == 1 { "code" } else { "codes" });
        let message = match (missing, added) {
            (_, 0) => format!("the target lacks {} of the source", codes(missing)),
            (0, _) => format!("the target has {} that the source has not", codes(added)),
            _ => format!("the target lacks {} of the source and has {added} of its own", codes(missing)),
        };
        report.node(Rule::CodesDiffer, tree, target, message);
    }
}

/// Segments of the target are those of the source.
fn mids(tree: &Tree<'_>, report: &mut Report) {
    let Some(segmented) = tree.child(0, "seg-source") else { return };
    let marks = |text: usize| {
        let is_segment = |node: &usize| {
            tree.is(*node, "mrk") && tree.plain(*node, "mtype").is_some_and(|mtype| mtype == "seg")
        };
        tree.inner(text).filter(is_segment).collect::<Vec<usize>>()
    };
    let mid = |node: usize| tree.plain(node, "mid").unwrap_or_default().into_owned();
    let mut in_source = HashSet::new();
    for mark in marks(segmented) {
        if !in_source.insert(mid(mark)) {
            report.node(Rule::DuplicateId, tree, mark, format!("mid {} twice", short(&mid(mark))));
        }
    }
    let Some(target) = tree.child(0, "target").filter(|target| !tree.inner(*target).is_empty()) else {
        return;
    };
    let mut in_target = HashSet::new();
    for mark in marks(target) {
        let mid = mid(mark);
        if !in_source.contains(&mid) {
            let message = format!("mid {} is not in seg-source", short(&mid));
            report.node(Rule::UnknownMid, tree, mark, message);
        }
        if !in_target.insert(mid.clone()) {
            report.node(Rule::DuplicateId, tree, mark, format!("mid {} twice", short(&mid)));
        }
    }
    if in_target.is_empty() && !in_source.is_empty() {
        report.node(Rule::UnsegmentedTarget, tree, target, "the source has segments, the target has none");
    } else {
        let mut missing: Vec<_> = in_source.difference(&in_target).collect();
        missing.sort();
        for mid in missing {
            report.node(Rule::MissingMid, tree, target, format!("mid {} is not in the target", short(mid)));
        }
    }
}

/// Tools and phases are those the header names.
fn references(facts: &FileFacts, tree: &Tree<'_>, report: &mut Report) {
    let named = |node: &usize| *node == 0 || tree.is(*node, "target") || tree.is(*node, "alt-trans");
    for node in std::iter::once(0).chain(tree.children(0)).filter(named) {
        for (name, known) in [("tool-id", &facts.tools), ("phase-name", &facts.phases)] {
            let Some(found) = tree.plain(node, name).filter(|found| !known.contains(&**found)) else {
                continue;
            };
            let message = format!("{name} {} is not in the header", short(&found));
            report.node(Rule::DanglingReference, tree, node, message);
        }
    }
}
