//! What `approved="yes"` means in a file, which only a look at all of it tells.

use super::document::Step;
use super::error::Error;
use super::held::Held;
use super::position::Place;
use super::walk::{Visit, walk_apart};
use super::window::{Sizes, Window};
use super::{Limits, dialect, v1};
use std::io::{Read, Seek};

/// What `approved="yes"` means in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Approval {
    /// A person has approved this unit, others not.
    Protects,
    /// Nearly all are approved: it tells nothing about a unit.
    Usual,
    /// Where it is a flag to publish (TYPO3).
    Flag,
}

/// From this percentage on, approval is the rule of the file.
const USUAL: u64 = 90;

/// Counts approvals in a file that has any, from its beginning on.
///
/// # Errors
/// What is wrong with the file.
pub(crate) fn count(
    input: impl Read + Seek + Send,
    limits: &Limits,
    sizes: Sizes,
) -> Result<Approval, Error> {
    let opened = Window::new(input, sizes)?;
    let (mut window, _) = opened.map_err(|fault| fault.in_place(Place { line: 1, column: 1 }))?;
    let mut count = Count::default();
    // It is not told what approval protects, and so need not know.
    let facts = walk_apart(&mut window, limits, &mut count, |_| Ok(Approval::Protects))?;
    Ok(match (facts.dialect, count.approved) {
        (tool, _) if dialect::approval_publishes(tool) => Approval::Flag,
        (_, 1..) if count.approved * 100 >= count.all * USUAL => Approval::Usual,
        _ => Approval::Protects,
    })
}

#[derive(Default)]
struct Count {
    approved: u64,
    all: u64,
}

impl Visit<Error> for Count {
    fn step(&mut self, _: &Held<'_>, step: Step<'_, '_>) -> Result<(), Error> {
        if let Step::Unit(_, tree, found) = step
            && found.iter().any(|found| !found.segment.target.is_empty())
        {
            self.all += 1;
            self.approved += u64::from(v1::is_approved(tree));
        }
        Ok(())
    }
}
