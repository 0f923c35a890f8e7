//! Which words of a text are looked up, and in which forms.
//!
//! What is no word of the language is not looked up: codes, identifiers, abbreviations, letters of another
//! script. Names are not either, as far as they can be told.

use crate::check::line::{Item, Line, is_word};
use crate::check::locale::{Language, Script, abbreviates, script_of};
use crate::domain::locale::Locale;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;

/// Words of fewer letters are units, initials and names of keys.
const LEAST: usize = 3;
/// Languages that write no blanks between words.
const UNPARTED: &[&str] = &["zh", "yue", "wuu", "ja", "th", "lo", "km", "my", "bo", "dz"];
/// Languages whose nouns have a capital, so that a capital tells no name.
const CAPITAL_NOUNS: &[&str] = &["de", "lb", "nds", "gsw"];

/// Whether blanks stand between the words of a language.
pub(super) fn has_words(language: &str) -> bool {
    !language.is_empty() && !UNPARTED.contains(&language)
}

/// What the capital of a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Capital {
    /// It has none.
    None,
    /// It may be that of a sentence, or of a noun: a name has one as well.
    Open,
    /// It is that of a name.
    Name,
}

/// What the capital of the word at `place` of the words of a text says.
pub(super) fn capital(line: &Line, place: usize, language: &str) -> Capital {
    let word = &line.words[place];
    if !line.char(word.start).is_some_and(char::is_uppercase) {
        return Capital::None;
    }
    if CAPITAL_NOUNS.contains(&language) || begins(line, place) {
        return Capital::Open;
    }
    Capital::Name
}

/// Whether a word may begin a sentence: nothing stands before it, or something that may end one, opens a quote
/// or begins an item.
fn begins(line: &Line, place: usize) -> bool {
    let Some(before) = place.checked_sub(1).map(|before| line.words[before].end) else { return true };
    (before..line.words[place].start).any(|at| match line.cells[at].item {
        Item::Token(_) => false,
        Item::Char(c) => !matches!(c, ' ' | '\u{A0}' | '\u{202F}' | ',' | '’' | '\''),
    })
}

/// What joins a word to something else, also where only one half stands: `--force`, `Ein- und Ausgang`.
const GLUE: &[char] =
    &['_', '/', '\\', '@', '#', '=', '+', '&', '~', '^', '<', '>', '|', '$', '%', '`', '*', '-', '\u{2011}'];

/// Whether the characters at the edges of a word say that it is part of something that is no text: an
/// identifier, a path, a word that a code cuts in two.
pub(super) fn is_glued(line: &Line, word: &Range<usize>) -> bool {
    let glues = |cells: &mut dyn Iterator<Item = usize>, after: bool| {
        for at in cells {
            match line.cells[at].item {
                // What stands on the other side of a code belongs to the word.
                Item::Token(_) => {}
                Item::Char(_) if line.cells[at].opaque => return true,
                Item::Char(c) if is_word(c) => return true,
                Item::Char('.' | ':' | '(' | ')' | '[' | ']') => {
                    let beyond = if after { Some(at + 1) } else { at.checked_sub(1) };
                    return beyond.and_then(|at| line.plain(at)).is_some_and(is_word);
                }
                Item::Char(c) => return GLUE.contains(&c),
            }
        }
        false
    };
    glues(&mut (0..word.start).rev(), false) || glues(&mut (word.end..line.len()), true)
}

/// Whether the word before a stop is an abbreviation: the stop is part of it.
pub(super) fn is_short(line: &Line, word: &Range<usize>, text: &str, language: &Language) -> bool {
    line.plain(word.end) == Some('.') && abbreviates(language, text)
}

/// Whether a word may be one of the language: letters of its script, capitals only as the first
/// letter or none.
pub(super) fn is_lookable(word: &str, script: Script) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let of_script =
        |c: char| !c.is_alphabetic() || script == Script::Unknown || script.includes(script_of(c));
    letters >= LEAST
        && word.chars().all(|c| of_script(c) && !matches!(c, '_' | '״' | '׳'))
        && !word.chars().skip(1).any(char::is_uppercase)
}

/// The word as dictionaries have it: composed, without soft hyphens and without the signs of vowels that
/// writers of Arabic and Hebrew may leave out.
pub(super) fn folded(word: &str, language: &str) -> String {
    let is_extra = |c: &char| match language {
        "ar" | "fa" | "ur" | "ps" => matches!(u32::from(*c), 0x640 | 0x64B..=0x652 | 0x670),
        "he" | "yi" => matches!(u32::from(*c), 0x591..=0x5BD | 0x5BF | 0x5C1..=0x5C2 | 0x5C4..=0x5C7),
        _ => false,
    };
    word.nfc()
        .filter(|c| *c != '\u{AD}' && !is_extra(c))
        .map(|c| if c == '\u{2011}' { '-' } else { c })
        .collect()
}

/// The parts of a word that hyphens and apostrophes join, without those that an apostrophe cuts off
/// (l’arbre, it’s).
pub(super) fn parts<'w>(word: &'w str, language: &str) -> Vec<&'w str> {
    let mut parts = Vec::new();
    for half in word.split('-') {
        let pieces: Vec<&str> = half.split(['\'', '’']).collect();
        let last = pieces.len() - 1;
        // In Turkish the apostrophe parts a name from its ending.
        if last > 0 && language == "tr" {
            continue;
        }
        let is_cut = |at: usize, piece: &str| {
            let letters = piece.chars().count();
            at < last && letters <= LONGEST_ELISION || at == last && last > 0 && letters <= LONGEST_ENDING
        };
        parts.extend(
            pieces.iter().enumerate().filter(|(at, piece)| !is_cut(*at, piece)).map(|(_, piece)| *piece),
        );
    }
    parts
}

/// What an apostrophe cuts off before a word: l’, qu’, dell’, quell’, jusqu’.
const LONGEST_ELISION: usize = 6;
/// And behind one: ’s, ’ll, ’ve.
const LONGEST_ENDING: usize = 2;

/// Whether a language writes ss for ß; there may be no dictionary of its own.
pub(super) fn is_swiss(locale: &Locale) -> bool {
    locale.language == "de" && locale.region.as_deref().is_some_and(|region| matches!(region, "CH" | "LI"))
}

/// A word with ß for one of its first three ss, and for all of them.
pub(super) fn sharp(word: &str) -> impl Iterator<Item = String> + '_ {
    let one = word.match_indices("ss").take(3).map(|(at, _)| format!("{}ß{}", &word[..at], &word[at + 2..]));
    one.chain(word.contains("ss").then(|| word.replace("ss", "ß")))
}
