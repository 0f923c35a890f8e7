//! What `approved="yes"` means in a file, which only a look at all of it tells.

use super::buffer::Buffer;
use super::document::{Step, Version};
use super::error::Error;
use super::held::Held;
use super::position::Place;
use super::walk::{Visit, walk, walk_apart};
use super::window::{Sizes, Window};
use super::{Limits, dialect, v1};
use memchr::memmem;
use std::io::{self, Read, Seek};

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

/// Counts approvals before the segments are told, where there are any.
pub(crate) fn find(
    input: &mut (impl Read + Seek + Send),
    limits: &Limits,
    sizes: Sizes,
) -> Result<Approval, Error> {
    /// From this percentage on, approval is the rule of the file.
    const USUAL: u64 = 90;
    input.rewind()?;
    if is_two(input, limits) {
        // It has no such word.
        return Ok(Approval::Protects);
    }
    input.rewind()?;
    if !mentions(input, sizes.window)? {
        return Ok(Approval::Protects);
    }
    input.rewind()?;
    let opened = Window::new(input, sizes)?;
    let (mut window, _) = opened.map_err(|fault| fault.in_place(Place { line: 1, column: 1 }))?;
    let mut count = Count::default();
    let facts = walk_apart(&mut window, limits, Approval::Protects, &mut count)?;
    Ok(match (facts.dialect, count.approved) {
        (tool, _) if dialect::approval_publishes(tool) => Approval::Flag,
        (_, 1..) if count.approved * 100 >= count.all * USUAL => Approval::Usual,
        _ => Approval::Protects,
    })
}

/// Whether the root is one of 2.x. What is wrong with it is told by those who read on.
fn is_two(input: &mut impl Read, limits: &Limits) -> bool {
    let sizes = Sizes { window: 4096, ..Sizes::default() };
    let Ok(Ok((mut window, _))) = Window::new(input, sizes) else { return false };
    let root = walk(&mut window, limits, Approval::Protects, &mut Root);
    matches!(root, Err(Look::Root(Version::Two { .. })))
}

/// Looks at the root alone.
struct Root;

/// What such a look ends with.
enum Look {
    Root(Version),
    Wrong,
}

impl From<Error> for Look {
    fn from(_: Error) -> Self {
        Self::Wrong
    }
}

impl Visit<Look> for Root {
    fn step(&mut self, _: &Held<'_>, step: Step<'_, '_>) -> Result<(), Look> {
        match step {
            Step::Tag(context, ..) => Err(Look::Root(context.version)),
            Step::Root(..) | Step::File(..) | Step::Demands(_) | Step::Header(_) | Step::Unit(..) => Ok(()),
        }
    }
}

/// Whether the word stands anywhere, in any encoding that is read.
fn mentions(input: &mut impl Read, size: usize) -> io::Result<bool> {
    let wide = "approved".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    // In UTF-16 of either order its letters and the zeros between them are the same.
    let finders = [memmem::Finder::new("approved"), memmem::Finder::new(&wide[..wide.len() - 1])];
    let overlap = wide.len();
    let mut buffer = Buffer::default();
    let mut only_wide = false;
    loop {
        let kept = buffer.bytes().len();
        let ended = buffer.fill(input, kept + size)?;
        let bytes = buffer.bytes();
        only_wide |= kept == 0 && bytes.iter().take(4).any(|byte| *byte == 0 || *byte >= 0xFE);
        if finders[usize::from(only_wide)].find(bytes).is_some() {
            return Ok(true);
        }
        if ended {
            return Ok(false);
        }
        buffer.release(bytes.len().saturating_sub(overlap));
    }
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
