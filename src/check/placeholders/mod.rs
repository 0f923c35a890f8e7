//! Placeholders that stand as plain text: they must come through as they are.
//!
//! printf (`%s`, `%1$d`, `%(name)s`), Qt (`%1`), braces (`{0}`, `{name}`, `{{name}}`, `${name}`,
//! `#{name}`, `%{name}`), `%NAME%`, and the arguments of ICU messages, whose arms are language.
//! Escaped markup (`<b>`, `&nbsp;`) is found on the way, so that no check takes it for words.
//!
//! Not the scanner of `domain::placeholders`, on purpose. That one guards what is written: what it
//! misses may break a program, so it takes whatever has the form of a placeholder, also of rare
//! syntaxes, and compares by branches and plural forms. This one says to people what is wrong and
//! what is a word: what it takes wrongly is a false alarm (`50 % de`, `100% done`), so a form that is
//! language as well is left out, and selectors of arms are no placeholders. It also runs over every
//! text, in one pass over its bytes.

pub(super) mod compare;
mod dates;
pub(super) mod printf;

use printf::{conversion, glued};
use std::ops::Range;

/// What a text holds, as byte ranges in order.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) placeholders: Vec<Range<usize>>,
    pub(super) markup: Vec<Range<usize>>,
    /// Whether the text is an ICU message with arms.
    pub(super) has_arms: bool,
}

/// The placeholders of a text, as byte ranges in order.
#[cfg(test)]
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    scan(text).placeholders
}

/// Finds placeholders and escaped markup in one pass.
pub(super) fn scan(text: &str) -> Scan {
    let bytes = text.as_bytes();
    let mut found = Scan::default();
    // One entry per open ICU brace: whether arms (`other {…}`) follow in it, or a message.
    let mut arms: Vec<bool> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let in_arms = arms.last() == Some(&true);
        let length = match bytes[at] {
            b'{' if in_arms => {
                arms.push(false);
                0
            }
            b'{' => match argument_with_arms(rest) {
                Some(length) if arms.len() < MAX_DEPTH => {
                    found.has_arms = true;
                    arms.push(true);
                    length
                }
                Some(_) | None if is_escape(&bytes[..at]) => 0,
                Some(_) | None => braces(rest),
            },
            b'}' => {
                arms.pop();
                0
            }
            b'%' => percent(text, at),
            b'$' | b'#' if rest.get(1) == Some(&b'{') => match braces(&rest[1..]) {
                0 => 0,
                length => length + 1,
            },
            b'<' | b'&' => {
                let length = if bytes[at] == b'<' { tag(rest) } else { entity(rest) };
                if length > 0 {
                    found.placeholders.extend(within_tag(text, at..at + length));
                    found.markup.push(at..at + length);
                    at += length;
                    continue;
                }
                0
            }
            // Selectors of arms (`=0`, `few`) differ by language: they are no words.
            b if in_arms && !b.is_ascii_whitespace() => {
                let length = rest.iter().take_while(|b| !matches!(b, b'{' | b'}' | b' ')).count();
                found.markup.push(at..at + length);
                at += length;
                continue;
            }
            _ => 0,
        };
        if length > 0 {
            found.placeholders.push(at..at + length);
        }
        at += length.max(1);
    }
    found
}

/// Whether a brace belongs to an escape (`\x{…}`, `\N{…}`); behind `\n` a placeholder may begin.
fn is_escape(before: &[u8]) -> bool {
    matches!(before, [.., b'\\', letter] if letter.is_ascii_alphabetic() && !b"nrt".contains(letter))
}

/// The conversions within a tag, or what looks like one: `<a href="%s">`, `<unknown value: %d>`.
fn within_tag(text: &str, tag: Range<usize>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    // In an address `%20` is a blank.
    let has_value = bytes[tag.clone()].contains(&b'=');
    let escaped = |at: usize| {
        has_value && bytes.get(at + 1..at + 3).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
    };
    let signs = tag.filter(|at| bytes[*at] == b'%' && !escaped(*at));
    let found = signs.map(|at| at..at + percent(text, at));
    found.filter(|range| range.len() > 2 || range.len() == 2 && bytes[range.start + 1] != b'%').collect()
}

const MAX_DEPTH: usize = 32;
/// Longer ones are text.
const MAX_LENGTH: usize = 100;

/// `{count, plural,`: the length up to where the arms begin.
fn argument_with_arms(rest: &[u8]) -> Option<usize> {
    let head = &rest[1..rest.len().min(MAX_LENGTH)];
    let comma = head.iter().position(|b| *b == b',')?;
    let (name, tail) = (head[..comma].trim_ascii(), &head[comma + 1..]);
    if name.is_empty() || !name.iter().all(|b| is_name(*b)) {
        return None;
    }
    let comma_2 = tail.iter().position(|b| *b == b',')?;
    let kind = tail[..comma_2].trim_ascii();
    matches!(kind, b"plural" | b"select" | b"selectordinal").then_some(comma + comma_2 + 3)
}

/// `{}`, `{0}`, `{name:fmt}`, `{{ name }}`: the length, 0 if it is something else.
fn braces(rest: &[u8]) -> usize {
    let window = &rest[..rest.len().min(MAX_LENGTH)];
    if let Some(inner) = window.strip_prefix(b"{{") {
        let end = inner.windows(2).position(|pair| pair == b"}}");
        let inside = &inner[..end.unwrap_or(0)];
        return match end {
            Some(end) if !inside.contains(&b'{') && !inside.contains(&b'\n') => end + 4,
            Some(_) | None => 0,
        };
    }
    let Some(end) = window.iter().position(|b| *b == b'}') else { return 0 };
    let inside = &window[1..end];
    let fits = |b: &u8| is_name(*b) || matches!(b, b':' | b',' | b'-' | b'+' | b'#' | b'%' | b'[' | b']');
    // `{...}` is an omission, `{first,second}` a choice, `{%u}` a conversion in braces.
    if inside.first() == Some(&b'%') {
        return 0;
    }
    let named = inside.is_empty() || inside.iter().any(u8::is_ascii_alphanumeric);
    let typed = inside.split(|b| *b == b',').nth(1).is_none_or(|kind| {
        let kind = kind.trim_ascii();
        KINDS.contains(&kind)
            || kind.iter().all(|b| !b.is_ascii_alphabetic() || *b == b':')
            || kind.contains(&b':')
    });
    if named && typed && inside.iter().all(fits) { end + 1 } else { 0 }
}

/// What an argument may be formatted as.
const KINDS: &[&[u8]] = &[
    b"number",
    b"date",
    b"time",
    b"spellout",
    b"ordinal",
    b"duration",
    b"list",
    b"choice",
    b"plural",
    b"select",
];

fn is_name(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'$' | b'@')
}

/// Everything that begins with `%`: the length, 0 if it is a percent sign.
fn percent(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let rest = &bytes[at..];
    let after_digit = at > 0 && bytes[at - 1].is_ascii_digit();
    let next = rest.get(1).copied().unwrap_or(b' ');
    if next == b'%' {
        return 2;
    }
    if next == b'{' {
        return match braces(&rest[1..]) {
            0 => 0,
            length => length + 1,
        };
    }
    if next == b'(' {
        let Some(close) = rest.iter().take(MAX_LENGTH).position(|b| *b == b')') else { return 0 };
        let named = close > 2 && rest[2..close].iter().all(|b| is_name(*b));
        return if named { glued(rest, close + 1).unwrap_or(0) } else { 0 };
    }
    let name = rest[1..].iter().take_while(|b| b.is_ascii_alphabetic() || **b == b'_').count();
    // `%sx%s` and `%lu%%` are two, and no name.
    let closes = !rest.get(name + 2).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'%');
    if (2..MAX_LENGTH).contains(&name) && rest.get(name + 1) == Some(&b'%') && !after_digit && closes {
        return name + 2;
    }
    let digits = rest[1..].iter().take_while(|b| b.is_ascii_digit()).count();
    if digits > 0 && rest.get(digits + 1) == Some(&b'$') {
        // What has a number is no word: `%1$sx%2$s`.
        return glued(rest, digits + 2).unwrap_or(0);
    }
    if after_digit {
        return 0;
    }
    if let Some(length) = conversion(rest, 1) {
        return length;
    }
    // Qt: %1 … %99, and %n, which is no printf conversion of a text.
    let ends = |length: usize| !rest.get(length).is_some_and(u8::is_ascii_alphanumeric);
    if (1..=2).contains(&digits) && next != b'0' && ends(digits + 1) {
        return digits + 1;
    }
    if next == b'n' && ends(2) { 2 } else { 0 }
}

/// `<b>`, `</a>`, `<br/>`, `<a href="…">`: the length, 0 if `<` is a sign of its own.
fn tag(rest: &[u8]) -> usize {
    let name_at = if rest.get(1) == Some(&b'/') { 2 } else { 1 };
    let named = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.');
    let name = rest[name_at..].iter().take_while(|b| named(b)).count();
    // `<path>` in other letters, and `<buffer=%d>`, are no tags.
    let ends = rest.get(name_at + name).is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
    let address = name > 0 && rest[name_at + name - 1] == b':';
    if !rest.get(name_at).is_some_and(u8::is_ascii_alphabetic) || !ends || address {
        return 0;
    }
    let mut quote = None;
    for (at, b) in rest.iter().enumerate().skip(name_at).take(2000) {
        match (quote, b) {
            (Some(open), b) if open == *b => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(*b),
            (None, b'<') => return 0,
            (None, b'>') => return at + 1,
            (None, _) => {}
        }
    }
    0
}

/// `&nbsp;`, `&#160;`: the length, 0 if `&` is a sign of its own.
fn entity(rest: &[u8]) -> usize {
    let name = rest[1..].iter().take(32).take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
    if name > 1 && rest.get(name + 1) == Some(&b';') { name + 2 } else { 0 }
}
