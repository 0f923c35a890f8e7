//! Counts, places and bounds the segments of units.

use super::Limits;
use super::document::Found;
use super::facts::note;
use super::fault::Fault;
use super::held::Held;
use super::history;
use super::position::{Cursor, Place};
use super::tree::Tree;
use super::unit::Locked;
use crate::domain::segment::SkipReason;
use crate::domain::text::{CodedText, Part};

/// What units hold, counted.
#[derive(Debug)]
pub(crate) struct Units {
    limits: Limits,
    segments: u64,
    locked: Locked,
}

impl Units {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { limits: limits.clone(), segments: 0, locked: Locked::default() }
    }

    /// Counts the segments of a unit, which have their places.
    ///
    /// # Errors
    /// More segments, or larger ones, than the limits allow.
    pub(crate) fn count(
        &mut self,
        tree: &Tree<'_>,
        found: &mut [Found],
        warnings: &mut Vec<String>,
    ) -> Result<(), Fault> {
        self.locked.relate(tree, found);
        if let Some(warning) = history::warning(tree) {
            note(warnings, warning);
        }
        // What is read of so few bytes is no larger.
        let most = self.limits.segment_bytes;
        let is_small = tree.whole(0).len() <= most / 2;
        for found in found {
            let at = |found: &Found| start(tree, found);
            self.segments += 1;
            if self.segments > self.limits.segments {
                let most = usize::try_from(self.limits.segments).unwrap_or(usize::MAX);
                return Err(Fault::limit(at(found), "segments of a file", "limits.segments", most));
            }
            let segment = &found.segment;
            if !is_small && (size(&segment.source) > most || size(&segment.target) > most) {
                return Err(Fault::limit(at(found), "bytes of a segment", "limits.segment_bytes", most));
            }
            let segment = &mut found.segment;
            segment.id.number = self.segments;
            if found.target.as_ref().is_some_and(|side| side.stuck)
                && segment.skip == Some(SkipReason::NotTranslatable)
            {
                let number = segment.id.number;
                note(warnings, format!("segment {number} is left alone: it cannot be rewritten safely"));
            }
        }
        Ok(())
    }
}

/// Where a segment is said to be.
fn start(tree: &Tree<'_>, found: &Found) -> usize {
    found.target.as_ref().map_or(tree.content(found.source).start, |side| side.bytes.start)
}

/// Tells the segments of a unit their places.
pub(crate) fn place(cursor: &mut Cursor, held: &Held<'_>, tree: &Tree<'_>, found: &mut [Found]) {
    let put = |found: &mut Found, place: Place| {
        found.segment.id.line = u32::try_from(place.line).unwrap_or(u32::MAX);
        found.segment.id.column = u32::try_from(place.column).unwrap_or(u32::MAX);
    };
    // Targets may stand in any order; counting lines goes forward.
    match found {
        [one] => put(one, cursor.place(held, start(tree, one))),
        many => {
            let mut order: Vec<usize> = (0..many.len()).collect();
            order.sort_by_key(|index| start(tree, &many[*index]));
            for index in order {
                let at = start(tree, &many[index]);
                put(&mut many[index], cursor.place(held, at));
            }
        }
    }
}

/// The size of a text. Codes count too, so that a segment of nothing but codes is bounded.
fn size(text: &CodedText) -> usize {
    let bytes = |part: &Part| match part {
        Part::Text(text) => text.len(),
        Part::Token(_) => 0,
    };
    text.parts().iter().map(|part| bytes(part) + 1).sum()
}
