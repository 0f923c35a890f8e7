//! What may be let go of a unit that is too large to be held: long runs without tags beside its
//! segments, such as notes, comments and native data.

use super::held::Held;
use super::names::Ns;
use super::scan::Kind;
use super::tree::Tree;

/// A run that may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Where it begins.
    pub(crate) start: usize,
    /// Where it ends; `None` if that is not held yet.
    pub(crate) end: Option<usize>,
}

/// What may go of the nodes that were read up to `at`: of each run longer than `most` the second half.
pub(crate) fn cuts(held: &Held<'_>, tree: &Tree<'_>, at: usize, most: usize) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut child = None;
    let mut run: Option<usize> = None;
    for index in 1..tree.len() {
        let node = tree.node(index);
        match node.kind {
            Kind::Text | Kind::CData | Kind::Reference | Kind::Comment | Kind::Instruction => {
                if child.is_none_or(|child| !is_kept(tree, child)) {
                    run.get_or_insert(index);
                }
                continue;
            }
            Kind::Open => child = child.or(Some(index)),
            Kind::Close if child == Some(node.mate) => child = None,
            Kind::Close | Kind::Empty => {}
        }
        if let Some(first) =
            run.take().filter(|first| node.bytes.start - tree.node(*first).bytes.start > most)
        {
            let start = middle(held, tree, first, node.bytes.start, most);
            cuts.push(Cut { start, end: Some(node.bytes.start) });
        }
    }
    let start = run.map_or(at, |first| tree.node(first).bytes.start);
    let open = child.is_none_or(|child| !is_kept(tree, child));
    // A tag that is not held whole is no run.
    let mut rest = held.text.slice(at..held.text.end()).bytes();
    let tag = rest.next() == Some(b'<') && !matches!(rest.next(), Some(b'!' | b'?'));
    let open = open && (run.is_some() || !tag);
    if open && tree.len() > 0 && held.text.end() - start > most {
        let start = middle(held, tree, run.unwrap_or(tree.len()), at, most);
        cuts.push(Cut { start, end: None });
    }
    cuts
}

/// Whether a child of a unit must be held: rules and history look at all of it.
fn is_kept(tree: &Tree<'_>, child: usize) -> bool {
    let name = tree.node(child).name;
    let kept = ["source", "target", "seg-source", "segment", "ignorable", "originalData"];
    name.ns == Ns::Core && kept.contains(&name.local)
}

/// Where a run that begins with a node and goes at least to `at` can be cut after half of `most`.
fn middle(held: &Held<'_>, tree: &Tree<'_>, first: usize, at: usize, most: usize) -> usize {
    let text = held.text;
    let start = if first < tree.len() { tree.node(first).bytes.start } else { at };
    let goal = start + most / 2;
    let nodes = (first..tree.len()).map(|index| tree.node(index)).take_while(|node| node.bytes.start < at);
    let over = nodes.into_iter().find(|node| node.bytes.end > goal);
    let (from, is_text) = match over {
        Some(node) => (node.bytes.start, node.kind == Kind::Text),
        None => (at, !text.slice(at..text.end()).starts_with(['<', '&'])),
    };
    if !is_text || goal <= from {
        return from;
    }
    // Not within `]]>`, which would pass unseen.
    let head = text.slice(from..text.end());
    let head = &head[..head.floor_char_boundary(goal - from)];
    from + head.trim_end_matches(']').len()
}
