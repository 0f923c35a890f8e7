//! Rules on what the file demands of a target: size, characters, words (P10).
//!
//! A demand that the original meets is kept; one that it does not meet must not be missed by more.

use super::{Frame, Rule, Violation};
use crate::domain::bound::{Bound, Form, Place, Unit};
use crate::domain::text::CodedText;
use regex::{Regex, RegexBuilder};
use std::cell::RefCell;
use std::collections::VecDeque;

pub(super) fn check(frame: &Frame<'_>, candidate: &CodedText) -> Result<(), Violation> {
    if frame.max_chars.is_none() && frame.bounds.is_empty() {
        return Ok(());
    }
    let texts = Texts { source: frame.source.text(), original: frame.original.text() };
    let new = candidate.text();
    let most = frame.max_chars.map(|most| Bound::Size { unit: Unit::CHARACTERS, least: 0, most: Some(most) });
    for bound in most.iter().chain(frame.bounds) {
        let missed = texts.missed(bound, &new);
        if missed > 0 && missed > texts.missed(bound, &texts.original) {
            return Err(Violation::new(rule_of(bound), reason(bound, &new)));
        }
    }
    Ok(())
}

/// What a target misses of the demands of a file, measured against nothing but them.
pub(super) fn unmet_by(bounds: &[Bound], source: &CodedText, target: &CodedText) -> Vec<Violation> {
    let text = target.text();
    let texts = Texts { source: source.text(), original: text.clone() };
    let missed = bounds.iter().filter(|bound| texts.missed(bound, &text) > 0);
    let violation = |bound| Violation {
        at: first_at_fault(bound, &text),
        ..Violation::new(rule_of(bound), reason(bound, &text))
    };
    missed.map(violation).collect()
}

/// The first character that the file does not allow, where a demand is about characters.
fn first_at_fault(bound: &Bound, text: &str) -> Option<usize> {
    match bound {
        Bound::Class(class) => text.chars().position(|c| !class.has(c)),
        Bound::Charset(charset) => text.chars().position(|c| !charset.has(c)),
        Bound::Allowed(pattern) => {
            let (allowed, mut buffer) = (read(pattern)?, [0; 4]);
            text.chars().position(|c| !allowed.is_match(c.encode_utf8(&mut buffer)))
        }
        Bound::Size { .. } | Bound::Words { .. } | Bound::Options => None,
    }
}

fn rule_of(bound: &Bound) -> Rule {
    match bound {
        Bound::Size { .. } => Rule::Length,
        Bound::Class(_) | Bound::Allowed(_) | Bound::Charset(_) => Rule::Characters,
        Bound::Words { .. } | Bound::Options => Rule::Protected,
    }
}

struct Texts {
    source: String,
    original: String,
}

impl Texts {
    /// By how much a text misses a demand; 0 if it meets it.
    fn missed(&self, bound: &Bound, text: &str) -> u64 {
        match bound {
            Bound::Size { unit, least, most } => {
                let size = unit.size(text);
                least.saturating_sub(size) + most.map_or(0, |most| size.saturating_sub(most))
            }
            Bound::Class(class) => count(text.chars().filter(|c| !class.has(*c))),
            Bound::Charset(charset) => count(text.chars().filter(|c| !charset.has(*c))),
            Bound::Allowed(pattern) => {
                // A pattern that cannot be read allows everything: it was not for us.
                read(pattern).map_or(0, |allowed| {
                    let mut buffer = [0; 4];
                    count(text.chars().filter(|c| !allowed.is_match(c.encode_utf8(&mut buffer))))
                })
            }
            Bound::Words { place, text: words, occurs, in_source, caseless, form } => {
                let folded = |text: &str| folded(text, *form, *caseless);
                let words = folded(words);
                let in_text = unmet(*place, &folded(text), &words, *occurs);
                if *in_source {
                    in_text + unmet(*place, &folded(&self.source), &words, *occurs)
                } else {
                    in_text
                }
            }
            Bound::Options => {
                let shape = shape(text);
                u64::from(shape != self::shape(&self.original) && shape != self::shape(&self.source))
            }
        }
    }
}

/// The largest automaton of a pattern, in bytes.
const LARGEST_PATTERN: usize = 1 << 20;
/// How many patterns a thread remembers: a file has one or two, and asks for them at every segment.
const REMEMBERED: usize = 8;

thread_local! {
    /// The patterns read last and what became of them, oldest first.
    static PATTERNS: RefCell<VecDeque<(String, Option<Regex>)>> = const { RefCell::new(VecDeque::new()) };
}

/// A pattern ready to be used; `None` if it cannot be read.
fn read(pattern: &str) -> Option<Regex> {
    PATTERNS.with_borrow_mut(|known| {
        if let Some((_, regex)) = known.iter().find(|(text, _)| text == pattern) {
            return regex.clone();
        }
        let regex = RegexBuilder::new(pattern).size_limit(LARGEST_PATTERN).build().ok();
        if known.len() == REMEMBERED {
            known.pop_front();
        }
        known.push_back((pattern.to_owned(), regex.clone()));
        regex
    })
}

fn count(items: impl Iterator) -> u64 {
    items.count() as u64
}

fn folded(text: &str, form: Form, caseless: bool) -> String {
    let text = form.of(text);
    if caseless { text.to_lowercase() } else { text }
}

fn unmet(place: Place, text: &str, words: &str, occurs: Option<u64>) -> u64 {
    let found = || if words.is_empty() { 0 } else { count(text.matches(words)) };
    match (place, occurs) {
        (Place::Start, _) => u64::from(!text.starts_with(words)),
        (Place::End, _) => u64::from(!text.ends_with(words)),
        (Place::Nowhere, _) => found(),
        (Place::Anywhere, Some(occurs)) => found().abs_diff(occurs),
        (Place::Anywhere, None) => u64::from(found() == 0),
    }
}

/// The spaces before each option.
fn shape(text: &str) -> Vec<usize> {
    text.split(',').map(|option| option.len() - option.trim_start_matches(' ').len()).collect()
}

fn reason(bound: &Bound, new: &str) -> String {
    match bound {
        Bound::Size { unit, least, most } => {
            let size = unit.size(new);
            match most.filter(|most| size > *most) {
                Some(most) => format!("{size} {unit}, the file allows {most}"),
                None => format!("{size} {unit}, the file wants at least {least}"),
            }
        }
        Bound::Charset(charset) => {
            let name = charset.name();
            match new.chars().find(|c| !charset.has(*c)) {
                Some(c) => format!(
                    "{:?} (U+{:04X}) is not in {name}, in which the file has it stored",
                    c,
                    u32::from(c)
                ),
                None => format!("a character is not in {name}, in which the file has it stored"),
            }
        }
        Bound::Class(_) | Bound::Allowed(_) => "it holds a character that the file does not allow".to_owned(),
        Bound::Words { place, text, .. } => match place {
            Place::Start => format!("the file wants it to begin with {text:?}"),
            Place::End => format!("the file wants it to end with {text:?}"),
            Place::Anywhere => format!("the file wants {text:?} in it, in a fixed number"),
            Place::Nowhere => format!("the file does not want {text:?} in it"),
        },
        Bound::Options => {
            "it is a list of options: commas and the spaces behind them must stay as they are".to_owned()
        }
    }
}
