//! What models do to whole answers.

use super::{Change, Operator, Visible, guarded, pick};
use crate::data::Pair;
use fastrand::Rng;
use refineloop::domain::segment::Severity::Critical;

pub(super) const OPERATORS: &[Operator] = &[
    Operator {
        name: "misaligned",
        category: "accuracy",
        severity: Critical,
        visible: Visible::Partly,
        apply: misaligned,
    },
    Operator {
        name: "wrapper-words",
        category: "accuracy",
        severity: Critical,
        visible: Visible::Yes,
        apply: words,
    },
    Operator {
        name: "wrapper-fence",
        category: "accuracy",
        severity: Critical,
        visible: Visible::Yes,
        apply: fence,
    },
    Operator {
        name: "truncated",
        category: "accuracy",
        severity: Critical,
        visible: Visible::Yes,
        apply: truncated,
    },
];

/// The target of another segment.
fn misaligned(pair: &Pair, _: &mut Rng) -> Option<Change> {
    (pair.other != pair.target).then(|| Change::new(0..pair.target.len(), pair.other.as_str()))
}

fn words(_: &Pair, rng: &mut Rng) -> Option<Change> {
    let openings = [
        "Here is the translation: ",
        "Here is the revised translation:\n",
        "Sure! Here is the corrected text: ",
        "Translation: ",
        "Revised target: ",
        "Corrected version: ",
    ];
    Some(Change::new(0..0, pick(openings.to_vec(), rng)?))
}

fn fence(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let kind = pick(vec!["", "text", "xml", "json"], rng)?;
    Some(Change::new(0..pair.target.len(), format!("```{kind}\n{}\n```", pair.target)))
}

/// The answer ends in the middle.
fn truncated(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let end = pair.target.len();
    let guarded = guarded(pair);
    let cuts: Vec<usize> = pair
        .target
        .char_indices()
        .map(|(at, _)| at)
        .filter(|at| at * 5 > end * 2 && at * 5 < end * 3)
        .filter(|at| guarded.iter().all(|taken| taken.end <= *at || taken.start >= *at))
        .collect();
    (pair.source.chars().count() > 20).then_some(())?;
    Some(Change::new(pick(cuts, rng)?..end, ""))
}
