//! XLIFF 1.2: `alt-trans` for versions, `note`, and in the header the tool and a phase a round.

use super::super::NAME;
use super::super::names::Ns;
use super::super::scan::Kind;
use super::super::spelling::append_escaped;
use super::super::splice::Splices;
use super::super::tree::Tree;
use super::super::v1::Children;
use super::super::write::WriteOptions;
use super::{
    ORIGIN, Revised, Speller, add, add_language, date, digits, fragment, issues, next_round, own_notes,
    stale_notes,
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The phase of a round, before its number.
const PHASE: &str = "refineloop-r";

/// Begins what names the segment of a version where `mid` would find no key.
const MID: &str = "refineloop:mid=";

/// The header of a file element, and what it must declare.
#[derive(Debug, Default)]
pub(crate) struct Header {
    prefix: String,
    /// Where a header goes that is not there; nowhere if units stand outside of a file element.
    file_at: Option<usize>,
    found: Option<Places>,
    /// Whether the tool must be declared.
    tool: bool,
    /// The rounds whose phases must be declared.
    rounds: BTreeSet<u32>,
}

/// A group of phases that is there.
#[derive(Debug)]
enum Group {
    /// Where a phase goes in it.
    Open(usize),
    /// One empty tag, to be replaced.
    Empty(std::ops::Range<usize>),
}

/// Where things go in a header that is there.
#[derive(Debug)]
struct Places {
    /// The whole header, if it is one empty tag.
    empty: Option<std::ops::Range<usize>>,
    /// The group of phases that is there.
    group: Option<Group>,
    /// Where a group of phases goes.
    group_at: usize,
    /// Where a tool goes.
    tool_at: usize,
    /// Whether the tool is declared.
    tool: bool,
    /// The phases that are declared.
    phases: BTreeSet<String>,
}

impl Header {
    pub(super) fn of_file(prefix: &str, file_at: usize) -> Self {
        Self { prefix: prefix.to_owned(), file_at: Some(file_at), ..Self::default() }
    }

    /// Adds what a part of the file element told.
    pub(super) fn add(&mut self, part: Self) {
        self.found = part.found.or(self.found.take());
        self.tool |= part.tool;
        self.rounds.extend(part.rounds);
    }

    pub(super) fn read(&mut self, tree: &Tree<'_>) {
        let start = tree.node(0).bytes.end;
        let ends = |named: &dyn Fn(&str) -> bool| {
            let children = tree.children(0).filter(|child| tree.is_element(*child));
            let children = children.filter(|child| tree.node(*child).name.ns == Ns::Core);
            children
                .filter(|child| named(tree.node(*child).name.local))
                .map(|child| tree.whole(child).end)
                .last()
        };
        let group = tree.child(0, "phase-group");
        let phases = group.into_iter().flat_map(|group| tree.children(group));
        let tools = tree.children(0).filter(|child| tree.is(*child, "tool"));
        self.found = Some(Places {
            empty: (tree.node(0).kind == Kind::Empty).then(|| tree.whole(0)),
            group: group.map(|group| match tree.node(group).kind == Kind::Open {
                true => Group::Open(tree.content(group).end),
                false => Group::Empty(tree.whole(group)),
            }),
            group_at: ends(&|name| name == "skl").unwrap_or(start),
            tool_at: ends(&|_| true).unwrap_or(start),
            tool: tools.into_iter().any(|tool| tree.plain(tool, "tool-id").is_some_and(|id| id == NAME)),
            phases: phases.filter_map(|phase| tree.plain(phase, "phase-name")).map(String::from).collect(),
        });
    }

    /// Declares what was used; nothing if nothing was written.
    pub(super) fn finish(self, options: &WriteOptions, splices: &mut Splices) {
        if !self.tool {
            return;
        }
        let p = &self.prefix;
        let known = |round: &u32| {
            let name = format!("{PHASE}{round}");
            self.found.as_ref().is_some_and(|found| found.phases.contains(&name))
        };
        let phases: String =
            self.rounds.iter().filter(|round| !known(round)).map(|round| phase(p, *round, options)).collect();
        let version = super::super::spelling::escape(&options.tool_version);
        let tool = format!("<{p}tool tool-id=\"{NAME}\" tool-name=\"{NAME}\" tool-version=\"{version}\"/>");
        let group = if phases.is_empty() {
            String::new()
        } else {
            format!("<{p}phase-group>{phases}</{p}phase-group>")
        };
        let Some(found) = self.found else {
            if let Some(at) = self.file_at {
                splices.insert(at, format!("<{p}header>{group}{tool}</{p}header>"));
            }
            return;
        };
        if let Some(empty) = found.empty {
            splices.replace(empty, format!("<{p}header>{group}{tool}</{p}header>"));
            return;
        }
        if !phases.is_empty() {
            match found.group {
                Some(Group::Open(at)) => splices.insert(at, phases),
                Some(Group::Empty(range)) => splices.replace(range, group),
                None => splices.insert(found.group_at, group),
            }
        }
        if !found.tool {
            splices.insert(found.tool_at, tool);
        }
    }
}

fn phase(p: &str, round: u32, options: &WriteOptions) -> String {
    let name = format!("phase-name=\"{PHASE}{round}\"");
    if round == 0 {
        return format!("<{p}phase {name} process-name=\"original\" tool-id=\"{NAME}\"/>");
    }
    let date = date(options);
    let model = super::super::spelling::escape(&options.model);
    format!(
        "<{p}phase {name} process-name=\"llm-refine\" tool-id=\"{NAME}\" date=\"{date}\"><{p}note from=\"{NAME}\">model: {model}</{p}note></{p}phase>"
    )
}

/// Writes the history of a unit: notes first, then the versions, oldest first.
pub(super) fn unit(
    speller: Speller<'_, '_>,
    full: bool,
    revised: &[Revised<'_>],
    header: &mut Header,
    splices: &mut Splices,
) {
    let tree = speller.tree;
    let p = tree.node(0).name.prefix();
    let (mut notes, mut versions) = (splices.room(), splices.room());
    // Each is of use where there is something of its kind, which is rare.
    let Children { target, segmented, note, alternative, .. } = Children::of(tree);
    let tells = revised.iter().any(|revised| speller.note(revised.edit.note.as_ref()).is_some());
    let known = if note.is_some() && tells { own_notes(tree, tree.children(0)) } else { HashSet::new() };
    let first = if alternative.is_some() { first_rounds(tree) } else { HashMap::new() };
    let keyed = segmented.map(|segmented| keyed(tree, segmented)).unwrap_or_default();
    if speller.full() && note.is_some() {
        for stale in stale_notes(tree, tree.children(0), revised) {
            splices.replace(tree.whole(stale), String::new());
        }
    }
    let mut last = None;
    for revised in revised {
        let segment = &revised.found.segment.id.segment;
        if let Some(note) = speller.note(revised.edit.note.as_ref()) {
            let text = if segment.is_empty() { note.to_owned() } else { format!("[{segment}] {note}") };
            if known.is_empty() || !known.contains(&(String::new(), text.clone())) {
                add_note(speller, p, full, &text, &mut notes);
            }
        }
        if !revised.changed {
            continue;
        }
        let first = first.get(segment).copied().unwrap_or(0);
        let mid = match (segment.is_empty(), keyed.contains(&revised.found.element)) {
            (true, _) => String::new(),
            (false, true) => format!(" mid=\"{}\"", speller.escape(segment)),
            (false, false) => format!(" extradata=\"{MID}{}\"", speller.escape(segment)),
        };
        for version in &revised.edit.versions {
            let round = first.saturating_add(version.round);
            last = last.max(Some(round));
            if full && speller.full() {
                header.rounds.insert(round);
            }
            add_version(speller, &mid, full, revised, version, round, &mut versions);
        }
    }
    let Some(at) = after_core(tree, |_| true) else {
        [notes, versions].into_iter().for_each(|room| splices.give(room));
        return;
    };
    header.tool |= full && !versions.is_empty();
    // 1.1 has all notes before the first version; from 1.2 on their order is free.
    let notes_at = if full { at } else { after_core(tree, |name| name != "alt-trans").unwrap_or(at) };
    for (at, text) in [(notes_at, notes), (at, versions)] {
        if text.is_empty() {
            splices.give(text);
        } else {
            splices.insert(at, text);
        }
    }
    if let Some(round) = last.filter(|_| full && speller.full()) {
        let round = round.saturating_add(1);
        if mark_target(tree, target, round, splices) {
            header.rounds.insert(round);
        }
    }
}

fn add_note(speller: Speller<'_, '_>, p: &str, full: bool, text: &str, out: &mut String) {
    let annotates = if full { " annotates=\"target\"" } else { "" };
    add(out, &["<", p, "note from=\"", NAME, "\"", annotates, " priority=\"3\""]);
    speller.add_note_language(out);
    out.push('>');
    append_escaped(text, out);
    add(out, &["</", p, "note>"]);
}

fn add_version(
    speller: Speller<'_, '_>,
    mid: &str,
    full: bool,
    revised: &Revised<'_>,
    version: &super::super::write::Version,
    round: u32,
    out: &mut String,
) {
    let p = speller.tree.node(0).name.prefix();
    let kind = if full { " alttranstype=\"previous-version\"" } else { "" };
    let number = digits(round);
    add(out, &["<", p, "alt-trans", mid, kind, " origin=\"", ORIGIN, &number, "\""]);
    if full {
        add(out, &[" tool-id=\"", NAME, "\""]);
        if speller.full() {
            add(out, &[" phase-name=\"", PHASE, &number, "\""]);
        }
    }
    add(out, &["><", p, "target"]);
    add_language(&revised.found.segment.languages.target, out);
    if version.round == 0 {
        add_state(speller, out);
    }
    out.push('>');
    out.push_str(&fragment::one(&speller.target(revised.found, &version.target), p));
    add(out, &["</", p, "target>"]);
    if let Some(why) = speller.note(version.note.as_ref()) {
        add_note(speller, p, full, why, out);
    }
    for issue in speller.issues(&version.issues) {
        add_note(speller, p, full, &issues::in_words(issue), out);
    }
    add(out, &["</", p, "alt-trans>"]);
}

/// Appends ` state="…"` as the file has it, which is that of the version this run began with.
fn add_state(speller: Speller<'_, '_>, out: &mut String) {
    let target = speller.tree.child(0, "target");
    if let Some(state) = target.and_then(|target| speller.tree.plain(target, "state")) {
        out.push_str(" state=\"");
        append_escaped(&state, out);
        out.push('"');
    }
}

/// For each segment the number of the first version to write: after those of an earlier run.
fn first_rounds(tree: &Tree<'_>) -> HashMap<String, u32> {
    let mut first: HashMap<String, u32> = HashMap::new();
    for version in tree.children(0).filter(|child| tree.is(*child, "alt-trans")) {
        let Some(next) = tree.plain(version, "origin").and_then(|origin| next_round(&origin)) else {
            continue;
        };
        let extra = tree.plain(version, "extradata");
        let named = extra.as_deref().and_then(|extra| extra.strip_prefix(MID)).map(str::to_owned);
        let mid = named.unwrap_or_else(|| tree.plain(version, "mid").unwrap_or_default().into_owned());
        let entry = first.entry(mid).or_default();
        *entry = next.max(*entry);
    }
    first
}

/// The marks the schema's key finds: those directly in `seg-source`.
fn keyed(tree: &Tree<'_>, segmented: usize) -> HashSet<usize> {
    tree.children(segmented).collect()
}

/// After the last of these children that XLIFF itself defines: foreign ones must come later.
fn after_core(tree: &Tree<'_>, of: impl Fn(&str) -> bool) -> Option<usize> {
    let core =
        tree.children(0).filter(|child| tree.is_element(*child) && tree.node(*child).name.ns == Ns::Core);
    core.filter(|child| of(tree.node(*child).name.local)).last().map(|child| tree.whole(child).end)
}

/// Names the phase on the target, unless another tool's phase is named there.
fn mark_target(tree: &Tree<'_>, target: Option<usize>, round: u32, splices: &mut Splices) -> bool {
    let Some(target) = target.filter(|target| tree.node(*target).kind == Kind::Open) else {
        return false;
    };
    let attribute = tree.attributes(target).find(|attribute| attribute.name.full == "phase-name");
    match attribute {
        Some(attribute) if attribute.raw.starts_with(PHASE) => {
            splices.replace(attribute.at..attribute.at + attribute.raw.len(), format!("{PHASE}{round}"));
            true
        }
        Some(_) => false,
        None => {
            let tag = tree.node(target).bytes;
            let inner = tree.text[tag.start..tag.end - 1].trim_end();
            let mut phase = splices.room();
            add(&mut phase, &[" phase-name=\"", PHASE, &digits(round), "\""]);
            splices.insert(tag.start + inner.len(), phase);
            true
        }
    }
}
