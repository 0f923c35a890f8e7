//! What the attributes of state say of a segment that was changed, as the job's policy wants it.
//!
//! Values are replaced and attributes added in tags that are there; nothing else of a tag moves. No
//! value suits every importer, so a file keeps what it says unless the job asks. Nothing is ever
//! raised: what a person approved is at most taken back, never granted.

mod vendors;

use super::document::{Context, Found, Version};
use super::names::Ns;
use super::splice::Splices;
use super::tree::Tree;
use super::v1;
use super::write::Edit;
use crate::domain::job::StatePolicy;
use std::ops::Range;

/// What the job wants said of a changed segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A person should look at it.
    Review,
    /// A machine wrote it.
    Machine,
}

/// The prefix of our values of `subState`.
const SUB_STATE: &str = "refineloop:";

/// Marks a unit whose segments become what `edits` say.
pub(crate) fn unit(
    policy: StatePolicy,
    context: &Context,
    tree: &Tree<'_>,
    found: &[Found],
    edits: &[Edit],
    splices: &mut Splices,
) {
    let mark = match policy {
        StatePolicy::Keep => return,
        StatePolicy::Review => Mark::Review,
        StatePolicy::Machine => Mark::Machine,
    };
    let changed = found.iter().zip(edits).filter(|(found, edit)| edit.changes(&found.segment));
    let changed: Vec<&Found> = changed.map(|(found, _)| found).collect();
    if changed.is_empty() {
        return;
    }
    let mut tags = Tags { tree, splices };
    match (context.dialect, context.version) {
        // Xcode has no states and drops what it does not expect; those of TXLF are scores beside
        // them that would then contradict.
        ("xcode" | "txlf", _) => {}
        ("sdlxliff", _) => vendors::sdl(mark, &changed, &mut tags),
        ("mqxliff", _) => vendors::memoq(mark, &mut tags),
        ("mxliff", _) => vendors::phrase(mark, &mut tags),
        (_, Version::One { full }) => one(mark, full, context, &mut tags),
        // There a state decides whether a label is shown at all.
        ("typo3", Version::Two { .. }) => {}
        (_, Version::Two { .. }) => two(mark, &changed, &mut tags),
    }
}

/// 1.x: the state is that of the target, whatever the number of its segments.
fn one(mark: Mark, full: bool, context: &Context, tags: &mut Tags<'_, '_, '_>) {
    let Some(target) = tags.tree.child(0, "target") else { return };
    tags.put(target, Ns::Plain, "state", "needs-review-translation");
    // Some importers leave such a target out altogether; it is what others expect of a machine.
    // 1.0 has no qualifiers.
    if mark == Mark::Machine && full {
        tags.put(target, Ns::Plain, "state-qualifier", "leveraged-mt");
    }
    // Where approval protects, only a job that includes protected units gets here. Where it does
    // not it says something else, such as whether TYPO3 shows a label.
    if context.approved_protects && context.dialect != "typo3" && v1::is_approved(tags.tree) {
        tags.put(0, Ns::Plain, "approved", "no");
    }
}

/// 2.x: the state of each segment, and the sub-state that must go with a change of it.
fn two(mark: Mark, changed: &[&Found], tags: &mut Tags<'_, '_, '_>) {
    for found in changed {
        let now = tags.tree.plain(found.element, "state");
        let (state, sub) = match (mark, now.as_deref()) {
            (Mark::Review, _) => ("translated", "refined"),
            // 2.x has no word for it among its states: the stage stays, no higher than `translated`.
            (Mark::Machine, None | Some("initial")) => ("initial", "machine"),
            (Mark::Machine, Some(_)) => ("translated", "machine"),
        };
        tags.put(found.element, Ns::Plain, "state", state);
        tags.put(found.element, Ns::Plain, "subState", &format!("{SUB_STATE}{sub}"));
    }
}

/// The start tags of a unit, to be edited.
struct Tags<'t, 'a, 's> {
    tree: &'t Tree<'a>,
    splices: &'s mut Splices,
}

impl Tags<'_, '_, '_> {
    /// Gives an attribute a value: in its place if it is there, else behind the others. One of a
    /// family takes the prefix another of that family has in this tag; without any it is left out.
    fn put(&mut self, node: usize, ns: Ns, local: &str, value: &str) {
        let all = || self.tree.attributes(node);
        if let Some(known) = all().find(|a| a.name.ns == ns && a.name.local == local) {
            if known.raw != value {
                self.splices.replace(known.at..known.at + known.raw.len(), value.to_owned());
            }
            return;
        }
        let relative = all().find(|a| a.name.ns == ns).map(|a| a.name.prefix());
        let Some(prefix) = (if ns == Ns::Plain { Some("") } else { relative }) else { return };
        self.splices.insert(end(self.tree, node), format!(" {prefix}{local}=\"{value}\""));
    }
}

/// Where an attribute is added to a start tag.
pub(super) fn end(tree: &Tree<'_>, node: usize) -> usize {
    let tag: Range<usize> = tree.node(node).bytes;
    let text = &tree.text[tag.clone()];
    let inner = text.strip_suffix("/>").or_else(|| text.strip_suffix('>')).unwrap_or(text);
    tag.start + inner.trim_end().len()
}
