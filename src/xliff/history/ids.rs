//! Identifiers of what is added to a unit of XLIFF 2.

use super::super::tree::Tree;
use super::digits;
use std::collections::HashSet;

/// The identifiers in the unit, and new ones.
#[derive(Debug)]
pub(super) struct Ids<'t, 'a> {
    tree: &'t Tree<'a>,
    /// Those that are there, unless they are so few that a look at each is faster.
    known: Option<HashSet<String>>,
    /// Those that versions were given, a few of them and the others.
    given: Vec<String>,
    given_beyond: HashSet<String>,
    segments: usize,
    notes: usize,
    versions: usize,
}

/// So many nodes or names are looked at for each question.
const FEW: usize = 64;

impl<'t, 'a> Ids<'t, 'a> {
    pub(super) fn of(tree: &'t Tree<'a>) -> Self {
        let known = (tree.len() > FEW).then(|| {
            let elements = tree.inner(0).filter(|node| tree.is_element(*node));
            elements.filter_map(|node| tree.plain(node, "id")).map(String::from).collect()
        });
        let (given, given_beyond) = (Vec::new(), HashSet::new());
        Self { tree, known, given, given_beyond, segments: 0, notes: 0, versions: 1 }
    }

    pub(super) fn segment(&mut self) -> String {
        let (id, last) = self.free("refineloop-s", self.segments);
        self.segments = last;
        id
    }

    /// What the version of a segment is called.
    pub(super) fn version(&mut self, segment: &str, round: u32) -> String {
        let wanted = ["refineloop-", segment, "-r", &digits(round)].concat();
        let mut name = wanted.clone();
        while self.is_taken(&name) {
            self.versions += 1;
            name = format!("{wanted}-{}", self.versions);
        }
        if self.given.len() < FEW {
            self.given.push(name.clone());
        } else {
            self.given_beyond.insert(name.clone());
        }
        name
    }

    pub(super) fn note(&mut self) -> String {
        let (id, last) = self.free("refineloop-n", self.notes);
        self.notes = last;
        id
    }

    /// The next name that is free, and its number.
    fn free(&self, stem: &str, mut last: usize) -> (String, usize) {
        loop {
            last += 1;
            let id = format!("{stem}{last}");
            if !self.is_taken(&id) {
                return (id, last);
            }
        }
    }

    fn is_taken(&self, id: &str) -> bool {
        let tree = self.tree;
        // Identifiers of ours begin alike, and those of others with something else.
        let may =
            |node: usize| tree.may_begin(node, "id", id.as_bytes().first().copied().unwrap_or_default());
        let has = |node: usize| {
            tree.is_element(node) && may(node) && tree.plain(node, "id").is_some_and(|own| own == id)
        };
        self.given.iter().any(|given| given == id)
            || self.given_beyond.contains(id)
            || match &self.known {
                Some(known) => known.contains(id),
                None => tree.inner(0).any(has),
            }
    }
}
