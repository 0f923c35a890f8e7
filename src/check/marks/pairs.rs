//! Brackets and quotes: both halves, in the form of the language.

use super::super::Id;
use super::super::kinds::Kinds;
use super::super::line::Line;
use super::super::locale::{Script, script_of};
use super::super::untranslated::is_quote;
use super::super::view::{Edit, Report, View};
use super::super::wrapper::quoted_whole;
use crate::domain::segment::Severity;

/// Unpaired brackets (`brackets`); unpaired quotes and quotes of another language (`quotes`).
pub(in crate::check) fn paired_marks(view: &View<'_>, report: &mut Report) {
    let has = |kind: Kinds| view.target.has(kind) || view.source.has(kind);
    if has(Kinds::BRACKET) {
        brackets(view, report);
    }
    if !view.target.has(Kinds::QUOTE) {
        return;
    }
    // A quote alone is a sign that the program puts around something.
    if view.source.words.is_empty() {
        return;
    }
    let (wanted, given) = (quotes(&view.source), quotes(&view.target));
    if is_open(&view.target, &given) && !has_quoting_prefix(&view.target) && !is_open(&view.source, &wanted) {
        // Of several, the last is the one that none follows.
        let span = given.last().map(|(at, _)| view.target.span(&(*at..at + 1)));
        report.add(Id::Quotes, Severity::Minor, "a quote without its other half", span);
    } else if let Some(cells) = quoted_whole(view) {
        let message = "quotes around the whole text, the source has none";
        report.add(Id::Quotes, Severity::Minor, message, Some(view.target.span(&cells)));
    } else {
        form(view, &given, report);
        straight(view, &wanted, &given, report);
    }
}

fn brackets(view: &View<'_>, report: &mut Report) {
    for (name, open, close) in BRACKETS {
        // Brackets that the source has are no names of list items.
        let items = !view.source.plain_chars().any(|(_, c)| open.contains(c));
        let of_target = balance(&view.target, open, close, items, false);
        if of_target.is_even() {
            continue;
        }
        let balance = balance(&view.target, open, close, items, true);
        let of_source = [false, true].map(|free| self::balance(&view.source, open, close, items, free));
        let check = if open == QUOTING { Id::Quotes } else { Id::Brackets };
        // What the source leaves open (a list mark, a sentence in two segments) is its own way.
        if balance.excess != 0 && !of_source.iter().any(|source| source.excess == of_target.excess) {
            let side = if balance.excess > 0 { "opening" } else { "closing" };
            let message = format!("{name}: one {side} bracket is too many");
            report.add(check, Severity::Minor, message, place(&view.target, balance));
        } else if balance.excess == 0
            && balance.reversed.is_some()
            && !of_source.iter().any(|source| source.reversed.is_some())
        {
            let message = format!("{name}: one closes before it opens");
            report.add(check, Severity::Minor, message, place(&view.target, balance));
        }
    }
}

/// The corner brackets are the quotes of Chinese and Japanese.
const QUOTING: &str = "「『";
/// Half and full width count as one.
const BRACKETS: [(&str, &str, &str); 5] = [
    ("round brackets", "(（", ")）"),
    ("square brackets", "[［", "]］"),
    ("curly brackets", "{｛", "}｝"),
    ("corner brackets", "【《〈", "】》〉"),
    ("corner brackets", QUOTING, "」』"),
];

/// What the brackets of a text come to.
#[derive(Debug, Clone, Copy, Default)]
struct Balance {
    /// How many more open than close.
    excess: i64,
    /// The cell of the first one that closes what none has opened.
    reversed: Option<usize>,
    /// The cell of the first one that none closes.
    open: Option<usize>,
}

impl Balance {
    /// Whether all pair up.
    fn is_even(self) -> bool {
        self.excess == 0 && self.reversed.is_none()
    }
}

/// Where the half stands that has no other.
fn place(line: &Line, balance: Balance) -> Option<(u32, u32)> {
    let at = if balance.excess > 0 { balance.open } else { balance.reversed };
    at.map(|at| line.span(&(at..at + 1)))
}

/// What the brackets of a text come to. `items`: whether list items within the text are left out.
/// `free`: whether brackets that stand free are left out, as signs that the text speaks of.
fn balance(line: &Line, open: &str, close: &str, items: bool, free: bool) -> Balance {
    let first = line.inner().start;
    let mut balance = Balance::default();
    // Those that are open, from which each that closes takes the last.
    let mut opened: Vec<usize> = Vec::new();
    for (at, c) in line.plain_chars() {
        if c.is_alphanumeric() || c == ' ' {
            continue;
        }
        if free && stands_free(line, at) {
            continue;
        }
        if open.contains(c) {
            balance.excess += 1;
            opened.push(at);
        } else if close.contains(c) {
            // `a)` begins a list item or names one, `:)` is a face.
            let item = balance.excess == 0 && (at <= first + 3 || items && is_item(line, at));
            if item || is_face(line, at) {
                continue;
            }
            balance.excess -= 1;
            if opened.pop().is_none() {
                balance.reversed = balance.reversed.or(Some(at));
            }
        }
    }
    balance.open = opened.first().copied();
    balance
}

/// `:)`, `;-)`: eyes that stand free.
fn is_face(line: &Line, at: usize) -> bool {
    let nose = usize::from(line.char_before(at) == Some('-'));
    let Some(eyes) = at.checked_sub(1 + nose).filter(|at| matches!(line.char(*at), Some(':' | ';'))) else {
        return false;
    };
    line.char_before(eyes).is_none_or(char::is_whitespace)
}

/// Whether blanks or quotes stand on both sides of a bracket: it is what the text speaks of.
fn stands_free(line: &Line, at: usize) -> bool {
    let free =
        |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || is_quote(c) || matches!(c, '"' | '`' | ','));
    free(line.char_before(at)) && free(line.char(at + 1))
}

/// Whether a closing bracket stands behind the letter or the number of a list item, a word of its own: “a) and b)”,
/// “1)”, “iv)”.
fn is_item(line: &Line, at: usize) -> bool {
    let sign = |at: &usize| line.plain(*at).is_some_and(char::is_alphanumeric);
    let length = (0..at).rev().take_while(sign).take(LONGEST_ITEM + 1).count();
    let start = at - length;
    let free = line.char_before(start).is_none_or(|c| c.is_whitespace() || "/,;:，、；：„“«\"".contains(c));
    let chars = || (start..at).filter_map(|at| line.plain(at));
    let number = || chars().all(|c| c.is_numeric());
    let roman = || chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    (1..=LONGEST_ITEM).contains(&length) && free && (length == 1 || number() || roman())
}

/// The signs of the longest numbers of list items: `viii`.
const LONGEST_ITEM: usize = 4;

/// The double quotes of a text.
fn quotes(line: &Line) -> Vec<(usize, char)> {
    // Gershayim, typed as a quote, stand within a Hebrew word: ק"ג.
    let letter = |at: usize| line.char(at).is_some_and(|c| script_of(c) == Script::Hebrew);
    let gershayim = |at: usize| at > 0 && letter(at - 1) && letter(at + 1);
    line.plain_chars()
        .filter(|(at, c)| match c {
            '"' | '”' => !gershayim(*at),
            _ => matches!(c, '“' | '”' | '„' | '«' | '»'),
        })
        .collect()
}

/// Whether a quote stands behind the one letter that Hebrew writes together with the next word: `ה"קובץ"`. It may be
/// what opens the quote as well as gershayim.
fn has_quoting_prefix(line: &Line) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| script_of(c) == Script::Hebrew);
    line.plain_chars().any(|(at, c)| {
        matches!(c, '"' | '”' | '“')
            && line.char_before(at).is_some_and(|c| "ובכלמשה".contains(c))
            && letter(line.char(at + 1))
            && !letter(at.checked_sub(2).and_then(|at| line.char(at)))
    })
}

/// Whether a quote lacks its other half. Behind a digit `"` may be inches as well as a quote.
fn is_open(line: &Line, quotes: &[(usize, char)]) -> bool {
    let inches = |(at, c): &&(usize, char)| {
        *c == '"' && line.plain(at.wrapping_sub(1)).is_some_and(|c| c.is_ascii_digit())
    };
    let sure = quotes.len() - quotes.iter().filter(inches).count();
    quotes.len() % 2 == 1 && sure % 2 == 1
}

/// English quotes in a language whose quotes have one form of their own.
fn form(view: &View<'_>, quotes: &[(usize, char)], report: &mut Report) {
    let Some((open, close)) = view.target_language.quotes else { return };
    let english = !quotes.is_empty() && quotes.chunks(2).all(|pair| matches!(pair, [(_, '“'), (_, '”')]));
    let (Some(first), Some(last)) = (quotes.first(), quotes.last()) else { return };
    if !english {
        return;
    }
    let fixed = if view.target_language.quotes_vary { &[] } else { quotes };
    let fix = fixed
        .iter()
        .map(|(at, c)| {
            let quote = if *c == '“' { open } else { close };
            Edit::text(*at..at + 1, quote.encode_utf8(&mut [0; 4]))
        })
        .collect();
    let message = format!("quotes of another language instead of {open}…{close}");
    let span = Some(view.target.span(&(first.0..last.0 + 1)));
    report.add_fixable(Id::Quotes, Severity::Minor, message, span, fix);
}

/// Straight quotes where the source has those of printed text, in a language whose own are others than
/// those of English; elsewhere straight ones are common in print too.
fn straight(view: &View<'_>, wanted: &[(usize, char)], given: &[(usize, char)], report: &mut Report) {
    let (target, language) = (&view.target, view.target_language);
    let all = |quotes: &[(usize, char)], is: fn(char) -> bool| {
        !quotes.is_empty() && quotes.iter().all(|(_, c)| is(*c))
    };
    let of_print = all(wanted, |c| c != '"');
    // Behind a digit it may be inches.
    let inches = |at: usize| target.char_before(at).is_some_and(|c| c.is_ascii_digit());
    let own = language.quotes.is_some() || language.is_any(&["fr", "es", "it", "el", "ja", "zh"]);
    if !own || !of_print || given.iter().filter(|(_, c)| *c == '"').count() < 2 {
        return;
    }
    if let Some((at, _)) = given.iter().find(|(at, c)| *c == '"' && !inches(*at)) {
        let message = "straight quotes where the source has those of printed text";
        report.add(Id::Quotes, Severity::Minor, message, Some(target.span(&(*at..at + 1))));
    }
}
