//! What XLIFF 2 allows in a unit: attributes, children, and where extensions may stand.

/// An element of the core.
pub(super) struct Element {
    /// Its name.
    pub(super) name: &'static str,
    /// The attributes it must have.
    pub(super) required: &'static [&'static str],
    /// The attributes it may have besides.
    pub(super) optional: &'static [&'static str],
    /// The elements it may hold.
    pub(super) children: &'static [&'static str],
    /// Whether attributes of extensions may stand on it.
    pub(super) open: bool,
    /// Whether elements of extensions may stand in it.
    pub(super) holds_others: bool,
}

/// What may stand in texts.
pub(super) const INLINE: &[&str] = &["cp", "ph", "pc", "sc", "ec", "mrk", "sm", "em"];

const fn element(
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
    children: &'static [&'static str],
    open: bool,
) -> Element {
    Element { name, required, optional, children, open, holds_others: false }
}

const ELEMENTS: [Element; 17] = [
    Element {
        holds_others: true,
        ..element(
            "unit",
            &["id"],
            &["name", "canResegment", "translate", "srcDir", "trgDir", "type"],
            &["notes", "originalData", "segment", "ignorable"],
            true,
        )
    },
    element("notes", &[], &[], &["note"], false),
    element("note", &[], &["id", "appliesTo", "category", "priority", "ref"], &[], true),
    element("originalData", &[], &[], &["data"], false),
    element("data", &["id"], &["dir"], &["cp"], false),
    element("segment", &[], &["id", "canResegment", "state", "subState"], &["source", "target"], false),
    element("ignorable", &[], &["id"], &["source", "target"], false),
    element("source", &[], &[], INLINE, false),
    element("target", &[], &["order"], INLINE, false),
    element(
        "ph",
        &["id"],
        &[
            "canCopy",
            "canDelete",
            "canReorder",
            "copyOf",
            "disp",
            "equiv",
            "dataRef",
            "subFlows",
            "subType",
            "type",
        ],
        &[],
        true,
    ),
    element(
        "pc",
        &["id"],
        &[
            "canCopy",
            "canDelete",
            "canOverlap",
            "canReorder",
            "copyOf",
            "dispEnd",
            "dispStart",
            "equivEnd",
            "equivStart",
            "dataRefEnd",
            "dataRefStart",
            "subFlowsEnd",
            "subFlowsStart",
            "subType",
            "type",
            "dir",
        ],
        INLINE,
        true,
    ),
    element(
        "sc",
        &["id"],
        &[
            "canCopy",
            "canDelete",
            "canOverlap",
            "canReorder",
            "copyOf",
            "dataRef",
            "dir",
            "disp",
            "equiv",
            "isolated",
            "subFlows",
            "subType",
            "type",
        ],
        &[],
        true,
    ),
    element(
        "ec",
        &[],
        &[
            "id",
            "startRef",
            "canCopy",
            "canDelete",
            "canOverlap",
            "canReorder",
            "copyOf",
            "dataRef",
            "dir",
            "disp",
            "equiv",
            "isolated",
            "subFlows",
            "subType",
            "type",
        ],
        &[],
        true,
    ),
    element("mrk", &["id"], &["translate", "type", "ref", "value"], INLINE, true),
    element("sm", &["id"], &["translate", "type", "ref", "value"], &[], true),
    element("em", &["startRef"], &[], &[], false),
    element("cp", &["hex"], &[], &[], false),
];

/// What is known of an element of the core.
pub(super) fn of(name: &str) -> Option<&'static Element> {
    ELEMENTS.iter().find(|element| element.name == name)
}
