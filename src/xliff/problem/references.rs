//! What an XLIFF 2 unit refers to: native data, notes, other codes, other units.

use super::FileFacts;
use super::report::{Report, short, shown};
use super::rule::Rule;
use super::value;
use crate::xliff::names::Ns;
use crate::xliff::tree::Tree;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Looks at all references of a unit.
pub(super) fn check(facts: &mut FileFacts, tree: &Tree<'_>, parts: &[usize], report: &mut Report) {
    let entries = |list: &str, entry: &'static str| -> HashSet<String> {
        let list = tree.child(0, list);
        let entries = list.into_iter().flat_map(|list| tree.children(list));
        let entries = entries.filter(|node| tree.is(*node, entry));
        entries.filter_map(|node| tree.plain(node, "id")).map(String::from).collect()
    };
    let (data, notes) = (entries("originalData", "data"), entries("notes", "note"));
    let sides = parts.iter().flat_map(|part| ["source", "target"].map(|side| tree.child(*part, side)));
    let inline: Vec<usize> = sides
        .flatten()
        .flat_map(|side| tree.inner(side))
        .filter(|node| tree.is_element(*node) && tree.node(*node).name.ns == Ns::Core)
        .collect();
    let ids: HashSet<String> =
        parts.iter().chain(&inline).filter_map(|node| tree.plain(*node, "id")).map(String::from).collect();
    let mut copied: HashMap<Cow<'_, str>, usize> = HashMap::new();
    for node in inline.iter().rev().copied() {
        copied.extend(tree.plain(node, "id").map(|id| (id, node)));
    }
    for node in inline.iter().copied() {
        let mut has_data = false;
        for name in ["dataRef", "dataRefStart", "dataRefEnd"] {
            let Some(found) = tree.plain(node, name) else { continue };
            has_data = true;
            if !data.contains(&*found) {
                let message = format!("{name} of {} finds no data", shown(tree, node));
                report.node(Rule::DanglingReference, tree, node, message);
            }
        }
        if let Some(of) = tree.plain(node, "copyOf") {
            let base = copied.get(&of).copied();
            let fixed = base.is_some_and(|base| tree.plain(base, "canCopy").is_some_and(|can| can == "no"));
            if has_data || base.is_none() || fixed {
                let message = format!("copyOf of {}", shown(tree, node));
                report.node(Rule::BadCopy, tree, node, message);
            }
        }
        for name in ["subFlows", "subFlowsStart", "subFlowsEnd"] {
            let Some(units) = tree.plain(node, name) else { continue };
            for unit in units.split_whitespace() {
                facts.expect_unit(unit, tree.node(node).bytes.start);
            }
        }
        if tree.is(node, "mrk") || tree.is(node, "sm") {
            mark(tree, node, &notes, &data, &ids, report);
        }
    }
    for note in tree.child(0, "notes").into_iter().flat_map(|notes| tree.children(notes)) {
        let lost =
            |to: &str| to.strip_prefix('#').is_some_and(|id| !id.contains(['=', '/']) && !ids.contains(id));
        if tree.plain(note, "ref").is_some_and(|to| lost(&to)) {
            report.node(Rule::DanglingReference, tree, note, "ref of a note finds nothing");
        }
    }
}

/// A mark refers to what it says; a comment has its text, or a note of the unit.
fn mark(
    tree: &Tree<'_>,
    node: usize,
    notes: &HashSet<String>,
    data: &HashSet<String>,
    ids: &HashSet<String>,
    report: &mut Report,
) {
    let to = tree.plain(node, "ref");
    let name = shown(tree, node);
    if tree.plain(node, "type").is_some_and(|kind| kind == "comment") {
        let note = |to: &str| {
            let (above, id) = to.strip_prefix('#').and_then(|to| to.rsplit_once("n=")).unwrap_or_default();
            notes.contains(id) && (above.is_empty() || above.contains("u="))
        };
        match (&to, tree.plain(node, "value")) {
            (None, None) => {
                report.node(
                    Rule::MissingAttribute,
                    tree,
                    node,
                    format!("the comment {name} without value or ref"),
                );
            }
            (Some(_), Some(_)) => {
                report.node(
                    Rule::BadValue,
                    tree,
                    node,
                    format!("the comment {name} with both value and ref"),
                );
            }
            (Some(to), None) if !note(to) => {
                let message = format!("ref of the comment {name} finds no note of the unit");
                report.node(Rule::DanglingReference, tree, node, message);
            }
            (Some(_), None) | (None, Some(_)) => {}
        }
        return;
    }
    let Some(fragment) = to.as_deref().and_then(|to| to.strip_prefix('#')) else { return };
    if !is_fragment(fragment) {
        report.node(Rule::BadValue, tree, node, format!("ref of {name}: {}", short(fragment)));
        return;
    }
    let found = match fragment.split_once('=') {
        None => ids.contains(fragment),
        Some(("n", id)) => notes.contains(id),
        Some(("d", id)) => data.contains(id),
        Some(_) => true,
    };
    if !found {
        report.node(Rule::DanglingReference, tree, node, format!("ref of {name} finds nothing"));
    }
}

/// Whether a text is a fragment identifier: file, group and unit in this order, then one leaf.
fn is_fragment(fragment: &str) -> bool {
    let mut rank = 0;
    for selector in fragment.strip_prefix('/').unwrap_or(fragment).split('/') {
        let (prefix, id) = selector.split_once('=').unwrap_or(("", selector));
        let next = match prefix {
            "f" => 1,
            "g" => 2,
            "u" => 3,
            "" | "n" | "d" | "t" => 4,
            // Prefixes of modules and extensions have at least two characters.
            other if other.len() >= 2 && value::is_name_token(other) => 4,
            _ => return false,
        };
        if next <= rank || !value::is_name_token(id) {
            return false;
        }
        rank = next;
    }
    rank > 0
}

#[cfg(test)]
mod tests {
    use super::is_fragment;

    #[test]
    fn fragments_go_from_the_file_to_one_leaf() {
        for (fragment, expected) in [
            ("s1", true),
            ("n=n1", true),
            ("f=f1/u=u1/3", true),
            ("/f=f1/g=g1/u=u1/gls=g1", true),
            ("c1/c2", false),
            ("f=f1/d=d1/u=1", false),
            ("/u=u1/f=f1/gls=g1", false),
            ("/u=f1/u=1/gls=g1", false),
            ("x=1", false),
            ("", false),
        ] {
            assert_eq!(is_fragment(fragment), expected, "{fragment}");
        }
    }
}
