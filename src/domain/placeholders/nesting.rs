//! How paired placeholders (`<b>…</b>`, `{1>…<1}`) lie in each other.

use super::signature::short;
use super::{Family, Placeholder};
use std::collections::{BTreeMap, HashMap};

/// What lies in what, and what has no other end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Nesting {
    /// How often this lies directly in that, holding text or not.
    inside: BTreeMap<(String, String, bool), usize>,
    unmatched: usize,
}

/// An opening end that may get its closing one.
struct Open<'a> {
    name: &'a str,
    at: usize,
}

/// The nesting of what was found in a text.
pub(super) fn of(text: &str, found: &[Placeholder]) -> Nesting {
    let mut nesting = Nesting::default();
    let mut parents: Vec<(usize, usize)> = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut waiting: HashMap<&str, usize> = HashMap::new();
    for (at, placeholder) in found.iter().enumerate() {
        match end_of(&text[placeholder.span.clone()], placeholder.family) {
            None => {}
            Some((name, false)) => {
                *waiting.entry(name).or_default() += 1;
                open.push(Open { name, at });
            }
            Some((name, true)) => {
                // What stands open above it is alone (`<br>`), if it is there at all.
                if waiting.get(name).is_none_or(|waiting| *waiting == 0) {
                    nesting.unmatched += 1;
                    continue;
                }
                while let Some(opened) = open.pop() {
                    *waiting.entry(opened.name).or_default() -= 1;
                    if opened.name == name {
                        parents.push((opened.at, at));
                        break;
                    }
                }
            }
        }
    }
    // Pairs never cross, so the one that ends first is the innermost.
    parents.sort_unstable();
    let mut around: Vec<(usize, usize)> = Vec::new();
    for (from, to) in parents {
        while around.last().is_some_and(|(_, end)| *end < from) {
            around.pop();
        }
        let (begin, end) = (found[from].span.end, found[to].span.start);
        let outer = around.last().map_or("", |(outer, _)| found[*outer].text.as_str());
        // That a tag is whole is seen elsewhere; here a long one would be copied for all in it.
        // Only a look at the beginning: deep nesting would make it quadratic.
        let filled = text[begin..end].chars().take(LOOK).any(char::is_alphanumeric);
        let key = (short(outer), short(&found[from].text), filled);
        *nesting.inside.entry(key).or_default() += 1;
        around.push((from, to));
    }
    nesting
}

/// How many characters of a pair are looked at to tell whether it holds text.
const LOOK: usize = 256;

/// The name of a pair and whether this is its closing end; `None` if it is no end of one.
fn end_of(shown: &str, family: Family) -> Option<(&str, bool)> {
    match family {
        Family::Phrase => Some((shown.trim_matches(['{', '}', '<', '>']), shown.starts_with('<'))),
        Family::Markup => {
            let tag = shown.strip_prefix("&lt;").or_else(|| shown.strip_prefix('<'))?;
            let tag = tag.strip_suffix("&gt;").or_else(|| tag.strip_suffix('>'))?;
            if tag.ends_with('/') {
                return None;
            }
            let (tag, closes) = tag.strip_prefix('/').map_or((tag, false), |tag| (tag, true));
            let end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
            Some((&tag[..end], closes))
        }
        Family::Printf | Family::Brace | Family::Percent | Family::Icu | Family::Interval => None,
    }
}

impl Nesting {
    /// Whether `new` may stand for this.
    pub(super) fn admits(&self, new: &Self) -> Result<(), String> {
        if new.unmatched > self.unmatched {
            return Err("a tag in the text closes before it opens".to_owned());
        }
        if self.inside == new.inside {
            return Ok(());
        }
        let differs = |key: &&(String, String, bool)| self.inside.get(*key) != new.inside.get(*key);
        let (_, tag, _) =
            new.inside.keys().chain(self.inside.keys()).find(differs).cloned().unwrap_or_default();
        Err(format!("{tag} moved into or out of another tag, or lost or got its text"))
    }
}
