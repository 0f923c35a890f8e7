//! What is asked for in one call, and how much of it.

/// Segments to ask for in one call.
#[derive(Debug, Clone)]
pub(super) struct Work {
    /// What is asked for.
    pub(super) kind: Kind,
    /// The segments, by their place in the group.
    pub(super) places: Vec<usize>,
    /// Whether it is the second review of these segments in the round.
    pub(super) is_second: bool,
    /// Whether this is the second time, for what was missing from the first answer.
    pub(super) again: bool,
    /// Whether it is as the round wanted it, and no half of something that was too much.
    pub(super) whole: bool,
    /// Whether the answer may be longer than usual: a single one did not come to its end.
    pub(super) raised: bool,
    /// How often nothing in the answer could be used.
    pub(super) tried: Tried,
    /// Whether the answer failed to come.
    pub(super) late: Late,
}

impl Work {
    /// Whether nothing was asked about these segments that went wrong.
    pub(super) fn is_fresh(&self) -> bool {
        self.whole && !self.again && !self.raised && self.tried == Tried::Never && self.late == Late::Never
    }
}

/// How often nothing in the answers about some segments could be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tried {
    /// Never so far.
    Never,
    /// Once: this is the same question again.
    Once,
    /// Twice, and this is a part of it.
    InHalves,
    /// That part got nothing either; it waits for what becomes of the others.
    Waits,
    /// A part that was not asked for by itself, and is if one of its segments got an answer alone.
    Rest,
}

/// What became of one text alone that got no answer in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Late {
    /// Nothing of the kind: it was not asked about alone, or was answered.
    Never,
    /// It was asked about so often, when its model had given so many answers; others are asked first.
    Waits { times: u32, answers: u32 },
    /// It is asked about until an answer comes: nothing tells whether the model answers anything.
    Patient,
    /// A text that gets answers, asked about to see whether it still does. What they say is no matter.
    Proof,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// A review, with the strategy `single` also a revision.
    Review,
    /// The corrections of an editor.
    Edit,
    /// A comparison of two versions.
    Verify,
}

/// Calls for some segments, none for more than `most`, all about as large.
pub(super) fn batches(kind: Kind, places: &[usize], most: usize) -> impl Iterator<Item = Work> {
    let calls = places.len().div_ceil(most.max(1)).max(1);
    let size = places.len().div_ceil(calls).max(1);
    let works = places.chunks(size).map(move |places| Work {
        kind,
        places: places.to_vec(),
        is_second: false,
        again: false,
        whole: true,
        raised: false,
        tried: Tried::Never,
        late: Late::Never,
    });
    works.collect::<Vec<_>>().into_iter()
}
