//! What is wrong with a file that is read all the same: a pass of its own that changes nothing.
//!
//! The rules of the standard that matter to those who exchange files: identifiers, references,
//! codes, languages, the order of elements. It is no validation by schema, and modules are passed over.

mod codes;
mod container;
mod facts;
mod one;
mod references;
mod report;
mod rule;
mod schema;
mod two;
mod value;

pub use rule::Rule;

use super::Limits;
use super::approval::Approval;
use super::document::{Context, Step, Version};
use super::error::Error;
use super::held::Held;
use super::names::Ns;
use super::position::{Cursor, Place};
use super::tree::Tree;
use super::walk::{Visit, walk};
use super::window::{Sizes, Window};
use container::Tag;
use facts::FileFacts;
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
    input: impl Read + Seek,
    limits: &Limits,
    mut sink: impl FnMut(Problem) -> Result<(), E>,
) -> Result<(), E> {
    // What approval means changes no problem, so that the file is read once.
    let opened = Window::new(input, Sizes::default()).map_err(Error::from)?;
    let opened = opened.map_err(|fault| fault.in_place(START));
    let (mut window, warnings) = opened?;
    let mut check = Check { sink: &mut sink, cursor: Cursor::default(), facts: FileFacts::default() };
    for message in warnings {
        check.whole(Rule::OddEncoding, message)?;
    }
    let seen = walk(&mut window, limits, Approval::Protects, &mut check)?;
    check.facts.end_file();
    check.late()?;
    seen.oddities.into_iter().try_for_each(|(rule, message)| check.whole(rule, message))
}

/// Where a file begins.
const START: Place = Place { line: 1, column: 1 };

/// Looks at each step of the walk.
struct Check<'s, S> {
    sink: &'s mut S,
    cursor: Cursor,
    facts: FileFacts,
}

impl<E, S: FnMut(Problem) -> Result<(), E>> Check<'_, S> {
    /// Tells a problem.
    fn tell(&mut self, rule: Rule, place: Place, unit: &str, message: String) -> Result<(), E> {
        let Place { line, column } = place;
        (self.sink)(Problem { rule, line, column, unit: unit.to_owned(), message })
    }

    /// Tells a problem of the whole file.
    fn whole(&mut self, rule: Rule, message: String) -> Result<(), E> {
        self.tell(rule, START, "", message)
    }

    /// Tells what turned out to be wrong with what came before.
    fn late(&mut self) -> Result<(), E> {
        let overdue = self.facts.overdue();
        overdue.into_iter().try_for_each(|(rule, place, message)| self.tell(rule, place, "", message))
    }
}

impl<E: From<Error>, S: FnMut(Problem) -> Result<(), E>> Visit<E> for Check<'_, S> {
    fn step(&mut self, held: &Held<'_>, step: Step<'_, '_>) -> Result<(), E> {
        let mut report = Report::default();
        let mut name = String::new();
        let facts = &mut self.facts;
        match step {
            Step::Tag(context, event, attributes) => {
                let tag = Tag { event, attributes };
                if event.name.ns == Ns::Core && event.name.local == "file" {
                    facts.begin_file(event.start, tag.plain("tool-id").as_deref());
                }
                container::check(facts, context, &tag, &mut report);
            }
            Step::Header(tree) => container::header(facts, tree),
            Step::Unit(context, tree, found) => {
                facts.has_content = true;
                let id = tree.plain(0, "id").unwrap_or_default();
                short(&id).clone_into(&mut name);
                unit(facts, context, tree, &mut report);
                for side in found.iter().filter_map(|found| found.target.as_ref()).filter(|side| side.stuck) {
                    let message = "a comment or instruction inside the text";
                    report.add(Rule::StuckTarget, side.bytes.start, message);
                }
            }
            Step::Root(..) | Step::File(..) => {}
        }
        let mut found = report.0;
        found.sort_by_key(|raw| raw.at);
        for raw in found {
            let place = self.cursor.place(held, raw.at);
            self.tell(raw.rule, place, &name, raw.message)?;
        }
        self.facts.settle(|at| self.cursor.place(held, at));
        self.late()
    }

    /// Counting lines goes on to what is let go.
    fn pass(&mut self, held: &Held<'_>, to: usize) -> io::Result<()> {
        self.cursor.place(held, to);
        Ok(())
    }
}

/// What is wrong with a unit.
fn unit(facts: &mut FileFacts, context: &Context, tree: &Tree<'_>, report: &mut Report) {
    if let Some(id) = tree.plain(0, "id")
        && !facts.new_unit(&id)
    {
        report.node(Rule::DuplicateId, tree, 0, format!("unit {} twice in a file", short(&id)));
    }
    xml_ids(facts, tree, report);
    match context.version {
        Version::One { .. } => one::unit(facts, context, tree, report),
        Version::Two { .. } => two::unit(facts, context, tree, report),
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
