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

use super::document::{Step, Version, walk};
use super::error::Error;
use super::names::Ns;
use super::position::Cursor;
use super::tree::Tree;
use super::{Approval, Limits, load};
use container::Tag;
use facts::FileFacts;
use report::{Report, short};
use std::io::{Read, Seek};

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
    let decoded = load(input)?;
    let text = decoded.text.as_str();
    let mut cursor = Cursor::default();
    let mut facts = FileFacts::default();
    let mut tell = |report: Report, facts: &mut FileFacts, unit: &str| {
        let mut found = report.0;
        found.sort_by_key(|raw| raw.at);
        for raw in found {
            let place = cursor.place(text, raw.at);
            let unit = unit.to_owned();
            sink(Problem {
                rule: raw.rule,
                line: place.line,
                column: place.column,
                unit,
                message: raw.message,
            })?;
        }
        facts.settle(|at| cursor.place(text, at));
        for (rule, place, message) in facts.overdue() {
            let unit = String::new();
            sink(Problem { rule, line: place.line, column: place.column, unit, message })?;
        }
        Ok::<(), E>(())
    };
    let mut begin = Report::default();
    for warning in &decoded.warnings {
        begin.add(Rule::OddEncoding, 0, warning.clone());
    }
    tell(begin, &mut facts, "")?;
    let seen = walk(text, limits, Approval::Protects, |step| {
        let mut report = Report::default();
        let mut name = String::new();
        match step {
            Step::Tag(context, event, attributes) => {
                let tag = Tag { event, attributes };
                if event.name.ns == Ns::Core && event.name.local == "file" {
                    facts.begin_file(event.start, tag.plain("tool-id").as_deref());
                }
                container::check(&mut facts, context, &tag, &mut report);
            }
            Step::Header(tree) => container::header(&mut facts, &tree),
            Step::Unit(context, tree, found) => {
                facts.has_content = true;
                let id = tree.plain(0, "id").unwrap_or_default();
                short(&id).clone_into(&mut name);
                if tree.plain(0, "id").is_some() && !facts.new_unit(&id) {
                    report.node(Rule::DuplicateId, &tree, 0, format!("unit {name} twice in a file"));
                }
                xml_ids(&mut facts, &tree, &mut report);
                match context.version {
                    Version::One { .. } => one::unit(&mut facts, context, &tree, &mut report),
                    Version::Two { .. } => two::unit(&mut facts, context, &tree, &mut report),
                }
                for side in found.iter().filter_map(|found| found.target.as_ref()).filter(|side| side.stuck) {
                    report.add(
                        Rule::StuckTarget,
                        side.bytes.start,
                        "a comment or instruction inside the text",
                    );
                }
            }
            Step::Root(..) | Step::File(..) => {}
        }
        tell(report, &mut facts, &name)
    })?;
    facts.end_file();
    let mut end = Report::default();
    for (rule, message) in seen.oddities {
        end.add(rule, 0, message);
    }
    tell(end, &mut facts, "")
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
