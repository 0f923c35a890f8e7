//! What the checks know of each language, as tables.
//!
//! A language without a row gets `UNKNOWN`: then only checks that hold in every language run.
//! Sources are the Unicode CLDR for numbers and quotes, and common typography for the rest.

mod abbreviations;
mod chinese;
mod conventions;
mod copied;
mod digits;
mod doubles;
mod english;
mod friends;
mod languages;
mod numerals;
mod scales;
mod script;
mod tens;
mod words;

pub(super) use abbreviations::abbreviates;
pub(super) use chinese::{Writing, is_chinese_alone};
pub use conventions::conventions;
pub(super) use copied::{FIXED, loans};
pub(super) use digits::digit;
pub(super) use english::is_english;
pub(super) use friends::{Friend, friends};
pub(super) use numerals::spellings;
pub(super) use scales::{
    forms as scale_forms, knows as knows_scales, sign as scale_sign, sure as sure_scale, word as scale,
};
pub(super) use script::{Script, script_of};
pub(super) use tens::{LONGEST as LONGEST_NUMERAL, Words as NumeralWords};
pub(super) use words::{Languages, telltale_words};

use crate::domain::locale::Locale;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The rules of one language, or of one in some regions.
#[derive(Debug)]
pub(super) struct Language {
    /// The primary language subtag.
    pub(super) code: &'static str,
    /// The regions the row is for; empty for all that have no row of their own.
    pub(super) regions: &'static [&'static str],
    /// The script its words are written in.
    pub(super) script: Script,
    /// Whether blanks stand between words.
    pub(super) spaced: bool,
    /// The decimal sign; `None` where both are common.
    pub(super) decimal: Option<char>,
    /// Whether a plain blank may group digits.
    pub(super) groups_by_space: bool,
    /// How the space before `; : ! ?` is.
    pub(super) before_marks: BeforeMarks,
    /// The marks that end a sentence.
    pub(super) marks: Marks,
    /// Marks of the usual form, and what the language writes for them.
    pub(super) own_marks: &'static [(char, char)],
    /// Words that may stand twice in a row; `None` where doubling is part of the grammar.
    pub(super) doubles: Option<&'static [&'static str]>,
    /// The usual quotes, where English ones are wrong.
    pub(super) quotes: Option<(char, char)>,
    /// Whether the language has other right quotes beside them.
    pub(super) quotes_vary: bool,
    /// How many letters an ending of a word has at most.
    pub(super) endings: usize,
    /// Whether words run into their neighbours, so that a code may touch a letter.
    pub(super) glues: bool,
}

/// The space before `; : ! ?`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BeforeMarks {
    /// None may stand there.
    Nothing,
    /// A non-breaking one must stand there, also inside « ».
    NoBreak,
    /// Either is common, or it is unknown.
    Free,
}

/// The marks to put where the source has one and the target has none; `None` where no mark, or
/// not one mark alone, is right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    pub(super) stop: Option<&'static str>,
    pub(super) question: Option<&'static str>,
    pub(super) colon: Option<&'static str>,
    /// Whether a sentence must end with a stop at all.
    pub(super) needs_stop: bool,
}

/// The rows by code, in the order of the table.
static BY_CODE: LazyLock<HashMap<&str, Vec<&Language>>> = LazyLock::new(|| {
    let mut rows: HashMap<&str, Vec<&Language>> = HashMap::new();
    languages::LANGUAGES.iter().for_each(|row| rows.entry(row.code).or_default().push(row));
    rows
});

/// The rules of a language; `UNKNOWN` if it has no row.
pub(super) fn language(locale: &Locale) -> &'static Language {
    let region = locale.region.as_deref().unwrap_or_default();
    let rows = BY_CODE.get(locale.language.as_str()).map_or(&[][..], Vec::as_slice);
    let found = rows.iter().copied().find(|row| row.regions.is_empty() || row.regions.contains(&region));
    match (found, &locale.script) {
        // A script of its own makes it another written language.
        (Some(row), Some(script)) if !row.script.is_named(script) => &languages::UNKNOWN,
        (Some(row), _) => row,
        (None, _) => &languages::UNKNOWN,
    }
}

/// The script a language is written in by its tag, else by its row: `sr-Cyrl` has no row, and says what it is.
pub(super) fn script(locale: &Locale) -> Script {
    match (language(locale).script, locale.script.as_deref()) {
        (Script::Unknown, Some(subtag)) => Script::named(subtag),
        (script, _) => script,
    }
}

impl Language {
    /// Whether the language has a row.
    pub(super) fn is_known(&self) -> bool {
        !self.code.is_empty()
    }

    /// Whether questions and exclamations begin with a mark of their own.
    pub(super) fn inverts(&self) -> bool {
        self.code == "es"
    }

    /// Whether it is one of these.
    pub(super) fn is_any(&self, codes: &[&str]) -> bool {
        codes.contains(&self.code)
    }
}
