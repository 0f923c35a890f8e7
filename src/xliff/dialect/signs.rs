//! Tools without a namespace of their own, by what they write into a file element.

use super::is_open;
use crate::xliff::scan::Attribute;
use crate::xliff::tree::{Tree, unescape};

/// The dialect after a look at the attributes of a file element.
pub(crate) fn of_file(attributes: &[Attribute<'_>], known: &'static str) -> &'static str {
    if !is_open(known) {
        return known;
    }
    let is = |local: &str, fits: fn(&str) -> bool| {
        attributes.iter().any(|a| a.name.full == local && fits(&unescape(a.raw)))
    };
    let by_tool =
        attributes.iter().find(|a| a.name.full == "tool-id").and_then(|id| of_tool(&unescape(id.raw)));
    if let Some(tool) = by_tool {
        tool
    } else if is("original", is_angular) || is("id", is_angular) {
        "angular"
    } else if is("original", |name| name == "file.ext") {
        // Symfony's dumper writes this placeholder.
        "symfony"
    } else if is("product-name", |_| true) && is("original", is_typo3_label_file) {
        "typo3"
    } else if is("original", is_qt_source) {
        "qt"
    } else {
        known
    }
}

/// The dialect after a look at the tools a header names.
pub(crate) fn of_header(header: &Tree<'_>, known: &'static str) -> &'static str {
    if !is_open(known) {
        return known;
    }
    let tools = header.children(0).filter(|child| header.is(*child, "tool"));
    let names = tools.filter_map(|tool| header.plain(tool, "tool-id"));
    names.filter_map(|id| of_tool(&id)).next().unwrap_or(known)
}

/// The dialect after a look at a unit: Business Central signs with a note.
pub(crate) fn of_unit(unit: &Tree<'_>, known: &'static str) -> &'static str {
    let signed = |node: usize| {
        unit.is(node, "note") && unit.plain(node, "from").is_some_and(|from| from == "Xliff Generator")
    };
    if is_open(known) && unit.children(0).any(signed) { "business-central" } else { known }
}

fn of_tool(id: &str) -> Option<&'static str> {
    match id {
        "com.apple.dt.xcode" => Some("xcode"),
        "symfony" => Some("symfony"),
        id if id.starts_with("matecat-converter") => Some("matecat"),
        _ => None,
    }
}

fn is_angular(name: &str) -> bool {
    matches!(name, "ng2.template" | "ng.template" | "ngi18n")
}

/// TYPO3 names the label file in its extension, or writes this one word. With it go the rules that let
/// approval protect nothing, so a name that merely begins alike is not enough.
fn is_typo3_label_file(name: &str) -> bool {
    name == "messages" || name.starts_with("EXT:")
}

/// Qt's translation tool names the source file a text stands in.
fn is_qt_source(name: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default();
    name.contains('.') && matches!(extension, "qml" | "ui" | "cpp" | "h" | "mm")
}
