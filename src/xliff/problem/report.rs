//! What was found in a step of the walk, until its places are known.

use super::rule::Rule;
use crate::xliff::tree::Tree;
use crate::xliff::wellformed;

/// The most problems that are told of one unit.
const MOST: usize = 1000;

/// A problem at an offset.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) at: usize,
    pub(super) rule: Rule,
    pub(super) message: String,
}

/// Collects the problems of a step.
#[derive(Debug, Default)]
pub(super) struct Report(pub(super) Vec<Raw>);

impl Report {
    /// A problem at an offset.
    pub(super) fn add(&mut self, rule: Rule, at: usize, message: impl Into<String>) {
        if self.0.len() < MOST {
            self.0.push(Raw { at, rule, message: message.into() });
        }
    }

    /// A problem of a node.
    pub(super) fn node(&mut self, rule: Rule, tree: &Tree<'_>, node: usize, message: impl Into<String>) {
        self.add(rule, tree.node(node).bytes.start, message);
    }
}

/// A name or an identifier as a message may show it.
pub(super) fn short(name: &str) -> &str {
    wellformed::short(name)
}

/// `name="id"`, or the name alone.
pub(super) fn shown(tree: &Tree<'_>, node: usize) -> String {
    let name = short(tree.node(node).name.full);
    let id = tree.plain(node, "id").or_else(|| tree.plain(node, "startRef"));
    id.map_or_else(|| name.to_owned(), |id| format!("{name} {}", short(&id)))
}
