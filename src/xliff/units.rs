//! Counts, places and bounds the segments of units.

use super::Limits;
use super::document::{Context, Found, Version};
use super::facts::note;
use super::fault::Fault;
use super::held::Held;
use super::pool::Pool;
use super::position::{Cursor, Place};
use super::tree::Tree;
use super::unit::{self, Locked};
use super::{history, v1, v2};
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
    pool: Pool,
    /// The list of the last unit, empty.
    list: Vec<Found>,
}

impl Units {
    pub(crate) fn new(limits: &Limits) -> Self {
        let (cursor, places, locked) = (Cursor::default(), Vec::new(), Locked::default());
        let (pool, list) = (Pool::default(), Vec::new());
        Self { limits: limits.clone(), cursor, segments: 0, locked, places, pool, list }
    }

    /// Takes back what the segments of a unit held.
    pub(crate) fn done(&mut self, mut found: Vec<Found>) {
        self.pool.give_all(&mut found);
        self.list = found;
    }

    /// The segments of a unit.
    ///
    /// # Errors
    /// More segments, or larger ones, than the limits allow.
    pub(crate) fn segments(
        &mut self,
        held: &Held<'_>,
        context: &Context,
        tree: &Tree<'_>,
        warnings: &mut Vec<String>,
    ) -> Result<Vec<Found>, Fault> {
        self.names_fit(context, tree)?;
        let mut found = std::mem::take(&mut self.list);
        match context.version {
            Version::One { .. } => v1::segments(context, tree, &mut self.pool, &mut found),
            Version::Two { .. } => v2::segments(context, tree, &mut self.pool, &mut found),
        }
        unit::relate(context, tree, &mut found, &mut self.locked);
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
        for found in &mut found {
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
        Ok(found)
    }
}

impl Units {
    /// Each segment repeats the names of what it is in: those of all segments of a unit are bounded.
    fn names_fit(&self, context: &Context, tree: &Tree<'_>) -> Result<(), Fault> {
        let length =
            |node: usize| tree.attributes(node).iter().map(|attribute| attribute.raw.len()).sum::<usize>();
        let sides = tree.children(0).filter(|child| tree.is(*child, "source") || tree.is(*child, "target"));
        let languages = context.languages.source.len() + context.languages.target.len();
        let each = context.file_element.len() + languages + length(0) + sides.map(length).sum::<usize>();
        let most = self.limits.unit_bytes;
        if tree.len().saturating_mul(each) <= most {
            return Ok(());
        }
        let is_segment = |node: &usize| tree.is(*node, "mrk") || tree.is(*node, "segment");
        let count = (0..tree.len()).filter(is_segment).count();
        if count.saturating_mul(each) <= most {
            return Ok(());
        }
        Err(Fault::limit(
            tree.node(0).bytes.start,
            "bytes of the names of segments",
            "limits.unit_bytes",
            most,
        ))
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
