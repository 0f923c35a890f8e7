//! The walk through a file: unit after unit, and what stands around them in passing.
//!
//! A unit is held whole; when it is not, it is read again from its beginning with more of the file.
//! Each time at least as much is added as was there, so the whole stays linear.

use super::apart::{self, Stock};
use super::document::{Context, Found, Step};
use super::error::Error;
use super::facts::{Facts, note};
use super::fault::Fault;
use super::held::Held;
use super::make::Maker;
use super::outline::{Outline, Part, Take, Told};
use super::run::Cut;
use super::tree::Tree;
use super::units::Units;
pub(crate) use super::visit::Visit;
use super::window::Window;
use super::{Approval, Limits};
use std::io::Read;

/// Walks through the file and tells each step.
pub(crate) fn walk<R: Read + Send, E: From<Error>, V: Visit<E>>(
    window: &mut Window<R>,
    limits: &Limits,
    approval: Approval,
    visit: &mut V,
) -> Result<Facts, E> {
    let mut outline = Outline::new(limits, approval, window.sizes().run);
    let (units, maker) = (Units::new(limits), Maker::new(limits));
    let mut teller = Teller { visit, units, maker, warnings: Vec::new() };
    let mut stock = Stock::new(limits);
    loop {
        let mut goes_on = None;
        let keep = match part(window, &mut outline, &mut teller, &mut stock)? {
            Part::Whole => {
                let held = window.held();
                teller.visit.pass(&held, held.text.end()).map_err(Error::from)?;
                // In the order of the file.
                teller.warnings.into_iter().for_each(|warning| note(&mut outline.facts.warnings, warning));
                return Ok(outline.finish());
            }
            Part::Passed => outline.scanner.at,
            Part::Unit(mark, cuts) => {
                goes_on = Some((mark, cuts));
                mark.at
            }
        };
        let held = window.held();
        teller.visit.pass(&held, keep).map_err(Error::from)?;
        teller.units.cursor.place(&held, keep);
        outline.cursor = teller.units.cursor;
        window.release(keep);
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

/// Outlines what is held and tells it, on two threads if it is much.
fn part<R: Read + Send, E: From<Error>, V: Visit<E>>(
    window: &mut Window<R>,
    outline: &mut Outline,
    teller: &mut Teller<'_, V>,
    stock: &mut Stock,
) -> Result<Part, E> {
    let least = window.sizes().apart;
    let (held, ahead) = window.held_and_ahead();
    if V::UNITS_ALONE && held.text.as_str().len() >= least && apart::is_of_use() {
        let part = apart::part(&held, outline, ahead, teller, stock);
        if let Some(part) = part {
            return part;
        }
    }
    outline.part(&held, &mut Direct { held: &held, teller })
}

/// Makes segments of what the outline tells, and steps of the walk.
pub(crate) struct Teller<'v, V> {
    visit: &'v mut V,
    units: Units,
    maker: Maker,
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
    pub(crate) fn unit<E>(&mut self, held: &Held<'_>, context: &Context, tree: &Tree<'_>) -> Result<(), E>
    where
        E: From<Error>,
        V: Visit<E>,
    {
        let found = self.maker.segments(context, tree);
        let found = self.segments(held, context, tree, found)?;
        self.maker.done(found);
        Ok(())
    }

    /// A unit and the segments that were made of it, which it gives back.
    pub(crate) fn segments<E>(
        &mut self,
        held: &Held<'_>,
        context: &Context,
        tree: &Tree<'_>,
        found: Result<Vec<Found>, Fault>,
    ) -> Result<Vec<Found>, E>
    where
        E: From<Error>,
        V: Visit<E>,
    {
        let counted = found.and_then(|mut found| {
            self.units.count(held, tree, &mut found, &mut self.warnings)?;
            Ok(found)
        });
        let mut found = counted.map_err(|fault| {
            let place = self.units.cursor.place(held, fault.at);
            fault.in_place(place)
        })?;
        self.visit.step(held, Step::Unit(context, tree, &mut found))?;
        Ok(found)
    }
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
