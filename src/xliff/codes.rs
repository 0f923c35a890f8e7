//! The table of codes of a segment: what the source has and what the target has, numbered once.
//!
//! Ids repeat in real files, so a code is found again on the other side by its occurrence: the
//! k-th with the same markup, then the k-th with the same element and id.

use super::inline::{Lexeme, Side, SideCode};
use super::names::Ns;
use super::pool::Pool;
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
pub(crate) fn join(tree: &Tree<'_>, source: &Side, target: Option<&Side>, pool: &mut Pool) -> Joined {
    let (mut codes, mut markup, mut target_numbers) = (pool.codes(), pool.markup(), pool.numbers());
    for code in &source.codes {
        codes.push(entry(tree, code, number(codes.len()), true, pool));
        markup.push(of(code));
    }
    let none = Side::default();
    let side = target.unwrap_or(&none);
    // Nearly always: the k-th is the k-th.
    let (matched, torn) = if are_alike(tree, source, side) {
        (None, false)
    } else {
        let (matched, torn) = match_by_key(&keys(tree, source), &keys(tree, side));
        (Some(matched), torn)
    };
    for (at, code) in side.codes.iter().enumerate() {
        if let Some(index) = matched.as_ref().map_or(Some(at), |matched| matched[at]) {
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
            codes.push(entry(tree, code, next, false, pool));
            markup.push(of(code));
            target_numbers.push(next);
        }
    }
    Joined {
        source: text(tree, source, number, pool),
        target: text(tree, side, |code| target_numbers[code], pool),
        codes,
        markup,
        target_numbers,
        torn,
    }
}

/// The text of a side, its codes numbered.
fn text(tree: &Tree<'_>, side: &Side, number: impl Fn(usize) -> u32, pool: &mut Pool) -> CodedText {
    let mut coded = pool.text();
    let mut run = pool.room();
    for lexeme in &side.lexemes {
        match *lexeme {
            Lexeme::Text(node) => tree.append_characters(node, &mut run),
            Lexeme::Token(code, form) => {
                if !run.is_empty() {
                    coded.push(Part::Text(std::mem::replace(&mut run, pool.room())));
                }
                coded.push_token(Token { number: number(code), form });
            }
        }
    }
    if run.is_empty() {
        pool.give(run);
    } else {
        coded.push(Part::Text(run));
    }
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

fn key<'a>(tree: &Tree<'a>, code: &SideCode) -> Key<'a> {
    let id = tree.plain(code.node, "id").or_else(|| tree.plain(code.node, "startRef"));
    Key {
        loose: (tree.node(code.node).name.full, id.unwrap_or_default()),
        payload: payload(tree, code),
        shape: (code.close.is_some(), code.half),
    }
}

fn keys<'a>(tree: &Tree<'a>, side: &Side) -> Vec<Key<'a>> {
    side.codes.iter().map(|code| key(tree, code)).collect()
}

/// Whether two sides have the same codes in the same order, so that each is the one in its place.
fn are_alike(tree: &Tree<'_>, source: &Side, target: &Side) -> bool {
    source.codes.len() == target.codes.len()
        && source.codes.iter().zip(&target.codes).all(|(one, other)| key(tree, one) == key(tree, other))
}

/// For each code of the target, the index of the source's code it is; whether the sides are torn.
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

fn entry(tree: &Tree<'_>, code: &SideCode, number: u32, in_source: bool, pool: &mut Pool) -> Code {
    let name = tree.node(code.node).name;
    Code {
        number,
        kind: pool.string(if name.ns == Ns::Core { name.local } else { name.full }),
        pair: code.close.is_some(),
        nests: code.nests,
        half: code.half,
        annotation: code.annotation,
        protects: code.protects,
        in_source,
        in_target: !in_source,
        reorder: code.reorder,
        hint: hint(tree, code, pool.room()),
        key: pool.string(&tree.text[code.open.clone()]),
        can_delete: code.can_delete && code.half.is_none(),
        no_overlap: code.no_overlap,
        runs_on: false,
        elsewhere: false,
    }
}

fn of(code: &SideCode) -> Markup {
    Markup { open: code.open.clone(), close: code.close.clone(), node: code.node }
}

/// What a person would call the code, in a string that is empty.
fn hint(tree: &Tree<'_>, code: &SideCode, mut hint: String) -> String {
    let attribute = |names: &[&str]| names.iter().find_map(|name| tree.plain(code.node, name));
    let mut native = || {
        let alone = !code.nests && tree.node(code.node).kind == Kind::Open;
        if alone {
            tree.append_inner(code.node, HINT * 4, &mut hint);
        }
        alone && !hint.trim().is_empty()
    };
    if let Some(name) = attribute(&["equiv-text", "disp", "dispStart", "equiv", "equivStart"]) {
        hint.push_str(&name);
    } else if !native() {
        hint.clear();
        if !original_data(tree, code, &mut hint) {
            let name = attribute(&["ctype", "subType", "type", "mtype", "comment"]);
            hint.push_str(&name.unwrap_or(Cow::Borrowed(tree.node(code.node).name.local)));
        }
    }
    if let Some((end, _)) = hint.char_indices().nth(HINT) {
        hint.truncate(end);
    }
    hint
}

/// XLIFF 2: the native markup a code refers to, kept in the unit; answers whether there is any.
fn original_data(tree: &Tree<'_>, code: &SideCode, hint: &mut String) -> bool {
    let find = || {
        let reference = tree.plain(code.node, "dataRef").or_else(|| tree.plain(code.node, "dataRefStart"))?;
        // Asked for every code, so that no more is looked through than a unit usually has.
        let store = tree.children(0).take(DATA).find(|child| tree.is(*child, "originalData"))?;
        tree.children(store).take(DATA).find(|data| tree.plain(*data, "id").as_ref() == Some(&reference))
    };
    let data = find();
    if let Some(data) = data {
        tree.append_inner(data, HINT * 4, hint);
    }
    data.is_some()
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
    use super::{Key, match_by_key};
    use proptest::prelude::*;
    use std::borrow::Cow;

    proptest! {
        #[test]
        fn sides_that_are_alike_match_in_order(
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
            prop_assert_eq!(match_by_key(&keys, &keys), ((0..keys.len()).map(Some).collect(), false));
        }
    }
}
