//! What a round leaves behind, but for its candidate.

use crate::check::RULES_VERSION;
use crate::domain::job::Strategy;
use crate::domain::segment::{Gate, Issue, Outcome, Revision};
use crate::domain::trail::{Dropped, Trail};
use crate::refine::{Settings, score};

/// A round in the making.
#[derive(Debug, Default)]
pub(in crate::refine) struct Record {
    /// The round.
    pub(in crate::refine) round: u32,
    /// The issues that hold.
    pub(in crate::refine) issues: Vec<Issue>,
    /// A note to the people who read the translation.
    pub(super) note: String,
    dropped: Vec<Dropped>,
    model: String,
    strategy: Strategy,
}

impl Record {
    /// A round of a job in which nothing was found yet.
    pub(super) fn of(round: u32, settings: &Settings) -> Self {
        Self { round, model: settings.model.clone(), strategy: settings.strategy, ..Self::default() }
    }

    /// The round with what was found.
    pub(super) fn with(self, issues: Vec<Issue>, dropped: Vec<Dropped>, note: String) -> Self {
        Self { issues, dropped, note, ..self }
    }

    /// What its reviews found, in tenths of a point.
    pub(super) fn score(&self, settings: &Settings) -> u64 {
        score::of_review(&self.issues, &self.dropped, settings.reviews_of_a_round())
    }

    /// The round at its end.
    pub(super) fn revision(
        self,
        target: String,
        outcome: Outcome,
        rejected_by: Option<Gate>,
        trail: Trail,
    ) -> Revision {
        let Self { round, issues, dropped, note, model, strategy } = self;
        let trail = Trail { strategy, rules: RULES_VERSION.to_owned(), dropped, ..trail };
        Revision { round, target, outcome, rejected_by, note, issues, model, trail }
    }
}
