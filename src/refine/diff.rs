//! Two targets word by word: what changed, and where words that somebody quotes stand.
//!
//! Words are those of UAX #29; in scripts without spaces every character is one. A code and a
//! placeholder are one word each, whatever they are made of.

use super::align::bare;
use crate::domain::placeholders::{self, Family};
use crate::domain::text::{CodedText, OPEN_MARK, Part, Token};
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Texts that differ in a stretch of more words than this, squared, are taken to differ in one piece.
const MOST_CELLS: usize = 4_000_000;
/// The most places of a quotation that are looked at.
const MOST_PLACES: usize = 64;

static WORDS: WordSegmenterBorrowed<'static> =
    WordSegmenter::new_for_non_complex_scripts(WordBreakInvariantOptions::default());

/// A word, a run of white space, a mark, a code or a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Atom<'a> {
    /// Characters.
    Text(&'a str),
    /// A token of a code.
    Token(Token),
}

impl Atom<'_> {
    /// Whether it counts as a word: all but white space does.
    pub(super) fn counts(self) -> bool {
        match self {
            Self::Text(text) => text.contains(|character: char| !character.is_whitespace()),
            Self::Token(_) => true,
        }
    }

    /// How many code points of the shown text it takes.
    fn length(self) -> usize {
        match self {
            Self::Text(text) => text.chars().map(|character| 1 + usize::from(character == OPEN_MARK)).sum(),
            Self::Token(token) => token.to_string().chars().count(),
        }
    }
}

/// A text as a list of words.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// The words, in order.
    pub(super) atoms: Vec<Atom<'a>>,
    /// For each word, and for the end, how many count before it.
    words: Vec<usize>,
    /// For each word, and for the end, where it begins in the shown text.
    starts: Vec<usize>,
}

impl<'a> Line<'a> {
    /// The words of a text.
    pub(super) fn of(text: &'a CodedText) -> Self {
        let mut atoms = Vec::new();
        for part in text.parts() {
            match part {
                Part::Text(text) => split(text, &mut atoms),
                Part::Token(token) => atoms.push(Atom::Token(*token)),
            }
        }
        let (mut words, mut starts) = (vec![0], vec![0]);
        let (mut word, mut start) = (0, 0);
        for atom in &atoms {
            word += usize::from(atom.counts());
            start += atom.length();
            words.push(word);
            starts.push(start);
        }
        Self { atoms, words, starts }
    }

    /// How many words count.
    pub(super) fn count(&self) -> usize {
        self.words[self.atoms.len()]
    }

    /// The places of a range of atoms among the words that count.
    pub(super) fn words(&self, atoms: &Range<usize>) -> Range<usize> {
        self.words[atoms.start]..self.words[atoms.end]
    }

    /// Where a range of atoms stands in the shown text, in code points.
    pub(super) fn shown(&self, atoms: &Range<usize>) -> Range<usize> {
        self.starts[atoms.start]..self.starts[atoms.end]
    }

    /// The words of a range as a text.
    pub(super) fn text(&self, atoms: &Range<usize>) -> CodedText {
        let mut text = CodedText::default();
        self.atoms[atoms.clone()].iter().for_each(|atom| push(&mut text, *atom));
        text
    }

    /// The atoms that a range of the shown text touches.
    fn touched(&self, shown: &Range<usize>) -> Range<usize> {
        let first = self.starts.partition_point(|start| *start <= shown.start).saturating_sub(1);
        let end = self.starts.partition_point(|start| *start < shown.end);
        let last = self.atoms.len();
        first.min(last)..end.clamp(first.min(last), last)
    }

    /// Where words that somebody quotes stand; case, white space and codes aside. Quoted codes and
    /// quoted white space alone are looked up as they are.
    pub(super) fn find(&self, quoted: &str) -> Vec<Range<usize>> {
        if quoted.is_empty() {
            return Vec::new();
        }
        let needle = folded(bare(quoted).chars());
        let needle: String = needle.trim().to_owned();
        if needle.is_empty() {
            return self.find_shown(quoted);
        }
        let (mut text, mut owners) = (String::new(), Vec::new());
        for (at, atom) in self.atoms.iter().enumerate() {
            let Atom::Text(atom) = atom else { continue };
            for character in folded(atom.nfc()).chars() {
                if character == ' ' && text.ends_with(' ') {
                    continue;
                }
                text.push(character);
                owners.resize(text.len(), at);
            }
        }
        let places = text.match_indices(&needle).take(MOST_PLACES);
        places.map(|(at, found)| owners[at]..owners[at + found.len() - 1] + 1).collect()
    }

    fn find_shown(&self, quoted: &str) -> Vec<Range<usize>> {
        let shown = self.text(&(0..self.atoms.len())).to_string();
        let length = quoted.chars().count();
        let places = shown.match_indices(quoted).take(MOST_PLACES);
        let places = places.map(|(at, _)| shown[..at].chars().count());
        places.map(|start| self.touched(&(start..start + length))).collect()
    }
}

/// Text to look words up in.
fn folded(text: impl Iterator<Item = char>) -> String {
    let mut folded = String::new();
    for character in text.nfc().flat_map(char::to_lowercase) {
        match character.is_whitespace() {
            true if folded.ends_with(' ') => {}
            true => folded.push(' '),
            false => folded.push(character),
        }
    }
    folded
}

fn push(text: &mut CodedText, atom: Atom<'_>) {
    match atom {
        Atom::Text(more) => text.push_text(more),
        Atom::Token(token) => text.push_token(token),
    }
}

fn split<'a>(text: &'a str, atoms: &mut Vec<Atom<'a>>) {
    let mut whole = placeholders::find(text);
    // Inside of these stands text to translate.
    whole.retain(|found| !matches!(found.family, Family::Icu | Family::Interval));
    whole.sort_by_key(|found| found.span.start);
    let mut at = 0;
    for found in whole {
        if found.span.start < at || found.span.is_empty() {
            continue;
        }
        split_plain(&text[at..found.span.start], atoms);
        atoms.push(Atom::Text(&text[found.span.clone()]));
        at = found.span.end;
    }
    split_plain(&text[at..], atoms);
}

fn split_plain<'a>(text: &'a str, atoms: &mut Vec<Atom<'a>>) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        // A mark goes with what it stands on. The segmenter has no rules for scripts without spaces, and tells so
        // on standard error in builds for tests, so that it sees none of them.
        let unspaced = is_unspaced(first);
        let changes = |(at, character): &(usize, char)| {
            *at > 0 && !is_combining_mark(*character) && is_unspaced(*character) != unspaced
        };
        let end = rest.char_indices().find(changes).map_or(rest.len(), |(at, _)| at);
        let (stretch, after) = rest.split_at(end);
        rest = after;
        if unspaced { split_characters(stretch, atoms) } else { split_words(stretch, atoms) }
    }
}

fn split_words<'a>(text: &'a str, atoms: &mut Vec<Atom<'a>>) {
    let mut start = 0;
    for end in WORDS.segment_str(text).skip(1) {
        atoms.push(Atom::Text(&text[start..end]));
        start = end;
    }
}

fn split_characters<'a>(text: &'a str, atoms: &mut Vec<Atom<'a>>) {
    let mut start = 0;
    for (at, character) in text.char_indices().skip(1) {
        if !is_combining_mark(character) {
            atoms.push(Atom::Text(&text[start..at]));
            start = at;
        }
    }
    atoms.push(Atom::Text(&text[start..]));
}

/// Whether a character is of a script that is written without spaces between words.
fn is_unspaced(character: char) -> bool {
    matches!(u32::from(character),
        0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3021..=0x3029
        | 0x3038..=0x303b | 0x3040..=0x30ff | 0x31f0..=0x31ff | 0x3400..=0x9fff | 0xa9e0..=0xa9fe
        | 0xaa60..=0xaa7f | 0xf900..=0xfaff | 0xff66..=0xff9f | 0x16fe2..=0x16ff6 | 0x1b000..=0x1b16f | 0x1f200
        | 0x20000..=0x3ffff)
}

/// A run of words and what stands there instead, by their places in both texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    /// The words before; empty for an insertion.
    pub(super) old: Range<usize>,
    /// The words after; empty for a deletion.
    pub(super) new: Range<usize>,
}

/// What changed from `old` to `new`, in order.
pub(super) fn hunks(old: &Line<'_>, new: &Line<'_>) -> Vec<Hunk> {
    let (old, new) = (&old.atoms[..], &new.atoms[..]);
    let front = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let rest = old.len().min(new.len()) - front;
    let same = old.iter().rev().zip(new.iter().rev()).take(rest);
    let back = same.take_while(|(one, other)| one == other).count();
    let (old, new) = (&old[front..old.len() - back], &new[front..new.len() - back]);
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    if old.len().saturating_mul(new.len()) > MOST_CELLS {
        return vec![Hunk { old: front..front + old.len(), new: front..front + new.len() }];
    }
    let mut hunks = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, old, new) {
        if !matches!(operation, DiffOp::Equal { .. }) {
            let (old, new) = (operation.old_range(), operation.new_range());
            let there = |range: Range<usize>| range.start + front..range.end + front;
            hunks.push(Hunk { old: there(old), new: there(new) });
        }
    }
    hunks
}

/// The old text with some of the changes made to it.
pub(super) fn changed(
    old: &Line<'_>,
    new: &Line<'_>,
    hunks: &[Hunk],
    made: impl Fn(usize) -> bool,
) -> CodedText {
    let mut text = CodedText::default();
    let mut at = 0;
    for (_, hunk) in hunks.iter().enumerate().filter(|(place, _)| made(*place)) {
        old.atoms[at..hunk.old.start].iter().for_each(|atom| push(&mut text, *atom));
        new.atoms[hunk.new.clone()].iter().for_each(|atom| push(&mut text, *atom));
        at = hunk.old.end;
    }
    old.atoms[at..].iter().for_each(|atom| push(&mut text, *atom));
    text
}

/// How many words a change touches: the larger of both sides.
pub(super) fn size(old: &Line<'_>, new: &Line<'_>, hunk: &Hunk) -> usize {
    old.words(&hunk.old).len().max(new.words(&hunk.new).len())
}

/// How much of a text became another one, in thousandths of the words of the longer one.
pub(super) fn ratio(before: &CodedText, after: &CodedText) -> u32 {
    let (old, new) = (Line::of(before), Line::of(after));
    let changed: usize = hunks(&old, &new).iter().map(|hunk| size(&old, &new, hunk)).sum();
    let ratio = changed.saturating_mul(1_000) / old.count().max(new.count()).max(1);
    u32::try_from(ratio).unwrap_or(u32::MAX)
}

/// How many words of a text are also in another one, in the same order.
pub(super) fn common(text: &CodedText, other: &CodedText) -> usize {
    let (old, new) = (Line::of(text), Line::of(other));
    let gone: usize = hunks(&old, &new).iter().map(|hunk| old.words(&hunk.old).len()).sum();
    old.count() - gone
}

#[cfg(test)]
mod tests;
