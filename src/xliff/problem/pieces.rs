//! Where in the file the pieces of a target stand, for whoever tells a place inside of it.
//!
//! A text of the file is read with its references resolved and its codes as tokens, so a place in it is none
//! in the file. Between two of them it is: characters are counted on from the last piece.

use crate::domain::text::{CodedText, Form, OPEN_MARK, Token};
use crate::xliff::document::Found;
use crate::xliff::inline::Lexeme;
use crate::xliff::position::Place;
use crate::xliff::scan::Kind;
use crate::xliff::tree::Tree;

/// The beginning of a CDATA section.
const CDATA: &str = "<![CDATA[";

/// A piece of a target.
#[derive(Debug)]
pub(super) struct Piece {
    /// Where it begins in the file.
    pub(super) at: usize,
    /// Where it begins in the shown text, in code points.
    start: u32,
    /// Whether its characters stand in the file as they are shown.
    is_plain: bool,
}

/// Where the pieces of a target stand in the file.
#[derive(Debug, Clone, Default)]
pub struct Places(Vec<Placed>);

#[derive(Debug, Clone)]
struct Placed {
    start: u32,
    is_plain: bool,
    place: Place,
}

/// Offsets and their places, in order.
#[derive(Debug)]
pub(super) struct Offsets {
    offsets: Vec<usize>,
    places: Vec<Place>,
}

impl Offsets {
    /// The places of offsets, asked for in order.
    pub(super) fn of(mut offsets: Vec<usize>, place: impl FnMut(usize) -> Place) -> Self {
        offsets.sort_unstable();
        let places = offsets.iter().copied().map(place).collect();
        Self { offsets, places }
    }

    /// The place of one of them.
    pub(super) fn place(&self, at: usize) -> Place {
        self.places[self.offsets.partition_point(|offset| *offset < at)]
    }
}

/// The pieces of the target of a segment.
pub(super) fn of(tree: &Tree<'_>, found: &Found) -> Vec<Piece> {
    let Some(side) = &found.target else { return Vec::new() };
    let mut pieces = Vec::with_capacity(side.lexemes.len());
    let (mut start, mut text) = (0, String::new());
    for lexeme in &side.lexemes {
        let (at, is_plain, length) = match *lexeme {
            Lexeme::Text(node) => {
                text.clear();
                tree.append_characters(node, &mut text);
                let kind = tree.kind(node);
                let at = tree.node(node).bytes.start + if kind == Kind::CData { CDATA.len() } else { 0 };
                // A carriage return alone is read as the end of a line, which it is not for an editor.
                let has_returns = || tree.raw(node).replace("\r\n", "").contains('\r');
                let is_plain = kind != Kind::Reference && !(tree.returns && has_returns());
                let length = if text.is_ascii() {
                    text.len()
                } else {
                    text.chars().map(|c| 1 + usize::from(c == OPEN_MARK)).sum()
                };
                (at, is_plain, length)
            }
            Lexeme::Token(code, form) => {
                let number = found.target_numbers.get(code).copied().unwrap_or_default();
                let Some(code) = side.codes.get(code) else { continue };
                let bytes = match (form, &code.close) {
                    (Form::Close, Some(close)) => close,
                    (Form::Close | Form::Open | Form::Alone, _) => &code.open,
                };
                (bytes.start, false, Token { number, form }.to_string().chars().count())
            }
        };
        pieces.push(Piece { at, start, is_plain });
        start = start.saturating_add(u32::try_from(length).unwrap_or(u32::MAX));
    }
    pieces
}

/// Where lines end in the shown form of a target, in code points, and where a sign is shown twice that stands
/// once.
#[derive(Debug)]
pub struct Shown {
    breaks: Vec<u32>,
    doubles: Vec<u32>,
}

impl Shown {
    /// Of a target, for all places in it.
    #[must_use]
    pub fn of(target: &CodedText) -> Self {
        let (mut breaks, mut doubles) = (Vec::new(), Vec::new());
        let mut is_double = false;
        for (at, character) in (0..).zip(target.to_string().chars()) {
            is_double = character == OPEN_MARK && !is_double;
            match character {
                '\n' => breaks.push(at),
                _ if is_double => doubles.push(at),
                _ => {}
            }
        }
        Self { breaks, doubles }
    }
}

/// Those of some numbers in order that are in a range.
fn within(numbers: &[u32], from: u32, to: u32) -> &[u32] {
    let end = numbers.partition_point(|number| *number < to);
    let start = numbers[..end].partition_point(|number| *number < from);
    &numbers[start..end]
}

impl Places {
    pub(super) fn of(pieces: Vec<Piece>, offsets: &Offsets) -> Self {
        let placed = |Piece { at, start, is_plain }| Placed { start, is_plain, place: offsets.place(at) };
        Self(pieces.into_iter().map(placed).collect())
    }

    /// Line and column, from 1, of a place in the shown form of the target, in code points. Inside of a code
    /// or a reference: where that begins. `None` if the target has no place.
    #[must_use]
    pub fn of_text(&self, shown: &Shown, at: u32) -> Option<(u64, u64)> {
        let last = self.0.partition_point(|placed| placed.start <= at).checked_sub(1)?;
        let Placed { start, is_plain, place: Place { mut line, mut column } } = *self.0.get(last)?;
        if is_plain {
            let mut from = start;
            let breaks = within(&shown.breaks, start, at);
            if let Some(last) = breaks.last() {
                (line, column, from) = (line + breaks.len() as u64, 1, last + 1);
            }
            column += u64::from(at - from) - within(&shown.doubles, from, at).len() as u64;
        }
        Some((line, column))
    }
}

#[cfg(test)]
mod tests {
    use super::Shown;
    use crate::xliff::{Error, Limits, Seen, examine};

    /// The places of the shown characters of all targets: what stands there in the file.
    fn check(targets: &str, expected: &[&str]) {
        let text = format!(
            "<xliff version='1.2'><file source-language='en' target-language='de' original='a'>\n<body>\n\
             <trans-unit id='1'>{targets}</trans-unit></body></file></xliff>"
        );
        let lines: Vec<Vec<char>> = text.split('\n').map(|line| line.chars().collect()).collect();
        let mut found = Vec::new();
        examine(std::io::Cursor::new(text.as_bytes()), &Limits::default(), |seen| {
            if let Seen::Segment(segment, places) = seen {
                let lines_of = Shown::of(&segment.target);
                let shown: Vec<char> = segment.target.to_string().chars().collect();
                let place = |at: usize| places.of_text(&lines_of, at as u32).unwrap();
                let there = |(line, column): (u64, u64)| {
                    let line = &lines[line as usize - 1];
                    *line.get(column as usize - 1).unwrap_or(&'\n')
                };
                found.push((0..shown.len()).map(|at| there(place(at))).collect::<String>());
            }
            Ok::<_, Error>(())
        })
        .unwrap();
        assert_eq!(found, expected, "{targets}");
    }

    #[test]
    fn a_place_in_a_target_is_told_as_editors_count() {
        check("<source>a</source><target>Eins\n zwäi\n\n drei</target>", &["Eins\n zwäi\n\n drei"]);
        check("<source>a</source>\n<target>Eins\r\nzwei</target>", &["Eins\rzwei"]);
        // Codes and references stand for what begins there.
        check("<source>a</source><target>a&lt;b&#10;c\nd</target>", &["a&b&c\nd"]);
        check(
            "<source><g id='1'>a</g><x id='2'/></source><target>ü<g\nid='1'>b\n</g><x id='2'/>c</target>",
            &["ü<<<b\n<<<<<<<c"],
        );
        check("<source>a</source><target>a⟦b⟧⟦⟦\nc</target>", &["a⟦⟦b⟧⟦⟦⟦⟦\nc"]);
        check("<source>a</source><target>a<![CDATA[b<\nc]]>d</target>", &["ab<\ncd"]);
        // Also where comments stand at the edges, and of segments of one unit.
        check("<source>a</source><target><!-- x\ny -->a</target>", &["a"]);
        check(
            "<source>a b</source><seg-source><mrk mtype='seg' mid='1'>a</mrk> <mrk mtype='seg' mid='2'>b</mrk></seg-source>\
             <target><mrk mtype='seg' mid='1'>ei\nns</mrk> <mrk mtype='seg' mid='2'>zw\nei</mrk></target>",
            &["ei\nns", "zw\nei"],
        );
    }
}
