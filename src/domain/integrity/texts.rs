//! Rules on the characters of a candidate: placeholders, white space, allowed ones (P0, P7, P9, P11).
//!
//! Most texts hold none of what these rules are about, which one look at their bytes tells.

use super::{Frame, Rule, Violation};
use crate::domain::text::{CodedText, Part, Token};
use crate::domain::{bytes, invisible, placeholders};
use std::borrow::Cow;
use std::collections::BTreeMap;

pub(super) fn check(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    let new = seen(candidate);
    let original = if begins_with(candidate, frame.original) { new } else { seen(frame.original) };
    if (new | original) & SIGN != 0 || (new | original) & ESCAPED == ESCAPED {
        placeholders(frame, candidate)?;
    }
    whitespace(frame, candidate)?;
    if (new | original) & LINE != 0 {
        lines_stay(frame, candidate)?;
    }
    if new & ODD != 0 {
        characters(frame, candidate)?;
    }
    Ok(())
}

/// A byte that placeholders begin with.
const SIGN: u8 = 1;
/// Both together may be a tag that is written as text: `&lt;`.
const ESCAPED: u8 = AMPERSAND | SEMICOLON;
const AMPERSAND: u8 = 8;
const SEMICOLON: u8 = 16;
/// A byte of a line break.
const LINE: u8 = 2;
/// A byte of a character that may have to be there, or not to be.
const ODD: u8 = 4;

/// What each byte is a sign of.
static SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let mut at = 0;
    while at < 256 {
        signs[at] = match at as u8 {
            b'%' | b'{' | b'|' | b'}' | b'<' => SIGN,
            b'&' => AMPERSAND,
            b';' => SEMICOLON,
            b'\n' => LINE,
            // U+0085 and U+00AD, U+2000 to U+2FFF.
            0xC2 | 0xE2 => LINE | ODD,
            // Controls but tab and line feed, U+061C, U+FEFF to U+FFFF.
            0..=0x08 | 0x0B..=0x1F | 0x7F | 0xD8 | 0xEF => ODD,
            // U+034F, U+1000 to U+1FFF, U+3000 to U+3FFF, what is beyond U+FFFF.
            0xCD | 0xE1 | 0xE3 | 0xF0..=0xF4 => ODD,
            _ => 0,
        };
        at += 1;
    }
    signs
};

/// What is in a text, by its bytes.
fn seen(text: &CodedText) -> u8 {
    text.texts().fold(0, |all, text| all | bytes::seen(text, &SIGNS))
}

/// Whether each part of a text is, or begins with, the one of another, so that nothing is in the other
/// that is not in it.
fn begins_with(text: &CodedText, other: &CodedText) -> bool {
    let same = |(one, other): (&Part, &Part)| match (one, other) {
        (Part::Text(one), Part::Text(other)) => one.starts_with(other.as_str()),
        (one, other) => one == other,
    };
    text.parts().len() >= other.parts().len() && text.parts().iter().zip(other.parts()).all(same)
}

/// The placeholders are those of the original, or those of the source.
fn placeholders(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    placeholders_in(frame, candidate, whole)?;
    // A message may go on over codes; a single placeholder with a code in it is none any more.
    if candidate.tokens().next().is_some() { placeholders_in(frame, candidate, parted) } else { Ok(()) }
}

fn placeholders_in(
    frame: &Frame<'_>,
    candidate: &CodedText,
    text: impl for<'t> Fn(&'t CodedText) -> Cow<'t, str>,
) -> Result<(), Violation> {
    let (new, original) = (text(candidate), text(frame.original));
    if placeholders::are_plainly_same(&original, &new) {
        return Ok(());
    }
    let new = placeholders::signature(&new);
    let Err(difference) = placeholders::signature(&original).admits(&new) else { return Ok(()) };
    if placeholders::signature(&text(frame.source)).admits(&new).is_ok() {
        return Ok(());
    }
    Err(Violation::new(Rule::Placeholders, difference))
}

/// The characters alone, codes left out.
fn whole(text: &CodedText) -> Cow<'_, str> {
    match text.parts() {
        [Part::Text(text)] => text.into(),
        _ => text.text().into(),
    }
}

/// The text with a character for each code that no text of a file holds.
fn parted(text: &CodedText) -> Cow<'_, str> {
    let parts = text.parts().iter().map(|part| match part {
        Part::Text(text) => text.as_str(),
        Part::Token(_) => "\u{1}",
    });
    parts.collect::<String>().into()
}

/// White space at the edges is that of the original, or that of the source.
fn whitespace(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    let broken = |message: &str| Err(Violation::new(Rule::Whitespace, message));
    // Nearly always both begin and end with words.
    if is_worded(candidate) && is_worded(frame.original) {
        return Ok(());
    }
    let is_blank = |text: &CodedText| text.texts().all(|text| text.trim_start().is_empty());
    if is_blank(candidate) {
        return if is_blank(frame.original) { Ok(()) } else { broken("the target would be empty") };
    }
    // No code at an edge, and the same white space as before.
    if let ([Part::Text(new)], [Part::Text(original)]) = (candidate.parts(), frame.original.parts())
        && edges(new) == edges(original)
    {
        return Ok(());
    }
    if !front_fits(frame.original, candidate) && !front_fits(frame.source, candidate) {
        return broken("the white space at the beginning changed");
    }
    if !back_fits(frame.original, candidate) && !back_fits(frame.source, candidate) {
        return broken("the white space at the end changed");
    }
    Ok(())
}

/// Whether neither a code nor white space is at an edge.
fn is_worded(text: &CodedText) -> bool {
    let (Some(Part::Text(first)), Some(Part::Text(last))) = (text.parts().first(), text.parts().last())
    else {
        return false;
    };
    let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    is_word(first.chars().next()) && is_word(last.chars().next_back())
}

fn edges(text: &str) -> (&str, &str) {
    (&text[..text.len() - text.trim_start().len()], &text[text.trim_end().len()..])
}

/// The number of lines is that of the original, or that of the source.
fn lines_stay(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    let new = lines(candidate);
    if new == lines(frame.original) || new == lines(frame.source) {
        return Ok(());
    }
    Err(Violation::new(Rule::Whitespace, "the number of line breaks changed"))
}

/// Only characters that XML allows, and no format characters that were not there.
fn characters(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    if let Some(c) = chars(candidate).find(|c| !is_xml(*c)) {
        let message = format!("the character U+{:04X}, which XML does not allow", u32::from(c));
        return Err(Violation::new(Rule::Characters, message));
    }
    let new = unseen(candidate);
    if new.is_empty() {
        return Ok(());
    }
    let (original, source) = (unseen(frame.original), unseen(frame.source));
    let of = |all: &BTreeMap<char, usize>, c: &char| all.get(c).copied().unwrap_or_default();
    if let Some((c, _)) = new.iter().find(|(c, count)| **count > of(&original, c).max(of(&source, c))) {
        let message = format!("the invisible character U+{:04X} was added", u32::from(*c));
        return Err(Violation::new(Rule::Characters, message));
    }
    if !directions_close(candidate) {
        let closed = directions_close(frame.original) || directions_close(frame.source);
        if closed {
            return Err(Violation::new(Rule::Characters, "a change of direction has lost its end"));
        }
    }
    Ok(())
}

/// How often a text has each character that nobody sees. Those that shape or style their neighbours where
/// they are at home, but for joiners, are part of what is seen.
fn unseen(text: &CodedText) -> BTreeMap<char, usize> {
    let chars: Vec<char> = chars(text).collect();
    let mut unseen = BTreeMap::new();
    for (at, c) in chars.iter().copied().enumerate() {
        let is_odd = || invisible::is_invisible(c) && !invisible::is_at_home(at, |at| chars.get(at).copied());
        if is_format(c) || is_odd() {
            *unseen.entry(c).or_default() += 1;
        }
    }
    unseen
}

/// Whether every embedding, override and isolate ends.
fn directions_close(text: &CodedText) -> bool {
    let (mut embeddings, mut isolates) = (0_i64, 0_i64);
    for c in chars(text) {
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => embeddings += 1,
            '\u{202C}' => embeddings -= 1,
            '\u{2066}'..='\u{2068}' => isolates += 1,
            '\u{2069}' => isolates -= 1,
            _ => {}
        }
        if embeddings < 0 || isolates < 0 {
            return false;
        }
    }
    embeddings == 0 && isolates == 0
}

fn chars(text: &CodedText) -> impl Iterator<Item = char> + '_ {
    text.texts().flat_map(str::chars)
}

fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Direction, joining, zero width, soft hyphen, controls and the mark of a decoding error: wrong where
/// nobody put them.
fn is_format(c: char) -> bool {
    matches!(c, '\r' | '\u{7F}'..='\u{9F}' | '\u{FFFD}')
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn lines(text: &CodedText) -> usize {
    chars(text).filter(|c| matches!(c, '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')).count()
}

/// What stands before or behind all words, piece by piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Space(&'a str),
    Token(Token),
}

/// Whether the beginning has the same white space. Where both begin with the same codes, that
/// behind each of them counts too; a code that moves takes its space along.
fn front_fits(model: &CodedText, new: &CodedText) -> bool {
    edge_fits(|| front(model), || front(new))
}

fn back_fits(model: &CodedText, new: &CodedText) -> bool {
    edge_fits(|| back(model), || back(new))
}

fn edge_fits<'a, A, B>(model: impl Fn() -> A, new: impl Fn() -> B) -> bool
where
    A: Iterator<Item = Piece<'a>>,
    B: Iterator<Item = Piece<'a>>,
{
    let outer = |piece: Option<Piece<'a>>| match piece {
        Some(Piece::Space(space)) => space,
        Some(Piece::Token(_)) | None => "",
    };
    let is_token = |piece: &Piece<'_>| matches!(piece, Piece::Token(_));
    outer(model().next()) == outer(new().next())
        && (!model().filter(is_token).eq(new().filter(is_token)) || model().eq(new()))
}

fn front(text: &CodedText) -> impl Iterator<Item = Piece<'_>> {
    let mut whole = true;
    text.parts().iter().map_while(move |part| match part {
        Part::Token(token) => whole.then_some(Piece::Token(*token)),
        Part::Text(text) if whole => {
            let space = &text[..text.len() - text.trim_start().len()];
            whole = space.len() == text.len();
            (!space.is_empty()).then_some(Piece::Space(space))
        }
        Part::Text(_) => None,
    })
}

fn back(text: &CodedText) -> impl Iterator<Item = Piece<'_>> {
    let mut whole = true;
    text.parts().iter().rev().map_while(move |part| match part {
        Part::Token(token) => whole.then_some(Piece::Token(*token)),
        Part::Text(text) if whole => {
            let space = &text[text.trim_end().len()..];
            whole = space.len() == text.len();
            (!space.is_empty()).then_some(Piece::Space(space))
        }
        Part::Text(_) => None,
    })
}
