//! Finds placeholders by their form.

use super::icu;
use super::{Family, Placeholder};
use memchr::memchr;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The placeholders of a text, in order of their beginning.
#[must_use]
pub fn find(text: &str) -> Vec<Placeholder> {
    let mut found = Vec::new();
    if !begins(text) {
        return found;
    }
    let mut attempts = icu::MOST_MESSAGES;
    let mut work = vec![(0..text.len(), None)];
    while let Some((range, branch)) = work.pop() {
        let mut at = range.start;
        while at < range.end {
            let message = icu::message(text, at, range.end, &mut attempts);
            let plain_end = message.as_ref().map_or(range.end, |message| message.span.start);
            plain(text, at..plain_end, branch.as_deref(), &mut found);
            let Some(message) = message else { break };
            at = message.span.end;
            let named =
                message.selectors.iter().map(|selector| Some(super::branch(&message.frame, selector)));
            work.extend(message.branches.into_iter().zip(named));
            let selectors = message.selectors;
            let (family, text, span) = (Family::Icu, message.frame, message.span);
            found.push(Placeholder { family, text, span, branch: branch.clone(), selectors });
        }
    }
    intervals(text, &mut found);
    found.sort_by_key(|placeholder| placeholder.span.start);
    found
}

/// Whether anything is in a text that a placeholder, or a choice between forms, can begin with. An
/// ampersand alone is no sign: many texts have one.
fn begins(text: &str) -> bool {
    let sign = |byte: u8| matches!(byte, b'%' | b'{' | b'<' | b'|');
    let any = text.bytes().fold(0_u8, |any, byte| any | u8::from(sign(byte)) | (u8::from(byte == b'&') << 1));
    any & 1 != 0 || any != 0 && text.contains("&lt;")
}

static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    let forms = [
        r"(?<percent>%[A-Za-z_][A-Za-z0-9_.\-]+%)",
        r"|(?<printf>%\([A-Za-z_][A-Za-z0-9_.]*\)[#0+]?[0-9]*(?:\.[0-9]+)?[a-zA-Z]",
        r"|%%",
        r"|%(?:[0-9]+\$)?#@[A-Za-z_][A-Za-z0-9_]*@",
        r"|%(?:[0-9]+\$)?(?:[#0+]|-[0-9])?(?:[0-9]+|\*)?(?:\.(?:[0-9]+|\*))?(?:hh|h|ll|l|q|j|z|t|L)?[@diouxXeEfFgGcCsSpn]",
        r"|%L?[0-9]{1,2})",
        r"|(?<phrase>\{(?:[0-9]{1,3}|[biu_^])>|<(?:[0-9]{1,3}|[biu_^])\})",
        // What begins with a sign is MessageFormat 2 or Fluent: `{$name :number}`, `{|text|}`.
        r"|(?<brace>\{\{[^{}]*\}\}|[$%#]\{[^{}]*\}|\{[A-Za-z0-9_][A-Za-z0-9_.$\-]*(?:[,:][^{}]*)?\}",
        r"|\{\s*[$|:#/@][^{}]*\}|\{\})",
        r"|(?<markup></?[A-Za-z][^<>]*>|&lt;/?[A-Za-z](?:[^<>&]|&(?:quot|apos|amp|#39);)*&gt;)",
    ];
    Regex::new(&format!("^(?:{})", forms.concat())).expect("the pattern is fixed and tested")
});

/// The next placeholder of a plain form in a text.
///
/// To try at each sign is a multiple faster than a search, and linear all the same: no form goes on
/// over another sign of its own kind.
fn next(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    while let Some(found) = text.as_bytes()[at..].iter().position(|byte| SIGNS[usize::from(*byte)]) {
        at += found;
        let end = simple(&text.as_bytes()[at..]).or_else(|| Some(PLAIN.find(&text[at..])?.end()));
        if let Some(end) = end {
            return Some(at..at + end);
        }
        at += 1;
    }
    None
}

/// The bytes that a placeholder of a plain form may begin with.
static SIGNS: [bool; 256] = {
    let mut signs = [false; 256];
    let mut at = 0;
    while at < 256 {
        signs[at] = matches!(at as u8, b'%' | b'{' | b'<' | b'$' | b'#' | b'&');
        at += 1;
    }
    signs
};

/// The end of a placeholder that has one of the usual forms: `%s`, `%name%`, `{0}`, `{name}`; nothing is
/// said of others.
fn simple(text: &[u8]) -> Option<usize> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    match text {
        [b'%', b'@', ..] => Some(2),
        [b'%', kind, rest @ ..] if b"diouxXeEfFgGcCsSpn".contains(kind) => {
            let name = rest.iter().take_while(|byte| is_name(**byte)).count();
            let is_name = name > 0 && rest.get(name) == Some(&b'%');
            Some(if is_name { name + 3 } else { 2 })
        }
        [b'{', first, rest @ ..] if first.is_ascii_alphanumeric() || *first == b'_' => {
            let name = rest.iter().take_while(|byte| is_name(**byte) || **byte == b'$').count();
            (rest.get(name) == Some(&b'}')).then_some(name + 3)
        }
        _ => None,
    }
}

/// Values of attributes that people read, so that they may be translated.
static READ: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#"(?i)\b(alt|title|placeholder|aria-label)\s*=\s*("[^"]*"|'[^']*')"#;
    Regex::new(pattern).expect("the pattern is fixed and tested")
});

/// Whether a `%name%` is in truth a printf argument before a percent sign: `%ld%`.
static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^%(?:hh|h|ll|l|q|j|z|t|L)[dioux]%$").expect("the pattern is fixed and tested")
});

/// An interval at the beginning of a plural form: `[1,19]`, `]0,Inf[`.
static INTERVAL: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:^|\|)\s*([\[\]]\s*(?:-?[0-9]+|-Inf)\s*,\s*(?:[0-9]+|\+?Inf|\*)\s*[\[\]])";
    Regex::new(pattern).expect("the pattern is fixed and tested")
});

/// The family of what was matched: its ends tell it, which is faster than to capture it.
fn family(matched: &str) -> Family {
    match (matched.as_bytes(), matched.as_bytes().last()) {
        ([b'%', b'%'], _) => Family::Printf,
        ([b'%', ..], Some(b'%')) => Family::Percent,
        ([b'{', ..], Some(b'>')) | ([b'<', ..], Some(b'}')) => Family::Phrase,
        ([b'<' | b'&', ..], _) => Family::Markup,
        (_, Some(b'}')) => Family::Brace,
        _ => Family::Printf,
    }
}

/// What is found of plain forms, with its family, in order.
fn plains(text: &str, range: Range<usize>) -> impl Iterator<Item = (Family, Range<usize>)> + '_ {
    let mut at = range.start;
    std::iter::from_fn(move || {
        loop {
            let matched = next(&text[at..range.end])?;
            let mut span = at + matched.start..at + matched.end;
            at = span.end;
            let mut family = family(&text[span.clone()]);
            if family == Family::Percent && LENGTH.is_match(&text[span.clone()]) {
                (family, span) = (Family::Printf, span.start..span.end - 1);
                at = span.end;
            }
            // In "50%de réduction" the sign belongs to the number before it.
            let after_digit = text[..span.start].ends_with(|c: char| c.is_numeric());
            if family == Family::Printf && after_digit && &text[span.clone()] != "%%" {
                at = span.start + 1;
                continue;
            }
            return Some((family, span));
        }
    })
}

fn plain(text: &str, range: Range<usize>, branch: Option<&str>, found: &mut Vec<Placeholder>) {
    for (family, span) in plains(text, range) {
        let kept = &text[span.clone()];
        let kept = match family {
            Family::Markup => READ.replace_all(kept, "$1").into_owned(),
            Family::Brace if kept.starts_with("{{") => kept.replace(' ', ""),
            Family::Printf
            | Family::Brace
            | Family::Percent
            | Family::Icu
            | Family::Phrase
            | Family::Interval => kept.to_owned(),
        };
        let branch = branch.map(str::to_owned);
        found.push(Placeholder { family, text: kept, span, branch, selectors: Vec::new() });
    }
}

/// Whether two texts without messages and forms have the same placeholders of the simple kinds, written
/// alike and in the same order.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    let is_more = |text: &str| memchr(b'|', text.as_bytes()).is_some() || icu::may_have_head(text.as_bytes());
    if is_more(one) || is_more(other) {
        return false;
    }
    let (mut found, mut others) = (plains(one, 0..one.len()), plains(other, 0..other.len()));
    loop {
        match (found.next(), others.next()) {
            (None, None) => return true,
            (Some((family, span)), Some((of_other, other_span))) => {
                let simple = matches!(family, Family::Printf | Family::Brace | Family::Percent);
                if !simple || family != of_other || one[span] != other[other_span] {
                    return false;
                }
            }
            (Some(_), None) | (None, Some(_)) => return false,
        }
    }
}

fn intervals(text: &str, found: &mut Vec<Placeholder>) {
    if !text.contains('|') {
        return;
    }
    for interval in INTERVAL.captures_iter(text).filter_map(|captures| captures.get(1)) {
        let text = interval.as_str().replace(' ', "");
        let (family, span) = (Family::Interval, interval.range());
        found.push(Placeholder { family, text, span, branch: None, selectors: Vec::new() });
    }
}

#[cfg(test)]
mod tests {
    use super::{PLAIN, begins, family, next};
    use crate::domain::placeholders::Family;
    use proptest::prelude::*;
    use regex::Regex;
    use std::sync::LazyLock;

    /// The same forms, searched for.
    static SEARCH: LazyLock<Regex> = LazyLock::new(|| Regex::new(&PLAIN.as_str()[1..]).unwrap());

    proptest! {
        #[test]
        fn the_ends_of_a_placeholder_tell_its_family(text in "([%{}<>$#@*.a-c0-2|/_(), -]|&lt;|&gt;|%%|%ld|#@){0,24}") {
            let mut at = 0;
            for captures in SEARCH.captures_iter(&text) {
                let families = [
                    ("percent", Family::Percent),
                    ("printf", Family::Printf),
                    ("phrase", Family::Phrase),
                    ("brace", Family::Brace),
                    ("markup", Family::Markup),
                ];
                let named = families.iter().find(|(name, _)| captures.name(name).is_some());
                prop_assert_eq!(Some(family(&captures[0])), named.map(|(_, family)| *family));
                let found = next(&text[at..]).map(|found| at + found.start..at + found.end);
                prop_assert_eq!(&found, &captures.get(0).map(|whole| whole.range()));
                at = found.map_or(at, |found| found.end);
            }
            prop_assert_eq!(next(&text[at..]), None);
            prop_assert!(begins(&text) || !SEARCH.is_match(&text));
        }
    }
}
