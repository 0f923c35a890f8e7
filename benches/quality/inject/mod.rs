//! The operators that put one fault into a right target.
//!
//! Each is a small pure function of a pair and a seed, with the label of what it did. Harm in this
//! bench is what an operator says it is: nothing here is shared with `src/check`.

mod answer;
mod characters;
mod codes;
mod meaning;
mod numbers;
mod placeholders;
mod punctuation;
mod spacing;
mod text;

pub use codes::tokens;

use crate::data::Pair;
use fastrand::Rng;
use refineloop::domain::segment::Severity;
use std::ops::Range;

/// Whether a rule that knows the two texts alone can see the fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visible {
    Yes,
    /// By its size or its parts, not always.
    Partly,
    /// Where the target is not written in Latin letters.
    NotInLatin,
    /// Only who understands the texts.
    No,
}

/// One kind of fault.
#[derive(Debug)]
pub struct Operator {
    pub name: &'static str,
    /// The category of MQM.
    pub category: &'static str,
    pub severity: Severity,
    pub visible: Visible,
    /// The change that makes the fault; `None` where the pair has nothing it could be done to.
    pub apply: fn(&Pair, &mut Rng) -> Option<Change>,
}

impl Operator {
    /// Whether a rule can see the fault in this language.
    pub fn is_visible(&self, latin: bool) -> bool {
        match self.visible {
            Visible::Yes => true,
            Visible::NotInLatin => !latin,
            Visible::Partly | Visible::No => false,
        }
    }
}

/// Bytes of the target and what is written in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub range: Range<usize>,
    pub with: String,
}

impl Change {
    fn new(range: Range<usize>, with: impl Into<String>) -> Self {
        Self { range, with: with.into() }
    }

    /// The whole target is replaced: the change is what differs.
    fn whole(old: &str, new: &str) -> Self {
        let start = old.char_indices().zip(new.chars()).find(|((_, a), b)| a != b);
        let start = start.map_or(old.len().min(new.len()), |((at, _), _)| at);
        let tail = |text: &str| text[start..].chars().rev().collect::<Vec<_>>();
        let same = tail(old)
            .iter()
            .zip(&tail(new))
            .take_while(|(a, b)| a == b)
            .map(|(a, _)| a.len_utf8())
            .sum::<usize>();
        Self::new(start..old.len() - same, &new[start..new.len() - same])
    }

    /// The target with the fault, and where in it the fault is, in characters.
    pub fn apply(&self, target: &str) -> (String, Range<usize>) {
        let text = format!("{}{}{}", &target[..self.range.start], self.with, &target[self.range.end..]);
        let start = target[..self.range.start].chars().count();
        (text, start..start + self.with.chars().count())
    }
}

/// All operators, in the order of the tables.
pub fn all() -> Vec<&'static Operator> {
    [
        numbers::OPERATORS,
        text::OPERATORS,
        meaning::OPERATORS,
        codes::OPERATORS,
        placeholders::OPERATORS,
        punctuation::OPERATORS,
        spacing::OPERATORS,
        characters::OPERATORS,
        answer::OPERATORS,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What is no running text: slots, codes and placeholders.
fn guarded(pair: &Pair) -> Vec<Range<usize>> {
    let mut ranges: Vec<_> = pair.marks.iter().map(|mark| mark.range.clone()).collect();
    ranges.extend(tokens(&pair.target).into_iter().map(|token| token.range));
    ranges.extend(placeholders::all(&pair.target));
    ranges
}

fn is_free(guarded: &[Range<usize>], range: &Range<usize>) -> bool {
    guarded.iter().all(|taken| taken.end <= range.start || range.end <= taken.start)
}

/// Whether a character belongs to a word.
fn is_word(c: char) -> bool {
    const MARKS: &str = "«»„“”‘’—–…。、，！？：；「」『』（）《》।؟،؛·・⟦⟧־״׳¿¡°";
    !c.is_whitespace() && !c.is_ascii_punctuation() && !c.is_numeric() && !MARKS.contains(c)
}

/// The words of the running text; where words are not set apart, what stands between marks.
fn words(pair: &Pair) -> Vec<Range<usize>> {
    let guarded = guarded(pair);
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in pair.target.char_indices().filter(|(_, c)| is_word(*c)) {
        match words.last_mut() {
            Some(last) if last.end == at => last.end = at + c.len_utf8(),
            _ => words.push(at..at + c.len_utf8()),
        }
    }
    words.retain(|word| is_free(&guarded, word));
    words
}

/// The places of these characters in the running text.
fn places(pair: &Pair, wanted: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let guarded = guarded(pair);
    let found = pair.target.char_indices().filter(|(_, c)| wanted(*c)).map(|(at, c)| at..at + c.len_utf8());
    found.filter(|range| is_free(&guarded, range)).collect()
}

fn pick<T>(list: Vec<T>, rng: &mut Rng) -> Option<T> {
    rng.choice(list)
}

/// The mark at the end of the target, if the source ends with one too.
fn end_mark(pair: &Pair) -> Option<(usize, char)> {
    if !pair.source.ends_with(['.', '!', '?', '…', ':', '”']) {
        return None;
    }
    let (at, mark) = pair.target.char_indices().next_back()?;
    pair.language.ends.contains(mark).then_some((at, mark))
}

/// The sentences of the target: where each begins, in bytes.
fn sentences(pair: &Pair) -> Vec<usize> {
    let guarded = guarded(pair);
    let mut starts = vec![0];
    let mut characters = pair.target.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if !matches!(c, '.' | '。' | '!' | '！' | '?' | '？' | '؟' | '।') || !is_free(&guarded, &(at..at + 1))
        {
            continue;
        }
        let Some(&(next, following)) = characters.peek() else { break };
        if matches!(c, '。' | '！' | '？') {
            starts.push(next);
        } else if following == ' ' {
            starts.push(next + 1);
        }
    }
    starts
}
