//! Codes such as `A4-17B` or `ISO27001`, which no language writes otherwise.
//!
//! A code is a word of ASCII capitals and digits that begins with a letter and has two digits at
//! least. One with a single digit (`A4`) may be written in many ways: only another digit behind the same letters
//! is a fault. Hyphens and blanks in it may differ, and the script of its digits. Left alone: amounts with their unit,
//! ordinals, and names of parameters (`FILE1-FILE2`), which are translated.

use super::Id;
use super::kinds::Kinds;
use super::line::Line;
use super::locale::digit;
use super::view::{Report, View};
use crate::domain::segment::Severity;
use std::ops::Range;

/// Codes that are lost or changed (`alphanumeric`).
pub(super) fn alphanumeric(view: &View<'_>, report: &mut Report) {
    let (source, target) = (&view.source, &view.target);
    if !source.has(Kinds::DIGIT) {
        return;
    }
    let mut given: Option<Bare> = None;
    let mut strange = None;
    for word in codes(source).take(MOST_CODES) {
        let code = bare(source, word);
        let all = given.get_or_insert_with(|| Bare::new(target));
        if all.has(&code) {
            continue;
        }
        // What stands there instead: a code that the source has not.
        let strange = strange.get_or_insert_with(|| {
            let known: Vec<String> = codes(source).take(MOST_CODES).map(|word| bare(source, word)).collect();
            codes(target)
                .take(MOST_CODES)
                .filter(|word| !known.contains(&bare(target, word)))
                .collect::<Vec<_>>()
                .into_iter()
        });
        let other = strange.next().map(|cells| target.span(cells));
        let message = format!("the code {} of the source is missing", source.text(word));
        report.add(Id::Alphanumeric, Severity::Major, message, other);
    }
    of_one_digit(view, report);
}

/// `A4` that has become `A5`.
fn of_one_digit(view: &View<'_>, report: &mut Report) {
    let (source, target) = (&view.source, &view.target);
    let wanted = short_codes(source);
    if wanted.is_empty() {
        return;
    }
    let (known, all, mut given) = (Bare::new(source), Bare::new(target), short_codes(target));
    given.retain(|(code, _)| !known.has(&code.to_lowercase()));
    for (code, cells) in wanted {
        let letters = |code: &str| code.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let alike = |other: &str| other[..letters(other)] == code[..letters(&code)];
        let found = given.iter().position(|(other, _)| alike(other));
        let Some(at) = found.filter(|_| !all.has(&code.to_lowercase())) else { continue };
        let (_, other) = given.remove(at);
        let message = format!("the code {} of the source is missing", source.text(&cells));
        report.add(Id::Alphanumeric, Severity::Major, message, Some(target.span(&other)));
    }
}

/// Codes of one to three capitals and one digit, as they read in ASCII: no part of a longer code (`A4-17B`), of
/// a range (`F1-F9`) or of a version (`V1.2`).
fn short_codes(line: &Line) -> Vec<(String, Range<usize>)> {
    if !(line.has(Kinds::UPPER) || line.has(Kinds::OTHER)) {
        return Vec::new();
    }
    let sign = |at: usize| line.plain(at).map(half).filter(char::is_ascii_alphanumeric);
    let is = |at: usize, kind: fn(&char) -> bool| sign(at).is_some_and(|c| kind(&c));
    let digit = |at: usize| is(at, char::is_ascii_digit);
    let joint = |c: Option<char>| matches!(c, Some('-' | '_' | '\u{2011}' | '–' | '.' | ','));
    // A word may go on with a capital: “A4-Papier”.
    let capital = |at: usize| is(at, char::is_ascii_uppercase) && !is(at + 1, char::is_ascii_lowercase);
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.len() && found.len() < MOST_CODES {
        let start = at;
        let run: String = (start..).map_while(sign).collect();
        at += run.len().max(1);
        let letters = run.bytes().take_while(u8::is_ascii_uppercase).count();
        let fits = (1..=3).contains(&letters)
            && run.len() == letters + 1
            && run.ends_with(|c: char| c.is_ascii_digit());
        let goes_on = joint(line.char(at)) && (digit(at + 1) || capital(at + 1));
        let went_on = joint(line.char_before(start)) && start > 1 && digit(start - 2);
        if fits && !goes_on && !went_on {
            found.push((run, start..at));
        }
    }
    found
}

fn codes(line: &Line) -> impl Iterator<Item = &Range<usize>> {
    line.words.iter().filter(|word| {
        let (mut capitals, mut digits) = (0, 0);
        let fits = (*word).clone().filter_map(|at| line.char(at)).all(|c| {
            capitals += usize::from(c.is_ascii_uppercase());
            digits += usize::from(c.is_ascii_digit());
            c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '\u{2011}')
        });
        let begins = line.char(word.start).is_some_and(|c| c.is_ascii_uppercase());
        fits && begins && capitals > 0 && digits > 1 && word.len() <= LONGEST && !is_range(line, word)
    })
}

/// Whether a word is a range of names that differ in their last digit: `CHAR1-CHAR2`.
fn is_range(line: &Line, word: &Range<usize>) -> bool {
    let text = line.text(word);
    let Some((from, to)) = text.split_once('-') else { return false };
    let stem = |part: &str| part.len() - part.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    stem(from) == 1 && stem(to) == 1 && from.len() > 3 && from[..from.len() - 1] == to[..to.len() - 1]
}

const LONGEST: usize = 40;
/// A list of more codes than this is data.
const MOST_CODES: usize = 200;

/// The letters and digits of a text, to look for codes that hyphens and blanks may part.
#[derive(Debug)]
struct Bare {
    text: String,
    /// Where an ASCII letter or digit of `text` stands next to the one before it, so that no code ends there.
    joined: Vec<usize>,
}

impl Bare {
    fn new(line: &Line) -> Self {
        let mut bare = Self { text: String::new(), joined: Vec::new() };
        let mut before = false;
        for at in 0..line.len() {
            let c = line.char(at).map(half).filter(|c| c.is_alphanumeric());
            let ascii = c.is_some_and(|c| c.is_ascii());
            if before && ascii {
                bare.joined.push(bare.text.len());
            }
            before = ascii;
            bare.text.extend(c.into_iter().flat_map(char::to_lowercase));
        }
        bare
    }

    fn has(&self, code: &str) -> bool {
        self.text.match_indices(code).any(|(at, _)| self.joined.binary_search(&(at + code.len())).is_err())
    }
}

/// A full-width sign as the half-width one, a digit of another script as that of ASCII.
fn half(c: char) -> char {
    if let Some(digit) = digit(c) {
        return char::from(b'0' + digit);
    }
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// Letters and digits alone, full width as half width, lower case.
fn bare(line: &Line, cells: &Range<usize>) -> String {
    let chars = cells.clone().filter_map(|at| line.char(at)).map(half);
    chars.filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
