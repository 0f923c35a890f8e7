//! The table of codes of a segment: what the source has and what the target has, numbered once.
//!
//! Ids repeat in real files, so a code is found again on the other side by its occurrence: the
//! k-th with the same markup, then the k-th with the same element and id.

use super::inline::{Side, SideCode, number};
use super::names::Ns;
use super::pool::Pool;
use super::said::Word;
use super::scan::Kind;
use super::tree::Tree;
use crate::domain::text::{Code, CodedText, Half, Part};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet, VecDeque};
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

/// Brings the sides together; their characters and tokens are taken out of them.
pub(crate) fn join(tree: &Tree<'_>, source: &mut Side, target: Option<&mut Side>, pool: &mut Pool) -> Joined {
    let mut none = Side::default();
    let side = target.unwrap_or(&mut none);
    let (from, mut to) = (std::mem::take(&mut source.parts), std::mem::take(&mut side.parts));
    if source.codes.is_empty() && side.codes.is_empty() {
        let (source, target) = (CodedText::merged(from), CodedText::merged(to));
        let (codes, markup, target_numbers) = (Vec::new(), Vec::new(), Vec::new());
        return Joined { codes, source, target, markup, target_numbers, torn: false };
    }
    let (mut codes, mut markup, mut target_numbers) = (pool.codes(), pool.markup(), pool.numbers());
    for code in &source.codes {
        codes.push(entry(tree, code, number(codes.len()), true, pool));
        markup.push(of(code));
    }
    // Nearly always: the k-th is the k-th.
    let (matched, torn) = if are_alike(tree, source, side) {
        (None, false)
    } else {
        let (matched, torn) = match_by_key(&keys(tree, source), &keys(tree, side));
        (Some(matched), torn)
    };
    let is_unknown = |matched: &Vec<Option<usize>>| matched.contains(&None);
    let known = matched.as_ref().filter(|matched| is_unknown(matched)).map(|_| likenesses(tree, source));
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
            let mut entry = entry(tree, code, next, false, pool);
            entry.again = known.as_ref().is_some_and(|known| {
                likeness(tree, code).into_iter().flatten().any(|likeness| known.contains(&likeness))
            });
            codes.push(entry);
            markup.push(of(code));
            target_numbers.push(next);
        }
    }
    if matched.is_some() {
        for part in &mut to {
            if let Part::Token(token) = part {
                token.number = target_numbers[token.number as usize - 1];
            }
        }
    }
    let (source, target) = (CodedText::merged(from), CodedText::merged(to));
    Joined { codes, source, target, markup, target_numbers, torn }
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
    let id = code.said.first(tree, code.node, &[Word::Id, Word::StartRef]);
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
    // What is written alike has the same key, nearly always.
    let same = |(one, other): (&SideCode, &SideCode)| {
        let shape = |code: &SideCode| (code.nests, code.half, code.close.is_some());
        let raw = |code: &SideCode| &tree.text[code.open.clone()];
        shape(one) == shape(other) && raw(one) == raw(other) || key(tree, one) == key(tree, other)
    };
    source.codes.len() == target.codes.len() && source.codes.iter().zip(&target.codes).all(same)
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
    if !code.nests && tree.kind(code.node) == Kind::Open {
        return Cow::Borrowed(tree.text.slice(tree.content(code.node)));
    }
    const PAYLOAD: [Word; 7] = [
        Word::DataRef,
        Word::DataRefStart,
        Word::Xid,
        Word::EquivText,
        Word::MType,
        Word::Type,
        Word::Comment,
    ];
    code.said.first(tree, code.node, &PAYLOAD).unwrap_or_default()
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
        again: false,
    }
}

/// Element and shape of a code with its id, or with its native content: a copy has one of them.
type Likeness<'a> = (&'a str, (bool, Option<Half>), Trait<'a>);

#[derive(Debug, PartialEq, Eq, Hash)]
enum Trait<'a> {
    Id(Cow<'a, str>),
    Content(Cow<'a, str>),
}

fn likeness<'a>(tree: &Tree<'a>, code: &SideCode) -> [Option<Likeness<'a>>; 2] {
    const CONTENT: [Word; 3] = [Word::DataRef, Word::DataRefStart, Word::EquivText];
    let Key { loose: (name, id), shape, .. } = key(tree, code);
    let content = if !code.nests && tree.kind(code.node) == Kind::Open {
        Cow::Borrowed(tree.text.slice(tree.content(code.node)))
    } else {
        code.said.first(tree, code.node, &CONTENT).unwrap_or_default()
    };
    let id = (!id.is_empty()).then_some(Trait::Id(id));
    let content = (!content.trim_start().is_empty()).then_some(Trait::Content(content));
    [id, content].map(|of| of.map(|of| (name, shape, of)))
}

fn likenesses<'a>(tree: &Tree<'a>, side: &Side) -> HashSet<Likeness<'a>> {
    side.codes.iter().flat_map(|code| likeness(tree, code)).flatten().collect()
}

fn of(code: &SideCode) -> Markup {
    Markup { open: code.open.clone(), close: code.close.clone(), node: code.node }
}

/// What a person would call the code, in a string that is empty.
fn hint(tree: &Tree<'_>, code: &SideCode, mut hint: String) -> String {
    const SHOWN: [Word; 5] = [Word::EquivText, Word::Disp, Word::DispStart, Word::Equiv, Word::EquivStart];
    const KIND: [Word; 5] = [Word::CType, Word::SubType, Word::Type, Word::MType, Word::Comment];
    let mut native = || {
        let alone = !code.nests && tree.kind(code.node) == Kind::Open;
        if alone {
            tree.append_inner(code.node, HINT * 4, &mut hint);
        }
        alone && !hint.trim_start().is_empty()
    };
    if let Some(name) = code.said.first(tree, code.node, &SHOWN) {
        hint.push_str(&name);
    } else if !native() {
        hint.clear();
        if !original_data(tree, code, &mut hint) {
            let name = code.said.first(tree, code.node, &KIND);
            hint.push_str(&name.unwrap_or(Cow::Borrowed(tree.node(code.node).name.local)));
        }
    }
    if hint.len() > HINT
        && let Some((end, _)) = hint.char_indices().nth(HINT)
    {
        hint.truncate(end);
    }
    hint
}

/// XLIFF 2: the native markup a code refers to, kept in the unit; answers whether there is any.
fn original_data(tree: &Tree<'_>, code: &SideCode, hint: &mut String) -> bool {
    let find = || {
        let reference = code.said.first(tree, code.node, &[Word::DataRef, Word::DataRefStart])?;
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
