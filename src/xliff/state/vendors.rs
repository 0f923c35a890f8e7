//! Tools that keep the state of a segment in words of their own.

use super::super::document::Found;
use super::super::names::Ns;
use super::{Mark, Tags};
use std::collections::HashSet;

/// SDL Trados: `sdl:seg/@conf`, one entry a segment. Where the text came from is told only where
/// nothing is told yet: scores of a memory stand beside it.
pub(super) fn sdl(mark: Mark, changed: &[&Found], tags: &mut Tags<'_, '_, '_>) {
    let tree = tags.tree;
    let sdl = |node: usize, local: &str| {
        let name = tree.node(node).name;
        tree.is_element(node) && name.ns == Ns::Sdl && name.local == local
    };
    let Some(definitions) = tree.children(0).find(|child| sdl(*child, "seg-defs")) else { return };
    let entries: Vec<usize> = tree.children(definitions).filter(|child| sdl(*child, "seg")).collect();
    let mids: HashSet<&str> = changed.iter().map(|found| found.segment.id.segment.as_str()).collect();
    for entry in entries {
        let known = tree.plain(entry, "id").is_some_and(|id| mids.contains(&*id));
        // A unit without segments is changed as a whole.
        if !known && !mids.contains("") {
            continue;
        }
        tags.put(entry, Ns::Plain, "conf", "Draft");
        if mark == Mark::Machine && tree.plain(entry, "origin").is_none() {
            tags.put(entry, Ns::Plain, "origin", "mt");
        }
    }
}

/// memoQ: `mq:status` of the unit. Its hashes, stamps and commits are memoQ's own.
pub(super) fn memoq(mark: Mark, tags: &mut Tags<'_, '_, '_>) {
    let status = match mark {
        Mark::Review => "PartiallyEdited",
        Mark::Machine => "MachineTranslated",
    };
    tags.put(0, Ns::MemoQ, "status", status);
}

/// Phrase: that the unit was edited at this level of the workflow, or that a machine wrote it.
/// Whether it is confirmed is for a person to say, either way.
pub(super) fn phrase(mark: Mark, tags: &mut Tags<'_, '_, '_>) {
    match mark {
        Mark::Review => tags.put(0, Ns::Phrase, "level-edited", "true"),
        Mark::Machine => tags.put(0, Ns::Phrase, "trans-origin", "mt"),
    }
}
