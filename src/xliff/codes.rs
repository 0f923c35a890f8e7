//! The table of codes of a segment: what the source has and what the target has, numbered once.
//!
//! Ids repeat in real files, so a code is found again on the other side by its occurrence: the
//! k-th with the same markup, then the k-th with the same element and id.

use super::inline::{Lexeme, Side, SideCode};
use super::names::Ns;
use super::scan::Kind;
use super::tree::Tree;
use crate::domain::text::{Code, CodedText, Half, Part, Token};
use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::ops::Range;

/// The most characters of a hint.
const HINT: usize = 80;
/// How many children of the unit, and entries of `originalData`, are looked through for a hint.
const DATA: usize = 200;

/// The codes and texts of a segment.
#[derive(Debug)]
pub(crate) struct Joined {
    /// The table.
    pub(crate) codes: Vec<Code>,
    /// The source text.
    pub(crate) source: CodedText,
    /// The target text.
    pub(crate) target: CodedText,
    /// The markup of each code, in the order of the table.
    pub(crate) markup: Vec<Markup>,
    /// The numbers of the target's codes, in the order of its side.
    pub(crate) target_numbers: Vec<u32>,
    /// Whether one side pairs what the other side does not.
    pub(crate) torn: bool,
}

/// The bytes that stand for the tokens of a code.
#[derive(Debug, Clone)]
pub(crate) struct Markup {
    /// The token, or the opening one.
    pub(crate) open: Range<usize>,
    /// The closing token; empty if one tag is both.
    pub(crate) close: Option<Range<usize>>,
    /// The codes of which side it is.
    pub(crate) node: usize,
}

/// Brings the sides together.
pub(crate) fn join(tree: &Tree<'_>, source: &Side, target: Option<&Side>) -> Joined {
    let mut codes: Vec<Code> = Vec::with_capacity(source.codes.len());
    let mut markup: Vec<Markup> = Vec::with_capacity(source.codes.len());
    for code in &source.codes {
        codes.push(entry(tree, code, number(codes.len()), true));
        markup.push(of(code));
    }
    let none = Side::default();
    let side = target.unwrap_or(&none);
    let (matched, torn) = match_sides(&keys(tree, source), &keys(tree, side));
    let mut target_numbers = Vec::with_capacity(side.codes.len());
    for (code, matched) in side.codes.iter().zip(matched) {
        if let Some(index) = matched {
            let known = &mut codes[index];
            known.in_target = true;
            known.key.push('\n');
            known.key.push_str(&tree.text[code.open.clone()]);
            known.protects |= code.protects;
            known.can_delete &= code.can_delete;
            known.no_overlap |= code.no_overlap;
            markup[index] = of(code);
            target_numbers.push(known.number);
        } else {
            let next = number(codes.len());
            codes.push(entry(tree, code, next, false));
            markup.push(of(code));
            target_numbers.push(next);
        }
    }
    let source_numbers: Vec<u32> = (0..source.codes.len()).map(number).collect();
    Joined {
        source: text(tree, source, &source_numbers),
        target: text(tree, side, &target_numbers),
        codes,
        markup,
        target_numbers,
        torn,
    }
}

/// The text of a side, its codes numbered.
fn text(tree: &Tree<'_>, side: &Side, numbers: &[u32]) -> CodedText {
    let mut coded = CodedText::default();
    let mut run = String::new();
    for lexeme in &side.lexemes {
        match *lexeme {
            Lexeme::Text(node) => tree.append_characters(node, &mut run),
            Lexeme::Token(code, form) => {
                coded.push(Part::Text(std::mem::take(&mut run)));
                coded.push_token(Token { number: numbers[code], form });
            }
        }
    }
    coded.push(Part::Text(run));
    coded
}

/// What tells a code from others: element and id, then its payload; whether it is a pair or half of one.
#[derive(Debug, PartialEq, Eq)]
struct Key<'a> {
    loose: (&'a str, Cow<'a, str>),
    payload: Cow<'a, str>,
    shape: (bool, Option<Half>),
}

impl Key<'_> {
    /// What is compared, with the payload or without it.
    fn part(&self, exact: bool) -> (&str, &str, &str, (bool, Option<Half>)) {
        (self.loose.0, &*self.loose.1, if exact { &*self.payload } else { "" }, self.shape)
    }
}

fn keys<'a>(tree: &Tree<'a>, side: &Side) -> Vec<Key<'a>> {
    let key = |code: &SideCode| {
        let id = tree.plain(code.node, "id").or_else(|| tree.plain(code.node, "startRef"));
        Key {
            loose: (tree.node(code.node).name.full, id.unwrap_or_default()),
            payload: payload(tree, code),
            shape: (code.close.is_some(), code.half),
        }
    };
    side.codes.iter().map(key).collect()
}

/// For each code of the target, the index of the source's code it is; whether the sides are torn.
fn match_sides(source: &[Key<'_>], target: &[Key<'_>]) -> (Vec<Option<usize>>, bool) {
    // Nearly always: the k-th is the k-th.
    if source == target {
        return ((0..target.len()).map(Some).collect(), false);
    }
    match_by_key(source, target)
}

fn match_by_key(source: &[Key<'_>], target: &[Key<'_>]) -> (Vec<Option<usize>>, bool) {
    let mut matched = vec![None; target.len()];
    if source.is_empty() {
        return (matched, false);
    }
    let mut taken = vec![false; source.len()];
    for exact in [true, false] {
        let mut free: HashMap<_, VecDeque<usize>> = HashMap::new();
        for (index, code) in source.iter().enumerate().filter(|(index, _)| !taken[*index]) {
            free.entry(code.part(exact)).or_default().push_back(index);
        }
        for (found, code) in matched.iter_mut().zip(target).filter(|(found, _)| found.is_none()) {
            if let Some(index) = free.get_mut(&code.part(exact)).and_then(VecDeque::pop_front) {
                taken[index] = true;
                *found = Some(index);
            }
        }
    }
    let mut shapes: HashMap<_, Vec<_>> = HashMap::new();
    for code in source {
        let known = shapes.entry(&code.loose).or_default();
        if !known.contains(&code.shape) {
            known.push(code.shape);
        }
    }
    let torn = matched
        .iter()
        .zip(target)
        .filter(|(found, _)| found.is_none())
        .any(|(_, code)| shapes.get(&code.loose).is_some_and(|alike| !alike.contains(&code.shape)));
    (matched, torn)
}

/// The native content, or the reference to it.
fn payload<'a>(tree: &Tree<'a>, code: &SideCode) -> Cow<'a, str> {
    if !code.nests && tree.node(code.node).kind == Kind::Open {
        return Cow::Borrowed(tree.text.slice(tree.content(code.node)));
    }
    ["dataRef", "dataRefStart", "xid", "equiv-text", "mtype", "type", "comment"]
        .iter()
        .find_map(|name| tree.plain(code.node, name))
        .unwrap_or_default()
}

fn entry(tree: &Tree<'_>, code: &SideCode, number: u32, in_source: bool) -> Code {
    let name = tree.node(code.node).name;
    Code {
        number,
        kind: if name.ns == Ns::Core { name.local } else { name.full }.to_owned(),
        pair: code.close.is_some(),
        nests: code.nests,
        half: code.half,
        annotation: code.annotation,
        protects: code.protects,
        in_source,
        in_target: !in_source,
        reorder: code.reorder,
        hint: hint(tree, code),
        key: tree.text[code.open.clone()].to_owned(),
        can_delete: code.can_delete && code.half.is_none(),
        no_overlap: code.no_overlap,
        runs_on: false,
        elsewhere: false,
    }
}

fn of(code: &SideCode) -> Markup {
    Markup { open: code.open.clone(), close: code.close.clone(), node: code.node }
}

/// What a person would call the code.
fn hint(tree: &Tree<'_>, code: &SideCode) -> String {
    let native = || {
        let alone = !code.nests && tree.node(code.node).kind == Kind::Open;
        alone.then(|| tree.characters(code.node, HINT * 4)).filter(|text| !text.trim().is_empty())
    };
    let attribute = |names: &[&str]| names.iter().find_map(|name| tree.plain(code.node, name));
    let found = attribute(&["equiv-text", "disp", "dispStart", "equiv", "equivStart"])
        .or_else(|| native().map(Cow::Owned))
        .or_else(|| original_data(tree, code).map(Cow::Owned))
        .or_else(|| attribute(&["ctype", "subType", "type", "mtype", "comment"]))
        .unwrap_or(Cow::Borrowed(tree.node(code.node).name.local));
    let end = found.char_indices().nth(HINT).map_or(found.len(), |(end, _)| end);
    found[..end].to_owned()
}

/// XLIFF 2: the native markup a code refers to, kept in the unit.
fn original_data(tree: &Tree<'_>, code: &SideCode) -> Option<String> {
    let reference = tree.plain(code.node, "dataRef").or_else(|| tree.plain(code.node, "dataRefStart"))?;
    // Asked for every code, so that no more is looked through than a unit usually has.
    let store = tree.children(0).take(DATA).find(|child| tree.is(*child, "originalData"))?;
    let data =
        tree.children(store).take(DATA).find(|data| tree.plain(*data, "id").as_ref() == Some(&reference))?;
    Some(tree.characters(data, HINT * 4))
}

/// The `originalData` of a unit; it comes before the segments.
pub(crate) fn data_store(tree: &Tree<'_>) -> Option<usize> {
    let mut before = tree.children(0).take_while(|child| !tree.is(*child, "segment"));
    before.find(|child| tree.is(*child, "originalData"))
}

fn number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Key, match_by_key, match_sides};
    use proptest::prelude::*;
    use std::borrow::Cow;

    proptest! {
        #[test]
        fn sides_that_are_alike_match_as_by_their_keys(
            codes in proptest::collection::vec(("[ab]", "[12]?", "[xy]?", any::<bool>()), 0..8),
        ) {
            let keys: Vec<Key<'_>> = codes
                .iter()
                .map(|(name, id, payload, pair)| Key {
                    loose: (name, Cow::Borrowed(id)),
                    payload: Cow::Borrowed(payload),
                    shape: (*pair, None),
                })
                .collect();
            prop_assert_eq!(match_sides(&keys, &keys), match_by_key(&keys, &keys));
        }
    }
}
