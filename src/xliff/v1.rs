//! XLIFF 1.0 to 1.2: the segments of a `trans-unit`.
//!
//! Only a `target` directly in the unit is its translation, never that of an `alt-trans`. With
//! `seg-source`, segments pair by `mid`, wherever the marks stand.

use super::dialect::UnitLocks;
use super::document::{Context, Found};
use super::found::{Locks, Parts, build, copied, notes};
use super::names::Ns;
use super::pool::{Fill, Pool};
use super::scan::Kind;
use super::tree::{Tree, is_word};
use super::unit::is_locked_text;
use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};

/// The segments of a unit, in the order of its source.
pub(crate) fn segments(context: &Context, tree: &Tree<'_>, pool: &mut Pool, found: &mut Fill<'_>) {
    let Children { source: Some(source), target, segmented, note, .. } = Children::of(tree) else { return };
    let locks = unit_locks(context, tree, target);
    let marks = segmented.map(|segmented| marks(tree, segmented)).unwrap_or_default();
    // Two of three units have none.
    let notes = match note {
        Some(_) => {
            let children = tree.children(0).filter(|child| tree.is(*child, "note"));
            notes(tree, &["resname"], children, marks.len(), pool)
        }
        None => notes(tree, &["resname"], std::iter::empty(), marks.len(), pool),
    };
    let unit = Unit { context, tree, source, target, locks, dialects: context.dialects.locks(tree) };
    let segmented = target.filter(|_| !marks.is_empty());
    let target_marks = segmented.map(|target| self::marks(tree, target)).unwrap_or_default();
    let unsegmented = segmented.is_some_and(|target| target_marks.is_empty() && !is_blank(tree, target));
    if marks.is_empty() || unsegmented {
        unit.segment(0, target, Cow::Borrowed(""), notes, found.next(pool), pool);
        return;
    }
    let mut by_mid: HashMap<Cow<'_, str>, VecDeque<usize>> = HashMap::new();
    for mark in target_marks {
        by_mid.entry(mid(tree, mark)).or_default().push_back(mark);
    }
    for mark in marks {
        let mid = mid(tree, mark);
        let target = by_mid.get_mut(&mid).and_then(VecDeque::pop_front);
        let found = found.next(pool);
        unit.segment(mark, target, mid, copied(&notes, pool), found, pool);
        found.segment.part = true;
    }
    pool.give_notes(notes);
}

/// The first of each kind among the children of a unit.
#[derive(Debug, Default)]
pub(crate) struct Children {
    pub(crate) source: Option<usize>,
    pub(crate) target: Option<usize>,
    pub(crate) segmented: Option<usize>,
    pub(crate) note: Option<usize>,
    pub(crate) alternative: Option<usize>,
}

impl Children {
    pub(crate) fn of(tree: &Tree<'_>) -> Self {
        let mut found = Self::default();
        for child in tree.children(0) {
            let place = match tree.core(child) {
                b"source" => &mut found.source,
                b"target" => &mut found.target,
                b"seg-source" => &mut found.segmented,
                b"note" => &mut found.note,
                b"alt-trans" => &mut found.alternative,
                _ => continue,
            };
            place.get_or_insert(child);
        }
        found
    }
}

struct Unit<'u, 'a> {
    context: &'u Context,
    tree: &'u Tree<'a>,
    source: usize,
    target: Option<usize>,
    locks: Locks,
    dialects: UnitLocks,
}

impl Unit<'_, '_> {
    /// Builds the segment of a mark, or of the whole unit (0).
    fn segment(
        &self,
        element: usize,
        target: Option<usize>,
        mid: Cow<'_, str>,
        notes: Vec<String>,
        found: &mut Found,
        pool: &mut Pool,
    ) {
        let tree = self.tree;
        let source = if element > 0 { element } else { self.source };
        let locks = self.locks.and(self.dialects.of((element > 0).then_some(&*mid)));
        let language = |node: Option<usize>| {
            let own = node.and_then(|node| tree.attribute(node, Ns::Xml, "lang"));
            own.filter(|own| !own.is_empty())
        };
        let languages = (language(Some(self.source)), language(self.target));
        let parts = Parts { name: mid, element, source, target, locks, languages, notes };
        build(self.context, tree, parts, found, pool);
    }
}

fn unit_locks(context: &Context, tree: &Tree<'_>, target: Option<usize>) -> Locks {
    let state = target.and_then(|target| tree.written(target, "state"));
    let says = |word: &str| state.is_some_and(|state| is_word(state, word));
    Locks {
        not_translatable: context.translate == Some(false) || is_locked_text(tree),
        protected: (context.approved_protects && is_approved(tree)) || says("final") || says("signed-off"),
        ..Locks::default()
    }
}

/// Whether the unit says it is approved.
pub(crate) fn is_approved(tree: &Tree<'_>) -> bool {
    tree.says(0, "approved", "yes")
}

/// The segment marks inside an element, however deep, those in native code left out.
fn marks(tree: &Tree<'_>, within: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut nodes = tree.inner(within);
    while let Some(at) = nodes.next() {
        if !tree.is_element(at) {
            continue;
        }
        let mate = tree.node(at).mate.max(at);
        if tree.is(at, "mrk") && tree.says(at, "mtype", "seg") {
            found.push(at);
            nodes.start = mate + 1;
        } else if !tree.is(at, "g") && !tree.is(at, "mrk") || is_protected(tree, at) {
            nodes.start = mate + 1;
        }
    }
    found
}

/// Whether a mark says that the text in it stays as it is, segments and all.
fn is_protected(tree: &Tree<'_>, mark: usize) -> bool {
    tree.is(mark, "mrk") && tree.says(mark, "mtype", "protected")
}

fn mid<'a>(tree: &Tree<'a>, mark: usize) -> Cow<'a, str> {
    tree.plain(mark, "mid").unwrap_or_default()
}

/// Whether an element holds neither text nor elements.
fn is_blank(tree: &Tree<'_>, element: usize) -> bool {
    // Nearly always it begins with a letter.
    let first = tree.inner(element).next().map(|first| tree.node(first));
    let first = first.filter(|first| first.kind == Kind::Text).map(|first| &tree.text[first.bytes]);
    if first.is_some_and(|text| text.starts_with(|c: char| !c.is_whitespace())) {
        return false;
    }
    !tree.inner(element).any(|node| tree.is_element(node)) && tree.characters(element, 4096).trim().is_empty()
}
