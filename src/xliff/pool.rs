//! The rooms of segments that are done, for those that come: asking for memory anew would take
//! longer than reading what goes into it.

use super::codes::Markup;
use super::document::Found;
use super::inline::Side;
use crate::domain::segment::{Segment, SegmentRef};
use crate::domain::text::{Code, CodedText, Part};

/// Rooms, all of them empty.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    strings: Vec<String>,
    parts: Vec<Vec<Part>>,
    codes: Vec<Vec<Code>>,
    markup: Vec<Vec<Markup>>,
    numbers: Vec<Vec<u32>>,
    notes: Vec<Vec<String>>,
    sides: Vec<Side>,
    founds: Vec<Found>,
}

/// So many rooms of a kind are kept, and none larger than this: what a usual unit needs.
const MOST: usize = 2048;
const LARGEST: usize = 4096;
/// So much room stays in the place of a segment.
const LARGEST_IN_PLACE: usize = 256;

impl Pool {
    /// A string that holds a text.
    pub(crate) fn string(&mut self, text: &str) -> String {
        let mut string = self.room();
        string.push_str(text);
        string
    }

    /// An empty string.
    pub(crate) fn room(&mut self) -> String {
        self.strings.pop().unwrap_or_default()
    }

    /// A list for the parts of a text.
    pub(crate) fn parts(&mut self) -> Vec<Part> {
        self.parts.pop().unwrap_or_default()
    }

    /// A list for codes.
    pub(crate) fn codes(&mut self) -> Vec<Code> {
        self.codes.pop().unwrap_or_default()
    }

    /// A list for the markup of codes.
    pub(crate) fn markup(&mut self) -> Vec<Markup> {
        self.markup.pop().unwrap_or_default()
    }

    /// A list for numbers.
    pub(crate) fn numbers(&mut self) -> Vec<u32> {
        self.numbers.pop().unwrap_or_default()
    }

    /// A list for notes.
    pub(crate) fn notes(&mut self) -> Vec<String> {
        self.notes.pop().unwrap_or_default()
    }

    /// A side with anything in it.
    pub(crate) fn side(&mut self) -> Side {
        self.sides.pop().unwrap_or_default()
    }

    /// Takes a string back.
    pub(crate) fn give(&mut self, mut string: String) {
        if self.strings.len() < MOST && (1..=LARGEST).contains(&string.capacity()) {
            string.clear();
            self.strings.push(string);
        }
    }

    /// Takes a side back.
    pub(crate) fn give_side(&mut self, side: Side) {
        if side.room() <= LARGEST && self.sides.len() < MOST {
            self.sides.push(side);
        }
    }

    /// Takes notes back.
    pub(crate) fn give_notes(&mut self, mut notes: Vec<String>) {
        while let Some(note) = notes.pop() {
            self.give(note);
        }
        keep(&mut self.notes, notes);
    }

    /// Takes the table of codes back.
    pub(crate) fn give_codes(&mut self, mut codes: Vec<Code>) {
        while let Some(Code { kind, hint, key, .. }) = codes.pop() {
            self.give(kind);
            self.give(hint);
            self.give(key);
        }
        keep(&mut self.codes, codes);
    }

    /// Takes the markup of codes and the numbers of a side back.
    pub(crate) fn give_markup(&mut self, mut markup: Vec<Markup>, mut numbers: Vec<u32>) {
        markup.clear();
        keep(&mut self.markup, markup);
        numbers.clear();
        keep(&mut self.numbers, numbers);
    }

    /// Takes a text back.
    pub(crate) fn give_text(&mut self, text: CodedText) {
        let mut parts = text.into_parts();
        while let Some(part) = parts.pop() {
            if let Part::Text(text) = part {
                self.give(text);
            }
        }
        keep(&mut self.parts, parts);
    }

    /// Takes the rooms of a segment back but those that stay where they are.
    pub(crate) fn give_found(&mut self, found: &mut Found) {
        let Found { segment, markup, target_numbers, .. } = found;
        // Those of a segment that was taken away are gone.
        if segment.codes.capacity() > 0 {
            self.give_codes(std::mem::take(&mut segment.codes));
        }
        self.give_text(std::mem::take(&mut segment.source));
        self.give_text(std::mem::take(&mut segment.target));
        if segment.notes.capacity() > 0 {
            self.give_notes(std::mem::take(&mut segment.notes));
        }
        if markup.capacity() > 0 {
            self.give_markup(std::mem::take(markup), std::mem::take(target_numbers));
        }
        // There may be many such places.
        if found.target.as_ref().is_some_and(|side| side.room() > LARGEST_IN_PLACE) {
            found.target = None;
        }
        let Segment { id, languages, .. } = &mut found.segment;
        let SegmentRef { file_element, unit, segment: name, .. } = id;
        for name in [file_element, unit, name, &mut languages.source, &mut languages.target] {
            if name.capacity() > LARGEST_IN_PLACE {
                *name = String::new();
            }
        }
    }
}

/// The list of the segments of a unit while it is filled: what is in it is used again.
#[derive(Debug)]
pub(crate) struct Fill<'f> {
    list: &'f mut Vec<Found>,
    count: usize,
}

impl<'f> Fill<'f> {
    /// A list that holds what is no longer needed.
    pub(crate) fn new(list: &'f mut Vec<Found>) -> Self {
        Self { list, count: 0 }
    }

    /// The place of the next segment.
    pub(crate) fn next(&mut self, pool: &mut Pool) -> &mut Found {
        let at = self.count;
        if at == self.list.len() {
            self.list.push(pool.founds.pop().unwrap_or_default());
        }
        self.count += 1;
        &mut self.list[at]
    }

    /// No segment follows.
    pub(crate) fn end(self, pool: &mut Pool) {
        let room = MOST.saturating_sub(pool.founds.len());
        pool.founds.extend(self.list.drain(self.count..).take(room));
    }
}

fn keep<T>(rooms: &mut Vec<Vec<T>>, room: Vec<T>) {
    if rooms.len() < MOST && (1..=LARGEST).contains(&room.capacity()) {
        rooms.push(room);
    }
}
