//! What is lost, added or left untranslated, and what is said twice.

use super::{Change, Operator, Visible, end_mark, guarded, is_free, pick, places, sentences, words};
use crate::data::Pair;
use fastrand::Rng;
use refineloop::domain::segment::Severity::{Major, Minor};

pub(super) const OPERATORS: &[Operator] = &[
    Operator {
        name: "omitted-clause",
        category: "accuracy",
        severity: Major,
        visible: Visible::Partly,
        apply: omitted_clause,
    },
    Operator {
        name: "omitted-sentence",
        category: "accuracy",
        severity: Major,
        visible: Visible::Partly,
        apply: omitted_sentence,
    },
    Operator {
        name: "omitted-tail",
        category: "accuracy",
        severity: Major,
        visible: Visible::Partly,
        apply: omitted_tail,
    },
    Operator {
        name: "added-sentence",
        category: "accuracy",
        severity: Major,
        visible: Visible::Partly,
        apply: added_sentence,
    },
    Operator {
        name: "untranslated",
        category: "accuracy",
        severity: Major,
        visible: Visible::Yes,
        apply: untranslated,
    },
    Operator {
        name: "untranslated-word",
        category: "accuracy",
        severity: Major,
        visible: Visible::NotInLatin,
        apply: untranslated_word,
    },
    Operator {
        name: "doubled-word",
        category: "linguistic",
        severity: Minor,
        visible: Visible::Yes,
        apply: doubled_word,
    },
    Operator {
        name: "doubled-sentence",
        category: "linguistic",
        severity: Minor,
        visible: Visible::Yes,
        apply: doubled_sentence,
    },
];

/// From a comma to the end of the sentence.
fn omitted_clause(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let (end, _) = end_mark(pair).unwrap_or((pair.target.len(), '.'));
    let commas = places(pair, |c| matches!(c, ',' | '、' | '，' | '،'));
    let large = |comma: &std::ops::Range<usize>| comma.start * 4 > end && (end - comma.start) * 4 > end;
    let comma = pick(commas.into_iter().filter(|comma| comma.start < end).filter(large).collect(), rng)?;
    Some(Change::new(comma.start..end, ""))
}

fn omitted_sentence(pair: &Pair, _: &mut Rng) -> Option<Change> {
    let starts = sentences(pair);
    let last = *starts.last().filter(|_| starts.len() > 1)?;
    Some(Change::new(pair.target[..last].trim_end().len()..pair.target.len(), ""))
}

/// A quarter to a half of the text before the last mark.
fn omitted_tail(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let end = end_mark(pair).map_or(pair.target.len(), |(at, _)| at);
    let guarded = guarded(pair);
    let cuts: Vec<usize> = pair.target[..end]
        .char_indices()
        .filter(|(at, c)| at * 2 > end && at * 4 < end * 3 && (*c == ' ' || !pair.language.spaced))
        .map(|(at, _)| at)
        .filter(|at| {
            is_free(&guarded, &(*at..*at + 1))
                && guarded.iter().all(|taken| taken.end <= *at || taken.start >= *at)
        })
        .filter(|at| !pair.target[*at..end].contains(['⟦', '{', '%']))
        .collect();
    Some(Change::new(pick(cuts, rng)?..end, ""))
}

fn added_sentence(pair: &Pair, _: &mut Rng) -> Option<Change> {
    let end = pair.target.len();
    let space = if matches!(pair.language.tag, "ja" | "zh") { "" } else { " " };
    Some(Change::new(end..end, format!("{space}{}", pair.other)))
}

fn untranslated(pair: &Pair, _: &mut Rng) -> Option<Change> {
    let letters = pair.source.chars().filter(|c| c.is_alphabetic()).count();
    (pair.source != pair.target && letters > 3)
        .then(|| Change::new(0..pair.target.len(), pair.source.as_str()))
}

/// A word of the source in the place of one of the target.
fn untranslated_word(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    let foreign: Vec<&str> = pair
        .source
        .split(' ')
        .filter(|word| word.len() > 4 && word.chars().all(|c| c.is_ascii_lowercase()))
        .filter(|word| !pair.target.contains(word))
        .collect();
    let foreign = pick(foreign, rng)?;
    let word = pick(
        words(pair).into_iter().filter(|word| pair.target[word.clone()].chars().count() > 2).collect(),
        rng,
    )?;
    if pair.language.spaced {
        return Some(Change::new(word, foreign));
    }
    let end = pair.target[word.clone()].char_indices().nth(2)?.0;
    Some(Change::new(word.start..word.start + end, foreign))
}

/// “the the”
fn doubled_word(pair: &Pair, rng: &mut Rng) -> Option<Change> {
    if !pair.language.spaced {
        return None;
    }
    let inner = |word: &std::ops::Range<usize>| {
        let alone = |c: Option<char>| c.is_none_or(|c| c == ' ');
        alone(pair.target[..word.start].chars().next_back())
            && pair.target[word.end..].starts_with(' ')
            && pair.target[word.clone()].chars().count() > 1
    };
    let word = pick(words(pair).into_iter().filter(inner).collect(), rng)?;
    let text = &pair.target[word.clone()];
    Some(Change::new(word, format!("{text} {text}")))
}

fn doubled_sentence(pair: &Pair, _: &mut Rng) -> Option<Change> {
    end_mark(pair)?;
    let last = *sentences(pair).last()?;
    let sentence = &pair.target[last..];
    if sentence.contains(['⟦', '{', '%']) || sentence.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let space = if matches!(pair.language.tag, "ja" | "zh") { "" } else { " " };
    Some(Change::new(pair.target.len()..pair.target.len(), format!("{space}{sentence}")))
}
