//! What is wrong with a file that is read all the same: a pass of its own that changes nothing.
//!
//! The rules of the standard that matter to those who exchange files: identifiers, references,
//! codes, languages, the order of elements, what modules demand. It is no validation by schema.

mod codes;
mod container;
mod facts;
mod inside;
mod modules;
mod one;
mod pieces;
mod references;
mod report;
mod rule;
mod schema;
mod two;
mod value;

pub use pieces::{Places, Shown};
pub use rule::Rule;

use super::document::{Step, Version};
use super::error::Error;
use super::held::Held;
use super::names::Ns;
use super::position::{Cursor, Place};
use super::scan::{Attribute, Event};
use super::size::storage;
use super::tree::Tree;
use super::walk::{Visit, walk};
use super::window::Sizes;
use super::{Limits, approve, open};
use crate::domain::segment::Segment;
use container::Tag;
use facts::FileFacts;
use pieces::Offsets;
use report::{Report, short};
use std::io::{self, Read, Seek};

/// A problem and its place.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What it is.
    pub rule: Rule,
    /// The line, from 1.
    pub line: u64,
    /// The column in characters, from 1.
    pub column: u64,
    /// The identifier of the unit it is in; empty outside of units.
    pub unit: String,
    /// What was found: names of elements and identifiers, never text.
    pub message: String,
}

/// Reads a file and tells its problems in order, step by step.
///
/// # Errors
/// As [`read`](super::read): what is not processed at all. What `sink` answers.
pub fn problems<E: From<Error>>(
    input: impl Read + Seek + Send,
    limits: &Limits,
    sink: impl FnMut(Problem) -> Result<(), E>,
) -> Result<(), E> {
    problems_in(input, limits, Sizes::default(), sink)
}

/// What is seen in a file that is read once for its problems and its segments.
#[derive(Debug)]
pub enum Seen {
    /// Something is wrong with the structure.
    Problem(Problem),
    /// A segment, and where the pieces of its target stand; the problems of its unit come before it.
    Segment(Box<Segment>, Places),
}

/// Reads a file once and tells both its problems and its segments in order.
///
/// # Errors
/// As [`problems`].
pub fn examine<E: From<Error>>(
    input: impl Read + Seek + Send,
    limits: &Limits,
    sink: impl FnMut(Seen) -> Result<(), E>,
) -> Result<(), E> {
    examine_in(input, limits, Sizes::default(), sink)
}

/// As [`problems`], with a window of this size.
pub(super) fn problems_in<E: From<Error>>(
    input: impl Read + Seek + Send,
    limits: &Limits,
    sizes: Sizes,
    mut sink: impl FnMut(Problem) -> Result<(), E>,
) -> Result<(), E> {
    examine_in(input, limits, sizes, |seen| match seen {
        Seen::Problem(problem) => sink(problem),
        Seen::Segment(..) => Ok(()),
    })
}

fn examine_in<E: From<Error>>(
    input: impl Read + Seek + Send,
    limits: &Limits,
    sizes: Sizes,
    sink: impl FnMut(Seen) -> Result<(), E>,
) -> Result<(), E> {
    const BEGIN: Place = Place { line: 1, column: 1 };
    let (mut window, warnings) = open(input, limits, sizes)?;
    let mut checker = Checker { sink, facts: FileFacts::default(), cursor: Cursor::default() };
    for warning in warnings {
        checker.tell(Rule::OddEncoding, BEGIN, "", warning)?;
    }
    let seen = walk(&mut window, limits, &mut checker, |window| approve(window, limits))?;
    checker.facts.end_file();
    checker.overdue()?;
    if !checker.facts.any {
        checker.tell(Rule::MissingElement, BEGIN, "", "no file element".to_owned())?;
    }
    for (rule, message) in seen.oddities {
        checker.tell(rule, BEGIN, "", message)?;
    }
    Ok(())
}

/// Looks at each step of the walk.
struct Checker<F> {
    sink: F,
    facts: FileFacts,
    cursor: Cursor,
}

impl<F> Checker<F> {
    fn tell<E>(&mut self, rule: Rule, place: Place, unit: &str, message: String) -> Result<(), E>
    where
        F: FnMut(Seen) -> Result<(), E>,
    {
        let Place { line, column } = place;
        (self.sink)(Seen::Problem(Problem { rule, line, column, unit: unit.to_owned(), message }))
    }

    /// Tells what turned out to be wrong with what came before.
    fn overdue<E>(&mut self) -> Result<(), E>
    where
        F: FnMut(Seen) -> Result<(), E>,
    {
        for (rule, place, message) in self.facts.overdue() {
            self.tell(rule, place, "", message)?;
        }
        Ok(())
    }

    /// Tells what was found in a step; counting lines goes forward.
    /// `others` are offsets whose places are wanted too.
    fn settle<E>(
        &mut self,
        held: &Held<'_>,
        report: Report,
        unit: &str,
        others: impl Iterator<Item = usize>,
    ) -> Result<Offsets, E>
    where
        F: FnMut(Seen) -> Result<(), E>,
    {
        let mut found = report.0;
        found.sort_by_key(|raw| raw.at);
        let offsets = found.iter().map(|raw| raw.at).chain(self.facts.offsets()).chain(others).collect();
        let offsets = Offsets::of(offsets, |at| self.cursor.place(held, at));
        self.facts.settle(|at| offsets.place(at));
        for raw in found {
            self.tell(raw.rule, offsets.place(raw.at), unit, raw.message)?;
        }
        self.overdue()?;
        Ok(offsets)
    }
}

impl<E, F: FnMut(Seen) -> Result<(), E>> Visit<E> for Checker<F> {
    fn step(&mut self, held: &Held<'_>, step: Step<'_, '_>) -> Result<(), E> {
        let mut report = Report::default();
        let mut name = String::new();
        let mut segments = Vec::new();
        let facts = &mut self.facts;
        match step {
            Step::Tag(context, event, attributes) => {
                let tag = Tag { event, attributes };
                if event.name.ns == Ns::Core && event.name.local == "file" {
                    facts.begin_file(event.start, tag.plain("tool-id").as_deref());
                }
                container::check(facts, context, &tag, &mut report);
                facts.in_sizes = modules::is_data(&event.name);
                facts.two = matches!(context.version, Version::Two { .. });
                module(facts, event, attributes, &mut report);
                if event.name.ns == Ns::Core && matches!(event.name.local, "file" | "group") {
                    for (rule, message) in storage::odd(event.name.full, attributes) {
                        report.add(rule, event.start, message);
                    }
                }
            }
            Step::Demands(tree) => {
                // Its own tag was told before.
                for node in tree.inner(0).filter(|node| tree.is_element(*node)) {
                    let (at, name) = (tree.node(node).bytes.start, tree.node(node).name);
                    let element =
                        modules::Element { at, name, attributes: &tree.attributes(node).collect::<Vec<_>>() };
                    modules::element(facts, element, &mut report);
                }
            }
            Step::Header(tree) => container::header(facts, tree),
            Step::Unit(context, tree, found) => {
                facts.has_content = true;
                let id = tree.plain(0, "id").unwrap_or_default();
                short(&id).clone_into(&mut name);
                if tree.plain(0, "id").is_some() && !facts.new_unit(&id) {
                    report.node(Rule::DuplicateId, tree, 0, format!("unit {name} twice in a file"));
                }
                xml_ids(facts, tree, &mut report);
                if tree.its {
                    for (node, rule, message) in storage::odd_in(tree) {
                        report.node(rule, tree, node, message);
                    }
                }
                match context.version {
                    Version::One { .. } => one::unit(facts, context, tree, &mut report),
                    Version::Two { .. } => two::unit(facts, context, tree, &mut report),
                }
                for side in found.iter().filter_map(|found| found.target.as_ref()).filter(|side| side.stuck) {
                    report.add(
                        Rule::StuckTarget,
                        side.bytes.start,
                        "a comment or instruction inside the text",
                    );
                }
                segments.extend(found.iter_mut().map(|found| {
                    let pieces = pieces::of(tree, found);
                    (std::mem::take(&mut found.segment), pieces)
                }));
            }
            Step::Root(..) | Step::File(..) => {}
        }
        let pieces = segments.iter().flat_map(|(_, pieces)| pieces);
        let places = self.settle(held, report, &name, pieces.map(|piece| piece.at))?;
        segments.into_iter().try_for_each(|(segment, pieces)| {
            (self.sink)(Seen::Segment(Box::new(segment), Places::of(pieces, &places)))
        })
    }

    fn inside(&mut self, held: &Held<'_>, event: &Event<'_>, attributes: &[Attribute<'_>]) -> Result<(), E> {
        let mut report = Report::default();
        if self.facts.in_sizes {
            let id = Tag { event, attributes }.plain("id");
            self.facts.sizes.extend(id.map(|id| self.facts.hasher()(&id)));
        }
        module(&mut self.facts, event, attributes, &mut report);
        if !report.0.is_empty() {
            self.settle(held, report, "", std::iter::empty())?;
        }
        Ok(())
    }

    fn pass(&mut self, held: &Held<'_>, to: usize) -> io::Result<()> {
        self.cursor.place(held, to);
        Ok(())
    }
}

/// Looks at a tag outside of units.
fn module(facts: &mut FileFacts, event: &Event<'_>, attributes: &[Attribute<'_>], report: &mut Report) {
    if facts.two {
        let element = modules::Element { at: event.start, name: event.name, attributes };
        modules::outside(facts, element, report);
    }
}

/// `xml:id` is unique in the document.
fn xml_ids(facts: &mut FileFacts, tree: &Tree<'_>, report: &mut Report) {
    for node in std::iter::once(0).chain(tree.inner(0)).filter(|node| tree.is_element(*node)) {
        if let Some(id) = tree.attribute(node, Ns::Xml, "id")
            && !facts.new_xml_id(&id)
        {
            report.node(Rule::DuplicateId, tree, node, format!("xml:id {} twice", short(&id)));
        }
    }
}
