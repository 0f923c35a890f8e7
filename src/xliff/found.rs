//! From two elements to a segment: texts, codes, and whether it may be touched at all.

use super::codes::{Joined, join};
use super::document::{Context, Found, named};
use super::inline::{self, Pairing};
use super::pool::Pool;
use super::tree::Tree;
use crate::domain::segment::{Segment, SkipReason};
use crate::domain::text::{CodedText, Part};
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
    /// The languages that it names itself, of its source and its target.
    pub(crate) languages: (Option<Cow<'p, str>>, Option<Cow<'p, str>>),
    /// What the authors say.
    pub(crate) notes: Vec<String>,
}

/// Builds a segment in the place of one that is no longer needed.
pub(crate) fn build(
    context: &Context,
    tree: &Tree<'_>,
    parts: Parts<'_>,
    found: &mut Found,
    pool: &mut Pool,
) {
    let mut source = pool.side();
    let target = &mut found.target;
    match parts.target {
        Some(_) => {
            target.get_or_insert_default();
        }
        None => *target = None,
    }
    let mut read = |pairing: Pairing| {
        inline::read_into(&mut source, tree, parts.source, pairing, pool);
        if let (Some(side), Some(element)) = (target.as_mut(), parts.target) {
            inline::read_into(side, tree, element, pairing, pool);
        }
        join(tree, &mut source, target.as_mut(), pool)
    };
    let mut joined = read(Pairing::Together);
    if joined.torn {
        joined = read(Pairing::Apart);
    }
    let tracked = source.tracked;
    pool.give_side(source);
    let Joined { codes, source: from, target: to, markup, target_numbers, torn } = joined;
    if let Some(target) = target {
        target.stuck |= torn;
    }
    let mut locks = parts.locks;
    locks.tracked |= tracked || target.as_ref().is_some_and(|side| side.tracked);
    let skip = {
        let has_text = |text: &CodedText| text.texts().any(|text| text.chars().any(char::is_alphanumeric));
        let is_empty = |part: &Part| matches!(part, Part::Text(text) if text.trim_start().is_empty());
        let missing = || target.is_none() || to.parts().iter().all(is_empty);
        let stuck = || target.as_ref().is_some_and(|side| side.stuck);
        if locks.locked {
            Some(SkipReason::Locked)
        } else if locks.not_translatable {
            Some(SkipReason::NotTranslatable)
        } else if context.merged {
            Some(SkipReason::Merged)
        } else if locks.tracked {
            Some(SkipReason::TrackedChanges)
        } else if missing() {
            Some(SkipReason::NoTarget)
        } else if !has_text(&from) && !has_text(&to) {
            Some(SkipReason::NoText)
        } else if stuck() {
            Some(SkipReason::NotTranslatable)
        } else if locks.protected {
            Some(SkipReason::Protected)
        } else {
            None
        }
    };
    let Segment { id, languages, .. } = &mut found.segment;
    put(&mut id.file_element, &context.file_element);
    put(&mut id.unit, named(&tree.plain(0, "id").unwrap_or_default()));
    put(&mut id.segment, &parts.name);
    (id.number, id.line, id.column) = (0, 1, 1);
    let (source, target) = parts.languages;
    put(&mut languages.source, source.as_deref().unwrap_or(&context.languages.source));
    put(&mut languages.target, target.as_deref().unwrap_or(&context.languages.target));
    let segment = &mut found.segment;
    (segment.codes, segment.source, segment.target) = (codes, from, to);
    (segment.skip, segment.notes) = (skip, parts.notes);
    (segment.max_chars, segment.variant, segment.part) = (None, false, false);
    segment.bounds.clear();
    segment.dismissed.clear();
    segment.claim = None;
    (found.element, found.source, found.translation) = (parts.element, parts.source, parts.target);
    (found.markup, found.target_numbers) = (markup, target_numbers);
}

/// Puts a text in the place of another one.
fn put(place: &mut String, text: &str) {
    // Names and languages that a file repeats are the same nearly always.
    if place != text {
        place.clear();
        place.push_str(text);
    }
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
    let mut notes = Vec::new();
    if segments > MOST_SEGMENTS {
        return notes;
    }
    let mut add = |text: String, pool: &mut Pool| {
        if text.trim_start().is_empty() || notes.len() == MOST {
            return pool.give(text);
        }
        if notes.is_empty() {
            notes = pool.notes();
        }
        notes.push(text);
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
    tree.says(note, "from", super::NAME)
        || tree.plain(note, "category").is_some_and(|category| category.starts_with("refineloop:"))
}
