//! From two elements to a segment: texts, codes, and whether it may be touched at all.

use super::codes::{Joined, join};
use super::document::{Context, Found, named};
use super::inline::{self, Pairing, Side};
use super::pool::Pool;
use super::tree::Tree;
use crate::domain::file::LanguagePair;
use crate::domain::segment::{Segment, SegmentRef, SkipReason};
use crate::domain::text::CodedText;
use std::borrow::Cow;

/// What the file says about touching a segment.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Locks {
    /// It is locked.
    pub(crate) locked: bool,
    /// It is not to be translated.
    pub(crate) not_translatable: bool,
    /// It carries tracked changes.
    pub(crate) tracked: bool,
    /// It is approved, confirmed or final.
    pub(crate) protected: bool,
}

impl Locks {
    /// Both together.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            locked: self.locked || other.locked,
            not_translatable: self.not_translatable || other.not_translatable,
            tracked: self.tracked || other.tracked,
            protected: self.protected || other.protected,
        }
    }
}

/// The parts of a segment.
pub(crate) struct Parts<'p> {
    /// The identifier within the unit.
    pub(crate) name: Cow<'p, str>,
    /// The node of the segment.
    pub(crate) element: usize,
    /// The node that holds the source.
    pub(crate) source: usize,
    /// The node that holds the target.
    pub(crate) target: Option<usize>,
    /// What the file says about touching it.
    pub(crate) locks: Locks,
    /// Its languages.
    pub(crate) languages: LanguagePair,
    /// What the authors say.
    pub(crate) notes: Vec<String>,
}

/// Builds a segment.
pub(crate) fn build(context: &Context, tree: &Tree<'_>, parts: Parts<'_>, pool: &mut Pool) -> Found {
    let (mut source, mut target) = (pool.side(), parts.target.map(|_| pool.side()));
    let read = |source: &mut Side, target: &mut Option<Side>, pairing: Pairing, pool: &mut Pool| {
        inline::read_into(source, tree, parts.source, pairing);
        if let (Some(side), Some(element)) = (target.as_mut(), parts.target) {
            inline::read_into(side, tree, element, pairing);
        }
        join(tree, source, target.as_ref(), pool)
    };
    let mut joined = read(&mut source, &mut target, Pairing::Together, pool);
    if joined.torn {
        joined = read(&mut source, &mut target, Pairing::Apart, pool);
    }
    let tracked = source.tracked;
    pool.give_side(source);
    let Joined { codes, source: from, target: to, markup, target_numbers, torn } = joined;
    if let Some(target) = &mut target {
        target.stuck |= torn;
    }
    let mut locks = parts.locks;
    locks.tracked |= tracked || target.as_ref().is_some_and(|side| side.tracked);
    let skip = {
        let has_text = |text: &CodedText| text.texts().any(|text| text.chars().any(char::is_alphanumeric));
        let is_blank = to.tokens().next().is_none() && to.texts().all(|text| text.trim_start().is_empty());
        let missing = target.is_none() || is_blank;
        let stuck = target.as_ref().is_some_and(|side| side.stuck);
        [
            (locks.locked, SkipReason::Locked),
            (locks.not_translatable, SkipReason::NotTranslatable),
            (context.merged, SkipReason::Merged),
            (locks.tracked, SkipReason::TrackedChanges),
            (missing, SkipReason::NoTarget),
            (!has_text(&from) && !has_text(&to), SkipReason::NoText),
            (stuck, SkipReason::NotTranslatable),
            (locks.protected, SkipReason::Protected),
        ]
        .iter()
        .find_map(|(applies, reason)| applies.then_some(*reason))
    };
    let segment = Segment {
        id: SegmentRef {
            number: 0,
            file_element: pool.string(&context.file_element),
            unit: pool.string(named(&tree.plain(0, "id").unwrap_or_default())),
            segment: pool.string(&parts.name),
            line: 1,
            column: 1,
        },
        languages: parts.languages,
        codes,
        source: from,
        target: to,
        skip,
        max_chars: None,
        bounds: Vec::new(),
        notes: parts.notes,
        dismissed: Vec::new(),
        variant: false,
        part: false,
    };
    Found { segment, element: parts.element, source: parts.source, target, markup, target_numbers }
}

/// The notes of a unit, for the model: bounded, without our own.
///
/// Every segment repeats them, so a unit of very many `segments` goes without.
pub(crate) fn notes(
    tree: &Tree<'_>,
    named: &[&str],
    at: impl Iterator<Item = usize>,
    segments: usize,
    pool: &mut Pool,
) -> Vec<String> {
    const MOST: usize = 16;
    const LONG: usize = 1000;
    const MOST_SEGMENTS: usize = 256;
    let mut notes = pool.notes();
    if segments > MOST_SEGMENTS {
        return notes;
    }
    let mut add = |text: String, pool: &mut Pool| {
        if text.trim().is_empty() || notes.len() == MOST {
            pool.give(text);
        } else {
            notes.push(text);
        }
    };
    for name in named.iter().filter_map(|name| tree.plain(0, name)) {
        add(pool.string(&name), pool);
    }
    for note in at.filter(|note| !is_ours(tree, *note)) {
        let mut text = pool.room();
        tree.append_inner(note, LONG, &mut text);
        add(text, pool);
    }
    notes
}

/// The same notes for another segment.
pub(crate) fn copied(notes: &[String], pool: &mut Pool) -> Vec<String> {
    let mut copy = pool.notes();
    copy.extend(notes.iter().map(|note| pool.string(note)));
    copy
}

/// Whether a note is one this program wrote.
pub(crate) fn is_ours(tree: &Tree<'_>, note: usize) -> bool {
    tree.plain(note, "from").is_some_and(|from| from == super::NAME)
        || tree.plain(note, "category").is_some_and(|category| category.starts_with("refineloop:"))
}
