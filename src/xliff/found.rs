//! From two elements to a segment: texts, codes, and whether it may be touched at all.

use super::codes::{Joined, join};
use super::document::{Context, Found, named};
use super::inline::{self, Pairing};
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
pub(crate) fn build(context: &Context, tree: &Tree<'_>, parts: Parts<'_>) -> Found {
    let sides = |pairing: Pairing| {
        let source = inline::read(tree, parts.source, pairing);
        let target = parts.target.map(|target| inline::read(tree, target, pairing));
        let joined = join(tree, &source, target.as_ref());
        (source, target, joined)
    };
    let mut all = sides(Pairing::Together);
    if all.2.torn {
        all = sides(Pairing::Apart);
    }
    let (source, mut target, joined) = all;
    let Joined { codes, source: from, target: to, markup, target_numbers, torn } = joined;
    if let Some(target) = &mut target {
        target.stuck |= torn;
    }
    let mut locks = parts.locks;
    locks.tracked |= source.tracked || target.as_ref().is_some_and(|side| side.tracked);
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
            file_element: context.file_element.clone(),
            unit: named(tree.plain(0, "id").map(String::from)),
            segment: parts.name.into_owned(),
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
) -> Vec<String> {
    const MOST: usize = 16;
    const LONG: usize = 1000;
    const MOST_SEGMENTS: usize = 256;
    if segments > MOST_SEGMENTS {
        return Vec::new();
    }
    let names = named.iter().filter_map(|name| tree.plain(0, name)).map(String::from);
    let texts = at.filter(|note| !is_ours(tree, *note)).map(|note| tree.characters(note, LONG));
    names.chain(texts).filter(|text| !text.trim().is_empty()).take(MOST).collect()
}

/// Whether a note is one this program wrote.
pub(crate) fn is_ours(tree: &Tree<'_>, note: usize) -> bool {
    tree.plain(note, "from").is_some_and(|from| from == super::NAME)
        || tree.plain(note, "category").is_some_and(|category| category.starts_with("refineloop:"))
}
