//! Placeholders that stand in plain text: `%s`, `{0}`, `${x}`, `%(n)s`, `<b>` as text …
//!
//! They are no inline codes, but whoever fills them in breaks as surely when one is lost. Found
//! by form alone: where a form is doubtful (`100% d`), it is taken for text.

#[cfg(test)]
mod tests;

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// The family of a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// `%s`, `%1$d`, `%@`, `%(name)s`, `%1`, `%%`.
    Printf,
    /// `{0}`, `{name}`, `{0:N2}`, `{{x}}`, `${x}`, `%{x}`.
    Brace,
    /// `%count%`.
    Percent,
    /// The frame of an ICU message: argument, type and selectors.
    Icu,
    /// A tag of HTML or XML written as text.
    Markup,
    /// `{1>`, `<1}`, `{b>`, `<b}` of Phrase.
    Phrase,
}

/// A placeholder in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// Its family.
    pub family: Family,
    /// What must stay the same; for most the placeholder itself.
    pub text: String,
    /// Its bytes in the text. That of an ICU message is its whole, with others inside.
    pub span: Range<usize>,
    /// Whether it stands in a branch of an ICU message: languages differ in how many branches they have.
    pub nested: bool,
}

/// What two texts must have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    counts: BTreeMap<(Family, String), usize>,
    nested: BTreeSet<(Family, String)>,
    /// Unnumbered arguments are filled in by position, so their order counts.
    order: Vec<String>,
}

impl Signature {
    /// The first placeholder that occurs less (`false`) or more often (`true`) here than in `other`.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<(String, bool)> {
        let count = |of: &Self, key: &(Family, String)| {
            of.counts.get(key).copied().unwrap_or(0) + usize::from(of.nested.contains(key))
        };
        let keys = |of: &Self| of.counts.keys().chain(&of.nested).cloned().collect::<Vec<_>>();
        let lost = keys(other).into_iter().find(|key| count(self, key) < count(other, key));
        let lost = lost.map(|(_, text)| (text, false));
        lost.or_else(|| {
            let gained = keys(self).into_iter().find(|key| count(self, key) > count(other, key));
            gained.map(|(_, text)| (text, true))
        })
    }
}

/// What must stay the same about the placeholders of a text.
#[must_use]
pub fn signature(text: &str) -> Signature {
    let mut signature = Signature::default();
    for found in find(text) {
        if found.nested {
            signature.nested.insert((found.family, found.text));
            continue;
        }
        if found.family == Family::Printf && is_unnumbered(&found.text) {
            signature.order.push(found.text.clone());
        }
        *signature.counts.entry((found.family, found.text)).or_default() += 1;
    }
    signature
}

/// The placeholders of a text, in order of their beginning.
#[must_use]
pub fn find(text: &str) -> Vec<Placeholder> {
    let mut found = Vec::new();
    if !text.contains(['%', '{', '<', '}']) {
        return found;
    }
    let mut attempts = MOST_MESSAGES;
    let mut work = vec![(0..text.len(), false)];
    while let Some((range, nested)) = work.pop() {
        let mut at = range.start;
        while at < range.end {
            let message = message_start(text, at, range.end, &mut attempts);
            let plain_end = message.as_ref().map_or(range.end, |message| message.span.start);
            plain(text, at..plain_end, nested, &mut found);
            let Some(message) = message else { break };
            at = message.span.end;
            work.extend(message.branches.into_iter().map(|branch| (branch, true)));
            found.push(Placeholder { family: Family::Icu, text: message.frame, span: message.span, nested });
        }
    }
    found.sort_by_key(|placeholder| placeholder.span.start);
    found
}

/// ICU messages looked for in one text; the rest is taken for plain braces.
const MOST_MESSAGES: u32 = 64;

static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    let forms = [
        r"(?<percent>%[A-Za-z_][A-Za-z0-9_.\-]+%)",
        r"|(?<printf>%\([A-Za-z_][A-Za-z0-9_.]*\)[#0+]?[0-9]*(?:\.[0-9]+)?[a-zA-Z]",
        r"|%%",
        r"|%(?:[0-9]+\$)?(?:[#0+]|-[0-9])?(?:[0-9]+|\*)?(?:\.(?:[0-9]+|\*))?(?:hh|h|ll|l|q|j|z|t|L)?[@diouxXeEfFgGcCsSpn]",
        r"|%L?[0-9]{1,2})",
        r"|(?<phrase>\{(?:[0-9]{1,3}|[biu_^])>|<(?:[0-9]{1,3}|[biu_^])\})",
        r"|(?<brace>\{\{[^{}]*\}\}|[$%#]\{[^{}]*\}|\{[A-Za-z0-9_][A-Za-z0-9_.$\-]*(?:[,:][^{}]*)?\}|\{\})",
        r"|(?<markup></?[A-Za-z][^<>]*>)",
    ];
    Regex::new(&forms.concat()).expect("the pattern is fixed and tested")
});

/// Values of attributes that people read, so that they may be translated.
static READ: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#"(?i)\b(alt|title|placeholder|aria-label)\s*=\s*("[^"]*"|'[^']*')"#;
    Regex::new(pattern).expect("the pattern is fixed and tested")
});

/// Whether a `%name%` is in truth a printf argument before a percent sign: `%ld%`.
static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^%(?:hh|h|ll|l|q|j|z|t|L)[dioux]%$").expect("the pattern is fixed and tested")
});

fn plain(text: &str, range: Range<usize>, nested: bool, found: &mut Vec<Placeholder>) {
    let mut at = range.start;
    while let Some(captures) = PLAIN.captures_at(&text[..range.end], at) {
        let families = [
            ("percent", Family::Percent),
            ("printf", Family::Printf),
            ("phrase", Family::Phrase),
            ("brace", Family::Brace),
            ("markup", Family::Markup),
        ];
        let Some((family, matched)) =
            families.iter().find_map(|(name, family)| captures.name(name).map(|m| (*family, m)))
        else {
            return;
        };
        at = matched.end();
        let (mut family, mut span) = (family, matched.range());
        if family == Family::Percent && LENGTH.is_match(matched.as_str()) {
            (family, span) = (Family::Printf, span.start..span.end - 1);
            at = span.end;
        }
        // In "50%de réduction" the sign belongs to the number before it.
        let after_digit = text[..span.start].ends_with(|c: char| c.is_numeric());
        if family == Family::Printf && after_digit && &text[span.clone()] != "%%" {
            at = span.start + 1;
            continue;
        }
        let kept = &text[span.clone()];
        let kept = if family == Family::Markup { READ.replace_all(kept, "$1") } else { kept.into() };
        found.push(Placeholder { family, text: kept.into_owned(), span, nested });
    }
}

/// An ICU message: `{count, plural, one {…} other {…}}`.
struct Message {
    span: Range<usize>,
    frame: String,
    branches: Vec<Range<usize>>,
}

static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"\{\s*([A-Za-z0-9_.$]+)\s*,\s*(plural|selectordinal|select)\s*,";
    Regex::new(pattern).expect("the pattern is fixed and tested")
});

/// The next whole ICU message from `at` on.
fn message_start(text: &str, at: usize, end: usize, attempts: &mut u32) -> Option<Message> {
    let mut from = at;
    while *attempts > 0 {
        let head = HEAD.captures_at(&text[..end], from)?;
        *attempts -= 1;
        let whole = head.get(0)?;
        if let Some(message) = message(&text[..end], whole.range(), &head[1], &head[2]) {
            return Some(message);
        }
        from = whole.end();
    }
    None
}

fn message(text: &str, head: Range<usize>, argument: &str, kind: &str) -> Option<Message> {
    let mut frame = format!("{{{argument}, {kind},");
    let mut branches = Vec::new();
    let (mut depth, mut start) = (1_usize, head.end);
    for (at, c) in text[head.end..].char_indices().map(|(at, c)| (head.end + at, c)) {
        match (c, depth) {
            ('{', 1) => {
                let selector = text[start..at].split_whitespace().collect::<Vec<_>>().join(" ");
                if selector.is_empty() {
                    return None;
                }
                frame.push_str(&format!(" {selector} {{}}"));
                (depth, start) = (2, at + 1);
            }
            ('{', _) => depth += 1,
            ('}', 1) => {
                frame.push('}');
                let empty = !text[start..at].trim().is_empty() || branches.is_empty();
                return (!empty).then_some(Message { span: head.start..at + 1, frame, branches });
            }
            ('}', 2) => {
                branches.push(start..at);
                (depth, start) = (1, at + 1);
            }
            ('}', _) => depth -= 1,
            _ => {}
        }
    }
    None
}

fn is_unnumbered(placeholder: &str) -> bool {
    placeholder != "%%"
        && !placeholder.contains(['$', '('])
        && !placeholder.ends_with(|c: char| c.is_ascii_digit())
}
