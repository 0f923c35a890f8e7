//! Characters that should not be there: broken ones, and ones nobody sees.

use super::line::{Line, is_word};
use super::locale::{Script, script_of};
use super::view::{Edit, Report, View};
use super::{Check, Id};
use crate::domain::segment::Severity;

/// Broken encoding and look-alikes (`corrupt-chars`), invisible characters (`invisible`), each
/// only where the source has none of the kind.
#[derive(Debug)]
pub(super) struct Characters;

impl Check for Characters {
    fn ids(&self) -> &'static [Id] {
        const { &[Id::hard("corrupt-chars"), Id::soft("invisible")] }
    }

    fn find(&self, view: &View<'_>, report: &mut Report) {
        let target = &view.target;
        if (0..target.len()).all(|at| target.char(at).is_none_or(|c| c.is_ascii() && !c.is_ascii_control())) {
            return;
        }
        let source_has = |wanted: &dyn Fn(char) -> bool| {
            (0..view.source.len()).any(|at| view.source.char(at).is_some_and(wanted))
        };
        for at in 0..target.len() {
            let Some(c) = target.char(at) else { continue };
            let word_around =
                target.char_before(at).is_some_and(is_word) || target.char(at + 1).is_some_and(is_word);
            let opaque = target.plain(at).is_none();
            let (message, fixable) = if is_control(c) {
                ("a control character", !opaque)
            } else if c == '\u{FFFD}' {
                // Inside a word it stands for a letter that is lost: dropping it mends nothing.
                ("a replacement character", !opaque && !word_around)
            } else if is_mojibake(target, at) {
                ("text decoded with the wrong encoding", false)
            } else {
                continue;
            };
            let known = |other: char| if is_control(c) { other == c } else { c == other && c == '\u{FFFD}' };
            if source_has(&known)
                || (is_mojibake(target, at) && (0..view.source.len()).any(|at| is_mojibake(&view.source, at)))
            {
                continue;
            }
            let fix = if fixable { vec![Edit::text(at..at + 1, "")] } else { Vec::new() };
            report.add_fixable(
                "corrupt-chars",
                Severity::Major,
                message,
                Some(target.span(&(at..at + 1))),
                fix,
            );
        }
        look_alikes(view, report);
        invisible(view, report);
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
        matches!(c, '\u{80}'..='\u{BF}')
            || matches!(c, 'Œ' | 'œ' | 'Š' | 'š' | 'Ÿ' | 'Ž' | 'ž' | 'ƒ' | '„' | '…' | '†' | '‡' | '€' | '™')
    };
    match line.char(at) {
        // Before a letter or a space it is Portuguese.
        Some('Ã') => trail(next(1)) && next(1) != '\u{A0}',
        Some('Â') => {
            matches!(next(1), '\u{A1}'..='\u{BF}') && !line.char_before(at).is_some_and(char::is_alphabetic)
        }
        Some('â') => next(1) == '€' && !next(2).is_ascii_digit() && next(2) != ' ',
        _ => false,
    }
}

/// Words that mix Latin with Cyrillic or Greek letters that look the same.
fn look_alikes(view: &View<'_>, report: &mut Report) {
    let target = &view.target;
    for word in &target.words {
        let letters: Vec<char> =
            word.clone().filter_map(|at| target.char(at)).filter(|c| c.is_alphabetic()).collect();
        let count = |script: Script| letters.iter().filter(|c| script_of(**c) == script).count();
        let (latin, cyrillic) = (count(Script::Latin), count(Script::Cyrillic));
        if latin == 0 || cyrillic == 0 || latin + cyrillic != letters.len() || latin.max(cyrillic) < 3 {
            continue;
        }
        let rare = if latin < cyrillic { Script::Latin } else { Script::Cyrillic };
        let alike = letters.iter().filter(|c| script_of(**c) == rare).all(|c| LOOK_ALIKES.contains(*c));
        // "HTML-код" and "SMSка" are words: only one or two strays among more letters are not.
        if alike
            && latin.min(cyrillic) <= 2
            && !(0..word.len()).any(|at| target.char(word.start + at) == Some('-'))
        {
            let span = Some(target.span(word));
            let message = "a word of letters of two alphabets that look alike";
            report.add("corrupt-chars", Severity::Major, message, span);
        }
    }
}

const LOOK_ALIKES: &str = "aceopxyijsABCEHIKMOPTXYSJасеорхуіјѕАВСЕНІКМОРТХУЅЈ";

/// Zero-width characters, direction marks, soft hyphens and kashidas that the source has not.
fn invisible(view: &View<'_>, report: &mut Report) {
    let target = &view.target;
    for at in 0..target.len() {
        let Some(c) = target.char(at) else { continue };
        let Some((name, removable)) = kind(c) else { continue };
        let needed = match c {
            '\u{200C}' | '\u{200D}' => !is_between_latin(target, at),
            '\u{200B}' => view.target_language.is_any(&["th", "km", "lo", "my", ""]),
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                has_right_to_left(target) || has_right_to_left(&view.source)
            }
            _ => false,
        };
        let in_source = (0..view.source.len()).any(|there| view.source.char(there) == Some(c));
        if needed || in_source {
            continue;
        }
        let fix = if removable && target.plain(at).is_some() {
            vec![Edit::text(at..at + 1, "")]
        } else {
            Vec::new()
        };
        let span = Some(target.span(&(at..at + 1)));
        report.add_fixable("invisible", Severity::Minor, name, span, fix);
    }
}

/// What an invisible character is, and whether the text without it is the same text.
fn kind(c: char) -> Option<(&'static str, bool)> {
    match c {
        '\u{200B}' | '\u{2060}' | '\u{FEFF}' => Some(("a zero-width character", true)),
        '\u{200C}' | '\u{200D}' => Some(("a zero-width joiner", true)),
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            Some(("a direction mark", true))
        }
        '\u{AD}' => Some(("a soft hyphen", false)),
        '\u{640}' => Some(("a kashida", false)),
        _ => None,
    }
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
