//! TBX, ISO 30042: version 2 (`martif`, `termEntry`, `langSet`) and version 3 (`tbx`, `conceptEntry`,
//! `langSec`; data categories as attributes or as elements).

use super::{Entry, Language, Name, Standing, Wrong};
use roxmltree::{Document, Node, ParsingOptions};

/// The most nodes of a document.
const NODES: u32 = 4_000_000;

pub(super) fn read(text: &str) -> Result<Vec<Entry>, Wrong> {
    let line_of = |at: usize| 1 + text[..at].bytes().filter(|byte| *byte == b'\n').count() as u64;
    // A document type is only a name here; declarations inside it are not read.
    if let Some(at) = text.find("<!DOCTYPE")
        && text[at..].find('[').is_some_and(|open| open < text[at..].find('>').unwrap_or(usize::MAX))
    {
        return Err(Wrong::at(line_of(at), "a document type with declarations of its own is refused"));
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| Wrong::at(error.pos().row.into(), format!("not well-formed XML: {error}")))?;
    let root = document.root_element();
    if !matches!(root.tag_name().name(), "martif" | "tbx") {
        let text = format!("no TBX: the root is {:?}, not martif or tbx", root.tag_name().name());
        return Err(Wrong::at(1, text));
    }
    // Counted forward: entries come in order.
    let (mut line, mut counted) = (1, 0);
    let mut entries = Vec::new();
    for node in root.descendants().filter(|node| is(node, &["termEntry", "conceptEntry"])) {
        let start = node.range().start;
        line += text[counted..start].bytes().filter(|byte| *byte == b'\n').count() as u64;
        counted = start;
        entries.push(entry(node, line));
    }
    Ok(entries)
}

fn entry(node: Node<'_, '_>, line: u64) -> Entry {
    let mut names = Vec::new();
    for section in node.descendants().filter(|node| is(node, &["langSet", "langSec"])) {
        let tag = section
            .attribute((roxmltree::NS_XML_URI, "lang"))
            .or_else(|| section.attribute("lang"))
            .unwrap_or_default();
        for term in section.descendants().filter(|node| is(node, &["term"])) {
            // The notes of a term stand in the group around it.
            let group =
                term.ancestors().find(|node| is(node, &["tig", "ntig", "termSec"])).unwrap_or(section);
            names.push(Name {
                language: Language::Tag(tag.to_owned()),
                text: all_text(term),
                standing: standing(group),
            });
        }
    }
    names.retain(|name| !name.text.is_empty());
    Entry { line, names, do_not_translate: false, case_sensitive: false }
}

fn is(node: &Node<'_, '_>, names: &[&str]) -> bool {
    node.is_element() && names.contains(&node.tag_name().name())
}

/// The text of an element and all in it, its whitespace folded.
fn all_text(node: Node<'_, '_>) -> String {
    let text: String = node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What `administrativeStatus` or `normativeAuthorization` say of a term; admitted if they say nothing.
fn standing(group: Node<'_, '_>) -> Standing {
    const CATEGORIES: [&str; 2] = ["administrativeStatus", "normativeAuthorization"];
    let says = |node: &Node<'_, '_>| {
        let by_attribute = is(node, &["termNote"])
            && node.attribute("type").is_some_and(|category| CATEGORIES.contains(&category));
        by_attribute || is(node, &CATEGORIES)
    };
    let said = group.descendants().filter(says).filter_map(|node| {
        let status = all_text(node).to_ascii_lowercase();
        if status.starts_with("preferred") {
            Some(Standing::Preferred)
        } else if ["deprecated", "superseded", "obsolete"].iter().any(|word| status.starts_with(word)) {
            Some(Standing::Forbidden)
        } else {
            None
        }
    });
    said.max().unwrap_or(Standing::Admitted)
}
