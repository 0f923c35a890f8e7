//! The inline codes of an XLIFF 2 unit: pairs, hints, order, and what became of them in the targets.
//!
//! Codes may begin in one segment and end in another, so a side of the whole unit is looked at, its
//! targets in the order they claim.

use super::report::{Report, shown};
use super::rule::Rule;
use crate::xliff::tree::Tree;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// A code, or an end of one, in the order of its side.
struct Inline {
    node: usize,
    name: &'static str,
    id: Rc<str>,
    /// The element around it, by its identifier, which a long one shares with very many codes.
    parent: Rc<str>,
}

/// Looks at the codes of all parts of a unit.
pub(super) fn check(tree: &Tree<'_>, parts: &[usize], report: &mut Report) {
    let translated: Vec<usize> =
        parts.iter().copied().filter(|part| tree.child(*part, "target").is_some()).collect();
    let source = side(tree, parts.iter().filter_map(|part| tree.child(*part, "source")));
    let target = side(tree, in_order(tree, &translated, report).into_iter());
    pairs(tree, &source, true, report);
    pairs(tree, &target, translated.len() == parts.len(), report);
    hints(tree, &source, report);
    let source = side(tree, translated.iter().filter_map(|part| tree.child(*part, "source")));
    correspond(tree, &source, &target, report);
    moved(tree, &source, &target, report);
}

/// The targets in the order they claim: their own place, where they claim none.
fn in_order(tree: &Tree<'_>, parts: &[usize], report: &mut Report) -> Vec<usize> {
    let mut taken = HashSet::new();
    let mut targets: Vec<(usize, usize)> = Vec::new();
    for (index, target) in parts.iter().filter_map(|part| tree.child(*part, "target")).enumerate() {
        let claimed = tree.plain(target, "order").and_then(|order| order.parse::<usize>().ok());
        let place = claimed.unwrap_or(index + 1);
        if claimed.is_some() && !taken.insert(place) {
            report.node(Rule::DuplicateOrder, tree, target, format!("a second target claims place {place}"));
        }
        targets.push((place, target));
    }
    targets.sort_by_key(|(place, _)| *place);
    targets.into_iter().map(|(_, target)| target).collect()
}

fn side(tree: &Tree<'_>, texts: impl Iterator<Item = usize>) -> Vec<Inline> {
    const NAMES: [&str; 7] = ["ph", "pc", "sc", "ec", "mrk", "sm", "em"];
    let mut all = Vec::new();
    for text in texts {
        let mut around: Vec<(usize, Rc<str>)> = Vec::new();
        for node in tree.inner(text).filter(|node| tree.is_element(*node)) {
            while around.last().is_some_and(|(end, _)| *end < node) {
                around.pop();
            }
            let Some(name) = NAMES.iter().find(|name| tree.is(node, name)) else { continue };
            let id = tree.plain(node, "id").or_else(|| tree.plain(node, "startRef"));
            let id: Rc<str> = id.unwrap_or_default().into();
            let parent = around.last().map(|(_, id)| Rc::clone(id)).unwrap_or_default();
            if *name == "pc" {
                around.push((tree.node(node).mate.max(node), Rc::clone(&id)));
            }
            all.push(Inline { node, name, id, parent });
        }
    }
    all
}

/// Each beginning has its end, after it; `whole` says whether all of the side is there.
fn pairs(tree: &Tree<'_>, side: &[Inline], whole: bool, report: &mut Report) {
    let says =
        |node: usize, name: &str, value: &str| tree.plain(node, name).is_some_and(|found| found == value);
    let mut open: HashMap<(bool, Rc<str>), usize> = HashMap::new();
    let isolated = |code: &&Inline| code.name == "sc" && says(code.node, "isolated", "yes");
    let halves: HashSet<&str> = side.iter().filter(isolated).map(|code| &*code.id).collect();
    for code in side {
        let mark = matches!(code.name, "sm" | "em");
        match code.name {
            "sc" if says(code.node, "isolated", "yes") => {}
            "sc" | "sm" => {
                open.insert((mark, Rc::clone(&code.id)), code.node);
            }
            "ec" if says(code.node, "isolated", "yes") => {
                let alone = tree.plain(code.node, "startRef").is_none();
                if !(alone && tree.plain(code.node, "id").is_some()) {
                    let message = "an isolated ec has an id and no startRef";
                    report.node(Rule::IsolatedMisuse, tree, code.node, message);
                }
            }
            "ec" | "em" => {
                let start = tree.plain(code.node, "startRef");
                let begun = start.as_deref().and_then(|start| open.remove(&(mark, start.into())));
                if start.as_deref().is_some_and(|start| !mark && halves.contains(start)) {
                    let message = format!("{} ends a code that is isolated", shown(tree, code.node));
                    report.node(Rule::IsolatedMisuse, tree, code.node, message);
                } else if let Some(begun) = begun {
                    if !mark {
                        agree(tree, begun, code.node, report);
                    }
                } else if whole {
                    let message = format!("{} without its beginning before it", shown(tree, code.node));
                    report.node(Rule::UnpairedCode, tree, code.node, message);
                }
            }
            _ => {}
        }
    }
    let mut left: Vec<usize> = open.into_values().collect();
    left.sort_unstable();
    for node in left.into_iter().filter(|_| whole) {
        report.node(Rule::UnpairedCode, tree, node, format!("{} without its end", shown(tree, node)));
    }
}

/// Both ends of a pair say the same.
fn agree(tree: &Tree<'_>, begin: usize, end: usize, report: &mut Report) {
    let hint = |node: usize, name: &str| tree.plain(node, name).unwrap_or_else(|| "yes".into());
    let mut differs: Vec<&str> = ["canCopy", "canDelete", "canOverlap"]
        .into_iter()
        .filter(|name| hint(begin, name) != hint(end, name))
        .collect();
    let expected = if hint(begin, "canReorder") == "yes" { "yes" } else { "no" };
    if hint(end, "canReorder") != expected {
        differs.push("canReorder");
    }
    for name in ["type", "subType"] {
        if tree.plain(end, name).is_some_and(|found| tree.plain(begin, name) != Some(found)) {
            differs.push(name);
        }
    }
    for name in differs {
        let message = format!("{} and its beginning differ in {name}", shown(tree, end));
        report.node(Rule::PairDiffers, tree, end, message);
    }
}

/// What may not move may be neither copied nor deleted, and follows a code that begins a run.
fn hints(tree: &Tree<'_>, side: &[Inline], report: &mut Report) {
    let mut run = false;
    for code in side {
        let hint = |name: &str| tree.plain(code.node, name).unwrap_or_else(|| "yes".into());
        let reorder = hint("canReorder");
        run |= reorder == "firstNo";
        if reorder == "yes" {
            continue;
        }
        if hint("canCopy") != "no" || hint("canDelete") != "no" {
            let message = format!("{} may not move, but may be copied or deleted", shown(tree, code.node));
            report.node(Rule::OrderHints, tree, code.node, message);
        } else if !run {
            let message = format!("{} follows no code with canReorder firstNo", shown(tree, code.node));
            report.node(Rule::OrderHints, tree, code.node, message);
        }
    }
}

/// Codes of the targets are those of the sources with the same identifier, and none is lost that must stay.
fn correspond(tree: &Tree<'_>, source: &[Inline], target: &[Inline], report: &mut Report) {
    let family = |name: &str| match name {
        "pc" | "sc" => "span",
        "mrk" | "sm" => "mark",
        "ph" => "ph",
        _ => "end",
    };
    let is_end = |code: &&Inline| family(code.name) != "end";
    let by_id: HashMap<&str, &Inline> = source.iter().filter(is_end).map(|code| (&*code.id, code)).collect();
    for code in target.iter().filter(is_end) {
        let Some(origin) = by_id.get(&*code.id) else { continue };
        let same = |name: &str| tree.plain(origin.node, name) == tree.plain(code.node, name);
        if family(origin.name) != family(code.name) || !same("type") || !same("translate") {
            let message = format!("{} is another code in the source", shown(tree, code.node));
            report.node(Rule::CodesDiffer, tree, code.node, message);
        }
    }
    // A span may have become two ends.
    let there: HashSet<&str> = target.iter().map(|code| &*code.id).collect();
    for code in source.iter().filter(|code| !there.contains(&*code.id)) {
        if tree.plain(code.node, "canDelete").is_some_and(|can| can == "no") {
            report.node(
                Rule::LostCode,
                tree,
                code.node,
                format!("{} is in no target", shown(tree, code.node)),
            );
        }
    }
}

/// Each run of codes that may not move stands in the targets in its order, with no other code in it.
fn moved(tree: &Tree<'_>, source: &[Inline], target: &[Inline], report: &mut Report) {
    // Marks may stand anywhere.
    let target: Vec<&Inline> =
        target.iter().filter(|code| !matches!(code.name, "mrk" | "sm" | "em")).collect();
    let place: HashMap<&str, usize> =
        target.iter().enumerate().rev().map(|(place, code)| (&*code.id, place)).collect();
    let mut before: Option<usize> = None;
    for code in source {
        let reorder = tree.plain(code.node, "canReorder");
        let here = place.get(&*code.id).copied();
        match (reorder.as_deref(), before, here) {
            (Some("firstNo"), _, here) => before = here,
            (Some("no"), Some(last), Some(here)) => {
                // An end that goes by the identifier of its beginning has a place of its own.
                let end = matches!(code.name, "ec");
                if !end && (here != last + 1 || target[here].parent != code.parent) {
                    let message = format!("{} has moved out of its run", shown(tree, target[here].node));
                    report.node(Rule::MovedCode, tree, target[here].node, message);
                }
                before = Some(if end { last } else { here });
            }
            _ => {}
        }
    }
}
