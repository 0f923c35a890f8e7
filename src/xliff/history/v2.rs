//! XLIFF 2: translation candidates for versions, metadata for their provenance, `note`.

use super::super::names::{ITS, MATCHES, METADATA, Ns};
use super::super::scan::Kind;
use super::super::splice::Splices;
use super::super::tree::Tree;
use super::candidate::{About, add_candidate};
use super::ids::Ids;
use super::{Revised, Speller, add, fragment, next_round, own_notes, stale_notes};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The root, and what must be declared there.
#[derive(Debug, Clone, Default)]
pub(super) struct Root {
    at: usize,
    pub(super) matches: Prefix,
    pub(super) metadata: Prefix,
    /// The prefix of ITS with its colon, where the root declares it and says which version it uses.
    pub(super) its: Option<String>,
}

/// A prefix for a namespace.
#[derive(Debug, Clone, Default)]
pub(super) struct Prefix {
    /// With its colon.
    name: String,
    uri: &'static str,
    /// Begins the names of other prefixes.
    stem: &'static str,
    declared: bool,
    used: bool,
    /// Another prefix, declared where it is used: in this unit the name means something else.
    local: Option<String>,
}

impl Root {
    pub(super) fn new(tag: &str, at: usize, declared: &[(&str, &str)]) -> Self {
        Self {
            at,
            matches: Prefix::choose(declared, MATCHES, ["mtc", "rlmtc"]),
            metadata: Prefix::choose(declared, METADATA, ["mda", "rlmda"]),
            its: its(tag, declared),
        }
    }

    /// Whether it was told what the root declares.
    pub(super) fn is_known(&self) -> bool {
        self.at > 0
    }

    /// The same, nothing used yet.
    pub(super) fn unused(&self) -> Self {
        let unused = |prefix: &Prefix| Prefix { used: false, ..prefix.clone() };
        Self { matches: unused(&self.matches), metadata: unused(&self.metadata), ..self.clone() }
    }

    /// Adds what was used elsewhere.
    pub(super) fn add(&mut self, other: &Self) {
        self.matches.used |= other.matches.used;
        self.metadata.used |= other.metadata.used;
    }

    /// Declares what was used and is not declared yet.
    pub(super) fn finish(self, splices: &mut Splices) {
        for prefix in [self.matches, self.metadata] {
            if prefix.used && !prefix.declared {
                let name = prefix.name.trim_end_matches(':');
                splices.insert(self.at, format!(" xmlns:{name}=\"{}\"", prefix.uri));
            }
        }
    }
}

/// The prefix of ITS, if annotations of it are at home in this file: from 2.1 on.
fn its(until: &str, declared: &[(&str, &str)]) -> Option<String> {
    let tag = &until[until.rfind('<')?..];
    let (prefix, _) = declared.iter().find(|(prefix, uri)| *uri == ITS && !prefix.is_empty())?;
    let older = fragment::attribute(tag, "version") == Some("2.0");
    let used = fragment::attribute(tag, &format!("{prefix}:version")).is_some() && !older;
    used.then(|| format!("{prefix}:"))
}

impl Prefix {
    fn choose(declared: &[(&str, &str)], uri: &'static str, [usual, stem]: [&'static str; 2]) -> Self {
        let known = declared.iter().find(|(name, found)| *found == uri && !name.is_empty());
        let taken = |wanted: &str| declared.iter().any(|(name, _)| *name == wanted);
        let name = match known {
            Some((name, _)) => (*name).to_owned(),
            None if !taken(usual) => usual.to_owned(),
            None => free(stem, declared.iter().map(|(name, _)| *name)),
        };
        let name = format!("{name}:");
        Self { name, uri, stem, declared: known.is_some(), used: false, local: None }
    }

    /// Looks whether the prefix means something else in a unit, or in an element of it.
    fn enter(&mut self, tree: &Tree<'_>, within: Option<usize>) {
        let around = tree.around().iter().map(|(prefix, uri)| (prefix.as_str(), uri.as_str()));
        let inside = [Some(0), within].into_iter().flatten().flat_map(|node| tree.attributes(node));
        let inside =
            inside.filter_map(|attribute| Some((attribute.name.full.strip_prefix("xmlns:")?, attribute.raw)));
        let name = self.name.trim_end_matches(':');
        let bound = around.chain(inside).rfind(|(prefix, _)| *prefix == name);
        let hidden = bound.is_some_and(|(_, uri)| uri != self.uri);
        self.local = hidden.then(|| free(self.stem, tree.text[tree.whole(0)].split([':', '<', ' '])) + ":");
    }

    /// The prefix with its colon.
    pub(super) fn take(&mut self) -> &str {
        self.used |= self.local.is_none();
        self.local.as_ref().unwrap_or(&self.name)
    }

    /// What an element must declare that begins with the prefix.
    pub(super) fn declaration(&self) -> String {
        let declare = |name: &String| format!(" xmlns:{}=\"{}\"", name.trim_end_matches(':'), self.uri);
        self.local.as_ref().map(declare).unwrap_or_default()
    }
}

/// A name with this stem that none of these has.
fn free<'n>(stem: &str, names: impl Iterator<Item = &'n str>) -> String {
    // One pass: a hostile file may have as many as it likes.
    let number = |name: &str| {
        let rest = name.strip_prefix(stem)?;
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        Some(digits.parse::<u64>().unwrap_or(0))
    };
    match names.filter_map(number).max() {
        Some(highest) => format!("{stem}{}", u128::from(highest) + 1),
        None => stem.to_owned(),
    }
}

/// Writes the history of a unit.
pub(super) fn unit(
    speller: Speller<'_, '_>,
    note_ref: bool,
    revised: &[Revised<'_>],
    root: &mut Root,
    splices: &mut Splices,
) {
    let tree = speller.tree;
    if tree.node(0).kind != Kind::Open {
        return;
    }
    let mut ids = Ids::of(tree);
    let tells = revised.iter().any(|revised| speller.note(revised.edit.note.as_ref()).is_some());
    let list = if tells { tree.child(0, "notes") } else { None };
    let told = Notes {
        by_reference: note_ref,
        several: tree.children(0).filter(|child| tree.is(*child, "segment")).nth(1).is_some(),
        known: list.map(|list| own_notes(tree, tree.children(list))).unwrap_or_default(),
    };
    let (mut matches, mut notes) = (splices.room(), String::new());
    let existing = tree.children(0).find(|child| is_matches(tree, *child));
    root.matches.enter(tree, None);
    root.metadata.enter(tree, existing);
    let rounds = existing.map(|existing| first_rounds(tree, existing)).unwrap_or_default();
    for revised in revised {
        let mut id = tree.plain(revised.found.element, "id").map(String::from);
        if revised.changed && !revised.edit.versions.is_empty() {
            let id = id.get_or_insert_with(|| name_segment(tree, revised.found.element, &mut ids, splices));
            let first = if rounds.is_empty() { 0 } else { rounds.get(id).copied().unwrap_or(0) };
            if matches.is_empty() && existing.is_none() {
                let declaration = root.matches.declaration();
                add(&mut matches, &["<", root.matches.take(), "matches", &declaration, ">"]);
            }
            for version in &revised.edit.versions {
                let round = first.saturating_add(version.round);
                let name = ids.version(id, round);
                let about = About { existing, name: &name, segment: id, round };
                add_candidate(speller, &about, revised, version, root, &mut matches);
            }
        }
        if let Some(text) = speller.note(revised.edit.note.as_ref()) {
            notes.push_str(&note(speller, &told, id.as_deref(), text, &mut ids));
        }
    }
    if matches.is_empty() {
        splices.give(matches);
    } else {
        match existing {
            Some(existing) if tree.node(existing).kind == Kind::Open => {
                splices.insert(tree.content(existing).end, matches);
            }
            Some(existing) => {
                let tag = &tree.text[tree.whole(existing)];
                let open = tag.trim_end_matches("/>");
                let name = tree.node(existing).name.full;
                splices.replace(tree.whole(existing), format!("{open}>{matches}</{name}>"));
            }
            None => {
                add(&mut matches, &["</", root.matches.take(), "matches>"]);
                splices.insert(tree.node(0).bytes.end, matches);
            }
        }
    }
    if speller.full() {
        withdraw_notes(tree, revised, notes.is_empty(), splices);
    }
    if !notes.is_empty() {
        insert_notes(tree, notes, splices);
    }
}

/// What a new note depends on.
struct Notes {
    /// Whether a note can refer to a segment.
    by_reference: bool,
    /// Whether the unit has several segments.
    several: bool,
    /// Our notes that are there.
    known: HashSet<(String, String)>,
}

fn note(
    speller: Speller<'_, '_>,
    told: &Notes,
    segment: Option<&str>,
    text: &str,
    ids: &mut Ids<'_, '_>,
) -> String {
    let p = speller.tree.node(0).name.prefix();
    let (reference, text) = match segment {
        Some(id) if told.by_reference => (format!("#{id}"), text.to_owned()),
        Some(id) if told.several => (String::new(), format!("[{id}] {text}")),
        Some(_) | None => (String::new(), text.to_owned()),
    };
    let (known, text) = (told.known.contains(&(reference.clone(), text.clone())), speller.escape(&text));
    if known {
        return String::new();
    }
    let reference = match reference.as_str() {
        "" => reference,
        id => format!(" ref=\"{}\"", speller.escape(id)),
    };
    let id = ids.note();
    let mut language = String::new();
    speller.add_note_language(&mut language);
    format!(
        "<{p}note id=\"{id}\" category=\"refineloop:ai\" appliesTo=\"target\" priority=\"3\"{reference}{language}>{text}</{p}note>"
    )
}

/// Takes out the notes that are out of date, and their list with the last of them: an empty one is not
/// allowed.
fn withdraw_notes(tree: &Tree<'_>, revised: &[Revised<'_>], is_last: bool, splices: &mut Splices) {
    let Some(list) = tree.child(0, "notes") else { return };
    let stale = stale_notes(tree, tree.children(list), revised);
    let elements = tree.children(list).filter(|child| tree.is_element(*child)).count();
    if is_last && !stale.is_empty() && stale.len() == elements {
        return splices.replace(tree.whole(list), String::new());
    }
    for stale in stale {
        splices.replace(tree.whole(stale), String::new());
    }
}

fn insert_notes(tree: &Tree<'_>, notes: String, splices: &mut Splices) {
    let p = tree.node(0).name.prefix();
    let whole = format!("<{p}notes>{notes}</{p}notes>");
    let later =
        |child: &usize| ["originalData", "segment", "ignorable"].iter().any(|name| tree.is(*child, name));
    match tree.child(0, "notes") {
        Some(known) if tree.node(known).kind == Kind::Open => splices.insert(tree.content(known).end, notes),
        Some(known) => splices.replace(tree.whole(known), whole),
        None => {
            let at =
                tree.children(0).find(later).map_or(tree.node(0).bytes.end, |child| tree.whole(child).start);
            splices.insert(at, whole);
        }
    }
}

fn is_matches(tree: &Tree<'_>, child: usize) -> bool {
    let name = tree.node(child).name;
    tree.is_element(child) && name.ns == Ns::Matches && name.local == "matches"
}

/// For each segment the number of the first version to write: after those of an earlier run.
fn first_rounds(tree: &Tree<'_>, matches: usize) -> HashMap<String, u32> {
    let mut first: HashMap<String, u32> = HashMap::new();
    for child in tree.children(matches).filter(|child| tree.is_element(*child)) {
        let Some(next) = tree.plain(child, "origin").and_then(|origin| next_round(&origin)) else { continue };
        let reference = tree.plain(child, "ref").unwrap_or_default();
        let entry = first.entry(reference.trim_start_matches('#').to_owned()).or_default();
        *entry = next.max(*entry);
    }
    first
}

/// Gives a segment the identifier a candidate must refer to.
fn name_segment(tree: &Tree<'_>, segment: usize, ids: &mut Ids<'_, '_>, splices: &mut Splices) -> String {
    let id = ids.segment();
    let tag: Range<usize> = tree.node(segment).bytes;
    let after_name = tag.start + 1 + tree.node(segment).name.full.len();
    splices.insert(after_name, format!(" id=\"{id}\""));
    id
}
