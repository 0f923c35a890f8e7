//! Rules on the characters of a candidate: placeholders, white space, length, allowed ones (P0, P7, P9–P11).

use super::{Frame, Rule, Violation};
use crate::domain::placeholders;
use crate::domain::text::{CodedText, Part};
use std::collections::BTreeMap;

/// The placeholders are those of the original, or those of the source.
pub(super) fn placeholders(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    let new = placeholders::signature(&candidate.text());
    let original = placeholders::signature(&frame.original.text());
    if new == original || new == placeholders::signature(&frame.source.text()) {
        return Ok(());
    }
    // A frame of ICU, or what a model makes of one, may be as long as the text.
    let short = |placeholder: String| placeholder.chars().take(LONGEST_NAMED).collect::<String>();
    let message = match new.difference(&original) {
        Some((placeholder, true)) => format!("the placeholder {} is too much", short(placeholder)),
        Some((placeholder, false)) => format!("the placeholder {} is missing", short(placeholder)),
        None => "unnumbered placeholders changed their order".to_owned(),
    };
    Err(Violation::new(Rule::Placeholders, message))
}

/// The most characters of a placeholder that a message names.
const LONGEST_NAMED: usize = 80;

/// White space at the edges and the number of lines are those of the original, or of the source.
pub(super) fn whitespace(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    let broken = |message: &str| Err(Violation::new(Rule::Whitespace, message));
    let is_blank = |text: &CodedText| text.text().trim().is_empty();
    if is_blank(candidate) {
        return if is_blank(frame.original) { Ok(()) } else { broken("the target would be empty") };
    }
    let one_of = |of: fn(&CodedText) -> &str| {
        let new = of(candidate);
        new == of(frame.original) || new == of(frame.source)
    };
    if !one_of(leading) {
        return broken("the white space at the beginning changed");
    }
    if !one_of(trailing) {
        return broken("the white space at the end changed");
    }
    let new = lines(candidate);
    if new != lines(frame.original) && new != lines(frame.source) {
        return broken("the number of line breaks changed");
    }
    Ok(())
}

/// No longer than allowed, or than it was.
pub(super) fn length(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    let Some(most) = frame.max_chars else { return Ok(()) };
    let count = |text: &CodedText| text.text().chars().count() as u64;
    let new = count(candidate);
    if new <= most || new <= count(frame.original) {
        return Ok(());
    }
    Err(Violation::new(Rule::Length, format!("{new} characters, the file allows {most}")))
}

/// Only characters that XML allows, and no format characters that were not there.
pub(super) fn characters(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    let mut new: BTreeMap<char, usize> = BTreeMap::new();
    for c in chars(candidate) {
        if !is_xml(c) {
            let message = format!("the character U+{:04X}, which XML does not allow", u32::from(c));
            return Err(Violation::new(Rule::Characters, message));
        }
        if is_format(c) {
            *new.entry(c).or_default() += 1;
        }
    }
    for (c, count) in new {
        let of = |text: &CodedText| chars(text).filter(|found| *found == c).count();
        if count > of(frame.original) && count > of(frame.source) {
            let message = format!("the invisible character U+{:04X} was added", u32::from(c));
            return Err(Violation::new(Rule::Characters, message));
        }
    }
    Ok(())
}

fn chars(text: &CodedText) -> impl Iterator<Item = char> + '_ {
    let texts = text.parts().iter().filter_map(|part| match part {
        Part::Text(text) => Some(text.as_str()),
        Part::Token(_) => None,
    });
    texts.flat_map(str::chars)
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

fn leading(text: &CodedText) -> &str {
    match text.parts().first() {
        Some(Part::Text(text)) => &text[..text.len() - text.trim_start().len()],
        Some(Part::Token(_)) | None => "",
    }
}

fn trailing(text: &CodedText) -> &str {
    match text.parts().last() {
        Some(Part::Text(text)) => &text[text.trim_end().len()..],
        Some(Part::Token(_)) | None => "",
    }
}
