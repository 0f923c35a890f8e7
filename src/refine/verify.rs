//! Comparing a candidate with the version before it: blind, in both orders, and ties keep what
//! was there.

use super::Settings;
use super::attribute::Attributed;
use super::track::record::Record;
use crate::domain::trail::{Choice, Vote};
use sha2::{Digest as _, Sha256};

/// Two versions as the verifier sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    /// The version called a.
    pub(super) a: String,
    /// The version called b.
    pub(super) b: String,
    /// Whether a is the candidate.
    pub(super) candidate_first: bool,
}

/// A candidate that has passed all other gates.
#[derive(Debug)]
pub(super) struct Contest {
    pub(super) record: Record,
    pub(super) candidate: Attributed,
    /// What the model wrote, for the record of a refusal.
    pub(super) shown: String,
    votes: Vec<Vote>,
}

/// What the votes come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Not all orders were asked that matter.
    Open,
    /// It is better at least once and never worse, in both orders.
    Better,
    /// It is not.
    NotBetter,
}

impl Contest {
    pub(super) fn new(record: Record, candidate: Attributed, shown: String) -> Self {
        Self { record, candidate, shown, votes: Vec::new() }
    }

    /// How many orders were asked.
    pub(super) fn asked(&self) -> usize {
        self.votes.len()
    }

    /// The pair to show next. Which of the two comes first is drawn from place and texts, so that it
    /// is the same when the loop runs again; the second time it is the other way round.
    pub(super) fn pair(&self, number: u64, before: String, candidate: String) -> Pair {
        let drawn = Sha256::digest(format!("{number}\n{}\n{before}\n{candidate}", self.record.round));
        let candidate_first = (drawn[0] & 1 == 1) != (self.votes.len() == 1);
        let (a, b) = if candidate_first { (candidate, before) } else { (before, candidate) };
        Pair { a, b, candidate_first }
    }

    /// Takes what was said of the pair that was shown.
    pub(super) fn take(&mut self, candidate_first: bool, better: Option<Better>) -> Verdict {
        let choice = match better {
            None => Choice::NoAnswer,
            Some(Better::Tie) => Choice::Tie,
            Some(Better::A) if candidate_first => Choice::Candidate,
            Some(Better::B) if !candidate_first => Choice::Candidate,
            Some(Better::A | Better::B) => Choice::Before,
        };
        self.votes.push(Vote { candidate_first, choice });
        // Both orders count: who was asked in one alone may merely like the first.
        let lost = self.votes.iter().any(|vote| matches!(vote.choice, Choice::Before | Choice::NoAnswer));
        match self.votes.len() {
            _ if lost => Verdict::NotBetter,
            0 | 1 => Verdict::Open,
            _ if self.wins() > 0 => Verdict::Better,
            _ => Verdict::NotBetter,
        }
    }

    /// How often the candidate was better.
    pub(super) fn wins(&self) -> u32 {
        self.votes.iter().map(|vote| u32::from(vote.choice == Choice::Candidate)).sum()
    }

    /// The model that compared; empty if none did.
    pub(super) fn verifier(&self, settings: &Settings) -> String {
        if self.votes.is_empty() { String::new() } else { settings.verifier().to_owned() }
    }

    /// What was said, in order.
    pub(super) fn votes(&self) -> &[Vote] {
        &self.votes
    }
}

/// Which of two versions is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Better {
    A,
    B,
    Tie,
}
