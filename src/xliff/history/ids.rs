//! Identifiers of what is added to a unit of XLIFF 2.

use super::super::tree::Tree;
use std::collections::HashSet;

/// The identifiers in the unit, and new ones.
#[derive(Debug)]
pub(super) struct Ids {
    taken: HashSet<String>,
    segments: usize,
    notes: usize,
    versions: usize,
}

impl Ids {
    pub(super) fn of(tree: &Tree<'_>) -> Self {
        let elements = tree.inner(0).filter(|node| tree.is_element(*node));
        let taken = elements.filter_map(|node| tree.plain(node, "id")).map(String::from).collect();
        Self { taken, segments: 0, notes: 0, versions: 1 }
    }

    pub(super) fn segment(&mut self) -> String {
        Self::free(&self.taken, "refineloop-s", &mut self.segments)
    }

    /// What the version of a segment is called.
    pub(super) fn version(&mut self, segment: &str, round: u32) -> String {
        let wanted = format!("refineloop-{segment}-r{round}");
        let mut name = wanted.clone();
        while !self.taken.insert(name.clone()) {
            self.versions += 1;
            name = format!("{wanted}-{}", self.versions);
        }
        name
    }

    pub(super) fn note(&mut self) -> String {
        Self::free(&self.taken, "refineloop-n", &mut self.notes)
    }

    fn free(taken: &HashSet<String>, stem: &str, last: &mut usize) -> String {
        loop {
            *last += 1;
            let id = format!("{stem}{last}");
            if !taken.contains(&id) {
                return id;
            }
        }
    }
}
