//! The walk through a file: unit after unit, and what stands around them in passing.
//!
//! A unit is held whole; when it is not, it is read again from its beginning with more of the file.
//! Each time at least as much is added as was there, so the whole stays linear.

use super::apart;
use super::document::{Context, Found, Step};
use super::error::Error;
use super::facts::{Facts, note};
use super::fault::Fault;
use super::held::Held;
use super::make::Maker;
use super::outline::{Outline, Part, Take, Told};
use super::position::Cursor;
use super::run::Cut;
use super::tree::Tree;
use super::units::{self, Units};
pub(crate) use super::visit::Visit;
use super::window::Window;
use super::write::Edit;
use super::{Approval, Limits};
use std::io::Read;

/// Walks through the file and tells each step; `approve` is asked once what approval means, if ever.
pub(crate) fn walk<R: Read, E: From<Error>, V: Visit<E>>(
    window: &mut Window<R>,
    limits: &Limits,
    visit: &mut V,
    approve: impl Fn(&mut Window<R>) -> Result<Approval, Error>,
) -> Result<Facts, E> {
    through(window, limits, visit, approve, |_, _, _| None)
}

/// As [`walk`], on two threads where it is far; tags inside elements that are passed over are not told.
pub(crate) fn walk_apart<R: Read + Send, E: From<Error> + Send, V: Visit<E> + Send>(
    window: &mut Window<R>,
    limits: &Limits,
    visit: &mut V,
    approve: impl Fn(&mut Window<R>) -> Result<Approval, Error>,
) -> Result<Facts, E> {
    through(window, limits, visit, approve, |window, outline, teller| {
        let held = window.held();
        let is_far = held.text.end() >= window.sizes().apart;
        // What was let go comes back in the order of the file.
        let is_easy = held.gaps.is_empty() && !held.last;
        (is_far && is_easy && apart::is_of_use()).then(|| apart::stretch(window, outline, teller, limits))
    })
}

fn through<R: Read, E: From<Error>, V: Visit<E>>(
    window: &mut Window<R>,
    limits: &Limits,
    visit: &mut V,
    approve: impl Fn(&mut Window<R>) -> Result<Approval, Error>,
    stretch: impl Fn(&mut Window<R>, &mut Outline, &mut Teller<'_, V>) -> Option<Result<Part, E>>,
) -> Result<Facts, E> {
    let mut outline = Outline::new(limits, window.sizes());
    let (units, maker) = (Units::new(limits), Maker::new(limits));
    let mut teller = Teller { visit, units, maker, cursor: Cursor::default(), warnings: Vec::new() };
    loop {
        let (mut goes_on, mut asks) = (None, None);
        let part = match stretch(window, &mut outline, &mut teller) {
            Some(part) => {
                teller.cursor = outline.cursor;
                part?
            }
            None => {
                let held = window.held();
                let part = outline.part(&held, &mut Direct { held: &held, teller: &mut teller })?;
                outline.cursor = teller.cursor;
                part
            }
        };
        let keep = match part {
            Part::Whole => {
                let held = window.held();
                teller.visit.pass(&held, held.text.end()).map_err(Error::from)?;
                // In the order of the file.
                teller.warnings.into_iter().for_each(|warning| note(&mut outline.facts.warnings, warning));
                return Ok(outline.finish());
            }
            Part::Passed => outline.scanner.at,
            Part::Asks(mark) => {
                asks = Some(mark);
                mark.at
            }
            Part::Unit(mark, cuts) => {
                goes_on = Some((mark, cuts));
                mark.at
            }
        };
        let held = window.held();
        teller.visit.pass(&held, keep).map_err(Error::from)?;
        teller.cursor.place(&held, keep);
        outline.cursor = teller.cursor;
        window.release(keep);
        if let Some(mark) = asks {
            outline.scanner.back(mark);
            outline.approve(approve(window)?);
            continue;
        }
        if let Some((mark, cuts)) = goes_on {
            let gone = let_go(&mut outline, window, teller.visit, cuts)?;
            let is_large = window.held().text.end() - mark.at > outline.unit_bytes;
            if gone == 0 && is_large {
                let most = outline.unit_bytes;
                let fault = Fault::limit(mark.at, "bytes of a unit", "limits.unit_bytes", most);
                return Err(outline.error(&window.held(), fault).into());
            }
            outline.scanner.back(mark);
            if is_large {
                continue;
            }
        }
        let filled = window.fill().map_err(Error::from)?;
        filled.map_err(|fault| outline.error(&window.held(), fault))?;
    }
}

/// Makes segments of what the outline tells, and steps of the walk.
pub(crate) struct Teller<'v, V> {
    pub(crate) visit: &'v mut V,
    units: Units,
    maker: Maker,
    /// A place not after what comes next.
    cursor: Cursor,
    warnings: Vec<String>,
}

impl<V> Teller<'_, V> {
    /// A step that needs no more than it has.
    pub(crate) fn step<E>(&mut self, held: &Held<'_>, step: Step<'_, '_>) -> Result<(), E>
    where
        V: Visit<E>,
    {
        self.visit.step(held, step)
    }

    /// A unit.
    fn unit<E>(&mut self, held: &Held<'_>, context: &Context, tree: &Tree<'_>) -> Result<(), E>
    where
        E: From<Error>,
        V: Visit<E>,
    {
        let before = self.cursor;
        let mut found = self.maker.segments(context, tree).map_err(|fault| in_place(before, held, fault))?;
        units::place(&mut self.cursor, held, tree, &mut found);
        self.segments(held, before, context, tree, &mut found, None)?;
        self.maker.done(found);
        Ok(())
    }

    /// A unit and the segments that were made of it, which have their places; `cursor` stands before it.
    /// If there is a place for edits, the visitor is only asked for them.
    pub(crate) fn segments<E>(
        &mut self,
        held: &Held<'_>,
        cursor: Cursor,
        context: &Context,
        tree: &Tree<'_>,
        found: &mut Vec<Found>,
        edits: Option<&mut Vec<Edit>>,
    ) -> Result<(), E>
    where
        E: From<Error>,
        V: Visit<E>,
    {
        let counted = self.units.count(tree, found, &mut self.warnings);
        counted.map_err(|fault| in_place(cursor, held, fault))?;
        match edits {
            Some(edits) => self.visit.ask(found, edits),
            None => self.visit.step(held, Step::Unit(context, tree, found)),
        }
    }
}

/// The error, its place counted from one before it.
pub(crate) fn in_place(mut cursor: Cursor, held: &Held<'_>, fault: Fault) -> Error {
    let place = cursor.place(held, fault.at);
    fault.in_place(place)
}

/// Tells what the outline comes to as soon as it is known.
struct Direct<'d, 'h, 'v, V> {
    held: &'d Held<'h>,
    teller: &'d mut Teller<'v, V>,
}

impl<'a, E: From<Error>, V: Visit<E>> Take<'a, E> for Direct<'_, '_, '_, V> {
    fn take(&mut self, told: Told<'_, 'a>) -> Result<(), E> {
        let (held, teller) = (self.held, &mut *self.teller);
        match told {
            Told::Tag(context, event, attributes) => teller.step(held, Step::Tag(context, event, attributes)),
            Told::Inside(event, attributes) => teller.visit.inside(held, event, attributes),
            Told::Root(at, scope) => teller.step(held, Step::Root(at, scope.declared())),
            Told::File(prefix, at) => teller.step(held, Step::File(prefix, at)),
            Told::Demands(tree) => teller.step(held, Step::Demands(tree)),
            Told::Header(tree) => teller.step(held, Step::Header(tree)),
            Told::Unit(context, tree) => teller.unit(held, context, tree),
        }
    }
}

/// Lets go of what is large beside the segments of a unit, also of what of it is still to be read;
/// answers how much that was.
fn let_go<R: Read, E: From<Error>>(
    outline: &mut Outline,
    window: &mut Window<R>,
    visit: &mut impl Visit<E>,
    cuts: Vec<Cut>,
) -> Result<usize, E> {
    let mut gone = 0;
    for cut in cuts {
        let start = cut.start - gone;
        let mut end = cut.end.map(|end| end - gone);
        outline.scanner.skip_to(start);
        loop {
            let held = window.held();
            // At the end of the file this answers a tag or an error: what is left is no text of its own.
            let reached =
                end.is_some() || outline.scanner.skim(&held).map_err(|fault| outline.error(&held, fault))?;
            let range = start..end.take().unwrap_or(outline.scanner.at);
            visit.elide(&held, range.clone()).map_err(Error::from)?;
            gone += range.len();
            window.remove(range);
            outline.scanner.at = start;
            if reached {
                break;
            }
            let filled = window.fill().map_err(Error::from)?;
            filled.map_err(|fault| outline.error(&window.held(), fault))?;
        }
    }
    Ok(gone)
}
