//! ICU messages: `{count, plural, one {…} other {…}}`.

use memchr::memchr_iter;
use regex::Regex;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// ICU messages looked for in one text; the rest is taken for plain braces.
pub(super) const MOST_MESSAGES: u32 = 64;

/// A message.
pub(super) struct Message {
    /// Its bytes.
    pub(super) span: Range<usize>,
    /// Argument, type and offset.
    pub(super) frame: String,
    /// Its selectors, in order.
    pub(super) selectors: Vec<String>,
    /// What its branches hold.
    pub(super) branches: Vec<Range<usize>>,
}

static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"\{\s*([A-Za-z0-9_.$]+)\s*,\s*(plural|selectordinal|select)\s*,";
    Regex::new(pattern).expect("the pattern is fixed and tested")
});

/// The next whole message from `at` on.
pub(super) fn message(text: &str, at: usize, end: usize, attempts: &mut u32) -> Option<Message> {
    let mut from = at;
    // Few texts with a placeholder have one; this look is a fraction of a search for a head.
    while *attempts > 0 && may_have_head(&text.as_bytes()[from..end]) {
        let head = HEAD.captures_at(&text[..end], from)?;
        *attempts -= 1;
        let whole = head.get(0)?;
        // Formats that are like ICU know no quotes: there an apostrophe before a brace is one.
        let parse = |quotes: bool| parse(&text[..end], whole.range(), &head[1], &head[2], quotes);
        if let Some(message) = parse(true).or_else(|| parse(false)) {
            return Some(message);
        }
        from = whole.end();
    }
    None
}

/// Whether there may be the head of a message: a name behind a brace, and behind that a comma.
pub(super) fn may_have_head(text: &[u8]) -> bool {
    let is_space = |byte: u8| byte.is_ascii_whitespace() || byte == 0x0B || !byte.is_ascii();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(*byte, b'_' | b'.' | b'$');
    memchr_iter(b'{', text).any(|brace| {
        let inside = &text[brace + 1..];
        match inside.iter().position(|byte| !is_name(byte)) {
            None => false,
            Some(0) => is_space(inside[0]),
            Some(end) => inside[end] == b',' || is_space(inside[end]),
        }
    })
}

fn parse(text: &str, head: Range<usize>, argument: &str, kind: &str, quotes: bool) -> Option<Message> {
    let mut frame = format!("{{{argument}, {kind}}}");
    let (mut selectors, mut branches) = (Vec::new(), Vec::new());
    let (mut depth, mut start) = (1_usize, head.end);
    let mut quoted = false;
    let mut chars = text[head.end..].char_indices().map(|(at, c)| (head.end + at, c)).peekable();
    while let Some((at, c)) = chars.next() {
        match (c, depth) {
            // An apostrophe quotes only before a brace; elsewhere, and where there are two, it is one.
            ('\'', 2..) if quotes && chars.next_if(|(_, next)| *next == '\'').is_some() => {}
            ('\'', _) if quoted => quoted = false,
            ('\'', 2..) => quoted = quotes && chars.peek().is_some_and(|(_, next)| is_quotable(*next)),
            _ if quoted => {}
            ('{', 1) => {
                let mut words: Vec<&str> = text[start..at].split_whitespace().collect();
                if words.first().is_some_and(|word| word.starts_with("offset:")) {
                    frame.push_str(words.remove(0));
                }
                let [selector] = words[..] else { return None };
                selectors.push(selector.to_owned());
                (depth, start) = (2, at + 1);
            }
            ('{', _) => depth += 1,
            ('}', 1) => {
                let ends = text[start..at].trim().is_empty() && !branches.is_empty();
                let span = head.start..at + 1;
                return ends.then_some(Message { span, frame, selectors, branches });
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

/// How often an apostrophe makes plain text of a brace and what follows it.
pub(super) fn quotes(text: &str) -> usize {
    let (mut count, mut quoted) = (0, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\'' || chars.next_if_eq(&'\'').is_some() {
            continue;
        }
        quoted = !quoted && chars.peek().is_some_and(|next| is_quotable(*next));
        count += usize::from(quoted);
    }
    count
}

fn is_quotable(c: char) -> bool {
    matches!(c, '{' | '}')
}

/// The selectors of all messages with one argument and type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Selectors {
    /// How many messages there are.
    count: usize,
    /// What each of them has.
    common: BTreeSet<String>,
    /// What any of them has.
    all: BTreeSet<String>,
    /// Whether one of them has a selector twice.
    doubled: bool,
}

impl Selectors {
    /// Takes another message.
    pub(super) fn add(&mut self, selectors: &[String]) {
        let set: BTreeSet<String> = selectors.iter().cloned().collect();
        self.doubled |= set.len() < selectors.len();
        self.common = if self.count == 0 { set.clone() } else { &self.common & &set };
        self.all.extend(set);
        self.count += 1;
    }

    /// Whether `new` has what each message here has, and beyond that only categories of plurals.
    pub(super) fn admits(&self, new: &Self, plural: bool) -> Result<(), String> {
        if let Some(lost) = self.common.iter().find(|selector| !new.common.contains(*selector)) {
            return Err(format!("the branch {lost} of a message is missing"));
        }
        let known = |selector: &String| self.all.contains(selector) || (plural && is_category(selector));
        if let Some(added) = new.all.iter().find(|selector| !known(selector)) {
            return Err(format!("a message has no branch {added}"));
        }
        if new.doubled && !self.doubled {
            return Err("a message has a branch twice".to_owned());
        }
        Ok(())
    }
}

/// Whether it is a category of plurals. A number of its own (`=1`) is the author's choice.
fn is_category(selector: &str) -> bool {
    matches!(selector, "zero" | "one" | "two" | "few" | "many" | "other")
}

#[cfg(test)]
mod tests {
    use super::{HEAD, may_have_head};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_head_is_overlooked(text in "([{]|[{]n|a|,|plural|select| |\u{a0}|\u{b}|\t|[}]|é){0,12}") {
            prop_assert!(may_have_head(text.as_bytes()) || !HEAD.is_match(&text));
        }
    }
}
