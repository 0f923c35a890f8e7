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
    /// The place in the file.
    pub(crate) cursor: Cursor,
    segments: u64,
    locked: Locked,
    /// Where the segments of the last unit are, in the order of the text.
    places: Vec<(usize, Place)>,
}

impl Units {
    pub(crate) fn new(limits: &Limits) -> Self {
        let (cursor, places, locked) = (Cursor::default(), Vec::new(), Locked::default());
        Self { limits: limits.clone(), cursor, segments: 0, locked, places }
    }

    /// Counts the segments of a unit.
    ///
    /// # Errors
    /// More segments, or larger ones, than the limits allow.
    pub(crate) fn count(
        &mut self,
        held: &Held<'_>,
        tree: &Tree<'_>,
        found: &mut [Found],
        warnings: &mut Vec<String>,
    ) -> Result<(), Fault> {
        self.locked.relate(tree, found);
        if let Some(warning) = history::warning(tree) {
            note(warnings, warning);
        }
        let at = |found: &Found| {
            found.target.as_ref().map_or(tree.content(found.source).start, |side| side.bytes.start)
        };
        // Targets may stand in any order; counting lines goes forward.
        self.places.clear();
        self.places.extend(found.iter().map(|found| (at(found), Place { line: 1, column: 1 })));
        self.places.sort_unstable_by_key(|(start, _)| *start);
        for (start, place) in &mut self.places {
            *place = self.cursor.place(held, *start);
        }
        for found in found {
            let at = at(found);
            self.segments += 1;
            if self.segments > self.limits.segments {
                let most = usize::try_from(self.limits.segments).unwrap_or(usize::MAX);
                return Err(Fault::limit(at, "segments of a file", "limits.segments", most));
            }
            let segment = &mut found.segment;
            let most = self.limits.segment_bytes;
            if size(&segment.source) > most || size(&segment.target) > most {
                return Err(Fault::limit(at, "bytes of a segment", "limits.segment_bytes", most));
            }
            let (_, place) = self.places[self.places.partition_point(|(start, _)| *start < at)];
            segment.id.number = self.segments;
            segment.id.line = u32::try_from(place.line).unwrap_or(u32::MAX);
            segment.id.column = u32::try_from(place.column).unwrap_or(u32::MAX);
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

/// The size of a text. Codes count too, so that a segment of nothing but codes is bounded.
fn size(text: &CodedText) -> usize {
    let bytes = |part: &Part| match part {
        Part::Text(text) => text.len(),
        Part::Token(_) => 0,
    };
    text.parts().iter().map(|part| bytes(part) + 1).sum()
}
