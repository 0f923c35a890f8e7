//! What is remembered of a file element while its units pass by.

use super::modules::Ids;
use super::report::short;
use super::rule::Rule;
use crate::xliff::position::Place;
use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

/// How many references wait for their units at a time.
const MOST_WAITING: usize = 10_000;

/// What is remembered. Identifiers by a keyed hash: a file may have millions.
#[derive(Debug, Default)]
pub(super) struct FileFacts {
    /// Whether it was said that targets have no language.
    pub(super) told_no_target: bool,
    /// Whether the file element holds anything.
    pub(super) has_content: bool,
    /// The identifiers of file elements.
    pub(super) files: HashSet<u64>,
    /// The identifiers of groups.
    pub(super) groups: HashSet<u64>,
    /// The tools the header names.
    pub(super) tools: HashSet<String>,
    /// The phases the header names.
    pub(super) phases: HashSet<String>,
    /// The identifiers in data of sizes that came before.
    pub(super) sizes: HashSet<u64>,
    /// Whether sizes are counted by a profile that is not of the standard.
    pub(super) foreign_sizes: bool,
    /// Whether the tags that pass by are in data of sizes.
    pub(super) in_sizes: bool,
    units: HashSet<u64>,
    xml_ids: HashSet<u64>,
    state: RandomState,
    /// The identifiers in modules.
    pub(super) modules: Ids,
    /// Whether it is XLIFF 2, which has modules.
    pub(super) two: bool,
    /// Whether there is a file element.
    pub(super) any: bool,
    /// The file element, until its place is known.
    begun: Option<usize>,
    place: Option<Place>,
    /// The tool it says it is of.
    tool: Option<String>,
    /// References to units: what they want, where they are.
    fresh: Vec<(u64, usize, String)>,
    waiting: Vec<(u64, Place, String)>,
    overdue: Vec<(Rule, Place, String)>,
}

impl FileFacts {
    /// Hashes identifiers.
    pub(super) fn hasher(&self) -> impl Fn(&str) -> u64 + use<> {
        let state = self.state.clone();
        move |id| state.hash_one(id)
    }

    /// A file element begins; the one before it is complete.
    pub(super) fn begin_file(&mut self, at: usize, tool: Option<&str>) {
        self.end_file();
        self.any = true;
        self.begun = Some(at);
        self.tool = tool.map(|tool| short(tool).to_owned());
        self.told_no_target = false;
        self.has_content = false;
        self.groups.clear();
        self.tools.clear();
        self.phases.clear();
        self.units.clear();
        self.sizes.clear();
        self.foreign_sizes = false;
    }

    /// What is known only at the end of a file element.
    pub(super) fn end_file(&mut self) {
        let units = &self.units;
        for (_, place, name) in self.waiting.drain(..).filter(|(unit, ..)| !units.contains(unit)) {
            self.overdue.push((
                Rule::DanglingReference,
                place,
                format!("subFlows names {name}, which is no unit"),
            ));
        }
        let Some(place) = self.place.take() else { return };
        if !self.has_content {
            self.overdue.push((Rule::MissingElement, place, "a file element without units".to_owned()));
        }
        if let Some(tool) = self.tool.take().filter(|tool| !self.tools.contains(tool)) {
            let message = format!("tool-id {tool} is not in the header");
            self.overdue.push((Rule::DanglingReference, place, message));
        }
    }

    /// A unit; answers whether its identifier is new in the file element.
    pub(super) fn new_unit(&mut self, id: &str) -> bool {
        self.units.insert(self.state.hash_one(id))
    }

    /// An `xml:id`; answers whether it is new.
    pub(super) fn new_xml_id(&mut self, id: &str) -> bool {
        self.xml_ids.insert(self.state.hash_one(id))
    }

    /// Something refers to a unit that may come later.
    pub(super) fn expect_unit(&mut self, id: &str, at: usize) {
        if self.fresh.len() + self.waiting.len() < MOST_WAITING {
            self.fresh.push((self.state.hash_one(id), at, short(id).to_owned()));
        }
    }

    /// Where what was met in this step stands.
    pub(super) fn offsets(&self) -> impl Iterator<Item = usize> {
        self.begun.into_iter().chain(self.fresh.iter().map(|(_, at, _)| *at))
    }

    /// Takes the places of it.
    pub(super) fn settle(&mut self, place: impl Fn(usize) -> Place) {
        if let Some(at) = self.begun.take() {
            self.place = Some(place(at));
        }
        for (unit, at, name) in self.fresh.drain(..) {
            self.waiting.push((unit, place(at), name));
        }
    }

    /// What turned out to be wrong with what came before.
    pub(super) fn overdue(&mut self) -> Vec<(Rule, Place, String)> {
        std::mem::take(&mut self.overdue)
    }
}
