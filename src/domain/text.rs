//! Text with inline codes, as the reader gives it and as checks, loop and writer pass it on.
//!
//! A code is a number into the segment's table of codes ([`Code`]); nobody but `xliff` knows the
//! markup behind it. Each code has a number of its own, also where the file repeats an id, so the
//! codes of a well-formed text are a set. Outside the file a text is shown with `⟦1⟧` for a
//! standalone code, `⟦1⟧…⟦/1⟧` for a pair, and `⟦⟦` for a literal `⟦`.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Opens a code in the shown form of a text.
pub const OPEN_MARK: char = '⟦';
/// Closes a code in the shown form of a text.
pub const CLOSE_MARK: char = '⟧';

/// Text interspersed with codes. Adjacent text parts are merged; no text part is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CodedText(Vec<Part>);

/// A run of text or one token of a code.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Part {
    /// Characters, with entities resolved.
    #[serde(rename = "t")]
    Text(String),
    /// A token of a code.
    #[serde(rename = "c")]
    Token(Token),
}

/// One occurrence of a code, or of one end of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Token {
    /// The number of the code in the segment's table.
    #[serde(rename = "n")]
    pub number: u32,
    /// Which end of the code this is.
    #[serde(rename = "f")]
    pub form: Form,
}

/// Which end of a code a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Form {
    /// The code is one token.
    #[serde(rename = "a")]
    Alone,
    /// The beginning of a pair.
    #[serde(rename = "o")]
    Open,
    /// The end of a pair.
    #[serde(rename = "c")]
    Close,
}

/// One inline code of a segment: what the loop may know of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Code {
    /// Its number in all texts of the segment, from 1.
    pub number: u32,
    /// The element, such as `ph`, `g`, `bpt`, `pc`, `mrk`.
    pub kind: String,
    /// Whether it is a pair of tokens; else it stands alone.
    pub pair: bool,
    /// Whether the pair is one XML element, so that it must nest with others like it.
    pub nests: bool,
    /// Whether it stands for one end of a pair whose other end is outside the segment.
    pub half: Option<Half>,
    /// Whether it marks text rather than stands for native markup (`mrk`, `sm`…`em`).
    pub annotation: bool,
    /// Whether the text inside the pair must stay as it is.
    pub protects: bool,
    /// Whether the source has it.
    pub in_source: bool,
    /// Whether the original target has it.
    pub in_target: bool,
    /// Whether a run of codes fixes its order (`canReorder`).
    pub reorder: Reorder,
    /// What it stands for, for people and prompts; at most 80 characters; untrusted.
    pub hint: String,
    /// Identity beyond the number (kind, id, markup), to tell exact repetitions.
    pub key: String,
    /// Whether the file lets it go (`canDelete`); only permissive jobs make use of it.
    #[serde(default)]
    pub can_delete: bool,
    /// Whether it must not hold one end of another pair without the other (`canOverlap="no"`).
    #[serde(default)]
    pub no_overlap: bool,
    /// Whether the run of fixed order that it is in goes on in the next segment of the unit.
    #[serde(default)]
    pub runs_on: bool,
    /// Whether it is missing here only because it stands in another target of the unit.
    #[serde(default)]
    pub elsewhere: bool,
    /// Whether the source has not it but one with the same id or the same native content.
    #[serde(default)]
    pub again: bool,
}

/// One end of a pair whose other end is elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Half {
    /// The beginning.
    Open,
    /// The end.
    Close,
}

/// XLIFF 2 `canReorder`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reorder {
    /// Free.
    #[default]
    Yes,
    /// First of a run that stays together.
    FirstNo,
    /// Follows its predecessor in the run.
    No,
}

/// Why a shown text could not be read back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// A mark that is neither a code nor a doubled mark.
    #[error("stray or unreadable code mark at character {0}")]
    Stray(usize),
    /// A number that the segment does not have.
    #[error("code {0} does not exist in this segment")]
    Unknown(String),
    /// `⟦/n⟧` of a code that is no pair.
    #[error("code {0} has no end")]
    NotAPair(u32),
}

impl CodedText {
    /// Text without codes.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let mut coded = Self::default();
        coded.push_text(text);
        coded
    }

    /// The parts, in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// A text of parts of which no two texts are neighbours and none is empty.
    #[must_use]
    pub fn merged(parts: Vec<Part>) -> Self {
        let is_text = |part: &Part| matches!(part, Part::Text(_));
        debug_assert!(parts.windows(2).all(|pair| !pair.iter().all(is_text)), "texts are merged");
        Self(parts)
    }

    /// The parts, taken out.
    #[must_use]
    pub fn into_parts(self) -> Vec<Part> {
        self.0
    }

    /// Whether it holds neither text nor code.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Appends characters.
    pub fn push_text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(Part::Text(last)) = self.0.last_mut() {
            last.push_str(text);
        } else {
            self.0.push(Part::Text(text.to_owned()));
        }
    }

    /// Appends a token.
    pub fn push_token(&mut self, token: Token) {
        self.0.push(Part::Token(token));
    }

    /// Appends a part.
    pub fn push(&mut self, part: Part) {
        match part {
            Part::Text(text) => match self.0.last_mut() {
                _ if text.is_empty() => {}
                Some(Part::Text(last)) => last.push_str(&text),
                Some(Part::Token(_)) | None => self.0.push(Part::Text(text)),
            },
            Part::Token(token) => self.push_token(token),
        }
    }

    /// The characters alone, codes left out.
    #[must_use]
    pub fn text(&self) -> String {
        self.texts().collect()
    }

    /// The runs of characters, in order.
    pub fn texts(&self) -> impl DoubleEndedIterator<Item = &str> + '_ {
        self.0.iter().filter_map(|part| match part {
            Part::Text(text) => Some(text.as_str()),
            Part::Token(_) => None,
        })
    }

    /// The tokens alone, in order.
    pub fn tokens(&self) -> impl Iterator<Item = Token> + '_ {
        self.0.iter().filter_map(|part| match part {
            Part::Token(token) => Some(*token),
            Part::Text(_) => None,
        })
    }

    /// Reads the shown form back. `codes` tells a pair from a standalone code.
    ///
    /// # Errors
    /// A mark that is no code, a code the segment does not have, an end of a code that has none.
    pub fn parse(shown: &str, codes: &[Code]) -> Result<Self, ParseError> {
        let mut coded = Self::default();
        let mut rest = shown;
        let mut at = 0;
        while let Some(found) = rest.find([OPEN_MARK, CLOSE_MARK]) {
            coded.push_text(&rest[..found]);
            at += rest[..found].chars().count();
            let tail = &rest[found..];
            if let Some(after) = tail.strip_prefix("⟦⟦") {
                coded.push_text("⟦");
                (rest, at) = (after, at + 2);
                continue;
            }
            if let Some(after) = tail.strip_prefix(CLOSE_MARK) {
                // A closing mark outside a code is ordinary text: only `⟦` needs doubling.
                coded.push_text("⟧");
                (rest, at) = (after, at + 1);
                continue;
            }
            let inner = &tail[OPEN_MARK.len_utf8()..];
            let end = inner.find(CLOSE_MARK).ok_or(ParseError::Stray(at))?;
            coded.push_token(token(&inner[..end], codes, at)?);
            at += inner[..end].chars().count() + 2;
            rest = &inner[end + CLOSE_MARK.len_utf8()..];
        }
        coded.push_text(rest);
        Ok(coded)
    }
}

fn token(name: &str, codes: &[Code], at: usize) -> Result<Token, ParseError> {
    let (digits, closes) = match name.strip_prefix('/') {
        Some(digits) => (digits, true),
        None => (name, false),
    };
    if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ParseError::Stray(at));
    }
    let number: u32 = digits.parse().map_err(|_| ParseError::Stray(at))?;
    // Tables are numbered from 1 in order; looking there first keeps long texts linear.
    let code = codes
        .get((number as usize).wrapping_sub(1))
        .filter(|code| code.number == number)
        .or_else(|| codes.iter().find(|code| code.number == number))
        .ok_or_else(|| ParseError::Unknown(digits.to_owned()))?;
    let form = match (code.pair, closes) {
        (true, true) => Form::Close,
        (true, false) => Form::Open,
        (false, false) => Form::Alone,
        (false, true) => return Err(ParseError::NotAPair(number)),
    };
    Ok(Token { number, form })
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slash = if self.form == Form::Close { "/" } else { "" };
        write!(f, "{OPEN_MARK}{slash}{}{CLOSE_MARK}", self.number)
    }
}

impl fmt::Display for CodedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.0 {
            match part {
                Part::Token(token) => token.fmt(f)?,
                Part::Text(text) if text.contains(OPEN_MARK) => f.write_str(&text.replace('⟦', "⟦⟦"))?,
                Part::Text(text) => f.write_str(text)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn codes() -> Vec<Code> {
        [(1, false), (2, true)]
            .map(|(number, pair)| Code {
                number,
                kind: "x".to_owned(),
                pair,
                nests: pair,
                in_source: true,
                in_target: true,
                key: number.to_string(),
                ..Code::default()
            })
            .to_vec()
    }

    #[test]
    fn bad_marks_are_refused() {
        let check = |shown: &str, expected| assert_eq!(CodedText::parse(shown, &codes()), Err(expected));
        check("a⟦", ParseError::Stray(1));
        check("⟦x⟧", ParseError::Stray(0));
        check("⟦3⟧", ParseError::Unknown("3".to_owned()));
        check("⟦/1⟧", ParseError::NotAPair(1));
    }

    #[test]
    fn a_code_that_was_stored_by_an_older_version_is_read() {
        let code = Code { number: 1, kind: "x".to_owned(), ..Code::default() };
        let mut stored = serde_json::to_value(&code).unwrap();
        for added in ["can_delete", "no_overlap", "runs_on", "elsewhere"] {
            stored.as_object_mut().unwrap().remove(added).unwrap();
        }
        assert_eq!(serde_json::from_value::<Code>(stored).unwrap(), code);
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(pieces in proptest::collection::vec(prop_oneof![
            "[ab⟦⟧1/ ]{0,6}".prop_map(Part::Text),
            Just(Part::Token(Token { number: 1, form: Form::Alone })),
            Just(Part::Token(Token { number: 2, form: Form::Open })),
            Just(Part::Token(Token { number: 2, form: Form::Close })),
        ], 0..12)) {
            let mut text = CodedText::default();
            pieces.into_iter().for_each(|part| text.push(part));
            prop_assert_eq!(CodedText::parse(&text.to_string(), &codes()), Ok(text));
        }
    }
}
