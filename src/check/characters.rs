//! Characters that should not be there: broken ones, and ones nobody sees.

use super::Id;
use super::kinds::Kinds;
use super::line::{Line, is_word};
use super::locale::{Script, script_of};
use super::view::{Edit, Report, View};
use crate::domain::segment::Severity;

/// Broken encoding and look-alikes (`corrupt-chars`), invisible characters (`invisible`), each
/// only where the source has none of the kind.
pub(super) fn characters(view: &View<'_>, report: &mut Report) {
    let target = &view.target;
    if !target.has(Kinds::OTHER.or(Kinds::CONTROL)) {
        return;
    }
    let is_suspect = |c: char| {
        is_control(c)
            || matches!(c, '\u{FFFD}' | 'Ã' | 'Â' | 'â')
            || kind(c).is_some()
            || script_of(c) == Script::Cyrillic
    };
    if !(0..target.len())
        .any(|at| target.char(at).is_some_and(|c| !(' '..='~').contains(&c) && is_suspect(c)))
    {
        return;
    }
    let source = Source::new(&view.source);
    corrupt(view, &source, report);
    look_alikes(view, report);
    invisible(view, &source, report);
}

/// What the source has of the characters in question.
#[derive(Debug)]
struct Source {
    odd: Vec<char>,
    has_mojibake: bool,
    has_right_to_left: bool,
}

impl Source {
    fn new(line: &Line) -> Self {
        let mut odd = Vec::new();
        for c in (0..line.len()).filter_map(|at| line.char(at)) {
            if (is_control(c) || c == '\u{FFFD}' || kind(c).is_some()) && !odd.contains(&c) {
                odd.push(c);
            }
        }
        let has_mojibake = (0..line.len()).any(|at| is_mojibake(line, at));
        Self { odd, has_mojibake, has_right_to_left: has_right_to_left(line) }
    }
}

fn corrupt(view: &View<'_>, source: &Source, report: &mut Report) {
    let target = &view.target;
    for at in 0..target.len() {
        let Some(c) = target.char(at).filter(|c| !source.odd.contains(c)) else { continue };
        let (message, removable) = if is_control(c) {
            ("a control character", true)
        } else if c == '\u{FFFD}' {
            // Inside a word it stands for a letter that is lost: dropping it mends nothing.
            let word = |c: Option<char>| c.is_some_and(is_word);
            let touches = word(target.char_before(at)) || word(target.char(at + 1));
            ("a replacement character", !touches)
        } else if !source.has_mojibake && is_mojibake(target, at) {
            ("text decoded with the wrong encoding", false)
        } else {
            continue;
        };
        let cells = at..at + 1;
        let span = Some(target.span(&cells));
        let fix =
            if removable && target.plain(at).is_some() { vec![Edit::text(cells, "")] } else { Vec::new() };
        report.add_fixable(Id::CorruptChars, Severity::Major, message, span, fix);
    }
}

/// C0 and C1 without tab and line breaks; U+0085 is one.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')
}

/// UTF-8 read as Latin-1 or Windows-1252: `Ã¤`, `â€™`, `Â°`.
fn is_mojibake(line: &Line, at: usize) -> bool {
    let next = |ahead: usize| line.char(at + ahead).unwrap_or(' ');
    let trail = |c: char| {
        matches!(c, '\u{80}'..='\u{9F}' | '\u{A1}'..='\u{BF}')
            || matches!(c, 'Œ' | 'œ' | 'Š' | 'š' | 'Ÿ' | 'Ž' | 'ž' | 'ƒ' | '„' | '…' | '†' | '‡' | '€' | '™')
    };
    let after_letter = line.char_before(at).is_some_and(char::is_alphabetic);
    match line.char(at) {
        // Before a letter or a space it is Portuguese, before a quote or an ellipsis the end of a word.
        Some('Ã') => trail(next(1)) && !matches!(next(1), '…' | '„' | '»'),
        Some('Â') => matches!(next(1), '\u{A1}'..='\u{BA}') && !after_letter,
        Some('â') => next(1) == '€' && !next(2).is_ascii_digit() && next(2) != ' ',
        _ => false,
    }
}

/// Words that mix Latin with a few Cyrillic letters that look the same, or the other way round.
fn look_alikes(view: &View<'_>, report: &mut Report) {
    let target = &view.target;
    for word in &target.words {
        let chars = || word.clone().filter_map(|at| target.char(at));
        let count = |script: Script| chars().filter(|c| c.is_alphabetic() && script_of(*c) == script).count();
        let (latin, cyrillic) = (count(Script::Latin), count(Script::Cyrillic));
        if latin == 0 || cyrillic == 0 || latin.max(cyrillic) < 3 || latin.min(cyrillic) > 2 {
            continue;
        }
        // "HTML-код" is a word of two parts; "SMSка" has letters that look like no others.
        let stray = if latin < cyrillic { Script::Latin } else { Script::Cyrillic };
        let alike = chars().all(|c| c.is_alphabetic() && (script_of(c) != stray || LOOK_ALIKES.contains(c)));
        if alike {
            let message = "a word of letters of two alphabets that look alike";
            report.add(Id::CorruptChars, Severity::Major, message, Some(target.span(word)));
        }
    }
}

const LOOK_ALIKES: &str = "aceopxyijsABCEHIKMOPTXYSJасеорхуіјѕАВСЕНІКМОРТХУЅЈ";

/// Zero-width characters, direction marks, soft hyphens and kashidas that the source has not.
fn invisible(view: &View<'_>, source: &Source, report: &mut Report) {
    let target = &view.target;
    let right_to_left = source.has_right_to_left || has_right_to_left(target);
    for at in 0..target.len() {
        let Some(c) = target.char(at).filter(|c| !source.odd.contains(c)) else { continue };
        let Some((message, removable)) = kind(c) else { continue };
        let needed = match c {
            '\u{200C}' | '\u{200D}' => !is_between_latin(target, at),
            '\u{200B}' => view.target_language.is_any(&["th", "km", "lo", "my", ""]),
            c => right_to_left && is_direction_mark(c),
        };
        if needed {
            continue;
        }
        let cells = at..at + 1;
        let span = Some(target.span(&cells));
        let fix =
            if removable && target.plain(at).is_some() { vec![Edit::text(cells, "")] } else { Vec::new() };
        report.add_fixable(Id::Invisible, Severity::Minor, message, span, fix);
    }
}

/// What an invisible character is, and whether the text without it is the same text.
fn kind(c: char) -> Option<(&'static str, bool)> {
    match c {
        '\u{200B}' | '\u{2060}' | '\u{FEFF}' => Some(("a zero-width character", true)),
        '\u{200C}' | '\u{200D}' => Some(("a zero-width joiner", true)),
        '\u{AD}' => Some(("a soft hyphen", false)),
        '\u{640}' => Some(("a kashida", false)),
        c if is_direction_mark(c) => Some(("a direction mark", true)),
        _ => None,
    }
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Joiners shape emoji and the letters of many scripts; between Latin letters they do nothing.
fn is_between_latin(line: &Line, at: usize) -> bool {
    let latin = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || script_of(c) == Script::Latin);
    latin(line.char_before(at)) && latin(line.char(at + 1))
}

fn has_right_to_left(line: &Line) -> bool {
    (0..line.len())
        .any(|at| line.char(at).is_some_and(|c| matches!(script_of(c), Script::Hebrew | Script::Arabic)))
}
