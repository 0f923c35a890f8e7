//! Characters that should not be there: broken ones, and ones nobody sees.

use super::Id;
use super::kinds::Kinds;
use super::line::{Line, is_word};
use super::locale::{Script, script_of};
use super::view::{Edit, Report, View};
use crate::domain::invisible::{is_at_home, is_invisible};
use crate::domain::segment::Severity;

/// Broken encoding and look-alikes (`corrupt-chars`), invisible characters (`invisible`), each
/// only where the source has none of the kind.
pub(super) fn characters(view: &View<'_>, report: &mut Report) {
    let target = &view.target;
    if !target.has(Kinds::OTHER.or(Kinds::CONTROL)) {
        return;
    }
    let latin = view.target_language.script == Script::Latin;
    let is_suspect = |c: char| {
        is_control(c)
            || c == '\u{FFFD}'
            || leads(c) > 0 && (!latin || matches!(c, 'Ã' | 'Â' | 'â' | 'Ä' | 'Å'))
            || kind(c).is_some()
            || matches!(script_of(c), Script::Cyrillic | Script::Greek)
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
        let has_mojibake = (0..line.len()).any(|at| is_mojibake(line, at, Script::Latin));
        Self { odd, has_mojibake, has_right_to_left: has_right_to_left(line) }
    }
}

fn corrupt(view: &View<'_>, source: &Source, report: &mut Report) {
    let target = &view.target;
    for at in 0..target.len() {
        let Some(c) = target.char(at).filter(|c| !source.odd.contains(c)) else { continue };
        let (message, removable) = if is_control(c) {
            // Those beyond ASCII were marks in Windows-1252: what they stood for is lost with them.
            ("a control character", c.is_ascii())
        } else if c == '\u{FFFD}' {
            // Inside a word it stands for a letter that is lost: dropping it mends nothing.
            let word = |c: Option<char>| c.is_some_and(is_word);
            let touches = word(target.char_before(at)) || word(target.char(at + 1));
            ("a replacement character", !touches)
        } else if !source.has_mojibake && is_mojibake(target, at, view.target_language.script) {
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

/// C0 and C1 without tab and line breaks. U+0085 was one, but stands in texts that were an ellipsis in Windows-1252.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// UTF-8 read as Latin-1 or Windows-1252: `Ã¤`, `â€™`, `Â°`, and a letter of the language in the same way.
fn is_mojibake(line: &Line, at: usize, script: Script) -> bool {
    let next = |ahead: usize| line.char(at + ahead).unwrap_or(' ');
    let after_letter = line.char_before(at).is_some_and(char::is_alphabetic);
    match line.char(at) {
        // Before a letter or a space it is Portuguese, before a quote or an ellipsis the end of a word, unless
        // the word goes on behind them.
        Some('Ã') if next(1) == '\u{A0}' => !after_letter,
        Some('Ã') => {
            let ends_word = matches!(next(1), '…' | '„' | '»') && !next(2).is_lowercase();
            byte(next(1)).is_some() && !ends_word
        }
        Some('Â') => matches!(next(1), '\u{A1}'..='\u{BA}') && !after_letter,
        Some('â') if next(1) == '€' => !next(2).is_ascii_digit() && next(2) != ' ',
        Some(_) => decoded(line, at).is_some_and(|c| {
            // Letters of the extended alphabets are named by signs that end words of real texts.
            let is_common = matches!(u32::from(c), 0x100..=0x17F)
                && byte(next(1)) > Some(0xA0)
                && !matches!(next(1), '«' | '»' | '°');
            if script == Script::Latin { is_common } else { script.includes(script_of(c)) || is_wide(c) }
        }),
        None => false,
    }
}

/// Marks of Chinese, Japanese and Korean, which stand beside their letters.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x3001..=0x3011 | 0xFF01..=0xFF60)
}

/// How many bytes of UTF-8 follow the one a character stands for.
fn leads(c: char) -> u32 {
    match u32::from(c) {
        0xC2..=0xDF => 1,
        0xE0..=0xEF => 2,
        _ => 0,
    }
}

/// The continuation byte of UTF-8 that a character stands for.
fn byte(c: char) -> Option<u32> {
    match u32::from(c) {
        code @ 0x80..=0xBF => Some(code),
        code => WINDOWS.iter().find(|(other, _)| *other == code).map(|(_, byte)| *byte),
    }
}

/// The character that the bytes behind the characters from a cell on are in UTF-8.
fn decoded(line: &Line, at: usize) -> Option<char> {
    let first = line.char(at)?;
    let follow = leads(first);
    let lead = match follow {
        1 => u32::from(first) & 0x1F,
        2 => u32::from(first) & 0x0F,
        _ => return None,
    };
    let code = (1..=follow as usize)
        .try_fold(lead, |code, ahead| Some(code << 6 | byte(line.char(at + ahead)?)? & 0x3F))?;
    char::from_u32(code).filter(|c| code >= if follow == 1 { 0x80 } else { 0x800 } && !c.is_control())
}

/// What Windows-1252 has in the places of control characters.
#[rustfmt::skip]
const WINDOWS: [(u32, u32); 27] = [
    (0x20AC, 0x80), (0x201A, 0x82), (0x192, 0x83), (0x201E, 0x84), (0x2026, 0x85), (0x2020, 0x86), (0x2021, 0x87),
    (0x2C6, 0x88), (0x2030, 0x89), (0x160, 0x8A), (0x2039, 0x8B), (0x152, 0x8C), (0x17D, 0x8E), (0x2018, 0x91),
    (0x2019, 0x92), (0x201C, 0x93), (0x201D, 0x94), (0x2022, 0x95), (0x2013, 0x96), (0x2014, 0x97), (0x2DC, 0x98),
    (0x2122, 0x99), (0x161, 0x9A), (0x203A, 0x9B), (0x153, 0x9C), (0x17E, 0x9E), (0x178, 0x9F),
];

/// Words that mix letters of two alphabets, where those of the fewer look the same in the other.
fn look_alikes(view: &View<'_>, report: &mut Report) {
    let target = &view.target;
    for word in &target.words {
        // What a conversion touches is no part of it: `%%sСлово`.
        if target.char_before(word.start) == Some('%') {
            continue;
        }
        let chars = || word.clone().filter_map(|at| target.char(at));
        let count = |script: Script| chars().filter(|c| c.is_alphabetic() && script_of(*c) == script).count();
        let latin = count(Script::Latin);
        let alike = ALIKE.iter().any(|(script, as_latin, of_latin)| {
            let other = count(*script);
            if latin == 0 || other == 0 || latin.max(other) < 3 || latin.min(other) > 2 {
                return false;
            }
            // "HTML-код" is a word of two parts; "SMSка" has letters that look like no others.
            let (stray, letters) =
                if latin < other { (Script::Latin, of_latin) } else { (*script, as_latin) };
            chars().all(|c| c.is_alphabetic() && (script_of(c) != stray || letters.contains(c)))
        });
        if alike {
            let message = "a word of letters of two alphabets that look alike";
            report.add(Id::CorruptChars, Severity::Major, message, Some(target.span(word)));
        }
    }
}

/// An alphabet, letters of it that look like Latin ones, and Latin ones that look like its own.
const ALIKE: [(Script, &str, &str); 2] = [
    (Script::Cyrillic, "асеорхуіјѕАВСЕНІКМОРТХУЅЈ", "aceopxyijsABCEHIKMOPTXYSJ"),
    (Script::Greek, "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEHIKMNOPTXYZov"),
];

/// Characters nobody sees, and kashidas, that the source has not and that do nothing where they stand.
fn invisible(view: &View<'_>, source: &Source, report: &mut Report) {
    let target = &view.target;
    let writes = view.target_language.script;
    let right_to_left = source.has_right_to_left
        || has_right_to_left(target)
        || matches!(writes, Script::Hebrew | Script::Arabic);
    let wrong = |at: usize| {
        let c = target.char(at).filter(|c| !source.odd.contains(c))?;
        let kind = kind(c)?;
        let needed = match c {
            '\u{200B}' => view.target_language.is_any(&["th", "km", "lo", "my", ""]),
            // An Arabic particle is joined by it to a name or a placeholder: `لـ TRUE`.
            '\u{640}' => !target.plain(at + 1).is_some_and(|c| script_of(c) == Script::Arabic),
            // Overrides turn letters round, and within a word nothing has a direction of its own.
            '\u{202D}' | '\u{202E}' => false,
            c if is_direction_mark(c) => right_to_left && !is_within_word(target, at),
            _ => is_at_home(at, |at| target.char(at)),
        };
        (!needed).then_some(kind)
    };
    let mut at = 0;
    while at < target.len() {
        let start = at;
        at += 1;
        let Some(kind) = wrong(start) else { continue };
        // A text hidden in tags is one fault, however long it is.
        while HIDES_TEXT.contains(&kind) && wrong(at) == Some(kind) {
            at += 1;
        }
        let ((message, removable), cells) = (kind, start..at);
        let span = Some(target.span(&cells));
        let is_plain = cells.clone().all(|at| target.plain(at).is_some());
        let fix = if removable && is_plain { vec![Edit::text(cells, "")] } else { Vec::new() };
        report.add_fixable(Id::Invisible, Severity::Minor, message, span, fix);
    }
}

/// What an invisible character is, and whether the text without it is the same text.
type Kind = (&'static str, bool);

const SELECTOR: Kind = ("a variation selector", true);
const TAG: Kind = ("an invisible tag character", true);
/// Letters can be told by runs of these.
const HIDES_TEXT: [Kind; 2] = [SELECTOR, TAG];

fn kind(c: char) -> Option<Kind> {
    match c {
        '\u{200B}' | '\u{2060}' | '\u{FEFF}' => Some(("a zero-width character", true)),
        '\u{200C}' | '\u{200D}' => Some(("a zero-width joiner", true)),
        '\u{AD}' => Some(("a soft hyphen", false)),
        '\u{640}' => Some(("a kashida", false)),
        c if is_direction_mark(c) => Some(("a direction mark", true)),
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => Some(SELECTOR),
        '\u{E0000}'..='\u{E007F}' => Some(TAG),
        // The others have a width somewhere, or there is text between them.
        '\u{34F}' | '\u{2061}'..='\u{2064}' | '\u{206A}'..='\u{206F}' => {
            Some(("an invisible character", true))
        }
        c if is_invisible(c) => Some(("an invisible character", false)),
        _ => None,
    }
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether letters of the same script stand on both sides.
fn is_within_word(line: &Line, at: usize) -> bool {
    let script = |c: Option<char>| c.filter(|c| c.is_alphabetic()).map(script_of);
    let before = script(line.char_before(at));
    before.is_some() && before == script(line.char(at + 1))
}

/// Marks of direction are in the block of Arabic themselves and prove nothing.
fn has_right_to_left(line: &Line) -> bool {
    let is_of_it = |c: char| matches!(script_of(c), Script::Hebrew | Script::Arabic) && !is_direction_mark(c);
    (0..line.len()).any(|at| line.char(at).is_some_and(is_of_it))
}
