//! The rooms of segments that are done, for those that come: asking for memory anew would take
//! longer than reading what goes into it.

use super::codes::Markup;
use super::document::Found;
use super::inline::Side;
use crate::domain::file::LanguagePair;
use crate::domain::segment::SegmentRef;
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
}

/// So many rooms of a kind are kept, and none larger than this: what a usual unit needs.
const MOST: usize = 2048;
const LARGEST: usize = 4096;

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

    /// An empty text.
    pub(crate) fn text(&mut self) -> CodedText {
        CodedText::within(self.parts.pop().unwrap_or_default())
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
        notes.drain(..).for_each(|note| self.give(note));
        keep(&mut self.notes, notes);
    }

    /// Takes the table of codes back.
    pub(crate) fn give_codes(&mut self, mut codes: Vec<Code>) {
        for Code { kind, hint, key, .. } in codes.drain(..) {
            [kind, hint, key].into_iter().for_each(|string| self.give(string));
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
        for part in parts.drain(..) {
            if let Part::Text(text) = part {
                self.give(text);
            }
        }
        keep(&mut self.parts, parts);
    }

    /// Takes the rooms of the segments of a unit back.
    pub(crate) fn give_all(&mut self, found: &mut Vec<Found>) {
        for Found { segment, target, markup, target_numbers, .. } in found.drain(..) {
            let SegmentRef { file_element, unit, segment: name, .. } = segment.id;
            let LanguagePair { source, target: language } = segment.languages;
            [file_element, unit, name, source, language].into_iter().for_each(|string| self.give(string));
            self.give_codes(segment.codes);
            self.give_text(segment.source);
            self.give_text(segment.target);
            self.give_notes(segment.notes);
            self.give_markup(markup, target_numbers);
            if let Some(side) = target {
                self.give_side(side);
            }
        }
    }
}

fn keep<T>(rooms: &mut Vec<Vec<T>>, room: Vec<T>) {
    if rooms.len() < MOST && (1..=LARGEST).contains(&room.capacity()) {
        rooms.push(room);
    }
}
