//! A version as a candidate of XLIFF 2, with its provenance and its own native data.

use super::super::codes::data_store;
use super::super::names::Ns;
use super::super::spelling::append_escaped;
use super::super::tree::Tree;
use super::super::write::Version;
use super::v2::{Prefix, Root};
use super::{ORIGIN, Revised, Speller, add, digits, fragment, issues};

/// What a candidate is called and where it belongs.
pub(super) struct About<'s> {
    /// The list of candidates that is there.
    pub(super) existing: Option<usize>,
    pub(super) name: &'s str,
    pub(super) segment: &'s str,
    pub(super) round: u32,
}

/// Appends a version as a candidate.
pub(super) fn add_candidate(
    speller: Speller<'_, '_>,
    about: &About<'_>,
    revised: &Revised<'_>,
    version: &Version,
    root: &mut Root,
    out: &mut String,
) {
    let tree = speller.tree;
    let p = tree.node(0).name.prefix();
    let found = revised.found;
    let target_element = tree.child(found.element, "target");
    let m = match about.existing {
        Some(existing) => tree.node(existing).name.prefix(),
        None => root.matches.take(),
    };
    add(out, &["<", m, "match id=\""]);
    append_escaped(about.name, out);
    out.push_str("\" ref=\"#");
    append_escaped(about.segment, out);
    add(out, &["\" origin=\"", ORIGIN, &digits(about.round), "\" type=\"other\""]);
    out.push_str(" subType=\"refineloop:previous\">");
    if speller.full() {
        add_metadata(speller, &mut root.metadata, version, about.round, out);
    }
    add_original_data(tree, p, found.source, target_element, out);
    add(out, &["<", p, "source"]);
    add_space(tree, Some(found.source), out);
    out.push('>');
    out.push_str(&fragment::two(&tree.text[tree.content(found.source)], p));
    add(out, &["</", p, "source><", p, "target"]);
    add_space(tree, target_element, out);
    out.push('>');
    let content = speller.target(found, &version.target);
    let target = fragment::two(&content, p);
    let issues = speller.issues(&version.issues);
    match &root.its {
        Some(its) if !issues.is_empty() => {
            out.push_str(&issues::annotate(speller, issues, target.into_owned(), its));
        }
        Some(_) | None => out.push_str(&target),
    }
    add(out, &["</", p, "target></", m, "match>"]);
}

/// Appends what an element says of its white space.
fn add_space(tree: &Tree<'_>, element: Option<usize>, out: &mut String) {
    if let Some(space) = element.and_then(|element| tree.attribute(element, Ns::Xml, "space")) {
        out.push_str(" xml:space=\"");
        append_escaped(&space, out);
        out.push('"');
    }
}

fn add_metadata(
    speller: Speller<'_, '_>,
    prefix: &mut Prefix,
    version: &Version,
    round: u32,
    out: &mut String,
) {
    let declaration = prefix.declaration();
    let a = prefix.take();
    let meta = |kind: &str, value: &str, out: &mut String| {
        add(out, &["<", a, "meta type=\"", kind, "\">"]);
        append_escaped(value, out);
        add(out, &["</", a, "meta>"]);
    };
    add(out, &["<", a, "metadata", &declaration, "><", a, "metaGroup category=\"refineloop:review\">"]);
    meta("round", &digits(round), out);
    if version.round > 0 {
        meta("model", &speller.options.model, out);
        meta("date", &speller.date(), out);
    }
    if let Some(note) = speller.note(version.note.as_ref()) {
        meta("note", note, out);
    }
    for issue in speller.issues(&version.issues) {
        add(out, &["<", a, "metaGroup category=\"refineloop:issue\">"]);
        meta("category", &issue.category, out);
        meta("severity", issue.severity.as_str(), out);
        if let Some(explained) = Some(issue.explanation.trim()).filter(|text| !text.is_empty()) {
            meta("explanation", explained, out);
        }
        add(out, &["</", a, "metaGroup>"]);
    }
    add(out, &["</", a, "metaGroup></", a, "metadata>"]);
}

/// Appends the native data the codes of both texts refer to: a candidate has its own copy.
fn add_original_data(tree: &Tree<'_>, p: &str, source: usize, target: Option<usize>, out: &mut String) {
    let Some(store) = data_store(tree) else { return };
    let within = [Some(source), target].into_iter().flatten().flat_map(|node| tree.inner(node));
    let mut wanted = Vec::new();
    for node in within.filter(|node| tree.is_element(*node)) {
        for (ns, local) in tree.names(node) {
            let name = match local {
                b"dataRef" => "dataRef",
                b"dataRefStart" => "dataRefStart",
                b"dataRefEnd" => "dataRefEnd",
                _ => continue,
            };
            if ns == Ns::Plain {
                wanted.extend(tree.plain(node, name));
            }
        }
    }
    wanted.sort_unstable();
    let data = tree.children(store).filter(|child| tree.is(*child, "data"));
    let mut any = false;
    for data in
        data.filter(|data| tree.plain(*data, "id").is_some_and(|id| wanted.binary_search(&id).is_ok()))
    {
        if !any {
            add(out, &["<", p, "originalData>"]);
            any = true;
        }
        out.push_str(&tree.text[tree.whole(data)]);
    }
    if any {
        add(out, &["</", p, "originalData>"]);
    }
}
