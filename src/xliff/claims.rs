//! What the file says of the targets of a unit: matches they were made from, states that fit no target.
//!
//! Only children that units with matches have are looked for; of a match nothing is kept but the hash of its
//! text. Left alone are matches of machines, which are no translations of another source, and tools that keep
//! the rate of a match when its text is edited (memoQ).

use super::document::{Context, Found, Version};
use super::inline;
use super::names::Ns;
use super::tree::Tree;
use super::v1::Children;
use crate::domain::claim::{Claim, Letters};
use crate::domain::text::CodedText;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

/// So many matches of a unit are looked at.
const MOST: usize = 64;

/// Tells the segments of a unit what the file says of their targets.
pub(crate) fn tell(context: &Context, tree: &Tree<'_>, found: &mut [Found]) {
    match context.version {
        Version::One { .. } => one(tree, found),
        Version::Two { .. } => two(tree, found),
    }
}

fn one(tree: &Tree<'_>, found: &mut [Found]) {
    // One look at the children: nearly all units have neither state nor match.
    let Children { target: Some(target), alternative, .. } = Children::of(tree) else { return };
    let state = tree.plain(target, "state");
    let state = state.as_deref();
    if matches!(state, Some("new" | "needs-translation")) {
        return untranslated(found);
    }
    if !matches!(state, None | Some("translated" | "signed-off" | "final")) {
        return;
    }
    // The qualifier says what the state is the state of.
    if state.is_some() && tree.plain(target, "state-qualifier").is_some_and(|said| said == "fuzzy-match") {
        found.iter_mut().for_each(|found| claim(found, None));
        return;
    }
    if alternative.is_some() {
        let is_one = found.len() == 1;
        let all = tree.children(0).filter(|child| tree.is(*child, "alt-trans")).take(MOST);
        let all = all.filter(|at| is_proposal(tree, *at));
        let all: Vec<_> = all.filter_map(|at| Match::new(tree, at, "mid", quality_of)).collect();
        for found in found.iter_mut() {
            let mid =
                tree.is(found.element, "mrk").then(|| tree.plain(found.element, "mid").unwrap_or_default());
            // An alternative without `mid` is one of the whole unit.
            let is_of_it = |one: &&Match<'_, '_>| one.of == mid || one.of.is_none() && is_one;
            related(found, all.iter().filter(is_of_it));
        }
    }
    if tree.extended {
        sdl(tree, found);
    }
}

fn two(tree: &Tree<'_>, found: &mut [Found]) {
    let matches =
        tree.extended.then(|| tree.children(0).find(|child| is_match(tree, *child, "matches"))).flatten();
    let is_person =
        |at: &usize| is_match(tree, *at, "match") && tree.plain(*at, "type").is_none_or(|kind| kind != "mt");
    let all = matches.into_iter().flat_map(|matches| tree.children(matches).take(MOST)).filter(is_person);
    let all: Vec<_> = all.filter_map(|at| Match::new(tree, at, "ref", similarity)).collect();
    for found in found {
        let state = tree.plain(found.element, "state");
        match state.as_deref() {
            Some("initial") => untranslated(std::slice::from_mut(found)),
            None | Some("translated" | "reviewed" | "final") if !all.is_empty() => {
                let id = tree.plain(found.element, "id").unwrap_or_default();
                let is_of_it = |one: &&Match<'_, '_>| {
                    one.of.as_deref().and_then(|of| of.strip_prefix('#')) == Some(&*id)
                };
                related(found, all.iter().filter(is_of_it));
            }
            None | Some(_) => {}
        }
    }
}

/// SDL says where a target comes from; once it is edited it comes from a person.
fn sdl(tree: &Tree<'_>, found: &mut [Found]) {
    let is = |node: usize, local: &str| {
        tree.is_element(node) && tree.node(node).name.ns == Ns::Sdl && tree.node(node).name.local == local
    };
    let Some(definitions) = tree.children(0).find(|child| is(*child, "seg-defs")) else { return };
    let mut matches: HashMap<Cow<'_, str>, Option<u8>> = HashMap::new();
    for entry in tree.children(definitions).filter(|child| is(*child, "seg")) {
        let says = |name: &str, values: &[&str]| {
            tree.plain(entry, name).is_some_and(|said| values.contains(&&*said))
        };
        let is_finished = says("conf", &["Translated", "ApprovedTranslation", "ApprovedSignOff"]);
        let quality = tree.plain(entry, "percent").as_deref().and_then(percent);
        if let Some(Quality::Alike(percent)) = quality.filter(|_| is_finished && says("origin", &["tm"])) {
            matches.insert(tree.plain(entry, "id").unwrap_or_default(), percent);
        }
    }
    if matches.is_empty() {
        return;
    }
    for found in found {
        let mid = tree.plain(found.element, "mid");
        if let Some(percent) = mid.and_then(|mid| matches.get(&mid).copied()) {
            claim(found, percent);
        }
    }
}

/// How good a match says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quality {
    /// Its source is the one that was looked for.
    Same,
    /// Its source is another one; so alike in percent.
    Alike(Option<u8>),
}

/// A match, of which all is looked at once: any number of segments may be called what it is of.
struct Match<'t, 'a> {
    tree: &'t Tree<'a>,
    at: usize,
    /// What it says it is of.
    of: Option<Cow<'a, str>>,
    quality: Quality,
    source: OnceCell<Option<String>>,
    target: OnceCell<Option<String>>,
}

impl<'t, 'a> Match<'t, 'a> {
    /// A match that tells how good it is.
    fn new(
        tree: &'t Tree<'a>,
        at: usize,
        of: &str,
        quality: impl Fn(&Tree<'a>, usize) -> Option<Quality>,
    ) -> Option<Self> {
        let quality = quality(tree, at)?;
        let (source, target) = (OnceCell::new(), OnceCell::new());
        Some(Self { tree, at, of: tree.plain(at, of), quality, source, target })
    }

    fn has_source(&self, text: &CodedText) -> bool {
        self.has("source", &self.source, text)
    }

    fn has_target(&self, text: &CodedText) -> bool {
        self.has("target", &self.target, text)
    }

    fn has(&self, name: &str, known: &OnceCell<Option<String>>, text: &CodedText) -> bool {
        let letters = || {
            let side = self.tree.child(self.at, name)?;
            let mut text = String::new();
            inline::append_text(self.tree, side, &mut text);
            Some(text)
        };
        known.get_or_init(letters).as_ref().is_some_and(|letters| is_text(text, letters))
    }
}

/// Says what matches of a segment tell of its target.
fn related<'m, 't: 'm, 'a: 't>(found: &mut Found, matches: impl Iterator<Item = &'m Match<'t, 'a>>) {
    let mut best: Option<Option<u8>> = None;
    for one in matches.filter(|one| one.has_target(&found.segment.target)) {
        match one.quality {
            Quality::Alike(percent) if !one.has_source(&found.segment.source) => {
                best = best.max(Some(percent));
            }
            // The same text is the translation of this very source too.
            Quality::Same | Quality::Alike(_) => return,
        }
    }
    if let Some(percent) = best {
        claim(found, percent);
    }
}

fn claim(found: &mut Found, percent: Option<u8>) {
    let target = &found.segment.target;
    if !target.is_empty() {
        found.segment.claim = Some(Claim::Match { percent, letters: Letters::of(target) });
    }
}

fn untranslated(found: &mut [Found]) {
    for found in found.iter_mut().filter(|found| !found.segment.target.is_empty()) {
        found.segment.claim = Some(Claim::Untranslated);
    }
}

/// Whether an alternative is a match, and not an earlier version or a machine's.
fn is_proposal(tree: &Tree<'_>, at: usize) -> bool {
    let origin = tree.plain(at, "origin").unwrap_or_default().to_ascii_lowercase();
    let is_machine =
        origin == "mt" || ["mt|", "mt-", "machine"].iter().any(|start| origin.starts_with(start));
    !is_machine && tree.plain(at, "alttranstype").is_none_or(|kind| kind == "proposal")
}

fn quality_of(tree: &Tree<'_>, at: usize) -> Option<Quality> {
    tree.plain(at, "match-quality").as_deref().and_then(percent)
}

fn similarity(tree: &Tree<'_>, at: usize) -> Option<Quality> {
    let said = tree.plain(at, "similarity").or_else(|| tree.plain(at, "matchQuality"))?;
    // Always in percent here: 1 is next to nothing.
    said.trim().parse().ok().and_then(of_percent)
}

/// How good `85%`, `85.5`, `0.85` and `fuzzy` are. Up to 1 it is a share of 1.
fn percent(said: &str) -> Option<Quality> {
    let said = said.trim();
    if said.eq_ignore_ascii_case("fuzzy") {
        return Some(Quality::Alike(None));
    }
    let (number, is_percent) =
        said.strip_suffix('%').map_or((said, false), |number| (number.trim_end(), true));
    let number: f64 = number.parse().ok()?;
    of_percent(if number <= 1.0 && !is_percent { number * 100.0 } else { number })
}

fn of_percent(percent: f64) -> Option<Quality> {
    if !(0.0..=1000.0).contains(&percent) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range was looked at, and 99.9 is no 100"
    )]
    Some(if percent >= 100.0 { Quality::Same } else { Quality::Alike(Some(percent as u8)) })
}

fn is_match(tree: &Tree<'_>, at: usize, local: &str) -> bool {
    let name = tree.node(at).name;
    tree.is_element(at) && name.ns == Ns::Matches && name.local == local
}

fn is_text(text: &CodedText, letters: &str) -> bool {
    let mut rest = letters;
    text.texts().all(|text| rest.strip_prefix(text).map(|after| rest = after).is_some()) && rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::{Quality, percent};

    #[test]
    fn the_quality_of_a_match_is_told_in_many_ways() {
        let alike = |percent| Some(Quality::Alike(Some(percent)));
        for (said, expected) in [
            ("85%", alike(85)),
            ("85", alike(85)),
            (" 99.99 ", alike(99)),
            ("0.85", alike(85)),
            ("0", alike(0)),
            ("1%", alike(1)),
            ("fuzzy", Some(Quality::Alike(None))),
            ("100", Some(Quality::Same)),
            ("100.00%", Some(Quality::Same)),
            ("101", Some(Quality::Same)),
            ("1", Some(Quality::Same)),
            ("1.0", Some(Quality::Same)),
            ("guaranteed", None),
            ("", None),
            ("-1", None),
            ("NaN", None),
            ("inf", None),
        ] {
            assert_eq!(percent(said), expected, "{said:?}");
        }
    }
}
